"""Words for what `history`, `restore`, `merge`, `shift` and `stretch` tell."""

from __future__ import annotations

from subtitler.domain.timing import clock
from subtitler.workflow.editevents import (
    CopyConflict,
    CopyMerged,
    Edited,
    HistoryTold,
    KeptVersion,
    Restored,
    Retimed,
)


def edited(event: Edited) -> list[str]:
    """The lines for a person."""
    if isinstance(event, HistoryTold):
        return _history(event)
    if isinstance(event, Restored):
        return _restored(event)
    return _merged(event) if isinstance(event, CopyMerged) else _retimed(event)


def _history(event: HistoryTold) -> list[str]:
    if not event.versions:
        return [f"{event.title}: no version is kept, nothing was ever replaced"]
    return [f"{event.title}: {_counted(len(event.versions), 'version')}, the oldest first"] + [
        _version(one) for one in event.versions
    ]


def _version(one: KeptVersion) -> str:
    cues = "no subtitle file" if one.cues is None else _counted(one.cues, "cue")
    when = one.when or "at an unknown time"
    same = "  (as the file is now)" if one.current else ""
    return f"  {one.number:>4}  {when:<20}  {one.name}  {cues}, {one.size} bytes{same}"


def _restored(event: Restored) -> list[str]:
    if event.outcome == "unchanged":
        return [f"{event.title}: version {event.version} stands there already: {event.file}"]
    return [
        f"{event.title}: version {event.version} is back in its place",
        f"  written    {event.file}",
        "  before     what stood there is in history, as its newest version",
    ]


def _merged(event: CopyMerged) -> list[str]:
    words = {"merged": "merged", "planned": "would be merged", "unchanged": "nothing to take over"}
    lines = [
        f"{event.title}, {event.language}: {event.copy}: {words[event.outcome]}",
        f"  cues       {event.cues}, {event.taken} of them from the copy; {event.removed} gave way",
        f"  conflicts  {len(event.conflicts) or 'none'}",
    ]
    for one in event.conflicts:
        lines += _conflict(one)
    if event.conflicts and not event.recorded:
        lines.append("    the track has no record to keep these in: note down what you need")
    word = "written" if event.outcome == "merged" else "unchanged"
    return [*lines, f"  {word:<9}  {event.file}"]


def _conflict(one: CopyConflict) -> list[str]:
    ours = " / ".join(one.ours.split("\n")) if one.number else "(deleted)"
    number = f"number {one.number}" if one.number else "no number"
    return [
        f"    {clock(one.time):>9}  {number}",
        f"      ours:   {ours}",
        f"      theirs: {' / '.join(one.theirs.split(chr(10)))}"
        + (" (the same words, at other times)" if one.theirs == one.ours else ""),
    ]


def _retimed(event: Retimed) -> list[str]:
    if event.outcome == "unchanged":
        return [f"{event.title}: no time would change"]
    cues = ", ".join(f"{language} {count}" for language, count in event.cues.items())
    lines = [f"{event.title}: all times are set", f"  cues       {cues}"]
    if event.clipped:
        lines.append(f"  clipped    {_counted(event.clipped, 'cue')} that would begin before zero")
    return [*lines, *(f"  written    {path}" for path in event.files)]


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
