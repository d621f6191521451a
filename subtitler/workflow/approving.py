"""`subtitler approve`: what stands in the files is right, and no later run rewrites it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from subtitler.domain.cue import CueId
from subtitler.domain.edit import Against
from subtitler.domain.finding import Severity
from subtitler.domain.style import style_guide
from subtitler.errors import UsageError
from subtitler.formats.languages import language_tag
from subtitler.formats.records import SOURCE, TRACK, TrackRecord, TranslationRecord
from subtitler.stages.following import CueState, State, pairs_of
from subtitler.stages.reconciling import holding, settled
from subtitler.stages.staleness import Cause
from subtitler.workflow.approvals import still_approved, text_digest
from subtitler.workflow.commit import NewContent, again_when_saved
from subtitler.workflow.events import Report
from subtitler.workflow.glossaries import glossary_of
from subtitler.workflow.job import Request
from subtitler.workflow.numbering import wanted
from subtitler.workflow.recordfiles import record_content
from subtitler.workflow.relinking import relinked
from subtitler.workflow.reusing import Reuse
from subtitler.workflow.reviewevents import Approved, ApprovedCue, TrackApproval
from subtitler.workflow.settings import nearby, resolve
from subtitler.workflow.sources import known_title, written
from subtitler.workflow.sourcetrack import SourceFile
from subtitler.workflow.standing import (
    StandingTitle,
    StandingTrack,
    source_base,
    source_file,
    target_languages,
)
from subtitler.workflow.status import refresh
from subtitler.workflow.targettrack import TargetTrack, heard_of


@dataclass(frozen=True, slots=True)
class ApprovalRequest:
    """What a person asked for beside the settings: the tracks in `languages` (none: all), and in
    them the `cues` of these numbers (`3,7-12`), or `all_clean` ones.

    Raises UsageError without either, with both, and for numbers without the one track that they
    are numbers in.
    """

    request: Request
    languages: tuple[str, ...] = ()
    cues: str | None = None
    all_clean: bool = False

    def __post_init__(self) -> None:
        if self.cues is None and not self.all_clean:
            raise UsageError(
                "nothing says what is approved", "Give --cues 3,7-12 with --lang, or --all-clean."
            )
        if self.cues is not None and self.all_clean:
            raise UsageError("--cues and --all-clean do not go together", "Leave one of them out.")
        if self.cues is not None and len(self.languages) != 1:
            raise UsageError(
                "--cues are numbers in one track", "Say in which with --lang, and name only one."
            )


def approve(text: str, asked: ApprovalRequest, report: Report) -> Approved:
    """Approves cues of a title as they stand in its files, which are read and merged first.

    The SRTs are not written. Raises UsageError for a language or a number that is not there, and
    whatever reading raises; nothing is changed then.
    """
    path = Path(text)
    near = nearby(path)
    settings = resolve(asked.request.options, near)
    title = known_title(text, Path(settings.output_dir))
    with title.locked():
        settings = settings.remembered(title.kept_settings())
        file = source_file(title)
        if file is None:
            raise UsageError(f"{title.title}: there is no track", "subtitler transcribe makes one.")
        languages = _languages(file, asked)
        glossary = glossary_of(settings, near, report)

        def work() -> Approved:
            standing = StandingTitle.of(file, languages, settings, glossary)
            return _approved(standing, languages, asked)

        done = again_when_saved(work)
        if not asked.request.dry_run:
            _remember(StandingTitle.of(file, languages, settings, glossary), languages, report)
    if not asked.request.dry_run:
        refresh(title)
    return done


def _remember(standing: StandingTitle, languages: Sequence[str], report: Report) -> None:
    """Puts into the translation memory what stands as approved, or as a person wrote it."""
    file = standing.source.file
    for language in languages:
        track = standing.track(language)
        if track.target is not None and track.held is not None:
            both = (file.language, language)
            reuse = Reuse(file.title.root, file.title.title, both, report)
            reuse.remember(pairs_of(track.target.units, track.states, track.held))


def _languages(file: SourceFile, asked: ApprovalRequest) -> list[str]:
    """The tracks that are meant. Raises UsageError for one that is not there."""
    title = file.title
    names = [path.name for path in title.root.glob("*.srt")]
    there = [file.language, *target_languages(file, names)]
    there = [one for one in there if one == file.language or title.srt(one).exists()]
    if not asked.languages:
        return there
    tags = list(dict.fromkeys(language_tag(one) for one in asked.languages))
    for tag in tags:
        if tag not in there:
            raise UsageError(
                f"{title.title}: there is no track in {tag}", f"There are: {', '.join(there)}."
            )
    return tags


@dataclass(frozen=True, slots=True)
class _Choice:
    """What is approved in one track."""

    track: StandingTrack
    states: tuple[CueState, ...]
    told: TrackApproval

    @property
    def ids(self) -> frozenset[CueId]:
        return frozenset(state.cue.id for state in self.states)


def _approved(
    standing: StandingTitle, languages: Sequence[str], asked: ApprovalRequest
) -> Approved:
    """Chooses in each track, and writes the records in one commit."""
    choices = [_choice(standing.track(one), asked) for one in languages]
    title = standing.source.file.title
    if not asked.request.dry_run:
        contents = _source_contents(standing, choices)
        contents += [
            _target_content(standing, one, one.track.target)
            for one in choices
            if one.track.target is not None
        ]
        title.commits.commit(contents)
    return Approved(title.title, asked.request.dry_run, tuple(one.told for one in choices))


def _choice(track: StandingTrack, asked: ApprovalRequest) -> _Choice:
    numbers = track.numbers
    states = sorted(track.states, key=lambda state: state.at)
    left: Counter[str] = Counter()
    if asked.cues is not None:
        named = wanted(asked.cues, numbers, written(track.path))
        chosen = [state for state in states if numbers[state.at] in named]
    else:
        chosen = []
        for state in states:
            reason = why_left(state, track.severities.get(state.at))
            if reason:
                left[reason] += 1
            else:
                chosen.append(state)
    new = [one for one in chosen if one.state is not State.APPROVED or _clears(one)]
    told = TrackApproval(
        track.language,
        written(track.path),
        len(states),
        tuple(ApprovedCue(numbers[one.at], one.cue.span.in_time, one.cue.text) for one in new),
        len(chosen) - len(new),
        dict(left),
        len(states) - len(chosen) - left.total(),
    )
    return _Choice(track, tuple(chosen), told)


def why_left(state: CueState, worst: Severity | None) -> str:
    """Why a cue is not clean, in a word; empty for one that is."""
    reasons = {
        "stale": state.stale,
        "conflict": state.conflict,
        "orphan": state.orphan,
        "error": worst is Severity.ERROR,
        "warning": worst is Severity.WARNING,
    }
    return next((word for word, holds in reasons.items() if holds), "")


def _clears(state: CueState) -> bool:
    """Whether approving an approved cue anew says something new."""
    return state.cause in {Cause.WORDS, Cause.MARKS} or state.conflict


def _source_contents(standing: StandingTitle, choices: Sequence[_Choice]) -> list[NewContent]:
    """What is known of the source now: its record with what was approved in it, and the links of
    the targets that nothing was approved in."""
    source = standing.source
    file, title = source.file, source.file.title
    record = title.read_track_or_none(file.language)[0]
    own = next((one for one in choices if one.track.target is None), None)
    base = source_base(source)
    approvals = still_approved(record, source.cues)
    if own is not None and own.states:
        words = source.words
        base = settled(holding(base, own.ids, words), own.ids, words)
        approvals |= {one.cue.id: text_digest(one.cue) for one in own.states}
    style = style_guide(standing.settings.house, file.language).name
    known = record or TrackRecord(file.language, style)
    new = replace(known, base=base, approvals=approvals)
    here = {cue.id for cue in source.cues}
    besides = {file.language, *(one.track.language for one in choices)}
    contents = [
        record_content(title.track(file.language), TRACK.compose(new)),
        *relinked(title, source.heirs, here, besides=besides),
    ]
    if file.bare:
        kept = title.read_source()
        now = replace(source.record, settings=kept.settings) if kept else source.record
        contents.append(record_content(title.source, SOURCE.compose(now)))
    return contents


def _target_content(standing: StandingTitle, choice: _Choice, target: TargetTrack) -> NewContent:
    """A translation's record with what was read of it, and what was approved in it."""
    title, language = standing.source.file.title, target.language
    base, ids, words = target.read_base, choice.ids, heard_of(target.targets)
    if ids:
        base = settled(holding(base, ids, words), ids, words)
    approvals = still_approved(target.record, target.cues)
    approvals |= {one.cue.id: text_digest(one.cue) for one in choice.states}
    style = style_guide(standing.settings.house, language).name
    known = target.record or TrackRecord(language, style)
    record = replace(
        known, base=base, approvals=approvals, translation=_translation(standing, choice, target)
    )
    return record_content(title.track(language), TRACK.compose(record))


def _translation(
    standing: StandingTitle, choice: _Choice, target: TargetTrack
) -> TranslationRecord:
    """How it was made, with the source that its cues were approved against where that is not
    the one they were made from."""
    held = choice.track.held
    known = None if target.adopted else target.translation
    here = {cue.id for cue in target.cues}
    against: dict[CueId, Against] = {}
    if known is not None:
        against = {cue: one for cue, one in known.against.items() if cue in here}
    if held is not None:
        group = {at: change for change in held.changes for at in change.before}
        units = {cue.id: unit for unit in target.units for cue in unit.shown}
        for state in choice.states:
            against.pop(state.cue.id, None)
            changes = {group[at] for at in units[state.cue.id].sentences}
            made_from = held.before.against(sorted(at for one in changes for at in one.before))
            now = held.now.against(state.numbers)
            if held.cause(made_from, now) is not Cause.NONE:
                against[state.cue.id] = now
    heirs = {cue: own for cue, own in sorted(target.heirs.items()) if own != (cue,)}
    if known is not None:
        return replace(known, heirs=heirs, against=against)
    rows = (
        {}
        if held is None
        else dict(zip((one.text for one in held.now.sentences), held.now.terms, strict=True))
    )
    sentences = tuple(replace(one, terms=rows.get(one.text, ())) for one in target.sentences)
    return TranslationRecord(
        standing.source.file.language,
        "",
        None,
        (),
        sentences,
        target.targets,
        heirs=heirs,
        against=against,
    )
