"""Dates become moments: 15 August 2019, August 15, le 1er mai, 2019-08-15, 8/15/2019."""

from __future__ import annotations

import re
from collections.abc import Sequence

from subtitler.domain.figure import Day
from subtitler.stages.figures.language import Language
from subtitler.stages.figures.nodes import Amount, Moment, Node, amount_at, key_at
from subtitler.stages.figures.numerals import ascii_digits
from subtitler.stages.figures.tokens import Token

SHORT_YEARS = 70  # 1970 to 2069


def read_dates(nodes: Sequence[Node], language: Language) -> list[Node]:
    """The nodes with every date as one moment; a month alone is one where it must be a month."""
    read: list[Node] = []
    at = 0
    while at < len(nodes):
        node = nodes[at]
        if isinstance(node, Token) and node.kind == "day":
            read.append(_written(node, language) or node)
        elif isinstance(node, Token) and node.key in language.months:
            moment, before, used = _said(read, nodes, at, language)
            if moment:
                del read[len(read) - before :]
                read.append(moment)
                at += used
                continue
            read.append(node)
        else:
            read.append(node)
        at += 1
    return read


def _written(token: Token, language: Language) -> Moment | None:
    """A date in digits alone: year first, or the order of the language."""
    numbers = [int(part) for part in re.findall(r"\d+", ascii_digits(token.text))]
    if "月" in token.text:
        year, month, day = numbers if len(numbers) == 3 else (0, *numbers)
    elif "-" in token.text:
        year, month, day = numbers
    else:
        day, month, year = numbers
        if (language.locale.month_first and "/" in token.text and month <= 31) or month > 12:
            day, month = (month, day) if day <= 12 else (day, month)
    if 0 < year < 100:
        year += 1900 if year >= SHORT_YEARS else 2000
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Moment(Day(month, day, year), token.start, token.end)


def _month(token: Token, language: Language) -> int:
    """The number of the month that a word can name, 0 where it names none."""
    return language.locale.months.get(token.key) or language.locale.short_months.get(token.key, 0)


def _said(
    read: Sequence[Node], nodes: Sequence[Node], at: int, language: Language
) -> tuple[Moment | None, int, int]:
    """The date around a month, with how many nodes before it and from it on are part of it."""
    month = nodes[at]
    assert isinstance(month, Token)
    day, before = _day_before(read, language)
    end = at + 1
    if key_at(nodes, end) == "." and month.key in language.locale.short_months:
        end += 1
    if not day and language.locale.month_first and _as_day(amount_at(nodes, end)):
        day, end = _as_day(amount_at(nodes, end)), end + 1
    year, used = _year_after(nodes, end, language)
    end += used
    if not (day or year) and not _must_be_month(read, month, language):
        return None, 0, 1
    if language.locale.capital_months and not month.text[0].isupper():
        return None, 0, 1
    start = read[len(read) - before].start if before else month.start
    value = Day(_month(month, language), day, year)
    return Moment(value, start, nodes[end - 1].end), before, end - at


def _as_day(amount: Amount | None) -> int:
    """The day of a month that an amount can be, 0 where it can be none."""
    if amount is None or amount.unit or amount.scale > 1 or amount.value.denominator > 1:
        return 0
    return int(amount.value) if 1 <= amount.value <= 31 else 0


def _day_before(read: Sequence[Node], language: Language) -> tuple[int, int]:
    """The day that stands before a month, and how many nodes that takes."""
    linked = key_at(read, len(read) - 1) in {*language.figures.date_links, "."}
    for before in (2, 1) if linked else (1,):
        day = _as_day(amount_at(read, len(read) - before))
        if day:
            return day, before
    return 0, 0


def _year_after(nodes: Sequence[Node], at: int, language: Language) -> tuple[int, int]:
    """The year that follows a day or a month, and how many nodes that takes."""
    skip = 1 if key_at(nodes, at) in {*language.figures.date_links, ","} else 0
    amount = amount_at(nodes, at + skip)
    if amount is None or amount.unit or amount.ordinal or not 1000 <= amount.value <= 2999:
        return 0, 0
    if amount.value.denominator > 1 or not (amount.in_words or amount.end - amount.start == 4):
        return 0, 0
    return int(amount.value), skip + 1


def _must_be_month(read: Sequence[Node], month: Token, language: Language) -> bool:
    """Whether a word without a day or a year is a month: not "may", "march", "Mars", "Julio"."""
    if month.key not in language.locale.months:
        return False
    if month.text[0].isupper() != language.locale.capital_months:
        return False
    if month.key not in language.figures.doubtful_months:
        return True
    lead = key_at(read, len(read) - 1)
    if lead == "'":
        lead = key_at(read, len(read) - 2)
    return lead in language.figures.month_leads
