"""Which track a file is, and which tracks a title has."""

from __future__ import annotations

from pathlib import Path

from subtitler.errors import UsageError
from subtitler.workflow.sources import written
from subtitler.workflow.sourcetrack import SourceFile, parted_name
from subtitler.workflow.workspace import TitleFolder, title_folder


def language_in_name(path: Path) -> str:
    """The language that a subtitle file's name ends with, empty where it says none."""
    return parted_name(path)[1]


def bare_folder(path: Path, root: Path) -> TitleFolder | None:
    """Where the dismissals of a bare file are kept: by its title, None where its name is none."""
    try:
        return title_folder(root, parted_name(path)[0])
    except UsageError:
        return None


def owner(path: Path, root: Path) -> tuple[TitleFolder, str] | None:
    """The title that a file is a track of, and in which language; None for a bare file."""
    language = language_in_name(path)
    if path.absolute().parent != root.absolute() or not language:
        return None
    stem = Path(written(path)).stem
    title = title_folder(root, stem[: stem.rindex(".")])
    return (title, language) if title.track(language).exists() else None


def source_owner(path: Path, root: Path) -> tuple[TitleFolder, str] | None:
    """The title that a bare file is the source of, and its language."""
    title = bare_folder(path, root)
    source = title.read_source() if title is not None else None
    if title is None or source is None or source.path != written(path.absolute()):
        return None
    return title, source.language


def source_file(title: TitleFolder) -> SourceFile:
    """Where a title's source is. Raises UsageError where it has none."""
    source = title.read_source()
    if source is not None:
        return SourceFile(title, Path(source.path), source.language, bare=True)
    record = title.read_transcript()
    if record is None:
        raise UsageError(f"{title.title}: there is no track", "subtitler transcribe makes one.")
    language = record.transcript.language
    return SourceFile(title, title.srt(language), language, bare=False)


def target_languages(file: SourceFile) -> list[str]:
    """The languages that a title has tracks of, beside its source's."""
    title = file.title
    prefix = f"{title.title}."
    names = [path.name for path in title.root.glob("*.srt") if path.name.startswith(prefix)]
    tags = {name.removeprefix(prefix).removesuffix(".srt") for name in names}
    return sorted(tag for tag in tags if tag != file.language and title.track(tag).exists())
