"""Sentences through an engine and back: how often it is asked, what is judged, what is hidden."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtitler.domain.cue import CueId
from subtitler.domain.glossary import Glossary, Term
from subtitler.domain.sentence import Piece, Sentence, SentenceKind
from subtitler.domain.style import HOUSES, style_guide
from subtitler.domain.translation import Hypothesis
from subtitler.ports import TranslationOptions
from subtitler.stages.choosing import Rules
from subtitler.stages.garbage import Pair
from subtitler.workflow.rendering import Engine, Known, Rendered, Store, render
from translators import FakeTranslator, wordy

Masks = Any


def sentence(text: str, kind: SentenceKind = SentenceKind.SPEECH) -> Sentence:
    return Sentence(text, (Piece(CueId("c1"), 0, len(text), 0),), kind)


def rendered(
    fake: FakeTranslator,
    *sentences: Sentence,
    known: Known | None = None,
    masks: Masks = None,
    terms: Sequence[Term] = (),
) -> tuple[list[Rendered], int]:
    rules = Rules(Pair("en", "es"), style_guide(HOUSES["netflix"], "es"), Glossary(tuple(terms)))
    engine = Engine(fake, TranslationOptions(), masks, 20)
    rooms = [3000] * len(sentences)
    store = Store(known if known is not None else {})
    made = render(sentences, rooms, rules, engine, store)
    return made, len(store.sent)


def test_equal_sentences_are_sent_once_and_sounds_never() -> None:
    """Each keeps its own rendering, in order."""
    fake = FakeTranslator()
    given = ["Good morning.", "Thank you all.", "Good morning."]
    sounds = [sentence("[applause]", SentenceKind.SOUND), sentence("…", SentenceKind.SOUND)]
    made, sent = rendered(fake, *(sentence(text) for text in given), *sounds)
    assert fake.sent == ["Good morning.", "Thank you all."]
    assert sent == 2
    assert [one.renderings[0].text for one in made] == [
        *(wordy(text)[0].text for text in given),
        "[aplausos]",
        "…",
    ]
    assert not any(one.untranslated for one in made)


def test_what_is_known_is_not_sent() -> None:
    """The engine is not called at all where everything is known; new results become known."""
    fake = FakeTranslator()
    known: Known = {"Good morning.": (Hypothesis("Buenos días.", -0.1),)}
    made, sent = rendered(fake, sentence("Good morning."), known=known)
    assert (made[0].renderings[0].text, sent, fake.asked) == ("Buenos días.", 0, [])
    rendered(fake, sentence("Good morning."), sentence("Thank you."), known=known)
    assert fake.sent == ["Thank you."]
    assert set(known) == {"Good morning.", "Thank you."}


def test_garbage_is_asked_for_once_more_together() -> None:
    """All garbage in one further call, in another way; what stays garbage is the source's words,
    aligned with themselves."""
    fake = FakeTranslator(lambda text, options: [text if "good" in text else "Muchas gracias."])
    bad = ["This good house stands here.", "That good book lies there."]
    made, _ = rendered(fake, *(sentence(text) for text in [bad[0], "Thank you.", bad[1]]))
    assert len(fake.asked) == 2
    assert fake.sent[-2:] == bad
    assert fake.asked[1].no_repeat > 0
    assert fake.asked[1].recase
    assert [one.untranslated for one in made] == [True, False, True]
    assert made[0].renderings[0].text == bad[0]
    assert all(target == source for target, source in made[0].renderings[0].anchors)


def test_a_sentence_longer_than_the_engine_takes_is_told_as_untranslated() -> None:
    """No hypothesis at all is no reason to drop it."""
    fake = FakeTranslator(limit=3)
    made, _ = rendered(fake, sentence("One two three four five."))
    assert made[0].untranslated
    assert made[0].renderings[0].text == "One two three four five."


@pytest.mark.parametrize("form", ["⟦{}⟧", "#{:02}", "XXQ{:02}"])
def test_masked_terms_come_back_with_anchors_that_fit(form: str) -> None:
    """The forms stand where the stand-ins were, and words after them are still aligned."""
    term = Term("teachers", targets=(("es", ("las personas docentes",)),))
    fake = FakeTranslator(
        lambda text, _: wordy(text) if form.format(0) in text else ["Nada de eso aquí."]
    )
    made, _ = rendered(fake, sentence("Our teachers read books."), masks=form.format, terms=[term])
    (best, *_) = made[0].renderings
    if form == "XXQ{:02}":  # the fake gives a word an ending: no stand-in came through
        assert best.text != "Ouro las personas docentes reado bookso."
        return
    assert best.text == "Ouro las personas docentes reado bookso."
    source = "Our teachers read books."
    pairs = {
        best.text[at:].split()[0]: source[place:].split(maxsplit=1)[0] for at, place in best.anchors
    }
    assert pairs["reado"] == "read"
    assert pairs["bookso."] == "books."


def test_more_terms_than_masks_are_not_masked() -> None:
    """A sentence with 21 of them is repaired as far as it can be, and nothing breaks."""
    words = [f"w{chr(97 + at)}" for at in range(21)]
    terms = [Term(word, targets=(("es", (f"{word}{word}",)),)) for word in words]
    made, _ = rendered(
        FakeTranslator(), sentence(" ".join(words)), masks="⟦{}⟧".format, terms=terms
    )
    assert made[0].renderings


@given(
    st.lists(
        st.sampled_from(["Good morning.", "It costs $262.", "No.", "OK", "Mr. Smith said 3.5 %"]),
        max_size=6,
    )
)
def test_every_sentence_has_a_rendering(texts: list[str]) -> None:
    """In order; the best hypothesis first; unbreakable ranges lie in its text."""
    fake = FakeTranslator()
    made, sent = rendered(fake, *(sentence(text) for text in texts))
    assert [one.sentence.text for one in made] == texts
    assert sent == len(set(texts))
    assert all(one.renderings for one in made)
