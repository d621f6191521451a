"""A record to be written: what it will hold, and what is there now."""

from __future__ import annotations

from pathlib import Path

from subtitler.workflow.commit import NewContent
from subtitler.workflow.files import digest_bytes, storage
from subtitler.workflow.workspace import damaged


def record_content(path: Path, content: bytes, group: str = "") -> NewContent:
    """A record to come, in place of what is there; that is kept where it is damaged. `group` is
    the language of the track that it describes. Raises NewerRecordError, StorageError."""
    with storage("reading", path):
        raw = path.read_bytes() if path.exists() else None
    if raw is None:
        return NewContent(path, content, None, group=group)
    return NewContent(path, content, digest_bytes(raw), damaged(path, raw), group)
