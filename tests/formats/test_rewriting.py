"""A file of blocks of two files keeps the form of the first."""

from __future__ import annotations

import pytest

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.timing import Span
from subtitler.formats.rewriting import at_home, compose_like, is_vtt
from subtitler.formats.srt import parse

VTT = "WEBVTT\n\nNOTE one\n\nintro\n00:01.000 --> 00:02.000 align:start\nHi &amp; you\n"
SRT = "7\n00:00:03,000 --> 00:00:04,000\nHello\n"
NEW = Cue(CueId("c9"), Span(5000, 6000), ("a < b",))


def test_webvtt_keeps_identifiers_settings_and_comments() -> None:
    """And what is added to it is WebVTT too."""
    document = parse(VTT.encode())
    made, notice = compose_like(document, [*document.blocks, NEW])
    assert notice is None
    assert made.decode().startswith(VTT)
    assert made.decode().endswith("\n\n00:00:05.000 --> 00:00:06.000\na &lt; b\n")
    assert [block.lines for block in parse(made).blocks] == [("Hi & you",), ("a < b",)]


def test_an_srt_is_numbered_by_position() -> None:
    """Numbers are positions."""
    document = parse(SRT.encode())
    made, _ = compose_like(document, [*document.blocks, NEW])
    assert [block.number for block in parse(made).blocks] == ["1", "2"]


@pytest.mark.parametrize(("text", "vtt"), [(VTT, True), (SRT, False), ("", False)])
def test_the_form_is_told_by_the_header(text: str, vtt: bool) -> None:
    """Not by the name."""
    assert is_vtt(parse(text.encode())) is vtt


def test_a_block_of_another_file_gets_the_line_endings_of_this_one() -> None:
    """All else in it stays."""
    (block,) = parse(SRT.replace("\n", "\r\n").encode()).blocks
    assert at_home(block, "\n").raw == "00:00:03,000 --> 00:00:04,000\nHello"
