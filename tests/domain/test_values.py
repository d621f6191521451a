"""What the values of the domain allow, and what they measure."""

from __future__ import annotations

import math
import unicodedata
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import word
from subtitler.domain.cue import Cue, CueId, Track
from subtitler.domain.finding import Finding, Severity
from subtitler.domain.measure import length, reading_time, speed
from subtitler.domain.style import HOUSES, StyleGuide, style_guide
from subtitler.domain.timing import DEFAULT_FRAME, Span, clock, covered, frame_of, frames
from subtitler.domain.transcript import Segment, Transcript, Word

TIMES = st.integers(0, 20_000)
SPANS = st.builds(lambda a, b: Span(min(a, b), max(a, b)), TIMES, TIMES)


def ms(span: Span) -> set[int]:
    """Every ms that a span covers, the slow and sure way."""
    return set(range(span.in_time, span.out_time))


@pytest.mark.parametrize(("in_time", "out_time"), [(-1, 5), (5, 4), (-2, -1)])
def test_times_that_run_backwards_or_before_zero_are_no_span(in_time: int, out_time: int) -> None:
    """A span that exists is valid; no length at all is for a check to find."""
    with pytest.raises(ValueError, match=f"no span: {in_time} ms to {out_time} ms"):
        Span(in_time, out_time)
    assert Span(5, 5).duration == 0


@given(SPANS, SPANS)
def test_overlap_and_distance_count_the_ms_between(one: Span, other: Span) -> None:
    """Either way round the same, and never both: what overlaps has no distance."""
    assert one.overlap(other) == other.overlap(one) == len(ms(one) & ms(other))
    assert one.distance(other) == other.distance(one)
    assert not (one.overlap(other) and one.distance(other))
    if one.out_time < other.in_time:
        assert one.distance(other) == other.in_time - one.out_time


@given(SPANS, st.integers(0, 500))
def test_a_grown_span_never_begins_before_zero(span: Span, by: int) -> None:
    """It grows at both ends, as far as there is time."""
    assert span.grown(by) == Span(max(0, span.in_time - by), span.out_time + by)


def test_covered_sums_the_parts_under_a_span() -> None:
    """Ms under several spans, those outside not counted."""
    assert covered(Span(100, 300), (Span(0, 150), Span(200, 220), Span(290, 999))) == 80


@given(st.fractions(Fraction("23.9"), Fraction("30.1")))
def test_two_frames_last_67_to_84_ms(rate: Fraction) -> None:
    """At every rate that counts, its double, and by default, where they last 80."""
    two = frames(2, frame_of(rate))
    assert 67 <= two <= 84
    assert two == math.ceil(2000 / rate)
    if Fraction("47.8") <= 2 * rate <= Fraction("60.2"):
        assert frame_of(2 * rate) == frame_of(rate)
    assert frames(2, DEFAULT_FRAME) == 80


@pytest.mark.parametrize("rate", [None, 8, 15, "23.8", "30.2", 47, "60.3", 120, 1000])
def test_other_rates_count_as_25_frames_a_second(rate: int | str | None) -> None:
    """Audio, screen recordings, slow motion: a frame is 40 ms."""
    assert frame_of(None if rate is None else Fraction(rate)) == DEFAULT_FRAME == 40


@given(st.integers(0, 200), st.fractions(Fraction(33), Fraction(42)))
def test_ms_never_fall_short_of_the_frames(count: int, frame: Fraction) -> None:
    """Rounded up, by less than one ms."""
    assert 0 <= frames(count, frame) - count * frame < 1


@pytest.mark.parametrize(
    ("time", "text"), [(0, "0:00.000"), (61_002, "1:01.002"), (3_723_456, "1:02:03.456")]
)
def test_a_clock_reads_as_players_show_it(time: int, text: str) -> None:
    """Hours only where there are some."""
    assert clock(time) == text


@pytest.mark.parametrize(
    ("text", "probability", "reason"),
    [
        ("", 0.5, "text"),
        (" \n", 0.5, "text"),
        ("a", 1.1, "1.1"),
        ("a", -0.1, "-0.1"),
        ("a", math.nan, "nan"),
    ],
)
def test_a_word_says_something_with_some_probability(
    text: str, probability: float, reason: str
) -> None:
    """The error names what is wrong with it."""
    with pytest.raises(ValueError, match=reason):
        Word(text, Span(0, 1), probability)


def test_a_segment_is_its_words_in_order() -> None:
    """Joined they are its text, from the first start to the last end; touching is in order."""
    segment = Segment((word(" No,", 10, 20), word(" no", 20, 25), word("!", 25, 25)))
    assert (segment.text, segment.span) == (" No, no!", Span(10, 25))
    with pytest.raises(ValueError, match="needs a word"):
        Segment(())
    with pytest.raises(ValueError, match="out of order at 19 ms: ' b'"):
        Segment((word(" a", 10, 20), word(" b", 19, 30)))


def test_a_transcript_is_its_segments_in_order() -> None:
    """Its words are theirs; a segment that starts inside the one before is refused."""
    first, second = Segment((word(" a", 0, 20),)), Segment((word(" b", 20, 40),))
    made = Transcript("en", (first, second), 40, "fake", "", "")
    assert [one.text for one in made.words] == [" a", " b"]
    with pytest.raises(ValueError, match="out of order at 0 ms"):
        Transcript("en", (second, first), 40, "fake", "", "")


@pytest.mark.parametrize("name", ["c1", "c17", "c17.2", "c17/2", "c17.2/3.1"])
def test_a_cue_keeps_its_id_through_splits(name: str) -> None:
    """A number, and what a person or fitting made of it."""
    assert Cue(CueId(name), Span(0, 1), ("a", "b")).text == "a\nb"


@pytest.mark.parametrize(
    "name", ["", "17", "c0", "c017", "c1.", "c1.0", "c1-2", "c1 ", "x1", "c1\n"]
)
def test_other_names_are_no_cue_ids(name: str) -> None:
    """The error names them."""
    with pytest.raises(ValueError, match="no cue id"):
        Cue(CueId(name), Span(0, 1), ())


def test_a_track_has_each_id_once_and_cues_by_in_time() -> None:
    """Overlaps and equal times may be drafted; order and ids may not be broken."""
    one, two = Cue(CueId("c1"), Span(0, 9), ("a",)), Cue(CueId("c2"), Span(0, 5), ("b",))
    assert Track("en", (one, two)).cues == (one, two)
    with pytest.raises(ValueError, match="share an id"):
        Track("en", (one, one))
    later = Cue(CueId("c3"), Span(1, 2), ())
    with pytest.raises(ValueError, match="out of order at c2"):
        Track("en", (later, two))


MEASURED = [
    ("spaces and punctuation count", "It is so, yes.", False, 14),
    ("line breaks do not", "It is\nso,\r\nyes.", False, 12),
    ("tags and positions do not", "{\\an8}<i>It</i> is <font color='#fff'>so</font>", False, 8),
    ("a lone < is a sign", "a < b {c}", False, 9),
    ("marks join their letter", "e\u0301te\u0301", False, 3),
    ("one emoji is one", "👩‍👩‍👧‍👦👍🏽🇪🇸", False, 3),
    ("Thai vowels and tones too", "กี่", False, 1),
    ("bidi marks do not count", "\u202bשלום\u200f.\u202c", False, 5),
    ("full-width counts 1", "今天，好。", True, 5),
    ("half-width counts a half", "AI 今天", True, 3.5),
    ("half-width kana too", "ｶﾅ", True, 1),
    ("Korean spaces count a half", "안녕 하세요.", True, 6),
    ("only where the style says so", "今天", False, 2),
    ("nothing", "", True, 0),
]


@pytest.mark.parametrize(
    ("law", "text", "half", "expected"), MEASURED, ids=[m[0] for m in MEASURED]
)
def test_text_is_as_long_as_a_viewer_sees_it(
    law: str, text: str, half: bool, expected: float
) -> None:
    """Grapheme clusters, markup and bidi marks left out, zh, ja and ko by display width."""
    assert length(text, half) == expected


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<{")), st.booleans()
)
def test_how_a_letter_is_encoded_does_not_change_its_length(text: str, half: bool) -> None:
    """Composed or not, and wrapped in a tag or not: the same to the eye."""
    composed = unicodedata.normalize("NFC", text)
    assert length(f"<i>{composed}</i>", half) == length(composed, half)
    if not half:
        assert length(unicodedata.normalize("NFD", composed)) == length(composed)


@given(st.integers(1, 200), st.integers(3, 25))
def test_reading_time_is_the_shortest_that_keeps_the_speed(characters: int, cps: int) -> None:
    """One ms less would be too fast."""
    needed = reading_time(characters, cps)
    assert speed(characters, needed) <= cps < speed(characters, needed - 1)


def test_text_that_is_never_shown_is_infinitely_fast() -> None:
    """And nothing at all is no speed."""
    assert speed(3, 0) == math.inf
    assert speed(0, 0) == 0


# standards.md C1 (netflix, children) and C2 (ted, bbc): CPL, CPS
FIGURES = {
    "netflix": {
        "en": (42, 20), "en-GB": (42, 20), "es": (42, 17), "fr": (42, 17), "de": (42, 17),
        "pt-BR": (42, 17), "ru": (39, 17), "ar": (42, 20), "he": (42, 17), "hi": (42, 22),
        "th": (35, 17), "zh-Hant": (16, 9), "ja": (13, 4), "ko": (16, 12),
    },
    "children": {
        "en": (42, 17), "es": (42, 13), "ru": (39, 13), "ar": (42, 17), "he": (42, 13),
        "hi": (42, 18), "th": (35, 13), "zh": (16, 7), "ja": (13, 4), "ko": (16, 9),
    },
    "ted": {"en": (42, 21), "es": (42, 21), "ru": (42, 21)},
    "bbc": {"en": (37, 15), "fr": (37, 15)},
}  # fmt: skip
ROWS = [(house, tag, *row) for house, rows in FIGURES.items() for tag, row in rows.items()]


@pytest.mark.parametrize(("house", "language", "cpl", "cps"), ROWS)
def test_a_house_has_its_figures_in_every_language(
    house: str, language: str, cpl: int, cps: float
) -> None:
    """As standards.md has them; two lines, at most 7 s, 2 frames apart in all."""
    style = style_guide(HOUSES[house], language)
    assert (style.cpl, style.cps) == (cpl, cps)
    assert (style.max_lines, style.max_duration, style.gap_frames) == (2, 7000, 2)
    assert style.min_duration == (833 if house in {"netflix", "children"} else 1000)
    assert style.half_width == (language[:2] in {"zh", "ja", "ko"})


@pytest.mark.parametrize("house", ["ted", "bbc"])
def test_dense_scripts_keep_their_narrow_lines_in_every_house(house: str) -> None:
    """42 Chinese characters would run over any screen."""
    assert style_guide(HOUSES[house], "zh").cpl == 16


def test_what_a_user_sets_holds_in_every_language() -> None:
    """Own figures before the language's, the language's before the base's."""
    own = StyleGuide("ours", cpl=38, base="netflix", own=frozenset({"cpl"}))
    for language, cps in (("en", 20), ("ru", 17), ("zh", 9)):
        style = style_guide(own, language)
        assert (style.cpl, style.cps) == (38, cps)


@pytest.mark.parametrize(
    ("figures", "named"),
    [
        ({"cpl": 0}, "cpl"),
        ({"cps": -1.0}, "cps"),
        ({"cps": math.nan}, "cps"),
        ({"max_lines": 0}, "max_lines"),
        ({"min_duration": 0}, "min_duration"),
        ({"gap_frames": 0}, "gap_frames"),
        ({"linger": -1}, "linger"),
        ({"gap_frames": 3}, "chain_from_frames"),
        ({"min_duration": 5000, "max_duration": 4000}, "min_duration 5000 .* max_duration 4000"),
        ({"min_duration": 500, "max_duration": 900}, "max_duration 900"),
    ],
)
def test_figures_that_cannot_all_be_kept_are_refused(figures: dict[str, float], named: str) -> None:
    """The error names the figure."""
    with pytest.raises(ValueError, match=named):
        StyleGuide("ours", **figures)  # type: ignore[arg-type]


def test_findings_rank_by_severity_then_by_how_far_past_the_limit() -> None:
    """Too high and too low alike; a figure without a limit comes last of its kind."""

    def finding(severity: Severity, measured: float | None, limit: float | None) -> Finding:
        return Finding("rule", severity, Span(0, 1), "", measured, limit)

    ranked = [
        finding(Severity.INFO, 99, 1),
        finding(Severity.WARNING, None, None),
        finding(Severity.WARNING, 21, 20),
        finding(Severity.WARNING, 400, 800),
        finding(Severity.WARNING, 0, 833),
        finding(Severity.ERROR, 26, 20),
    ]
    mixed = [ranked[at] for at in (3, 0, 5, 2, 4, 1)]
    assert sorted(mixed, key=lambda one: one.weight) == ranked
