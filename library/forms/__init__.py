"""What readers type into the library, cleaned."""
