"""The fixers: safe, idempotent, and what they fix is no longer found."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtitler.domain.cue import Cue, CueId, Track
from subtitler.domain.finding import Finding
from subtitler.domain.style import HOUSES, style_guide
from subtitler.domain.timing import Span
from subtitler.stages.checking import TrackView, check_track, fixed, seen

FRAME = Fraction(40)
WORDS = st.sampled_from(
    "the le Nations Unies 45 % de la ... … « Oui » Vraiment ? No! a: b; , . 12,5 <i>so</i> {\\an8} "
    "- -x ♪ (ja) e\u0301 \u200b café 你好 U.S. http://a.org/?b &amp; ...... . . .".split(" ")
)
GAPS = st.sampled_from(["  ", " ", " ", " ", "\n", "\n", "\t", "\u00a0", ""])
LANGUAGES = st.sampled_from(["en", "es", "fr", "fr-CA", "zh", "de"])


@st.composite
def tracks(draw: st.DrawFn) -> Track:
    cues, at = [], 0
    for number in range(1, draw(st.integers(1, 5)) + 1):
        parts = draw(st.lists(st.tuples(WORDS, GAPS), min_size=1, max_size=16))
        text = "".join(word + gap for word, gap in parts)
        out = at + draw(st.integers(0, 8000))
        cues.append(Cue(CueId(f"c{number}"), Span(at, out), tuple(text.split("\n"))))
        at = out + draw(st.integers(0, 700))
    return Track("en", tuple(cues))


def bare(cue: Cue) -> str:
    """A cue's letters and figures: what no fixer may touch."""
    import unicodedata

    return "".join(mark for mark in unicodedata.normalize("NFC", cue.text) if mark.isalnum())


@given(tracks(), LANGUAGES)
def test_a_second_fix_changes_nothing(track: Track, language: str) -> None:
    """Whatever the cues hold."""
    style = style_guide(HOUSES["netflix"], language)
    once = fixed(track, style, language, FRAME)
    assert fixed(once, style, language, FRAME) == once


@given(tracks(), LANGUAGES)
def test_no_word_is_touched(track: Track, language: str) -> None:
    """Letters, figures, ids and in-times stay; no cue comes, goes or overlaps anew."""
    style = style_guide(HOUSES["netflix"], language)
    done = fixed(track, style, language, FRAME)
    assert [cue.id for cue in done.cues] == [cue.id for cue in track.cues]
    assert [cue.span.in_time for cue in done.cues] == [cue.span.in_time for cue in track.cues]
    for before, after in zip(track.cues, done.cues, strict=True):
        assert bare(before) == bare(after)
        assert after.span.out_time >= before.span.out_time


def findings(track: Track, language: str) -> list[Finding]:
    style = style_guide(HOUSES["netflix"], language)
    return list(check_track(TrackView(seen(track.cues), language, style, FRAME), {}))


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "Well...  he said .", "Well… he said."),
        ("fr", "Vraiment ? «Oui»: voilà!", "Vraiment\u00a0? «\u00a0Oui\u00a0»\u00a0: voilà\u00a0!"),
        ("fr-CA", "Vraiment? Oui!", "Vraiment? Oui!"),
        ("es", "cafe\u0301 con\u200b leche", "café con leche"),
        ("fr", "à 10:30, http://a.org/?b=1", "à 10:30, http://a.org/?b=1"),
        (
            "en",
            "It,\nwas the best thing that we ever did in our lives.",
            "It, was the best thing\nthat we ever did in our lives.",
        ),
        ("en", "Two short lines\nthat fit in one.", "Two short lines that fit in one."),
        ("en", "-Is it late?\n-It is.", "-Is it late?\n-It is."),
        ("en", "<i>Two short lines</i>\nthat fit.", "<i>Two short lines</i>\nthat fit."),
    ],
)
def test_a_text_is_fixed_as_the_language_writes_it(language: str, before: str, after: str) -> None:
    """Typography and lines; speakers, songs and marked-up words keep their lines."""
    cue = Cue(CueId("c1"), Span(0, 5000), tuple(before.split("\n")))
    style = style_guide(HOUSES["netflix"], language)
    (done,) = fixed(Track(language, (cue,)), style, language).cues
    assert done.text == after


def test_what_is_fixed_is_no_longer_found() -> None:
    """Q04, Q08 and Q31 are gone, and the gap is the style's."""
    cues = (
        Cue(CueId("c1"), Span(0, 3000), ("No,", "that is not what the people wanted to do...")),
        Cue(CueId("c2"), Span(3200, 6000), ("They wanted to sing  in the garden .",)),
    )
    track = Track("en", cues)
    assert {one.rule for one in findings(track, "en")} >= {"Q04", "Q08", "Q31"}
    style = style_guide(HOUSES["netflix"], "en")
    done = fixed(track, style, "en", FRAME)
    assert findings(done, "en") == []
    assert done.cues[1].span.in_time - done.cues[0].span.out_time == 80
