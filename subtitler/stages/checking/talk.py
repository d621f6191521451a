"""Rules over a whole talk, or several: one name, one figure, one title, one way to say it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rapidfuzz import fuzz

from subtitler.domain.figure import Figure
from subtitler.stages.checking.names import Name, Titled, names_in, titled_in
from subtitler.stages.checking.pairing import PairView, Unit, UnitFigures
from subtitler.stages.checking.rules import WARNING, Hit, Needs, Rule
from subtitler.stages.checking.views import primary
from subtitler.stages.figures.agreeing import agree

ALIKE = 62.0  # likeness, of 100, of a name and what it became in the translation
SAME = 86.0  # likeness of two forms of one name in languages that inflect names
SMALL = 12  # figures up to it are written in words or in digits as the sentence asks
INFLECTED = frozenset(
    "ru uk be bg pl cs sk sl hr sr lt lv et fi hu tr el de la ro eu hy ka az kk".split()
)


@dataclass(frozen=True)
class TalkView:
    """One or several titles of one pair of languages, with their `names` where there are several.
    In hits, `at` counts over all their target cues, in order."""

    pairs: tuple[PairView, ...]
    names: tuple[str, ...] = ()

    def units(self) -> Iterator[tuple[int, PairView, Unit]]:
        """Every unit with words on both sides: what its target positions are counted from, its
        pair, and itself."""
        before = 0
        for pair in self.pairs:
            for unit in pair.told:
                yield before, pair, unit
            before += len(pair.target.cues)

    def cue(self, at: int) -> str:
        """A cue in words, by its place in the talk."""
        before = 0
        for number, pair in enumerate(self.pairs):
            if at < before + len(pair.target.cues):
                of = f" of {self.names[number]}" if len(self.names) > 1 else ""
                return f"cue {pair.target.cues[at - before].number}{of}"
            before += len(pair.target.cues)
        raise IndexError(at)


@dataclass(frozen=True, slots=True)
class _Form:
    """How something of the source is written at a place of the talk."""

    at: int
    text: str
    key: Hashable


def _names(talk: TalkView) -> Iterator[Hit]:
    said: dict[str, list[_Form]] = defaultdict(list)
    shown: dict[str, str] = {}
    inflected = False
    units = list(talk.units())
    sources = _named([(unit.source, pair.source.language) for _, pair, unit in units])
    targets = _named([(unit.target, pair.target.language) for _, pair, unit in units])
    for (before, pair, unit), ours, theirs in zip(units, sources, targets, strict=True):
        inflected = primary(pair.target.language) in INFLECTED
        for name, form in _matched(ours, theirs, unit):
            at = before + _holding(pair, unit, form.text)
            said[name.key].append(_Form(at, form.text, form.key))
            shown.setdefault(name.key, name.text)
    for key, forms in said.items():
        same = _inflection if inflected else _equal
        yield from _minority(talk, forms, same, f"the name {shown[key]!r}")


def _named(told: Sequence[tuple[str, str]]) -> list[list[Name]]:
    """The names of each text of a language, without a word with which its sentence only begins:
    `Yesterday Alice Bergman`, where `Alice Bergman` is a name elsewhere."""
    found = [names_in(text, language) for text, language in told]
    known = {one.key for names in found for one in names}
    inside = {one.key for names in found for one in names if not one.begins}

    def proper(name: Name) -> Name:
        _, _, rest = name.key.partition(" ")
        if not name.begins or name.key in inside or " " not in rest or rest not in known:
            return name
        return Name(name.text.partition(" ")[2], rest)

    return [[proper(one) for one in names] for names in found]


def _matched(ours: Sequence[Name], theirs: Sequence[Name], unit: Unit) -> list[tuple[Name, Name]]:
    """Each of the source's names with what it is in the translation, where that can be told."""
    found: list[tuple[Name, Name]] = []
    left = list(theirs)
    waiting = []
    for name in dict.fromkeys(ours):
        same = next((one for one in left if one.key == name.key), None)
        if same is not None:
            left.remove(same)
            found.append((name, same))
        elif re.search(rf"(?<!\w){re.escape(name.text)}(?!\w)", unit.target):
            found.append((name, Name(name.text, name.key)))
        else:
            waiting.append(name)
    for name in list(waiting):
        best = max(left, key=lambda one: fuzz.ratio(one.key, name.key), default=None)
        if best is not None and fuzz.ratio(best.key, name.key) >= ALIKE:
            left.remove(best)
            waiting.remove(name)
            found.append((name, best))
    if len(waiting) == 1 and len(left) == 1:
        found.append((waiting[0], left[0]))
    return found


def _equal(one: _Form, other: _Form) -> bool:
    return one.key == other.key and one.text.casefold() == other.text.casefold()


def _inflection(one: _Form, other: _Form) -> bool:
    return fuzz.ratio(str(one.key), str(other.key)) >= SAME


def _minority(
    talk: TalkView, forms: Sequence[_Form], same: Callable[[_Form, _Form], bool], what: str
) -> Iterator[Hit]:
    """The forms that are not the one used most; of equals the first."""
    kinds: list[list[_Form]] = []
    for form in forms:
        kind = next((kind for kind in kinds if same(kind[0], form)), None)
        if kind is None:
            kinds.append([form])
        else:
            kind.append(form)
    if len(kinds) < 2:
        return
    usual = max(kinds, key=len)
    for kind in kinds:
        if kind is not usual:
            for form in kind:
                advice = (
                    f"{what} is {form.text!r} here and {usual[0].text!r} in "
                    f"{talk.cue(usual[0].at)}: write it one way"
                )
                about = (what, form.text, usual[0].text)
                yield Hit(form.at, WARNING, advice, len(kinds), 1, about=about)


def _holding(pair: PairView, unit: Unit, text: str) -> int:
    texts = pair.target.texts
    return next(
        (at for at in unit.targets if text in texts[at].replace("\n", " ")), unit.targets[0]
    )


def _figures(talk: TalkView) -> Iterator[Hit]:
    said: dict[Hashable, list[_Form]] = defaultdict(list)
    before = 0
    for pair in talk.pairs:
        for one in pair.figures:
            for figure, form in _told_figures(one):
                at = before + _holding(pair, one.unit, form.text)
                said[(figure.value, figure.unit)].append(_Form(at, form.text, _written(form)))
        before += len(pair.target.cues)
    for forms in said.values():
        yield from _minority(talk, forms, _same_writing, "this figure")


def _told_figures(one: UnitFigures) -> Iterator[tuple[Figure, Figure]]:
    """The source's figures that are worth comparing, with what they are in the translation."""
    left = list(one.theirs)
    for figure in one.ours:
        form = next((other for other in left if agree(figure, other, strict=True)), None)
        if form is not None and _comparable(figure) and not _begins(one.unit.target, form):
            left.remove(form)
            yield figure, form


def _comparable(figure: Figure) -> bool:
    return figure.sure and isinstance(figure.value, Fraction) and abs(figure.value) > SMALL


def _begins(text: str, figure: Figure) -> bool:
    """Whether a figure begins a sentence, where many guides ask for words."""
    before = text[: figure.start].rstrip()
    return not before or before[-1] in '.?!…¿¡"«“:—-'


def _written(figure: Figure) -> str:
    return "".join(figure.text.casefold().split())


def _same_writing(one: _Form, other: _Form) -> bool:
    return one.key == other.key


def _titles(talk: TalkView) -> Iterator[Hit]:
    theirs: list[tuple[int, Titled]] = []
    for before, pair, unit in talk.units():
        ours = titled_in(unit.source, pair.source.language)
        shown = titled_in(unit.target, pair.target.language)
        for title in shown:
            at = before + _holding(pair, unit, title.text)
            wrong = _wrong(title, ours)
            if wrong is not None:
                advice = f"the source says {wrong.text!r}, this {title.text!r}: put the title right"
                yield Hit(at, WARNING, advice, about=(wrong.text, title.text))
            else:
                theirs.append((at, title))
    yield from _two_titles(talk, theirs)


def _wrong(title: Titled, ours: Iterable[Titled]) -> Titled | None:
    """The source's title of the same person, where it is another."""
    of_person = [one for one in ours if one.who == title.who]
    if not of_person or any(not _conflict(one, title) for one in of_person):
        return None
    return of_person[0]


def _conflict(one: Titled, other: Titled) -> bool:
    if one.office != other.office:
        return True
    return bool(one.gender and other.gender and one.gender != other.gender)


def _two_titles(talk: TalkView, theirs: Sequence[tuple[int, Titled]]) -> Iterator[Hit]:
    """One person with two offices, or as a man and as a woman."""
    persons: dict[str, list[_Form]] = defaultdict(list)
    genders: dict[str, list[_Form]] = defaultdict(list)
    for at, title in theirs:
        if title.is_office:
            persons[title.who].append(_Form(at, title.text, title.office))
        if title.gender:
            genders[title.who].append(_Form(at, title.text, title.gender))
    told: Counter[int] = Counter()
    for forms in (*persons.values(), *genders.values()):
        for hit in _minority(talk, forms, _same_writing, "the title of this person"):
            told[hit.at or 0] += 1
            if told[hit.at or 0] == 1:
                yield hit


TALK_RULES: tuple[Rule[TalkView], ...] = (
    Rule(
        "Q26",
        "name-forms",
        (WARNING,),
        _names,
        "One name of the source that is written in two ways, in a title or over several.",
        Needs.TALK,
    ),
    Rule(
        "Q45",
        "figure-forms",
        (WARNING,),
        _figures,
        "One figure above 12 of the source that is written in two ways (88 millones and "
        "88.000.000), but where it begins a sentence.",
        Needs.TALK,
    ),
    Rule(
        "Q46",
        "wrong-title",
        (WARNING,),
        _titles,
        "A person with another title than in the source, with two offices in a talk, or as a man "
        "and as a woman. Lists of titles for English, Spanish and French.",
        Needs.TALK,
    ),
)
