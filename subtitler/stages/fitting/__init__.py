"""Translations to target cues: read in time, whole where they must be, under the style."""

from subtitler.stages.fitting.fits import Fitted, fit
from subtitler.stages.fitting.options import FitOptions

__all__ = ["FitOptions", "Fitted", "fit"]
