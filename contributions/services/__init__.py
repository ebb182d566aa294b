"""What contributors and editors do with submissions; one module per side."""
