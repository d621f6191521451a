"""TMX 1.4: translation memories of other programs, read piece by piece, and ours for them.

The format is LISA's, now GALA's: "TMX 1.4b Specification" (2005). A DOCTYPE is passed over: no DTD
is loaded, and a file that declares entities is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from subtitler.domain.memory import Pair, Remembered
from subtitler.errors import RecordError, UsageError
from subtitler.formats.languages import language_tag, same_language

ANY = "*all*"  # every variant may be the source
STATE, TITLE = "x-subtitler-state", "x-subtitler-title"
APPROVED, EDITED = "approved", "edited"
CODES = {"bpt", "ept", "ph", "it", "ut"}  # markup of the original: no words of the sentence
MAKER = b'creationtool="subtitler"'
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SAVE_AGAIN = "Export it again from the program that it comes from."


@dataclass(frozen=True, slots=True)
class Skipped:
    """What could not be used, and in which line: `empty` (a segment without words), `language`
    (no tag of a language), `alone` (a unit without a source or without a translation)."""

    reason: str
    line: int


@dataclass(slots=True)
class _Unit:
    """A <tu> as far as it is read."""

    source: str
    line: int
    variants: list[tuple[str, str]] = field(default_factory=list)  # tag, text
    properties: dict[str, str] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)


def parse(blocks: Iterable[bytes], where: str) -> Iterator[Pair | Skipped]:
    """The pairs of a file, whose content comes in blocks, as they are met.

    Each unit gives a pair from its source language to each other language; white space at the
    ends of a text is left out. Raises RecordError, naming `where`, for what is no TMX, for one
    that is cut off, and for one that declares entities: what was given before counts no more.
    """
    reader = _Reader(where)
    for block in blocks:
        reader.feed(block)
        yield from reader.taken()
    reader.feed(b"", last=True)
    yield from reader.taken()


def compose(pairs: Iterable[Remembered], source_language: str, version: str) -> Iterator[bytes]:
    """The lines of a TMX file in UTF-8; `version` is ours, `source_language` a tag or ANY.

    Characters that XML cannot hold become U+FFFD.
    """
    source = quoteattr(source_language)
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        f'<header creationtool="subtitler" creationtoolversion={quoteattr(version)} '
        'segtype="sentence" o-tmf="subtitler" adminlang="en" '
        f'srclang={source} datatype="plaintext"/>\n<body>\n'
    ).encode()
    for one in pairs:
        yield _composed(one).encode()
    yield b"</body>\n</tmx>\n"


def _composed(one: Remembered) -> str:
    pair = one.pair
    date = re.sub(r"[-:]", "", one.at)
    state = APPROVED if pair.approved else EDITED
    title = f'<prop type="{TITLE}">{_escaped(pair.title)}</prop>' if pair.title else ""
    texts = "".join(
        f"<tuv xml:lang={quoteattr(tag)}><seg>{_escaped(text)}</seg></tuv>\n"
        for tag, text in zip(pair.languages, (pair.source, pair.target), strict=True)
    )
    return (
        f'<tu srclang={quoteattr(pair.source_language)} changedate="{date}">'
        f'<prop type="{STATE}">{state}</prop>{title}\n{texts}</tu>\n'
    )


def _escaped(text: str) -> str:
    return escape(NO_XML.sub("\ufffd", text), {"\r": "&#13;"})


class _Reader:
    """Reads XML as it comes, and keeps what is finished."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._ready: list[Pair | Skipped] = []
        self._begun = False
        self._source = ANY
        self._unit: _Unit | None = None
        self._language: str | None = None
        self._property: str | None = None
        self._text: list[str] | None = None  # of the segment or property that is open
        self._codes = 0  # how deep in markup of the original
        parser = self._parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.EntityDeclHandler = self._declared
        parser.AttlistDeclHandler = self._declared
        parser.ExternalEntityRefHandler = self._referred
        parser.SkippedEntityHandler = self._referred

    def feed(self, block: bytes, *, last: bool = False) -> None:
        """Reads on. Raises RecordError."""
        try:
            self._parser.Parse(block, last)
        except expat.ExpatError as error:
            if last:
                words = f"it is cut off in line {error.lineno}" if self._begun else "it is empty"
            else:
                words = f"line {error.lineno}: {expat.ErrorString(error.code)}"
            raise self._wrong(words) from error
        except (ValueError, LookupError) as error:  # an encoding that expat does not know
            raise self._wrong(f"its encoding: {error}") from error

    def taken(self) -> list[Pair | Skipped]:
        """What became ready since."""
        ready, self._ready = self._ready, []
        return ready

    def _wrong(self, why: str, remedy: str = SAVE_AGAIN) -> RecordError:
        return RecordError(f"{self._where}: this is no TMX that can be read: {why}", remedy)

    def _declared(self, name: str, *_: object) -> None:
        line = self._parser.CurrentLineNumber
        raise self._wrong(
            f"line {line} declares an entity or a default ({name})",
            "A translation memory needs none: remove the declarations from its DOCTYPE.",
        )

    def _referred(self, name: str, *_: object) -> int:
        line = self._parser.CurrentLineNumber
        raise self._wrong(f"line {line} uses an entity that is not declared ({name})")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._begun:
            if name != "tmx":
                raise self._wrong(f"it begins with <{name}>, not with <tmx>")
            self._begun = True
        elif self._codes or (self._text is not None and name in CODES):
            self._codes += 1
            if name == "ph" and attributes.get("type") == "lb" and self._text is not None:
                self._text.append("\n")
        elif name == "header":
            self._source = attributes.get("srclang", ANY)
        elif name == "tu":
            source = attributes.get("srclang", self._source)
            self._unit = _Unit(source, self._parser.CurrentLineNumber)
        elif name == "tuv":
            self._language = attributes.get("xml:lang", attributes.get("lang", ""))
        elif name == "seg":
            self._text = []
        elif name == "prop" and self._language is None:
            self._property, self._text = attributes.get("type", ""), []

    def _characters(self, text: str) -> None:
        if self._text is not None and not self._codes:
            self._text.append(text)

    def _end(self, name: str) -> None:
        if self._codes:
            self._codes -= 1
        elif name == "seg":
            self._variant(self._ended())
        elif name == "prop" and self._property is not None:
            if self._unit is not None:
                self._unit.properties[self._property] = self._ended()
            self._property = self._text = None
        elif name == "tuv":
            self._language = None
        elif name == "tu" and self._unit is not None:
            self._ready += _results(self._unit)
            self._unit = None

    def _ended(self) -> str:
        text, self._text = "".join(self._text or ()), None
        return text.strip()

    def _variant(self, text: str) -> None:
        if self._unit is None or self._language is None:
            return
        tag = _tag(self._language)
        if text and tag is not None:
            self._unit.variants.append((tag, text))
        else:
            reason = "language" if text else "empty"
            self._unit.skipped.append(Skipped(reason, self._parser.CurrentLineNumber))


def _results(unit: _Unit) -> Iterator[Pair | Skipped]:
    yield from unit.skipped
    approved = unit.properties.get(STATE) == APPROVED
    title = unit.properties.get(TITLE, "")
    found = False
    for source, text in _sources(unit):
        for target, translation in unit.variants:
            if target != source:
                found = True
                yield Pair(source, target, text, translation, approved, title)
    if not found and not unit.skipped:
        yield Skipped("alone", unit.line)


def _sources(unit: _Unit) -> list[tuple[str, str]]:
    """The variants that are the source: in its language, else in another form of it (`en-GB`)."""
    if unit.source.lower() == ANY:
        return unit.variants
    wanted = _tag(unit.source)
    exact = [one for one in unit.variants if one[0] == wanted]
    return exact or [
        one for one in unit.variants if wanted is not None and same_language(one[0], wanted)
    ]


@lru_cache(maxsize=1024)
def _tag(text: str) -> str | None:
    try:
        return language_tag(text)
    except UsageError:
        return None
