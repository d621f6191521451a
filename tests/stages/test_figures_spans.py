"""Laws of what must not be parted, and of the words that staleness compares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtitler.stages.figures import (
    comparison_words,
    figure_spans,
    find_figures,
    unbreakable_spans,
)

WHOLE = [
    (
        "en",
        "Dr. Elena Vargas of the World Meteorological Organization opened Port-Alder on May 17, 1970.",
        ["Dr. Elena Vargas", "World Meteorological Organization", "Port-Alder", "May 17, 1970"],
    ),
    (
        "en",
        "When Clara Aguilar came, I paid $10 million at 6:00 pm.",
        ["Clara Aguilar", "$10 million", "6:00 pm"],
    ),
    (
        "en",
        "J. K. Rowling and Ludwig van Beethoven walked 5 km.",
        ["J. K. Rowling", "Ludwig van Beethoven", "5 km"],
    ),
    ("en", "Please read No. 5, President Keller.", ["No. 5", "President Keller"]),
    ("en", "The Americans are here with us", []),
    ("en", "WELCOME TO NEW YORK", []),
    ("es", "El Sr. Pérez vive en EE. UU. desde las 6 p. m.", ["Sr. Pérez", "EE. UU.", "6 p. m."]),
    (
        "es",
        "Juan de la Cruz pagó 26 mil millones de dólares.",
        ["Juan de la Cruz", "26 mil millones de dólares"],
    ),
    (
        "fr",
        "M. Dupont arrive à 18 h 30 avec 10 millions d’euros.",
        ["M. Dupont", "18 h 30", "10 millions d’euros"],
    ),
    ("fr", "Il a 4 500 livres et Jean-Luc Godard.", ["4 500 livres", "Jean-Luc Godard"]),
    ("de", "Herr Müller sah die Große Halle um 18 Uhr.", ["Herr Müller", "18 Uhr"]),
]


@pytest.mark.parametrize(("language", "text", "whole"), WHOLE)
def test_figures_abbreviations_and_names_are_whole(
    language: str, text: str, whole: list[str]
) -> None:
    """Figures with what they count, times, abbreviations, titles with names, names of words."""
    assert [text[start:end] for start, end in unbreakable_spans(text, language)] == whole


@given(
    st.lists(
        st.sampled_from(
            "Dr. Ana de la Cruz EE. UU. 5 km $10 million 6:00 pm the of No. 7 I - .".split()
        ),
        max_size=12,
    ),
    st.sampled_from(["en", "es", "fr", "de", "it"]),
)
def test_spans_are_in_order_and_hold_every_figure(words: list[str], language: str) -> None:
    """Spans do not overlap, and no figure is parted by the end of one."""
    text = " ".join(words)
    spans = unbreakable_spans(text, language)
    assert all(start < end for start, end in spans)
    assert all(one[1] <= two[0] for one, two in zip(spans, spans[1:], strict=False))
    figures = [(figure.start, figure.end) for figure in find_figures(text, language)]
    assert list(figure_spans(text, language)) == figures
    for begin, stop in figures:
        assert any(start <= begin and stop <= end for start, end in spans)


SAME_WORDS = [
    ("en", "Don't stop.", "<i>don’t</i> stop!"),
    ("en", "twenty-one well-known e-mails", "Twenty one well known e mails"),
    ("en", "It is 3%, or $10.", "it is 3 % or $ 10"),
    ("en", "− It was −5 °C", "It was -5°C"),
    ("en", "−5 °C", "-5 °C"),
    ("en", "- We were 10-15.", "We were 10–15"),
    ("en", "(applause)\nYes… no", "applause yes; No"),
    ("fr", "L'eau coûte 4 500 € : oui !", "l’eau coûte 4\u202f500\u00a0€, oui"),
    ("es", "¿Qué? ¡Nada!", "qué nada"),
    ("zh", "你好，世界", "你好\n世界"),
    ("en", "co\u00adoperate caf\u00e9", "cooperate cafe\u0301"),
]
OTHER_WORDS = [
    ("en", "3.5 km", "35 km"),
    ("en", "3.5", "3,5"),
    ("en", "It was -5 degrees", "It was 5 degrees"),
    ("en", "-5 degrees", "5 degrees"),
    ("en", "3%", "3"),
    ("en", "$10", "€10"),
    ("en", "at 6:00", "at 6:30"),
    ("en", "we can", "we can't"),
    ("en", "cafe", "café"),
    ("es", "el papa", "el papá"),
    ("fr", "4 500", "4 501"),
]


@pytest.mark.parametrize(("language", "one", "other"), SAME_WORDS)
def test_case_and_punctuation_are_no_words(language: str, one: str, other: str) -> None:
    """Case, quotes, dashes, markup, line breaks and typographic spaces change no word."""
    assert comparison_words(one, language) == comparison_words(other, language)


@pytest.mark.parametrize(("language", "one", "other"), OTHER_WORDS)
def test_figures_with_their_signs_are_words(language: str, one: str, other: str) -> None:
    """A sign, a decimal mark, a currency or a percent sign that changes is a changed word."""
    assert comparison_words(one, language) != comparison_words(other, language)


@given(st.text(max_size=80), st.sampled_from(["en", "fr", "zh"]))
def test_every_letter_and_digit_is_in_a_word(text: str, language: str) -> None:
    """Nothing that is read is left out, and nothing else is a word."""
    joined = "".join(comparison_words(text, language))
    assert joined == "" or any(char.isalnum() or not char.isspace() for char in joined)
    plain = [char for char in text if char.isascii() and char.isalnum()]
    if "<" not in text and "{" not in text:
        assert len([char for char in joined if char.isascii() and char.isalnum()]) >= len(plain)


@given(st.text("abcé 15.,-%€\n", max_size=40))
def test_words_are_found_again_in_words(text: str) -> None:
    """Words joined by spaces have the same words."""
    words = comparison_words(text, "en")
    assert comparison_words(" ".join(words), "en") == words
