"""Laws of WebVTT: blocks keep their bytes, lines are read as a browser reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.timing import Span
from subtitler.errors import RecordError
from subtitler.formats.text import TextEncoding, decode
from subtitler.formats.webvtt import compose, parse

FULL = """\
WEBVTT - A talk
Kind: captions
Language: en

STYLE
::cue { color: white }

NOTE before the first

intro
00:01.000 --> 00:02.500 align:start line:-1
<v Ann>Tom &amp; Jerry</v>
are &lt;here&gt;&nbsp;now

NOTE
a comment
in two lines

01:00:03.000 --> 01:00:04.000
<c.loud>No</c> identifier &rlm;&copy;

2
00:05.000 --> 00:04.000

00:06.000 --> 00:07.000
Text
\x20
more
00:08.000 --> 00:09.000
stray end

stray text
"""


def test_a_whole_file_is_read() -> None:
    """Header, styles and comments are kept aside, entities decoded, tags as written."""
    document = parse(FULL.encode())
    assert document.preamble == FULL[: FULL.index("intro")]
    assert [(b.number, b.span.in_time, b.span.out_time, b.lines, b.settings) for b in document.blocks] == [
        ("intro", 1000, 2500, ("<v Ann>Tom & Jerry</v>", "are <here>\xa0now"), "align:start line:-1"),
        (None, 3_603_000, 3_604_000, ("<c.loud>No</c> identifier \u200f&copy;",), ""),
        ("2", 5000, 5000, (), ""),
        (None, 6000, 7000, ("Text", " ", "more"), ""),
        (None, 8000, 9000, ("stray end",), ""),
    ]  # fmt: skip
    assert document.blocks[0].raw == (
        "00:01.000 --> 00:02.500 align:start line:-1\n"
        "<v Ann>Tom &amp; Jerry</v>\nare &lt;here&gt;&nbsp;now"
    )
    assert document.blocks[0].tail == "\n\nNOTE\na comment\nin two lines\n\n"
    assert [finding.rule for finding in document.findings] == ["backwards-times", "outside-text"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", [True, False])
def test_reading_loses_nothing(newline: str, bom: bool) -> None:
    """Preamble, identifiers, blocks and tails are the whole text, in order."""
    raw = (b"\xef\xbb\xbf" if bom else b"") + FULL.replace("\n", newline).encode()
    document = parse(raw)
    pieces = [document.preamble]
    for block in document.blocks:
        number = "" if block.number is None else block.number + newline
        pieces += [number, block.raw, block.tail]
    assert "".join(pieces) == decode(raw)[0]
    assert document.encoding == TextEncoding("utf-8", bom, newline)


def test_cues_are_written() -> None:
    """Hours always, a point before the decimals, entities for what is no tag."""
    cues = [
        Cue(CueId("c1"), Span(1000, 2500), ("<v Ann>Tom & Jerry</v>", "1 < 2 --> <b>3</b> <x>")),
        Cue(CueId("c2"), Span(360_000_000, 360_000_000), ()),
        Cue(CueId("c3"), Span(1, 2), ("a", "", "b")),
    ]
    assert compose(cues) == (
        "WEBVTT\n\n"
        "00:00:01.000 --> 00:00:02.500\n<v Ann>Tom &amp; Jerry</v>\n1 &lt; 2 --&gt; <b>3</b> &lt;x&gt;\n\n"
        "100:00:00.000 --> 100:00:00.000\n\n"
        "00:00:00.001 --> 00:00:00.002\na\nb\n"
    )
    assert compose([]) == "WEBVTT\n"


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)
MARKUP = st.sampled_from(
    [
        "<i>",
        "</i>",
        "<v Tom & &lt;>",
        "&",
        "&amp;",
        "&lt;",
        "<",
        ">",
        "-->",
        "<c.a.b>",
        "<00:01.500>",
    ]
)
LINE = st.lists(TEXT | MARKUP, max_size=4).map("".join).filter(str.strip)


@given(
    st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**5), st.lists(LINE, max_size=3)))
)
def test_what_is_written_is_read_back(rows: list[tuple[int, int, list[str]]]) -> None:
    """Every cue, time and line, whatever signs it holds."""
    cues = [
        Cue(CueId(f"c{at}"), Span(start, start + length), tuple(lines))
        for at, (start, length, lines) in enumerate(rows, 1)
    ]
    document = parse(compose(cues).encode())
    assert [(b.span, b.lines) for b in document.blocks] == [(c.span, c.lines) for c in cues]
    assert document.findings == ()


@given(st.lists(st.sampled_from([*FULL.split("\n"), "", "-->", "WEBVTT", " "]), max_size=20))
def test_any_lines_under_the_header_are_kept(lines: list[str]) -> None:
    """However the lines are mixed, none is lost."""
    text = "\n".join(["WEBVTT", *lines])
    document = parse(text.encode())
    at = len(document.preamble)
    for block in document.blocks:
        begin = text.index(block.raw, at)
        assert text[at:begin].rstrip("\n") == (block.number or "")
        at = begin + len(block.raw) + len(block.tail)
    assert at == len(text)


def test_a_header_alone_is_an_empty_file() -> None:
    """It has no blocks and is no error."""
    assert parse(b"WEBVTT").blocks == ()
    assert parse("\ufeffWEBVTT\n".encode()).blocks == ()


@pytest.mark.parametrize(
    "raw", [b"", b"00:01.000 --> 00:02.000\nx\n", b"WEBVTTX\n\n00:01.000 --> 00:02.000\nx\n"]
)
def test_a_file_without_the_header_is_refused(raw: bytes) -> None:
    """The error names the file, the fault and the remedy."""
    with pytest.raises(RecordError, match=r"talk\.vtt: this is no WebVTT") as caught:
        parse(raw, "talk.vtt")
    assert caught.value.remedy
