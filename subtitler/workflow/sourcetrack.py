"""A title's source track as it stands in its file now, with lasting cue ids and word times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.edit import TrackBase
from subtitler.domain.style import StyleGuide, style_guide
from subtitler.domain.timing import frame_of
from subtitler.domain.transcript import Word
from subtitler.errors import TitleTakenError, UsageError
from subtitler.formats.languages import language_tag, same_language
from subtitler.formats.records import SourceRecord
from subtitler.stages.reconciling import adopt
from subtitler.workflow.approvals import approved_in
from subtitler.workflow.files import digest_file, storage
from subtitler.workflow.reading import read_against, shown_of
from subtitler.workflow.sources import known_title, written
from subtitler.workflow.tracks import ANOTHER_FILM, OnDisk, another_film, look, rules_of
from subtitler.workflow.workspace import TitleFolder, title_folder

ENDINGS = (".srt", ".vtt")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Where a title's source track is. `bare`: it was not made by transcription, and stays where
    it is."""

    title: TitleFolder
    path: Path
    language: str
    bare: bool


@dataclass(frozen=True, slots=True)
class SourceTrack:
    """The source as a person left it: cues with ids, and all that is known about its sound.

    `base` is what the next reading is held against, `heirs` which cues hold what the recorded
    ones held; `demo`: a demo model heard it; `duration` of its media in ms, 0 where it is not
    known. `approved` are the cues that a person approved as they stand.
    """

    file: SourceFile
    on_disk: OnDisk
    cues: tuple[Cue, ...]
    base: TrackBase
    words: tuple[Word, ...]
    frame: Fraction
    demo: bool
    duration: int
    heirs: Mapping[CueId, tuple[CueId, ...]] = field(default_factory=dict)
    approved: frozenset[CueId] = frozenset()

    @property
    def late(self) -> tuple[Cue, ...]:
        """The cues that begin when the media is over."""
        return tuple(cue for cue in self.cues if 0 < self.duration <= cue.span.in_time)

    @property
    def record(self) -> SourceRecord:
        """What the title keeps of a bare source."""
        path = written(self.file.path.absolute())
        return SourceRecord(path, self.file.language, self.on_disk.digest or "")


def find_source(text: str, root: Path, language: str | None) -> SourceFile:
    """The source that a title, its media, one of its SRTs, or a bare subtitle file means.

    `language` is what --from says. Raises UsageError for what is none of these, or a bare file
    whose language is not known; TitleTakenError for one whose title belongs to another source.
    """
    path = Path(text)
    if path.suffix.lower() in ENDINGS and path.is_file() and not _is_a_titles(path, root):
        return _bare(path, root, language)
    title = known_title(text, root)
    source = title.read_source()
    if source is not None:
        return SourceFile(title, Path(source.path), source.language, bare=True)
    record = title.read_transcript()
    if record is None:
        raise UsageError(
            f"{title.title}: there is no track to translate", "subtitler transcribe makes one."
        )
    spoken = record.transcript.language
    if language is not None and not same_language(language, spoken):
        raise UsageError(
            f"{title.title}: its source is in {spoken}, and --from says {language}",
            "Leave --from out; the source of a transcribed title is what was heard.",
        )
    return SourceFile(title, title.srt(spoken), spoken, bare=False)


def _is_a_titles(path: Path, root: Path) -> bool:
    """Whether a file is a track that the output folder already has records of, and no source."""
    if path.absolute().parent != root.absolute():
        return False
    name, language = parted_name(path)
    title = title_folder(root, name)
    source = title.read_source()
    other = source is None or source.path != written(path.absolute())
    return bool(language) and title.track(language).exists() and other


def parted_name(path: Path) -> tuple[str, str]:
    """A subtitle file's title and the language of its ending: `film.en.srt`, film and en."""
    stem = Path(written(path)).stem
    name, dot, ending = stem.rpartition(".")
    if dot and name:
        try:
            return name, language_tag(ending)
        except UsageError:
            pass
    return stem, ""


def _bare(path: Path, root: Path, language: str | None) -> SourceFile:
    name, ending = parted_name(path)
    title = title_folder(root, name)
    known = title.read_source()
    spoken = language or ending or (known.language if known else "")
    if not spoken:
        raise UsageError(
            f"{path}: its language is not known",
            "Give it with --from, or in the file's name: film.en.srt.",
        )
    here = written(path.absolute())
    with storage("reading", path):
        same = known is None or known.path == here or known.digest == digest_file(path)
    if title.read_transcript() is not None or not same:
        other = known.path if known is not None else "a transcribed media"
        raise TitleTakenError(
            f"{path}: the title {name!r} already belongs to {other}",
            "Rename the file, or choose another --output-dir.",
        )
    return SourceFile(title, path, spoken, bare=True)


def read_source(file: SourceFile, house: StyleGuide, *, adopted: bool = False) -> SourceTrack:
    """Reads the track: each cue gets the id that it had, or a new one that it keeps.

    `adopted`: a file that looks like another film's is taken as new. Raises UsageError where the
    file is not there, RecordError where it is no subtitle file, RefusedError where it looks like
    another film's.
    """
    on_disk = look(file.path)
    if on_disk.raw is None:
        raise UsageError(f"{file.path}: the source track is not there", "Put it back there.")
    transcript = None if file.bare else file.title.read_transcript()
    words = transcript.transcript.words if transcript else ()
    rate = transcript.frame_rate if transcript else None
    frame = frame_of(Fraction(rate) if rate else None)
    style = style_guide(house, file.language)
    record = file.title.read_track_or_none(file.language)[0]
    base = record.base if record is not None else None
    shown = [shown_of(block) for block in on_disk.document.blocks]
    if base is None:
        base = adopt(shown, words, rules_of(style, frame))
    found = read_against(base, on_disk.document, words, style, frame)
    heirs = found.heirs
    if found.share_matched < ANOTHER_FILM:
        if not adopted:
            raise another_film(file.path, file.title)
        heirs = {cue.id: () for cue in base.standing}
        base = adopt(shown, words, rules_of(style, frame), base.last)
        found = read_against(base, on_disk.document, words, style, frame)
    return SourceTrack(
        file,
        on_disk,
        found.cues,
        found.base,
        words,
        frame,
        transcript is not None and transcript.demo,
        transcript.transcript.duration if transcript is not None else 0,
        heirs,
        approved_in(record, found.cues),
    )
