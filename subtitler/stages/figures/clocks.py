"""Times of day become moments: 6:00 pm, 18 h 30, half past six, las seis de la tarde, noon."""

from __future__ import annotations

from collections.abc import Sequence

from subtitler.domain.figure import Clock
from subtitler.stages.figures.language import Language
from subtitler.stages.figures.nodes import Amount, Moment, Node, amount_at, glued, key_at
from subtitler.stages.figures.numerals import ascii_digits
from subtitler.stages.figures.tokens import DASHES, Token

MINUTE, HOUR, NOON, DAY = 60, 3600, 12, 86_400


def read_clocks(nodes: Sequence[Node], language: Language) -> list[Node]:
    """The nodes with every time of day as one moment.

    An hour in words alone ("six heures", "at six") stays an amount: it may last that long.
    """
    keys = [node.key for node in nodes]
    read: list[Node] = []
    at = 0
    while at < len(nodes):
        found = _read_one(nodes, keys, at, language) if _may_begin(nodes[at], language) else None
        read.append(found[0] if found else nodes[at])
        at += found[1] if found else 1
    return read


def _may_begin(node: Node, language: Language) -> bool:
    if isinstance(node, Amount) or node.key in language.clock_starts:
        return True
    return isinstance(node, Token) and node.kind == "clock"


def _read_one(
    nodes: Sequence[Node], keys: Sequence[str], at: int, language: Language
) -> tuple[Moment, int] | None:
    """The time that begins at a place, and how many nodes it takes."""
    return (
        _in_digits(nodes, keys, at, language)
        or _named(nodes, at, language)
        or _after(nodes, keys, at, language)
        or _hour(nodes, keys, at, language)
        or _dotted(nodes, keys, at, language)
    )


def _clock(hour: int, minutes: int, half: str, seconds: int = 0) -> Clock | None:
    """A time of day; `half` is am, pm, night (12 at night is 0:00) or empty where unsaid."""
    if not (0 <= hour <= 24 and 0 <= seconds < 60):
        return None
    certain = bool(half) or hour > NOON or hour == 0
    if half and hour <= NOON:
        afternoon = half == "pm" or (half == "night" and hour != NOON)
        hour = hour % NOON + (NOON if afternoon else 0)
    return Clock((hour * HOUR + minutes * MINUTE + seconds) % DAY, certain)


def _half_of_day(keys: Sequence[str], at: int, language: Language) -> tuple[str, int]:
    """What follows an hour: its word ("h", "horas") and which half of the day is meant."""
    used = 1 if at < len(keys) and keys[at] in language.figures.hours else 0
    found = language.halves_of_day.match(keys, at) or language.halves_of_day.match(keys, at + used)
    if not found:
        return "", used
    begins = at if language.halves_of_day.match(keys, at) else at + used
    return found[0], begins + found[1] - at


def _in_digits(
    nodes: Sequence[Node], keys: Sequence[str], at: int, language: Language
) -> tuple[Moment, int] | None:
    """`6:00 pm`, `18:00 h`, `12:30:15`."""
    token = nodes[at]
    if not isinstance(token, Token) or token.kind != "clock":
        return None
    hour, minutes, *rest = (int(part) for part in ascii_digits(token.text).split(":"))
    half, used = _half_of_day(keys, at + 1, language)
    clock = _clock(hour, minutes, half, rest[0] if rest else 0) if minutes < 60 else None
    if clock is None:
        return None
    return Moment(clock, token.start, nodes[at + used].end), used + 1


def _named(nodes: Sequence[Node], at: int, language: Language) -> tuple[Moment, int] | None:
    """`noon`, `12 noon`, `minuit`; the "midi" of "après-midi" is none."""
    said = amount_at(nodes, at)
    place = at + 1 if said and said.value == NOON else at
    hour = language.figures.named_hours.get(key_at(nodes, place))
    if hour is None or (key_at(nodes, place - 1) in DASHES and glued(nodes, place)):
        return None
    moment = Moment(Clock(hour * HOUR, certain=True), nodes[at].start, nodes[place].end)
    return moment, place - at + 1


def _as_hour(amount: Amount | None, language: Language, most: int = 24) -> int | None:
    """The hour that an amount can be, None where it can be none."""
    if (
        amount is None
        or amount.key in language.figures.no_hours
        or amount.unit
        or amount.scale > 1
        or amount.ordinal
    ):
        return None
    whole = amount.value.denominator == 1 and 0 <= amount.value <= most
    return int(amount.value) if whole else None


def _after(
    nodes: Sequence[Node], keys: Sequence[str], at: int, language: Language
) -> tuple[Moment, int] | None:
    """`half past six`, `halb sieben`."""
    lead = language.before_hour.match(keys, at)
    if not lead:
        return None
    minutes, used = lead
    hour = _as_hour(amount_at(nodes, at + used), language, NOON)
    if not hour:
        return None
    half, more = _half_of_day(keys, at + used + 1, language)
    clock = _clock(hour, minutes, half) if minutes > 0 else _clock(hour - 1, 60 + minutes, half)
    last = at + used + more
    return (Moment(clock, nodes[at].start, nodes[last].end), last - at + 1) if clock else None


def _hour(
    nodes: Sequence[Node], keys: Sequence[str], at: int, language: Language
) -> tuple[Moment, int] | None:
    """`6 pm`, `18 h 30`, `six heures et quart`, `las seis de la tarde`."""
    hour = _as_hour(amount_at(nodes, at), language)
    if hour is None:
        return None
    named = key_at(nodes, at + 1) in language.figures.hours
    end = at + 2 if named else at + 1
    minutes, used = _minutes(nodes, keys, end, language, named)
    half, more = _half_of_day(keys, end + used, language)
    if not used:
        half, more = _half_of_day(keys, at + 1, language)
        end = at + 1
    if not (used or half or language.halves_of_day.match(keys, at + 1)):
        return None
    clock = _clock(*divmod(hour * 60 + minutes, 60), half) if hour or minutes >= 0 else None
    last = end + used + more - 1
    return (Moment(clock, nodes[at].start, nodes[last].end), last - at + 1) if clock else None


def _minutes(
    nodes: Sequence[Node], keys: Sequence[str], at: int, language: Language, named: bool
) -> tuple[int, int]:
    """The minutes after an hour, and how many nodes say them."""
    phrase = language.after_hour.match(keys, at)
    if phrase:
        return phrase
    amount = amount_at(nodes, at) if named else None
    two_digits = amount is not None and amount.end - amount.start == 2 and not amount.in_words
    if amount is None or not two_digits or amount.value >= 60 or amount.unit:
        return 0, 0
    return int(amount.value), 1


def _dotted(
    nodes: Sequence[Node], keys: Sequence[str], at: int, language: Language
) -> tuple[Moment, int] | None:
    """`18.30 Uhr`, `6.30 pm`: digits that were read as a decimal number."""
    amount = amount_at(nodes, at)
    if amount is None or amount.end - amount.start not in {4, 5}:
        return None
    hour, hundredths = divmod(amount.value * 100, 100)
    half, used = _half_of_day(keys, at + 1, language)
    if not used or amount.in_words or hundredths.denominator > 1 or hundredths >= 60:
        return None
    clock = _clock(int(hour), int(hundredths), half)
    return (Moment(clock, amount.start, nodes[at + used].end), used + 1) if clock else None
