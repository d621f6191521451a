"""Numbers of cues as a person gives them: `3,7-12`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from subtitler.errors import UsageError

PART = re.compile(r"([0-9]{1,9})(?:\s*-\s*([0-9]{1,9}))?")


def wanted(text: str, numbers: Sequence[str], where: str) -> set[str]:
    """Those of a file's `numbers` that `text` names.

    A range takes what is there between its ends, which both must be. Raises UsageError for what
    is no number, and, naming it, for one that is not in the file (`where`).
    """
    known = {int(number): number for number in numbers}
    found: set[str] = set()
    for part in (one.strip() for one in text.split(",")):
        match = PART.fullmatch(part)
        if match is None:
            raise UsageError(f"--cues {text}: {part!r} is no number", "Write them as 3,7-12.")
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first:
            raise UsageError(f"--cues {text}: {part} runs backwards", "Write them as 3,7-12.")
        for end in (first, last):
            if end not in known:
                raise UsageError(f"{where}: there is no cue {end}", _there(sorted(known)))
        found |= {name for number, name in known.items() if first <= number <= last}
    return found


def _there(known: Sequence[int]) -> str:
    if not known:
        return "It has no cues."
    return f"Its {len(known)} cues have numbers from {known[0]} to {known[-1]}."
