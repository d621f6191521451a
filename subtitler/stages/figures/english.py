"""English words for figures."""

from __future__ import annotations

from fractions import Fraction

from subtitler.stages.figures.rows import (
    HALF,
    FigureWords,
    Joiner,
    NumberWords,
    counted,
    valued,
    words,
)

NUMBERS = NumberWords(
    cardinals=counted(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen"
    )
    | counted("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10),
    hundreds=words("hundred"),
    scales=valued(
        "thousand=1000 million=1000000 billion=1000000000 trillion=1000000000000 lakh=100000 "
        "crore=10000000 dozen=12"
    ),
    many=valued(
        "dozens=12 hundreds=100 thousands=1000 millions=1000000 billions=1000000000 "
        "trillions=1000000000000 lakhs=100000 crores=10000000 tens=10"
    ),
    articles=words("a an"),
    ordinals=counted(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth",
        1,
    )
    | counted(
        "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth",
        20,
        10,
    )
    | {"thousandth": 1000},
    doubtful=words("first second third"),
    determiners=words("the this our my your his her its their whose"),
    ordinal_endings=words("st nd rd th"),
    parts=counted(
        "half/halves third/thirds fourth/fourths/quarter/quarters fifth/fifths sixth/sixths "
        "seventh/sevenths eighth/eighths ninth/ninths tenth/tenths",
        2,
    )
    | valued("hundredth/hundredths=100 thousandth/thousandths=1000"),
    of=words("of"),
    fixed={
        "twice": (Fraction(2), True),
        **dict.fromkeys(("double", "doubled", "doubles", "doubling"), (Fraction(2), False)),
        **dict.fromkeys(("both", "couple", "pair", "pairs"), (Fraction(2), False)),
        **dict.fromkeys(("triple", "tripled", "tripling", "thrice"), (Fraction(3), False)),
        **dict.fromkeys(("once", "single"), (Fraction(1), False)),
        **dict.fromkeys(("half of", "half the", "half our", "half their"), (HALF, True)),
        **dict.fromkeys(("by half", "in half", "than half", "half its"), (HALF, True)),
        **dict.fromkeys(("half", "halves", "halved", "halve", "halving"), (HALF, False)),
        **dict.fromkeys(("quarter", "quarters"), (Fraction(1, 4), False)),
        **dict.fromkeys(("quadruple", "quadrupled"), (Fraction(4), False)),
    },
    never=("first lady", "first name", "first names", "one another", "no one"),
    halves=words("half"),
    and_half=("and a half",),
    point=words("point"),
    zero_point=words("oh o"),
    joiner=Joiner("and", (100, 10**15), below=100),
    short_scales=valued("k=1000 m=1000000 mn=1000000 bn=1000000000 b=1000000000 tn=1000000000000"),
    decades=counted(
        "twenties thirties forties fifties sixties seventies eighties nineties", 20, 10
    ),
    decade_endings=words("s"),
    centuries=words("century centuries"),
    paired_years=True,
)

FIGURES = FigureWords(
    minus=words("minus negative"),
    not_minus=words("or"),
    below_zero=("below zero",),
    links=("of",),
    units={
        "percent": "%",
        "per cent": "%",
        "percentage point": "pp",
        "percentage points": "pp",
        "per thousand": "‰",
        **dict.fromkeys(("degree", "degrees"), "°"),
        **dict.fromkeys(("degrees centigrade", "degree centigrade"), "°C"),
        **dict.fromkeys(("ton", "tons"), "t"),
        **dict.fromkeys(("kilo", "kilos"), "kg"),
        **dict.fromkeys(("pound", "pounds"), "pound"),
        **dict.fromkeys(("kilometers an hour", "kilometres an hour"), "km/h"),
        "miles an hour": "mph",
        **dict.fromkeys(("hr", "hrs"), "hour"),
        "mi": "mi",
    },
    money={
        **dict.fromkeys(("dollar", "dollars", "buck", "bucks"), "$"),
        **dict.fromkeys(("us dollar", "us dollars", "american dollars"), "USD"),
        **dict.fromkeys(("cent", "cents"), "¢"),
        "pounds sterling": "GBP",
        "yen": "JPY",
        "reais": "BRL",
        **dict.fromkeys(("yuan", "renminbi"), "CNY"),
        **dict.fromkeys(("rupee", "rupees"), "rupee"),
        **dict.fromkeys(("ruble", "rubles", "rouble", "roubles"), "RUB"),
        **dict.fromkeys(("peso", "pesos"), "peso"),
        **dict.fromkeys(("franc", "francs"), "franc"),
    },
    ranges=words("to or"),
    pairs=words("and to"),
    pair_leads=words("between from"),
    date_links=words("of"),
    month_leads=words(
        "in of since until till by from early late mid last next this to through and during "
        "before after every around"
    ),
    doubtful_months=words("may march august april june"),
    halves_of_day={
        **dict.fromkeys(("am", "a . m .", "a . m", "in the morning"), "am"),
        **dict.fromkeys(("pm", "p . m .", "p . m"), "pm"),
        **dict.fromkeys(("in the afternoon", "in the evening", "at night"), "pm"),
        "o ' clock in the morning": "am",
        "o ' clock in the afternoon": "pm",
        "o ' clock in the evening": "pm",
        "o ' clock at night": "pm",
        "o ' clock": "",
    },
    hours=words("h"),
    named_hours={"noon": 12, "midday": 12, "midnight": 0},
    before_hour={"half past": 30, "quarter past": 15, "quarter to": -15},
    titles=words(
        "mr mrs ms miss dr prof professor sir lord lady president minister senator judge general "
        "secretary ambassador captain king queen prince princess saint st pope justice "
        "congressman congresswoman chancellor"
    ),
    abbreviations=("u . s .", "u . k .", "u . n .", "e . g .", "i . e .", "no .", "vs .", "jr ."),
    name_particles=words("de van von der den la del bin al"),
)
