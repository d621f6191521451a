"""TMX: what comes in, what goes out, and what is refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtitler.domain.memory import Pair, Remembered
from subtitler.errors import RecordError
from subtitler.formats.tmx import ANY, NO_XML, Skipped, compose, parse

TAGS = ("en", "es", "fr", "pt-BR", "zh-Hant", "en-GB")
AT = "2026-01-14T14:58:22Z"


def read(content: bytes, size: int = 7) -> tuple[list[Pair], Counter[str]]:
    """The pairs, and what was skipped by reason; the content comes in small blocks."""
    blocks = (content[at : at + size] for at in range(0, len(content), size))
    found = list(parse(blocks, "film.tmx"))
    skipped = Counter(one.reason for one in found if isinstance(one, Skipped))
    return [one for one in found if isinstance(one, Pair)], skipped


def written(pairs: Iterable[Pair], source: str = ANY) -> bytes:
    return b"".join(compose([Remembered(pair, "", AT) for pair in pairs], source, "1.0"))


def tmx(body: str, header: str = 'srclang="en"', before: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{before}<tmx version="1.4"><header {header}/><body>{body}</body></tmx>'
    ).encode()


def unit(*variants: tuple[str, str], attributes: str = "", properties: str = "") -> str:
    inner = "".join(f'<tuv xml:lang="{tag}"><seg>{text}</seg></tuv>' for tag, text in variants)
    return f"<tu {attributes}>{properties}{inner}</tu>"


def texts(*, xml: bool = True) -> st.SearchStrategy[str]:
    """Texts with words, without white space at the ends; with `xml`, only what XML can hold."""
    every = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
    marks = st.text(st.sampled_from("a<>&\"'\r\n\t ]é\u0301\U0001f600"), min_size=1)
    found = (every | marks).map(str.strip).filter(bool)
    return found.map(lambda text: NO_XML.sub("", text).strip()).filter(bool) if xml else found


def pairs(text: st.SearchStrategy[str]) -> st.SearchStrategy[Pair]:
    title = st.just("") | text
    tags = st.sampled_from(TAGS)
    made = st.builds(Pair, tags, tags, text, text, st.booleans(), title)
    return made.filter(lambda pair: pair.source_language != pair.target_language)


@given(st.lists(pairs(texts()), max_size=5), st.integers(1, 99))
def test_what_is_exported_comes_in_again(some: list[Pair], size: int) -> None:
    """Texts, languages, titles and states, in order, wherever the blocks are cut."""
    assert read(written(some), size) == (some, Counter())


@given(pairs(texts(xml=False)))
def test_what_xml_cannot_hold_is_replaced(pair: Pair) -> None:
    """By U+FFFD, one for one; the file can be read, the rest is as it was."""
    (found,), _ = read(written([pair]))
    assert found.source == NO_XML.sub("\ufffd", pair.source).strip()
    assert found.target == NO_XML.sub("\ufffd", pair.target).strip()


def test_the_header_is_complete() -> None:
    """All attributes that TMX 1.4b's DTD requires of <header>, and the language of the sources."""
    content = written([Pair("en", "es", "Hi.", "Hola.", True, "talk")], "en").decode()
    (header,) = re.findall("<header ([^>]*)/>", content)
    found = dict(re.findall(r'([\w-]+)="([^"]*)"', header))
    assert set(found) == {
        "creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype",
    }  # fmt: skip
    assert (found["segtype"], found["srclang"]) == ("sentence", "en")
    assert found["datatype"] == "plaintext"
    assert 'changedate="20260114T145822Z"' in content


def test_translate_toolkit_reads_our_files() -> None:
    """Sources and targets in order, with the characters that XML escapes."""
    store = pytest.importorskip("translate.storage.tmx")
    some = [
        Pair("en", "es", "Fish & chips < 5 €?", "¿Pescado y patatas < 5 €?", True, "talk"),
        Pair("en", "es", 'He said "no".', "Dijo «no».", False, ""),
    ]
    found = store.tmxfile.parsestring(written(some, "en"))
    assert [(one.source, one.target) for one in found.units] == [
        (one.source, one.target) for one in some
    ]


def test_our_reader_reads_what_translate_toolkit_writes() -> None:
    """The other way: its file, with its DOCTYPE."""
    store = pytest.importorskip("translate.storage.tmx")
    file = store.tmxfile()
    file.addtranslation("Good morning & welcome.", "en", "Buenos días y bienvenidos.", "es")
    found, skipped = read(bytes(file))
    assert [(one.source, one.target) for one in found] == [
        ("Good morning & welcome.", "Buenos días y bienvenidos.")
    ]
    assert not skipped


def test_every_language_of_a_unit_makes_a_pair() -> None:
    """From the source language, which the unit may name otherwise than the header."""
    three = ("en", "Hi."), ("es", "Hola."), ("fr-CA", "Salut.")
    found, _ = read(tmx(unit(*three) + unit(*three, attributes='srclang="ES"')))
    assert [(one.languages, one.source, one.target) for one in found] == [
        (("en", "es"), "Hi.", "Hola."),
        (("en", "fr-CA"), "Hi.", "Salut."),
        (("es", "en"), "Hola.", "Hi."),
        (("es", "fr-CA"), "Hola.", "Salut."),
    ]
    assert not any(one.approved or one.title for one in found)


def test_where_every_language_may_be_the_source() -> None:
    """`*all*`: each to each other."""
    found, _ = read(tmx(unit(("en", "Hi."), ("es", "Hola.")), 'srclang="*all*"'))
    assert [one.languages for one in found] == [("en", "es"), ("es", "en")]


def test_forms_of_language_tags() -> None:
    """The older attribute `lang`, underscores, any case; a header's `en` means `en-US` where
    there is no `en`; two translations into one language are two pairs."""
    body = (
        '<tu><tuv lang="EN_us"><seg>Hi.</seg></tuv>'
        '<tuv lang="pt_br"><seg>Oi.</seg></tuv><tuv lang="pt-BR"><seg>Olá.</seg></tuv></tu>'
    )
    found, _ = read(tmx(body))
    assert [(one.languages, one.target) for one in found] == [
        (("en-US", "pt-BR"), "Oi."),
        (("en-US", "pt-BR"), "Olá."),
    ]


def test_markup_of_the_original_is_left_out() -> None:
    """Codes go with what stands in them, <hi> leaves its words, a line break is one."""
    text = (
        'A <bpt i="1">&lt;b><sub>alt</sub></bpt><hi type="x">big</hi><ept i="1">&lt;/b></ept> '
        '<it pos="begin">x</it>day<ph type="lb">\\n</ph>came<ph><sub>y<hi>z</hi></sub></ph>.'
    )
    (found,), _ = read(tmx(unit(("en", text), ("es", "  Un <hi>gran</hi> día.\n"))))
    assert (found.source, found.target) == ("A big day\ncame.", "Un gran día.")


def test_properties_and_notes_are_no_text() -> None:
    """Also such as stand in a variant; only ours in the unit say the state."""
    body = (
        '<tu><note>n</note><prop type="x-subtitler-state">edited</prop>'
        '<tuv xml:lang="en"><prop type="x-subtitler-state">approved</prop><seg>Hi.</seg></tuv>'
        '<tuv xml:lang="es"><note>n</note><seg>Hola.</seg></tuv></tu>'
    )
    (found,), _ = read(tmx(body))
    assert (found.source, found.target, found.approved) == ("Hi.", "Hola.", False)


def test_what_cannot_be_used_is_counted() -> None:
    """Empty segments, tags that are none, units with one side only; the others come in."""
    body = (
        unit(("en", "Hi."), ("es", " <ph>x</ph> "), ("fr", "Salut."))
        + unit(("en", "Hi."), ("klingonese", "nuqneH"))
        + unit(("en", "Alone."))
        + unit(("es", "Hola."), ("fr", "Salut."))
        + unit(("en", ""), ("", "x"))
    )
    found, skipped = read(tmx(body))
    assert [one.target for one in found] == ["Salut."]
    assert skipped == {"empty": 2, "language": 2, "alone": 2}


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
def test_encodings(codec: str) -> None:
    """UTF-8 and UTF-16 by their marks, single-byte encodings by their names."""
    name = {"utf-8-sig": "utf-8", "latin-1": "iso-8859-1", "cp1252": "windows-1252"}.get(
        codec, codec
    )
    content = tmx(unit(("en", "Café."), ("es", "¿Café?"))).decode()
    content = content.replace("?>", f' encoding="{name}"?>', 1)
    (found,), _ = read(content.encode(codec))
    assert (found.source, found.target) == ("Café.", "¿Café?")


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE tmx SYSTEM "tmx14.dtd">',
        '<!DOCTYPE tmx PUBLIC "-//LISA OSCAR:1998//DTD for Translation Memory eXchange//EN" "tmx14.dtd">',
        '<!DOCTYPE tmx SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE tmx SYSTEM "tmx14.dtd" [<!ELEMENT seg ANY>]>',
    ],
)
def test_a_doctype_is_passed_over(doctype: str) -> None:
    """Whatever it names is not looked for."""
    found, _ = read(tmx(unit(("en", "Hi."), ("es", "Hola.")), before=doctype))
    assert len(found) == 1


LAUGHS = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        ('[<!ENTITY l0 "ha">' + LAUGHS + "]", "&l9;"),
        ('[<!ENTITY x SYSTEM "file:///etc/passwd">]', "&x;"),
        ('[<!ENTITY % x SYSTEM "http://localhost:9/x.dtd"> %x;]', "Hi."),
        ('[<!ENTITY x "y">]', "Hi."),
        ('[<!NOTATION n SYSTEM "n"><!ENTITY x SYSTEM "y" NDATA n>]', "Hi."),
        ('[<!ATTLIST tu srclang CDATA "fr">]', "Hi."),
        ('SYSTEM "tmx14.dtd"', "&nbsp;"),
    ],
)
def test_tricks_with_entities_are_refused(declared: str, text: str) -> None:
    """Declared within, or outside; expanded or not: an error that names file and line."""
    content = tmx(unit(("en", text), ("es", "Hola.")), before=f"<!DOCTYPE tmx {declared}>")
    with pytest.raises(RecordError, match=r"film\.tmx.*line 1") as raised:
        read(content)
    assert raised.value.remedy
    assert "root:" not in str(raised.value)


GOOD = tmx(unit(("en", "Hi."), ("es", "Hola.")))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "it is empty"),
        (b"   \n", "it is empty"),
        (b"1\n00:00:00,000 --> 00:00:01,000\nHi.\n", "line 1"),
        (b"<html><body/></html>", "begins with <html>"),
        (bytes(range(256)), "line 1"),
        (GOOD[:-9], "cut off in line 1"),
        (GOOD[: len(GOOD) // 2], "cut off in line 1"),
        (GOOD + b"<tmx/>", "junk after document element"),
        (GOOD.replace(b"Hi.", b"H\xffi"), "invalid token"),
        (GOOD.replace(b"Hi.", b"&unknown;"), "undefined entity"),
        (b'<?xml version="1.0" encoding="shift_jis"?><tmx/>', "encoding"),
        (b'<?xml version="1.0" encoding="no-such"?><tmx/>', "encoding"),
        ("<tmx/>".encode("utf-32"), ""),
    ],
)
def test_what_is_no_tmx_is_an_error(content: bytes, told: str) -> None:
    """Empty, cut off, of another kind: an error with the name, the place and a remedy."""
    with pytest.raises(RecordError) as raised:
        read(content)
    assert raised.value.what.startswith("film.tmx: ")
    assert told in raised.value.what
    assert raised.value.remedy


@given(st.binary(max_size=60), st.integers(0, len(GOOD)))
def test_any_damage_is_an_error_of_ours_or_none(junk: bytes, at: int) -> None:
    """Whatever stands anywhere in a file: pairs, or a RecordError."""
    with suppress(RecordError):
        read(GOOD[:at] + junk + GOOD[at + len(junk) :])


def test_deep_markup_is_read() -> None:
    """A hundred thousand nested elements cost no recursion."""
    deep = "<hi>" * 100_000 + "Hi." + "</hi>" * 100_000
    (found,), _ = read(tmx(unit(("en", deep), ("es", "Hola."))), 1 << 16)
    assert found.source == "Hi."
