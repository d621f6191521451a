"""Which of several translations is taken, and how a missing term is put right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtitler.domain.glossary import Glossary, Term
from subtitler.domain.style import HOUSES, style_guide
from subtitler.domain.translation import Hypothesis
from subtitler.stages.choosing import Rules, Task, judged, ranked, repaired, useful
from subtitler.stages.garbage import Garbage, Pair
from translators import aligned

SOURCE = "We have 262 books for the teachers."
GOOD = "Tenemos 262 libros para los docentes."


def rules(*terms: Term, target: str = "es") -> Rules:
    return Rules(Pair("en", target), style_guide(HOUSES["netflix"], target), Glossary(terms))


def term(source: str, *forms: str, **flags: object) -> Term:
    return Term(source, targets=(("es", forms),) if forms else (), **flags)  # type: ignore[arg-type]


def said(*ways: str, room: int = 10_000, source: str = SOURCE, score: float = 0.02) -> list[str]:
    """The ways in the order of their rank, each `score` less likely than the one before it."""
    found = [Hypothesis(text, -0.1 - score * at) for at, text in enumerate(ways)]
    return [one.hypothesis.text for one in ranked(Task(source, room), found, rules())]


def test_the_engines_order_holds_where_nothing_is_wrong() -> None:
    """Its first is first, and equals keep their order."""
    ways = (GOOD, "Tenemos 262 libros para docentes.", "Hay 262 libros para los docentes.")
    assert said(*ways) == list(ways)
    assert said(*ways, score=0.0) == list(ways)


@pytest.mark.parametrize(
    "wrong",
    [
        "Tenemos 26 libros para los docentes.",
        "Tenemos libros para los docentes.",
        "",
        "262 262 262",
    ],
    ids=["another figure", "no figure", "nothing", "a loop"],
)
def test_what_is_wrong_comes_after_what_is_less_likely(wrong: str) -> None:
    """A figure, a loop or nothing at all costs more than any doubt of the engine."""
    assert said(wrong, GOOD, score=1.0) == [GOOD, wrong]


def test_a_slower_text_is_taken_where_time_is_short_and_both_are_likely() -> None:
    """Of two equally likely the shorter, only where the longer is too fast."""
    long, short = "Tenemos 262 libros para todos los docentes.", GOOD
    assert said(long, short, room=10_000, score=0.01)[0] == long
    assert said(long, short, room=1_500, score=0.01)[0] == short
    assert said(long, short, room=1_500, score=0.5)[0] == long


@given(st.lists(st.sampled_from([GOOD, "262 libros.", "Hay 262.", "Tenemos 26.", ""]), min_size=1))
def test_ranking_loses_nothing_and_doubles_nothing(ways: list[str]) -> None:
    """Every text once, best score first; what is useful begins with the best and has no fault
    that the best has not."""
    found = [Hypothesis(text, -0.01 * at) for at, text in enumerate(ways)]
    candidates = ranked(Task(SOURCE, 3000), found, rules())
    assert sorted(one.hypothesis.text for one in candidates) == sorted(set(ways))
    assert [one.score for one in candidates] == sorted(one.score for one in candidates)[::-1]
    usable = useful(candidates)
    assert usable[:1] == [one for one in candidates[:1] if not one.spoilt]
    assert all(one.faults <= usable[0].faults for one in usable)


def test_what_the_engine_doubts_is_no_shorter_way_to_say_it() -> None:
    """A hypothesis that leaves something out is less likely, and is not offered for its length."""
    found = [Hypothesis(GOOD, -0.1), Hypothesis("262 libros.", -0.4)]
    assert [one.hypothesis.text for one in useful(ranked(Task(SOURCE, 900), found, rules()))] == [
        GOOD
    ]


def test_garbage_alone_is_not_useful() -> None:
    """Nothing is offered where all that there is is garbage; the candidate says why."""
    found = ranked(Task(SOURCE, 3000), [Hypothesis(SOURCE, -0.1)], rules())
    assert found[0].spoilt is Garbage.COPIED
    assert useful(found) == []
    assert useful([]) == []


def fixed(
    text: str, *terms: Term, source: str = "Here 262 books for the teachers."
) -> tuple[str, tuple[str, ...]]:
    """A word-by-word aligned translation with its terms put right, and what is told of it."""
    task, own = Task(source, 5000), rules(*terms)
    made = repaired(task, judged(task, aligned(text, source), own), own)
    return made.hypothesis.text, made.repaired


def test_a_missing_form_replaces_the_aligned_words() -> None:
    """What the source's term was translated by becomes the form; the note names both."""
    text, notes = fixed("Tenemos 262 libros para los profesores.", term("teachers", "docentes"))
    assert text == GOOD
    assert len(notes) == 1
    assert notes[0].startswith("'profesores' became 'docentes', as the terms ask")


def test_several_terms_are_put_right_in_one_sentence() -> None:
    """Each at its own place, whatever the repair before it did to the text's length."""
    terms = (
        Term("books", targets=(("es", ("obras impresas",)),), forbidden=(("es", ("libros",)),)),
        Term("teachers", targets=(("es", ("docentes",)),), forbidden=(("es", ("maestros",)),)),
    )
    text, notes = fixed("Tenemos 262 libros para los maestros.", *terms)
    assert text == "Tenemos 262 obras impresas para los docentes."
    assert len(notes) == 2


def test_anchors_follow_a_repair() -> None:
    """Words after the replaced ones are still aligned with what they were aligned with."""
    source = "The teachers read books."
    text = "Los profes leen libros."
    task, own = Task(source, 5000), rules(term("teachers", "maestros de escuela"))
    made = repaired(task, judged(task, aligned(text, source), own), own).hypothesis
    assert made.text == "Los maestros de escuela leen libros."
    pairs = {
        made.text[at:].split()[0]: source[place:].split(maxsplit=1)[0] for at, place in made.anchors
    }
    assert pairs["leen"] == "read"
    assert pairs["libros."] == "books."


def test_without_alignment_nothing_is_guessed() -> None:
    """The term stays missing, and the text as it was."""
    task, own = Task(SOURCE, 5000), rules(term("teachers", "docentes"))
    candidate = judged(task, Hypothesis("Tenemos 262 libros aquí.", -0.1), own)
    assert repaired(task, candidate, own) == candidate
    assert candidate.terms


def test_a_kept_term_is_put_back_as_it_is_written() -> None:
    """Another case or ending of a kept term becomes the term."""
    text, _ = fixed(
        "Gracias a la unesco por todo.",
        Term("UNESCO", keep=True),
        source="Thanks to the UNESCO for everything.",
    )
    assert text == "Gracias a la UNESCO por todo."
