"""What people do to the library: one function for each intention."""
