"""How translations become cues."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from subtitler.domain.style import StyleGuide


@dataclass(frozen=True, slots=True)
class FitOptions:
    """For a language (BCP 47), under its style, with `frame` ms a frame.

    `keep_cues`: one target cue a source cue, whatever it holds. `recue`: cues are built anew
    over the sentences' spans.
    """

    language: str
    style: StyleGuide
    frame: Fraction
    keep_cues: bool = False
    recue: bool = False
