"""Parts of a whole become amounts: two thirds, un tercio, la cuarta parte, 3/4."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from subtitler.stages.figures.language import Language
from subtitler.stages.figures.nodes import Amount, Node, amount_at, glued, key_at
from subtitler.stages.figures.tokens import DASHES, Token
from subtitler.stages.figures.units import MANY

Reading = Callable[[Sequence[Node], int, Language], "tuple[Amount, int] | None"]
DENOMINATORS = frozenset({*range(2, 11), 100})


def read_fractions(nodes: Sequence[Node], language: Language) -> list[Node]:
    """The nodes with every part of a whole as one amount."""
    read: list[Node] = []
    at = 0
    articles = language.numbers.articles
    while at < len(nodes):
        node = nodes[at]
        if not isinstance(node, Amount) and node.key not in articles:
            read.append(node)
            at += 1
            continue
        amount, used = _read_one(nodes, at, language)
        read.append(amount or nodes[at])
        at += used
    return read


def _read_one(nodes: Sequence[Node], at: int, language: Language) -> tuple[Amount | None, int]:
    """The part that begins at a place, and how many nodes it takes; None and 1 where none does."""
    if isinstance(nodes[at], Amount):
        readings: tuple[Reading, ...] = (_vague, _written, _said, _part_noun)
    else:
        readings = (_of_article,)
    found = next(filter(None, (read(nodes, at, language) for read in readings)), None)
    return _of_a_million(nodes, at, found, language) if found else (None, 1)


def _of_a_million(
    nodes: Sequence[Node], at: int, found: tuple[Amount, int], language: Language
) -> tuple[Amount, int]:
    """`a quarter of a million`: the part of a scale is one number."""
    part, used = found
    after = at + used
    scale = amount_at(nodes, after + 1)
    if key_at(nodes, after) not in language.numbers.of or part.unit or scale is None:
        return found
    if scale.scale == 1 and scale.unit != MANY:
        return found
    value = part.value * scale.value
    return replace(part, value=value, end=scale.end, scale=int(scale.value)), used + 2


def _vague(nodes: Sequence[Node], at: int, language: Language) -> tuple[Amount, int] | None:
    """`tens of thousands`, `cientos de miles`: one vague number, not two."""
    tens = amount_at(nodes, at)
    link = 1 if key_at(nodes, at + 1) in language.numbers.of else 0
    thousands = amount_at(nodes, at + 1 + link)
    if tens is None or thousands is None or {tens.unit, thousands.unit} != {MANY}:
        return None
    if tens.value >= thousands.value:
        return None
    value = tens.value * thousands.value
    return replace(thousands, value=value, start=tens.start, key="", sure=True), 2 + link


def _written(nodes: Sequence[Node], at: int, _: Language) -> tuple[Amount, int] | None:
    """`3/4`, where it is less than a whole; `24/7` and `9/11` are two numbers each."""
    above, below = amount_at(nodes, at), amount_at(nodes, at + 2)
    if above is None or below is None or key_at(nodes, at + 1) != "/":
        return None
    if not (glued(nodes, at + 1) and glued(nodes, at + 2)) or key_at(nodes, at + 3) == "/":
        return None
    if below.value not in DENOMINATORS or not 0 < above.value < below.value:
        return None
    return Amount(above.value / below.value, above.start, below.end), 3


def _said(nodes: Sequence[Node], at: int, language: Language) -> tuple[Amount, int] | None:
    """`two thirds`, `one-half`, `2 tercios`."""
    above = amount_at(nodes, at)
    if above is None or above.ordinal or above.unit or above.value.denominator > 1:
        return None
    end = at + 1
    if key_at(nodes, end) in DASHES and glued(nodes, end) and glued(nodes, end + 1):
        end += 1
    key = key_at(nodes, end)
    parts = language.numbers.parts.get(key)
    if not parts or above.value < 1:
        return None
    also_ordinal = key in language.numbers.ordinals
    if above.value > 1 and also_ordinal:  # "ten third graders"
        return None
    halves = key in language.numbers.halves
    # Where "one" is the article, too, "un cuarto" may be a room and "un demi" a beer.
    article = above.value == 1 and above.in_words and not language.numbers.articles
    clear = key_at(nodes, end + 1) in language.numbers.of if halves else not also_ordinal
    sure = clear or not article
    value = above.value / parts
    return replace(above, value=value, end=nodes[end].end, sure=sure, key=""), end - at + 1


def _of_article(nodes: Sequence[Node], at: int, language: Language) -> tuple[Amount, int] | None:
    """`a third of` the people, or `a quarter` at the end."""
    parts = language.numbers.parts.get(key_at(nodes, at + 1))
    if not parts or key_at(nodes, at) not in language.numbers.articles:
        return None
    after = nodes[at + 2] if at + 2 < len(nodes) else None
    ends = after is None or (isinstance(after, Token) and after.kind == "mark")
    if not ends and key_at(nodes, at + 2) not in language.numbers.of:
        return None
    start, end = nodes[at].start, nodes[at + 1].end
    return Amount(Fraction(1, parts), start, end, sure=not ends, in_words=True), 2


def _part_noun(nodes: Sequence[Node], at: int, language: Language) -> tuple[Amount, int] | None:
    """`dos terceras partes`, `una cuarta parte`, `la quinta parte`."""
    first, second = amount_at(nodes, at), amount_at(nodes, at + 1)
    below = first if second is None else second
    used = 2 if second is None else 3
    if first is None or below is None or not below.ordinal or below.value < 3:
        return None
    if key_at(nodes, at + used - 1) not in language.numbers.part_nouns:
        return None
    count = Fraction(1) if second is None else first.value
    if first.unit or first.ordinal != (second is None) or count >= below.value:
        return None
    end = nodes[at + used - 1].end
    return Amount(count / below.value, first.start, end, in_words=True), used
