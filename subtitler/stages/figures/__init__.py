"""Figures by value: found in a text, compared between languages, and never parted."""

from subtitler.stages.figures.comparing import compare_figures
from subtitler.stages.figures.finding import find_figures
from subtitler.stages.figures.spans import figure_spans, unbreakable_spans
from subtitler.stages.figures.wording import comparison_words

__all__ = [
    "compare_figures",
    "comparison_words",
    "figure_spans",
    "find_figures",
    "unbreakable_spans",
]
