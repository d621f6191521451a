"""Cue ids: made once, handed on to what takes a cue's place, never used for another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from subtitler.domain.cue import CueId
from subtitler.domain.edit import TrackBase

NUMBER = re.compile(r"c([0-9]+)")


@dataclass(slots=True)
class Names:
    """The ids of one track while it is merged. `last` is the greatest number ever used."""

    last: int = 0
    parts: set[CueId] = field(default_factory=set)
    taken: set[CueId] = field(default_factory=set)

    @classmethod
    def of(cls, base: TrackBase) -> Names:
        """The names of a base: all numbers used, none taken yet."""
        before = (cue for claim in base.claims for cue in claim.base)
        known = [cue.id for cue in (*base.standing, *before)]
        return cls(max([base.last, *map(number_of, known)]), set(base.parts))

    def take(self, wanted: Iterable[CueId]) -> CueId | None:
        """The first of `wanted` that is free, from now on taken."""
        for name in wanted:
            if name not in self.taken:
                self.taken.add(name)
                return name
        return None

    def fresh(self) -> CueId:
        """An id with a number that no cue ever had."""
        self.last += 1
        name = CueId(f"c{self.last}")
        self.taken.add(name)
        return name

    def part_of(self, whole: CueId) -> CueId:
        """`c17.2` for the next part of `c17`."""
        number = 2
        while CueId(f"{whole}.{number}") in self.parts | self.taken:
            number += 1
        name = CueId(f"{whole}.{number}")
        self.taken.add(name)
        self.parts.add(name)
        return name


def number_of(name: CueId) -> int:
    """17 for `c17` and all its parts."""
    found = NUMBER.match(name)
    return int(found[1]) if found else 0
