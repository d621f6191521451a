"""Laws of the cue builder, over speech of every kind."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cue_rules
from subtitler.domain.style import HOUSES, StyleGuide, style_guide
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Word
from subtitler.stages.cueing import build_track

FRAMES = [Fraction(40), 1000 / Fraction(30000, 1001), 1000 / Fraction(24000, 1001)]
TEXTS = st.one_of(
    st.sampled_from(
        "a the of to New York Smith, 15 August said not people. is? yes. we have".split()
    ),
    st.text("abcdefghij", min_size=1, max_size=14),
    st.text("xyz", min_size=38, max_size=50),
)
PAUSES = st.one_of(st.just(0), st.integers(0, 60), st.integers(0, 1200), st.integers(0, 9000))


@st.composite
def speech(draw: st.DrawFn, max_size: int = 60) -> list[Word]:
    """Words in order, of 20 ms to 7 s, some at once, some after long pauses."""
    said, at = [], draw(st.integers(0, 3000))
    for text in draw(st.lists(TEXTS, min_size=1, max_size=max_size)):
        at += draw(PAUSES)
        lasts = draw(st.one_of(st.integers(20, 60), st.integers(20, 900), st.integers(20, 7000)))
        said.append(Word(" " + text, Span(at, at + lasts), 0.9))
        at += lasts
    return said


def spoken(text: str, start: int = 0, pace: int = 60) -> list[Word]:
    """A text said at `pace` ms a character; `|` is a pause of a second."""
    said, at = [], start
    for token in text.split():
        if token == "|":
            at += 1000
            continue
        lasts = pace * (len(token) + 1)
        said.append(Word(" " + token, Span(at, at + lasts), 0.9))
        at += lasts
    return said


def lines(text: str, style: StyleGuide | None = None, pace: int = 60) -> list[str]:
    guide = style or style_guide(HOUSES["netflix"], "en")
    track, _ = build_track(spoken(text, pace=pace), "en", guide, Fraction(40))
    return [" / ".join(cue.lines) for cue in track.cues]


@given(speech(), st.sampled_from(sorted(HOUSES)), st.sampled_from(FRAMES))
def test_hard_limits_hold_on_every_output(words: list[Word], house: str, frame: Fraction) -> None:
    """CPL, lines, 2 frames, overlap, gap and maximum hold, whatever was said how fast."""
    style = style_guide(HOUSES[house], "en")
    track, _ = build_track(words, "en", style, frame)
    assert cue_rules.hard_limits(list(track.cues), style, frame) == []


@given(speech(), st.sampled_from(FRAMES))
def test_times_follow_rule_13(words: list[Word], frame: Fraction) -> None:
    """No word is lost, and each in- and out-time is what the rules leave."""
    style = style_guide(HOUSES["netflix"], "en")
    track, _ = build_track(words, "en", style, frame)
    cues = list(track.cues)
    groups = cue_rules.words_of(cues, words)
    assert cue_rules.in_times(cues, groups, frame) == []
    assert cue_rules.out_times(cues, groups, style, frame) == []


@given(speech(), st.sampled_from(FRAMES))
def test_what_speech_makes_impossible_is_a_finding(words: list[Word], frame: Fraction) -> None:
    """Exactly the cues that are too fast, too short, too wide or late have a finding that says so."""
    style = style_guide(HOUSES["netflix"], "en")
    track, findings = build_track(words, "en", style, frame)
    found = {(finding.rule, finding.cue) for finding in findings}
    groups = cue_rules.words_of(list(track.cues), words)
    for cue, group in zip(track.cues, groups, strict=True):
        characters = sum(len(line) for line in cue.lines)
        assert (("too-fast", cue.id) in found) == (
            characters * 1000 > style.cps * cue.span.duration
        )
        assert (("too-short", cue.id) in found) == (cue.span.duration < style.min_duration)
        assert (("line-too-long", cue.id) in found) == any(len(x) > style.cpl for x in cue.lines)
        assert (("moved-later", cue.id) in found) == (cue.span.in_time > group[0].span.in_time)


@given(speech(max_size=8))
def test_in_times_move_only_where_no_choice_of_breaks_avoids_it(words: list[Word]) -> None:
    """Against all ways to break a short speech: where one needs no move, none is made."""
    style = style_guide(HOUSES["netflix"], "en")
    _, findings = build_track(words, "en", style, Fraction(40))
    if not any(finding.rule == "moved-later" for finding in findings):
        return
    count = len(words)
    for mask in range(2 ** (count - 1)):
        bounds = [0, *(at for at in range(1, count) if mask >> (at - 1) & 1), count]
        groups = [words[a:b] for a, b in zip(bounds, bounds[1:], strict=False)]
        if any(
            b[0].span.in_time - a[0].span.in_time < 160
            for a, b in zip(groups, groups[1:], strict=False)
        ):
            continue
        fits = all(
            len(group) == 1
            or (
                group[-1].span.out_time - group[0].span.in_time <= style.max_duration
                and _fits("".join(word.text for word in group).split(), style.cpl)
            )
            for group in groups
        )
        assert not fits, f"{groups} needs no move"


def _fits(tokens: list[str], cpl: int) -> bool:
    """Whether tokens fit in two lines; a token wider than a line may have one to itself."""

    def line(part: list[str]) -> bool:
        return len(part) == 1 or len(" ".join(part)) <= cpl

    return line(tokens) or any(
        line(tokens[:at]) and line(tokens[at:]) for at in range(1, len(tokens))
    )


@given(speech())
def test_a_cue_that_ends_inside_a_sentence_holds_no_earlier_end(words: list[Word]) -> None:
    """Rule 12, wherever the words leave 4 frames between the starts of neighbours."""
    close = any(
        b.span.in_time - a.span.in_time < 160 for a, b in zip(words, words[1:], strict=False)
    )
    if close:
        return
    style = style_guide(HOUSES["netflix"], "en")
    track, _ = build_track(words, "en", style, Fraction(40))
    for group in cue_rules.words_of(list(track.cues), words):
        inside = any(word.text.endswith((".", "?")) for word in group[:-1])
        ends = group[-1].text.endswith((".", "?")) or group[-1] is words[-1]
        assert ends or not inside, [word.text for word in group]


GOLDEN = [
    ("one line where it fits", "Good morning, dear friends.", ["Good morning, dear friends."]),
    (
        "two lines, bottom-heavy, no article parted",
        "It is a great pleasure to be here in Brightwater with you today.",
        ["It is a great pleasure to be here / in Brightwater with you today."],
    ),
    (
        "sentences apart",
        "The work is done. | We are all proud of it today.",
        ["The work is done.", "We are all proud of it today."],
    ),
    ("short sentences together", "No. Yes. It is.", ["No. Yes. It is."]),
]


@pytest.mark.parametrize(("law", "text", "expected"), GOLDEN, ids=[one[0] for one in GOLDEN])
def test_breaks_as_an_editor_sets_them(law: str, text: str, expected: list[str]) -> None:
    """What a subtitler would write, for sentences that were written for these rules."""
    assert lines(text) == expected


WHOLE = [
    (
        "en",
        (
            "The report was written for the government by Alice Bergman in August 2019 after a long "
            "debate about 45 million people who did not have the right to vote in New Zealand."
        ),
        ["Alice Bergman", "August 2019", "45 million people", "did not have", "New Zealand"],
    ),
    (
        "es",
        (
            "El informe fue escrito para el gobierno por la señora Elena Quiroga en agosto de 2019 y "
            "nadie ha dicho que no sea verdad, porque 45 millones de personas no han votado nunca."
        ),
        ["el gobierno", "Elena Quiroga", "ha dicho", "45 millones", "no han"],
    ),
    (
        "fr",
        (
            "Le rapport a été écrit pour le gouvernement par Madame Claire Dubois au mois de mai et "
            "personne ne dit que les 45 millions de citoyens n'ont pas le droit de vote dans le pays."
        ),
        ["le gouvernement", "Claire Dubois", "45 millions", "le droit", "le pays"],
    ),
]


@pytest.mark.parametrize(("language", "text", "phrases"), WHOLE, ids=[one[0] for one in WHOLE])
@pytest.mark.parametrize("pace", [40, 55, 70, 90])
def test_phrases_stay_whole(language: str, text: str, phrases: list[str], pace: int) -> None:
    """Neither a cue nor a line ends inside a name, a figure with its unit, article + noun."""
    style = style_guide(HOUSES["netflix"], language)
    track, _ = build_track(spoken(text, pace=pace), language, style, Fraction(40))
    shown = [line for cue in track.cues for line in cue.lines]
    for phrase in phrases:
        assert any(phrase in line for line in shown), (phrase, shown)


def test_no_words_no_cues() -> None:
    """Silence gives an empty track and nothing to look at."""
    track, findings = build_track([], "en", style_guide(HOUSES["netflix"], "en"), Fraction(40))
    assert track.cues == ()
    assert findings == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "今日は海の健康についてお話ししたいと思います。"),
        ("zh", "今天我想谈谈海洋的健康和教育。"),
    ],
)
def test_languages_without_spaces_keep_their_narrow_lines(language: str, text: str) -> None:
    """Characters are the words; full-width ones count 1 of the language's own CPL."""
    words = [Word(c, Span(at * 200, at * 200 + 200), 0.9) for at, c in enumerate(text)]
    style = style_guide(HOUSES["netflix"], language)
    track, _ = build_track(words, language, style, Fraction(40))
    assert "".join("".join(cue.lines) for cue in track.cues) == text
    assert all(len(line) <= style.cpl for cue in track.cues for line in cue.lines)
