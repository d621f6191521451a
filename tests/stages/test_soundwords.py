"""Sound cues in another language, without an engine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtitler.stages.soundwords import SOUNDS, translated_sound


@pytest.mark.parametrize(
    ("text", "way", "said"),
    [
        ("[applause]", "en-es", "[aplausos]"),
        ("[Applause]", "en-fr", "[Applaudissements]"),
        ("[APPLAUSE]", "en-de", "[APPLAUS]"),
        ("(laughter)", "en-fr", "(rires)"),
        ("[ Música ]", "es-en", "[ Music ]"),
        ("[applause] [laughter]", "en-es", "[aplausos] [risas]"),
        ("[applause]", "en-pt-BR", "[applause]"),
        ("[applause]", "en-GB-es-MX", "[aplausos]"),
        ("[applause by all]", "en-es", "[applause by all]"),
        ("♪ music ♪", "en-es", "♪ music ♪"),
        ("♪", "en-es", "♪"),
        ("MARY:", "en-es", "MARY:"),
    ],
)
def test_a_sound_with_a_name_is_translated(text: str, way: str, said: str) -> None:
    """In brackets and alone there; capitals stay; what has no name in the language stays."""
    source, target = ("en-GB", "es-MX") if way == "en-GB-es-MX" else way.split("-", maxsplit=1)
    assert translated_sound(text, source, target) == said


@pytest.mark.parametrize("row", SOUNDS, ids=lambda row: row["en"])
def test_every_sound_goes_there_and_back(row: dict[str, str]) -> None:
    """From each language into each other one, and the same again."""
    for one, said in row.items():
        for other, named in row.items():
            there = translated_sound(f"[{said}]", one, other)
            assert there.casefold() == f"[{named}]".casefold()
            assert translated_sound(there, other, one).casefold() == f"[{said}]".casefold()


@given(st.text(alphabet="[]()ab ♪\n", max_size=20))
def test_what_is_no_known_sound_stays(text: str) -> None:
    """Character by character."""
    assert translated_sound(text, "en", "es") == text
