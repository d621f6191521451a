"""Where the time of a run goes, by stage."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from subtitler.ports import Activity, SpeechFinder

T = TypeVar("T")


class Stopwatch:
    """Seconds by stage, in the order in which stages first ran."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._began = time.perf_counter()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Counts the time of a block to a stage."""
        began = time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - began
            self.seconds[name] = self.seconds.get(name, 0.0) + spent

    def iterate(self, name: str, items: Iterable[T]) -> Iterator[T]:
        """The items; the time that each takes to come counts to a stage."""
        iterator = iter(items)
        while True:
            with self.stage(name):
                try:
                    item = next(iterator)
                except StopIteration:
                    return
            yield item

    @property
    def total(self) -> float:
        """Seconds since the watch was made."""
        return time.perf_counter() - self._began


class TimedFinder:
    """A SpeechFinder whose time counts to the stage `speech`."""

    def __init__(self, finder: SpeechFinder, watch: Stopwatch) -> None:
        self._finder, self._watch = finder, watch

    def hear(self, samples: object) -> Activity:
        """See SpeechFinder.hear."""
        with self._watch.stage("speech"):
            return self._finder.hear(samples)  # type: ignore[arg-type]
