"""Fitting, case by case, and on the samples' reference translations."""

from __future__ import annotations

import json
import statistics
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import target_rules as rules
from subtitler.domain.cue import CueId
from subtitler.domain.sentence import PlainCue, Rendering, Sentence, Turn
from subtitler.domain.style import HOUSES, StyleGuide, style_guide
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Word
from subtitler.stages.assembling import assemble
from subtitler.stages.cueing import build_track
from subtitler.stages.fitting import FitOptions, Fitted, fit
from subtitler.stages.sourcewords import SourceWord, source_words
from target_cases import FRAMES, fitted, found


def cue(number: int, begin: int, end: int, text: str) -> PlainCue:
    return PlainCue(CueId(f"c{number}"), Span(begin, end), text)


def simple(cues: list[PlainCue], *texts: str | list[str], **how: bool) -> Fitted:
    sentences = assemble(cues, "en")
    choices = [
        [Rendering(t) for t in ([text] if isinstance(text, str) else text)] for text in texts
    ]
    return fitted((cues, sentences, choices), **how)


def lines(result: Fitted) -> dict[str, str]:
    return {target.cue.id: " / ".join(target.cue.lines) for target in result.cues}


LONG = (
    "Quisiera dar las gracias al Programa de las Naciones Unidas para el Medio Ambiente por su "
    "apoyo y por su trabajo."
)


def test_a_cue_is_cut_inside_its_own_span() -> None:
    """The first piece keeps the id, the next is `c1/2`; both are linked to c1 and stay within."""
    result = simple([cue(1, 1000, 8000, "I thank them."), cue(2, 8080, 9000, "Yes.")], LONG, "Sí.")
    assert list(lines(result)) == ["c1", "c1/2", "c2"]
    assert [target.sources for target in result.cues] == [("c1",), ("c1",), ("c2",)]
    first, second = result.cues[0].cue.span, result.cues[1].cue.span
    assert (first.in_time, second.out_time) == (1000, 8000)
    assert second.in_time - first.out_time == 80


def test_an_id_that_a_source_cue_has_is_not_given_again() -> None:
    """`c1/2` of a source track that was fitted itself stays its own."""
    cues = [cue(1, 1000, 8000, "I thank them."), PlainCue(CueId("c1/2"), Span(8080, 9000), "Yes.")]
    assert list(lines(simple(cues, LONG, "Sí."))) == ["c1", "c1/3", "c1/2"]


def test_keep_cues_never_cuts() -> None:
    """One target cue a source cue; that it has too many lines is a finding."""
    result = simple([cue(1, 1000, 8000, "I thank them.")], LONG, keep_cues=True)
    assert len(result.cues) == 1
    assert found(result, "too-many-lines") == {"c1"}


def test_a_zero_length_cue_without_a_pause_holds_everything() -> None:
    """There is no room to cut it, so one cue has all the words, and an error says so."""
    cues = [cue(1, 1000, 1000, "I thank them."), cue(2, 1160, 3000, "Yes.")]
    result = simple(cues, LONG, "Sí.")
    assert list(lines(result)) == ["c1", "c2"]
    assert found(result, "no-room") == {"c1"}


def test_a_short_cue_is_cut_in_flashes() -> None:
    """Where the span is too short for the minimum, pieces get shorter; lines still hold."""
    cues = [cue(1, 1000, 1400, "I thank them."), cue(2, 1480, 3000, "Yes.")]
    result = simple(cues, LONG, "Sí.")
    assert list(lines(result)) == ["c1", "c1/2", "c2"]
    assert all(t.cue.span.duration >= 80 for t in result.cues)
    assert all(len(t.cue.lines) <= 2 for t in result.cues)


def test_words_move_before_the_pause_is_used() -> None:
    """A cue that is too fast gives words to a neighbour of its sentence that has time."""
    cues = [cue(1, 0, 1000, "I would like to thank"), cue(2, 1080, 5000, "all of them today.")]
    result = simple(cues, "Quisiera dar las gracias a todos ellos.")
    assert result.cues[0].cue.span.out_time == 1000
    assert len(lines(result)["c1"]) <= 17


def test_the_pause_is_used_before_a_shorter_rendering() -> None:
    """Out runs into the pause as far as CPS asks, and the first rendering stays."""
    result = simple([cue(1, 0, 1000, "Thank you."), cue(2, 4000, 5000, "Yes.")],
                    ["Muchísimas gracias a todos.", "Gracias."], "Sí.")  # fmt: skip
    assert result.chosen == (0, 0)
    assert result.cues[0].cue.span == Span(0, 1589)


def test_a_shorter_rendering_is_taken_before_a_cue_is_cut() -> None:
    """Of several renderings the first that fits is taken, where the best one does not."""
    texts = [LONG, LONG + " Sí.", "Quisiera darles las gracias por su apoyo."]
    result = simple([cue(1, 1000, 8000, "I thank them.")], texts)
    assert result.chosen == (2,)
    assert list(lines(result)) == ["c1"]


def test_words_appear_when_they_are_said() -> None:
    """With alignment, words go to the cue in which their source is said, against proportion."""
    cues = [cue(1, 0, 4000, "In August"), cue(2, 4080, 8000, "they will all come back home again.")]
    (sentence,) = assemble(cues, "en")
    text = "En el mes de agosto del año volverán."
    anchors = ((0, 0), (13, 3), (20, 3), (24, 3), (28, sentence.text.index("come")))
    result = fitted((cues, (sentence,), [[Rendering(text, anchors)]]))
    assert lines(result) == {"c1": "En el mes de agosto del año", "c2": "volverán."}


def test_fewer_words_than_cues_merge_links() -> None:
    """One target cue stays through both source cues and is linked to both."""
    cues = [cue(1, 0, 1000, "I do not"), cue(2, 1080, 2000, "think so.")]
    result = simple(cues, "No.")
    (only,) = result.cues
    assert only.sources == ("c1", "c2")
    assert only.cue.span == Span(0, 2000)
    assert found(result, "fewer-words") == {"c1"}


def test_a_shared_cue_holds_one_end_and_the_next_begin() -> None:
    """Where a sentence ends in the middle of a cue, its target ends one and begins the next."""
    cues = [
        cue(1, 0, 2000, "We are all gathered here today"),
        cue(2, 2080, 5000, "in the city of New York. They have come"),
        cue(3, 5080, 7000, "from all over the world."),
    ]
    texts = "Hoy estamos todos reunidos aquí en Nueva York.", "Ellos han venido de todo el mundo."
    result = simple(cues, *texts)
    middle = result.cues[1]
    assert middle.cue.id == "c2"
    assert middle.sentences == (0, 1)
    assert " ".join(" ".join(target.cue.lines) for target in result.cues) == " ".join(texts)


def test_sounds_stay_in_their_place() -> None:
    """A sound inside a sentence stays in its cue, between the words that are said around it."""
    cues = [cue(1, 0, 3000, "We must [applause] go on"), cue(2, 3080, 5000, "with the work.")]
    result = simple(cues, "Debemos continuar con el trabajo.", "[aplausos]")
    assert "[aplausos]" in lines(result)["c1"]
    assert not lines(result)["c1"].startswith("[")


def test_speakers_have_a_line_each() -> None:
    """A turn begins a line, with the target language's own mark."""
    cues = [PlainCue(CueId("c1"), Span(0, 3000), "Is it late?\nNo.", (Turn(0, "-"), Turn(12, "-")))]
    result = simple(cues, "¿Es tarde?", "No.")
    assert lines(result) == {"c1": "- ¿Es tarde? / - No."}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "今天我想谈谈海洋的健康和教育，以及我们大家都应该为此做的事情。"),
        ("ja", "今日は海の健康と教育についてお話ししたいと思います。どうぞよろしく。"),
        ("th", "วันนี้ฉันอยากพูดคุยเกี่ยวกับสุขภาพของมหาสมุทรและการศึกษาของเด็กทุกคนในประเทศ"),
    ],
)
def test_scripts_without_spaces_keep_their_lines(language: str, text: str) -> None:
    """Every character may be a word there; lines hold the language's own CPL, nothing is lost."""
    cues = [cue(1, 0, 3000, "Today I want to speak"), cue(2, 3080, 8000, "about the ocean.")]
    sentences = assemble(cues, "en")
    result = fitted((cues, sentences, [[Rendering(text)]]), language)
    style = style_guide(HOUSES["netflix"], language)
    assert rules.too_wide(result.cues, style) == []
    assert rules.shown_words(result.cues, [Rendering(text)], set()) == []
    assert {target.sources[0] for target in result.cues} == {"c1", "c2"}


def test_a_sentence_without_a_rendering_is_refused() -> None:
    """Nothing is left out in silence."""
    with pytest.raises(ValueError, match="rendering"):
        simple([cue(1, 0, 1000, "Yes.")], [])


def test_a_source_cue_without_words_has_no_target() -> None:
    """Nothing is shown for it, and it takes no room from the cue before it."""
    cues = [cue(1, 0, 2000, "Thank you."), cue(2, 2000, 3000, "  "), cue(3, 4000, 5000, "Yes.")]
    result = simple(cues, "Gracias.", "Sí.")
    assert [(t.cue.id, t.cue.span) for t in result.cues] == [
        ("c1", Span(0, 2000)), ("c3", Span(4000, 5000)),
    ]  # fmt: skip


def test_cues_that_start_together_stay_as_they_are() -> None:
    """A sign over speech keeps its span, and so does the speech; both have a finding."""
    cues = [
        cue(1, 0, 5000, "OPEN DAY"),
        cue(2, 0, 2000, "We are here."),
        cue(3, 3000, 5000, "Yes."),
    ]
    result = simple(cues, "DÍA ABIERTO", "Aquí estamos.", "Sí.")
    assert [target.cue.span for target in result.cues] == [
        Span(0, 5000),
        Span(0, 2000),
        Span(3000, 5000),
    ]
    assert found(result, "same-time") == {"c1", "c2"}


def test_an_overlapping_cue_is_drawn_back() -> None:
    """Its out-time is 2 frames before the next cue's in-time."""
    result = simple([cue(1, 0, 3000, "Thank you."), cue(2, 2000, 4000, "Yes.")], "Gracias.", "Sí.")
    assert [target.cue.span for target in result.cues] == [Span(0, 1920), Span(2000, 4000)]


def sample(media: Path, name: str, lay: str) -> tuple[dict[str, Any], list[PlainCue], list[Word]]:
    """A sample's truth, its words, and cues of one line of 42 or of a sentence each."""
    truth = json.loads((media / f"{name}.truth.json").read_text("utf-8"))
    words = [
        Word(" " + word["word"], Span(round(word["start"] * 1000), round(word["end"] * 1000)), 0.9)
        for sentence in truth["sentences"]
        for word in sentence["words"]
    ]
    if lay == "one-line":
        style = StyleGuide("one", max_lines=1, cps=20.0)
        built, _ = build_track(words, truth["language"], style, FRAMES[0])
        return truth, [PlainCue(one.id, one.span, one.text) for one in built.cues], words
    cues = [
        cue(at, round(one["start"] * 1000), round(one["end"] * 1000), one["text"])
        for at, one in enumerate(truth["sentences"], start=1)
    ]
    return truth, cues, words


def inherent(truth: dict[str, Any], language: str, cps: float) -> float:
    """The share of sentences that nothing could make slow enough: too long for all the time
    until the next sentence begins."""
    told = truth["sentences"]
    ends = [*(after["start"] - 0.08 for after in told[1:]), told[-1]["end"] + 3]
    fast = [
        len(one["translations"][language]) > cps * (end - one["start"])
        for one, end in zip(told, ends, strict=True)
    ]
    return sum(fast) / len(fast)


SAMPLES = [
    (name, language, lay)
    for name, languages in (
        ("keynote", "es fr"),
        ("opening-address", "es fr"),
        ("discurso", "en fr"),
    )
    for language in languages.split()
    for lay in ("one-line", "a sentence")
]


@pytest.mark.parametrize(("name", "language", "lay"), SAMPLES)
@pytest.mark.parametrize("how", ["", "keep_cues", "recue"])
def test_the_samples_reference_translations(
    media: Path, name: str, language: str, lay: str, how: str
) -> None:
    """No breach of any limit; of the cues one and 6 points more are too fast than of the sentences
    are too long for their time; nine words in ten are on screen while their source is said."""
    truth, cues, words = sample(media, name, lay)
    style = style_guide(HOUSES["netflix"], language)
    sentences = assemble(cues, truth["language"])
    texts = [Rendering(one["translations"][language]) for one in truth["sentences"]]
    said = source_words(cues, words)
    options = FitOptions(language, style, FRAMES[0], how == "keep_cues", how == "recue")
    result = fit(cues, said, sentences, [[text] for text in texts], options)

    assert how == "keep_cues" or rules.too_wide(result.cues, style) == []
    assert rules.too_close(result.cues, set(), style, FRAMES[0]) == []
    assert rules.shown_words(result.cues, texts, set()) == []
    assert {one for t in result.cues for one in t.sources} == {one.id for one in cues}
    fast = inherent(truth, language, style.cps) + 0.06
    assert len(found(result, "too-fast")) <= fast * len(result.cues) + 1
    away = distances(
        result, sentences, texts, dict(zip([one.id for one in cues], said, strict=True))
    )
    assert sum(ms == 0 for ms in away) >= 0.9 * len(away)
    assert statistics.mean(away) <= 80


def distances(
    result: Fitted,
    sentences: tuple[Sentence, ...],
    texts: list[Rendering],
    said: dict[CueId, tuple[SourceWord, ...]],
) -> list[int]:
    """For each character of the translations the ms between its cue and when its place in the
    source sentence, in proportion, is said."""
    away = []
    for target in result.cues:
        span = target.cue.span
        for share in target.shares:
            sentence = sentences[share.sentence]
            times = [
                (piece.at + word.begin - piece.begin, word.span)
                for piece in sentence.pieces
                for word in said[piece.cue]
                if piece.begin <= word.begin < piece.end
            ]
            scale = len(sentence.text) / len(texts[share.sentence].text)
            for at in range(share.begin, share.end):
                place = [when for begin, when in times if begin <= at * scale][-1]
                away.append(span.distance(place))
    return away


def test_the_work_on_overlapping_sentences_grows_in_proportion() -> None:
    """Twice as many cues that all share sentences take about twice the calls, not four times."""
    import cProfile
    import pstats

    def calls(count: int) -> int:
        text = "of it. Then we went to the"
        cues = [cue(at, at * 2000, at * 2000 + 1900, text) for at in range(1, count + 1)]
        sentences = assemble(cues, "en")
        choices = [[Rendering("Entonces fuimos todos juntos a la de")] for _ in sentences]
        said = source_words(cues, ())
        options = FitOptions("es", style_guide(HOUSES["netflix"], "es"), Fraction(40))
        profile = cProfile.Profile()
        profile.runcall(fit, cues, said, sentences, choices, options)
        return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]

    assert calls(200) < 2.5 * calls(100)
