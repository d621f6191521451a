"""The commands about the translation memory: import, export, search."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from subtitler.cli.options import Json, Offline, OutputDir, Quiet

if TYPE_CHECKING:
    from subtitler.domain.memory import Near
    from subtitler.workflow.memoryuse import Exported, Imported, Search

memory = typer.Typer(
    help="The translation memory: sentences that people wrote or approved.", no_args_is_help=True
)
REASONS = {
    "empty": "without words",
    "language": "in no known language",
    "alone": "without a source or a translation",
}


@memory.command("import")
def import_(
    file: Annotated[str, typer.Argument(help="A TMX file.", metavar="FILE.tmx")],
    approved: Annotated[
        bool, typer.Option("--approved", help="Count its pairs as approved.")
    ] = False,
    output_dir: OutputDir = None,
    offline: Offline = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Add the pairs of a TMX file to the memory; none that is there is replaced."""
    from subtitler.workflow.memoryuse import import_tmx

    options = {"output_dir": output_dir, "offline": offline}
    done = import_tmx(Path(file), options, approved=approved)
    _tell("imported", done, _imported(done), json=json, quiet=quiet)


@memory.command()
def export(
    file: Annotated[str, typer.Argument(help="The TMX file to write.", metavar="FILE.tmx")],
    source: Annotated[
        str | None, typer.Option("--from", help="Only pairs from this language.", metavar="LANG")
    ] = None,
    target: Annotated[
        str | None, typer.Option("--to", help="Only pairs into this language.", metavar="LANG")
    ] = None,
    output_dir: OutputDir = None,
    offline: Offline = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write the memory's pairs as TMX 1.4, for another program or another folder."""
    from subtitler.workflow.memoryuse import export_tmx

    options = {"output_dir": output_dir, "offline": offline}
    done = export_tmx(Path(file), options, source, target)
    _tell("exported", done, _exported(done), json=json, quiet=quiet)


@memory.command()
def search(
    text: Annotated[str, typer.Argument(help="A sentence.", metavar="TEXT")],
    source: Annotated[str, typer.Option("--from", help="Its language.", metavar="LANG")],
    target: Annotated[
        str, typer.Option("--to", help="The language of the translations.", metavar="LANG")
    ],
    limit: Annotated[
        int, typer.Option(help="Pairs that are shown (default: 5).", min=1, metavar="N")
    ] = 5,
    output_dir: OutputDir = None,
    offline: Offline = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Show the remembered sentences that are most like TEXT, with their translations."""
    from subtitler.workflow.memoryuse import search as search_memory

    options = {"output_dir": output_dir, "offline": offline}
    done = search_memory(text, options, source, target, limit)
    _tell("found", done, _found(done), json=json, quiet=quiet)


def _tell(
    event: str, done: Imported | Exported | Search, lines: list[str], *, json: bool, quiet: bool
) -> None:
    import msgspec

    from subtitler.cli.show import tell

    if json:
        tell([], {"event": f"memory-{event}", **msgspec.to_builtins(done)})
    elif not quiet:
        tell(lines, None)


def _imported(done: Imported) -> list[str]:
    languages = [f"{pair} {count}" for pair, count in sorted(done.languages.items())]
    lines = [
        f"{done.file}: {sum(done.languages.values())} pairs" + _listed(languages),
        f"  new        {done.new}",
        f"  approved   {done.raised} that were edited before",
        f"  known      {done.known}, left as they are",
    ]
    for reason, count in done.skipped.items():
        lines.append(f"  skipped    {count} {REASONS[reason]}")
    return [*lines, f"  memory     {done.memory}"]


def _exported(done: Exported) -> list[str]:
    edited = done.pairs - done.approved
    counts = [f"{done.approved} approved", f"{edited} edited"] if done.pairs else []
    return [f"{done.file}: {done.pairs} pairs" + _listed(counts)]


def _listed(words: list[str]) -> str:
    return f" ({', '.join(words)})" if words else ""


def _found(done: Search) -> list[str]:
    if not done.found:
        return [f"nothing is like it, {done.source} to {done.target}"]
    return [line for near in done.found for line in _near(near)]


def _near(near: Near) -> list[str]:
    pair, known = near.pair, near.remembered
    state = "approved" if pair.approved else "edited"
    where = ", ".join(word for word in (pair.title, known.origin, known.at) if word)
    score = int(near.score * 100)  # never 100 for a text that differs
    return [
        f"{score:>3} %  {_line(pair.source)}",
        f"       {_line(pair.target)}",
        f"       {pair.source_language} to {pair.target_language}, {state} ({where})",
    ]


def _line(text: str) -> str:
    return " / ".join(text.splitlines())
