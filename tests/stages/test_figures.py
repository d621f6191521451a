"""Laws of reading figures: the value is the same however a language writes it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from subtitler.domain.figure import Clock, Day, Figure
from subtitler.stages.figures import find_figures
from subtitler.stages.figures.language import ROWS, language_of

MILLION, BILLION = 10**6, 10**9


def said(text: str, language: str) -> list[str]:
    """The sure figures of a text, written short: `3 %`, `2019-08-15`, `18:00`, `6:30?`."""
    return [short(figure) for figure in find_figures(text, language) if figure.sure]


def short(figure: Figure) -> str:
    value = figure.value
    if isinstance(value, Day):
        return f"{value.year}-{value.month:02d}-{value.day:02d}"
    if isinstance(value, Clock):
        hour, minutes = divmod(value.seconds // 60, 60)
        return f"{hour}:{minutes:02d}" + ("" if value.certain else "?")
    number = str(value) if value.denominator == 1 else f"{float(value):.6g}"
    return f"{number} {figure.unit}".strip()


NUMBERS = [
    ("en", "zero, one and thirteen", ["13"]),
    ("en", "twenty-one, ninety seven, one hundred and five", ["21", "97", "105"]),
    ("en", "two hundred and five thousand three hundred", ["205300"]),
    ("en", "between one hundred and two hundred", ["100", "200"]),
    ("en", "nineteen sixty-eight, twenty nineteen, nineteen oh five", ["1968", "2019", "1905"]),
    ("en", "three point one four, 0.750, .5%", ["3.14", "0.75", "5 %"]),
    (
        "en",
        "half a million, two and a half million, a million and a half",
        ["500000", "2500000", "1500000"],
    ),
    ("en", "a dozen eggs, half a dozen, 3 lakh, 2 crore", ["12", "6", "300000", "20000000"]),
    ("en", "tens of thousands, several hundred thousand", ["10000 many", "100000 many"]),
    ("en", "1,234.5 and 1\u00a0234 and 1,00,000", ["1234.5", "1234", "100000"]),
    ("en", "10k, 5bn, 3.5M and 5m", ["10000", "5000000000", "3500000", "5 m"]),
    ("en", "G20, F-16, 5G, CO2", ["20", "16", "5"]),
    (
        "en",
        "two thirds, one-half, a quarter of it, 3/4, 2½",
        ["0.666667", "0.5", "0.25", "0.75", "2.5"],
    ),
    ("en", "a quarter of a million", ["250000"]),
    ("en", "24/7 since 9/11", ["24", "7", "9", "11"]),
    ("en", "the eighth, the twenty-first and the 21st", ["8", "21", "21"]),
    (
        "en",
        "the 1990s, the nineties and the '80s",
        ["1990 decade of", "90 decade of", "80 decade of"],
    ),
    ("en", "version 1.2.3", ["123"]),
    ("es", "treinta y cinco, veintiún, ciento veintitrés", ["35", "21", "123"]),
    ("es", "entre treinta y cuarenta", ["30", "40"]),
    ("es", "26 mil millones, dos mil tres millones", ["26000000000", "2003000000"]),
    ("es", "un billón doscientos mil millones", ["1200000000000"]),
    ("es", "mil novecientos sesenta y ocho", ["1968"]),
    ("es", "1.234,5 y 1.234 y 2.5 y 1 234", ["1234.5", "1234", "2.5", "1234"]),
    ("es", "tres coma catorce, medio millón, un millón y medio", ["3.14", "500000", "1500000"]),
    ("es", "dos terceras partes, la cuarta parte, un tercio", ["0.666667", "0.25", "0.333333"]),
    ("es", "octava, vigésimo primero, 8.º, siglo XXI", ["8", "21", "8", "21"]),
    ("es", "miles de empleos, cientos, decenas de miles", ["1000 many", "100 many", "10000 many"]),
    ("es", "los años noventa y los años 80", ["90 decade of", "80 decade of"]),
    ("es-MX", "1,234.5 pesos", ["1234.5 peso"]),
    ("fr", "quatre-vingt-dix-sept, quatre-vingts, soixante et onze", ["97", "80", "71"]),
    ("fr", "vingt et une, deux cents, mille neuf cent soixante-huit", ["21", "200", "1968"]),
    ("fr", "dix-neuf cent soixante-huit, septante-deux", ["1968", "72"]),
    ("fr", "1 234,5 et 1 234 et 4 500 000", ["1234.5", "1234", "4500000"]),
    ("fr", "en 2019 500 personnes", ["2019", "500"]),
    (
        "fr",
        "deux tiers, la moitié, un quart, un demi-million",
        ["0.666667", "0.5", "0.25", "500000"],
    ),
    ("fr", "les dix premiers, la huitième, le 1er, XXIe siècle", ["10", "8", "1", "21"]),
    (
        "fr",
        "des milliers, une dizaine, des centaines de milliers",
        ["1000 many", "10", "100000 many"],
    ),
    ("de", "einundzwanzig, zweihundertfünfunddreißig", ["21", "235"]),
    ("de", "neunzehnhundertachtundsechzig, 3,5 Milliarden", ["1968", "3500000000"]),
    ("de", "1.234,5 und zwei Drittel, die Hälfte", ["1234.5", "0.666667", "0.5"]),
    ("pt", "vinte e três, dois mil e dezenove, 3 bilhões", ["23", "2019", "3000000000"]),
    ("ru", "1 234,5", ["1234.5"]),
    ("zh", "350万人", ["3500000"]),
    ("ar", "٣٤٫٥", ["34.5"]),
    ("hi", "१२३", ["123"]),
]
QUANTITIES = [
    ("en", "3%, 3 per cent, one percent", ["3 %", "3 %", "1 %"]),
    ("en", "7 percentage points", ["7 pp"]),
    (
        "en",
        "$10 million, US$5bn, €20, 20 GBP, ten dollars",
        ["10000000 $", "5000000000 USD", "20 EUR", "20 GBP", "10 $"],
    ),
    (
        "en",
        "-5 °C, −5 °C, minus five degrees, 5 degrees below zero",
        ["-5 °C", "-5 °C", "-5 °", "-5 °"],
    ),
    ("en", "A loss of -$5 million and (-3)", ["-5000000 $", "-3"]),
    ("en", "10-15 people, pages 3 - 5", ["10", "15", "3", "5"]),
    ("en", "-5 people. – 6 people", ["5", "6"]),
    ("en", "a 24-hour strike, a 10-million-dollar plan", ["24 hour", "10000000 $"]),
    ("en", "5 square kilometres, 100 km/h, 60 miles an hour", ["5 km²", "100 km/h", "60 mph"]),
    (
        "en",
        "10 to 15 percent, $3–5 million, 2010-15",
        ["10 %", "15 %", "3000000 $", "5000000 $", "2010", "2015"],
    ),
    (
        "es",
        "3 %, 3 por ciento, el uno por ciento, 5 puntos porcentuales",
        ["3 %", "3 %", "1 %", "5 pp"],
    ),
    (
        "es",
        "10 millones de dólares, 20.000 €, 5 grados bajo cero",
        ["10000000 $", "20000 EUR", "-5 °"],
    ),
    ("es", "menos 5 grados, menos de 5, al menos 5", ["-5 °", "5", "5"]),
    ("es", "entre el 10 y el 15 por ciento, dos años y medio", ["10 %", "15 %", "2.5 year"]),
    (
        "fr",
        "26 milliards d'euros, 5 M€, 3 Md €, deux pour cent",
        ["26000000000 EUR", "5000000 EUR", "3000000000 EUR", "2 %"],
    ),
    ("fr", "moins 5 degrés, au moins 5, 50 cents, 5 m d'eau", ["-5 °", "5", "50 ¢", "5 m"]),
    ("de", "3 Prozent, 5 Millionen Euro, 10 Kilometer", ["3 %", "5000000 EUR", "10 km"]),
    ("ru", "35 %, 5 км", ["35 %", "5 km"]),
    ("it", "3,5 chilometri", ["3.5 km"]),
]
DATES = [
    (
        "en",
        "August 15, 2019; 15 August 2019; the 15th of August",
        ["2019-08-15", "2019-08-15", "0-08-15"],
    ),
    ("en", "8/15/2019, 2019-08-15, 15/8/2019", ["2019-08-15", "2019-08-15", "2019-08-15"]),
    ("en-GB", "5/8/2019", ["2019-08-05"]),
    ("en", "in May, you may, on March 3, they march, March on", ["0-05-00", "0-03-03"]),
    (
        "es",
        "15 de agosto de 2019, el primero de mayo, 5/8/2019",
        ["2019-08-15", "0-05-01", "2019-08-05"],
    ),
    ("es", "en enero, Julio llegó", ["0-01-00"]),
    ("fr", "le 15 août 2019, le 1er mai, en mars, sur Mars", ["2019-08-15", "0-05-01", "0-03-00"]),
    ("de", "am 15. August 2019, 5.8.2019", ["2019-08-15", "2019-08-05"]),
    ("ru", "15 августа 2019 года", ["2019-08-15"]),
    ("zh", "2019年8月15日", ["2019-08-15"]),
]
TIMES = [
    ("en", "6:00 pm, 6 p.m., 18:00, 6:30", ["18:00", "18:00", "18:00", "6:30?"]),
    ("en", "half past six, noon, midnight, 12 am", ["6:30?", "12:00", "0:00", "0:00"]),
    ("en", "six o'clock in the evening, from 6:00 to 8:00 pm", ["18:00", "18:00", "20:00"]),
    ("es", "a las 18:00 h, las seis de la tarde, 6 p. m.", ["18:00", "18:00", "18:00"]),
    ("es", "las seis y cuarto, las seis menos cuarto", ["6:15?", "5:45?"]),
    ("fr", "18 h 30, 18h30, six heures du soir, midi", ["18:30", "18:30", "18:00", "12:00"]),
    ("fr", "bon après-midi", []),
    (
        "de",
        "18 Uhr, 18.30 Uhr, halb sieben, Viertel nach sechs",
        ["18:00", "18:30", "6:30?", "6:15?"],
    ),
    ("pt", "18h30, seis da tarde", ["18:30", "18:00"]),
]
NO_FIGURES = [
    ("en", "One of us said that no one, for once, needs a second or a couple."),
    ("en", "First of all, thank you; second, may I speak?"),
    ("en", "I will march on with my other half."),
    ("es", "Una vez, uno de nosotros, el primer ministro, en medio de la sala, y unos a otros."),
    ("es", "Espera un segundo, por favor."),
    ("fr", "Une fois, l'un de nous, le premier ministre, quoi de neuf ?"),
    ("fr", "D'abord, un second souffle."),
    ("de", "Ein Mann und eine Frau, einmal."),
]


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [*NUMBERS, *QUANTITIES, *DATES, *TIMES],
    ids=lambda v: str(v)[:30],
)
def test_a_figure_has_its_value(language: str, text: str, values: list[str]) -> None:
    """Numbers, units, dates and times have the value that a reader of the language takes."""
    assert said(text, language) == values


@pytest.mark.parametrize(("language", "text"), NO_FIGURES)
def test_what_need_not_be_a_figure_is_not_sure(language: str, text: str) -> None:
    """Articles, pronouns, idioms and offices are no sure figures."""
    assert said(text, language) == []


VALUES = st.one_of(
    st.integers(0, 10**13).map(Fraction),
    st.integers(0, 10**9).map(lambda number: Fraction(number, 1000)),
)
LOCALES = ["en", "es", "fr", "de", "pt", "ru", "it", "pl", "en-IN", "es-MX", "de-CH", "hi", "ar"]


@given(VALUES, st.sampled_from(LOCALES))
def test_digits_of_every_language_are_read_back(value: Fraction, locale: str) -> None:
    """What Babel writes for a value in a language is found there with that value."""
    from babel import Locale

    written = format_decimal(float(value), locale=Locale.parse(locale, sep="-"))
    figures = find_figures(f"… {written} …", locale)
    assert [figure.value for figure in figures] == [value]


PIECES = (
    "- – − . , : / % $ € 1 2 12 20 2019 1,234.5 6:00 25:99 1/2 ½ °C XXI ( th º ' M bn March "
    "2019-08-15 99/99/99 0 1.2.3 ٣ one half a million and hundred three fifth quarter to past "
    "between six pm o'clock dos y medio mil parte quatre vingt dix et demi heures neuf"
).split()
WORDS = st.lists(st.sampled_from([*PIECES, "\n", "5" * 40]), max_size=9)


@given(WORDS, st.sampled_from([*ROWS, "it", "zh", "und"]), st.sampled_from(["", " "]))
def test_figures_of_any_text_are_apart_and_as_written(
    words: list[str], language: str, space: str
) -> None:
    """Whatever the text, figures come in order, do not overlap, and carry their characters."""
    text = space.join(words)
    end = 0
    for figure in find_figures(text, language):
        assert end <= figure.start < figure.end <= len(text)
        assert figure.text == text[figure.start : figure.end]
        end = figure.end


@given(st.text(max_size=60), st.sampled_from([*ROWS, "it", "ja"]))
def test_any_text_can_be_read(text: str, language: str) -> None:
    """No text is beyond reading."""
    find_figures(text, language)


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "pt", "it", "nl"])
def test_number_words_agree_with_text2num(language: str) -> None:
    """What text2num reads in single number words, a language's own row reads as well."""
    from text_to_num import text2num

    cardinals = language_of(language).numbers.cardinals
    for word, value in cardinals.items():
        try:
            theirs = text2num(word, language)
        except ValueError:
            continue
        assert theirs == value, word
