"""A subtitle file in a person's hands, and a judge's own memory of what they did to it.

Nothing here asks the product: the file is read by a few lines of its own, and what was touched is
told from the edits alone.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import edit_scripts as scripts
from subtitler.domain.edit import Shown
from subtitler.domain.timing import Span

TIME_LINE = re.compile(r"(\d+):(\d\d):(\d\d)[,.](\d{3}) --> (\d+):(\d\d):(\d\d)[,.](\d{3})(.*)")
TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"[^\W\d_]+")
TEXT, TIMES = "text", "times"
BOTH = frozenset({TEXT, TIMES})
SAVED_AS = (
    ("utf-8", b""),
    ("utf-8", b"\xef\xbb\xbf"),
    ("utf-16-le", b"\xff\xfe"),
    ("utf-16-be", b"\xfe\xff"),
    ("cp1252", b""),
)


class LawBrokenError(AssertionError):
    """What a run did that it must not."""


def expect(holds: object, said: str) -> None:
    """Raises LawBrokenError where something does not hold."""
    if not holds:
        raise LawBrokenError(said)


def words_in(lines: Iterable[str]) -> set[str]:
    """The words of a text, without markup, in small letters."""
    return {word.casefold() for line in lines for word in WORD.findall(TAG.sub("", line))}


def written_time(ms: int, mark: str = ",") -> str:
    """A time as SRT has it."""
    rest, ms = divmod(ms, 1000)
    rest, seconds = divmod(rest, 60)
    hours, minutes = divmod(rest, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{ms:03}"


@dataclass(frozen=True)
class Line:
    """A cue of the file. `time` is its time line as written, `origin` times and text as the
    machine last wrote it (None: there is no one such cue), `fields` what a person set, `claims`
    the telling words of the machine's cues that it stands for."""

    time: str
    lines: tuple[str, ...]
    origin: tuple[Span, tuple[str, ...]] | None = None
    fields: frozenset[str] = frozenset()
    claims: frozenset[str] = frozenset()

    @property
    def span(self) -> Span:
        match = TIME_LINE.fullmatch(self.time)
        assert match is not None, self.time
        numbers = [int(one) for one in match.groups()[:8]]
        begin, end = (
            ((numbers[at] * 60 + numbers[at + 1]) * 60 + numbers[at + 2]) * 1000 + numbers[at + 3]
            for at in (0, 4)
        )
        return Span(begin, max(begin, end))

    @property
    def beside(self) -> str:
        """What stands after the times."""
        match = TIME_LINE.fullmatch(self.time)
        assert match is not None, self.time
        return match[9]

    @property
    def raw(self) -> tuple[str, ...]:
        """All of it but its number."""
        return (self.time, *self.lines)

    @property
    def said(self) -> tuple[str, ...]:
        """All of it but number and times."""
        return (self.beside, *self.lines)


def read_lines(text: str) -> list[Line]:
    """The cues of a well-formed file."""
    found: list[Line] = []
    rows = re.split(r"\r\n|\n", text)
    starts = [at for at, row in enumerate(rows) if TIME_LINE.fullmatch(row)]
    for at, begin in enumerate(starts):
        end = starts[at + 1] - 1 if at + 1 < len(starts) else len(rows)
        lines = rows[begin + 1 : end]
        while lines and not lines[-1].strip():
            lines.pop()
        found.append(Line(rows[begin], tuple(lines)))
    return found


@dataclass
class Sheet:
    """A track's file. `telling` are words of which each is said once, `gone` those of deleted
    cues; `dirty`: edited, and not saved."""

    path: Path
    telling: frozenset[str]
    lines: list[Line] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    codec: str = "utf-8"
    bom: bytes = b""
    newline: str = "\n"
    dirty: bool = False

    def read(self) -> list[Line]:
        """The cues that are in the file now."""
        raw = self.path.read_bytes()
        expect(raw.startswith(self.bom), f"{self.path.name}: its byte-order mark went")
        if self.codec == "cp1252" and _is_utf8(raw):
            self.codec = "utf-8"  # nothing in it told the two apart when it was saved
        text = raw[len(self.bom) :].decode(self.codec)
        other = "\r\n" in text.replace(self.newline, "") or (
            self.newline == "\r\n" and "\n" in text.replace("\r\n", "")
        )
        expect(not other, f"{self.path.name}: its line endings changed")
        return read_lines(text)

    def taken(self, lines: Sequence[Line]) -> list[Line]:
        """Cues of the machine."""
        return [
            replace(
                line,
                origin=(line.span, line.said),
                claims=frozenset(words_in(line.lines) & self.telling),
            )
            for line in lines
        ]

    @property
    def mine(self) -> list[Line]:
        """The cues that a person touched, in the file's order."""
        return [line for line in self.lines if line.fields]

    @property
    def claimed(self) -> set[str]:
        """Telling words that no cue of the machine may show."""
        return self.gone.union(*(line.claims for line in self.mine))

    def edit(self, name: str, seed: int) -> None:
        """One random edit of a kind."""
        rng = random.Random(seed)
        shown = [Shown(line.span, line.lines, line.beside) for line in self.lines]
        placed = [scripts.Placed(one, frozenset({at})) for at, one in enumerate(shown)]
        script = scripts.Script(rng, placed, scripts.vocabulary(rng, 60))
        if not placed and name != "insert":
            return
        {**scripts.EDITS, **scripts.WHOLE_FILE, "accent": accent}[name](script)
        self._take(script)

    def _take(self, script: scripts.Script) -> None:
        old = self.lines
        parts = [at for placed in script.placed for at in placed.of]
        for at in set(range(len(old))) - set(parts):
            self.gone |= old[at].claims
        self.lines = [self._line(placed, old, parts, script.rng) for placed in script.placed]
        self.dirty = True

    def _line(
        self, placed: scripts.Placed, old: list[Line], parts: list[int], rng: random.Random
    ) -> Line:
        of = sorted(placed.of)
        shown = placed.shown
        claims = frozenset(word for at in of for word in old[at].claims)
        single = len(of) == 1 and parts.count(of[0]) == 1
        before = old[of[0]] if single else None
        if before is not None and (before.span, before.beside) == (shown.span, shown.beside):
            time = before.time
        else:
            mark = rng.choice([",", ",", "."])
            begin, end = shown.span.in_time, shown.span.out_time
            time = f"{written_time(begin, mark)} --> {written_time(end, mark)}{shown.beside}"
        lines = list(shown.lines)
        while lines and not lines[-1].strip():
            lines.pop()
        made = Line(time, tuple(lines), None, BOTH, claims)
        if before is None or before.origin is None:
            return replace(made, fields=before.fields | _changed(before, made)) if before else made
        span, said = before.origin
        differs = {TEXT: made.said != said, TIMES: made.span != span}
        fields = frozenset(name for name, yes in differs.items() if yes)
        return replace(made, fields=fields, origin=before.origin)

    def save(self, seed: int) -> None:
        """Writes it as some editor would, in an encoding and with numbers of its own."""
        rng = random.Random(seed)
        if rng.random() < 0.3:
            self.codec, self.bom = rng.choice(SAVED_AS)
            self.newline = rng.choice(["\n", "\r\n"])
        first, step = rng.choice([(1, 1), (1, 1), (0, 1), (101, 1), (1, 3)])
        pieces = [
            self.newline.join([str(first + step * at), *line.raw, "", ""])
            for at, line in enumerate(self.lines)
        ]
        self.path.write_bytes(self.bom + "".join(pieces).encode(self.codec))
        self.dirty = False

    def judge_source(self) -> None:
        """After `transcribe` and `cue`: every cue that a person touched is there as it was, in
        their order, and no other shows what they deleted or stand for."""
        now = self.read()
        self.lines = self._found(now, self.mine, lambda one, other: one.raw == other.raw)
        self._no_word_twice()

    def _found(self, now, wanted, same) -> list[Line]:
        """The file's cues, with what is known of those that a person touched."""
        found: list[Line] = []
        at = 0
        for line in now:
            if at < len(wanted) and same(wanted[at], line):
                found.append(replace(wanted[at], time=line.time, lines=line.lines))
                at += 1
            else:
                found += self.taken([line])
        expect(at == len(wanted), f"{self.path.name}: lost or moved: {wanted[at:][:1]}")
        return found

    def _no_word_twice(self, excused: Iterable[str] = ()) -> None:
        said: set[str] = set()
        for line in self.lines:
            if line.fields:
                continue
            twice = line.claims & (said | self.claimed) - set(excused)
            expect(not twice, f"{self.path.name}: {sorted(twice)} again in {line}")
            said |= line.claims

    def judge_target(self, source: Sheet, moved: Iterable[str], swapped: Iterable[str]) -> None:
        """After `translate`: every text that a person wrote and all times that they set, but of
        a cue whose source was deleted: where some of its words are no longer said.

        `moved` are words of the source that a person wrote or put elsewhere since, `swapped`
        those that changed places with another cue's: there times have no cue to stay with.
        """
        now = self.read()
        timed = [line for line in self.mine if line.fields == {TIMES}]
        wrote = [line for line in self.mine if TEXT in line.fields]
        self.lines = self._found(now, wrote, _text_stays)
        here = {f"{word}o" for line in source.lines for word in words_in(line.lines)}
        for line in timed:
            self._timed(line, here - set(swapped))
        self._followed()
        self._no_word_twice(moved)

    def _timed(self, line: Line, here: set[str]) -> None:
        for at, other in enumerate(self.lines):
            if not other.fields and other.span == line.span:
                self.lines[at] = replace(
                    other, fields=frozenset({TIMES}), origin=(line.origin or (line.span, ()))
                )
                origin = self.lines[at].origin
                assert origin is not None
                self.lines[at] = replace(self.lines[at], origin=(origin[0], other.said))
                return
        expect(
            not line.claims or not line.claims <= here,
            f"{self.path.name}: times that a person set are gone: {line}",
        )

    def _followed(self) -> None:
        """Times that nobody set are the machine's anew."""
        self.lines = [
            replace(line, origin=(line.span, line.origin[1]))
            if line.fields == {TEXT} and line.origin is not None
            else line
            for line in self.lines
        ]


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _text_stays(old: Line, new: Line) -> bool:
    return old.said == new.said and (TIMES not in old.fields or old.time == new.time)


def _changed(before: Line, after: Line) -> frozenset[str]:
    return BOTH if before.raw != after.raw else before.fields


def accent(script: scripts.Script) -> None:
    """A letter that not every encoding has in the same place."""
    at = script.rng.randrange(len(script.placed))
    lines = script.placed[at].shown.lines
    script.change(at, lines=tuple(line.replace("a", "é") for line in lines))
