"""Phrases of several words, looked up where they begin; the longest wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Phrases(Generic[T]):
    """A lookup from phrases, each given as the keys of its words, to what they mean."""

    def __init__(self, entries: Iterable[tuple[Sequence[str], T]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for keys, meaning in entries:
            if keys:
                self._by_first.setdefault(keys[0], []).append((tuple(keys[1:]), meaning))
        for found in self._by_first.values():
            found.sort(key=lambda entry: -len(entry[0]))

    @property
    def firsts(self) -> Mapping[str, object]:
        """The first words of all phrases."""
        return self._by_first

    def match(self, keys: Sequence[str], at: int) -> tuple[T, int] | None:
        """What begins at `at`, and how many words it has; None where no phrase does."""
        if not 0 <= at < len(keys):
            return None
        for rest, meaning in self._by_first.get(keys[at], ()):
            if not rest or tuple(keys[at + 1 : at + 1 + len(rest)]) == rest:
                return meaning, 1 + len(rest)
        return None
