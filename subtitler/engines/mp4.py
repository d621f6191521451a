"""What an mp4 or mov says before FFmpeg reads it: whether its index is whole, and how edited."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

FIRST = {b"ftyp", b"mdat", b"moov", b"free", b"skip", b"wide"}  # boxes that such a file begins with
CHILDREN = (b"moov", b"trak", b"mdia", b"edts")
LARGE = 8 << 20  # bytes of index: some hours of video
SLACK = Fraction(1, 2)  # s that an edit may leave out: what an encoder put in front, and rounding


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its name, and where its content lies in the file."""

    name: bytes
    begin: int
    end: int


def lost_index(path: Path) -> bool:
    """Whether it is an mp4 without a whole moov, as of a recording that was cut short."""
    size = path.stat().st_size
    with path.open("rb") as file:
        boxes = list(_top(file, size))
    return bool(boxes) and not any(box.name == b"moov" and box.end <= size for box in boxes)


def large_and_plain(path: Path) -> bool:
    """Whether its index is LARGE, and its tracks are shown whole, but for a late start.

    FFmpeg copies the index to apply edits (200 MB more for ten hours of video); a late start,
    and what an encoder put in front, it can apply without.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        moov = next((box for box in _top(file, size) if box.name == b"moov"), None)
        if moov is None or moov.end - moov.begin < LARGE:
            return False
        inside = [(box, _content(file, box)) for box in _tree(file, moov)]
    scale = next((_scale(content)[0] for box, content in inside if box.name == b"mvhd"), 0)
    tracks = [box for box, _ in inside if box.name == b"trak"]
    return scale > 0 and all(
        _plain(
            {
                box.name: content
                for box, content in inside
                if track.begin <= box.begin and box.end <= track.end
            },
            scale,
        )
        for track in tracks
    )


def _plain(track: dict[bytes, bytes], scale: int) -> bool:
    """Whether a track (the content of its boxes) has no edit but a late start. `scale` is the
    movie's units a second, in which edits are long."""
    if b"elst" not in track:
        return True
    own, length = _scale(track.get(b"mdhd", b""))
    edits = _edits(track[b"elst"])
    if len(edits) == 2 and edits[0][1] == -1:
        edits = edits[1:]
    if len(edits) != 1 or not own:
        return False
    duration, begin = edits[0]
    left_out = Fraction(length - begin, own) - Fraction(duration, scale)
    return 0 <= begin <= SLACK * own and left_out <= SLACK


def _edits(content: bytes) -> list[tuple[int, int]]:
    """The edits of an elst: how long, and from where in the track (-1: nothing is shown)."""
    if len(content) < 8:
        return []
    one = struct.Struct(">Qqi" if content[0] else ">Iii")
    count = int.from_bytes(content[4:8], "big")
    given = content[8 : 8 + count * one.size]
    return [
        (edit[0], edit[1]) for edit in one.iter_unpack(given[: len(given) // one.size * one.size])
    ]


def _scale(content: bytes) -> tuple[int, int]:
    """Units a second, and length in them, of an mvhd or mdhd; zeros where they are not there."""
    layout, at = (">IQ", 20) if content[:1] == b"\1" else (">II", 12)
    if len(content) < at + struct.calcsize(layout):
        return 0, 0
    scale, length = struct.unpack_from(layout, content, at)
    return scale, length


def _content(file: BinaryIO, box: Box) -> bytes:
    """The content of the boxes that are read here; others are large."""
    if box.name not in {b"mvhd", b"mdhd", b"elst"}:
        return b""
    file.seek(box.begin)
    return file.read(box.end - box.begin)


def _top(file: BinaryIO, size: int) -> Iterator[Box]:
    """The outermost boxes; none where the file does not begin as an mp4 does."""
    for box in _boxes(file, 0, size):
        if box.begin <= 16 and box.name not in FIRST:
            return
        yield box


def _tree(file: BinaryIO, parent: Box) -> Iterator[Box]:
    for box in _boxes(file, parent.begin, parent.end):
        yield box
        if box.name in CHILDREN:
            yield from _tree(file, box)


def _boxes(file: BinaryIO, at: int, end: int) -> Iterator[Box]:
    """The boxes in a row: size, name, content. The last may run past `end`."""
    while at + 8 <= end:
        file.seek(at)
        head = file.read(16)
        size, name, content = int.from_bytes(head[:4], "big"), head[4:8], at + 8
        if size == 1:  # a large one has its size behind its name
            size, content = int.from_bytes(head[8:16], "big"), at + 16
        elif size == 0:  # up to the end
            size = end - at
        if size < content - at:
            return
        yield Box(name, content, at + size)
        at += size
