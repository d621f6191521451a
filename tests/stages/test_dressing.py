"""Laws of markup on a translated track."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.sentence import Rendering, Share, TargetCue
from subtitler.domain.style import HOUSES, style_guide
from subtitler.domain.timing import Span
from subtitler.stages.assembling import assemble
from subtitler.stages.dressing import dress
from subtitler.stages.fitting import FitOptions, fit
from subtitler.stages.protecting import plain_cues, take_off, take_off_track
from subtitler.stages.sourcewords import source_words
from target_cases import FRAMES

PARTS = st.sampled_from(
    "we have. to go yes? and here <i> </i> <b> </b> {\\an8} {\\i1} {\\i0} [applause] ♪".split()
)


@st.composite
def marked(draw: st.DrawFn) -> list[Cue]:
    """Cues with markup that is balanced, or goes over several cues, or is in no order at all."""
    return [
        Cue(
            CueId(f"c{at}"),
            Span(at * 2000, at * 2000 + 1900),
            (" ".join(draw(st.lists(PARTS, max_size=9))),),
        )
        for at in range(1, draw(st.integers(1, 5)) + 1)
    ]


@given(marked(), st.data())
def test_markup_changes_no_text_and_is_placed_or_named(
    cues: list[Cue], data: st.DataObject
) -> None:
    """Without its markup every target cue is what it was; its tags are in pairs; and each mark
    around words is in a target cue of its source or in a finding."""
    plains = take_off_track(cues)
    own = {cue.id: plain for cue, plain in zip(cues, plains, strict=True)}
    bare = plain_cues(cues, plains)
    sentences = assemble(bare, "en")
    pairs = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6)
    texts = [
        Rendering("la casa de ellos no es mi casa", tuple(data.draw(pairs))) for _ in sentences
    ]
    style = style_guide(HOUSES["netflix"], "es")
    words = source_words(bare, ())
    fitted = fit(
        bare, words, sentences, [[text] for text in texts], FitOptions("es", style, FRAMES[0])
    )
    result, findings = dress(fitted.cues, sentences, texts, own)
    named = " ".join(finding.advice for finding in findings)
    for before, after in zip(fitted.cues, result, strict=True):
        plain = take_off(after.cue.lines)
        assert plain.text == before.cue.text
        assert plain.lost == ()
        assert not any(mark.implied for mark in plain.marks)
    for source, plain in own.items():
        shown = " ".join(target.cue.text for target in result)
        for mark in plain.marks:
            words_inside = re.search(r"\w", plain.text[mark.begin : mark.end])
            if mark.kind.value == "span" and words_inside:
                assert mark.opening in shown or repr(mark.opening)[1:-1] in named, source


def track(*texts: str) -> list[Cue]:
    return [
        Cue(CueId(f"c{at}"), Span(at * 1000, at * 1000 + 900), tuple(text.split("\n")))
        for at, text in enumerate(texts, start=1)
    ]


def dressed(
    cues: list[Cue], texts: list[str], targets: list[TargetCue]
) -> tuple[list[str], list[str]]:
    """The texts of target cues with their markup, and the markup that findings name."""
    plains = take_off_track(cues)
    sentences = assemble(plain_cues(cues, plains), "en")
    own = {cue.id: plain for cue, plain in zip(cues, plains, strict=True)}
    result, findings = dress(targets, sentences, [Rendering(text) for text in texts], own)
    return [target.cue.text for target in result], [finding.rule for finding in findings]


def target(cue_id: str, text: str, sources: str, *shares: tuple[int, int, int, int]) -> TargetCue:
    cue = Cue(CueId(cue_id), Span(0, 900), tuple(text.split("\n")))
    return TargetCue(
        cue, tuple(CueId(one) for one in sources.split()), tuple(Share(*s) for s in shares)
    )


def test_a_track_is_dressed_cue_by_cue() -> None:
    """What is around a source cue is around each of its target cues, however they were cut."""
    cues = track("{\\an8}<i>We went</i>", "to the city.")
    targets = [
        target("c1", "Fuimos", "c1", (0, 0, 6, 0)),
        target("c1/2", "todos", "c1", (0, 7, 12, 0)),
        target("c2", "a la ciudad.", "c2", (0, 13, 25, 0)),
    ]
    texts, findings = dressed(cues, ["Fuimos todos a la ciudad."], targets)
    assert texts == ["{\\an8}<i>Fuimos</i>", "{\\an8}<i>todos</i>", "a la ciudad."]
    assert findings == []


def test_a_sentence_inside_a_tag_stays_inside_it() -> None:
    """Where a tag is around one of a cue's two sentences, alignment is not needed."""
    cues = track("We went. <i>Why not?</i>")
    only = target("c1", "Fuimos.\n¿Por qué no?", "c1", (0, 0, 7, 0), (1, 0, 12, 8))
    texts, findings = dressed(cues, ["Fuimos.", "¿Por qué no?"], [only])
    assert texts == ["Fuimos.\n<i>¿Por qué no?</i>"]
    assert findings == []


def test_markup_without_a_place_is_a_finding() -> None:
    """It is named, with the cue that it was lost from."""
    cues = track("We <i>went there</i> today.")
    only = target("c1", "Fuimos hoy.", "c1", (0, 0, 11, 0))
    assert dressed(cues, ["Fuimos hoy."], [only]) == (["Fuimos hoy."], ["lost-markup"])
