"""The commands that change tracks as a person says: history, restore, merge, shift, stretch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from subtitler.cli.options import DryRun, Json, Offline, OutputDir, Quiet

if TYPE_CHECKING:
    from fractions import Fraction

    from subtitler.stages.retiming import Retiming
    from subtitler.workflow.job import Request

Title = Annotated[
    str,
    typer.Argument(help="A title, its media or its SRT, or any SRT or VTT.", metavar="TITLE"),
]
Clip = Annotated[bool, typer.Option("--clip", help="Let a time before zero be zero.")]
NEGATIVE = {"ignore_unknown_options": True}  # -1.5 is an offset, no option


def register(app: typer.Typer) -> None:
    """Adds the commands to an application."""
    app.command()(history)
    app.command()(restore)
    app.command()(merge)
    app.command(context_settings=NEGATIVE)(shift)
    app.command()(stretch)


def history(
    title: Title,
    lang: Annotated[
        str | None, typer.Option(help="The versions of this track alone.", metavar="LANG")
    ] = None,
    output_dir: OutputDir = None,
    offline: Offline = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """List the versions of TITLE's tracks that were ever replaced, the oldest first."""
    from subtitler.cli.show import shown
    from subtitler.workflow import pasts

    with shown(json=json, quiet=quiet) as report:
        report(pasts.history(title, _request(output_dir, offline), lang))


def restore(
    title: Title,
    version: Annotated[int, typer.Argument(help="Its number in history.", metavar="VERSION")],
    dry_run: DryRun = False,
    output_dir: OutputDir = None,
    offline: Offline = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Put a version of one of TITLE's tracks back; what stands there goes to history."""
    from subtitler.cli.show import shown
    from subtitler.workflow import pasts

    with shown(json=json, quiet=quiet) as report:
        report(pasts.restore(title, version, _request(output_dir, offline, dry_run=dry_run)))


def merge(
    title: Title,
    file: Annotated[
        str, typer.Argument(help="The copy that a second person edited.", metavar="FILE")
    ],
    lang: Annotated[
        str | None, typer.Option(help="Which track it is a copy of.", metavar="LANG")
    ] = None,
    dry_run: DryRun = False,
    output_dir: OutputDir = None,
    offline: Offline = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Merge a second person's copy into one of TITLE's tracks.

    What only they changed is taken over; where both changed a cue yours stays, and theirs is
    listed.
    """
    from subtitler.cli.show import shown
    from subtitler.workflow.copies import merge_copy

    request = _request(output_dir, offline, dry_run=dry_run)
    with shown(json=json, quiet=quiet) as report:
        report(merge_copy(title, file, request, report, lang))


def shift(
    title: Title,
    offset: Annotated[
        str, typer.Argument(help="+1.5 (s), -0:00:02.250 or 1500ms.", metavar="OFFSET")
    ],
    clip: Clip = False,
    dry_run: DryRun = False,
    output_dir: OutputDir = None,
    offline: Offline = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Show all of TITLE's tracks later, or earlier."""
    from fractions import Fraction

    from subtitler.formats.moments import parse_moment
    from subtitler.stages.retiming import Retiming

    retiming = Retiming(offset=Fraction(parse_moment(offset, "OFFSET")))
    request = _request(output_dir, offline, dry_run=dry_run)
    _retime(title, retiming, request, clip=clip, json=json, quiet=quiet)


def stretch(
    title: Title,
    from_fps: Annotated[
        str | None, typer.Option(help="The rate that the tracks were made for.", metavar="RATE")
    ] = None,
    to_fps: Annotated[
        str | None, typer.Option(help="The rate of the video that they are for.", metavar="RATE")
    ] = None,
    by: Annotated[
        str | None, typer.Option(help="A factor for all times.", metavar="FACTOR")
    ] = None,
    sync: Annotated[
        list[str] | None,
        typer.Option(help="A time and where it belongs; give two.", metavar="OLD=NEW"),
    ] = None,
    clip: Clip = False,
    dry_run: DryRun = False,
    output_dir: OutputDir = None,
    offline: Offline = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Stretch or squeeze the times of all of TITLE's tracks.

    By the ratio of two frame rates, by a factor, or so that two times come to lie where they
    belong.
    """
    retiming = _stretching(from_fps, to_fps, by, sync or [])
    request = _request(output_dir, offline, dry_run=dry_run)
    _retime(title, retiming, request, clip=clip, json=json, quiet=quiet)


def _stretching(
    from_fps: str | None, to_fps: str | None, by: str | None, sync: list[str]
) -> Retiming:
    """The one way that is asked for. Raises UsageError for none, or more than one."""
    from subtitler.errors import UsageError
    from subtitler.formats.moments import parse_factor, parse_sync
    from subtitler.stages.retiming import Retiming

    ways = [from_fps is not None or to_fps is not None, by is not None, bool(sync)]
    if sum(ways) != 1:
        raise UsageError(
            "stretch needs one way to go",
            "Give --from-fps and --to-fps, or --by, or --sync twice.",
        )
    if by is not None:
        return Retiming(parse_factor(by, "--by"))
    if sync:
        points = [parse_sync(one, "--sync") for one in sync]
        if len(points) != 2:
            raise UsageError(f"--sync: {len(points)} given, of 2", "Give it twice: OLD=NEW each.")
        try:
            return Retiming.through(points[0], points[1])
        except ValueError:
            raise UsageError(
                f"--sync {sync[0]} and {sync[1]}: no stretch keeps the order of these times",
                "Give two different times, the later one with the later place.",
            ) from None
    return Retiming(_ratio(from_fps, to_fps))


def _ratio(from_fps: str | None, to_fps: str | None) -> Fraction:
    from subtitler.errors import UsageError
    from subtitler.formats.moments import parse_rate

    if from_fps is None or to_fps is None:
        raise UsageError("one frame rate alone says nothing", "Give --from-fps and --to-fps.")
    return parse_rate(from_fps, "--from-fps") / parse_rate(to_fps, "--to-fps")


def _retime(
    title: str, retiming: Retiming, request: Request, *, clip: bool, json: bool, quiet: bool
) -> None:
    from subtitler.cli.show import shown
    from subtitler.workflow.retiming import retime

    with shown(json=json, quiet=quiet) as report:
        done = retime(title, retiming, request, report, clip=clip)
        if done is not None:
            report(done)


def _request(output_dir: str | None, offline: bool | None, *, dry_run: bool = False) -> Request:
    from subtitler.workflow.job import Request

    return Request({"output_dir": output_dir, "offline": offline}, dry_run=dry_run)
