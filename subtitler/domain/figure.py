"""What a figure in a text says: its value, in whatever language and digits it is written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from subtitler.domain.finding import Severity


@dataclass(frozen=True, slots=True)
class Day:
    """A month, a day of it, a day of a year; what is not said is 0.

    Raises ValueError for a month or a day that no year has.
    """

    month: int
    day: int = 0
    year: int = 0

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 0 <= self.day <= 31 and self.year >= 0):
            raise ValueError(f"no date: {self.year}-{self.month}-{self.day}")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in seconds; `certain` where it is said which half of the day is meant.

    Raises ValueError for a time that no day has.
    """

    seconds: int
    certain: bool

    def __post_init__(self) -> None:
        if not 0 <= self.seconds < 86_400:
            raise ValueError(f"no time of day: {self.seconds} s")


Value = Fraction | Day | Clock


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: a number with its `unit`, a date or a time of day.

    `start` and `end` are its characters in the text it was found in. `unit` is `%`, `‰`, `pp`
    (percentage points), an ISO 4217 code, `$` (dollars of no said country), `km`, `°C`, … or
    empty. A figure that is not `sure` may be none ("one of us", "just a second"): nobody misses
    it, but a sure figure of the other language may be found in it. Raises ValueError where
    start and end are no span of characters.
    """

    value: Value
    start: int
    end: int
    text: str
    unit: str = ""
    sure: bool = True
    in_words: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"no characters: {self.start} to {self.end}")


class DifferenceKind(str, Enum):
    """How two texts that should say the same differ in a figure."""

    MISSING = "missing"
    EXTRA = "extra"
    VALUE = "value"
    SIGN = "sign"
    PERCENT = "percent"
    CURRENCY = "currency"
    UNIT = "unit"
    DATE = "date"
    TIME = "time"


# Rules Q20 to Q22 of the QA list.
SEVERITIES = {
    DifferenceKind.MISSING: Severity.WARNING,
    DifferenceKind.EXTRA: Severity.WARNING,
    DifferenceKind.DATE: Severity.WARNING,
    DifferenceKind.TIME: Severity.WARNING,
}


@dataclass(frozen=True, slots=True)
class FigureDifference:
    """A figure that two texts do not share; one side is None where it is missing or extra."""

    kind: DifferenceKind
    source: Figure | None
    target: Figure | None

    @property
    def severity(self) -> Severity:
        """WARNING for what is missing, extra, or a date or time; ERROR for another meaning."""
        return SEVERITIES.get(self.kind, Severity.ERROR)
