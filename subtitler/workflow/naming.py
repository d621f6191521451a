"""What a person means by TITLE in a command that changes tracks: a title and its source file."""

from __future__ import annotations

from pathlib import Path

from subtitler.domain.transcript import UNDETERMINED
from subtitler.errors import DamagedRecordError
from subtitler.workflow.job import Request
from subtitler.workflow.settings import Settings, nearby, resolve
from subtitler.workflow.sources import known_title
from subtitler.workflow.sourcetrack import ENDINGS, SourceFile, find_source, parted_name
from subtitler.workflow.workspace import TitleFolder, title_folder, titles


def settings_for(text: str, request: Request) -> Settings:
    """The settings that hold for what was named."""
    path = Path(text)
    return resolve(request.options, nearby(path))


def source_of(text: str, root: Path) -> SourceFile:
    """The title's source; a bare file may be in a language that nobody told. Raises as
    find_source does."""
    path = Path(text)
    if not _is_subtitle(path):
        return find_source(text, root, None)
    name, ending = parted_name(path)
    if _of_title(path, root):
        return find_source(name, root, None)
    unknown = not ending and title_folder(root, name).read_source() is None
    return find_source(text, root, UNDETERMINED if unknown else None)


def title_of_tracks(text: str, root: Path) -> tuple[TitleFolder, Path | None]:
    """The title that is named, and where its bare source lies, if it has one; what cannot be read
    of its records does not count. Raises UsageError, TitleTakenError."""
    path = Path(text)
    if _is_subtitle(path) and not _of_title(path, root):
        file = source_of(text, root)
        return file.title, file.path
    title = known_title(text, root)
    try:
        source = title.read_source()
    except DamagedRecordError:
        source = None
    return title, Path(source.path) if source is not None else None


def unnamed(file: SourceFile) -> bool:
    """Whether it is a bare file of which neither title nor language is known: it gets no records
    but its history."""
    return file.bare and file.language == UNDETERMINED and file.title.read_source() is None


def _is_subtitle(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS and path.is_file()


def _of_title(path: Path, root: Path) -> bool:
    """Whether a file is in the output folder, under the name of a title that there is."""
    return path.absolute().parent == root.absolute() and parted_name(path)[0] in titles(root)
