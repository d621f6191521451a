"""Laws of SRT: nothing is lost in reading, blocks keep their bytes, what is written is strict."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.finding import Severity
from subtitler.domain.timing import Span
from subtitler.errors import RecordError
from subtitler.formats.srt import Block, Document, compose, compose_blocks, parse, same_content
from subtitler.formats.text import BOMS, PLAIN, TextEncoding, decode, encode

TIMES = "00:00:01,000 --> 00:00:02,500"


def cue(at: int, start: int, end: int, *lines: str) -> Cue:
    return Cue(CueId(f"c{at}"), Span(start, end), lines)


def read(text: str) -> Document:
    return parse(text.encode())


def said(document: Document) -> list[tuple[Span, tuple[str, ...]]]:
    return [(block.span, block.lines) for block in document.blocks]


def rules(document: Document) -> list[str]:
    return [finding.rule for finding in document.findings]


# --- what machines write ---------------------------------------------------------------------


def test_cues_are_written_strictly() -> None:
    """Numbers from 1, LF, one newline at the end; empty and zero-length cues and order stay."""
    cues = [
        cue(1, 0, 1500, "Good morning,", "everyone."),
        cue(2, 1600, 1600, "Zero length"),
        cue(3, 1000, 1400, "Earlier, and overlapping"),
        cue(4, 360_000_000, 360_000_001),
        cue(5, 5000, 6000, "Last"),
    ]
    assert compose(cues) == (
        "1\n00:00:00,000 --> 00:00:01,500\nGood morning,\neveryone.\n\n"
        "2\n00:00:01,600 --> 00:00:01,600\nZero length\n\n"
        "3\n00:00:01,000 --> 00:00:01,400\nEarlier, and overlapping\n\n"
        "4\n100:00:00,000 --> 100:00:00,001\n\n"
        "5\n00:00:05,000 --> 00:00:06,000\nLast\n"
    )
    assert compose([]) == ""


def test_text_that_would_break_a_file_is_written_so_that_it_does_not() -> None:
    """Blank lines are left out, newlines part lines, and a line cannot pose as a time line."""
    lines = ("", "a\r\nb\rc\0", "  ", f"{TIMES}", "7", "x --> y")
    assert compose([cue(1, 0, 1, *lines), cue(2, 1, 2, "z")]) == (
        "1\n00:00:00,000 --> 00:00:00,001\na\nb\nc\ufffd\n00:00:01,000 → 00:00:02,500\n7\nx --> y\n\n"
        "2\n00:00:00,001 --> 00:00:00,002\nz\n"
    )


LINE_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
LINES = st.lists(LINE_TEXT | st.sampled_from(["1984", "2", "-->", "1:2 -> 3"]), max_size=3)
TIME = st.integers(0, 400_000_000)


@st.composite
def machine_cues(draw: st.DrawFn) -> list[Cue]:
    cues = []
    for at in range(1, draw(st.integers(0, 6)) + 1):
        start = draw(TIME)
        end = start + draw(st.integers(0, 10_000))
        cues.append(cue(at, start, end, *(line for line in draw(LINES) if line.strip())))
    return cues


@given(machine_cues(), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(sorted(BOMS)))
def test_what_the_machine_wrote_is_read_back_and_written_again_byte_for_byte(
    cues: list[Cue], newline: str, codec: str
) -> None:
    """No cue, time or line changes on the way, in any encoding, and no byte of the file."""
    wanted = [(each.span, each.lines) for each in cues]
    assert said(read(compose(cues))) == wanted
    raw, notice = compose_blocks(cues, TextEncoding(codec, True, newline))
    document = parse(raw)
    assert (notice, said(document)) == (None, wanted)
    assert [block.number for block in document.blocks] == [str(n + 1) for n in range(len(cues))]
    assert compose_blocks(document.blocks, document.encoding)[0] == raw or not cues
    assert same_content(document, read(compose(cues)))


def test_compose_blocks_of_cues_alone_is_compose() -> None:
    """With PLAIN both writers give the same file."""
    cues = [cue(1, 0, 900, "a"), cue(2, 1000, 1000), cue(3, 2000, 3000, "b", "c")]
    assert compose_blocks(cues, PLAIN) == (compose(cues).encode(), None)


# --- what people and other programs write ----------------------------------------------------

TIME_FORMS = {
    "00:00:01,000 --> 00:00:02,500": (1000, 2500),
    "00:00:01.000 --> 00:00:02.500": (1000, 2500),
    "00:00:01:000 --> 00:00:02:500": (1000, 2500),
    "00:00:01,0 --> 00:00:02,5": (1000, 2500),
    "00:00:01,05 --> 00:00:02,005": (1050, 2005),
    "00:00:00.9995 --> 00:00:01.9999": (1000, 2000),
    "00:00:01 --> 00:00:02": (1000, 2000),
    "00:01,000 --> 00:02.5": (1000, 2500),
    "00:01 --> 01:02": (1000, 62_000),
    "0:0:1,0 --> 0:0:2,5": (1000, 2500),
    "1:02:03,004 --> 100:00:00,000": (3_723_004, 360_000_000),
    "  00:00:01,000   -->   00:00:02,500  ": (1000, 2500),
    "00:00:01,000-->00:00:02,500": (1000, 2500),
    "00:00:01,000 -> 00:00:02,500": (1000, 2500),
    "00:00:01,000 —> 00:00:02,500": (1000, 2500),
    "00:00:01,000 –> 00:00:02,500": (1000, 2500),
    "00:00:01,000 - -> 00:00:02,500": (1000, 2500),
    "00:00:01,000 -- > 00:00:02,500": (1000, 2500),
    "00:00:01,000 --&gt; 00:00:02,500": (1000, 2500),
    "00 : 00 : 01 , 000 --> 00 : 00 : 02 , 500": (1000, 2500),
    "00:00:01, 000 --> 00:00:02, 500": (1000, 2500),
    "\t00:00:01,000\t-->\t00:00:02,500\t": (1000, 2500),
    "\u200e00:00:01,000 --> 00:00:02,500\u200f": (1000, 2500),
    "\ufeff00:00:01,000 --> 00:00:02,500": (1000, 2500),
    "００：００：０１，０００ --> ００：００：０２，５００": (1000, 2500),
    "٠٠:٠٠:٠١,٠٠٠ --> ٠٠:٠٠:٠٢,٥٠٠": (1000, 2500),
    "00:00:61,000 --> 00:75:00,000": (61_000, 4_500_000),
    "00:00:02,500 --> 00:00:02,500": (2500, 2500),
}


@pytest.mark.parametrize("line", TIME_FORMS)
def test_time_lines_are_read_as_they_are_written_in_the_wild(line: str) -> None:
    """Each form gives whole ms, rounded, and stays as it is in the raw block."""
    (block,) = read(f"1\n{line}\nText\n").blocks
    assert (block.span.in_time, block.span.out_time) == TIME_FORMS[line]
    assert (block.lines, block.raw, block.settings) == (("Text",), f"{line}\nText", "")


NO_TIME_LINES = (
    "10:30 -> 11:45",
    "3.14 -> 2.71",
    "2:1 -> 3:1",
    "at 00:00:01,000 --> 00:00:02,500",
    "00:00:01,000 --> ",
    "00:00:0x,000 --> 00:00:02,500",
    "00:00:01,000 00:00:02,500",
    "123456:00:00,000 --> 123456:00:01,000",
)


@pytest.mark.parametrize("line", NO_TIME_LINES)
def test_other_lines_are_text(line: str) -> None:
    """What people say about times begins no cue."""
    assert read(f"1\n{TIMES}\n{line}\n").blocks[0].lines == (line,)


def test_settings_beside_the_times_are_kept() -> None:
    """Positions stay in the raw block; other text there is a finding, because nobody sees it."""
    document = read(f"1\n{TIMES} X1:100 X2:200 Y1:050 Y2:100\na\n\n2\n{TIMES} Hello\nb\n")
    assert document.blocks[0].raw == f"{TIMES} X1:100 X2:200 Y1:050 Y2:100\na"
    assert [block.settings for block in document.blocks] == ["X1:100 X2:200 Y1:050 Y2:100", "Hello"]
    assert rules(document) == ["beside-time"]


def test_times_that_run_backwards_are_kept_raw() -> None:
    """The span has out = in, the bytes stay, and it is a finding."""
    document = read("1\n00:00:05,000 --> 00:00:03,000\nText\n")
    (block,) = document.blocks
    assert (block.span, block.backwards) == (Span(5000, 5000), True)
    assert compose_blocks([block], PLAIN)[0] == b"1\n00:00:05,000 --> 00:00:03,000\nText\n"
    assert [(f.rule, f.severity) for f in document.findings] == [
        ("backwards-times", Severity.ERROR)
    ]


@pytest.mark.parametrize(
    "line", ["-00:00:01,000 --> 00:00:02,000", "00:00:-1,-500 --> 00:00:02,000"]
)
def test_negative_times_count_as_zero(line: str) -> None:
    """Clamped, and a finding."""
    document = read(f"1\n{line}\nText\n")
    assert document.blocks[0].span == Span(0, 2000)
    assert "negative-time" in rules(document)


WILD = {
    "missing indexes": (f"{TIMES}\na\n\n{TIMES}\nb\n", [None, None], [("a",), ("b",)]),
    "blank lines in text": (f"1\n{TIMES}\na\n\n\nb\n\n2\n{TIMES}\nc", ["1", "2"], [("a", "", "", "b"), ("c",)]),
    "a number that is text": (f"1\n{TIMES}\nIn\n1984\n2\n{TIMES}\nb", ["1", "2"], [("In", "1984"), ("b",)]),
    "a number that is text, then blank": (f"1\n{TIMES}\nIn\n\n1984\n\n2\n{TIMES}\nb", ["1", "2"], [("In", "", "1984"), ("b",)]),
    "a number that is text, no index": (f"1\n{TIMES}\nIn\n1984\n{TIMES}\nb", ["1", None], [("In", "1984"), ("b",)]),
    "no blank lines": (f"1\n{TIMES}\na\n2\n{TIMES}\nb\n5\n{TIMES}\nc", ["1", "2", "5"], [("a",), ("b",), ("c",)]),
    "only a number as text": (f"1\n{TIMES}\n7\n\n2\n{TIMES}\n8\n", ["1", "2"], [("7",), ("8",)]),
    "empty cues": (f"1\n{TIMES}\n\n2\n{TIMES}\n\n\n\n3\n{TIMES}", ["1", "2", "3"], [(), (), ()]),
    "time lines in a row": (f"1\n{TIMES}\n{TIMES}\n3\n{TIMES}\nx", ["1", None, "3"], [(), (), ("x",)]),
    "junk between": (f"1\n{TIMES}\na\n\n== ad ==\n\n2\n{TIMES}\nb", ["1", "2"], [("a", "", "== ad =="), ("b",)]),
    "odd numbers": (f" 12.5 \n{TIMES}\na\n\n-1\n{TIMES}\nb\n\n\ufeff1\n{TIMES}\nc", ["12.5", "-1", "\ufeff1"], [("a",), ("b",), ("c",)]),
    "every line doubled": (f"1\n\n{TIMES}\n\na\n\n\n\n2\n\n{TIMES}\n\nb\n\n", ["1", "2"], [("", "a"), ("", "b")]),
    "carriage returns doubled": (f"1\r\r\n{TIMES}\r\r\na\r\r\n\r\r\n2\r\r\n{TIMES}\r\r\nb\r\r\n", ["1", "2"], [("a",), ("b",)]),
    "CR only": (f"1\r{TIMES}\ra\rb\r\r2\r{TIMES}\rc\r", ["1", "2"], [("a", "b"), ("c",)]),
    "mixed endings": (f"1\r\n{TIMES}\na\r\rb\r\n\n2\n{TIMES}\r\nc", ["1", "2"], [("a", "", "b"), ("c",)]),
    "white space": (f"1\n{TIMES}\n a \n   \n\t\n2\n{TIMES}\nb\u2028c\x0bd\n", ["1", "2"], [(" a ",), ("b\u2028c\x0bd",)]),
    "no text at all": (TIMES, [None], [()]),
}  # fmt: skip


@pytest.mark.parametrize("kind", WILD)
def test_wild_files_are_read(kind: str) -> None:
    """No cue and no line is lost, and no number is taken out of a text."""
    text, numbers, lines = WILD[kind]
    document = read(text)
    assert [block.number for block in document.blocks] == numbers
    assert [block.lines for block in document.blocks] == lines


def test_what_is_odd_becomes_findings() -> None:
    """Rules with their spans; what is merely another form is told once, with a count."""
    document = read(
        "Subtitles by Ann\n"
        "1\n00:00:01.000 --> 00:00:02.000\na\n\nb\n"
        "00:00:03.000 --> 00:00:04.000\n00:00:05,xx --> 00:00:06,000\nc\n\n"
        "00:00:07.000 --> 00:00:08.000\nd\n"
    )
    assert [(f.rule, f.span.in_time, f.measured) for f in document.findings] == [
        ("text-before-first", 0, None),
        ("bad-time-line", 3000, None),
        ("blank-line", 1000, None),
        ("no-blank-line", 1000, None),
        ("missing-number", 3000, 2),
        ("time-form", 1000, 3),
    ]
    assert read(compose([cue(1, 0, 1, "a"), cue(2, 0, 1, "b")])).findings == ()


def test_a_preamble_is_kept() -> None:
    """What stands before the first cue is in the document, and can be written again."""
    text = f"Ann's subtitles\nin English\n\n1\n{TIMES}\na\n"
    document = read(text)
    assert document.preamble == "Ann's subtitles\nin English\n\n"
    assert compose_blocks(document.blocks, PLAIN, document.preamble)[0].decode() == text
    assert same_content(read(text.replace("\n", "\r\r\n")), document)
    assert compose_blocks(document.blocks, PLAIN, "Ann")[0].decode() == f"Ann\n1\n{TIMES}\na\n"


def test_webvtt_in_disguise_is_read_as_webvtt() -> None:
    """Its header decides, not its name."""
    document = read("WEBVTT\n\nintro\n00:01.000 --> 00:02.500\na &amp; b\n")
    assert said(document) == [(Span(1000, 2500), ("a & b",))]
    assert rules(document) == ["webvtt"]


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \r\n", b"\xff\xfe"])
def test_an_empty_file_has_no_blocks(raw: bytes) -> None:
    """Nothing is there, and that is no error."""
    assert parse(raw).blocks == ()


@pytest.mark.parametrize("raw", [b"Hello there.\n", b"1\n2\n3\n", b"1\n00:00:01,000\nx\n"])
def test_a_file_without_a_cue_is_refused(raw: bytes) -> None:
    """Content without a single time line is no SRT."""
    with pytest.raises(RecordError, match=r"talk\.srt: this is no SRT") as caught:
        parse(raw, "talk.srt")
    assert "00:00:01,000 --> 00:00:02,500" in caught.value.remedy


# --- same content ----------------------------------------------------------------------------

BASE = f"1\n{TIMES}\nSeñor, \nsí.\n\n2\n00:00:03,000 --> 00:00:04,000\nEl año\n"


@pytest.mark.parametrize(
    "raw",
    [
        BASE.replace("\n", "\r\n").encode("utf-8-sig"),
        BASE.replace("\n", "\r").encode("utf-16"),
        BASE.encode("cp1252"),
        BASE.replace("2\n00", "17\n00").encode(),
        BASE.replace("1\n00", "00").encode(),
        (BASE + "\n\n \n").encode(),
        BASE.replace("\n\n", "\n\n\n").encode(),
        BASE.replace(",000", ".0").encode(),
    ],
)
def test_encodings_endings_numbers_and_forms_are_no_content(raw: bytes) -> None:
    """A file that an editor saved otherwise holds the same cues."""
    assert same_content(parse(raw), read(BASE))


@pytest.mark.parametrize(
    "text",
    [
        BASE.replace("año", "ano"),
        BASE.replace("02,500", "02,501"),
        BASE.replace("Señor, \n", "Señor,\n"),
        BASE.replace("sí.", "\nsí."),
        BASE.replace("sí.\n\n2\n00:00:03,000 --> 00:00:04,000\n", "sí.\n"),
        BASE.replace("02,500", "02,500 X1:10"),
        BASE.replace("03,000 --> 00:00:04", "03,000 --> 00:00:02"),
        "Checked by Ann\n\n" + BASE,
        "",
    ],
)
def test_words_times_positions_and_white_space_at_line_ends_are_content(text: str) -> None:
    """Whatever a person changed in what is shown, or wrote beside it, is a difference."""
    assert not same_content(read(text), read(BASE))


# --- fidelity, on a fuzzed corpus ------------------------------------------------------------

ENCODINGS = (
    "utf-8",
    "utf-16-le",
    "utf-16-be",
    "utf-32-le",
    "cp1252",
    "cp1251",
    "cp932",
    "gb18030",
    "cp949",
)
FRAGMENTS = (
    *TIME_FORMS, *NO_TIME_LINES, "00:00:05,000 --> 00:00:03,000", f"{TIMES} X1:1 Y1:2", f"{TIMES} text",
    "1", "2", "3", "7", "1984", "-5", "12.5", "\ufeff4", " 8 ", "0", "", "", "", " ", "\t", "\xa0",
    "Text", "¿Qué?", "Привет мир", "こんにちは", "你好吗", "안녕하세요", "<i>x</i>", "{\\an8}y", "trailing  ", "WEBVTT",
    "NOTE x", "-->", "\u2028", "\x0c", "😀",
)  # fmt: skip
ENDINGS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r", "\r\r\n", "\n\n", "\r\n\r\n", ""])


@st.composite
def chaos(draw: st.DrawFn) -> str:
    """Any fragments with any endings: every oddity beside every other."""
    pieces = draw(st.lists(st.tuples(st.sampled_from(FRAGMENTS), ENDINGS), max_size=25))
    return "".join(itertools.chain.from_iterable(pieces))


@st.composite
def saved_by_people(draw: st.DrawFn, *, faulty: bool = True) -> str:
    """SRTs in one line ending; `faulty` ones have wrong numbers and too few blank lines too."""
    newline = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    gaps = ["\n\n", "\n\n", "\n\n\n", "\n \n", *(["\n"] if faulty else [])]
    blocks = []
    for at in range(1, draw(st.integers(1, 6)) + 1):
        faults = ["", "99\n", f"{at} \n"] if faulty else []
        number = draw(st.sampled_from([f"{at}\n", *faults]))
        words = ["Text", "¿Qué?", "1984", "2", "", " ", "a  "]
        lines = draw(st.lists(st.sampled_from(words), max_size=4))
        times = draw(st.sampled_from([form for form in TIME_FORMS if form.isascii()]))
        blocks += [number, times, "\n", "\n".join(lines), draw(st.sampled_from(gaps))]
    text = "".join(blocks)
    text = text.rstrip() if draw(st.booleans()) else text
    return (draw(st.sampled_from(["", "Ann\n\n", "\n"])) + text).replace("\n", newline)


@st.composite
def files(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> bytes:
    text = draw(texts)
    codec = draw(st.sampled_from(ENCODINGS))
    bom = codec in BOMS and draw(st.booleans())
    text = text.encode(codec, "ignore").decode(codec)
    return encode(text, TextEncoding(codec, bom, "\n"))[0]


WILD_FILES = files(chaos() | saved_by_people())


def parsed(raw: bytes) -> Document:
    """The document of a fuzzed file; those without a cue, or WebVTT, are not for these laws."""
    try:
        document = parse(raw)
    except RecordError:
        assume(False)
    assume("webvtt" not in rules(document))
    return document


@given(WILD_FILES)
@example(f"1\n{TIMES}\nIn\n1984\n{TIMES}\n3\n4\n\n{TIMES}\n".encode())
def test_reading_loses_nothing(raw: bytes) -> None:
    """Preamble, numbers, blocks and tails are the whole text, in order."""
    document = parsed(raw)
    text = decode(raw)[0]
    assert text.startswith(document.preamble)
    at = len(document.preamble)
    for block in document.blocks:
        begin = text.index(block.raw, at)
        assert text[at:begin].strip() == (block.number or "")
        at = begin + len(block.raw)
        assert text.startswith(block.tail, at)
        at += len(block.tail)
    assert at == len(text)


@given(WILD_FILES)
def test_parse_compose_parse_keeps_every_block(raw: bytes) -> None:
    """Cues, spans, lines and raw text stay, numbers become positions, and then bytes settle."""
    document = parsed(raw)
    written, _ = compose_blocks(document.blocks, document.encoding, document.preamble)
    again = parse(written)
    assert [block.raw for block in again.blocks] == [block.raw for block in document.blocks]
    assert same_content(again, document)
    assert [block.number for block in again.blocks] == [
        str(n + 1) for n in range(len(again.blocks))
    ]
    if again.encoding == document.encoding:
        assert compose_blocks(again.blocks, again.encoding, again.preamble)[0] == written


@given(files(saved_by_people(faulty=False)))
def test_a_file_in_good_order_is_written_byte_for_byte(raw: bytes) -> None:
    """Numbered from 1 and parted by blank lines, a person's file comes out as it came in."""
    document = parsed(raw)
    assert compose_blocks(document.blocks, document.encoding, document.preamble) == (raw, None)


@given(WILD_FILES, WILD_FILES, machine_cues(), st.data())
def test_kept_blocks_and_new_cues_mix(
    one: bytes, other: bytes, cues: list[Cue], data: st.DataObject
) -> None:
    """In any order, a block keeps its text as it was and a cue is read back as it is."""
    document = parsed(one)
    kept: list[Block | Cue] = [*document.blocks, *parsed(other).blocks, *cues]
    parts = data.draw(st.permutations(kept))
    again = parse(compose_blocks(parts, document.encoding)[0])
    assert len(again.blocks) == len(parts)
    for part, block in zip(parts, again.blocks, strict=True):
        assert (block.span, block.lines) == (part.span, part.lines)
        assert isinstance(part, Cue) or block.raw == part.raw


@given(
    st.binary(max_size=200)
    | WILD_FILES.flatmap(lambda raw: st.integers(0, len(raw)).map(lambda n: raw[:n]))
)
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    """Random and truncated files raise RecordError or give a document, and nothing else."""
    try:
        parse(raw)
    except RecordError:
        assume(False)


def test_separators_are_added_only_where_they_are_needed() -> None:
    """A last block without a newline gets one when it is last no longer; others stay."""
    first, last = read(f"1\n{TIMES}\na\n\n\n\n2\n{TIMES}\nb").blocks
    new = cue(1, 5000, 6000, "c")
    raw, _ = compose_blocks([last, new, first], TextEncoding("utf-8", True, "\r\n"))
    assert raw.decode("utf-8-sig") == (
        f"1\r\n{TIMES}\nb\r\n\r\n2\r\n00:00:05,000 --> 00:00:06,000\r\nc\r\n\r\n3\r\n{TIMES}\na\n\n\n\n"
    )


def test_new_words_beyond_the_encoding_make_the_file_utf_8() -> None:
    """Kept blocks keep their text, and the notice says what happened."""
    document = parse(BASE.encode("cp1252"))
    raw, notice = compose_blocks([*document.blocks, cue(1, 9000, 9900, "日本")], document.encoding)
    assert [block.raw for block in parse(raw).blocks][:2] == [
        block.raw for block in document.blocks
    ]
    assert notice is not None
    assert "UTF-8" in notice


HOSTILE = {
    "newlines": "\r" * 200_000,
    "numbers": "1\n" * 100_000,
    "dashes": "-" * 200_000 + ">",
    "digits": "1:" * 100_000 + "-->",
    "white space": " " * 200_000 + "-->",
    "settings": f"{TIMES} " + "align:" * 30_000 + " x",
}


def test_twenty_thousand_cues_are_read_in_about_a_second() -> None:
    """The scanner is linear: a long file, and lines made to hurt, take no long time."""
    cues = [
        cue(n + 1, n * 3000, n * 3000 + 2500, "Señoras y señores,", "gracias.")
        for n in range(20_000)
    ]
    raw = compose(cues).encode()
    begun = time.perf_counter()
    assert len(parse(raw).blocks) == 20_000
    for text in HOSTILE.values():
        parse(f"1\n{TIMES}\n{text}\n\n2\n{TIMES}\n".encode())
    assert time.perf_counter() - begun < 10
