"""Bytes to text and back: encoding, byte-order mark and line endings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from subtitler.errors import RecordError
from subtitler.formats.codepages import encoded, encodings

# UTF-32 before UTF-16: the little-endian mark of the one begins with that of the other.
BOMS = {
    "utf-8": b"\xef\xbb\xbf",
    "utf-32-le": b"\xff\xfe\x00\x00",
    "utf-32-be": b"\x00\x00\xfe\xff",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
}
CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f]")  # not tab, newlines, ^Z, escape
CONTROLS = 0.02  # more of them are no text
SAVE_AS = "Open it in an editor and save it as UTF-8."


@dataclass(frozen=True, slots=True)
class TextEncoding:
    r"""How a text was written: Python's codec (without mark), a byte-order mark, line endings.

    `newline` is the one that most lines end with, `\n` where there is none.
    """

    codec: str
    bom: bool
    newline: str


PLAIN = TextEncoding("utf-8", bom=False, newline="\n")


def decode(raw: bytes, where: str = "this file") -> tuple[str, TextEncoding]:
    """The text, its own line endings kept, and how it was written.

    In this order: a byte-order mark, UTF-16 and UTF-32 told by their zero bytes, UTF-8, legacy
    encodings. Whatever is accepted can be encoded again to the same bytes. Raises RecordError,
    naming `where`, for a binary file, a damaged text, and a legacy text whose bytes could not be
    given back.
    """
    text, codec, bom = _decoded(raw, where)
    if "\0" in text or len(CONTROL.findall(text)) > CONTROLS * len(text):
        raise _binary(where)
    return text, TextEncoding(codec, bom, _newline(text))


def encode(text: str, encoding: TextEncoding) -> tuple[bytes, str | None]:
    """The bytes, line endings as they stand in `text`, and None or a notice in words.

    Where the text can't be written in that encoding, or would be taken for another one when it is
    read again, it becomes UTF-8, with a notice; a byte-order mark stays. Raises RecordError for
    half a character (a lone surrogate).
    """
    if encoding.codec != "utf-8":
        try:
            raw = _marked(encoding) + encoded(text, encoding.codec)
        except UnicodeEncodeError as error:
            problem = f"{text[error.start : error.end]!r} cannot be written in it"
        else:
            if _reads_back(raw, text):
                return raw, None
            problem = "it would be taken for another one when read again"
        notice = f"The file was in {encoding.codec}; now it is in UTF-8, because {problem}."
        plain = TextEncoding("utf-8", encoding.bom, encoding.newline)
        return encode(text, plain)[0], notice
    try:
        return _marked(encoding) + text.encode(), None
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        what = f"line {line} holds half a character ({text[error.start]!r}) and cannot be written"
        raise RecordError(what, "Type that character anew.") from error


def _decoded(raw: bytes, where: str) -> tuple[str, str, bool]:
    """Text, codec and whether a byte-order mark stood before it."""
    for codec, bom in BOMS.items():
        if raw.startswith(bom):
            return _strictly(raw[len(bom) :], codec, where), codec, True
    if b"\0" in raw:
        wide = _zeros(raw)
        if wide is None:
            raise _binary(where)
        return _strictly(raw, wide, where), wide, False
    try:
        return raw.decode(), "utf-8", False
    except UnicodeDecodeError as error:
        if _nearly_utf8(raw, error):
            raise _damaged(raw, error, where) from error
    text, codec = _legacy(raw, where)
    return text, codec, False


def _strictly(raw: bytes, codec: str, where: str) -> str:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError as error:
        raise _damaged(raw, error, where) from error


def _zeros(raw: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, told by where the zero bytes of ASCII characters lie."""
    lanes = [raw[lane::4].count(0) * 4 / len(raw) for lane in range(4)]
    first, second, third, fourth = lanes
    if len(raw) % 4 == 0 and fourth > 0.99 and third > 0.5:
        return "utf-32-le"
    if len(raw) % 4 == 0 and first > 0.99 and second > 0.5:
        return "utf-32-be"
    big, little = (first + third) / 2, (second + fourth) / 2
    if max(big, little) >= 0.2 and min(big, little) < 0.2 * max(big, little):
        return "utf-16-le" if little > big else "utf-16-be"
    return None


def _nearly_utf8(raw: bytes, error: UnicodeDecodeError) -> bool:
    """Whether this is UTF-8 with damaged places: its other characters are hardly chance."""
    text = raw.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(re.findall(r"[^\x00-\x7f]", text)) - bad
    truncated = error.reason == "unexpected end of data" and bad == 1
    return good > 4 * bad or (truncated and good > 0)


def _legacy(raw: bytes, where: str) -> tuple[str, str]:
    for codec in encodings(raw):
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        if encoded(text, codec) != raw:
            what = f"{where}: this text is in {codec}, but its bytes could not be given back"
            raise RecordError(what, SAVE_AS)
        return text, codec
    raise _binary(where)


def _reads_back(raw: bytes, text: str) -> bool:
    try:
        return decode(raw)[0] == text
    except RecordError:
        return False


def _marked(encoding: TextEncoding) -> bytes:
    return BOMS[encoding.codec] if encoding.bom else b""


def _newline(text: str) -> str:
    windows = text.count("\r\n")
    counts = {
        "\r\n": windows,
        "\n": text.count("\n") - windows,
        "\r": text.count("\r") - windows,
    }
    return max(counts, key=lambda newline: counts[newline]) if any(counts.values()) else "\n"


def _binary(where: str) -> RecordError:
    return RecordError(f"{where}: this is no text but a binary file", "Give a subtitle file.")


def _damaged(raw: bytes, error: UnicodeDecodeError, where: str) -> RecordError:
    line = raw[: error.start].count(b"\n") + 1
    what = f"{where}: damaged text, byte {error.start + 1} (line {line}) is not {error.encoding}"
    return RecordError(what, f"{SAVE_AS} The damaged place may need typing anew.")
