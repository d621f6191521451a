"""From a speech video to reviewed subtitles, on your own machine."""

__version__ = "0.1.0"
