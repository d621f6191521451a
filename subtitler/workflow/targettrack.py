"""A title's track in another language as it stands in its file now, held against its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.edit import Laid, Shown, TrackBase
from subtitler.domain.glossary import Glossary
from subtitler.domain.sentence import Sentence, TargetCue
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Word
from subtitler.errors import RefusedError, UsageError
from subtitler.formats.records import SentenceRecord, TrackRecord, TranslationRecord
from subtitler.stages.figures import comparison_words
from subtitler.stages.following import (
    Compared,
    CueState,
    Side,
    Unit,
    adopt_target,
    completed,
    states,
    units_of,
)
from subtitler.stages.reconciling import Machine, Names, Read, read
from subtitler.stages.staleness import SourceSentence, changes
from subtitler.stages.terms import rows_of
from subtitler.workflow.approvals import approved_in
from subtitler.workflow.job import Consent
from subtitler.workflow.reading import shown_of
from subtitler.workflow.relinking import Heirs, heirs_now
from subtitler.workflow.sourcetrack import SourceTrack
from subtitler.workflow.tracks import ANOTHER_FILM, OnDisk, another_film, look


@dataclass(frozen=True)
class TargetTrack:
    """A target's file and all that is known of it.

    `record` is None where nothing is known of a translation; `base` and `found` are the file
    read against it, `targets` its words, `sentences` what these were made from. `adopted`: no
    record tells what the machine wrote, and every cue counts as a person's. `why` says in words
    why a record that is there cannot be used.
    """

    language: str
    path: Path
    now: OnDisk
    record: TrackRecord | None
    base: TrackBase
    targets: tuple[TargetCue, ...]
    sentences: tuple[SentenceRecord, ...]
    found: Read
    names: Names
    heirs: Heirs
    adopted: bool = False
    why: str = ""

    @property
    def translation(self) -> TranslationRecord | None:
        """How it was made, as far as that is known."""
        return self.record.translation if self.record is not None else None

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """The cues in the file, in its order, with their lasting ids."""
        placed = [(one.at, one.built.cue) for one in self.found.standing]
        placed += [
            (at, cue)
            for held in self.found.held
            for at, cue in zip(held.at, held.claim.shown, strict=True)
        ]
        return tuple(cue for _, cue in sorted(placed, key=lambda pair: pair[0]))

    @cached_property
    def approved(self) -> frozenset[CueId]:
        """The cues that were approved as they stand."""
        return approved_in(self.record, self.cues)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """What stands for what."""
        return units_of(self.found, self.targets, self.approved)

    @property
    def read_base(self) -> TrackBase:
        """What the next reading is held against when nothing but this reading is recorded."""
        return TrackBase(
            tuple(one.built for one in self.found.standing),
            tuple(held.claim for held in self.found.held),
            self.base.rules,
            self.names.last,
            frozenset(self.names.parts),
        )


def heard_of(targets: Sequence[TargetCue]) -> tuple[Word, ...]:
    """A target's cues as the words that its base counts in: one a cue."""
    return tuple(Word(f" {one.cue.text}", one.cue.span, 1.0) for one in targets)


def machine_of(targets: Sequence[TargetCue], machine: Machine) -> Machine:
    """What the machine has to say of a target as it is: its cues, each as it was written."""

    def build(first: int, end: int, not_before: int, not_after: int | None) -> list[Laid]:
        del not_before, not_after
        return [
            Laid(at, at + 1, targets[at].cue.span, targets[at].cue.lines)
            for at in range(first, end)
        ]

    return replace(machine, words=heard_of(targets), build=build)


def read_target(
    source: SourceTrack,
    sentences: Sequence[Sentence],
    language: str,
    *,
    replaced: bool = False,
    adopted: bool = False,
) -> TargetTrack:
    """Reads a target: which cue is which, what a person did, and what it belongs to.

    `sentences` are the source's as it is. `replaced`: what a person wrote is given up; `adopted`:
    the file is taken as new. Raises UsageError where it would be the source itself, RefusedError
    where it looks like another film's.
    """
    title = source.file.title
    path = title.srt(language)
    if path.absolute() == source.file.path.absolute():
        raise UsageError(
            f"{path}: this is the source, and would be the translation into {language} too",
            "Choose another --output-dir, or another language.",
        )
    now = look(path)
    record, why = title.read_track_or_none(language)
    translation = record.translation if record is not None else None
    base = record.base if record is not None and record.base is not None else TrackBase(())
    heirs = total_heirs(translation, source)
    known = translation.sentences if translation is not None else ()
    shown = [shown_of(block) for block in now.document.blocks]
    if now.raw is None or replaced:
        empty = TrackBase((), last=base.last, parts=base.parts)
        found, names = _read(empty, [], ())
        return TargetTrack(language, path, now, record, empty, (), known, found, names, heirs)
    targets = translation.targets if translation is not None else ()
    if translation is None or base.unaccounted(len(targets)):
        why = why or ("missing" if translation is None else "not that of its cues")
        return _adopted(source, sentences, language, now, record, base.last, why)
    found, names = _read(base, shown, targets)
    another = bool(shown and base.standing) and found.matching.share_matched < ANOTHER_FILM
    if another and not adopted:
        raise another_film(path, title)
    if not another:
        return TargetTrack(language, path, now, record, base, targets, known, found, names, heirs)
    return _adopted(source, sentences, language, now, record, base.last, "of another film")


def ask_first(
    source: SourceTrack, sentences: Sequence[Sentence], language: str, consent: Consent
) -> None:
    """Asks whether a person's cues may go, where there are any. Raises RefusedError."""
    path = source.file.title.srt(language)
    try:
        target = read_target(source, sentences, language)
    except RefusedError:  # another film's: all of it is somebody's
        consent(path, len(look(path).document.blocks))
        return
    edited = sum(unit.guarded for unit in target.units)
    if edited:
        consent(path, edited)


def _read(
    base: TrackBase, shown: Sequence[Shown], targets: Sequence[TargetCue]
) -> tuple[Read, Names]:
    names = Names.of(base)
    return read(base, shown, heard_of(targets), names), names


def _adopted(
    source: SourceTrack,
    sentences: Sequence[Sentence],
    language: str,
    now: OnDisk,
    record: TrackRecord | None,
    last: int,
    why: str,
) -> TargetTrack:
    """A target that nothing is known about: every cue in it is a person's."""
    path = source.file.title.srt(language)
    shown = [shown_of(block) for block in now.document.blocks]
    base, targets = adopt_target(shown, source.cues, sentences, last)
    known = records_of(sentences, {cue.id: cue.span for cue in source.cues})
    heirs = {cue.id: (cue.id,) for cue in source.cues}
    found, names = _read(base, shown, targets)
    return TargetTrack(
        language, path, now, record, base, targets, known, found, names, heirs, True, why
    )


def records_of(
    sentences: Sequence[Sentence], spans: Mapping[CueId, Span]
) -> tuple[SentenceRecord, ...]:
    """Sentences that nothing is known of but what they say."""
    return tuple(
        SentenceRecord(one.text, one.cues, tuple(spans[cue] for cue in one.cues))
        for one in sentences
    )


def total_heirs(translation: TranslationRecord | None, source: SourceTrack) -> Heirs:
    """Which source cues, as they are, hold what those held that a translation is linked with."""
    here = {cue.id for cue in source.cues}
    if translation is None:
        return {cue: (cue,) for cue in here}
    linked = [cue for one in translation.sentences for cue in one.cues]
    linked += [cue for one in translation.targets for cue in one.sources]
    return {
        cue: heirs_now(translation.heirs.get(cue, (cue,)), source.heirs, here)
        for cue in dict.fromkeys(linked)
    }


def side_of(
    sentences: Sequence[Sentence],
    spans: Mapping[CueId, Span],
    glossary: Glossary,
    languages: tuple[str, str],
) -> Side:
    """A source's sentences as they are, with the rows of terms.csv that apply to each."""
    return Side(
        [
            SourceSentence(one.text, one.cues, tuple(spans[cue] for cue in one.cues))
            for one in sentences
        ],
        [rows_of(one.text, *languages, glossary) for one in sentences],
    )


def compared(target: TargetTrack, now: Side, source: str) -> Compared:
    """The source as a target was made from it, and as it is."""
    known = target.sentences
    before = Side(
        [SourceSentence(one.text, one.cues, one.spans) for one in known],
        [one.terms for one in known],
    )
    if target.adopted:
        before = replace(before, terms=_terms_now(known, now))
    found = changes(before.sentences, now.sentences, comparison_words, source, target.heirs)
    heirs = completed(target.heirs, found, before.sentences, now.sentences)
    return Compared(before, now, found, heirs, comparison_words, source)


def _terms_now(known: Sequence[SentenceRecord], now: Side) -> list[tuple[str, ...]]:
    rows = {one.text: terms for one, terms in zip(now.sentences, now.terms, strict=True)}
    return [rows.get(one.text, ()) for one in known]


def target_states(target: TargetTrack, held: Compared) -> tuple[CueState, ...]:
    """The state of each cue of a target."""
    translation = target.translation
    against = translation.against if translation is not None else {}
    suggested = translation.suggested if translation is not None else ()
    texts = {one.text: one.taken.text for one in suggested if one.taken is not None}
    return states(target.units, held, against, target.approved, texts)
