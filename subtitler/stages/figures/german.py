"""German words for figures."""

from __future__ import annotations

from fractions import Fraction

from subtitler.stages.figures.rows import (
    HALF,
    FigureWords,
    NumberWords,
    counted,
    valued,
    words,
)

ENDINGS = ("e", "er", "en", "em", "es")
UNITS = "ein zwei drei vier fünf sechs sieben acht neun".split()
TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
TENTHS = "zwanzigst dreißigst vierzigst fünfzigst sechzigst siebzigst achtzigst neunzigst".split()


def _both(tens: list[str]) -> dict[str, int]:
    """`einundzwanzig` to `neunundneunzig`, or their ordinals."""
    return {
        word: value
        for at, ten in enumerate(tens)
        for unit_at, unit in enumerate(UNITS, 1)
        for word, value in valued(f"{unit}und{ten}={20 + 10 * at + unit_at}").items()
    }


def _inflected(stems: dict[str, int]) -> dict[str, int]:
    """Ordinals with all endings: `erst` gives erste, ersten and so on."""
    return {stem + ending: value for stem, value in stems.items() for ending in ENDINGS}


NUMBERS = NumberWords(
    cardinals=counted(
        "null eins/ein/eine/einen/einem/einer/eines zwei/zwo drei vier fünf sechs sieben acht neun "
        "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn"
    )
    | counted(" ".join(TENS), 20, 10)
    | _both(TENS),
    hundreds=words("hundert"),
    scales=valued(
        "tausend=1000 million/millionen=1000000 milliarde/milliarden=1000000000 "
        "billion/billionen=1000000000000 billiarde/billiarden=1000000000000000 "
        "dutzend=12 mio=1000000 mrd=1000000000"
    ),
    alone=words("hundert tausend"),
    many=valued(
        "dutzende/dutzenden=12 hunderte/hunderten=100 tausende/tausenden=1000 "
        "zehntausende/zehntausenden=10000 hunderttausende/hunderttausenden=100000"
    ),
    ordinals=_inflected(
        counted(
            "erst zweit dritt viert fünft sechst siebt/siebent acht neunt zehnt elft zwölft "
            "dreizehnt vierzehnt fünfzehnt sechzehnt siebzehnt achtzehnt neunzehnt",
            1,
        )
        | counted(" ".join(TENTHS), 20, 10)
        | _both(TENTHS)
        | {"hundertst": 100, "tausendst": 1000}
    ),
    doubtful=frozenset(_inflected(counted("erst zweit dritt acht", 1))),
    determiners=words(
        "der die das den dem des dieser diese unser unsere unserer mein meine ihr ihre sein seine "
        "zum zur am im beim vom"
    ),
    parts=counted(
        "halbe drittel viertel fünftel sechstel siebtel achtel neuntel zehntel",
        2,
    )
    | valued("hundertstel=100 tausendstel=1000"),
    of=words("der des von aller"),
    fixed={
        **dict.fromkeys(("die hälfte", "der hälfte"), (HALF, True)),
        "dreiviertel": (Fraction(3, 4), True),
        "anderthalb": (Fraction(3, 2), True),
        "eineinhalb": (Fraction(3, 2), True),
        "zweieinhalb": (Fraction(5, 2), True),
        "zweimal": (Fraction(2), True),
        "dreimal": (Fraction(3), True),
        **dict.fromkeys(("halb", "halbe", "halben", "halbes", "hälfte"), (HALF, False)),
        **dict.fromkeys(("beide", "beiden", "paar", "doppelt"), (Fraction(2), False)),
        **dict.fromkeys(("verdoppelt", "verdoppeln", "doppelte"), (Fraction(2), False)),
        **dict.fromkeys(("verdreifacht", "dreifache"), (Fraction(3), False)),
        **dict.fromkeys(("einmal", "einzige", "einzigen", "einziger"), (Fraction(1), False)),
    },
    never=("erster minister", "erste hilfe", "außer acht", "in acht"),
    halves=words("halbe halben halbes"),
    point=words("komma"),
    zero_point=words("null"),
    short_scales=valued("k=1000 mio=1000000 mrd=1000000000"),
    decade_endings=words("er ern"),
    centuries=words("jahrhundert jahrhunderts jahrhunderte"),
    glued=True,
    tails=words(
        "jährig köpfig tägig stündig monatig wöchig minütig rädrig dimensional teilig fach"
    ),
)

FIGURES = FigureWords(
    minus=words("minus"),
    not_minus=words("oder"),
    below_zero=("unter null",),
    units={
        **dict.fromkeys(("prozent", "prozentig", "prozentige", "prozentigen"), "%"),
        "promille": "‰",
        **dict.fromkeys(("prozentpunkt", "prozentpunkte", "prozentpunkten"), "pp"),
        "grad": "°",
        **dict.fromkeys(("kilo", "kilos"), "kg"),
        "pfund": "pound",
        "kilometern": "km",
        "quadratkilometern": "km²",
        **dict.fromkeys(("stundenkilometer", "stundenkilometern"), "km/h"),
        **dict.fromkeys(("jahre", "jahren"), "year"),
        **dict.fromkeys(("monate", "monaten"), "month"),
        **dict.fromkeys(("tage", "tagen"), "day"),
    },
    money={
        "dollar": "$",
        "us - dollar": "USD",
        **dict.fromkeys(("cent", "cents"), "¢"),
        "pfund sterling": "GBP",
        "yen": "JPY",
        "yuan": "CNY",
        **dict.fromkeys(("rupie", "rupien"), "rupee"),
        "rubel": "RUB",
        **dict.fromkeys(("peso", "pesos"), "peso"),
        "franken": "franc",
    },
    ranges=words("bis oder"),
    pairs=words("und bis"),
    pair_leads=words("zwischen von"),
    month_leads=words("im seit bis ab anfang ende mitte vom zum"),
    halves_of_day={
        "uhr": "",
        **dict.fromkeys(("uhr morgens", "uhr früh", "morgens", "uhr vormittags"), "am"),
        **dict.fromkeys(("uhr abends", "uhr nachmittags", "abends", "nachmittags"), "pm"),
    },
    hours=words("uhr h"),
    no_hours=words("eine einen einem einer eines"),
    named_hours={"mitternacht": 0},
    before_hour={"halb": -30, "viertel nach": 15, "viertel vor": -15},
    titles=words("herr herrn frau dr prof präsident präsidentin minister ministerin kanzler st"),
    abbreviations=("z . b .", "d . h .", "u . a .", "o . ä .", "nr ."),
    name_particles=words("von van der zu"),
    nouns_capital=True,
)
