"""The order of work, and where it is kept."""
