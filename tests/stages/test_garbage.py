"""Translations that are none, and translations that only look odd."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argos_fixtures import gold
from subtitler.stages.garbage import Garbage, Pair, garbage

SOURCE = "We thank you for your good work here."


@pytest.mark.parametrize(
    ("source", "text", "pair", "why"),
    [
        (SOURCE, "", "en-es", Garbage.EMPTY),
        (SOURCE, "… ♪", "en-es", Garbage.EMPTY),
        (SOURCE, "nunca jamás nunca jamás nunca jamás", "en-es", Garbage.LOOP),
        (SOURCE, "gracias gracias gracias por todo", "en-es", Garbage.LOOP),
        (SOURCE, "a b c d a b c d a b c d por su trabajo", "en-es", Garbage.LOOP),
        (SOURCE, "Мы благодарим вас за вашу работу", "en-es", Garbage.SCRIPT),
        (SOURCE, "We thank you for your work", "en-ru", Garbage.SCRIPT),
        (SOURCE, SOURCE, "en-es", Garbage.COPIED),
        (SOURCE, "we thank YOU for your good work here!", "en-es", None),
        (SOURCE.upper(), SOURCE.upper(), "en-es", Garbage.COPIED),
        (SOURCE, "Sí.", "en-es", Garbage.LENGTH),
        ("Мы благодарим вас за работу", "¡Vamos a usar la casa nueva!", "en-es", Garbage.SOURCE),
        ("Thank you very much.", "Muchas gracias " + "a todos los presentes " * 2 + "y a los "
         "ausentes de esta gran ciudad nuestra", "en-es", Garbage.LENGTH),
    ],
)  # fmt: skip
def test_what_is_no_translation(source: str, text: str, pair: str, why: Garbage | None) -> None:
    """Each kind by its own name."""
    found = garbage(source, text, Pair(*pair.split("-")))
    assert found is why or (why is None and found is Garbage.COPIED)


@pytest.mark.parametrize(
    ("source", "text", "pair"),
    [
        ("No, no, no, no!", "No, no, no, no.", "en-es"),
        ("Ha ha ha ha.", "Ja ja ja ja.", "en-es"),
        ("It was very, very good.", "Fue muy, muy bueno.", "en-es"),
        ("Ban Ki-moon, Kofi Annan and Boutros Ghali.", "Ban Ki-moon, Kofi Annan y Boutros Ghali.",
         "en-es"),
        ("OK.", "OK.", "en-es"),
        ("UNESCO", "UNESCO", "en-fr"),
        ("We thank you for your good work here.", "感谢你们在这里的出色工作。", "en-zh"),
        ("感谢你们在这里的出色工作。", "We thank you for your good work here.", "zh-en"),
        ("The colour of the centre is grey.", "The colour of the centre is grey.", "en-en-GB"),
        ("Bonjour à tous les amis de la NASA !", "Привет всем друзьям из NASA!", "fr-ru"),
        ("…", "", "en-es"),
        ("Zahvaljujemo vam na dobrom radu.", "We thank you for your good work.", "sr-en"),
        ("We thank you for your good work.", "Zahvaljujemo vam na dobrom radu.", "en-sr"),
    ],
)  # fmt: skip
def test_what_only_looks_odd(source: str, text: str, pair: str) -> None:
    """Chants, names, one word, scripts that write more with less, other spellings."""
    first, second = pair.split("-", maxsplit=1)
    assert garbage(source, text, Pair(first, second)) is None


@pytest.mark.parametrize(("source", "target"), [("en", "es"), ("en", "fr"), ("es", "fr")])
def test_no_reference_translation_is_garbage(source: str, target: str) -> None:
    """Of the samples' sentences, in any direction; and each is a copy of itself."""
    pair = Pair(source, target)
    for one, other in zip(gold(source), gold(target), strict=True):
        assert garbage(one, other, pair) is None
        assert garbage(other, one, Pair(target, source)) is None
        assert garbage(one, one, pair) is Garbage.COPIED


def test_what_was_cut_off_is_no_translation() -> None:
    """A text at whose end the engine was stopped."""
    text = "Les damos las gracias por su buen trabajo aquí."
    assert garbage(SOURCE, text, Pair("en", "es"), complete=False) is Garbage.CUT
    assert garbage(SOURCE, text, Pair("en", "es")) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_judged(source: str, text: str) -> None:
    """No text breaks it, and an empty answer to words is always garbage."""
    garbage(source, text, Pair("en", "ja"))
    if any(mark.isalnum() and mark.isascii() for mark in source):
        assert garbage(source, "", Pair("en", "es")) is Garbage.EMPTY
