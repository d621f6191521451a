"""Which media an input is: its title, its digest, its audio track."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from subtitler.errors import MediaError, TitleTakenError, UsageError
from subtitler.formats.languages import language_tag, same_language
from subtitler.formats.records import TranscriptRecord
from subtitler.ports import AudioTrack, Media
from subtitler.workflow.files import digest_file, storage
from subtitler.workflow.workspace import TitleFolder, title_folder, titles


def written(path: Path) -> str:
    """A path as text that can stand in a record or a message, whatever bytes its name has."""
    return os.fsencode(path).decode("utf-8", "replace")


def title_of(path: Path, root: Path, name: str | None) -> TitleFolder:
    """The title of a media: `name`, or the media's name without its last ending."""
    return title_folder(root, name if name is not None else Path(written(path)).stem)


def known_title(text: str, root: Path) -> TitleFolder:
    """The title that a person means by a title, its media or one of its SRTs.

    Raises UsageError, naming the titles there are, where it is none.
    """
    known = titles(root)
    text = written(Path(text))
    name = Path(text).name
    endings = [name, Path(name).stem, Path(Path(name).stem).stem]
    for candidate in (text, *endings):
        if candidate in known:
            return title_folder(root, candidate)
    there = ", ".join(known) if known else "none yet; subtitler transcribe makes one"
    raise UsageError(f"{root}: there is no title {text!r}", f"There are: {there}.")


def media_digest(path: Path) -> str:
    """SHA-256 of the media's content. Raises MediaError, StorageError."""
    with storage("reading", path):
        digest = digest_file(path)
    if digest is None:
        raise MediaError(f"{path}: there is no such file", "Look at the name.")
    return digest


def claim(title: TitleFolder, record: TranscriptRecord | None, path: Path, digest: str) -> None:
    """Raises TitleTakenError where the title belongs to another media.

    The same content elsewhere is the same media, and so is other content at the same path.
    """
    if record is None or record.made_with.media_digest == digest:
        return
    if record.media_path == written(path.absolute()):
        return
    raise TitleTakenError(
        f"{path}: the title {title.title!r} already belongs to {record.media_path}",
        "Give this media another one with --title NAME.",
    )


def choose_track(media: Media, wish: str) -> AudioTrack:
    """The audio track that `wish` names by number or language; without one, the default track.

    Raises UsageError, listing the tracks there are.
    """
    if not wish:
        return next((track for track in media.tracks if track.default), media.tracks[0])
    if wish.isdecimal():
        found: Sequence[AudioTrack] = [one for one in media.tracks if one.index == int(wish)]
    else:
        tag = language_tag(wish)
        found = [one for one in media.tracks if one.language and same_language(one.language, tag)]
    if not found:
        raise UsageError(
            f"{media.path}: there is no audio track {wish!r}",
            "There are: " + "; ".join(described(one) for one in media.tracks) + ".",
        )
    return found[0]


def _channels(count: int) -> str:
    return {1: "mono", 2: "stereo"}.get(count, f"{count} channels")


def described(track: AudioTrack) -> str:
    """A track in words: `2 (es, "Commentary", aac, stereo)`."""
    parts = [track.language or "language not said", track.codec, _channels(track.channels)]
    if track.title:
        parts.insert(1, f'"{track.title}"')
    return f"{track.index} ({', '.join(parts)})"
