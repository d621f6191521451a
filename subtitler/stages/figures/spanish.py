"""Spanish words for figures."""

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
        "cero uno/un/una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
        "quince dieciséis/dieciseis diecisiete dieciocho diecinueve veinte "
        "veintiuno/veintiún/veintiuna veintidós/veintidos veintitrés/veintitres veinticuatro "
        "veinticinco veintiséis/veintiseis veintisiete veintiocho veintinueve"
    )
    | counted("treinta cuarenta cincuenta sesenta setenta ochenta noventa", 30, 10)
    | counted(
        "cien/ciento doscientos/doscientas trescientos/trescientas cuatrocientos/cuatrocientas "
        "quinientos/quinientas seiscientos/seiscientas setecientos/setecientas "
        "ochocientos/ochocientas novecientos/novecientas",
        100,
        100,
    ),
    scales=valued(
        "mil=1000 millón/millones=1000000 millardo/millardos=1000000000 "
        "billón/billones=1000000000000 trillón/trillones=1000000000000000000 "
        "docena/docenas=12 decena/decenas=10 quincena=15 veintena/veintenas=20 treintena=30 "
        "cincuentena=50 centenar/centenares/centena/centenas=100 millar/millares=1000"
    ),
    alone=words("mil"),
    many=valued("cientos=100 miles=1000"),
    ordinals=counted(
        "primero/primera/primer/primeros/primeras segundo/segunda/segundas "
        "tercero/tercera/tercer/terceros/terceras cuarto/cuarta/cuartas quinto/quinta/quintas "
        "sexto/sexta/sextas séptimo/séptima/séptimas octavo/octava/octavas noveno/novena/novenas "
        "décimo/décima/décimas "
        "undécimo/undécima/decimoprimero/decimoprimera duodécimo/duodécima/decimosegunda "
        "decimotercero/decimotercera/decimotercer decimocuarto/decimocuarta "
        "decimoquinto/decimoquinta decimosexto/decimosexta decimoséptimo/decimoséptima "
        "decimoctavo/decimoctava decimonoveno/decimonovena",
        1,
    )
    | counted(
        "vigésimo/vigésima trigésimo/trigésima cuadragésimo/cuadragésima "
        "quincuagésimo/quincuagésima sexagésimo/sexagésima septuagésimo/septuagésima "
        "octogésimo/octogésima nonagésimo/nonagésima centésimo/centésima",
        20,
        10,
    )
    | {"milésimo": 1000, "milésima": 1000},
    doubtful=words(
        "primero primera primer primeros primeras segundo segunda segundas tercero tercera tercer "
        "terceros terceras cuarto quinta"
    ),
    determiners=words(
        "el la los las lo al del este esta mi tu su sus nuestro nuestra nuestros nuestras cuyo"
    ),
    ordinal_endings=words("º ª o a er ro ra do da to ta mo ma vo va no na ero"),
    parts=counted(
        "medio/medios tercio/tercios cuarto/cuartos quinto/quintos sexto/sextos séptimo/séptimos "
        "octavo/octavos noveno/novenos décimo/décimos/décima/décimas",
        2,
    )
    | valued("centésimo/centésimos/centésima/centésimas=100 milésimas=1000"),
    part_nouns=words("parte partes"),
    of=words("de del"),
    fixed={
        "la mitad": (HALF, True),
        **dict.fromkeys(("mitad", "mitades", "medio", "media"), (HALF, False)),
        **dict.fromkeys(("doble", "duplicar", "duplicado", "duplicó"), (Fraction(2), False)),
        **dict.fromkeys(("duplicando", "duplicará", "duplicarse"), (Fraction(2), False)),
        **dict.fromkeys(("ambos", "ambas", "par", "pareja"), (Fraction(2), False)),
        **dict.fromkeys(("triple", "triplicar", "triplicado", "triplicó"), (Fraction(3), False)),
        **dict.fromkeys(("cuádruple", "cuadruplicado"), (Fraction(4), False)),
        **dict.fromkeys(("único", "única", "sola", "solo"), (Fraction(1), False)),
    },
    never=(
        *("primer ministro", "primera ministra", "primeros ministros", "primera dama"),
        *(
            "primer plano",
            "segundo plano",
            "medio ambiente",
            "en medio",
            "por medio",
            "unos a otros",
            "oriente medio",
        ),
    ),
    halves=words("medio media"),
    and_half=("y medio", "y media"),
    point=words("coma punto"),
    zero_point=words("cero"),
    joiner=Joiner("y", (10, 10), below=10),
    short_scales=valued("k=1000 m=1000000 mm=1000000 mill=1000000"),
    decade_leads=words("años"),
    centuries=words("siglo siglos"),
)

FIGURES = FigureWords(
    minus=words("menos"),
    not_minus=words("al lo o ni cuando nada no"),
    below_zero=("bajo cero", "por debajo de cero"),
    links=("de",),
    units={
        **dict.fromkeys(("por ciento", "por cien"), "%"),
        "por mil": "‰",
        **dict.fromkeys(("punto porcentual", "puntos porcentuales"), "pp"),
        "puntos de porcentaje": "pp",
        **dict.fromkeys(("grado", "grados"), "°"),
        **dict.fromkeys(("grados centígrados", "grado centígrado"), "°C"),
        **dict.fromkeys(("kilo", "kilos"), "kg"),
        **dict.fromkeys(("libra", "libras"), "pound"),
        **dict.fromkeys(("hs", "hrs"), "hour"),
    },
    money={
        **dict.fromkeys(("dólar", "dólares"), "$"),
        **dict.fromkeys(("dólares americanos", "dólares de los estados unidos"), "USD"),
        **dict.fromkeys(("centavo", "centavos", "céntimo", "céntimos"), "¢"),
        **dict.fromkeys(("libras esterlinas", "libra esterlina"), "GBP"),
        **dict.fromkeys(("yen", "yenes"), "JPY"),
        **dict.fromkeys(("yuan", "yuanes"), "CNY"),
        **dict.fromkeys(("rupia", "rupias"), "rupee"),
        **dict.fromkeys(("rublo", "rublos"), "RUB"),
        **dict.fromkeys(("peso", "pesos"), "peso"),
        **dict.fromkeys(("franco", "francos"), "franc"),
    },
    ranges=words("a o u"),
    pairs=words("y e a al hasta"),
    pair_leads=words("entre de del desde"),
    date_links=words("de del"),
    month_leads=words("de en desde hasta a para por este"),
    halves_of_day={
        **dict.fromkeys(("de la mañana", "de la madrugada", "a . m .", "a . m", "am"), "am"),
        **dict.fromkeys(("de la tarde", "de la noche", "p . m .", "p . m", "pm"), "pm"),
        "en punto": "",
    },
    hours=words("h hs hrs hora horas"),
    named_hours={"mediodía": 12, "medianoche": 0},
    after_hour={"y cuarto": 15, "menos cuarto": -15},
    titles=words(
        "sr sra srta sres dr dra don doña d señor señora profesor profesora presidente presidenta "
        "ministro ministra senador senadora juez general secretario secretaria director san santa "
        "rey reina papa canciller"
    ),
    abbreviations=("ee . uu .", "p . ej .", "a . c .", "d . c .", "n . º", "art .", "etc ."),
    name_particles=words("de la del los las y"),
)
