"""What is to be done next with a title, as a command that can be copied."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import replace

from subtitler.workflow.reviewevents import TitleStatus

PLAIN = re.compile(r"[\w@%+=:,./~-]+")
QUOTED = re.compile(r'[^"$`\\!\n]+')
CARRIED = {  # the options of `status` that the next command needs as well, by command
    "cue": ("style", "output_dir"),
    "translate": ("terms", "style", "output_dir"),
    "check": ("terms", "style", "output_dir"),
    "approve": ("terms", "style", "output_dir"),
}


def next_step(title: TitleStatus, options: Mapping[str, object]) -> TitleStatus:
    """The title with the command to run next; none where all is approved and clean, another run
    is at work, or nothing that a command does would help."""
    words = () if title.running or title.trouble else _words(title)
    if not words:
        return title
    command, *rest = words
    given = [
        word
        for name in CARRIED[command]
        if options.get(name) is not None
        for word in (f"--{name.replace('_', '-')}", str(options[name]))
    ]
    name = f"./{title.title}" if title.title.startswith("-") else title.title
    line = ["subtitler", command, name, *rest, *given]
    return replace(title, next=" ".join(map(quoted, line)))


def _words(title: TitleStatus) -> tuple[str, ...]:
    source = next((one for one in title.tracks if one.source), None)
    if source is not None and source.missing:
        return ("cue",) if not source.trouble else ()
    if any(one.source and one.trouble for one in title.tracks):
        return ()
    tracks = [one for one in title.tracks if not one.trouble]
    behind = [one.language for one in tracks if one.behind]
    behind += [one for one in title.interrupted if one not in {"windows", *behind}]
    if behind:
        return ("translate", "--to", ",".join(sorted(behind)))
    flagged = [one.language for one in tracks if one.flagged]
    if flagged or title.unfinished:
        return ("check", *_only(flagged, [one.language for one in tracks]))
    open_ = [one.language for one in tracks if not one.done]
    if open_:
        return ("approve", "--all-clean", *_only(open_, [one.language for one in tracks]))
    return ()


def _only(some: list[str], every: list[str]) -> Iterable[str]:
    """`--lang` where not all tracks are meant."""
    return () if set(some) in (set(), set(every)) else ("--lang", ",".join(some))


def quoted(word: str) -> str:
    """A word as a shell takes it for one."""
    if PLAIN.fullmatch(word):
        return word
    return f'"{word}"' if QUOTED.fullmatch(word) else shlex.quote(word)
