"""Source tracks of every kind, translations of any length, and what fitting makes of them."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from subtitler.domain.cue import CueId
from subtitler.domain.sentence import PlainCue, Rendering, Sentence
from subtitler.domain.style import HOUSES, style_guide
from subtitler.domain.timing import Span
from subtitler.stages.assembling import assemble
from subtitler.stages.fitting import FitOptions, Fitted, fit
from subtitler.stages.sourcewords import source_words

FRAMES = [Fraction(40), 1000 / Fraction(30000, 1001), 1000 / Fraction(24000, 1001)]
SOURCE = st.sampled_from(
    "we have to say that the people of New York are here and it is late today, yes. No. Why?".split()
)
TARGET = st.one_of(
    st.sampled_from(
        "a la de los y que es no se en un por con para Nueva York 45 1.234,5 días".split()
    ),
    st.text("abcdefgh", min_size=1, max_size=16),
)
GAPS = st.one_of(st.just(0), st.integers(0, 100), st.integers(0, 1500), st.integers(-1500, 4000))
LASTS = st.one_of(st.integers(0, 300), st.integers(500, 3000), st.integers(0, 9000))

Case = tuple[list[PlainCue], tuple[Sentence, ...], list[list[Rendering]]]


@st.composite
def tracks(draw: st.DrawFn, *, orderly: bool = False) -> list[PlainCue]:
    """Cues by in-time; unless `orderly`, some overlap, touch, start together or last 0 ms."""
    cues: list[PlainCue] = []
    at = draw(st.integers(0, 3000))
    for number in range(1, draw(st.integers(1, 9)) + 1):
        lasts = draw(st.integers(833, 6000)) if orderly else draw(LASTS)
        text = " ".join(draw(st.lists(SOURCE, min_size=1, max_size=14)))
        cues.append(PlainCue(CueId(f"c{number}"), Span(at, at + lasts), text))
        gap = draw(st.integers(80, 2500)) if orderly else draw(GAPS)
        at = max(at, at + lasts + gap)
    return cues


@st.composite
def renderings(draw: st.DrawFn, sentence: Sentence) -> list[Rendering]:
    """One to three ways to say a sentence, of any length, with or without what aligns it."""
    found = []
    for _ in range(draw(st.sampled_from([1, 1, 1, 2, 3]))):
        most = draw(st.sampled_from([1, 4, 12, 12, 40]))
        words = draw(st.lists(TARGET, min_size=1, max_size=most))
        starts = [sum(len(word) + 1 for word in words[:at]) for at in range(len(words))]
        anchors = []
        if draw(st.booleans()):
            anchors = [(at, draw(st.integers(0, len(sentence.text) - 1))) for at in starts]
        bound = []
        if draw(st.booleans()) and len(words) > 2:
            first = draw(st.integers(0, len(words) - 2))
            last = draw(st.integers(first + 1, min(len(words) - 1, first + 6)))
            bound = [(starts[first], starts[last] + len(words[last]))]
        found.append(Rendering(" ".join(words), tuple(anchors), tuple(bound)))
    return found


@st.composite
def cases(draw: st.DrawFn, *, orderly: bool = False) -> Case:
    """A track, its sentences and their renderings."""
    cues = draw(tracks(orderly=orderly))
    sentences = assemble(cues, "en")
    return cues, sentences, [draw(renderings(sentence)) for sentence in sentences]


def fitted(case: Case, language: str = "es", frame: Fraction = FRAMES[0], **how: bool) -> Fitted:
    cues, sentences, choices = case
    options = FitOptions(language, style_guide(HOUSES["netflix"], language), frame, **how)
    return fit(cues, source_words(cues, ()), sentences, choices, options)


def taken(case: Case, result: Fitted) -> list[Rendering]:
    return [choices[index] for choices, index in zip(case[2], result.chosen, strict=True)]


def found(result: Fitted, rule: str) -> set[str]:
    return {finding.cue for finding in result.findings if finding.rule == rule and finding.cue}
