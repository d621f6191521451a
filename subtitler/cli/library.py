"""The commands about what translation and recognition draw on: models, packages and terms."""

from __future__ import annotations

from typing import Annotated

import typer

from subtitler.cli.options import Json, Offline, OutputDir, Packages, Quiet, Terms

models = typer.Typer(
    help="The models on this machine: Whisper checkpoints and Argos packages.",
    no_args_is_help=True,
)
terms = typer.Typer(help="The terms of terms.csv.", no_args_is_help=True)


@models.command("list")
def list_(
    packages: Packages = None, offline: Offline = None, json: Json = False, quiet: Quiet = False
) -> None:
    """List the Whisper checkpoints and Argos packages that are here, and where they lie."""
    from subtitler.cli.show import shown
    from subtitler.workflow.packages import list_models

    with shown(json=json, quiet=quiet) as report:
        report(list_models({"packages": packages, "offline": offline}))


@models.command()
def get(
    name: Annotated[str, typer.Argument(help="small, or argos:en-es.", metavar="NAME")],
    packages: Packages = None,
    offline: Offline = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Fetch a Whisper checkpoint by its name, or the Argos package for a pair of languages."""
    from subtitler.cli.show import shown
    from subtitler.workflow.packages import get_model

    with shown(json=json, quiet=quiet) as report:
        report(get_model(name, {"packages": packages, "offline": offline}, report))


@models.command("import")
def import_(
    file: Annotated[str, typer.Argument(help="An .argosmodel, or a .pt.", metavar="FILE")],
    packages: Packages = None,
    offline: Offline = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Put a model that you brought along in its place, once it is checked."""
    from subtitler.cli.show import shown
    from subtitler.workflow.packages import import_model

    with shown(json=json, quiet=quiet) as report:
        report(import_model(file, {"packages": packages, "offline": offline}))


@models.command()
def verify(
    packages: Packages = None, offline: Offline = None, json: Json = False, quiet: Quiet = False
) -> None:
    """Read every model through and hold it against its checksums; exit 1 where one is damaged."""
    from subtitler.cli.show import shown
    from subtitler.workflow.packages import verify_models

    with shown(json=json, quiet=quiet) as report:
        sound = verify_models({"packages": packages, "offline": offline}, report)
    if not sound:
        raise typer.Exit(1)


@terms.command()
def check(
    title: Annotated[str, typer.Argument(help="A title, its media or its SRT.", metavar="TITLE")],
    terms: Terms = None,
    source: Annotated[
        str | None,
        typer.Option("--from", help="The language of a bare subtitle file.", metavar="LANG"),
    ] = None,
    output_dir: OutputDir = None,
    offline: Offline = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """List how often TITLE's source and translations use each term, and where it is missing."""
    from subtitler.cli.show import shown
    from subtitler.workflow.job import Request
    from subtitler.workflow.termuse import check_use

    request = Request({"terms": terms, "output_dir": output_dir, "offline": offline})
    with shown(json=json, quiet=quiet) as report:
        report(check_use(title, request, source, report))
