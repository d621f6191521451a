"""One outside thing a file; catalog.py picks one and says how to install what is missing."""
