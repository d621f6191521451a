"""How number words add up and multiply: "two hundred and five thousand"."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

ENDLESS = 10**30


@dataclass(slots=True)
class Sum:
    """A number under way: `done` parts that a scale closed, and the `open` one.

    `room` is what the next word must stay below to be added ("twenty" has room for 1 to 9);
    `digits`: it began with them.
    """

    vigesimal: bool = False
    done: list[Fraction] = field(default_factory=list)
    open: Fraction | None = None
    room: int = ENDLESS
    scale: int = 1
    digits: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing was read yet."""
        return self.open is None and not self.done

    @property
    def value(self) -> Fraction:
        """What was read so far."""
        return sum(self.done, self.open or Fraction(0))

    def add(self, value: int) -> bool:
        """Add a word's value if the number has room for it."""
        if self.vigesimal and value == 20 and self.room == 1 and (self.open or 0) % 100 == 4:
            self.open, self.room = (self.open or Fraction(0)) - 4 + 80, 20  # quatre-vingts
            return True
        if not (self.room == ENDLESS or 0 < value < self.room):
            return False
        self.open = (self.open or Fraction(0)) + value
        self.room = self._room_after(value)
        return True

    def _room_after(self, value: int) -> int:
        if self.vigesimal and value == 60:
            return 20
        if self.vigesimal and value == 10:  # dix-sept
            return 10
        if value >= 100 and value % 100 == 0:
            return 100
        return 10 if value >= 20 and value % 10 == 0 else 1

    def hundred(self) -> bool:
        """Multiply by a hundred what "hundred" follows: "two hundred", "nineteen hundred"."""
        if (
            self.digits
            or self.open is None
            or self.open >= 100
            or self.open.denominator not in {1, 2}
        ):
            return False
        self.open, self.room = self.open * 100, 100
        return True

    def multiply(self, scale: int) -> bool:
        """Multiply by a scale all that is smaller than it: "dos mil tres millones"."""
        smaller = [part for part in self.done if part < scale]
        if self.open is None and not smaller:
            return False
        factor = sum(smaller, self.open or Fraction(0))
        self.done = [part for part in self.done if part >= scale]
        if self.done and self.done[-1] < factor * scale:
            self.done.extend(smaller)
            return False
        self.done.append(factor * scale)
        self.open, self.room, self.scale = None, scale, scale
        return True

    def add_half(self) -> bool:
        """Half more of what was said last: "a million and a half", "two and a half"."""
        if self.empty:
            return False
        half = Fraction(1 if self.open is not None else self.scale, 2)
        self.open, self.room = (self.open or Fraction(0)) + half, 1
        return True
