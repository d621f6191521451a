"""`subtitler check`: the order of work from files and titles to ranked findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from subtitler.domain.finding import Finding, Severity
from subtitler.domain.glossary import Glossary
from subtitler.errors import SubtitlerError, UsageError
from subtitler.formats.languages import language_tag, same_language
from subtitler.stages.checking import (
    Severities,
    TalkView,
    all_rules,
    check_form,
    check_pair,
    check_sound,
    check_talk,
    check_track,
    rank,
)
from subtitler.workflow.checkinputs import (
    Material,
    against,
    language_in_name,
    read_bare,
    read_source_track,
    read_target_track,
)
from subtitler.workflow.events import Failed, Report
from subtitler.workflow.job import Request
from subtitler.workflow.settings import Settings, resolve
from subtitler.workflow.sources import known_title, written
from subtitler.workflow.sourcetrack import ENDINGS, SourceFile
from subtitler.workflow.translating import glossary_of
from subtitler.workflow.workspace import TitleFolder, title_folder, titles


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What a person asked for beside the settings: `languages` of the tracks (none: all), the
    source that bare files are held `against`, and its language."""

    request: Request
    languages: tuple[str, ...] = ()
    against: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """A finding with the number of its cue as the file has it (empty: the whole track), and the
    cue's text."""

    finding: Finding
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class CheckedTrack:
    """One track with its findings, worst first. `path` is as it was given, or found."""

    title: str
    path: str
    language: str
    cues: int
    noted: tuple[Noted, ...]

    def count(self, severity: Severity) -> int:
        """How many findings are of one severity."""
        return sum(1 for one in self.noted if one.finding.severity is severity)


@dataclass(frozen=True, slots=True)
class Checked:
    """All tracks that could be read, and the exit codes of the inputs that could not."""

    tracks: tuple[CheckedTrack, ...]
    codes: tuple[int, ...]

    def count(self, severity: Severity) -> int:
        """How many findings are of one severity."""
        return sum(track.count(severity) for track in self.tracks)


@dataclass(frozen=True)
class _Input:
    """What one input gave: its materials, and the severities that hold for them."""

    materials: tuple[Material, ...]
    severities: Severities


def check_all(inputs: Sequence[str], asked: CheckRequest, report: Report) -> Checked:
    """Checks files and titles, all titles of the output folder where none is named.

    An input that cannot be read is reported, and the others go on. Raises SubtitlerError for what
    concerns them all. Nothing is written.
    """
    settings = resolve(asked.request.options, Path.cwd())
    names = list(inputs) or titles(Path(settings.output_dir))
    if not names:
        raise UsageError(
            f"{settings.output_dir}: there is nothing to check",
            "Name a subtitle file, or transcribe something first.",
        )
    read: list[_Input] = []
    codes: list[int] = []
    for name in names:
        try:
            read.append(_read(name, asked, report))
        except SubtitlerError as error:
            codes.append(error.exit_code)
            report(Failed(name, error.what, error.remedy, error.exit_code))
    return Checked(tuple(_checked(read)), tuple(codes))


def _read(name: str, asked: CheckRequest, report: Report) -> _Input:
    """The tracks of one input."""
    path = Path(name)
    near = path.absolute().parent if path.is_file() else Path.cwd()
    settings = resolve(asked.request.options, near)
    severities = _severities(settings.checks)
    root = Path(settings.output_dir)
    languages = tuple(language_tag(one) for one in asked.languages)
    if path.suffix.lower() in ENDINGS:
        known = _owner(path, root)
        if known is None:
            return _Input(_bare(path, asked, settings, near, languages, report), severities)
        title, language = known
        languages = (language,)
    else:
        title = known_title(name, root)
    if asked.against is not None:
        raise UsageError(
            f"{name}: a title has its own source", "Leave --against out, or name a bare file."
        )
    with title.locked():
        transcript, source = title.read_transcript(), title.read_source()
        kept = transcript.settings if transcript else source.settings if source else {}
        settings = settings.remembered(kept)
        file = _source_file(title)
        glossary = glossary_of(settings, near, report)
        return _Input(tuple(_of_title(file, languages, settings, glossary)), severities)


def _owner(path: Path, root: Path) -> tuple[TitleFolder, str] | None:
    """The title that a file is a track of, and in which language; None for a bare file."""
    language = language_in_name(path)
    if path.absolute().parent != root.absolute() or not language:
        return None
    stem = Path(written(path)).stem
    title = title_folder(root, stem[: stem.rindex(".")])
    return (title, language) if title.track(language).exists() else None


def _source_file(title: TitleFolder) -> SourceFile:
    """Where a title's source is. Raises UsageError where it has none."""
    source = title.read_source()
    if source is not None:
        return SourceFile(title, Path(source.path), source.language, bare=True)
    record = title.read_transcript()
    if record is None:
        raise UsageError(f"{title.title}: there is no track", "subtitler transcribe makes one.")
    language = record.transcript.language
    return SourceFile(title, title.srt(language), language, bare=False)


def _of_title(
    file: SourceFile, languages: Sequence[str], settings: Settings, glossary: Glossary
) -> list[Material]:
    """A title's source and its targets, those of the wanted languages."""
    source, material = read_source_track(file, settings.house)
    wanted = list(languages) or [file.language, *_targets(file)]
    found: list[Material] = []
    for language in dict.fromkeys(wanted):
        if same_language(language, source.file.language):
            found.append(material)
            continue
        target = read_target_track(file, language, material.track, settings.house, glossary)
        if target is None:
            raise UsageError(
                f"{file.title.title}: there is no track in {language}",
                f"There are: {', '.join([file.language, *_targets(file)])}.",
            )
        found.append(target)
    return found


def _targets(file: SourceFile) -> list[str]:
    """The languages that a title has tracks of, beside its source's."""
    title = file.title
    prefix = f"{title.title}."
    names = [path.name for path in title.root.glob("*.srt") if path.name.startswith(prefix)]
    tags = {name.removeprefix(prefix).removesuffix(".srt") for name in names}
    return sorted(tag for tag in tags if tag != file.language and title.track(tag).exists())


def _bare(
    path: Path,
    asked: CheckRequest,
    settings: Settings,
    near: Path,
    languages: Sequence[str],
    report: Report,
) -> tuple[Material, ...]:
    """A subtitle file by itself, or against a source."""
    if len(languages) > 1:
        raise UsageError(f"{path}: one file has one language", "Give one with --lang.")
    language = languages[0] if languages else language_in_name(path)
    material = read_bare(path, language, settings.house, translated=asked.against is not None)
    if asked.against is None:
        return (material,)
    other = Path(asked.against)
    spoken = language_tag(asked.source) if asked.source else language_in_name(other)
    source = read_bare(other, spoken, settings.house, translated=False)
    return (against(material, source, glossary_of(settings, near, report)),)


def _severities(checks: Mapping[str, Severity | None]) -> Severities:
    """The severities of the settings. Raises UsageError for a rule that there is not."""
    known = {name for rule in all_rules() for name in (rule.id, rule.name)}
    for rule in checks:
        if rule not in known:
            raise UsageError(
                f"[checks]: there is no rule {rule!r}", "subtitler check --rules lists them."
            )
    return checks


def _checked(read: Sequence[_Input]) -> list[CheckedTrack]:
    """Every track with its findings; what is said in two ways is sought over all titles."""
    materials = [(one, given.severities) for given in read for one in given.materials]
    talks: dict[tuple[str, str], list[int]] = {}
    for at, (material, _) in enumerate(materials):
        if material.pair is not None:
            languages = (material.pair.source.language, material.track.language)
            talks.setdefault(languages, []).append(at)
    across: dict[int, tuple[Finding, ...]] = {}
    for places in talks.values():
        pairs = tuple(pair for at in places if (pair := materials[at][0].pair) is not None)
        found = check_talk(TalkView(pairs), materials[places[0]][1])
        across.update(zip(places, found, strict=True))
    return [
        _ranked(material, [*_findings(material, severities), *across.get(at, ())])
        for at, (material, severities) in enumerate(materials)
    ]


def _findings(material: Material, severities: Severities) -> list[Finding]:
    found = [*check_form(material.noticed, severities), *check_track(material.track, severities)]
    if material.sound is not None:
        found += check_sound(material.sound, severities)
    if material.pair is not None:
        found += check_pair(material.pair, severities)
    return found


def _ranked(material: Material, findings: Sequence[Finding]) -> CheckedTrack:
    cues = {seen.cue.id: seen for seen in material.track.cues}
    noted = []
    for one in sorted(findings, key=lambda one: (rank(one), -one.span.in_time), reverse=True):
        seen = cues.get(one.cue) if one.cue else None
        number, text = (seen.number, seen.cue.text) if seen else ("", "")
        noted.append(Noted(one, number, text))
    path, track = written(material.path), material.track
    return CheckedTrack(material.title, path, track.language, len(track.cues), tuple(noted))
