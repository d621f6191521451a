"""How a text is written: spaces, ellipses, quotation marks; the rules and their fixer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from subtitler.stages.checking.rules import INFO, WARNING, Hit, Rule
from subtitler.stages.checking.views import TrackView, primary
from subtitler.stages.protecting import TAG

BESIDE_MARK = "\u00a0"  # what French writes before ? ! ; : and inside « »
DOTS = re.compile(r"(?<!\.)(?:\.\.\.|\. \. \.)(?!\.)")
SPACES = re.compile(r"(?<=\S)(?:[ \t]{2,}|\t)(?=\S)")
BEFORE_STOP = re.compile(r"(?<=\w)[ \t\u00a0\u202f]+(?=,(?:\s|$)|\.(?:\s|$))")
NO_ELLIPSIS = frozenset({"zh", "ja"})  # they write two of them, or other dots
# French: (pattern, what stands for it). The second table is not for Canada.
FRENCH = (
    (re.compile(r"(?<=\S)[ ]+(?=[?!;:»%€])"), BESIDE_MARK),
    (re.compile(r"(?<=«)[ ]+(?=\S)"), BESIDE_MARK),
    (re.compile(r"(?<=«)(?=[^\s\u00a0\u202f])"), BESIDE_MARK),
    (re.compile(r"(?<=[^\s\u00a0\u202f«])(?=»)"), BESIDE_MARK),
    (re.compile(r"(?<=[^\W\d_]|[»)]):(?=\s|$)"), BESIDE_MARK + ":"),
)
FRENCH_OF_FRANCE = (
    (re.compile(r"(?<=[\w)»…%])(?=[?!]+(?:[\s»\")]|$))"), BESIDE_MARK),
    (re.compile(r"(?<=[\w)»])(?=;(?:\s|$))"), BESIDE_MARK),
)
ENTITY = re.compile(r"&\w+;")
FAMILIES = {
    **dict.fromkeys("«»", "«"),
    **dict.fromkeys("“”„‟", "“"),
    '"': '"',
}
BRACKETS = {")": "(", "]": "[", "）": "（", "】": "【", "」": "「", "』": "『"}
OPENERS = frozenset(BRACKETS.values())
LISTED = re.compile(r"(?:^|(?<=\s))\w{1,2}\)", re.MULTILINE)  # "1)", "a)"
SMILEY = re.compile(r"[:;]-?[()]")
URL = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
FAR = 8  # cues after which what was opened is taken for not closed …
PAUSE = 2000  # … or ms of pause


def typed(line: str, language: str) -> str:
    """A line as the language's typography writes it; markup stays as it is. Idempotent."""
    parts = re.split(f"({TAG.pattern})", line) if "<" in line or "{" in line else [line]
    parts[::2] = [_typed(part, language) for part in parts[::2]]
    return "".join(parts).strip(" \t")


def _typed(text: str, language: str) -> str:
    if primary(language) not in NO_ELLIPSIS:
        text = DOTS.sub("…", text)
    text = BEFORE_STOP.sub("", SPACES.sub(" ", text))
    if primary(language) == "fr" and not ENTITY.search(text):
        tables = FRENCH if language.lower() == "fr-ca" else (*FRENCH, *FRENCH_OF_FRANCE)
        for pattern, stands in tables:
            text = pattern.sub(stands, text)
    return text


def _mistyped(track: TrackView) -> Iterator[Hit]:
    for at, seen in enumerate(track.cues):
        for line in seen.cue.lines:
            if typed(line, track.language) != line:
                wanted = typed(line, track.language)
                yield Hit(at, INFO, _difference(line, wanted))
                break


def _difference(line: str, wanted: str) -> str:
    """What is to be changed in a line, in words."""
    if "..." in line or ". . ." in line:
        return "write three dots as one ellipsis (…)"
    if BESIDE_MARK in wanted and wanted.count(BESIDE_MARK) > line.count(BESIDE_MARK):
        return "write a no-break space before ? ! ; : » and after «"
    if SPACES.search(line) or line != line.strip():
        return "there are spaces too many"
    return "no space stands before a comma or a full stop"


def _unpaired(track: TrackView) -> Iterator[Hit]:
    """Quotation marks and brackets over cues: what is opened in one may be closed in a later."""
    opened: list[tuple[str, int]] = []
    for at, text in enumerate(track.texts):
        while opened and _gone(track, opened[0][1], at):
            yield Hit(opened[0][1], INFO, f"{opened[0][0]} is not closed: close it")
            opened.pop(0)
        for mark in _marks(text):
            family = FAMILIES.get(mark)
            if family or mark in OPENERS:
                key = family or mark
                if family and opened and opened[-1][0] == key:
                    opened.pop()
                else:
                    opened.append((key, at))
            elif opened and opened[-1][0] == BRACKETS[mark]:
                opened.pop()
            else:
                yield Hit(at, INFO, f"{mark} closes what was not opened: open it, or remove it")
    for mark, at in opened:
        yield Hit(at, INFO, f"{mark} is not closed: close it")


def _marks(text: str) -> list[str]:
    if text.isascii() and not any(mark in text for mark in '"()[]'):
        return []
    bare = SMILEY.sub("", LISTED.sub("", text))
    return [mark for mark in bare if mark in FAMILIES or mark in BRACKETS or mark in OPENERS]


def _gone(track: TrackView, opened: int, at: int) -> bool:
    """Whether what a cue opened cannot be closed any more in a later one."""
    pause = track.cues[at].cue.span.in_time - track.cues[at - 1].cue.span.out_time
    return at - opened > FAR or pause > PAUSE


def _spanish(track: TrackView) -> Iterator[Hit]:
    """¿ and ¡ with ? and !, over cues; a question may end as an exclamation does."""
    if track.primary != "es":
        return
    opened: int | None = None
    for at, text in enumerate(track.texts):
        if opened is not None and _gone(track, opened, at):
            yield Hit(opened, WARNING, "¿ or ¡ is not closed: write its ? or !")
            opened = None
        for mark in re.findall(r"[¿¡]+|[?!]+", URL.sub("", text)):
            if mark[0] in "¿¡":
                if opened is not None:
                    yield Hit(opened, WARNING, "¿ or ¡ is not closed: write its ? or !")
                opened = at
            elif opened is None:
                yield Hit(at, WARNING, f"a sentence that ends with {mark} begins with none")
            else:
                opened = None
        if opened is not None and text.rstrip('"»”) \n').endswith("."):
            yield Hit(opened, WARNING, "¿ or ¡ is not closed: write its ? or !")
            opened = None
    if opened is not None:
        yield Hit(opened, WARNING, "¿ or ¡ is not closed: write its ? or !")


TYPOGRAPHY_RULES: tuple[Rule[TrackView], ...] = (
    Rule(
        "Q29",
        "question-marks",
        (WARNING,),
        _spanish,
        "In Spanish, ¿ or ¡ without ? or !, and the other way round, over cues; in a pair, a "
        "question or an exclamation of the source that ends with neither.",
    ),
    Rule(
        "Q30",
        "unpaired",
        (INFO,),
        _unpaired,
        "Quotation marks or brackets that are not closed within 8 cues or before a pause of 2 s.",
    ),
    Rule(
        "Q31",
        "typography",
        (INFO,),
        _mistyped,
        "Three dots for an ellipsis, spaces too many, a space before a comma; in French, no "
        "no-break space before ? ! ; : » and after «. `--fix` repairs it.",
    ),
)
