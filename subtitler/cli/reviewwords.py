"""Words for what `approve` and `status` tell."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from subtitler.domain.standing import TrackStanding
from subtitler.domain.timing import clock
from subtitler.workflow.reviewevents import Approved, Status, TitleStatus, TrackApproval

WIDE = 100  # columns of what is no terminal
DIGITS = 4  # of a figure
LEFT = {
    "stale": "stale",
    "conflict": "with a conflict or suggestion",
    "orphan": "whose source is gone",
    "error": "with an error",
    "warning": "with a warning",
}
FIGURES: tuple[tuple[str, str, Callable[[TrackStanding], int]], ...] = (
    ("cues", "cues", lambda one: one.cues),
    ("edited", "edit", lambda one: one.edited),
    ("approved", "appr", lambda one: one.approved),
    ("stale", "stale", lambda one: one.stale),
    ("conflicts", "conf", lambda one: one.conflicts),
    ("orphans", "orph", lambda one: one.orphans),
    ("errors", "err", lambda one: one.errors),
    ("warnings", "warn", lambda one: one.warnings),
    ("infos", "info", lambda one: one.infos),
)
"""The columns of `status`: the heading, a short one for narrow terminals, the figure."""


def approved_lines(event: Approved) -> list[str]:
    """The closing words of `approve`."""
    lines = [f"{event.title}: nothing written (--dry-run)" if event.dry_run else event.title]
    for track in event.tracks:
        lines += _approved(track, dry_run=event.dry_run)
    return lines


def _approved(track: TrackApproval, *, dry_run: bool) -> list[str]:
    done = len(track.new) + track.already
    verb = "would be approved" if dry_run else "approved"
    known = f", {track.already} of them before" if track.already else ""
    lines = [f"  {track.language:<9}  {done} of {track.cues} cues {verb}{known}"]
    left = [f"{count} {LEFT[reason]}" for reason, count in track.left.items()]
    if left:
        lines.append(f"    left     {', '.join(left)}")
    if dry_run:
        for one in track.new:
            text = " ".join(one.text.split())
            lines.append(f"    {one.number:>5}  {clock(one.time):>9}  {text}")
    return lines


@dataclass(frozen=True, slots=True)
class _Layout:
    """How wide columns are: that of titles, that of languages, and one for each figure."""

    titles: int
    languages: int
    headings: tuple[str, ...]

    @classmethod
    def of(cls, longest: int, languages: Sequence[str]) -> _Layout:
        """The widest headings that leave room for the titles; titles that do not fit with any
        stand in lines of their own."""
        screen = shutil.get_terminal_size((WIDE, 24)).columns
        tags = max([4, *(len(one) + 1 for one in languages)])
        for headings in ([one[0] for one in FIGURES], [one[1] for one in FIGURES]):
            room = screen - tags - 1 - sum(max(len(one), DIGITS) + 1 for one in headings)
            if room >= longest:
                break
        return cls(max(len("title"), min(longest, room)), tags, tuple(headings))

    def row(self, title: str, language: str, cells: Sequence[str]) -> str:
        """One line; `title` is as wide as its column."""
        written = "".join(
            f" {cell:>{max(len(heading), DIGITS)}}"
            for cell, heading in zip(cells, self.headings, strict=True)
        )
        return f"{title} {language:<{self.languages}}{written}"

    def words(self, text: str) -> str:
        """What is told beneath a row."""
        return f"{'':<{min(self.titles, 4)}}{text}"


def status_lines(event: Status) -> list[str]:
    """The table of `status`: a row a track, with words beneath where there is more to tell."""
    from subtitler.domain.measure import columns  # takes long to import

    if not event.titles:
        return [f"{event.output_dir}: there is no title yet; subtitler transcribe makes one"]
    languages = [track.language for one in event.titles for track in one.tracks]
    widths = {one.title: columns(one.title) for one in event.titles}
    layout = _Layout.of(max(widths.values()), languages)
    lines = [layout.row(f"{'title':<{layout.titles}}", "lang", layout.headings)]
    for title in event.titles:
        lines += _title(title, widths[title.title], layout)
    return lines


def _title(title: TitleStatus, width: int, layout: _Layout) -> list[str]:
    nothing = " " * layout.titles
    name = title.title + " " * (layout.titles - width)
    lines = []
    if width > layout.titles or not title.tracks:
        lines.append(title.title)
        name = nothing
    for track in title.tracks:
        silent = track.missing or track.trouble
        cells = ["-" if silent else str(figure(track)) for _, _, figure in FIGURES]
        lines.append(layout.row(name, f"{track.language}{'*' if track.source else ''}", cells))
        name = nothing
        words = _words(track)
        if words:
            lines.append(layout.words(f"{track.language}: {words}"))
    return [*lines, *map(layout.words, _title_words(title))]


def _words(track: TrackStanding) -> str:
    """What there is to tell of a track beside its figures."""
    told = []
    if track.missing:
        told.append("its SRT is missing")
    if track.trouble:
        told.append(track.trouble)
    if track.unrecorded:
        told.append(f"its record is {track.unrecorded}: every cue counts as yours")
    if track.changed:
        told.append("changed on disk since the last run")
    if track.waiting:
        many = "sentences" if track.waiting > 1 else "sentence"
        told.append(f"{track.waiting} {many} to translate")
    if track.timing:
        told.append("timing to carry")
    return "; ".join(told)


def _title_words(title: TitleStatus) -> Sequence[str]:
    told = []
    if title.trouble:
        told.append(f"cannot be read: {title.trouble}")
    if title.running:
        told.append(f"another run is at work on it ({title.running})")
    if title.unfinished:
        told.append("a run was killed while it wrote: the next command finishes that")
    for one in title.interrupted:
        what = "recognition" if one == "windows" else f"translation into {one}"
        told.append(f"the {what} was stopped midway; the same command goes on there")
    if title.next:
        told.append(f"next: {title.next}")
    return told
