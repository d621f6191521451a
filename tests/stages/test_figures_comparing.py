"""Laws of comparing figures: what says the same has no difference, what does not has one."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from subtitler.domain.figure import DifferenceKind
from subtitler.domain.finding import Severity
from subtitler.stages.figures import compare_figures

LANGUAGES = ("en", "es", "fr")
# English, Spanish, French: they say the same.
SAME = [
    ("twenty-one countries", "veintiún países", "vingt et un pays"),
    ("ninety-seven people", "noventa y siete personas", "quatre-vingt-dix-sept personnes"),
    ("eighty people", "ochenta personas", "quatre-vingts personnes"),
    ("seventy-one", "setenta y uno", "soixante et onze"),
    ("one hundred and twenty-three", "ciento veintitrés", "cent vingt-trois"),
    ("two thousand and nineteen", "dos mil diecinueve", "deux mille dix-neuf"),
    (
        "in nineteen sixty-eight",
        "en mil novecientos sesenta y ocho",
        "en dix-neuf cent soixante-huit",
    ),
    ("in 1968", "en 1968", "en mille neuf cent soixante-huit"),
    ("twenty twenty-four", "2024", "deux mille vingt-quatre"),
    ("$10 million", "10 millones de dólares", "10 millions de dollars"),
    ("$1.5 billion", "1.500 millones de dólares", "1,5 milliard de dollars"),
    ("US$5bn", "5 mil millones de dólares", "5 Md $"),
    ("€20,000", "20.000 €", "20 000 €"),
    ("£3m", "3 millones de libras", "3 millions de livres"),
    ("half a million jobs", "medio millón de empleos", "un demi-million d'emplois"),
    (
        "a million and a half people",
        "un millón y medio de personas",
        "un million et demi de personnes",
    ),
    ("two and a half years", "dos años y medio", "deux ans et demi"),
    ("1 trillion euros", "1 billón de euros", "1 billion d'euros"),
    ("3%", "3 %", "3 %"),
    ("3.5 per cent", "3,5 por ciento", "3,5 pour cent"),
    ("half of the population", "el 50 % de la población", "la moitié de la population"),
    ("two thirds of members", "dos tercios de los miembros", "les deux tiers des membres"),
    ("three quarters", "las tres cuartas partes", "trois quarts"),
    ("a quarter of the budget", "una cuarta parte del presupuesto", "un quart du budget"),
    ("one in three women", "una de cada tres mujeres", "une femme sur trois"),
    ("−5 °C tonight", "−5 °C esta noche", "−5 °C ce soir"),
    ("minus five degrees", "cinco grados bajo cero", "moins cinq degrés"),
    ("at 6:00 pm", "a las 18:00", "à 18 h"),
    ("at 6:30 p.m.", "a las 18:30", "à 18h30"),
    ("half past six", "las seis y media", "six heures et demie"),
    ("at noon", "al mediodía", "à midi"),
    ("at 6 o'clock in the evening", "a las seis de la tarde", "à six heures du soir"),
    ("August 15, 2019", "15 de agosto de 2019", "le 15 août 2019"),
    ("the first of May", "el primero de mayo", "le 1er mai"),
    ("May 1st", "1.º de mayo", "1er mai"),
    ("In March we met.", "En marzo nos reunimos.", "En mars, nous nous sommes réunis."),
    ("2019-08-15", "15/8/2019", "15/08/2019"),
    ("the 21st century", "el siglo XXI", "le XXIe siècle"),
    ("the eighth session", "la octava sesión", "la huitième session"),
    ("the 8th session", "la 8.ª sesión", "la 8e session"),
    ("World War II", "la Segunda Guerra Mundial", "la Seconde Guerre mondiale"),
    ("the 1990s", "los años noventa", "les années 90"),
    ("the nineties", "los 90", "les années 1990"),
    ("from 2010 to 2015", "de 2010 a 2015", "de 2010 à 2015"),
    ("2010-15", "2010-2015", "2010–2015"),
    ("between 10 and 15 percent", "entre el 10 y el 15 por ciento", "entre 10 et 15 pour cent"),
    ("between 10% and 15%", "entre 10 y 15 %", "de 10 à 15 %"),
    ("10 to 15 million dollars", "de 10 a 15 millones de dólares", "10 à 15 millions de dollars"),
    (
        "tens of thousands of people",
        "decenas de miles de personas",
        "des dizaines de milliers de personnes",
    ),
    ("hundreds of families", "cientos de familias", "des centaines de familles"),
    ("a dozen eggs", "una docena de huevos", "une douzaine d'œufs"),
    ("dozens of countries", "decenas de países", "des dizaines de pays"),
    ("check twice", "comprobar dos veces", "vérifier deux fois"),
    ("both sides", "ambas partes", "les deux parties"),
    ("a couple of days", "un par de días", "deux jours"),
    ("One of the things", "Una de las cosas", "L'une des choses"),
    ("one another", "unos a otros", "les uns les autres"),
    ("For one thing,", "Por un lado,", "D'une part,"),
    ("First of all, thank you.", "Ante todo, gracias.", "Tout d'abord, merci."),
    (
        "First, we act. Second, we learn.",
        "En primer lugar, actuamos. En segundo lugar, aprendemos.",
        "D'abord, nous agissons. Ensuite, nous apprenons.",
    ),
    ("the Prime Minister", "el primer ministro", "le premier ministre"),
    ("the First Lady", "la primera dama", "la première dame"),
    ("Wait a second.", "Espera un segundo.", "Attendez une seconde."),
    ("a second chance", "una segunda oportunidad", "une seconde chance"),
    ("for the first time", "por primera vez", "pour la première fois"),
    ("20 km from here", "a 20 kilómetros de aquí", "à 20 kilomètres d'ici"),
    ("100 km/h", "100 kilómetros por hora", "100 kilomètres à l'heure"),
    ("a 24-hour strike", "una huelga de 24 horas", "une grève de 24 heures"),
    ("a 10-year plan", "un plan de 10 años", "un plan décennal de dix ans"),
    ("1.5 °C", "1,5 grados", "1,5 degré"),
    ("300 square kilometers", "300 km²", "300 kilomètres carrés"),
    ("5 tons of rice", "5 toneladas de arroz", "5 tonnes de riz"),
    ("50 MW", "50 megavatios", "50 mégawatts"),
    ("Resolution 2,758", "Resolución 2.758", "Résolution 2 758"),
    ("COVID-19 and the G20", "la COVID-19 y el G20", "la COVID-19 et le G20"),
    ("CO2 emissions", "emisiones de dióxido de carbono", "émissions de dioxyde de carbone"),
    ("100,000 people", "cien mil personas", "cent mille personnes"),
    ("one million trees", "un millón de árboles", "un million d'arbres"),
    (
        "three million two hundred thousand",
        "tres millones doscientos mil",
        "trois millions deux cent mille",
    ),
    ("zero tolerance", "tolerancia cero", "tolérance zéro"),
    ("a third of us", "un tercio de nosotros", "un tiers d'entre nous"),
    ("The Third World", "El Tercer Mundo", "Le tiers-monde"),
    ("He scored three times.", "Marcó tres veces.", "Il a marqué trois fois."),
    ("from 6:00 to 8:00 pm", "de 18:00 a 20:00", "de 18 h à 20 h"),
    ("7 percentage points", "7 puntos porcentuales", "7 points de pourcentage"),
    ("No. 5", "N.º 5", "n° 5"),
    ("Louis XIV", "Luis XIV", "Louis XIV"),
    ("twice as many", "el doble", "deux fois plus"),
    ("May I speak?", "¿Puedo hablar?", "Puis-je parler ?"),
    ("They march for peace.", "Marchan por la paz.", "Ils marchent pour la paix."),
    ("nine new members", "nueve nuevos miembros", "neuf nouveaux membres"),
    ("What's new?", "¿Qué hay de nuevo?", "Quoi de neuf ?"),
    (
        "Thank you, everyone.",
        "Gracias a todos y cada uno.",
        "Merci à toutes et à tous, un grand merci.",
    ),
    ("about fifty people", "una cincuentena de personas", "une cinquantaine de personnes"),
    ("six hours", "seis horas", "six heures"),
    ("15 and 16 August", "15 y 16 de agosto", "les 15 et 16 août"),
    ("1,234.56", "1.234,56", "1 234,56"),
    ("-5%", "-5 %", "−5 %"),
    ("- 5 people came.", "- Vinieron 5 personas.", "– 5 personnes sont venues."),
    ("50 cents", "50 centavos", "50 centimes"),
    ("five cents", "cinco centavos", "cinq centimes"),
    ("one half", "la mitad", "une moitié"),
    ("Chapter three", "Capítulo tres", "Chapitre III"),
    ("page 12", "página 12", "page 12"),
    ("a hundred years ago", "hace cien años", "il y a cent ans"),
    ("hundred percent", "cien por cien", "cent pour cent"),
    ("in your 20s", "a los veinte años", "à vingt ans"),
    ("more than doubled", "más que duplicado", "plus que doublé"),
    ("3.5 billion", "3500 millones", "3,5 milliards"),
    ("sixteen-year-olds", "jóvenes de dieciséis años", "jeunes de seize ans"),
    ("over 9,000", "más de nueve mil", "plus de neuf mille"),
    ("at 10 am", "a las 10 de la mañana", "à 10 heures du matin"),
    ("18:00", "18.00 h", "18 heures"),
    ("the 5th of November", "el 5 de noviembre", "le cinq novembre"),
    ("the top ten", "los diez primeros", "les dix premiers"),
    ("half-time", "medio tiempo", "mi-temps"),
    ("the first half of 2020", "el primer semestre de 2020", "le premier semestre 2020"),
]
OTHER_LANGUAGES = [
    ("en", "twenty-one people paid 3.5 million euros", "de", "21 Leute zahlten 3,5 Millionen Euro"),
    ("en", "On 15 August 2019 at 6:30 pm", "de", "Am 15. August 2019 um 18.30 Uhr"),
    ("en", "a three-year-old has one watch", "de", "eine Dreijährige hat eine Uhr"),
    ("en", "two thirds, half of it", "de", "zwei Drittel, die Hälfte davon"),
    ("en", "in 1968, twenty-three reais", "pt", "em 1968, vinte e três reais"),
    ("en", "twenty-three people, 3.5 kilometers", "it", "ventitre persone, 3,5 chilometri"),
    ("en", "three people in October", "ru", "три человека в октябре"),
    ("en", "three people, 3.5 million, 35%", "zh", "三个人，350万，35%"),
    ("en", "34.5 on 15 August 2019", "ru", "34,5 15 августа 2019 года"),
]
K = DifferenceKind
DIFFERENT = [
    ("en", "We have 45 schools.", "es", "Tenemos 54 escuelas.", K.VALUE),
    ("en", "We have 45 schools.", "es", "Tenemos escuelas.", K.MISSING),
    ("en", "We have schools.", "fr", "Nous avons 45 écoles.", K.EXTRA),
    ("en", "$10 million", "es", "10 mil millones de dólares", K.VALUE),
    ("en", "3 billion people", "es", "3 billones de personas", K.VALUE),
    ("en", "3 billion people", "fr", "3 billions de personnes", K.VALUE),
    ("en", "1.234 km", "es", "1.234 km", K.VALUE),
    ("en", "$10 million", "fr", "10 millions d'euros", K.CURRENCY),
    ("en", "$10 million", "fr", "10 millions", K.CURRENCY),
    ("en", "It grew by 5%.", "es", "Creció 5.", K.PERCENT),
    ("en", "It grew by 5%.", "es", "Creció 5 puntos porcentuales.", K.PERCENT),
    ("en", "It was −5 °C.", "es", "Hacía 5 °C.", K.SIGN),
    ("en", "It was minus five degrees.", "fr", "Il faisait cinq degrés.", K.SIGN),
    ("en", "10 kilometers away", "es", "a 10 millas", K.UNIT),
    ("en", "10 kilometers away", "es", "a 10 de aquí", K.UNIT),
    ("en", "24 hours", "fr", "24 minutes", K.UNIT),
    ("en", "on August 15, 2019", "es", "el 15 de septiembre de 2019", K.DATE),
    ("en", "on August 15, 2019", "fr", "le 15 août 2018", K.DATE),
    ("en", "in October", "es", "en noviembre", K.DATE),
    ("en", "8/9/2019", "es", "8/9/2019", K.DATE),
    ("en", "at 6:00 pm", "es", "a las 17:00", K.TIME),
    ("en", "at 6:00 pm", "es", "a las 6:00", K.TIME),
    ("en", "at 6:15", "fr", "à 6 h 45", K.TIME),
    ("en", "the eighth session", "es", "la novena sesión", K.VALUE),
    ("en", "two thirds of us", "fr", "trois quarts d'entre nous", K.VALUE),
    ("en", "half of us", "es", "un tercio de nosotros", K.VALUE),
    ("en", "thousands of jobs", "es", "millones de empleos", K.VALUE),
    ("en", "millions of people", "fr", "un million de personnes", K.UNIT),
    ("en", "five people", "fr", "six personnes", K.VALUE),
    ("en", "in nineteen sixty-eight", "es", "en 1986", K.VALUE),
    ("en", "G20", "fr", "G7", K.VALUE),
]


@pytest.mark.parametrize("texts", SAME, ids=lambda texts: texts[0][:30])
def test_what_says_the_same_has_no_difference(texts: tuple[str, str, str]) -> None:
    """In all six directions between English, Spanish and French."""
    by_language = dict(zip(LANGUAGES, texts, strict=True))
    for source, text in by_language.items():
        for target, other in by_language.items():
            assert compare_figures(text, source, other, target) == ()


@pytest.mark.parametrize(("source", "text", "target", "other"), OTHER_LANGUAGES)
def test_other_languages_compare_as_far_as_their_words_are_known(
    source: str, text: str, target: str, other: str
) -> None:
    """German and Portuguese wholly; elsewhere what is in digits, and no small number is missed."""
    assert compare_figures(text, source, other, target) == ()
    assert compare_figures(other, target, text, source) == ()


@pytest.mark.parametrize(("source", "text", "target", "other", "kind"), DIFFERENT)
def test_what_says_other_things_differs(
    source: str, text: str, target: str, other: str, kind: DifferenceKind
) -> None:
    """A difference names what is different: rules Q20 to Q22."""
    differences = compare_figures(text, source, other, target)
    assert [difference.kind for difference in differences] == [kind]
    warnings = {K.MISSING, K.EXTRA, K.DATE, K.TIME}
    severity = Severity.WARNING if kind in warnings else Severity.ERROR
    assert differences[0].severity is severity


def test_a_difference_carries_both_figures() -> None:
    """What is missing has no target, what is extra no source, what changed has both."""
    changed, missing = compare_figures("3% of 45 in 1990", "en", "4 % en 1990", "es")
    assert (changed.source and changed.source.text, changed.target and changed.target.text) == (
        "3%",
        "4 %",
    )
    assert (missing.source and missing.source.text, missing.target) == ("45", None)
    (extra,) = compare_figures("Yes.", "en", "Oui, 5.", "fr")
    assert (extra.source, extra.target and extra.target.text) == (None, "5")


def samples(media: Path) -> Iterator[dict[str, str]]:
    """The sentences of the sample speeches in their three languages."""
    for path in sorted(media.glob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        for sentence in truth["sentences"]:
            yield {truth["language"]: sentence["text"], **sentence["translations"]}


def test_reference_translations_have_no_difference(media: Path) -> None:
    """0 false alarms on the samples' sentences, in all six directions."""
    compared = 0
    for texts in samples(media):
        for source, text in texts.items():
            for target, other in texts.items():
                assert compare_figures(text, source, other, target) == ()
                compared += source != target
    assert compared > 400


CHANGES: dict[str, Callable[[str], str]] = {
    "another digit": lambda text: re.sub(
        r"\d(?!.*\d)", lambda m: str((int(m[0]) + 3) % 10), text, count=1
    ),
    "no figure": lambda text: re.sub(r"\d[\d.,]*(?: \d{3})*", "", text, count=1),
    "no percent": lambda text: re.sub(r" ?%| percent| por ciento| pour cent", "", text),
    "no currency": lambda text: re.sub(
        r"\$|€|(?: de| d['’])? ?(?:dollars|dólares|euros)", "", text
    ),
    "another currency": lambda text: (
        text.replace("$", "£").replace("dollars", "euros").replace("dólares", "euros")
    ),
    "another scale": lambda text: re.sub(
        r"mill(?:ion|ón)(?:e?s)?", "mil" if "illo" in text else "mille", text
    ),
    "another month": lambda text: re.sub(MONTHS, lambda m: NEXT[m[0]], text),
}
NAMES = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
NEXT = {
    name: names[(at + 5) % 12]
    for names in map(str.split, NAMES.values())
    for at, name in enumerate(names)
}
MONTHS = r"\b(?:" + "|".join(NEXT) + r")\b(?= \d| de \d|,|$)"


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_figure_is_always_found(media: Path, change: str) -> None:
    """Every figure of the samples' translations that is changed makes a difference."""
    changed = 0
    for texts in samples(media):
        for source, text in texts.items():
            for target, other in texts.items():
                wrong = CHANGES[change](other)
                if source != target and wrong != other:
                    assert compare_figures(text, source, wrong, target), wrong
                    changed += 1
    assert changed >= 6


@given(st.sampled_from(SAME), st.sampled_from(range(3)))
def test_a_text_does_not_differ_from_itself(texts: tuple[str, str, str], at: int) -> None:
    """compare(x, x) is empty."""
    assert compare_figures(texts[at], LANGUAGES[at], texts[at], LANGUAGES[at]) == ()


FRAMES = {
    "en": ["We have {} of them.", "{}% of us.", "${} million", "{} kilometers", "−{} °C"],
    "es": [
        "Tenemos {} de ellos.",
        "El {} % de nosotros.",
        "{} millones de dólares",
        "{} kilómetros",
        "−{} °C",
    ],
    "fr": [
        "Nous en avons {}.",
        "{} % d'entre nous.",
        "{} millions de dollars",
        "{} kilomètres",
        "−{} °C",
    ],
}
VALUES = st.integers(0, 10**7) | st.integers(0, 10**6).map(lambda number: number / 1000)


@given(VALUES, VALUES, st.integers(0, 4), st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES))
def test_values_are_compared_and_not_digits(
    value: float, other: float, frame: int, source: str, target: str
) -> None:
    """Equal values are no difference however each language writes them; unequal ones always are."""
    text = FRAMES[source][frame].format(format_decimal(value, locale=source))
    same = FRAMES[target][frame].format(format_decimal(value, locale=target))
    wrong = FRAMES[target][frame].format(format_decimal(other, locale=target))
    assert compare_figures(text, source, same, target) == ()
    assert bool(compare_figures(text, source, wrong, target)) == (value != other)


def test_ten_thousand_sentences_are_compared_in_seconds(media: Path) -> None:
    """10,000 comparisons of texts not seen before take under 5 s (half of that here)."""
    pairs = [(texts["en"], texts["es"]) for texts in samples(media)]
    texts = [(f"{en} {at}", f"{es} {at}") for at in range(50) for en, es in pairs][:5000]
    compare_figures("1", "en", "1", "es")
    start = time.process_time()
    for text, other in texts:
        compare_figures(text, "en", other, "es")
    assert (time.process_time() - start) / len(texts) < 5 / 10_000
