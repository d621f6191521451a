"""Times, offsets, rates and factors as people write them: `-0:00:02.250`, `1500ms`, `23.976`."""

from __future__ import annotations

import re
from fractions import Fraction

from subtitler.errors import UsageError

MOMENT = re.compile(
    r"(?P<sign>[+\-−]?)(?:(?P<ms>\d{1,9})ms"
    r"|(?:(?:(?P<hours>\d{1,4}):)?(?P<minutes>\d{1,3}):)?(?P<seconds>\d{1,7}(?:[.,]\d{1,9})?)s?)"
)
NTSC = {"23.976": 24, "23.98": 24, "29.97": 30, "47.952": 48, "59.94": 60, "119.88": 120}
LEAST, MOST = Fraction(1, 10), Fraction(10)  # a factor beyond these is a slip of the hand
FASTEST = 1000  # frames a second


def parse_moment(text: str, where: str) -> int:
    """A time or an offset in ms: seconds (`1.5`, `+1.5s`), a clock's time (`1:02:03.456`,
    `2:05`) or ms (`1500ms`), with or without a sign; rounded half to even.

    Raises UsageError, naming `where` it was given.
    """
    match = MOMENT.fullmatch(text.strip())
    fields = match.groupdict() if match is not None else {}
    seconds = Fraction((fields.get("seconds") or "0").replace(",", "."))
    minutes, hours = fields.get("minutes"), fields.get("hours")
    carried = (minutes is not None and seconds >= 60) or (hours and int(minutes or 0) >= 60)
    if match is None or carried:
        raise UsageError(
            f"{where} {text!r}: this is no time",
            "Write seconds (1.5), a clock's time (0:00:02.250) or 1500ms, with + or - before it.",
        )
    total = (int(hours or 0) * 3600 + int(minutes or 0) * 60 + seconds) * 1000
    ms = int(fields["ms"]) if fields["ms"] else round(total)
    return ms if fields["sign"] in {"", "+"} else -ms


def parse_rate(text: str, where: str) -> Fraction:
    """A frame rate: `25`, `23.976` (which is 24000/1001), `30000/1001`. Raises UsageError."""
    name = text.strip()
    rate = Fraction(NTSC[name] * 1000, 1001) if name in NTSC else _fraction(name)
    if rate is None or not 1 <= rate <= FASTEST:
        raise UsageError(
            f"{where} {text!r}: this is no frame rate", "Write one such as 25, 23.976, 30000/1001."
        )
    return rate


def parse_factor(text: str, where: str) -> Fraction:
    """A factor for times: `1.001`, `25/24`. Raises UsageError."""
    factor = _fraction(text.strip())
    if factor is None or not LEAST <= factor <= MOST:
        raise UsageError(
            f"{where} {text!r}: times cannot be stretched by that",
            f"Write a factor from {float(LEAST):g} to {float(MOST):g}, such as 1.001 or 25/24.",
        )
    return factor


def parse_sync(text: str, where: str) -> tuple[int, int]:
    """`OLD=NEW`: a time in the file, and where it belongs. Raises UsageError."""
    old, equals, new = text.partition("=")
    if not equals:
        raise UsageError(
            f"{where} {text!r}: this is no pair of times",
            "Write OLD=NEW: 0:01:10=0:01:12.5 where what is shown at 1:10 is said at 1:12.5.",
        )
    times = (parse_moment(old, where), parse_moment(new, where))
    if min(times) < 0:
        raise UsageError(f"{where} {text!r}: a time lies before zero", "Write two times in it.")
    return times


def _fraction(text: str) -> Fraction | None:
    if not re.fullmatch(r"\d{1,9}(?:\.\d{1,12}|/\d{1,9})?", text):
        return None
    try:
        return Fraction(text)
    except ZeroDivisionError:
        return None
