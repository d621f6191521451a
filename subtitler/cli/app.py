"""The commands: each parses, calls one workflow function and shows the result."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from subtitler import __version__
from subtitler.cli import checks, edits, library, memory, reviewing
from subtitler.cli.options import (
    Adopt,
    DryRun,
    Json,
    Offline,
    OutputDir,
    Packages,
    Quiet,
    Replace,
    Style,
    Terms,
    Yes,
    consenting,
)

app = typer.Typer(
    name="subtitler",
    help="From a speech video to reviewed subtitles, on your own machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"subtitler {__version__}")
        raise typer.Exit


@app.callback()
def subtitler(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Tell the version.")
    ] = False,
) -> None:
    """From a speech video to reviewed subtitles, on your own machine."""


@app.command()
def transcribe(
    media: Annotated[list[str], typer.Argument(help="Video or audio files.", metavar="MEDIA...")],
    title: Annotated[
        str | None, typer.Option(help="Name of the outputs (default: the media's).", metavar="NAME")
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="auto (default), or a code: en, es, pt-BR.", metavar="LANG")
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            help="A name (small), a path (.pt, CTranslate2 folder), or demo.", metavar="MODEL"
        ),
    ] = None,
    engine: Annotated[
        str | None, typer.Option(help="auto, whisper or faster-whisper.", metavar="ENGINE")
    ] = None,
    device: Annotated[str | None, typer.Option(help="auto, cpu or cuda.", metavar="DEVICE")] = None,
    style: Style = None,
    audio_track: Annotated[
        str | None,
        typer.Option(help="Which audio track: its number or language.", metavar="N|LANG"),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Recognise anew in any case.")] = False,
    replace: Replace = False,
    yes: Yes = False,
    adopt: Adopt = False,
    dry_run: DryRun = False,
    output_dir: OutputDir = None,
    offline: Offline = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Recognise the speech in MEDIA and write well-timed SRT cues to edit.

    A second run uses what was heard already; an SRT that a person edited is never overwritten.
    """
    from subtitler.cli.show import shown
    from subtitler.workflow.engines import CatalogEngines
    from subtitler.workflow.job import Request
    from subtitler.workflow.transcribing import transcribe_all

    options: dict[str, Any] = {
        "language": language,
        "model": model,
        "engine": engine,
        "device": device,
        "style": style,
        "audio_track": audio_track,
        "output_dir": output_dir,
        "offline": offline,
    }
    request = Request(options, title, again, replace, adopt, dry_run, consenting(yes=yes))
    with shown(json=json, quiet=quiet) as report:
        codes = transcribe_all([Path(one) for one in media], request, CatalogEngines(), report)
    if codes:
        raise typer.Exit(codes[0] if len(set(codes)) == 1 else 1)


@app.command()
def cue(
    title: Annotated[str, typer.Argument(help="A title, its media or its SRT.", metavar="TITLE")],
    style: Style = None,
    replace: Replace = False,
    yes: Yes = False,
    adopt: Adopt = False,
    dry_run: DryRun = False,
    output_dir: OutputDir = None,
    offline: Offline = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Build the cues of TITLE anew from what was heard, without recognition."""
    from subtitler.cli.show import shown
    from subtitler.workflow.job import Request
    from subtitler.workflow.recueing import recue

    options = {"style": style, "output_dir": output_dir, "offline": offline}
    request = Request(
        options, replace=replace, adopt=adopt, dry_run=dry_run, consent=consenting(yes=yes)
    )
    with shown(json=json, quiet=quiet) as report:
        report(recue(title, request, report))


@app.command()
def translate(
    title: Annotated[
        str,
        typer.Argument(help="A title, its media or its SRT, or any SRT or VTT.", metavar="TITLE"),
    ],
    to: Annotated[str, typer.Option(help="Target languages: es,fr.", metavar="LANG,...")],
    source: Annotated[
        str | None,
        typer.Option("--from", help="The language of a bare subtitle file.", metavar="LANG"),
    ] = None,
    packages: Packages = None,
    terms: Terms = None,
    style: Style = None,
    hypotheses: Annotated[
        int, typer.Option(help="Translations to choose from, a sentence (default: 4).", metavar="N")
    ] = 4,
    keep_cues: Annotated[
        bool, typer.Option("--keep-cues", help="One target cue a source cue, whatever it holds.")
    ] = False,
    recue: Annotated[
        bool, typer.Option("--recue", help="Cut the translation freely over each sentence's time.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Ask the engine anew.")] = False,
    replace: Replace = False,
    yes: Yes = False,
    adopt: Adopt = False,
    dry_run: DryRun = False,
    output_dir: OutputDir = None,
    offline: Offline = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Translate TITLE as its source SRT stands now into tracks in other languages.

    Sentences are translated whole and laid over the source's cues; what was translated before is
    not sent to the engine again.
    """
    from subtitler.cli.show import shown
    from subtitler.workflow.engines import CatalogEngines
    from subtitler.workflow.job import Request
    from subtitler.workflow.translating import TranslationRequest, translate_all

    options = {
        "packages": packages,
        "terms": terms,
        "style": style,
        "output_dir": output_dir,
        "offline": offline,
    }
    asked = TranslationRequest(
        Request(
            options,
            again=again,
            replace=replace,
            adopt=adopt,
            dry_run=dry_run,
            consent=consenting(yes=yes),
        ),
        tuple(one.strip() for one in to.split(",") if one.strip()),
        source,
        hypotheses,
        keep_cues,
        recue,
    )
    with shown(json=json, quiet=quiet) as report:
        codes = translate_all(title, asked, CatalogEngines(), report)
    if codes:
        raise typer.Exit(codes[0] if len(set(codes)) == 1 else 1)


app.command()(checks.check)
app.command()(reviewing.status)
app.command()(reviewing.approve)
edits.register(app)
app.add_typer(library.models, name="models")
app.add_typer(library.terms, name="terms")
app.add_typer(memory.memory, name="memory")


def run() -> None:
    """Runs the command line; the one place where an error becomes words and an exit code."""
    from subtitler.errors import SubtitlerError

    try:
        app()
    except SubtitlerError as error:
        from subtitler.cli.show import complain

        complain(error, as_json="--json" in sys.argv)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.stderr.write("subtitler: stopped\n")
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
