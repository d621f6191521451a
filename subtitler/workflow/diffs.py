"""What a run would change in a subtitle file, as a diff that people can read."""

from __future__ import annotations

import difflib
from pathlib import Path

from subtitler.errors import RecordError
from subtitler.formats.text import decode


def unified(path: Path, before: bytes | None, after: bytes) -> str:
    """A unified diff of a file's text, empty where the text stays; None before: a new file."""
    old, new = _lines(before or b""), _lines(after)
    names = str(path) if before is not None else "/dev/null", str(path)
    return "\n".join(difflib.unified_diff(old, new, *names, lineterm=""))


def _lines(raw: bytes) -> list[str]:
    try:
        text, _ = decode(raw)
    except RecordError:  # what is there is no text; it is told elsewhere
        text = raw.decode("latin-1")
    return text.splitlines()
