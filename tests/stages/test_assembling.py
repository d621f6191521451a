"""Laws of assembling: which cues' words are one sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtitler.domain.cue import CueId
from subtitler.domain.sentence import PlainCue, Sentence, SentenceKind, Turn
from subtitler.domain.timing import Span
from subtitler.stages.assembling import assemble
from subtitler.stages.parting import Limit

WORDS = st.one_of(
    st.sampled_from(
        "we have to go. Yes! No? and the Dr. U.N. 3.5 M. [applause] (Music) ♪ … well- known - -- "
        'ALICE: "so he said." e.g. 海洋。 健康 ภาษา don’t …and J. K. (a remark) >> ¿Qué? 1. well\u00ad'.split()
    ),
    st.text(min_size=1, max_size=6),
)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", " ", " ", "\n", "  "])), max_size=12).map(
    lambda parts: "".join(word + blank for word, blank in parts)
)
LANGUAGES = st.sampled_from(["en", "es", "fr", "de", "zh", "ja", "th", "und", "pt-BR"])


@st.composite
def tracks(draw: st.DrawFn) -> list[PlainCue]:
    """Cues by in-time with all kinds of texts, pauses and overlaps, some with turns."""
    cues: list[PlainCue] = []
    at = 0
    for number in range(1, draw(st.integers(0, 8)) + 1):
        at += draw(st.sampled_from([0, 0, 80, 900, 1500, 2500]))
        lasts = draw(st.integers(0, 3000))
        text = draw(TEXTS)
        places = draw(st.sets(st.integers(0, len(text)), max_size=2))
        turns = tuple(Turn(place, "- ") for place in sorted(places))
        cues.append(PlainCue(CueId(f"c{number}"), Span(at, at + lasts), text, turns))
        at += draw(st.sampled_from([0, lasts, lasts]))
    return cues


def pieces_of(cue: PlainCue, sentences: tuple[Sentence, ...]) -> list[tuple[int, int, str]]:
    """The ranges of a cue that sentences hold, in order, with what the sentences have there."""
    return sorted(
        (piece.begin, piece.end, sentence.text[piece.at : piece.stop])
        for sentence in sentences
        for piece in sentence.pieces
        if piece.cue == cue.id
    )


@given(tracks(), LANGUAGES, st.sampled_from([400, 30, 7, 1]))
def test_every_character_is_in_one_sentence(cues: list[PlainCue], language: str, most: int) -> None:
    """Every piece is what its cue says there, pieces do not overlap, and nothing but white space
    (and the hyphen of a word that a line's end parted) is between them."""
    sentences = assemble(cues, language, Limit(most))
    for cue in cues:
        at = 0
        for begin, end, said in pieces_of(cue, sentences):
            assert begin >= at, "a character is in two sentences"
            assert cue.text[at:begin].strip() in {"", "-", "\u00ad", "\u2010"}
            assert said == cue.text[begin:end].replace("\n", " ")
            at = end
        assert cue.text[at:].strip() in {"", "-", "\u00ad", "\u2010"}


@given(tracks(), LANGUAGES)
def test_no_word_is_parted(cues: list[PlainCue], language: str) -> None:
    """White space, not a piece's end, is around every word of scripts with spaces, where the
    limit allows it and no sound or turn stands inside it."""
    cues = [PlainCue(cue.id, cue.span, cue.text) for cue in cues]
    sentences = assemble(cues, language, Limit(10_000))
    for cue in cues:
        if any(mark in cue.text for mark in "[]()（）【】♪♫:") or not cue.text.isascii():
            continue
        ends = {end for _, end, _ in pieces_of(cue, sentences)}
        assert all(cue.text[end : end + 1].strip() in {"", "-"} for end in ends)


@given(tracks(), LANGUAGES, st.integers(1, 60))
def test_no_sentence_is_longer_than_the_limit(
    cues: list[PlainCue], language: str, most: int
) -> None:
    """Whatever was said without a stop is parted before an engine would cut it off."""
    sentences = assemble(cues, language, Limit(most))
    said = [one.text for one in sentences if one.kind is SentenceKind.SPEECH]
    assert [text for text in said if len(text) > most and len(text) > 6] == []


@given(tracks(), LANGUAGES)
def test_sentences_come_in_the_order_in_which_they_begin(
    cues: list[PlainCue], language: str
) -> None:
    """By cue, then by place; and each sentence's own pieces run forwards."""
    order = {cue.id: at for at, cue in enumerate(cues)}
    sentences = assemble(cues, language)
    places = [[(order[piece.cue], piece.begin) for piece in one.pieces] for one in sentences]
    assert all(own == sorted(own) for own in places)
    assert [own[0] for own in places] == sorted(own[0] for own in places)


def track(*rows: tuple[int, int, str] | tuple[int, int, str, str]) -> list[PlainCue]:
    """Cues from rows of in-time, out-time, text and the places of turns."""
    cues = []
    for number, (begin, end, text, *places) in enumerate(rows, start=1):
        turns = tuple(Turn(int(at), "- ") for at in " ".join(places).split())
        cues.append(PlainCue(CueId(f"c{number}"), Span(begin, end), text, turns))
    return cues


def said(cues: list[PlainCue], language: str = "en", most: int = 400) -> list[str]:
    return [sentence.text for sentence in assemble(cues, language, Limit(most))]


def joined(text: str, language: str) -> list[str]:
    """The sentences of a text that is cut into a cue every three words, 40 ms apart."""
    words = text.split()
    groups = [" ".join(words[at : at + 3]) for at in range(0, len(words), 3)]
    return said(
        track(*((at * 1000, at * 1000 + 960, group) for at, group in enumerate(groups))), language
    )


WHOLE = [
    ("en", "Dr. Smith met the U.N. chief at 3.5 percent."),
    ("en", "It was No. 5, see e.g. the report of J. K. Rowling."),
    ("en", "Well… maybe we should go there."),
    ("en", "“Stop!” he cried, and nobody did."),
    ("es", "Hay cosas, p. ej. esta, que el Sr. Pérez no sabe."),
    ("es", "En la pág. 5 dice D. Juan que costó 1.234,5 euros."),
    ("fr", "M. Dupont et Mme. Claire ont vu l'art. 5 du texte."),
    ("de", "Am 1. Januar kam Prof. Dr. Müller, d. h. sehr früh."),
]


@pytest.mark.parametrize(("language", "text"), WHOLE, ids=[text[:20] for _, text in WHOLE])
def test_a_dot_is_not_always_an_end(language: str, text: str) -> None:
    """Abbreviations, figures, initials and dots before lower case stay inside their sentence,
    wherever cues are cut."""
    assert joined(text + " " + text, language) == [text, text]


ENDS = [
    ("a pause of 2 s", track((0, 900, "We went to"), (3000, 4000, "the city.")), 2),
    ("a pause of 1 s in a sentence", track((0, 900, "We went to"), (2000, 3000, "the city.")), 1),
    ("a pause of 1 s in text without stops",
     track((0, 900, "we went home"), (2000, 3000, "they saw the city")), 2),
    ("the same after an article",
     track((0, 900, "we went to the"), (2000, 3000, "city of light")), 1),
    ("the same after a comma", track((0, 900, "we went home,"), (2000, 3000, "they saw it")), 1),
    ("a speaker's mark", track((0, 900, "we went to\nthe city", "11")), 2),
    ("a sign that is shown with it",
     track((0, 2000, "We went to"), (500, 1900, "PARIS 1968"), (2040, 3000, "the city.")), 2),
    ("cues that start together", track((0, 2000, "We went to"), (0, 1000, "the city.")), 2),
    ("a small overlap", track((0, 2000, "We went to"), (1900, 3000, "the city.")), 1),
]  # fmt: skip


@pytest.mark.parametrize(("law", "cues", "count"), ENDS, ids=[one[0] for one in ENDS])
def test_what_cues_say_about_ends(law: str, cues: list[PlainCue], count: int) -> None:
    """Pauses, speakers and signs end a sentence, each as far as it is evidence."""
    assert len(said(cues)) == count, said(cues)


SOUNDS = [
    ("[applause]", ["[applause]"]),
    ("(Music)", ["(Music)"]),
    ("(speaking French)", ["(speaking French)"]),
    ("♪ We shall overcome ♪", ["♪ We shall overcome ♪"]),
    ("♪ We shall overcome\n♪ some day", ["♪ We shall overcome", "♪ some day"]),
    ("♪ We shall\novercome ♪ Thanks.", ["♪ We shall overcome ♪"]),
    ("ALICE: We must go.", ["ALICE:"]),
    ("We must [laughs] go.", ["[laughs]"]),
    ("The rule: never say (as we said) never.", []),
    ("The World Health Organization (WHO) said it.", []),
    ("It was [T]he end.", []),
    ("(and this is very important)", []),
    ("(audience laughs out loud)", ["(audience laughs out loud)"]),
    ("…", ["…"]),
    ("?!", ["?!"]),
]


@pytest.mark.parametrize(("text", "sounds"), SOUNDS, ids=[one[0][:24] for one in SOUNDS])
def test_sounds_are_never_sent_to_the_engine(text: str, sounds: list[str]) -> None:
    """What is on screen and not said is of a kind of its own; a remark in brackets is said."""
    sentences = assemble(track((0, 2000, text)), "en")
    assert [one.text for one in sentences if one.kind is SentenceKind.SOUND] == sounds


def test_a_sound_does_not_end_the_sentence_around_it() -> None:
    """The sentence goes on over a sound, between its words or in a cue of its own."""
    cues = track((0, 900, "We must [laughs] go"), (940, 1500, "[applause]"), (1540, 2000, "home."))
    sentences = assemble(cues, "en")
    assert [one.text for one in sentences] == ["We must go home.", "[laughs]", "[applause]"]
    assert sentences[0].cues == ("c1", "c3")


LINES = [
    ("en", "We went\nto the city.", "We went to the city."),
    ("zh", "今天我想\n谈谈海洋。", "今天我想谈谈海洋。"),
    ("th", "ภาษา\nไทย", "ภาษาไทย"),
    ("en", "The well-\nknown city.", "The well-known city."),
    (
        "en",
        "An inter-\nnational and international city.",
        "An international and international city.",
    ),
    ("en", "An inter\u00ad\nnational city.", "An international city."),
    ("en", "The pre-\nand post-war city.", "The pre- and post-war city."),
    ("en", "From 20-\n30 of them.", "From 20-30 of them."),
    ("en", "I was going to-\nNo!", "I was going to- No!"),
]


@pytest.mark.parametrize(("language", "text", "expected"), LINES, ids=[one[2] for one in LINES])
def test_how_lines_are_joined(language: str, text: str, expected: str) -> None:
    """A space, nothing in scripts without spaces, and no hyphen that only the line's end made."""
    assert said(track((0, 2000, text)), language) == [expected]


def test_run_ons_are_parted_at_clauses_and_pauses() -> None:
    """Text without stops is parted where a clause begins, rather than where the limit is."""
    text = "we have seen the city and the sea because nobody had told us that it was late"
    assert said(track((0, 5000, text)), most=60) == [
        "we have seen the city and the sea",
        "because nobody had told us that it was late",
    ]
    halves = track(
        (0, 900, "we have seen the old city of"), (1800, 3000, "light people say it is good")
    )
    assert said(halves, most=40) == ["we have seen the old city of", "light people say it is good"]


def test_turns_keep_their_mark() -> None:
    """The first sentence of a turn knows that it opens one; the second does not."""
    first, second, third = assemble(track((0, 2000, "Yes.\nNo. Never.", "0 5")), "en")
    assert (first.turn, first.mark) == (True, "- ")
    assert (second.turn, second.text) == (True, "No.")
    assert not third.turn


@pytest.mark.parametrize("lay", ["one-line cues", "a cue a sentence"])
def test_the_samples_sentences_come_back(media: object, lay: str) -> None:
    """The samples' truth, cut into cues, gives back every one of its sentences."""
    import json
    from fractions import Fraction
    from pathlib import Path

    from subtitler.domain.style import StyleGuide
    from subtitler.domain.transcript import Word
    from subtitler.stages.cueing import build_track

    for name in ("keynote", "opening-address", "discurso"):
        truth = json.loads((Path(str(media)) / f"{name}.truth.json").read_text("utf-8"))
        texts = [sentence["text"] for sentence in truth["sentences"]]
        spans = [
            Span(round(sentence["start"] * 1000), round(sentence["end"] * 1000))
            for sentence in truth["sentences"]
        ]
        cues = [
            PlainCue(CueId(f"c{at}"), span, text)
            for at, (span, text) in enumerate(zip(spans, texts, strict=True), start=1)
        ]
        if lay == "one-line cues":
            words = [
                Word(" " + w["word"], Span(round(w["start"] * 1000), round(w["end"] * 1000)), 0.9)
                for sentence in truth["sentences"]
                for w in sentence["words"]
            ]
            style = StyleGuide("one", max_lines=1)
            built, _ = build_track(words, truth["language"], style, Fraction(40))
            cues = [PlainCue(cue.id, cue.span, cue.text) for cue in built.cues]
        assert said(cues, truth["language"]) == texts
