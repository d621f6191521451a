"""Laws of `terms.csv`: what was written is read, and what cannot be meant is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtitler.domain.glossary import Glossary, Term
from subtitler.errors import RecordError
from subtitler.formats.terms import compose, parse

TABLE = """\
term,heard_as,es,fr,forbidden:es,flags,note
climate action,climb it action|climate axion,acción climática|acción por el clima,action climatique,acción del clima,,say it
NATO,nay toe,OTAN,OTAN,,strict,
Alder Foundation,,,,,keep Strict,a name
"""
TERMS = (
    Term(
        "climate action",
        ("climb it action", "climate axion"),
        (("es", ("acción climática", "acción por el clima")), ("fr", ("action climatique",))),
        (("es", ("acción del clima",)),),
        note="say it",
    ),
    Term("NATO", ("nay toe",), (("es", ("OTAN",)), ("fr", ("OTAN",))), strict=True),
    Term("Alder Foundation", keep=True, strict=True, note="a name"),
)


def read(text: str) -> Glossary:
    glossary, notices = parse(text.encode(), "terms.csv")
    assert notices == ()
    return glossary


def test_a_table_is_read_as_it_means() -> None:
    """Forms by language in the order written, flags in any case, notes."""
    assert read(TABLE).terms == TERMS
    assert read(TABLE).terms[0].note == "say it"


@pytest.mark.parametrize(
    "raw",
    [
        TABLE.encode("utf-8-sig"),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace(",", ";").encode("utf-16"),
        TABLE.replace(",", "\t").encode(),
        TABLE.replace("\n", "\n,,,,,,\n").encode(),
        TABLE.replace("term,", "Term ,").encode(),
    ],
    ids=["BOM", "CRLF", "Excel in UTF-16", "tabs", "rows of empty cells", "header in capitals"],
)
def test_what_spreadsheets_make_of_it_is_read_the_same(raw: bytes) -> None:
    """BOM, CRLF, other delimiters, other encodings, empty rows between."""
    glossary, notices = parse(raw, "terms.csv")
    assert (glossary.terms, notices) == (TERMS, ())


def test_excels_code_page_is_read() -> None:
    """A file in Windows-1252 with `;`, as Excel saves CSV in Spain."""
    raw = "term;es;fr\nclimate action;acción climática;action climatique\nyear;año;année\n"
    glossary, _ = parse(raw.encode("cp1252"), "terms.csv")
    assert glossary.terms[0].required("es") == ("acción climática",)


def test_columns_stand_in_any_order_and_only_the_term_is_needed() -> None:
    """Tags in any spelling become BCP 47; rows may be shorter than the header."""
    glossary = read("pt_br,term\nlivro,book\n")
    assert glossary.terms == (Term("book", targets=(("pt-BR", ("livro",)),)),)
    assert read("term,es,flags\nUN,ONU\n").terms[0].required("es-MX") == ("ONU",)
    assert read('term,es\n"a, b","c ""d"""\n').terms[0] == Term(
        "a, b", targets=(("es", ('c "d"',)),)
    )


BAD = [
    ("", "empty"),
    ("\n\n", "empty"),
    ("name,es\nUN,ONU\n", "column `name`"),
    ("es,fr\nONU,ONU\n", "no column `term`"),
    ("term,es,es\nUN,ONU,ONU\n", "two columns `es`"),
    ("term,es,ES\nUN,ONU,ONU\n", "two columns `es`"),
    ("term,forbidden:zz9\nUN,ONU\n", "column `forbidden:zz9`"),
    ("term,es\nUN,ONU,more\n", "row 2: 'more'"),
    ("term,es\n,ONU\n", "row 2: the term is empty"),
    ("term,es\nUN|NATO,ONU\n", "row 2: 'UN|NATO'"),
    ("term,flags\nUN,keep always\n", "row 2: 'always' is no flag"),
    ("term,es,flags\nUN,ONU,keep\n", "row 2: UN is kept as it is"),
    ("term,es,forbidden:es\nUN,ONU|OTAN,ONU\n", "row 2: 'ONU' is both required and forbidden"),
    ("term,forbidden:es,flags\nUN,UN,keep\n", "row 2: 'UN' is both required and forbidden"),
    ("term,es\nUN,ONU\nNATO,OTAN\nUN,NNUU\n", "rows 2 and 4 say different things of 'UN'"),
    ('term,es\n"UN,ONU\n', "no table"),
]


@pytest.mark.parametrize(("text", "what"), BAD)
def test_what_cannot_be_meant_is_said_with_its_row(text: str, what: str) -> None:
    """The error names the file, the row and the value, and what to do."""
    with pytest.raises(RecordError) as caught:
        parse(text.encode(), "terms.csv")
    assert what in caught.value.what
    assert "terms.csv" in caught.value.what
    assert caught.value.remedy


def test_rows_that_say_nothing_new_are_noticed() -> None:
    """The same row again, and a term without forms and flags, each with its row."""
    glossary, notices = parse(b"term,es\nUN,ONU\nUN,ONU\nyes,\n", "terms.csv")
    assert [term.term for term in glossary.terms] == ["UN", "yes"]
    assert [notice.row for notice in notices] == [3, 4]
    assert "row 2" in notices[0].words


def test_a_binary_file_is_refused() -> None:
    """As decode() says it."""
    with pytest.raises(RecordError):
        parse(bytes(range(256)) * 40, "terms.csv")


FORM = st.text(
    st.characters(exclude_characters="|", exclude_categories=("C", "Z")), min_size=1, max_size=8
)
FORMS = st.lists(FORM, max_size=3, unique=True).map(tuple)
LANGUAGES = ("es", "fr", "pt-BR", "zh-Hant")


@st.composite
def terms(draw: st.DrawFn) -> Term:
    """A term that may exist: nothing required and forbidden at once, nothing kept but itself."""
    targets = [(tag, draw(FORMS)) for tag in LANGUAGES]
    forbidden = [
        (tag, tuple(form for form in draw(FORMS) if form not in dict(targets)[tag]))
        for tag in LANGUAGES[:2]
    ]
    return Term(
        draw(FORM),
        draw(FORMS),
        tuple((tag, forms) for tag, forms in targets if forms),
        tuple((tag, forms) for tag, forms in forbidden if forms),
        strict=draw(st.booleans()),
        note=draw(st.sampled_from(["", "why", 'a "note", of\ntwo lines'])),
    )


@given(st.lists(terms(), max_size=5, unique_by=lambda term: term.term))
def test_what_is_composed_is_parsed_again(written: list[Term]) -> None:
    """parse(compose(glossary)) is the glossary, whatever signs its forms have."""
    glossary = Glossary(tuple(written))
    again, _ = parse(compose(glossary).encode(), "terms.csv")
    assert again == glossary
    assert [term.note for term in again.terms] == [term.note for term in written]


def test_a_term_that_cannot_be_is_refused() -> None:
    """A value that exists is valid."""
    for make in (
        lambda: Term(""),
        lambda: Term(" UN"),
        lambda: Term("UN", heard_as=("a|b",)),
        lambda: Term("UN", targets=(("es", ("ONU",)), ("es", ("NU",)))),
        lambda: Glossary((Term("UN"), Term("UN"))),
    ):
        with pytest.raises(ValueError, match=r"term|language"):
            make()
