"""Options that several commands have, and what is asked on the way."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from subtitler.workflow.job import Consent

OutputDir = Annotated[
    str | None, typer.Option(help="Folder for SRTs and records (default: output).", metavar="DIR")
]
Offline = Annotated[bool | None, typer.Option("--offline", help="Never use the network.")]
Json = Annotated[bool, typer.Option("--json", help="Tell events as JSON, one object a line.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Tell nothing but failures.")]
Style = Annotated[
    str | None,
    typer.Option(help="netflix (default), ted, children, bbc, or one of yours.", metavar="NAME"),
]
Replace = Annotated[
    bool,
    typer.Option("--replace", help="Replace an SRT that a person edited; history/ keeps it."),
]
Yes = Annotated[
    bool, typer.Option("--yes", help="Do not ask before --replace replaces what a person wrote.")
]
Adopt = Annotated[
    bool, typer.Option("--adopt", help="Take the SRT as new: every cue in it counts as yours.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")
]

Packages = Annotated[
    str | None,
    typer.Option(help="Where Argos packages are: a folder, or demo.", metavar="DIR|demo"),
]
Terms = Annotated[
    str | None,
    typer.Option(help="terms.csv (default: beside subtitler.toml).", metavar="FILE"),
]


def consenting(*, yes: bool) -> Consent:
    """Asks at a terminal whether a person's cues may be replaced; needs --yes without one."""
    from subtitler.errors import RefusedError

    def consent(path: Path, count: int) -> None:
        cues = f"{count} cues in it were" if count > 1 else "a cue in it was"
        what = f"{path}: {cues} edited or approved by a person"
        if yes:
            return
        if not sys.stdin.isatty():
            raise RefusedError(what, "Give --yes to replace them; the old file goes to history.")
        typer.echo(what, err=True)
        if not typer.confirm("Replace them? The old file goes to history.", err=True):
            raise RefusedError(f"{path}: not replaced", "It stays as it is.")

    return consent
