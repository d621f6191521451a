"""`subtitler check --fix`: what is safe to fix, in files and in what is known of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from subtitler.domain.cue import Cue, Origin
from subtitler.domain.style import StyleGuide, style_guide
from subtitler.domain.timing import DEFAULT_FRAME
from subtitler.domain.transcript import UNDETERMINED
from subtitler.errors import SubtitlerError, UsageError
from subtitler.formats.languages import language_tag, same_language
from subtitler.formats.records import SOURCE, TRACK, TrackRecord
from subtitler.stages.assembling import assemble
from subtitler.stages.protecting import plain_cues, take_off_track
from subtitler.workflow.checkfiles import (
    bare_folder,
    language_in_name,
    owner,
    source_file,
    source_owner,
    target_languages,
)
from subtitler.workflow.checkinputs import bare_cues
from subtitler.workflow.commit import NewContent, again_when_saved
from subtitler.workflow.events import Failed, Report
from subtitler.workflow.files import digest_bytes
from subtitler.workflow.fixes import Fixed, FixedTrack, FixPlan, fixes_of
from subtitler.workflow.job import Request
from subtitler.workflow.recordfiles import record_content
from subtitler.workflow.retelling import rebased, renamed, retold
from subtitler.workflow.settings import Settings, nearby, resolve
from subtitler.workflow.sourcerecords import source_contents
from subtitler.workflow.sources import known_title
from subtitler.workflow.sourcetrack import ENDINGS, SourceFile, SourceTrack, read_source
from subtitler.workflow.targettrack import read_target
from subtitler.workflow.tracks import look
from subtitler.workflow.workspace import TitleFolder, titles


@dataclass(frozen=True, slots=True)
class FixRequest:
    """What a person asked for beside the settings: `languages` of the tracks (none: all), whether
    a person's cues are fixed as well, and whether nothing is to be written."""

    request: Request
    languages: tuple[str, ...] = ()
    edited: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class _Work:
    """One input: its settings, the languages wanted of it, and what was asked for."""

    settings: Settings
    languages: tuple[str, ...]
    asked: FixRequest

    def style(self, language: str) -> StyleGuide:
        """The style of a track."""
        return style_guide(self.settings.house, language)

    def fixable(self, cues: Sequence[Cue], approved: Collection[str]) -> frozenset[int]:
        """The positions of the cues that may be fixed."""
        return frozenset(
            at
            for at, cue in enumerate(cues)
            if cue.id not in approved and (self.asked.edited or cue.origin is Origin.MACHINE)
        )


def fix_all(inputs: Sequence[str], asked: FixRequest, report: Report) -> Fixed:
    """Fixes files and titles, all titles of the output folder where none is named.

    An approved cue is never touched, a person's only where that was asked for. An input that
    cannot be fixed is reported, and the others go on. Raises SubtitlerError for what concerns
    them all.
    """
    settings = resolve(asked.request.options, Path.cwd())
    names = list(inputs) or titles(Path(settings.output_dir))
    if not names:
        raise UsageError(
            f"{settings.output_dir}: there is nothing to fix",
            "Name a subtitle file, or transcribe something first.",
        )
    tracks: list[FixedTrack] = []
    codes: list[int] = []
    for name in names:
        try:
            tracks += _input(name, asked)
        except SubtitlerError as error:
            codes.append(error.exit_code)
            report(Failed(name, error.what, error.remedy, error.exit_code))
    return Fixed(tuple(tracks), tuple(codes))


def _input(name: str, asked: FixRequest) -> list[FixedTrack]:
    """The tracks of one input, fixed."""
    path = Path(name)
    near = nearby(path)
    settings = resolve(asked.request.options, near)
    root = Path(settings.output_dir)
    languages = tuple(language_tag(one) for one in asked.languages)
    if path.suffix.lower() in ENDINGS:
        known = owner(path, root) or source_owner(path, root)
        if known is None:
            return [_bare(path, root, _Work(settings, languages, asked))]
        title, language = known
        languages = (language,)
    else:
        title = known_title(name, root)
    with title.locked():
        work = _Work(settings.remembered(title.kept_settings()), languages, asked)
        return _of_title(source_file(title), work)


def _of_title(file: SourceFile, work: _Work) -> list[FixedTrack]:
    """A title's source and its targets, those of the wanted languages; the source first, because
    targets are read against it."""
    there = [file.language, *target_languages(file)]
    wanted = list(work.languages) or there
    for language in wanted:
        if not any(same_language(language, one) for one in there):
            raise UsageError(
                f"{file.title.title}: there is no track in {language}",
                f"There are: {', '.join(there)}.",
            )
    chosen = [one for one in there if any(same_language(one, other) for other in wanted)]
    return [_one(file, language, work) for language in chosen]


def _one(file: SourceFile, language: str, work: _Work) -> FixedTrack:
    """One track; read and fixed again where a person saves it meanwhile."""
    if language == file.language:
        return again_when_saved(lambda: _source(file, work))
    return again_when_saved(lambda: _target(file, language, work))


def _source(file: SourceFile, work: _Work) -> FixedTrack:
    """A title's source, with what translations keep of its words."""
    title, language = file.title, file.language
    track, style = read_source(file, work.settings.house), work.style(language)
    cues, document = track.cues, track.on_disk.document
    found = fixes_of(document, cues, style, language, track.frame)
    plan = FixPlan(title.title, file.path, language, found, work.fixable(cues, track.approved))
    done = plan.done
    if work.asked.dry_run or not done.cues:
        return plan.told(track.approved, dry_run=work.asked.dry_run)
    record = title.read_track_or_none(language)[0]
    if record is None or track.base != record.base:
        title.commits.commit(source_contents(track, besides="", style=style.name))
        record = title.read_track(language) or TrackRecord(language, style.name, track.base)
    content, notice = done.written(track.on_disk.raw or b"", document)
    fixed = {cues[at]: cue for at, cue in done.cues.items()}
    now = replace(record, base=rebased(record.base, fixed))
    contents = [
        NewContent(file.path, content, track.on_disk.digest, keep=True, group=language),
        record_content(title.track(language), TRACK.compose(now), language),
        *_retold(track, [fixed.get(cue, cue) for cue in cues]),
    ]
    if file.bare:
        kept = replace(title.read_source() or track.record, digest=digest_bytes(content))
        contents.append(record_content(title.source, SOURCE.compose(kept), language))
    title.commits.commit(contents)
    return plan.told(track.approved, notice=notice)


def _retold(track: SourceTrack, after: Sequence[Cue]) -> list[NewContent]:
    """The records of translations whose source sentences were fixed."""
    title, language = track.file.title, track.file.language
    before, now = (
        assemble(plain_cues(cues, take_off_track(cues)), language) for cues in (track.cues, after)
    )
    texts = renamed(before, now)
    contents = []
    for other in title.languages() if texts else ():
        record = title.read_track_or_none(other)[0]
        if record is None or record.translation is None:
            continue
        changed = retold(record, texts)
        if changed != record:
            contents.append(record_content(title.track(other), TRACK.compose(changed), language))
    return contents


def _target(file: SourceFile, language: str, work: _Work) -> FixedTrack:
    """A track in another language; what the machine wrote of it is fixed in its record too."""
    title, style = file.title, work.style(language)
    source = read_source(file, work.settings.house)
    sentences = assemble(plain_cues(source.cues, take_off_track(source.cues)), file.language)
    track = read_target(source, sentences, language)
    document, cues = track.now.document, track.cues
    found = fixes_of(document, cues, style, language, source.frame)
    plan = FixPlan(title.title, track.path, language, found, work.fixable(cues, track.approved))
    done, notice = plan.done, None
    if done.cues and not work.asked.dry_run:
        content, notice = done.written(track.now.raw or b"", document)
        contents = [NewContent(track.path, content, track.now.digest, keep=True, group=language)]
        if track.record is not None and not track.adopted:
            fixed = {cues[at]: cue for at, cue in done.cues.items()}
            record = replace(track.record, base=rebased(track.record.base, fixed))
            translation = record.translation
            if translation is not None:
                targets = tuple(
                    replace(one, cue=fixed.get(one.cue, one.cue)) for one in translation.targets
                )
                record = replace(record, translation=replace(translation, targets=targets))
            contents.append(record_content(title.track(language), TRACK.compose(record), language))
        title.commits.commit(contents)
    return plan.told(track.approved, dry_run=work.asked.dry_run, notice=notice)


def _bare(path: Path, root: Path, work: _Work) -> FixedTrack:
    """A file that no record tells of: every cue in it is a person's."""
    if len(work.languages) > 1:
        raise UsageError(f"{path}: one file has one language", "Give one with --lang.")
    folder = bare_folder(path, root)
    if folder is None:
        raise UsageError(
            f"{path}: its old version cannot be kept under this name", "Give it another name."
        )
    if not work.asked.edited:
        raise UsageError(
            f"{path}: no record tells that subtitler wrote it, so every cue counts as a person's",
            "Give --edited to fix it all the same; its old version is kept in "
            f"{folder.folder / 'history'}.",
        )
    language = (work.languages or (language_in_name(path) or UNDETERMINED,))[0]
    if work.asked.dry_run:
        return _bare_fixed(path, folder, language, work)
    with folder.locked():
        return again_when_saved(lambda: _bare_fixed(path, folder, language, work))


def _bare_fixed(path: Path, folder: TitleFolder, language: str, work: _Work) -> FixedTrack:
    on_disk = look(path)
    if on_disk.raw is None:
        raise UsageError(f"{path}: there is no such file", "Look at the name.")
    cues, style = bare_cues(on_disk.document), work.style(language)
    found = fixes_of(on_disk.document, cues, style, language, DEFAULT_FRAME)
    notice = None
    if found.cues and not work.asked.dry_run:
        content, notice = found.written(on_disk.raw, on_disk.document)
        folder.commits.commit([NewContent(path.absolute(), content, on_disk.digest, keep=True)])
    plan = FixPlan(folder.title, path, language, found, frozenset(found.cues))
    return plan.told((), dry_run=work.asked.dry_run, notice=notice)
