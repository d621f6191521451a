"""The translation memory in a run of `translate`: what it gives, and what it gets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from subtitler.domain.memory import Pair, Remembered
from subtitler.domain.translation import Hypothesis
from subtitler.errors import MemoryFileError, StorageError
from subtitler.formats.records import NearMatch
from subtitler.stages.following import SentencePair
from subtitler.workflow.events import Notice, Report
from subtitler.workflow.memory import Memory
from subtitler.workflow.rendering import Store
from subtitler.workflow.targettrack import TargetTrack

LATER = 0.5  # by which each alternative is worse than the one before it
ALIKE = 0.75  # from which on a sentence that was translated before is worth showing

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Noted:
    """What the memory has beside a sentence's translation: a sentence like it, and a text for the
    sentence itself that is wrong in figures or terms."""

    near: NearMatch | None = None
    refused: str = ""


Noting = Mapping[str, Noted]
"""By the text of a sentence."""


@dataclass
class Reuse:
    """A title's memory in two languages. One that cannot be used is told once, and left out."""

    root: Path
    title: str
    languages: tuple[str, str]
    report: Report
    _broken: bool = field(default=False, init=False)

    def exact(self, texts: Iterable[str]) -> dict[str, tuple[Hypothesis, ...]]:
        """What people wrote for equal sentences, as hypotheses, the one to use first."""

        def look(memory: Memory) -> dict[str, tuple[Remembered, ...]]:
            return memory.exact(texts, *self.languages)

        nothing: dict[str, tuple[Remembered, ...]] = {}
        found = self._with(look, nothing)
        return {
            text: tuple(
                Hypothesis(one.pair.target, -LATER * at, ()) for at, one in enumerate(several)
            )
            for text, several in found.items()
        }

    def near(self, texts: Sequence[str]) -> dict[str, NearMatch]:
        """The likest sentence that people translated, for each text that has one."""

        def look(memory: Memory) -> dict[str, NearMatch]:
            found = {}
            for text in texts:
                for one in memory.near(text, *self.languages, 1, ALIKE):
                    found[text] = NearMatch(one.pair.source, one.pair.target, round(one.score, 3))
            return found

        return self._with(look, {})

    def remember(self, pairs: Iterable[SentencePair]) -> int:
        """Keeps what people wrote or approved; gives how many pairs are new or changed."""
        kept = [
            Pair(*self.languages, one.source, one.target, one.approved, self.title) for one in pairs
        ]
        return self._with(lambda memory: memory.remember(kept), 0) if kept else 0

    def _with(self, work: Callable[[Memory], T], otherwise: T) -> T:
        if self._broken:
            return otherwise
        try:
            with Memory.open(self.root) as memory:
                return work(memory)
        except (MemoryFileError, StorageError) as error:
            self._broken = True
            self.report(Notice(f"{error.what}: going on without it. {error.remedy}"))
            return otherwise


def noted_of(target: TargetTrack, store: Store, reuse: Reuse) -> dict[str, Noted]:
    """What is to be told beside each sentence (its text): from this run, and from those before."""
    known = target.translation
    found = {
        one.text: Noted(one.near, one.refused)
        for one in (known.sentences if known is not None else ())
        if one.near is not None or one.refused
    }
    near = reuse.near(sorted(store.sent))
    for text in store.sent:
        refused = store.refused.get(text, "")
        found[text] = Noted(None if refused else near.get(text), refused)
    return found
