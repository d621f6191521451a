"""`subtitler memory`: pairs from and to TMX files, and what the memory knows of a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from subtitler import __version__
from subtitler.domain.memory import Near, Pair
from subtitler.errors import RefusedError, UsageError
from subtitler.formats import tmx
from subtitler.formats.languages import language_tag
from subtitler.workflow.files import storage, write_atomic
from subtitler.workflow.memory import Brought, Memory
from subtitler.workflow.settings import resolve
from subtitler.workflow.sources import written

BLOCK = 1 << 16  # bytes of a file that are read at a time
TOGETHER = 5000  # pairs in a transaction: a short one, for others that write

Options = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a TMX file's pairs: `new`, `raised` to approved, `known` before; what was
    `skipped`, by reason; and how many pairs came in each of the `languages` (`en to es`)."""

    file: str
    memory: str
    new: int
    raised: int
    known: int
    skipped: dict[str, int]
    languages: dict[str, int]


@dataclass(frozen=True, slots=True)
class Exported:
    """How many pairs were written to a TMX file, and how many of them are approved."""

    file: str
    pairs: int
    approved: int


@dataclass(frozen=True, slots=True)
class Search:
    """A sentence, the languages it was looked up in, and what is like it, the likest first."""

    text: str
    source: str
    target: str
    found: tuple[Near, ...]


def import_tmx(file: Path, options: Options, *, approved: bool) -> Imported:
    """Adds the pairs of a TMX file to the memory.

    Pairs of our own files keep their state; `approved` approves all. The file is read to its end
    before anything is written. Raises UsageError where there is none, RecordError for no TMX.
    """
    if not file.is_file():
        raise UsageError(f"{file}: there is no such file", "Give a .tmx file.")
    skipped: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    for one in _read(file):
        if isinstance(one, Pair):
            languages[" to ".join(one.languages)] += 1
        else:
            skipped[one.reason] += 1
    pairs = (one for one in _read(file) if isinstance(one, Pair))
    done: list[Brought] = []
    with Memory.open(_root(options)) as memory:
        while some := list(islice(pairs, TOGETHER)):
            if approved:
                some = [replace(pair, approved=True) for pair in some]
            done.append(memory.bring(some, written(Path(file.name))))
    return Imported(
        file=written(file),
        memory=written(memory.path),
        new=sum(one.new for one in done),
        raised=sum(one.raised for one in done),
        known=sum(one.known for one in done),
        skipped=dict(skipped),
        languages=dict(languages),
    )


def export_tmx(file: Path, options: Options, source: str | None, target: str | None) -> Exported:
    """Writes the memory's pairs as TMX 1.4: all, or those in languages, `es` with `es-MX`.

    Raises RefusedError where a file is in the way that subtitler did not export.
    """
    _refuse(file)
    wanted = [language_tag(one) if one else None for one in (source, target)]
    with Memory.open(_root(options)) as memory:
        found = memory.pairs()
        kept = [one for one in found if all(map(_within, wanted, one.pair.languages))]
    sources = {one.pair.source_language for one in kept}
    spoken = sources.pop() if len(sources) == 1 else tmx.ANY
    write_atomic(file, b"".join(tmx.compose(kept, spoken, __version__)))
    return Exported(written(file), len(kept), sum(one.pair.approved for one in kept))


def search(text: str, options: Options, source: str, target: str, limit: int) -> Search:
    """What the memory knows that is like a sentence; equal ones first."""
    spoken, wanted = language_tag(source), language_tag(target)
    if not text.strip():
        raise UsageError("there is nothing to search for", "Give a sentence, in quotes.")
    with Memory.open(_root(options)) as memory:
        return Search(text, spoken, wanted, memory.near(text, spoken, wanted, limit))


def _root(options: Options) -> Path:
    return Path(resolve(options, Path.cwd()).output_dir)


def _read(file: Path) -> Iterator[Pair | tmx.Skipped]:
    with storage("reading", file), file.open("rb") as content:
        yield from tmx.parse(iter(lambda: content.read(BLOCK), b""), written(file))


def _within(wanted: str | None, tag: str) -> bool:
    return wanted is None or f"{tag}-".startswith(f"{wanted}-")


def _refuse(file: Path) -> None:
    """A mistaken `export` for `import` must not cost a person's file."""
    with storage("reading", file):
        try:
            with file.open("rb") as content:
                begin = content.read(1000)
        except FileNotFoundError:
            return
    if begin and tmx.MAKER not in begin:
        raise RefusedError(
            f"{file}: this file is there already, and subtitler did not export it",
            "Give another name. To read it into the memory: subtitler memory import.",
        )
