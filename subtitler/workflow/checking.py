"""`subtitler check`: the order of work from files and titles to ranked findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from subtitler.domain.finding import Finding, Severity
from subtitler.domain.glossary import Glossary
from subtitler.errors import SubtitlerError, UsageError
from subtitler.formats.languages import language_tag, same_language
from subtitler.stages.checking import (
    Measures,
    Needs,
    Severities,
    TalkView,
    all_rules,
    check_form,
    check_pair,
    check_sound,
    check_talk,
    check_track,
    order,
)
from subtitler.workflow.checked import Checked, CheckedTrack, Noted
from subtitler.workflow.checkfiles import (
    bare_folder,
    language_in_name,
    owner,
    source_file,
    source_owner,
    target_languages,
)
from subtitler.workflow.checkinputs import (
    Material,
    against,
    read_bare,
    read_source_track,
)
from subtitler.workflow.checktargets import read_target_track
from subtitler.workflow.dismissing import settle
from subtitler.workflow.events import Failed, Report
from subtitler.workflow.glossaries import glossary_of
from subtitler.workflow.job import Request
from subtitler.workflow.settings import Settings, nearby, resolve
from subtitler.workflow.sources import known_title, written
from subtitler.workflow.sourcetrack import ENDINGS, SourceFile
from subtitler.workflow.workspace import titles


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What a person asked for beside the settings: `languages` of the tracks (none: all), the
    source that bare files are held `against`, and its language. `dismiss` and `undismiss` are
    findings, each as RULE:NUMBER, with a `note`."""

    request: Request
    languages: tuple[str, ...] = ()
    against: str | None = None
    source: str | None = None
    dismiss: tuple[str, ...] = ()
    undismiss: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class _Input:
    """What one input gave: its materials, and the severities that hold for them."""

    materials: tuple[Material, ...]
    severities: Severities


def check_all(inputs: Sequence[str], asked: CheckRequest, report: Report) -> Checked:
    """Checks files and titles, all titles of the output folder where none is named.

    An input that cannot be read is reported, and the others go on. Raises SubtitlerError for what
    concerns them all. Nothing is written but what is dismissed, or no longer is.
    """
    settings = resolve(asked.request.options, Path.cwd())
    names = list(inputs) or titles(Path(settings.output_dir))
    if not names:
        raise UsageError(
            f"{settings.output_dir}: there is nothing to check",
            "Name a subtitle file, or transcribe something first.",
        )
    read: list[_Input] = []
    failed: list[Failed] = []
    for name in names:
        try:
            read.append(_read(name, asked, report))
        except SubtitlerError as error:
            failed.append(Failed(name, error.what, error.remedy, error.exit_code))
            report(failed[-1])
    checked = Checked(tuple(_checked(read)), tuple(failed))
    if not asked.dismiss and not asked.undismiss:
        return checked
    return settle(checked, asked.dismiss, asked.undismiss, asked.note)


def check_title(
    file: SourceFile, languages: Sequence[str], settings: Settings, glossary: Glossary
) -> dict[str, CheckedTrack]:
    """What is found in a title's tracks of these languages as they are, for one who reads them
    without its lock, or has it. Raises UsageError where there is none in one of them."""
    materials = tuple(_of_title(file, languages, settings, glossary))
    checked = _checked([_Input(materials, _severities(settings.checks))])
    return {one.language: one for one in checked}


def _read(name: str, asked: CheckRequest, report: Report) -> _Input:
    """The tracks of one input."""
    path = Path(name)
    near = nearby(path)
    settings = resolve(asked.request.options, near)
    severities = _severities(settings.checks)
    root = Path(settings.output_dir)
    languages = tuple(language_tag(one) for one in asked.languages)
    if path.suffix.lower() in ENDINGS:
        known = owner(path, root) or (source_owner(path, root) if not asked.against else None)
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
        settings = settings.remembered(title.kept_settings())
        file = source_file(title)
        glossary = glossary_of(settings, near, report)
        return _Input(tuple(_of_title(file, languages, settings, glossary)), severities)


def _of_title(
    file: SourceFile, languages: Sequence[str], settings: Settings, glossary: Glossary
) -> list[Material]:
    """A title's source and its targets, those of the wanted languages."""
    source, material = read_source_track(file, settings.house)
    wanted = list(languages) or [file.language, *target_languages(file)]
    found: list[Material] = []
    for language in dict.fromkeys(wanted):
        if same_language(language, source.file.language):
            found.append(material)
            continue
        target = read_target_track(source, material.track, language, settings.house, glossary)
        if target is None:
            raise UsageError(
                f"{file.title.title}: there is no track in {language}",
                f"There are: {', '.join([file.language, *target_languages(file)])}.",
            )
        found.append(target)
    return found


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
    folder = bare_folder(path, Path(settings.output_dir))
    if folder is not None:
        kept = folder.read_findings().dismissals.get(material.track.language, ())
        material = replace(material, folder=folder, dismissals=kept)
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
        names = tuple(materials[at][0].title for at in places)
        found = check_talk(TalkView(pairs, names), materials[places[0]][1])
        across.update(zip(places, found, strict=True))
    return [
        _ranked(
            material,
            [
                *_findings(material, severities),
                *((one, Needs.TALK) for one in across.get(at, ())),
            ],
        )
        for at, (material, severities) in enumerate(materials)
    ]


def _findings(material: Material, severities: Severities) -> list[tuple[Finding, Needs]]:
    """What is wrong with one track, each finding with what its rule looked at."""
    track, sound, pair = material.track, material.sound, material.pair
    alone = [*check_form(material.noticed, severities), *check_track(track, severities)]
    heard = check_sound(sound, severities) if sound is not None else ()
    paired = check_pair(pair, severities) if pair is not None else ()
    told = ((alone, Needs.TRACK), (heard, Needs.SOUND), (paired, Needs.PAIR))
    return [(one, needs) for findings, needs in told for one in findings]


def _ranked(material: Material, findings: Sequence[tuple[Finding, Needs]]) -> CheckedTrack:
    """The findings, worst first; those that were dismissed apart."""
    cues = {seen.cue.id: seen for seen in material.track.cues}
    measures = Measures(material.track, material.pair, material.lasting.keys())
    dismissals = {one.key: one for one in material.dismissals}
    noted: list[Noted] = []
    for one, needs in sorted(findings, key=lambda own: order(own[0]), reverse=True):
        seen = cues.get(one.cue) if one.cue else None
        number, text = (seen.number, seen.cue.text) if seen else ("", "")
        lasting = material.lasting.get(one.cue) if one.cue else None
        found = Noted(one, number, text, lasting, measures.digest(one, needs))
        noted.append(replace(found, dismissed=dismissals.get(found.key)))
    return CheckedTrack(
        material.title,
        written(material.path),
        material.track.language,
        len(material.track.cues),
        tuple(one for one in noted if one.dismissed is None),
        tuple(one for one in noted if one.dismissed is not None),
        material,
    )
