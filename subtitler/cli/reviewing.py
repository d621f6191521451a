"""The commands about a person's work: how titles stand, and what is approved."""

from __future__ import annotations

from typing import Annotated

import typer

from subtitler.cli.options import DryRun, Json, Offline, OutputDir, Quiet, Style, Terms

Titles = Annotated[
    list[str] | None,
    typer.Argument(help="Titles, their media or SRTs (default: all titles).", metavar="[TITLE...]"),
]
Title = Annotated[str, typer.Argument(help="A title, its media or its SRT.", metavar="TITLE")]
Lang = Annotated[
    str | None, typer.Option(help="Only these tracks (default: all).", metavar="LANG,...")
]
Cues = Annotated[
    str | None,
    typer.Option(help="Numbers as in the file: 3,7-12. Needs --lang.", metavar="N,N-N"),
]
AllClean = Annotated[
    bool, typer.Option("--all-clean", help="All cues that nothing is to be said of.")
]


def status(
    titles: Titles = None,
    style: Style = None,
    terms: Terms = None,
    output_dir: OutputDir = None,
    offline: Offline = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Tell how titles stand: what is edited, approved, stale, flagged, and what to do next.

    Exit code 1 says that a title could not be read.
    """
    from subtitler.cli.show import shown
    from subtitler.workflow.status import status as status_of

    options = {"style": style, "terms": terms, "output_dir": output_dir, "offline": offline}
    with shown(json=json, quiet=quiet) as report:
        told = status_of(titles or [], options, report)
        report(told)
    if any(one.trouble for one in told.titles):
        raise typer.Exit(1)


def approve(
    title: Title,
    lang: Lang = None,
    cues: Cues = None,
    all_clean: AllClean = False,
    dry_run: DryRun = False,
    style: Style = None,
    terms: Terms = None,
    output_dir: OutputDir = None,
    offline: Offline = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Approve cues of TITLE as they stand in its SRTs: no later run rewrites them.

    Clean is a cue that is not stale, has no conflict or suggestion, and no error or warning.
    """
    from subtitler.cli.show import shown
    from subtitler.workflow.approving import ApprovalRequest
    from subtitler.workflow.approving import approve as approve_title
    from subtitler.workflow.job import Request

    options = {"style": style, "terms": terms, "output_dir": output_dir, "offline": offline}
    languages = tuple(one.strip() for one in (lang or "").split(",") if one.strip())
    request = Request(options, dry_run=dry_run)
    asked = ApprovalRequest(request, languages, cues, all_clean)
    with shown(json=json, quiet=quiet) as report:
        report(approve_title(title, asked, report))
