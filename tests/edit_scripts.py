"""Speech, a simple cutter, and random edit scripts that remember what each cue came from."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.edit import Laid, Shown, TrackBase
from subtitler.domain.style import StyleGuide
from subtitler.domain.timing import Span, clock
from subtitler.domain.transcript import Word
from subtitler.stages.pacing import Pace
from subtitler.stages.reconciling import Machine, Part
from subtitler.stages.reconciling import merge as merge_tracks

COMMON = "the of and to a in is that it we for you on are with as this be was have not they".split()
SHORT = ["Yes.", "No.", "Thank you.", "All right.", "I see."]
SYLLABLES = "ba ce di fo gu la me ni ro su ta ve".split()


def vocabulary(rng: random.Random, size: int = 1500) -> list[str]:
    """Words that do not exist, of two to four syllables."""
    return ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(size)]


def phrase(rng: random.Random, words: Sequence[str], count: int) -> list[str]:
    """Words as speech has them: every second one a common one, the last one with a full stop."""
    said = [rng.choice(COMMON) if rng.random() < 0.45 else rng.choice(words) for _ in range(count)]
    said[0] = said[0].capitalize()
    said[-1] += rng.choice([".", ".", "?", ","])
    return said


def speech(rng: random.Random, sentences: int) -> list[Word]:
    """Words with times; one sentence in twelve is a short one that comes again and again."""
    known = vocabulary(rng)
    heard, at = [], rng.randint(0, 3000)
    for _ in range(sentences):
        short = rng.random() < 1 / 12
        said = rng.choice(SHORT).split() if short else phrase(rng, known, rng.randint(4, 12))
        at += rng.choice([0, 80, 300, 900, 2500])
        for text in said:
            lasts = 60 + 45 * len(text) + rng.randint(0, 60)
            heard.append(Word(" " + text, Span(at, at + lasts), 0.9))
            at += lasts
    return heard


def cues_of(rng: random.Random, count: int) -> list[Cue]:
    """`count` cues: a phrase each, in one line or two."""
    cues: list[Cue] = []
    known = vocabulary(rng)
    at = 0
    for number in range(1, count + 1):
        short = rng.random() < 1 / 12
        said = rng.choice(SHORT).split() if short else phrase(rng, known, rng.randint(4, 12))
        at += rng.choice([80, 80, 300, 1500])
        lasts = max(900, 70 * len(" ".join(said)))
        cues.append(Cue(CueId(f"c{number}"), Span(at, at + lasts), _lines(said)))
        at += lasts
    return cues


def _lines(said: Sequence[str]) -> tuple[str, ...]:
    if len(said) < 6:
        return (" ".join(said),)
    half = len(said) // 2
    return (" ".join(said[:half]), " ".join(said[half:]))


@dataclass(frozen=True)
class Placed:
    """A cue of the edited file: the base cues (positions) that it stands for, and whether a
    person changed it."""

    shown: Shown
    of: frozenset[int]
    touched: bool = False


@dataclass
class Script:
    """A file under a person's hands. `done` names the edits."""

    rng: random.Random
    placed: list[Placed]
    known: list[str]
    done: list[str] = field(default_factory=list)

    @property
    def theirs(self) -> list[Shown]:
        return [placed.shown for placed in self.placed]

    def change(self, at: int, **changes: object) -> None:
        placed = self.placed[at]
        shown = replace(placed.shown, **changes)  # type: ignore[arg-type]
        self.placed[at] = Placed(raw_of(shown, self.rng), placed.of, touched=True)


def raw_of(shown: Shown, rng: random.Random) -> Shown:
    """The cue with a block as an editor might have written it: no two are alike."""
    mark = rng.choice([",", "."])
    times = f"{clock(shown.span.in_time)} --> {clock(shown.span.out_time)}".replace(".", mark)
    blanks = " " * rng.randint(0, 3)
    return replace(shown, raw=f"{times}{blanks}\n{shown.text}\n{rng.getrandbits(30)}")


def opened(cues: Sequence[Cue], rng: random.Random, *, quirks: bool = True) -> Script:
    """The file as the tool wrote it, opened in an editor."""
    shown = [Shown(cue.span, cue.lines, raw=f"{cue.span}{cue.text}") for cue in cues]
    if quirks:
        shown = [raw_of(one, rng) for one in shown]
    placed = [Placed(one, frozenset({at})) for at, one in enumerate(shown)]
    return Script(rng, placed, vocabulary(rng))


def edited(
    cues: Sequence[Cue], rng: random.Random, count: int, names: Sequence[str] | None = None
) -> Script:
    """`count` random edits (of `names`, else of all kinds) on the file of `cues`."""
    script = opened(cues, rng)
    for _ in range(count):
        name = rng.choice(names or sorted(EDITS))
        if script.placed or name == "insert":
            EDITS[name](script)
            script.done.append(name)
    return script


def _any(script: Script) -> int:
    return script.rng.randrange(len(script.placed))


def _words(script: Script, at: int) -> list[str]:
    return script.placed[at].shown.text.split()


def replace_word(script: Script) -> None:
    at = _any(script)
    said = _words(script, at) or ["…"]
    said[script.rng.randrange(len(said))] = script.rng.choice(script.known)
    script.change(at, lines=_lines(said))


def misspell(script: Script) -> None:
    at = _any(script)
    text = script.placed[at].shown.text
    place = script.rng.randrange(len(text) + 1)
    script.change(at, lines=tuple((text[:place] + "x" + text[place:]).split("\n")))


def rewrite(script: Script) -> None:
    said = phrase(script.rng, script.known, script.rng.randint(3, 10))
    script.change(_any(script), lines=_lines(said))


def recase(script: Script) -> None:
    at = _any(script)
    script.change(at, lines=tuple(line.upper() for line in script.placed[at].shown.lines))


def punctuate(script: Script) -> None:
    at = _any(script)
    text = script.placed[at].shown.text.rstrip(".,?") + script.rng.choice(["!", "…", ";", ""])
    script.change(at, lines=tuple(text.split("\n")))


def italic(script: Script) -> None:
    at = _any(script)
    script.change(at, lines=tuple(f"<i>{line}</i>" for line in script.placed[at].shown.lines))


def place(script: Script) -> None:
    """A position after the times, as some editors write it."""
    script.change(_any(script), beside=" X1:0 Y1:40")


def rebreak(script: Script) -> None:
    at = _any(script)
    script.change(at, lines=(" ".join(_words(script, at)), ""))


def retime(script: Script) -> None:
    at = _any(script)
    span = script.placed[at].shown.span
    start = max(0, span.in_time + script.rng.choice([-2500, -600, -40, 40, 600, 2500]))
    lasts = max(0, span.duration + script.rng.choice([-700, -80, 0, 80, 700]))
    script.change(at, span=Span(start, start + lasts))


def split(script: Script) -> None:
    at = _any(script)
    placed, said = script.placed[at], _words(script, at)
    if len(said) < 2:
        return
    cut = script.rng.randint(1, len(said) - 1)
    span = placed.shown.span
    middle = span.in_time + span.duration * cut // len(said)
    script.change(at, span=Span(span.in_time, middle), lines=_lines(said[:cut]))
    rest = Shown(Span(middle, span.out_time), _lines(said[cut:]))
    script.placed.insert(at + 1, Placed(raw_of(rest, script.rng), placed.of, touched=True))


def merge(script: Script) -> None:
    at = _any(script)
    if at + 1 >= len(script.placed):
        return
    one, other = script.placed[at], script.placed.pop(at + 1)
    out = max(one.shown.span.out_time, other.shown.span.out_time)
    start = min(one.shown.span.in_time, other.shown.span.in_time)
    script.placed[at] = Placed(one.shown, one.of | other.of, touched=True)
    script.change(at, span=Span(start, out), lines=(*one.shown.lines, *other.shown.lines))


def delete(script: Script) -> None:
    script.placed.pop(_any(script))


def insert(script: Script) -> None:
    at = _any(script) if script.placed else 0
    after = script.placed[at].shown.span.out_time if script.placed else 0
    start = after + script.rng.choice([20, 100, 1000])
    said = phrase(script.rng, script.known, script.rng.randint(2, 8))
    shown = Shown(Span(start, start + script.rng.choice([40, 900, 2000])), _lines(said))
    script.placed.insert(at + 1, Placed(raw_of(shown, script.rng), frozenset(), touched=True))


def reorder(script: Script) -> None:
    """Two blocks change places in the file; nothing in them does."""
    one, other = _any(script), _any(script)
    placed = script.placed
    placed[one], placed[other] = placed[other], placed[one]


def swap(script: Script) -> None:
    """Two neighbours' texts change places; each is now shown when the other was."""
    at = _any(script)
    if at + 1 >= len(script.placed):
        return
    one, other = script.placed[at], script.placed[at + 1]
    first = replace(one.shown, lines=other.shown.lines)
    second = replace(other.shown, lines=one.shown.lines)
    script.placed[at] = Placed(raw_of(first, script.rng), other.of, touched=True)
    script.placed[at + 1] = Placed(raw_of(second, script.rng), one.of, touched=True)


def shift_all(script: Script) -> None:
    by = script.rng.choice([-30_000, -4087, -500, 500, 3000, 61_000])
    by = max(by, -min(placed.shown.span.in_time for placed in script.placed))
    for at, placed in enumerate(script.placed):
        span = placed.shown.span
        script.change(at, span=Span(span.in_time + by, span.out_time + by))


def stretch_all(script: Script) -> None:
    for at, placed in enumerate(script.placed):
        span = placed.shown.span
        script.change(at, span=Span(span.in_time * 25025 // 24000, span.out_time * 25025 // 24000))


EDITS: dict[str, Callable[[Script], None]] = {
    edit.__name__: edit
    for edit in (
        replace_word,
        misspell,
        rewrite,
        recase,
        punctuate,
        italic,
        place,
        rebreak,
        retime,
        split,
        merge,
        delete,
        insert,
        reorder,
        swap,
    )
}
WHOLE_FILE = {"shift_all": shift_all, "stretch_all": stretch_all}


GAP, LEAST, MINIMUM, LINGER = 80, 80, 833, 300


@dataclass(frozen=True)
class Cutter:
    """A stand-in for cueing: every `size` words a cue, sooner at a pause; the hard limits hold."""

    words: Sequence[Word]
    size: int

    def __call__(self, first: int, end: int, not_before: int, not_after: int | None) -> list[Laid]:
        laid: list[Laid] = []
        for low, high in self._ranges(first, end):
            said = self.words[low:high]
            earliest = laid[-1].span.out_time + GAP if laid else not_before
            start = max(said[0].span.in_time, earliest)
            out = max(said[-1].span.out_time + LINGER, start + MINIMUM)
            if high < end:
                out = min(out, self.words[high].span.in_time - GAP)
            elif not_after is not None:
                out = min(out, not_after)
            text = "".join(word.text for word in said).split()
            laid.append(Laid(low, high, Span(start, max(out, start + LEAST)), _lines(text)))
        return laid

    def _ranges(self, first: int, end: int) -> list[tuple[int, int]]:
        ranges, low = [], first
        for at in range(first, end):
            last = at + 1 == end
            paused = not last and self.words[at + 1].span.in_time - self.words[at].span.out_time
            if last or at + 1 - low == self.size or paused > 700:
                ranges.append((low, at + 1))
                low = at + 1
        return ranges


PACE = Pace.of(StyleGuide("test"), Fraction(40))


def machine(words: Sequence[Word], size: int) -> Machine:
    """What the machine says about words, in cues of `size` words."""
    return Machine(words, f"cues of {size} words", Cutter(words, size), PACE)


def first_built(words: Sequence[Word], size: int) -> TrackBase:
    """A track as the machine writes it the first time."""
    return merge_tracks(TrackBase(()), [], [], machine(words, size)).base


def reheard(words: Sequence[Word], rng: random.Random, share: float) -> list[Word]:
    """What another model hears: `share` of the words changed, lost or added, times a bit off."""
    heard: list[Word] = []
    at = 0
    for word in words:
        start = max(at, word.span.in_time + rng.randint(-60, 60))
        out = max(start + 20, word.span.out_time + rng.randint(-60, 60))
        fate = rng.random()
        if fate < share / 3:
            continue
        text = " " + rng.choice(SYLLABLES) * 2 if fate < 2 * share / 3 else word.text
        heard.append(Word(text, Span(start, out), 0.8))
        at = out
        if share > fate >= 2 * share / 3:
            heard.append(Word(" um", Span(at, at + 40), 0.4))
            at += 40
    return heard


def as_shown(parts: Sequence[Part], theirs: Sequence[Shown]) -> list[Shown]:
    """The file that parts make: blocks that stay as they are, new ones as the tool writes them."""
    return [
        theirs[part.shown]
        if part.shown is not None
        else Shown(part.cue.span, part.cue.lines, raw=f"{part.cue.span}{part.cue.text}")
        for part in parts
    ]


def touched(theirs: Sequence[Shown], base: TrackBase) -> set[int]:
    """Positions of cues that are not as the machine wrote any."""
    return {
        at
        for at, shown in enumerate(theirs)
        if not any(shown.untouched(built.cue) for built in base.built)
    }
