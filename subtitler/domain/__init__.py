"""What subtitles are: frozen values of the standard library, and nothing that reads or writes."""
