"""French words for figures."""

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
        "zéro un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze "
        "quinze seize"
    )
    | counted("vingt trente quarante cinquante soixante septante huitante nonante", 20, 10)
    | {"vingts": 20, "octante": 80},
    hundreds=words("cent cents"),
    scales=valued(
        "mille=1000 millier/milliers=1000 million/millions=1000000 "
        "milliard/milliards=1000000000 billion/billions=1000000000000 "
        "douzaine/douzaines=12 dizaine/dizaines=10 quinzaine=15 vingtaine=20 trentaine=30 "
        "quarantaine=40 cinquantaine=50 soixantaine=60 centaine/centaines=100"
    ),
    alone=words("mille cent"),
    ordinals=counted(
        "premier/première/premiers/premières/unième deuxième/second/seconde/secondes "
        "troisième quatrième cinquième sixième septième huitième neuvième dixième onzième "
        "douzième treizième quatorzième quinzième seizième",
        1,
    )
    | counted("vingtième trentième quarantième cinquantième soixantième", 20, 10)
    | {"centième": 100, "millième": 1000},
    doubtful=words("premier première premiers premières second seconde secondes"),
    lone=words("premier première premiers premières second seconde secondes"),
    determiners=words("le la les au aux du des ce cette ces mon ma notre nos votre son sa leur"),
    ordinal_endings=words("er re ère e è ème eme ième nd nde ᵉ ᵉʳ ʳᵉ ᵈ ᵉᵐᵉ"),
    parts=counted(
        "demi/demis/demie tiers quart/quarts cinquième/cinquièmes sixième/sixièmes "
        "septième/septièmes huitième/huitièmes neuvième/neuvièmes dixième/dixièmes",
        2,
    )
    | valued("centième/centièmes=100 millième/millièmes=1000"),
    of=words("de d des du"),
    fixed={
        "la moitié": (HALF, True),
        "de moitié": (HALF, True),
        **dict.fromkeys(("moitié", "moitiés", "demi", "demie", "mi"), (HALF, False)),
        **dict.fromkeys(("double", "doubler", "doublé", "doublant"), (Fraction(2), False)),
        **dict.fromkeys(("couple", "paire", "doubleront", "doublera"), (Fraction(2), False)),
        **dict.fromkeys(("triple", "tripler", "triplé", "tiers"), (Fraction(3), False)),
        **dict.fromkeys(("quadruple", "quadruplé"), (Fraction(4), False)),
        **dict.fromkeys(("seul", "seule", "unique"), (Fraction(1), False)),
        "quart": (Fraction(1, 4), False),
    },
    never=(
        *("premier ministre", "première ministre", "premiers ministres", "première dame"),
        *("premier plan", "second plan", "tête la première", "mille pattes"),
        *("quoi de neuf", "rien de neuf", "à neuf .", "à neuf ,", "tout neuf", "flambant neuf"),
        *("uns les autres", "uns des autres"),
    ),
    halves=words("demi demie"),
    and_half=("et demi", "et demie"),
    point=words("virgule"),
    zero_point=words("zéro"),
    joiner=Joiner("et", (10, 20), below=20, only=frozenset({1, 11})),
    short_scales=valued("k=1000 m=1000000 mio=1000000 md=1000000000 mds=1000000000 mrd=1000000000"),
    decade_leads=words("années"),
    centuries=words("siècle siècles"),
    vigesimal=True,
)

FIGURES = FigureWords(
    minus=words("moins"),
    not_minus=words("au du ou à ni le"),
    below_zero=("sous zéro", "au - dessous de zéro", "en dessous de zéro", "sous le zéro"),
    links=("de", "d '"),
    units={
        "pour cent": "%",
        "pour mille": "‰",
        **dict.fromkeys(("point de pourcentage", "points de pourcentage"), "pp"),
        **dict.fromkeys(("degré", "degrés"), "°"),
        **dict.fromkeys(("degrés centigrades", "degré centigrade"), "°C"),
        **dict.fromkeys(("kilo", "kilos"), "kg"),
        **dict.fromkeys(("livre", "livres"), "livre"),
        "ko": "kB",
        "mo": "MB",
        "go": "GB",
        "to": "TB",
        **dict.fromkeys(("kilomètres à l ' heure", "kilomètres heure"), "km/h"),
        **dict.fromkeys(("kilomètres / heure", "km heure"), "km/h"),
        **dict.fromkeys(("pouce", "pouces"), ""),  # inches, or thumbs
        **dict.fromkeys(("année", "années", "an", "ans"), "year"),
    },
    money={
        **dict.fromkeys(("dollar", "dollars"), "$"),
        **dict.fromkeys(("dollars américains", "dollars us"), "USD"),
        **dict.fromkeys(("centime", "centimes", "cent", "cents"), "¢"),
        **dict.fromkeys(("livres sterling", "livre sterling"), "GBP"),
        **dict.fromkeys(("yen", "yens"), "JPY"),
        **dict.fromkeys(("yuan", "yuans"), "CNY"),
        **dict.fromkeys(("roupie", "roupies"), "rupee"),
        **dict.fromkeys(("rouble", "roubles"), "RUB"),
        **dict.fromkeys(("peso", "pesos"), "peso"),
        **dict.fromkeys(("franc", "francs"), "franc"),
    },
    ranges=words("à ou"),
    pairs=words("et à au"),
    pair_leads=words("entre de du"),
    date_links=words("de"),
    month_leads=words("en de d dès début fin mi depuis jusqu ici ce courant avant après"),
    doubtful_months=words("mars mai"),
    halves_of_day={
        **dict.fromkeys(("du matin", "am"), "am"),
        **dict.fromkeys(("du soir", "de l ' après - midi", "de l ' après midi", "pm"), "pm"),
    },
    hours=words("h heure heures"),
    named_hours={"midi": 12, "minuit": 0},
    after_hour={"et quart": 15, "moins le quart": -15, "et demie": 30, "et demi": 30},
    titles=words(
        "m mm mme mmes mlle dr pr me monsieur madame messieurs mesdames professeur président "
        "présidente ministre sénateur juge général secrétaire directeur directrice saint sainte "
        "roi reine pape chancelier"
    ),
    abbreviations=("p . ex .", "av . j . - c .", "apr . j . - c .", "n °", "etc ."),
    name_particles=words("de du des la le d"),
)
