"""Findings that a person takes for none: dismissed, kept with the title, and taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone

from subtitler.domain.finding import Dismissal
from subtitler.errors import UsageError
from subtitler.formats.records import FINDINGS
from subtitler.stages.checking import all_rules, order
from subtitler.workflow.checked import Checked, CheckedTrack, Noted
from subtitler.workflow.commit import NewContent
from subtitler.workflow.recordfiles import record_content
from subtitler.workflow.sourcerecords import source_contents
from subtitler.workflow.workspace import TitleFolder

TRACK = "track"  # the number of a finding that is about no cue


@dataclass(frozen=True, slots=True)
class Meant:
    """A finding as a person names it: a rule by id or name, and its cue's number in the file."""

    rule: str
    number: str

    @classmethod
    def of(cls, text: str) -> Meant:
        """What `RULE:NUMBER` says. Raises UsageError for what is no rule, or has no number."""
        rule, colon, number = (part.strip() for part in text.partition(":"))
        if not rule or not colon or not number:
            raise UsageError(
                f"{text!r} names no finding",
                f"Give RULE:NUMBER as `check` shows them: Q05:12, or Q36:{TRACK} of a whole track.",
            )
        for row in all_rules():
            if rule.casefold() in {row.id.casefold(), row.name.casefold()}:
                return cls(row.id, number)
        raise UsageError(f"there is no rule {rule!r}", "subtitler check --rules lists them.")

    def means(self, noted: Noted) -> bool:
        """Whether a finding is the one that is named."""
        return noted.finding.rule == self.rule and (noted.number or TRACK) == self.number


def settle(
    checked: Checked, dismiss: Sequence[str], undismiss: Sequence[str], note: str = ""
) -> Checked:
    """Dismisses findings and takes dismissals back, each named as RULE:NUMBER; gives what is
    found now.

    Several findings of a rule at one cue go together. Raises UsageError, naming those that there
    are, where one is in no track or in more than one; nothing is changed then.
    """
    when = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    tracks = list(checked.tracks)
    changed: set[int] = set()
    for text in undismiss:
        at = _place(tracks, Meant.of(text), text, lambda track: track.dismissed)
        tracks[at] = _reopened(tracks[at], Meant.of(text))
        changed.add(at)
    for text in dismiss:
        at = _place(tracks, Meant.of(text), text, lambda track: (*track.noted, *track.dismissed))
        tracks[at] = _dismissed(tracks[at], Meant.of(text), note, when)
        changed.add(at)
    for at in sorted(changed):
        _keep(checked.tracks[at], tracks[at])
    return replace(checked, tracks=tuple(tracks))


def _place(
    tracks: Sequence[CheckedTrack],
    meant: Meant,
    text: str,
    of: Callable[[CheckedTrack], Sequence[Noted]],
) -> int:
    """The only track in which a finding is among those `of` it."""
    places = [at for at, track in enumerate(tracks) if any(map(meant.means, of(track)))]
    if len(places) == 1:
        return places[0]
    if places:
        paths = ", ".join(tracks[at].path for at in places)
        raise UsageError(f"{text}: it is in several tracks ({paths})", "Name one, with --lang.")
    there = dict.fromkeys(
        f"{one.finding.rule}:{one.number or TRACK}" for track in tracks for one in of(track)
    )
    told = ", ".join(there) or "none"
    raise UsageError(f"{text}: there is no such finding", f"There are: {told}.")


def _dismissed(track: CheckedTrack, meant: Meant, note: str, when: str) -> CheckedTrack:
    if track.material.folder is None:
        raise UsageError(
            f"{track.path}: nothing can be kept of a file of this name", "Give it another name."
        )
    gone = tuple(
        replace(one, dismissed=Dismissal(*one.key, note, when))
        for one in (*track.noted, *track.dismissed)
        if meant.means(one)
    )
    noted, before = (
        tuple(one for one in own if not meant.means(one)) for own in (track.noted, track.dismissed)
    )
    return replace(track, noted=noted, dismissed=(*before, *gone))


def _reopened(track: CheckedTrack, meant: Meant) -> CheckedTrack:
    back = tuple(replace(one, dismissed=None) for one in track.dismissed if meant.means(one))
    left = tuple(one for one in track.dismissed if not meant.means(one))
    noted = sorted((*back, *track.noted), key=lambda one: order(one.finding), reverse=True)
    return replace(track, noted=tuple(noted), dismissed=left)


def _keep(before: CheckedTrack, after: CheckedTrack) -> None:
    """Writes what was dismissed in a track, and what no longer is; all else stays."""
    folder = after.material.folder
    if folder is None:
        return
    gone = {one.key for one in before.dismissed} - {one.key for one in after.dismissed}
    new = {
        one.key: one.dismissed
        for one in after.dismissed
        if one.dismissed is not None and one not in before.dismissed
    }
    with folder.locked():
        stored = folder.read_findings()
        kept = stored.dismissals.get(after.language, ())
        left = [one for one in kept if one.key not in gone and one.key not in new]
        every = {**stored.dismissals, after.language: (*left, *new.values())}
        every = {language: own for language, own in every.items() if own}
        content = FINDINGS.compose(replace(stored, dismissals=every))
        found = record_content(folder.findings, content)
        folder.commits.commit([found, *_named(after, folder)])


def _named(track: CheckedTrack, folder: TitleFolder) -> list[NewContent]:
    """The record of a source whose cues have new ids, so that these last."""
    source = track.material.source
    if source is None:
        return []
    record = folder.read_track_or_none(track.language)[0]
    standing = {cue.id for cue in record.cues} if record is not None else set()
    if all(one.lasting in standing for one in track.dismissed if one.lasting is not None):
        return []
    style = record.style if record is not None else track.material.track.style.name
    return source_contents(source, besides=track.language, style=style)
