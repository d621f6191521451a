"""Laws of word times: an SRT as a person left it, and the transcript that it came from."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtitler.domain.cue import CueId
from subtitler.domain.sentence import PlainCue
from subtitler.domain.style import HOUSES, style_guide
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Word
from subtitler.stages.cueing import build_track
from subtitler.stages.sourcewords import SourceWord, source_words

TOKENS = st.sampled_from(
    "we have to go there, and the people of 3.5 New York. 海洋 健康 don’t".split()
)


@st.composite
def heard(draw: st.DrawFn) -> list[Word]:
    """Words in order; some are pieces without a leading space, as an engine gives them."""
    words: list[Word] = []
    at = draw(st.integers(0, 1000))
    for token in draw(st.lists(TOKENS, max_size=30)):
        lasts = draw(st.integers(20, 600))
        lead = draw(st.sampled_from([" ", " ", " ", ""]))
        words.append(Word(lead + token, Span(at, at + lasts), 0.9))
        at += lasts + draw(st.sampled_from([0, 0, 40, 900]))
    return words


@st.composite
def tracks(draw: st.DrawFn) -> list[PlainCue]:
    """Cues by in-time that need have nothing to do with what was heard."""
    cues: list[PlainCue] = []
    at = 0
    for number in range(1, draw(st.integers(0, 6)) + 1):
        at += draw(st.integers(0, 2000))
        text = " ".join(draw(st.lists(TOKENS, max_size=8)))
        lasts = draw(st.integers(0, 4000))
        cues.append(PlainCue(CueId(f"c{number}"), Span(at, at + lasts), text))
    return cues


def plain(cue: PlainCue, words: tuple[SourceWord, ...]) -> list[str]:
    return [cue.text[word.begin : word.end] for word in words]


@given(tracks(), heard())
def test_times_run_forwards(cues: list[PlainCue], words: list[Word]) -> None:
    """Whatever was heard and written: every word of a cue has a span, after the one before it;
    those that were not heard are inside the cue's."""
    for cue, own in zip(cues, source_words(cues, words), strict=True):
        assert "".join(plain(cue, own)) == "".join(cue.text.split()).replace(" ", "")
        for word in own:
            inside = (
                cue.span.in_time <= word.span.in_time <= word.span.out_time <= cue.span.out_time
            )
            assert inside or word.heard
        for word, after in pairwise(own):
            assert word.span.out_time <= after.span.in_time


@given(tracks(), heard())
def test_heard_words_were_heard(cues: list[PlainCue], words: list[Word]) -> None:
    """A word is called heard only where the transcript has it, while the cue is shown."""
    for cue, own in zip(cues, source_words(cues, words), strict=True):
        for word in own:
            if word.heard:
                text = cue.text[word.begin : word.end].strip(".,")
                assert any(
                    text in other.text or other.text.strip(" .,") in text
                    for other in words
                    if other.span.overlap(cue.span.grown(200))
                )


@given(heard())
def test_an_untouched_track_has_the_transcripts_times(words: list[Word]) -> None:
    """One cue over each run of words, from its first to its last: every word is heard."""
    cues = []
    for number, at in enumerate(range(0, len(words), 6), start=1):
        group = words[at : at + 6]
        if at and not group[0].text.startswith(" "):
            return
        span = Span(group[0].span.in_time, group[-1].span.out_time)
        text = "".join(word.text for word in group).strip()
        cues.append(PlainCue(CueId(f"c{number}"), span, text))
    for own in source_words(cues, words):
        assert all(word.heard for word in own)


def spoken(text: str, start: int = 0, lasts: int = 200) -> list[Word]:
    return [
        Word(" " + word, Span(start + at * lasts, start + (at + 1) * lasts), 0.9)
        for at, word in enumerate(text.split())
    ]


WORDS = spoken("we have seen the city and the people of the city today")


def track(*rows: tuple[int, int, str]) -> list[PlainCue]:
    return [
        PlainCue(CueId(f"c{number}"), Span(begin, end), text)
        for number, (begin, end, text) in enumerate(rows, start=1)
    ]


def marks(cues: list[PlainCue], words: list[Word] = WORDS) -> list[str]:
    """Each cue's words, those that were not heard in brackets."""
    return [
        " ".join(
            text if word.heard else f"({text})"
            for text, word in zip(plain(cue, own), own, strict=True)
        )
        for cue, own in zip(cues, source_words(cues, words), strict=True)
    ]


EDITS = [
    ("untouched", track((0, 1000, "we have seen the city"), (1000, 2400, "and the people of the city today")),
     ["we have seen the city", "and the people of the city today"]),
    ("case and marks", track((0, 1000, "We have seen the City,"), (1000, 2400, "and the people of the city today.")),
     ["We have seen the City,", "and the people of the city today."]),
    ("a word put right", track((0, 1000, "we have been the city")), ["we have (been) the city"]),
    ("words put in", track((0, 1000, "we have indeed now seen the city")),
     ["we have (indeed) (now) seen the city"]),
    ("words left out", track((0, 1000, "we have the city")), ["we have the city"]),
    ("split", track((0, 600, "we have seen"), (600, 1000, "the city")), ["we have seen", "the city"]),
    ("merged", track((0, 2400, "we have seen the city and the people of the city today")),
     ["we have seen the city and the people of the city today"]),
    ("the cue before is gone", track((1000, 2400, "and the people of the city today")),
     ["and the people of the city today"]),
    ("written anew", track((0, 1000, "nobody knows this")), ["(nobody) (knows) (this)"]),
    ("moved elsewhere", track((9000, 9900, "we have seen the city")),
     ["(we) (have) (seen) (the) (city)"]),
    ("moved by half its length", track((500, 1500, "we have seen the city")),
     ["(we) (have) (seen) (the) (city)"]),
    ("moved a little", track((60, 1060, "we have seen the city")), ["we have seen the city"]),
]  # fmt: skip


@pytest.mark.parametrize(("law", "cues", "expected"), EDITS, ids=[one[0] for one in EDITS])
def test_what_a_person_did(law: str, cues: list[PlainCue], expected: list[str]) -> None:
    """Words that were not touched keep their times, around whatever was."""
    assert marks(cues) == expected


def test_repeated_words_are_matched_where_they_are_said() -> None:
    """Of equal words the one that is said while the cue is shown counts."""
    words = spoken("yes we can yes we can yes we can", lasts=300)
    (own,) = source_words(track((900, 1800, "yes we can")), words)
    assert [word.span for word in own] == [Span(900, 1200), Span(1200, 1500), Span(1500, 1800)]


def test_others_are_spread_by_graphemes() -> None:
    """Between their neighbours' times, each in proportion to its length."""
    (own,) = source_words(track((0, 1000, "we aaaa bb city")), spoken("we xx xx xx city"))
    assert [word.span for word in own] == [
        Span(0, 200), Span(200, 600), Span(600, 800), Span(800, 1000),
    ]  # fmt: skip


def test_pieces_of_one_written_word_are_one() -> None:
    """What an engine hears in pieces (3 and .5) is found where it is written as one."""
    words = [Word(" 3", Span(0, 300), 0.9), Word(".5", Span(300, 500), 0.9)]
    assert marks(track((0, 500, "3.5")), words) == ["3.5"]


@pytest.mark.parametrize("name", ["keynote", "opening-address", "discurso"])
def test_the_samples_words_are_all_heard(media: Path, name: str) -> None:
    """The samples' own cues, as the tool makes them: every word has its true time."""
    truth = json.loads((media / f"{name}.truth.json").read_text("utf-8"))
    words = [
        Word(" " + word["word"], Span(round(word["start"] * 1000), round(word["end"] * 1000)), 0.9)
        for sentence in truth["sentences"]
        for word in sentence["words"]
    ]
    style = style_guide(HOUSES["netflix"], truth["language"])
    built, _ = build_track(words, truth["language"], style, Fraction(40))
    cues = [PlainCue(cue.id, cue.span, cue.text) for cue in built.cues]
    own = [word for cue in source_words(cues, words) for word in cue]
    assert all(word.heard for word in own)
    assert [word.span for word in own] == [word.span for word in words]
