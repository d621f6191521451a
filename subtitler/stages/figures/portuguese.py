"""Portuguese words for figures."""

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
        "zero um/uma dois/duas três quatro cinco seis sete oito nove dez onze doze treze "
        "catorze/quatorze quinze dezesseis/dezasseis dezessete/dezassete dezoito "
        "dezenove/dezanove"
    )
    | counted("vinte trinta quarenta cinquenta sessenta setenta oitenta noventa", 20, 10)
    | counted(
        "cem/cento duzentos/duzentas trezentos/trezentas quatrocentos/quatrocentas "
        "quinhentos/quinhentas seiscentos/seiscentas setecentos/setecentas "
        "oitocentos/oitocentas novecentos/novecentas",
        100,
        100,
    ),
    scales=valued(
        "mil=1000 milhão/milhões=1000000 bilhão/bilhões=1000000000 "
        "bilião/biliões/trilhão/trilhões=1000000000000 milhar/milhares=1000 "
        "dúzia/dúzias=12 dezena/dezenas=10 centena/centenas=100"
    ),
    alone=words("mil"),
    ordinals=counted(
        "primeiro/primeira/primeiros/primeiras segundo/segunda terceiro/terceira "
        "quarto/quarta quinto/quinta sexto/sexta sétimo/sétima oitavo/oitava nono/nona "
        "décimo/décima",
        1,
    )
    | counted(
        "vigésimo/vigésima trigésimo/trigésima quadragésimo/quadragésima "
        "quinquagésimo/quinquagésima",
        20,
        10,
    )
    | {"centésimo": 100, "centésima": 100},
    doubtful=words(
        "primeiro primeira primeiros primeiras segundo segunda terceiro terceira quarto quarta "
        "quinta sexta"
    ),
    determiners=words("o a os as ao à do da no na este esta meu minha nosso nossa seu sua"),
    ordinal_endings=words("º ª o a"),
    parts=counted("meio terço/terços quarto/quartos quinto/quintos sexto/sextos", 2)
    | valued("décimo/décimos=10 centésimo/centésimos=100"),
    part_nouns=words("parte partes"),
    of=words("de do da dos das"),
    fixed={
        "a metade": (HALF, True),
        "metade de": (HALF, True),
        **dict.fromkeys(("metade", "meio", "meia"), (HALF, False)),
        **dict.fromkeys(("dobro", "duplo", "dobrar", "dobrou"), (Fraction(2), False)),
        **dict.fromkeys(("ambos", "ambas", "par", "casal"), (Fraction(2), False)),
        **dict.fromkeys(("triplo", "triplicar", "triplicou"), (Fraction(3), False)),
        **dict.fromkeys(("único", "única", "só"), (Fraction(1), False)),
    },
    never=("primeiro - ministro", "primeira - ministra", "primeira - dama", "meio ambiente"),
    halves=words("meio meia"),
    and_half=("e meio", "e meia"),
    point=words("vírgula ponto"),
    zero_point=words("zero"),
    joiner=Joiner("e", (10, 10**15), below=1000),
    short_scales=valued("k=1000 m=1000000 mi=1000000 bi=1000000000"),
    decade_leads=words("anos"),
    centuries=words("século séculos"),
)

FIGURES = FigureWords(
    minus=words("menos"),
    not_minus=words("ao pelo ou"),
    below_zero=("abaixo de zero", "negativos"),
    links=("de",),
    units={
        "por cento": "%",
        **dict.fromkeys(("ponto percentual", "pontos percentuais"), "pp"),
        **dict.fromkeys(("grau", "graus"), "°"),
        **dict.fromkeys(("tonelada", "toneladas"), "t"),
        **dict.fromkeys(("kilo", "quilo", "quilos"), "kg"),
        **dict.fromkeys(("quilómetro", "quilómetros"), "km"),
        **dict.fromkeys(("libra", "libras"), "pound"),
    },
    money={
        **dict.fromkeys(("dólar", "dólares"), "$"),
        **dict.fromkeys(("real", "reais"), "BRL"),
        **dict.fromkeys(("centavo", "centavos", "cêntimos"), "¢"),
        "libras esterlinas": "GBP",
        **dict.fromkeys(("iene", "ienes"), "JPY"),
        **dict.fromkeys(("rublo", "rublos"), "RUB"),
        **dict.fromkeys(("peso", "pesos"), "peso"),
        **dict.fromkeys(("franco", "francos"), "franc"),
    },
    ranges=words("a ou"),
    pairs=words("e a"),
    pair_leads=words("entre de"),
    date_links=words("de do"),
    month_leads=words("de em desde até a para este"),
    halves_of_day={
        **dict.fromkeys(("da manhã", "da madrugada"), "am"),
        **dict.fromkeys(("da tarde", "da noite"), "pm"),
    },
    hours=words("h hora horas"),
    named_hours={"meia - noite": 0},
    titles=words("sr sra dr dra dom dona senhor senhora presidente ministro ministra são santa"),
    abbreviations=("p . ex .", "etc ."),
    name_particles=words("de da do das dos e"),
)
