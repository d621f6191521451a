"""Options that several commands have."""

from __future__ import annotations

from typing import Annotated

import typer

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

Packages = Annotated[
    str | None,
    typer.Option(help="Where Argos packages are: a folder, or demo.", metavar="DIR|demo"),
]
Terms = Annotated[
    str | None,
    typer.Option(help="terms.csv (default: beside subtitler.toml).", metavar="FILE"),
]
