"""Numbers in digits and in words become amounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from subtitler.stages.figures.compounds import compound, counted_in
from subtitler.stages.figures.language import Language
from subtitler.stages.figures.nodes import Amount, Node, glued, key_at
from subtitler.stages.figures.sums import Sum
from subtitler.stages.figures.tokens import DASHES, Token
from subtitler.stages.figures.units import DECADE, MANY


def read_words(nodes: Sequence[Node], language: Language) -> list[Node]:
    """The nodes with every number that words say as one amount; `never` phrases stay words.

    An amount in digits takes the scale that follows it: "1.5" "million".
    """
    reader = NumberReader(nodes, language)
    read: list[Node] = []
    at = 0
    starts, glued_words = language.number_starts, language.numbers.glued
    while at < len(nodes):
        node = nodes[at]
        if isinstance(node, Token) and node.key not in starts and not glued_words:
            read.append(node)
            at += 1
            continue
        never = language.never.match(reader.keys, at)
        if never:
            read.extend(nodes[at : at + never[1]])
            at += never[1]
            continue
        amount, used = reader.read(at)
        read.append(amount or nodes[at])
        at += used
    return read


class NumberReader:
    """Reads the number that begins at a place of one sentence."""

    def __init__(self, nodes: Sequence[Node], language: Language) -> None:
        self.nodes = nodes
        self.keys = [node.key for node in nodes]
        self.language = language
        self.words = language.numbers

    def read(self, at: int) -> tuple[Amount | None, int]:
        """The amount at a place with how many nodes it takes; None and 1 where there is none."""
        node = self.nodes[at]
        if isinstance(node, Token) and not self._may_begin(node):
            return None, 1
        if self._counts_something(at):
            return None, 1
        return self._sum(at) or self._fixed(at) or self._many(at) or (None, 1)

    def _may_begin(self, token: Token) -> bool:
        if token.key in self.language.number_starts:
            return True
        return self.words.glued and bool(
            compound(token.key, self.language.tag) or counted_in(token.key, self.language.tag)
        )

    def _counts_something(self, at: int) -> bool:
        """Whether the word is what the number before it counts: "one second", "2 tercios"."""
        if at == 0 or self.keys[at] not in self.words.ordinals:
            return False
        before = self.nodes[at - 1]
        numeral = isinstance(before, Amount) or self.keys[at - 1] in self.words.cardinals
        return numeral and self.keys[at] in self.language.units.firsts

    def _sum(self, at: int) -> tuple[Amount, int] | None:
        total = Sum(self.words.vigesimal)
        end = at + self._begin(at, total)
        ordinal = False
        while end < len(self.nodes) and not ordinal:
            used = self._step(end, total)
            if not used:
                break
            end += used
            ordinal = self.keys[end - 1] in self.words.ordinals and not self._goes_on(end, total)
        if total.empty or end == at:
            return None
        end += self._pair_of_year(at, end, total)
        return self._amount(at, end, total, ordinal), end - at

    def _begin(self, at: int, total: Sum) -> int:
        """What only a number's beginning can be: digits, "a" million, "half" a million."""
        node, key = self.nodes[at], self.keys[at]
        if isinstance(node, Amount):
            total.open, total.room, total.digits = node.value, 1, True
            return 1
        after = at + 1
        if key in self.words.articles and self._multiplies(after):
            total.open, total.room = Fraction(1), 1
            return 1
        if key in self.words.halves:
            if key_at(self.nodes, after) in self.words.articles or self._dash(after):
                after += 1
            if self._multiplies(after):
                total.open, total.room = Fraction(1, 2), 1
                return after - at
        return 0

    def _multiplies(self, at: int) -> bool:
        key = key_at(self.nodes, at)
        return key in self.words.scales or key in self.words.hundreds

    def _dash(self, at: int) -> bool:
        """A dash inside a word: "twenty-one"."""
        return (
            key_at(self.nodes, at) in DASHES and glued(self.nodes, at) and glued(self.nodes, at + 1)
        )

    def _step(self, at: int, total: Sum) -> int:
        """How many nodes from `at` were taken into the number, 0 where it ends."""
        if isinstance(self.nodes[at], Amount):
            return 0
        key = self.keys[at]
        if self._take(key, total):
            return 1
        if total.empty:
            return 0
        if self._dash(at):
            used = self._step(at + 1, total) if at + 1 < len(self.nodes) else 0
            return used + 1 if used else 0
        if key == self.words.joiner.word:
            joined = self._joined(at, total)
            if joined:
                return joined
        half = self.language.and_half.match(self.keys, at)
        if half and total.add_half():
            return half[1]
        return self._decimals(at, total) if key in self.words.point else 0

    def _take(self, key: str, total: Sum) -> bool:
        """Take one word into the number."""
        words = self.words
        if key in words.cardinals:
            return total.add(words.cardinals[key])
        if key in words.ordinals:
            return (total.empty or key not in words.lone) and total.add(words.ordinals[key])
        if total.open is None and key in words.alone and total.room > 1:
            total.open = Fraction(1)
        if key in words.hundreds:
            return total.hundred()
        scale = words.scales.get(key) or (0 if total.empty else words.many.get(key, 0))
        if scale:
            return total.multiply(scale)
        return words.glued and self._take_compound(key, total)

    def _take_compound(self, key: str, total: Sum) -> bool:
        """Take a word that is several: "zweihundertfünfzig"."""
        parts = compound(key, self.language.tag)
        trial = Sum(done=[*total.done], open=total.open, room=total.room, scale=total.scale)
        if not parts or not all(self._take(part, trial) for part in parts):
            return False
        total.done, total.open, total.room = trial.done, trial.open, trial.room
        total.scale = trial.scale
        return True

    def _joined(self, at: int, total: Sum) -> int:
        """What follows "and" where it is part of the number: "two hundred and five"."""
        joiner = self.words.joiner
        low, high = joiner.room
        if not low <= total.room <= high:
            return 0
        value, used = self._below_hundred(at + 1)
        first = self.words.cardinals.get(key_at(self.nodes, at + 1), 0)
        if not used or not 0 < value < min(joiner.below, total.room):
            return 0
        if key_at(self.nodes, at + 1 + used) in self.words.hundreds:
            return 0
        if joiner.only and (value not in joiner.only and first not in joiner.only):
            return 0
        total.open, total.room = (total.open or Fraction(0)) + value, 1
        return 1 + used

    def _below_hundred(self, at: int) -> tuple[Fraction, int]:
        """The value of the words that only add up from `at`, and how many they are."""
        total, end = Sum(self.words.vigesimal), at
        while end < len(self.nodes):
            after_dash = end + 1 if not total.empty and self._dash(end) else end
            key = key_at(self.nodes, after_dash)
            value = self.words.cardinals.get(key, self.words.ordinals.get(key))
            if value is None or not total.add(value):
                break
            end = after_dash + 1
        return total.value, end - at

    def _decimals(self, at: int, total: Sum) -> int:
        """What follows a spoken decimal mark: "three point one four", "tres coma catorce"."""
        digits, end = "", at + 1
        while end < len(self.nodes):
            key = self.keys[end]
            value = 0 if key in self.words.zero_point else self.words.cardinals.get(key)
            if value is None or (digits and value > 9):
                break
            if value > 9:
                more, used = self._below_hundred(end)
                digits, end = str(more), end + used
                break
            digits, end = digits + str(value), end + 1
        if not digits or total.open is None or total.open.denominator != 1:
            return 0
        total.open, total.room = total.open + Fraction(int(digits), 10 ** len(digits)), 1
        return end - at

    def _goes_on(self, at: int, total: Sum) -> bool:
        """Whether an ordinal follows that is part of one: "vigésimo primero"."""
        value = self.words.ordinals.get(key_at(self.nodes, at), 0)
        return total.value >= 20 and 0 < value < min(total.room, 10)

    def _pair_of_year(self, at: int, end: int, total: Sum) -> int:
        """The second half of "nineteen sixty-eight", "twenty oh five"; 0 where there is none."""
        century = total.open
        begins = self.words.paired_years and not total.done and total.room <= 10
        if not begins or isinstance(self.nodes[at], Amount) or century is None:
            return 0
        if not 13 <= century <= 20:
            return 0
        start = end + 1 if end < len(self.nodes) and self._dash(end) else end
        if key_at(self.nodes, start) in self.words.zero_point:
            rest = self.words.cardinals.get(key_at(self.nodes, start + 1), 0)
            used, valid = 2, 1 <= rest <= 9
        else:
            value, used = self._below_hundred(start)
            rest, valid = int(value), 10 <= value <= 99
        if not valid:
            return 0
        total.open = century * 100 + rest
        return start + used - end

    def _amount(self, at: int, end: int, total: Sum, ordinal: bool) -> Amount:
        first, last = self.nodes[at], self.nodes[end - 1]
        if isinstance(first, Amount):
            scale = first.scale * total.scale
            return replace(first, value=total.value, end=last.end, scale=scale)
        key = self.keys[at] if end == at + 1 else ""
        return Amount(
            value=total.value,
            start=first.start,
            end=last.end,
            key=key,
            unit=self._decade(at, total),
            scale=total.scale,
            sure=self._sure(at, key, total),
            in_words=True,
            ordinal=ordinal,
        )

    def _decade(self, at: int, total: Sum) -> str:
        """Whether "noventa" are the nineties: "años noventa"."""
        named = key_at(self.nodes, at - 1) in self.words.decade_leads
        return DECADE if named and 20 <= total.value <= 90 and total.value % 10 == 0 else ""

    def _sure(self, at: int, key: str, total: Sum) -> bool:
        """Whether words must be a number: "one" and "second" need not be."""
        if key in self.words.doubtful:
            return key_at(self.nodes, at - 1) in self.words.determiners
        return total.value > 1 or total.scale > 1 or total.value.denominator > 1

    def _fixed(self, at: int) -> tuple[Amount, int] | None:
        """A phrase with a value: twice, la mitad, nineties."""
        decade = self.words.decades.get(self.keys[at])
        if decade:
            return self._whole(at, 1, Fraction(decade), DECADE, sure=True), 1
        counted = counted_in(self.keys[at], self.language.tag) if self.words.tails else 0
        if counted:
            return self._whole(at, 1, Fraction(counted), "", sure=False), 1
        found = self.language.fixed.match(self.keys, at)
        if not found:
            return None
        (value, sure), used = found
        if key_at(self.nodes, at - 1) in self.words.ordinals:  # "the first half of"
            sure = sure and value > 1
        return self._whole(at, used, value, "", sure=sure), used

    def _many(self, at: int) -> tuple[Amount, int] | None:
        """A scale that no number stands before: thousands, millones, des centaines."""
        key = self.keys[at]
        value = self.words.many.get(key) or self.words.scales.get(key, 0)
        if not value and key in self.words.hundreds:
            value = 100
        if not value:
            return None
        return self._whole(at, 1, Fraction(value), MANY, sure=value >= 100), 1

    def _whole(self, at: int, used: int, value: Fraction, unit: str, *, sure: bool) -> Amount:
        key = self.keys[at] if used == 1 else ""
        start, end = self.nodes[at].start, self.nodes[at + used - 1].end
        return Amount(value, start, end, key, unit, sure=sure, in_words=True)
