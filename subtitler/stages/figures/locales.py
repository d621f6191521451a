"""What Babel knows of every language: digits' marks, months, and the words for measures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Literal

from subtitler.stages.figures.numerals import Marks
from subtitler.stages.figures.tokens import keys_of, word_key
from subtitler.stages.figures.units import CURRENCIES, MEASURES

if TYPE_CHECKING:
    from babel import Locale

# Thousands may be parted by a plain space where people type it for a narrow one.
SPACED = frozenset("fr es pt ru uk pl cs sk bg sv nb no da fi hu it de ca et lv lt".split())
SPELLINGS = {"en": ("en-GB", "en-US")}


@dataclass(frozen=True, slots=True)
class LocaleWords:
    """One language's marks, months and measures.

    `months` are names with their numbers; `capital_months`: they are written with a capital.
    `month_first`: 8/15/2019. `units` and `money` are phrases (as keys) with their units.
    """

    marks: Marks
    months: dict[str, int]
    short_months: dict[str, int]
    capital_months: bool
    month_first: bool
    units: dict[tuple[str, ...], str]
    money: dict[tuple[str, ...], str]


@lru_cache(maxsize=64)
def locale_words(language: str) -> LocaleWords:
    """What Babel knows of a language (BCP 47); English where it does not know it."""
    locale = _locale(language)
    months, short = _months(locale, "wide"), _months(locale, "abbreviated")
    return LocaleWords(
        marks=_marks(locale),
        months={word_key(name): number for name, number in months.items()},
        short_months={word_key(name): n for name, n in short.items() if len(name) >= 3},
        capital_months=all(name[:1].isupper() for name in months),
        month_first=str(locale.date_formats["short"].pattern).startswith(("M", "L")),
        units=_units(locale, language),
        money=_money(locale),
    )


def _locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    for tag in (language, language.split("-", maxsplit=1)[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def _marks(locale: Locale) -> Marks:
    from babel.numbers import get_decimal_symbol

    return Marks(str(get_decimal_symbol(locale)), locale.language in SPACED)


def _months(locale: Locale, width: str) -> dict[str, int]:
    """Names as they are written inside a date and alone."""
    return {
        str(name).rstrip("."): number
        for form in ("format", "stand-alone")
        for number, name in locale.months[form][width].items()
    }


def _units(locale: Locale, language: str) -> dict[tuple[str, ...], str]:
    """Measures in full words, in each grammatical number and spelling."""
    found: dict[tuple[str, ...], str] = {}
    others = SPELLINGS.get(language.split("-", maxsplit=1)[0], ())
    for spelling in (locale, *map(_locale, others)):
        for measure, unit in MEASURES.items():
            for phrase in _forms(spelling, measure):
                found.setdefault(keys_of(phrase), unit)
    return found


def _forms(locale: Locale, measure: str) -> Iterator[str]:
    from babel.units import UnknownUnitError, format_unit

    widths: tuple[Literal["long", "short"], ...] = ("long", "short")
    for count, width in product((1, 2, 5), widths):
        try:
            said = format_unit(count, measure, width, locale=locale)
        except UnknownUnitError:
            return
        phrase = said.replace(str(count), "", 1).strip()
        if phrase != measure and (width == "long" or not phrase.isascii()):
            yield phrase


def _money(locale: Locale) -> dict[tuple[str, ...], str]:
    from babel.numbers import get_currency_name

    names = {
        keys_of(get_currency_name(code, count, locale)): code
        for code in CURRENCIES
        for count in (1, 2, 5)
    }
    codes = {keys_of(code): code for code in CURRENCIES}
    return {**codes, **names}
