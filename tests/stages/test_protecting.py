"""Laws of markup: taken off before translation, and put back around the right words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.timing import Span
from subtitler.stages.assembling import assemble
from subtitler.stages.protecting import plain_cues, put_back, take_off, take_off_track
from subtitler.stages.turns import turn_mark

WORDS = st.sampled_from(
    ["we", "have,", "gone.", "3 < 5", "a > b", "and", "-", "–", "“city”", "{so}", "♪", "-5", "Yes"]
)
MARKUP = st.one_of(
    st.just('<font color="#fff">'),
    st.sampled_from(
        "<i> </i> <b> </b> <u> </u> <I> </font> {\\an8} {\\i1} {\\i0} {\\b1} {\\b0} {\\pos(3,4)} "
        "{\\c&H00FF&} <c.x> </c> <00:01.000> {\\an8\\i1}".split()
    ),
)
BLANK = st.sampled_from(["", " ", "\n", "\n- ", "\n-", "\n>> ", "  "])
ANY = st.lists(st.tuples(st.one_of(WORDS, MARKUP), BLANK), max_size=14).map(
    lambda parts: "".join(text + blank for text, blank in parts)
)


@st.composite
def balanced(draw: st.DrawFn, depth: int = 0) -> str:
    """Words with tags well nested around some of them, and positions between them."""
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.integers(0, 5))
        if kind == 0 and depth < 3:
            name = draw(st.sampled_from(["i", "b", "u", "c.yellow"]))
            parts.append(f"<{name}>{draw(balanced(depth + 1))}</{name.partition('.')[0]}>")
        elif kind == 1 and depth < 3:
            parts.append("{\\i1}" + draw(balanced(depth + 3)) + "{\\i0}")
        elif kind == 2:
            parts.append(draw(st.sampled_from(["{\\an8}", "{\\pos(1,2)}"])))
        else:
            parts.append(draw(WORDS))
        parts.append(draw(BLANK))
    return "".join(parts)


@given(balanced())
def test_the_same_text_gets_its_markup_back(text: str) -> None:
    """Round trip: what is taken off a text is put back on it where it was, character by
    character."""
    plain = take_off(text.split("\n"))
    back = put_back(plain.text, plain)
    assert back.text == text
    assert back.lost == ()


@given(ANY)
def test_what_is_put_back_is_taken_off_again(text: str) -> None:
    """Also for tags that nothing closes or opens: the second time there is nothing to repair."""
    plain = take_off(text.split("\n"))
    back = put_back(plain.text, plain)
    again = take_off(back.text.split("\n"))
    assert again.text.split() == plain.text.split()
    assert again.lost == ()
    assert put_back(again.text, again).text == back.text


@given(ANY)
def test_an_engine_sees_no_markup(text: str) -> None:
    """Neither tags nor overrides nor their names are in the plain text, and every other
    character is."""
    plain = take_off(text.split("\n"))
    assert not re.search(r"</?[a-z]|\{\\", plain.text, re.IGNORECASE)
    left = re.sub(r"</?[A-Za-z][^<>]*>|<[\d:.]+>|\{\\[^{}]*\}", "", text)
    turns = "".join(mark.opening for mark in plain.marks if mark.kind.value == "turn")
    assert sorted(left) == sorted(plain.text + turns)


@given(ANY, st.text("ab ", min_size=1, max_size=20).filter(str.strip), st.data())
def test_every_mark_is_put_back_or_lost(text: str, target: str, data: st.DataObject) -> None:
    """On any translation with any alignment: no mark disappears, none is written half."""
    plain = take_off(text.split("\n"))
    size = len(plain.text)
    pairs = st.tuples(st.integers(0, len(target) - 1), st.integers(0, max(0, size - 1)))
    back = put_back(target, plain, data.draw(st.lists(pairs, max_size=6)) if size else ())
    lost = [mark.opening for mark in back.lost]
    for mark in plain.marks:
        empty = mark.kind.value == "span" and not plain.text[mark.begin : mark.end].strip()
        assert mark.opening in back.text or mark.opening in lost or empty
    again = take_off(back.text.split("\n"))
    assert again.lost == ()
    assert "".join(again.text.split()) == "".join(target.split()) or any(
        mark.kind.value == "turn" for mark in plain.marks
    )


PUT_BACK = [
    ("around all", "<i>Good morning.</i>", "Buenos días.", "<i>Buenos días.</i>"),
    ("a tag for each line", "<i>Good</i>\n<i>morning.</i>", "Buenos días.", "<i>Buenos días.</i>"),
    ("a position", "{\\an8}Good morning.", "Buenos días.", "{\\an8}Buenos días."),
    ("a position inside", "<i>{\\an8}Good morning.</i>", "Buenos días.", "{\\an8}<i>Buenos días.</i>"),
    ("nested", "<font color=\"red\"><b>Hi.</b></font>", "Hola.", "<font color=\"red\"><b>Hola.</b></font>"),
    ("not closed", "<i>Good morning.", "Buenos días.", "<i>Buenos días.</i>"),
    ("ASS italics", "{\\i1}Good morning.{\\i0}", "Buenos días.", "{\\i1}Buenos días.{\\i0}"),
    ("a colour to the end", "{\\an8\\c&HFF&}Good morning.", "Buenos días.", "{\\an8}{\\c&HFF&}Buenos días."),
    ("a voice", "<v Alice>Good morning.", "Buenos días.", "<v Alice>Buenos días."),
    ("a name that stays", "I saw <i>Titanic</i> twice.", "Vi dos veces Titanic.", "Vi dos veces <i>Titanic</i>."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("law", "source", "target", "expected"), PUT_BACK, ids=[o[0] for o in PUT_BACK]
)
def test_where_marks_go_without_alignment(
    law: str, source: str, target: str, expected: str
) -> None:
    """Around all that was around all, at the begin what has its place there."""
    assert put_back(target, take_off(source.split("\n"))).text == expected


def pairs(target: str, source: str, words: str) -> list[tuple[int, int]]:
    """Anchors from words `target=source`."""
    found = []
    for word in words.split():
        left, right = word.split("=")
        found.append((target.index(left), source.index(right)))
    return found


def test_words_inside_are_found_by_alignment() -> None:
    """The aligned words get the tag, wherever they are, and what is between them."""
    source = take_off(["We <b>never saw</b> the red house."])
    target = "La casa roja no la vimos nunca."
    anchors = pairs(target, source.text, "casa=house roja=red vimos=saw nunca=never")
    assert put_back(target, source, anchors).text == "La casa roja no la <b>vimos nunca.</b>"


def test_two_places_get_two_tags() -> None:
    """Words that the translation parts are each inside the tag."""
    source = take_off(["We <i>turned it off</i> today."])
    target = "Wir schalteten es heute aus."
    anchors = pairs(target, source.text, "schalteten=turned es=it heute=today aus=off")
    expected = "Wir <i>schalteten es</i> heute <i>aus.</i>"
    assert put_back(target, source, anchors).text == expected


def test_a_mark_without_a_place_is_lost() -> None:
    """Where nothing is aligned with the words inside a tag, it is handed back, never guessed."""
    back = put_back("Vi la casa.", take_off(["I saw <i>the red</i> house."]))
    assert back.text == "Vi la casa."
    assert [mark.opening for mark in back.lost] == ["<i>"]


def test_strays_and_karaoke_times_are_lost() -> None:
    """A tag that nothing opens has no effect, the times of words none in another text."""
    assert take_off(["Good</i> <00:00:01.000>morning."]).lost == ("</i>", "<00:00:01.000>")


TURNS = [
    ("- Yes.\n- No.", ["- ", "- "], "Yes.\nNo."),
    ("-Yes.\n-No.", ["-", "-"], "Yes.\nNo."),
    ("Yes.\n– No.", ["– "], "Yes.\nNo."),
    (">> Good morning.", [">> "], "Good morning."),
    ("- Yes. - No.", ["- ", "- "], "Yes. No."),
    ("<i>- Yes.</i>\n- No.", ["- ", "- "], "Yes.\nNo."),
    ("-5 degrees.", [], "-5 degrees."),
    ("-5 degrees.\n-Really?", ["-", "-"], "5 degrees.\nReally?"),
    ("-5 degrees.\n- Really?", ["- "], "-5 degrees.\nReally?"),
    ("the house\n- an old one -\nis gone", [], "the house\n- an old one -\nis gone"),
    ("It is gone.\n- yes", ["- "], "It is gone.\nyes"),
    ("- apples\n- pears\n- bread", ["- ", "- ", "- "], "apples\npears\nbread"),
    ("-- and so on", [], "-- and so on"),
    ("well-known - and old", [], "well-known - and old"),
]


@pytest.mark.parametrize(("text", "marks", "plain"), TURNS, ids=[one[0][:16] for one in TURNS])
def test_what_a_dash_is(text: str, marks: list[str], plain: str) -> None:
    """A speaker's or a list's dash begins a turn; a minus, a dash in a sentence do not."""
    taken = take_off(text.split("\n"))
    assert [mark.opening for mark in taken.marks if mark.kind.value == "turn"] == marks
    assert taken.text == plain


def test_languages_mark_turns_their_own_way() -> None:
    """English and German without a space, most others with one; `>>` stays what it is."""
    assert [turn_mark("- ", code) for code in ("en", "de", "es", "fr-CA")] == ["-", "-", "- ", "- "]
    assert turn_mark(">>", "es") == ">> "
    assert turn_mark("", "es") == ""


def track(*texts: str) -> list[Cue]:
    return [
        Cue(CueId(f"c{at}"), Span(at * 1000, at * 1000 + 900), tuple(text.split("\n")))
        for at, text in enumerate(texts, start=1)
    ]


def test_a_tag_over_several_cues_is_balanced_in_each() -> None:
    """Opened in one cue and closed in a later one, it is around each cue's part of it."""
    plains = take_off_track(track("We <i>went", "to the", "city</i> today.", "Yes</i>."))
    texts = [put_back(plain.text, plain).text for plain in plains]
    assert texts == ["We <i>went</i>", "<i>to the</i>", "<i>city</i> today.", "Yes."]
    assert [plain.lost for plain in plains] == [(), (), (), ("</i>",)]


def test_another_voice_is_a_turn() -> None:
    """A WebVTT voice begins a turn where another one spoke before, not in every cue."""
    cues = track("<v Ann>We went", "<v Ann>to the city.", "<v Bob>No.\n<v Ann>Yes.")
    plains = take_off_track(cues)
    assert [one.text for one in assemble(plain_cues(cues, plains), "en")] == [
        "We went to the city.", "No.", "Yes.",
    ]  # fmt: skip
