"""Laws of decoding: what is read can be written back, and legacy encodings are told apart."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from subtitler.errors import RecordError
from subtitler.formats.text import BOMS, PLAIN, TextEncoding, decode, encode

CUES = {
    "es": ("¿Qué pasó con los niños?", "No lo sé, señor.", "Mañana será otro día.", "¡Cuidado!"),
    "fr": ("Où est-ce que tu vas ?", "Ça va être très difficile.", "Mon cœur bat.", "Garçon !"),
    "de": ("Schöne Grüße aus München.", "Ich weiß es nicht.", "Wo ist die Straße?", "Tschüß!"),
    "pl": ("Nie wiem, co się stało.", "Proszę, usiądź.", "Źle się czuję.", "Będę w Łodzi."),
    "cs": ("Nevím, kde je můj klíč.", "Příští týden přijedu.", "Řekni mi pravdu.", "Žádný."),
    "hu": ("Nem tudom, mi történt.", "Ő az én nővérem.", "Hűvös idő van ma.", "Köszönöm."),
    "tr": ("Ne olduğunu bilmiyorum.", "Teşekkür ederim.", "Şimdi gidiyoruz.", "İyi misin?"),
    "ru": ("Что случилось?", "Я не знаю, где он.", "Спасибо большое.", "Завтра будет день."),
    "uk": ("Що сталося?", "Я не знаю, де він.", "Дуже дякую.", "Їжте, будь ласка."),
    "el": ("Τι συνέβη;", "Δεν ξέρω πού είναι.", "Ευχαριστώ πολύ.", "Πάμε σπίτι."),
    "he": ("מה קרה?", "אני לא יודע איפה הוא.", "תודה רבה.", "מחר יהיה יום חדש."),
    "ar": ("ماذا حدث؟", "لا أعرف أين هو.", "شكراً جزيلاً.", "غداً سيكون يوماً جديداً."),
    "th": ("เกิดอะไรขึ้น", "ฉันไม่รู้ว่าเขาอยู่ที่ไหน", "ขอบคุณมาก", "ระวัง ที่นี่มืด"),
    "ja": (
        "何が起きたんだ？",
        "彼がどこにいるか分からない。",
        "ありがとうございます。",
        "髙橋さん。",
    ),
    "zh-Hans": ("发生了什么事？", "我不知道他在哪里。", "非常感谢你。", "明天会是新的一天。"),
    "zh-Hant": ("發生了什麼事？", "我不知道他在哪裡。", "非常感謝你。", "明天會是新的一天。"),
    "ko": ("무슨 일이 있었어요?", "그가 어디 있는지 몰라요.", "정말 감사합니다.", "집에 가자."),
}
LEGACY = (
    *(("cp1252", language) for language in ("es", "fr", "de")),
    *(("cp1250", language) for language in ("pl", "cs", "hu")),
    *(("iso8859_2", language) for language in ("pl", "cs", "hu")),
    ("cp1254", "tr"),
    *(("cp1251", language) for language in ("ru", "uk")),
    ("koi8_r", "ru"),
    ("cp866", "ru"),
    ("cp1253", "el"),
    ("cp1255", "he"),
    ("cp1256", "ar"),
    ("cp874", "th"),
    ("cp932", "ja"),
    ("gb18030", "zh-Hans"),
    ("cp950", "zh-Hant"),
    ("cp949", "ko"),
)
UNICODE = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


def srt(lines: tuple[str, ...], newline: str = "\r\n") -> str:
    """An SRT with one cue a line."""
    rows = [
        f"{at}\n00:00:{at:02d},000 --> 00:00:{at:02d},900\n{line}\n"
        for at, line in enumerate(lines, 1)
    ]
    return "\n".join(rows).replace("\n", newline)


def windows(text: str, codec: str) -> bytes:
    """Bytes as Windows writes them: 髙 is FBFC there, EEE0 in Python's cp932."""
    return (
        text.encode(codec).replace(b"\xee\xe0", b"\xfb\xfc")
        if codec == "cp932"
        else text.encode(codec)
    )


@pytest.mark.parametrize(("codec", "language"), LEGACY)
@pytest.mark.parametrize("times", [1, 50])
def test_legacy_encodings_are_told_by_their_letters(codec: str, language: str, times: int) -> None:
    """Four cues of a language are enough to read them right, and the bytes can be given back."""
    text = srt(CUES[language] * times)
    raw = windows(text, codec)
    read, encoding = decode(raw)
    assert read == text
    assert encode(read, encoding) == (raw, None)


def test_latin_1_is_read_as_the_windows_page_that_holds_it() -> None:
    """ISO 8859-1 and Windows-1252 give one text."""
    text = srt(CUES["es"])
    assert decode(text.encode("latin-1")) == (text, TextEncoding("cp1252", False, "\r\n"))


@pytest.mark.parametrize(
    "line",
    ["« Bonjour », dit-il.", "It’s £5.", "No lo sé.", "Très tôt…", "a•b", "São Tomé, Århus, Dürer"],
)
def test_a_single_western_line_is_western(line: str) -> None:
    """Too little for statistics counts as Windows-1252."""
    text = srt((line,))
    assert decode(text.encode("cp1252"))[0] == text


def test_bytes_outside_windows_1252_are_still_a_text() -> None:
    """A byte that no Windows page has is kept: the text is ISO 8859-1 then."""
    raw = b"1\n00:00:01,000 --> 00:00:02,000\nna\xefve \x81\x8d caf\xe9 d\xe9j\xe0 \x90\n"
    text, encoding = decode(raw)
    assert encode(text, encoding) == (raw, None)


def test_bytes_that_could_not_be_given_back_are_refused() -> None:
    """Shift JIS has two places for ≡; the one that no program writes can't be kept."""
    raw = windows(srt(CUES["ja"]), "cp932")
    decode(raw + "≡".encode("cp932"))
    with pytest.raises(RecordError, match="cp932") as caught:
        decode(raw + b"\x87\x90")
    assert "UTF-8" in caught.value.remedy


@pytest.mark.parametrize("codec", UNICODE)
@pytest.mark.parametrize("bom", [True, False])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("language", ["es", "zh-Hans", "ja", "th"])
def test_unicode_is_read_with_and_without_a_mark(
    codec: str, bom: bool, newline: str, language: str
) -> None:
    """Encoding, mark and line ending are found, and the mark is no part of the text."""
    text = srt((*CUES[language], "😀 𝄞"), newline)
    raw = (BOMS[codec] if bom else b"") + text.encode(codec)
    assert decode(raw) == (text, TextEncoding(codec, bom, newline))
    assert encode(text, TextEncoding(codec, bom, newline)) == (raw, None)


def test_the_newline_is_that_of_most_lines() -> None:
    """Mixed endings stay in the text; the dominant one is told."""
    assert decode(b"a\r\nb\nc\r\nd\r") == ("a\r\nb\nc\r\nd\r", TextEncoding("utf-8", False, "\r\n"))
    assert decode(b"a\rb\rc\n")[1].newline == "\r"
    assert decode(b"")[1] == PLAIN


@given(st.binary(max_size=300))
def test_any_bytes_are_given_back_or_refused(raw: bytes) -> None:
    """encode(decode(x)) is x for every x that is accepted; nothing else than RecordError escapes."""
    try:
        text, encoding = decode(raw)
    except RecordError:
        return
    assert encode(text, encoding) == (raw, None)


@given(
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"])),
    st.sampled_from(UNICODE),
    st.booleans(),
)
def test_any_unicode_text_is_read_back(text: str, codec: str, bom: bool) -> None:
    """decode(encode(text)) is the text, in whatever encoding it was to be."""
    assume(not text.startswith("\ufeff"))
    raw, notice = encode(text, TextEncoding(codec, bom, "\n"))
    assert decode(raw)[0] == text
    assert notice is None or not bom


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])),
    st.sampled_from([c for c, _ in LEGACY]),
)
def test_what_is_written_in_a_legacy_encoding_reads_the_same(text: str, codec: str) -> None:
    """A new text that its encoding can't hold, or that would read otherwise, becomes UTF-8."""
    assume(not text.startswith("\ufeff"))
    raw, notice = encode(text, TextEncoding(codec, False, "\n"))
    assert decode(raw)[0] == text
    assert (notice is None) or raw == text.encode()


def test_a_text_that_its_encoding_cannot_hold_becomes_utf_8_with_a_notice() -> None:
    """The notice names both encodings and the character; a mark stays."""
    raw, notice = encode("señor 你\n", TextEncoding("cp1252", False, "\n"))
    assert raw == "señor 你\n".encode()
    assert notice == (
        "The file was in cp1252; now it is in UTF-8, because '你' cannot be written in it."
    )


def test_half_a_character_is_refused_in_words() -> None:
    """A lone surrogate can't be written in any encoding."""
    with pytest.raises(RecordError, match="line 2 holds half a character"):
        encode("a\n\ud83d", PLAIN)


NOISE = zlib.compress(bytes(range(256)) * 40, 9) + bytes((7 * n * n + n) % 251 for n in range(3000))
BINARIES = {
    "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x80\x00\x00\x01\xe0\x08\x06" + NOISE,
    "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x01\x00H\x00H\x00\x00" + NOISE,
    "zip": b"PK\x03\x04\x14\x00\x08\x00\x08\x00" + NOISE,
    "mp4": b"\x00\x00\x00 ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + NOISE,
    "mkv": b"\x1aE\xdf\xa3\x01\x00\x00\x00\x00\x00\x00#B\x86\x81\x01" + NOISE,
    "gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + NOISE,
    "pcm": b"".join((n * n % 4001 - 2000).to_bytes(2, "little", signed=True) for n in range(999)),
    "zeros": bytes(1000),
    "controls": bytes(range(1, 32)) * 20,
    "high": bytes(range(1, 256)) * 9,
}


@pytest.mark.parametrize("kind", BINARIES)
def test_a_binary_file_is_refused(kind: str) -> None:
    """Images, videos, archives and sound are no text; the error names the file and a remedy."""
    with pytest.raises(RecordError) as caught:
        decode(BINARIES[kind], "talk.srt")
    assert caught.value.what.startswith("talk.srt: ")
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (srt(CUES["fr"]).encode()[:-8] + b"\xc3", 15),
        (srt(CUES["ru"], "\n").encode().replace("знаю".encode(), b"\xd0\xff\xd1"), 7),
        (b"\xef\xbb\xbf" + b"1\n\xe9t\xe9\n", 2),
        (b"\xff\xfe" + "1\nниже".encode("utf-16-le") + b"\x00", 2),
        (b"\xff\xfe" + "1\n".encode("utf-16-le") + b"\x3d\xd8" + "x".encode("utf-16-le"), 2),
    ],
)
def test_a_damaged_text_is_refused_with_its_line(raw: bytes, line: int) -> None:
    """Truncated or damaged UTF-8 and UTF-16 are not taken for a legacy encoding."""
    with pytest.raises(RecordError, match=rf"damaged text, byte \d+ \(line {line}\)"):
        decode(raw)
