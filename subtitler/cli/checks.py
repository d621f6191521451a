"""The command `check`: what a viewer or a client would reject, worst first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from subtitler.cli.options import Json, Offline, OutputDir, Quiet, Style, Terms

if TYPE_CHECKING:
    from subtitler.workflow.checked import Checked
    from subtitler.workflow.fixing import FixRequest

Inputs = Annotated[
    list[str] | None,
    typer.Argument(
        help="Titles, or any SRT or VTT (default: all titles).", metavar="[TITLE|FILE...]"
    ),
]
Lang = Annotated[
    str | None,
    typer.Option(help="Only these tracks; the language of a bare file.", metavar="LANG,..."),
]
Against = Annotated[
    str | None, typer.Option(help="The source of a bare file.", metavar="SOURCE.srt")
]
From = Annotated[
    str | None, typer.Option("--from", help="The language of that source.", metavar="LANG")
]
Limit = Annotated[
    int | None,
    typer.Option(help="Findings that are shown of a track (default: 20; 0: all).", min=0),
]
Sarif = Annotated[str | None, typer.Option(help="Write a SARIF report.", metavar="FILE|-")]
Junit = Annotated[str | None, typer.Option(help="Write a JUnit report.", metavar="FILE|-")]
Dismiss = Annotated[
    list[str] | None,
    typer.Option(help="Take a finding for none, from now on.", metavar="RULE:NUMBER"),
]
Undismiss = Annotated[
    list[str] | None,
    typer.Option(help="Take a dismissal back.", metavar="RULE:NUMBER"),
]
Note = Annotated[str | None, typer.Option(help="Why it is dismissed.", metavar="TEXT")]
Dismissed = Annotated[
    bool, typer.Option("--dismissed", help="Show what was dismissed as well, at the end.")
]
Fix = Annotated[
    bool,
    typer.Option("--fix", help="Put typography, line breaks and small gaps right, and end."),
]
Edited = Annotated[bool, typer.Option("--edited", help="With --fix: in edited cues too.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="With --fix: only show what would be changed.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")]
Rules = Annotated[bool, typer.Option("--rules", help="List the rules, and end.")]


def check(
    inputs: Inputs = None,
    lang: Lang = None,
    against: Against = None,
    source: From = None,
    limit: Limit = None,
    sarif: Sarif = None,
    junit: Junit = None,
    strict: Strict = False,
    dismiss: Dismiss = None,
    undismiss: Undismiss = None,
    note: Note = None,
    dismissed: Dismissed = False,
    fix: Fix = False,
    edited: Edited = False,
    dry_run: DryRun = False,
    rules: Rules = False,
    style: Style = None,
    terms: Terms = None,
    output_dir: OutputDir = None,
    offline: Offline = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Tell what a viewer or a client would reject in tracks, worst first.

    A source is held against what was heard, a translation against its source. Exit code 1 says
    that there are errors; nothing is written but what you ask for.
    """
    from subtitler.cli.checkwords import rule_fields, rule_lines
    from subtitler.cli.show import give, shown, tell
    from subtitler.domain.finding import Severity
    from subtitler.stages.checking import all_rules
    from subtitler.workflow.checking import CheckRequest, check_all
    from subtitler.workflow.fixing import FixRequest
    from subtitler.workflow.job import Request

    if rules:
        tell(rule_lines(all_rules()), rule_fields(all_rules()) if json else None)
        return
    options = {"style": style, "terms": terms, "output_dir": output_dir, "offline": offline}
    languages = tuple(one.strip() for one in (lang or "").split(",") if one.strip())
    if fix:
        reports = {"--against": against, "--sarif": sarif, "--junit": junit, "--strict": strict}
        other = {**reports, "--dismiss": dismiss, "--undismiss": undismiss, "--note": note}
        _fix_only([name for name, given in other.items() if given])
        how = FixRequest(Request(options), languages, edited=edited, dry_run=dry_run)
        _fix(inputs or [], how, json=json, quiet=quiet)
        return
    _only_with("--fix", {"--edited": edited, "--dry-run": dry_run})
    if not dismiss:
        _only_with("--dismiss", {"--note": note is not None})
    _one_on_output(sarif, junit, json=json)
    asked = CheckRequest(
        Request(options),
        languages,
        against,
        source,
        tuple(dismiss or ()),
        tuple(undismiss or ()),
        note or "",
    )
    with shown(json=json, quiet=quiet) as report:
        checked = check_all(inputs or [], asked, report)
    silent = quiet
    for place, content in _reports(checked, sarif, junit, strict=strict):
        if place == "-":
            silent = True
            give(content)
        else:
            from subtitler.workflow.files import write_atomic

            write_atomic(Path(place), content)
    if not silent:
        _tell(checked, limit, json=json, dismissed=dismissed)
    failed = checked.count(Severity.ERROR) or (strict and checked.count(Severity.WARNING))
    if checked.codes and not checked.tracks:
        raise typer.Exit(checked.codes[0] if len(set(checked.codes)) == 1 else 1)
    if failed or checked.codes:
        raise typer.Exit(1)


def _one_on_output(sarif: str | None, junit: str | None, *, json: bool) -> None:
    """Raises UsageError where several documents would go to standard output."""
    from subtitler.errors import UsageError

    wanted = {"--sarif -": sarif == "-", "--junit -": junit == "-", "--json": json}
    given = [name for name, said in wanted.items() if said]
    if len(given) > 1:
        what = f"{' and '.join(given)} cannot share the standard output"
        raise UsageError(what, "Give a report a file.")


def _only_with(option: str, given: Mapping[str, bool]) -> None:
    """Raises UsageError where an option is given that says nothing without another."""
    from subtitler.errors import UsageError

    for other in (name for name, said in given.items() if said):
        raise UsageError(f"{other} without {option}", f"Give {option} too, or leave {other} out.")


def _fix_only(others: Sequence[str]) -> None:
    """Raises UsageError where --fix is given together with what it does not do."""
    from subtitler.errors import UsageError

    if others:
        raise UsageError(f"--fix and {others[0]} do not go together", "Run check twice.")


def _fix(inputs: Sequence[str], asked: FixRequest, *, json: bool, quiet: bool) -> None:
    """Fixes tracks, and tells what was changed."""
    from subtitler.cli.checkwords import fix_fields, fix_lines
    from subtitler.cli.show import shown, tell
    from subtitler.workflow.fixing import fix_all

    with shown(json=json, quiet=quiet) as report:
        fixed = fix_all(inputs, asked, report)
    for track in fixed.tracks if not quiet else ():
        tell(fix_lines(track), fix_fields(track) if json else None)
    if fixed.codes:
        raise typer.Exit(fixed.codes[0] if len(set(fixed.codes)) == 1 else 1)


def _reports(
    checked: Checked, sarif: str | None, junit: str | None, *, strict: bool
) -> list[tuple[str, bytes]]:
    """The reports that were asked for: where each goes, and its content."""
    from subtitler import __version__
    from subtitler.formats import junit as junit_format
    from subtitler.formats import sarif as sarif_format
    from subtitler.stages.checking import all_rules

    reports = []
    if sarif is not None:
        rules = [
            sarif_format.ReportedRule(rule.id, rule.name, rule.words, rule.levels[0])
            for rule in all_rules()
        ]
        reported = [
            sarif_format.Reported(
                track.path,
                one.finding,
                one.number,
                one.text,
                None if one.dismissed is None else one.dismissed.note,
            )
            for track in checked.tracks
            for one in (*track.noted, *track.dismissed)
        ]
        unread = [f"{one.media}: {one.what}" for one in checked.failed]
        content = sarif_format.compose(rules, reported, __version__, unread)
        reports.append((sarif, content))
    if junit is not None:
        suites = [
            junit_format.Suite(
                track.path,
                track.cues,
                tuple((one.finding, one.number) for one in track.noted),
                tuple((one.finding, one.number, one.note) for one in track.dismissed),
            )
            for track in checked.tracks
        ]
        missing = [junit_format.Unread(one.media, one.what) for one in checked.failed]
        reports.append((junit, junit_format.compose(suites, missing, strict=strict)))
    return reports


def _tell(checked: Checked, limit: int | None, *, json: bool, dismissed: bool) -> None:
    from subtitler.cli.checkwords import closing, track_fields, track_lines
    from subtitler.cli.show import tell
    from subtitler.domain.finding import Severity
    from subtitler.stages.checking import all_rules

    names = {rule.id: rule.name for rule in all_rules()}
    for track in checked.tracks:
        fields = track_fields(track, names, limit, dismissed=dismissed) if json else None
        tell(track_lines(track, names, limit, dismissed=dismissed), fields)
    if len(checked.tracks) > 1 and not json:
        errors, warnings = checked.count(Severity.ERROR), checked.count(Severity.WARNING)
        tell([closing(errors, warnings, len(checked.tracks))], None)
