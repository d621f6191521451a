"""Stand-ins are tried on a package once, and counted by what truly came through."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from argos_fixtures import PACKAGES
from subtitler.domain.translation import Hypothesis
from subtitler.engines.argos import open_translator
from subtitler.engines.argos_carriers import CARRIERS
from subtitler.engines.argos_masks import MASKS, MOST, Mask, best_mask, probe, survives
from subtitler.ports import TranslationOptions, Translations


class Parrot:
    """A translator that gives back what a function makes of a sentence."""

    name, target, via, limit = "parrot", "es", None, 100

    def __init__(self, made: Callable[[str], str], source: str = "en", digest: str = "a") -> None:
        self.made, self.source, self.digests = made, source, (digest,)
        self.asked: list[str] = []

    def token_count(self, sentence: str) -> int:
        """Its words."""
        return len(sentence.split())

    def translate(
        self,
        sentences: Sequence[str],
        options: TranslationOptions,
        done: Callable[[Sequence[str], Translations], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        """What the function makes of each."""
        self.asked.extend(sentences)
        return [(Hypothesis(self.made(one), 0.0),) for one in sentences]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty cache for each test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def test_survival_is_the_share_that_came_through_whole() -> None:
    """All where nothing is changed; none where a sign of the mask is lost; half for half."""
    carriers = CARRIERS["en"]
    assert {one.survival for one in probe(Parrot(str), carriers)} == {1.0}
    lost = {one.form: one.survival for one in probe(Parrot(lambda t: t.replace("⟦", "")), carriers)}
    assert lost["⟦{}⟧"] == 0.0
    assert lost["⟨{}⟩"] == 1.0
    halves = Parrot(lambda text: text if len(text) % 2 else "")
    assert all(0.2 < one.survival < 0.8 for one in probe(halves, carriers))


def test_a_stand_in_must_come_exactly_as_often_as_it_went() -> None:
    """Neither doubled nor lost nor exchanged for another."""
    assert survives("a ⟦1⟧ b ⟦0⟧", ["⟦0⟧", "⟦1⟧"])
    assert not survives("⟦0⟧ ⟦0⟧", ["⟦0⟧", "⟦1⟧"])
    assert not survives("⟦0⟧ ⟦0⟧ ⟦1⟧", ["⟦0⟧", "⟦1⟧"])
    assert survives("⟦0⟧ ⟦0⟧", ["⟦0⟧", "⟦0⟧"])


@pytest.mark.parametrize("form", MASKS)
def test_no_stand_in_is_part_of_another(form: str) -> None:
    """Whichever of the numbers there are, none of them is found in another's text."""
    texts = [Mask(form, 1.0).text(number) for number in range(MOST)]
    assert not any(one in other for one in texts for other in texts if one is not other)
    with pytest.raises(ValueError, match="20"):
        Mask(form, 1.0).text(MOST)


def test_a_package_is_tried_once() -> None:
    """The result is kept by the package's digest; another package is tried anew."""
    first = Parrot(lambda text: re.sub(r"[⟦⟧⟨⟩{}<>]", "", text))
    best = best_mask(first)
    assert best == Mask("[{}]", 1.0)
    again = Parrot(str)
    assert best_mask(again) == best
    assert again.asked == []
    other = Parrot(str, digest="b")
    assert best_mask(other) == Mask("⟦{}⟧", 1.0)


@pytest.mark.parametrize("sentences", [["Привет всем вам"], ["大家早上好"], ["{} ничего"]])
def test_an_unknown_language_is_tried_with_the_users_sentences(sentences: list[str]) -> None:
    """Without any nothing is known, and nothing is kept."""
    assert best_mask(Parrot(str, "ru")) is None
    best = best_mask(Parrot(str, "ru"), sentences)
    assert best is not None
    assert best.survival == 1.0


def test_the_best_mask_of_the_demo_is_the_one_it_was_trained_with() -> None:
    """Its own README: it came through in 196 of 200 sentences of its kind."""
    for pair in (("en", "es"), ("es", "fr")):
        best = best_mask(open_translator(*pair, PACKAGES))
        assert best is not None
        assert best.form == "⟦{}⟧"
        assert best.survival >= 0.5


def test_carriers_are_sentences_with_slots() -> None:
    """20 distinct ones for each language, with one slot or two, and no other braces."""
    for sentences in CARRIERS.values():
        assert len(set(sentences)) == MOST
        for sentence in sentences:
            assert 1 <= sentence.count("{}") <= 2
            assert sentence.count("{") == sentence.count("}") == sentence.count("{}")
