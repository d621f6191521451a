"""A title's tracks as they stand in their files now: each cue's state, and what is found at it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from subtitler.domain.cue import CueId
from subtitler.domain.edit import TrackBase
from subtitler.domain.finding import Severity
from subtitler.domain.glossary import Glossary
from subtitler.domain.sentence import Sentence
from subtitler.domain.timing import Span
from subtitler.errors import SubtitlerError, UsageError
from subtitler.formats.blocks import Document
from subtitler.formats.languages import language_tag
from subtitler.formats.records import TrackRecord
from subtitler.stages.assembling import assemble
from subtitler.stages.following import Compared, CueState, source_states
from subtitler.stages.protecting import plain_cues, take_off_track
from subtitler.stages.reconciling import Names, read
from subtitler.workflow.checked import CheckedTrack
from subtitler.workflow.checking import check_title
from subtitler.workflow.reading import shown_of
from subtitler.workflow.settings import Settings
from subtitler.workflow.sourcetrack import SourceFile, SourceTrack, read_source
from subtitler.workflow.targettrack import (
    TargetTrack,
    compared,
    read_target,
    side_of,
    target_states,
)
from subtitler.workflow.workspace import TitleFolder

LONG = 10  # digits that no number of a cue has


@dataclass(frozen=True)
class StandingTrack:
    """A track as its file is: the state of each cue, in the file's order, and what `check` finds.

    `target` and `held` are those of a translation; `record` what was known of the track, `why` in
    words why none is of use.
    """

    language: str
    path: Path
    document: Document
    states: tuple[CueState, ...]
    checked: CheckedTrack | None
    record: TrackRecord | None
    why: str = ""
    target: TargetTrack | None = None
    held: Compared | None = None

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """What each cue is called: the number that the file gives it, or its position in all the
        file where numbers are missing or doubled."""
        given = [(block.number or "").strip() for block in self.document.blocks]
        plain = [number.lstrip("0") or number[-1:] for number in given]
        usable = all(number.isdecimal() and len(number) < LONG for number in given)
        if usable and len(set(plain)) == len(plain):
            return tuple(plain)
        return tuple(str(at) for at in range(1, len(given) + 1))

    @cached_property
    def severities(self) -> dict[int, Severity]:
        """The worst that is found at each cue, by its position."""
        places = {state.cue.id: state.at for state in self.states}
        worst: dict[int, Severity] = {}
        for one in self.checked.noted if self.checked is not None else ():
            cue = one.finding.cue
            if cue is None:
                continue
            # without a record a target's cues are named by their places
            by_place = self.target is not None and self.target.adopted
            at = int(cue.removeprefix("c")) - 1 if by_place else places.get(cue)
            if at is not None:
                worst[at] = max(worst.get(at, Severity.INFO), one.finding.severity)
        return worst

    @property
    def changed(self) -> bool:
        """Whether somebody saved other cues since it was last read."""
        if self.record is None or self.record.base is None:
            return False
        now = sorted((block.span, block.lines) for block in self.document.blocks)
        return now != sorted((cue.span, cue.lines) for cue in self.record.cues)


@dataclass(frozen=True)
class StandingTitle:
    """A title's source as it is, its sentences, and what its tracks are looked at with;
    `languages` are those of the tracks that will be asked for."""

    source: SourceTrack
    languages: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    spans: dict[CueId, Span]
    settings: Settings
    glossary: Glossary

    @classmethod
    def of(
        cls, file: SourceFile, languages: Sequence[str], settings: Settings, glossary: Glossary
    ) -> StandingTitle:
        """Reads the source. Raises UsageError where it is not there, RecordError."""
        track = read_source(file, settings.house)
        cues = plain_cues(track.cues, take_off_track(track.cues))
        sentences = tuple(assemble(cues, file.language))
        spans = {cue.id: cue.span for cue in cues}
        return cls(track, tuple(languages), sentences, spans, settings, glossary)

    @cached_property
    def _checked(self) -> dict[str, CheckedTrack]:
        """What is found in all tracks; nothing where one of them cannot be read."""
        with suppress(SubtitlerError):
            return check_title(self.source.file, self.languages, self.settings, self.glossary)
        return {}

    def track(self, language: str) -> StandingTrack:
        """One of the tracks. Raises RefusedError for another film's file, UsageError for none."""
        file = self.source.file
        checked = self._checked.get(language)
        if checked is None:
            alone = check_title(file, [language], self.settings, self.glossary)
            checked = alone.get(language)
        if language == file.language:
            return self._source(checked)
        target = read_target(self.source, self.sentences, language)
        now = side_of(self.sentences, self.spans, self.glossary, (file.language, language))
        held = compared(target, now, file.language)
        why = (target.why or "missing") if target.adopted else ""
        return StandingTrack(
            language,
            target.path,
            target.now.document,
            target_states(target, held),
            checked,
            target.record,
            why,
            target,
            held,
        )

    def _source(self, checked: CheckedTrack | None) -> StandingTrack:
        source, file = self.source, self.source.file
        record, why = file.title.read_track_or_none(file.language)
        if record is None:
            why = why or "missing"
        standing = [(cue, at) for at, cue in enumerate(source.cues)]
        states = source_states(source_base(source), standing, source.approved)
        return StandingTrack(
            file.language, file.path, source.on_disk.document, states, checked, record, why
        )


def source_base(source: SourceTrack) -> TrackBase:
    """The base that a reading of a source comes to, with all that stands in the file in it.

    Where the machine would add cues to it, the base of the reading is the one from before.
    """
    known = {cue.id for cue in source.base.standing}
    if all(cue.id in known for cue in source.cues):
        return source.base
    names = Names.of(source.base)
    shown = [shown_of(block) for block in source.on_disk.document.blocks]
    found = read(source.base, shown, source.words, names)
    return TrackBase(
        tuple(one.built for one in found.standing),
        tuple(held.claim for held in found.held),
        source.base.rules,
        names.last,
        frozenset(names.parts),
    )


def source_file(title: TitleFolder) -> SourceFile | None:
    """Where a title's source is, None where it has none. Raises RecordError."""
    source = title.read_source()
    if source is not None:
        return SourceFile(title, Path(source.path), source.language, bare=True)
    record = title.read_transcript()
    if record is None:
        return None
    language = record.transcript.language
    return SourceFile(title, title.srt(language), language, bare=False)


def target_languages(file: SourceFile, names: Sequence[str]) -> list[str]:
    """The languages of a title's tracks beside its source's: of those that there is a record of,
    and of those whose files are among `names`, with or without one."""
    prefix = f"{file.title.title}."
    endings = {name.removeprefix(prefix).removesuffix(".srt") for name in names}
    tags = {*file.title.languages(), *(one for one in endings if _is_tag(one))}
    return sorted(
        tag
        for tag in tags
        if tag != file.language and file.title.srt(tag).absolute() != file.path.absolute()
    )


def _is_tag(text: str) -> bool:
    try:
        return language_tag(text) == text
    except UsageError:
        return False
