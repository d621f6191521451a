"""Text to values and back: parse() and compose() for each format, and no paths."""
