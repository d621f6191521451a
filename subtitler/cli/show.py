"""The one file that prints: events as words for a person, or as JSON for a program."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
from rich.console import Console

from subtitler.cli.lists import listed
from subtitler.domain.finding import Finding, Severity
from subtitler.domain.timing import clock
from subtitler.workflow.events import (
    Download,
    Event,
    Failed,
    Finished,
    Listing,
    Notice,
    Planned,
    Progress,
    Report,
    Started,
    Translated,
    TranslationProgress,
)

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from subtitler.errors import SubtitlerError

WORST = 10  # findings that a summary shows
MARKS = {Severity.INFO: "info", Severity.WARNING: "warning", Severity.ERROR: "error"}


class Shower(Protocol):
    """Shows events as they come."""

    def show(self, event: Event) -> None:
        """Shows one event."""
        ...

    def close(self) -> None:
        """Ends what is still on the screen."""
        ...


@contextmanager
def shown(*, json: bool, quiet: bool) -> Iterator[Report]:
    """A report that shows events: as JSON, as words, or with `quiet` failures only."""
    shower: Shower = JsonShower() if json else WordShower(quiet=quiet)
    try:
        yield shower.show
    finally:
        shower.close()


def complain(error: SubtitlerError, *, as_json: bool) -> None:
    """Tells an error that ended the command."""
    if as_json:
        JsonShower().show(Failed("", error.what, error.remedy, error.exit_code))
    else:
        _failed(Console(stderr=True, soft_wrap=True), error.what, error.remedy)


def tell(lines: Sequence[str], fields: dict[str, Any] | None) -> None:
    """A command's result: as JSON where there are `fields`, else as lines."""
    if fields is not None:
        give(msgspec.json.encode(fields) + b"\n")
        return
    out = Console(soft_wrap=True, highlight=False, emoji=False, markup=False)
    for line in lines:
        out.print(line)


def give(content: bytes) -> None:
    """Bytes as they are, for another program."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.flush()


class JsonShower:
    """One JSON object a line on standard output."""

    def show(self, event: Event) -> None:
        """See Shower.show."""
        fields: dict[str, Any] = msgspec.to_builtins(event)
        if isinstance(event, (Finished, Translated, Planned)):
            fields["findings"] = [_finding_fields(finding) for finding in event.findings]
        line = msgspec.json.encode({"event": event.event, **fields})
        sys.stdout.write(line.decode() + "\n")
        sys.stdout.flush()

    def close(self) -> None:
        """See Shower.close."""


class WordShower:
    """Words on standard output, failures and notices on standard error, a bar on a terminal."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._out = Console(soft_wrap=True, highlight=False, emoji=False, markup=False)
        self._err = Console(stderr=True, soft_wrap=True, highlight=False, emoji=False, markup=False)
        self._bar: Bar | None = None
        self._task: Any = None

    def show(self, event: Event) -> None:
        """See Shower.show."""
        if isinstance(event, Failed):
            self.close()
            _failed(self._err, event.what, event.remedy)
        elif self._quiet:
            return
        elif isinstance(event, (Progress, Download, TranslationProgress)):
            self._advance(event)
        elif isinstance(event, Notice):
            self._err.print(f"note: {event.text}")
        elif isinstance(event, Started):
            self.close()
        elif isinstance(event, Listing):
            self.close()
            for line in listed(event):
                self._out.print(line)
        elif isinstance(event, (Finished, Translated, Planned)):
            self.close()
            for line in closing_words(event):
                self._out.print(line)

    def close(self) -> None:
        """See Shower.close."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _advance(self, event: Progress | Download | TranslationProgress) -> None:
        if not self._err.is_terminal:
            return
        words, unit, speed = _measured_in(event)
        if self._bar is None:
            self._bar = _bar(self._err, speed)
            self._task = self._bar.add_task(words, total=event.total / unit)
            self._bar.start()
        self._bar.update(
            self._task, description=words, completed=event.done / unit, total=event.total / unit
        )


def _measured_in(event: Progress | Download | TranslationProgress) -> tuple[str, int, str]:
    """What goes on, the unit that a bar counts it in, and its speed's unit."""
    if isinstance(event, Progress):
        return "recognising", 1000, "× real time"
    if isinstance(event, TranslationProgress):
        return f"translating into {event.language}", 1, "sentences/s"
    return "fetching the model", 1_000_000, "MB/s"


def _bar(console: Console, unit: str) -> Bar:
    from rich.progress import BarColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress
    from rich.text import Text

    class Speed(ProgressColumn):
        """Media time, or bytes, for each second."""

        def render(self, task: Task) -> Text:
            """The speed so far."""
            return Text("" if task.speed is None else f"{task.speed:.1f} {unit}")

    return RichProgress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        Speed(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )


def closing_words(done: Finished | Translated | Planned) -> list[str]:
    """What a run came to, or would."""
    if isinstance(done, Finished):
        return summary(done)
    return translated(done) if isinstance(done, Translated) else planned(done)


def planned(plan: Planned) -> list[str]:
    """What a run would do, and has not done."""
    head = f"{plan.title}, {plan.language}"
    if plan.words:
        return [f"{head}: {plan.words}"]
    kept = f", {plan.kept} of them as you left them" if plan.kept else ""
    if not plan.diff:
        return [f"{head}: nothing would change; {plan.cues} cues{kept}"]
    return [*plan.diff.splitlines(), f"{head}: {plan.cues} cues{kept}; nothing was written"]


def summary(done: Finished) -> list[str]:
    """The closing words for one input."""
    words = {
        "recognised": "recognised" + (f" anew ({', '.join(done.reasons)})" if done.reasons else ""),
        "cued": "cues built from what was heard before",
        "unchanged": "nothing has changed since the last run",
    }
    lines = [f"{done.title}: {words[done.outcome]}"]
    if done.language == "und":
        lines.append("  note       nobody seems to speak in it: the SRT is empty")
    else:
        sure = f", certainty {done.certainty:.0%}" if done.certainty < 1 else ""
        lines.append(f"  language   {done.language}{sure}")
    speed = f", {done.speed:.1f} × real time" if done.outcome == "recognised" else ""
    lines.append(f"  duration   {clock(done.duration)}{speed}")
    if done.cues == 0 and done.language != "und":
        lines.append("  note       no speech was found: the SRT is empty")
    kept = f", {done.kept} of them as you wrote them" if done.kept else ""
    lines.append(f"  cues       {done.cues}, style {done.style}{kept}")
    lines += _findings(done.findings)
    word = "unchanged" if done.outcome == "unchanged" else "written"
    lines += [f"  {word:<9}  {path}" for path in done.files]
    return lines


def translated(done: Translated) -> list[str]:
    """The closing words for one target track."""
    words = {
        "translated": "translated",
        "noted": "the track stays; your changes are noted",
        "unchanged": "nothing has changed since the last run",
    }
    what = words[done.outcome]
    via = f", through {done.via}" if done.via else ""
    sounds = f", {done.sounds} sounds" if done.sounds else ""
    memory = f", {done.remembered} from the memory" if done.remembered else ""
    sent = f"{done.sent} sent to {done.engine}{via}, {done.reused} known before{memory}{sounds}"
    lines = [
        f"{done.title}: {done.source} to {done.language}: {what}",
        f"  sentences  {done.sentences}: {sent}",
        f"  cues       {done.cues}, style {done.style}{_yours(done)}",
    ]
    lines += _findings(done.findings)
    word = "written" if done.outcome == "translated" else "unchanged"
    return lines + [f"  {word:<9}  {path}" for path in done.files]


def _yours(done: Translated) -> str:
    """How many cues are a person's, and how many of these the source has left behind."""
    if not done.kept:
        return ""
    more = [f"{done.stale} stale"] if done.stale else []
    more += [f"{done.orphans} without a source"] if done.orphans else []
    return f", {done.kept} of them as you left them" + "".join(f", {one}" for one in more)


def _findings(findings: Sequence[Finding]) -> list[str]:
    """Findings by kind, and the worst of them with their times."""
    if not findings:
        return ["  findings   none"]
    kinds = Counter(finding.rule for finding in findings).most_common()
    lines = ["  findings   " + ", ".join(f"{rule} {count}" for rule, count in kinds)]
    telling = [finding for finding in findings if finding.severity > Severity.INFO]
    worst = sorted(telling, key=lambda one: one.weight, reverse=True)[:WORST]
    whole = [one for one in findings if one.severity == Severity.INFO and one.cue is None]
    lines += [f"    {one.advice}" for one in whole]
    for finding in worst:
        where = f"{clock(finding.span.in_time):>9}"
        lines.append(f"    {where}  {finding.rule}{_measure(finding)}: {finding.advice}")
    if len(telling) > len(worst):
        lines.append(f"    … and {len(telling) - len(worst)} more in findings.json")
    return lines


def _measure(finding: Finding) -> str:
    if finding.measured is None:
        return ""
    limit = f", limit {finding.limit:g}" if finding.limit else ""
    return f" ({finding.measured:g}{limit})"


def _finding_fields(finding: Finding) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(finding)
    return {**fields, "severity": MARKS[finding.severity]}


def _failed(console: Console, what: str, remedy: str) -> None:
    console.print(f"subtitler: {what}", markup=False, highlight=False)
    if remedy:
        console.print(f"  {remedy}", markup=False, highlight=False)
