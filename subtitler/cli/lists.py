"""Words for what `models`, `terms`, `approve` and `status` tell."""

from __future__ import annotations

from subtitler.cli.editwords import edited
from subtitler.cli.reviewwords import approved_lines, status_lines
from subtitler.domain.timing import clock
from subtitler.workflow.editevents import Edited
from subtitler.workflow.events import (
    Checkpoint,
    Kept,
    Listing,
    Models,
    TermInTrack,
    TermsUsed,
    Verified,
)
from subtitler.workflow.reviewevents import Approved, Status

MOST = 20  # places of a missing term that are named
STATES = {"missing": "not on this machine", "other": "another file has its name"}


def listed(event: Listing) -> list[str]:
    """The lines for a person."""
    if isinstance(event, Edited):
        return edited(event)
    if isinstance(event, Models):
        return _models(event)
    if isinstance(event, Kept):
        return _kept(event)
    if isinstance(event, Verified):
        why = f": {event.words}" if event.words else ""
        return [f"{event.state:<8}  {event.name}  {event.path}{why}"]
    if isinstance(event, Approved):
        return approved_lines(event)
    if isinstance(event, Status):
        return status_lines(event)
    return _terms(event)


def _models(event: Models) -> list[str]:
    lines = ["Whisper checkpoints"]
    lines += [_checkpoint(one) for one in event.checkpoints]
    lines.append("Argos packages")
    for one in event.packages:
        checked = "" if one.checked else ", no checksums"
        pair = f"{one.source}-{one.target}"
        version = f"version {one.version}" if one.version else "no version"
        lines.append(f"  {pair:<18}  {_size(one.size)}  {one.path} ({version}{checked})")
    if not event.packages:
        lines.append("  none")
    lines += [f"  cannot be read: {path}" for path in event.unreadable]
    return [*lines, *(f"  looked in  {place}" for place in event.places)]


def _checkpoint(one: Checkpoint) -> str:
    names = ", ".join(one.names)
    words = " ".join(part for part in (STATES.get(one.state, ""), one.path) if part)
    return f"  {names:<22}  {_size(one.size)}  {words}"


def _size(size: int) -> str:
    return f"{size / 1e6:>6.0f} MB" if size < 1e9 else f"{size / 1e9:>6.1f} GB"


def _kept(event: Kept) -> list[str]:
    lines = [f"{event.name}: {'in its place' if event.new else 'it was here already'}"]
    if event.mask:
        lines.append(f"  terms      stand-ins survive in {event.survival:.0%} of sentences")
    return [*lines, f"  path       {event.path}"]


def _terms(event: TermsUsed) -> list[str]:
    into = ", ".join(event.targets) or "nothing yet"
    lines = [f"{event.title}: {event.language} to {into}"]
    for use in event.terms:
        lines.append(f"  {use.term}: {use.source} in the source")
        for track in use.targets:
            lines += _track(track)
    return lines


def _track(track: TermInTrack) -> list[str]:
    forms = ", ".join(f"{form} {count}" for form, count in track.forms.items())
    lines = [f"    {track.language}: {track.count}" + (f" ({forms})" if forms else "")]
    for one in track.missing[:MOST]:
        wanted = f", wanted {one.required!r}" if one.required else ""
        place = f"number {one.number}" if one.number else "nothing is shown"
        lines.append(f"      {clock(one.time):>9}  {place}: {one.kind}{wanted}")
    if len(track.missing) > MOST:
        lines.append(f"      … and {len(track.missing) - MOST} more")
    return lines
