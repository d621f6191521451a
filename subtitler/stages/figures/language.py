"""All that is known of one language's figures, made ready for reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from subtitler.stages.figures import english, french, german, portuguese, spanish
from subtitler.stages.figures.locales import LocaleWords, locale_words
from subtitler.stages.figures.phrases import Phrases
from subtitler.stages.figures.rows import FigureWords, NumberWords
from subtitler.stages.figures.tokens import keys_of
from subtitler.stages.figures.units import SYMBOL_PHRASES

T = TypeVar("T")
ROWS: Mapping[str, tuple[NumberWords, FigureWords]] = {
    "en": (english.NUMBERS, english.FIGURES),
    "es": (spanish.NUMBERS, spanish.FIGURES),
    "fr": (french.NUMBERS, french.FIGURES),
    "de": (german.NUMBERS, german.FIGURES),
    "pt": (portuguese.NUMBERS, portuguese.FIGURES),
}
FRACTION_SIGNS = frozenset("½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞")
NO_NUMBERS = NumberWords(cardinals={}, scales={})
NO_FIGURES = FigureWords()


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language (BCP 47) in the form that reading asks for.

    `has_row` is False where only Babel's words are known; `units` say what is counted, money
    included. `starts` are the words that a figure can be in: a sentence with none of them and
    without digits has no figure. `number_starts` and `clock_starts` begin numbers and times.
    """

    tag: str
    has_row: bool
    numbers: NumberWords
    figures: FigureWords
    locale: LocaleWords
    fixed: Phrases[tuple[Fraction, bool]]
    never: Phrases[bool]
    and_half: Phrases[bool]
    units: Phrases[str]
    links: Phrases[bool]
    below_zero: Phrases[bool]
    halves_of_day: Phrases[str]
    before_hour: Phrases[int]
    after_hour: Phrases[int]
    abbreviations: Phrases[bool]
    starts: frozenset[str]
    number_starts: frozenset[str]
    clock_starts: frozenset[str]
    months: frozenset[str]

    @property
    def primary(self) -> str:
        """The tag's language alone: `pt` of `pt-BR`."""
        return self.tag.split("-", maxsplit=1)[0].lower()


@lru_cache(maxsize=64)
def language_of(tag: str) -> Language:
    """What is known of a language."""
    primary = tag.split("-", maxsplit=1)[0].lower()
    numbers, figures = ROWS.get(primary, (NO_NUMBERS, NO_FIGURES))
    locale = locale_words(tag)
    return Language(
        tag=tag,
        has_row=primary in ROWS,
        numbers=numbers,
        figures=figures,
        locale=locale,
        fixed=_phrases(numbers.fixed),
        never=_phrases(dict.fromkeys(numbers.never, True)),
        and_half=_phrases(dict.fromkeys(numbers.and_half, True)),
        units=Phrases(_counted_things(figures, locale).items()),
        links=_phrases(dict.fromkeys(figures.links, True)),
        below_zero=_phrases(dict.fromkeys(figures.below_zero, True)),
        halves_of_day=_phrases(figures.halves_of_day),
        before_hour=_phrases(figures.before_hour),
        after_hour=_phrases(figures.after_hour),
        abbreviations=_phrases(dict.fromkeys(figures.abbreviations, True)),
        starts=_starts(numbers, figures, locale),
        number_starts=_number_starts(numbers),
        clock_starts=_firsts(figures.before_hour) | frozenset(figures.named_hours),
        months=frozenset({*locale.months, *locale.short_months}),
    )


def _phrases(entries: Mapping[str, T]) -> Phrases[T]:
    return Phrases((keys_of(phrase), meaning) for phrase, meaning in entries.items())


def _counted_things(figures: FigureWords, locale: LocaleWords) -> dict[tuple[str, ...], str]:
    """Phrases of measures, percent and money; a language's own words come before Babel's."""
    own = {**SYMBOL_PHRASES, **figures.units, **figures.money}
    ours = {keys_of(phrase): unit for phrase, unit in own.items()}
    things = {**locale.money, **locale.units, **ours}
    return {phrase: unit for phrase, unit in things.items() if unit}


def _starts(numbers: NumberWords, figures: FigureWords, locale: LocaleWords) -> frozenset[str]:
    """Every word that alone can make a figure of a sentence without digits."""
    return frozenset(
        {
            *_said_numbers(numbers),
            *(*_firsts(figures.before_hour), *figures.named_hours),
            *(*locale.months, *numbers.centuries, *FRACTION_SIGNS),
        }
    )


def _number_starts(numbers: NumberWords) -> frozenset[str]:
    """Every word that a number in words can begin with, and those that make it none."""
    return _said_numbers(numbers) | numbers.articles | _firsts(numbers.never)


def _said_numbers(numbers: NumberWords) -> frozenset[str]:
    return frozenset(
        {
            *(*numbers.cardinals, *numbers.hundreds, *numbers.scales, *numbers.many),
            *(*numbers.ordinals, *numbers.decades, *numbers.halves, *_firsts(numbers.fixed)),
        }
    )


def _firsts(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(keys_of(phrase)[0] for phrase in phrases)
