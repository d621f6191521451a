"""Laws of terms: found by whole words, checked in the translation, repaired, masked, heard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtitler.domain.finding import Severity
from subtitler.domain.glossary import Glossary, Term
from subtitler.stages.terms import (
    MissKind,
    apply_heard_as,
    check_terms,
    find_terms,
    mask,
    repair,
    required_form,
    unmask,
)

CLIMATE = Term(
    "climate action",
    heard_as=("climb it action",),
    targets=(("es", ("acción climática", "acción por el clima")), ("fr", ("action climatique",))),
    forbidden=(("es", ("acción del clima",)),),
)
NATO = Term("NATO", targets=(("es", ("OTAN",)), ("fr", ("OTAN",))), strict=True)
UN = Term("UN", targets=(("es", ("ONU", "Naciones Unidas")), ("fr", ("ONU",))))
UN_WOMEN = Term("UN Women", targets=(("es", ("ONU Mujeres",)), ("fr", ("ONU Femmes",))))
ALDER = Term("Alder Foundation", heard_as=("older foundation", "all the foundation"), keep=True)
TAPAS = Term("tapas", keep=True)
GLOSSARY = Glossary((CLIMATE, NATO, UN, UN_WOMEN, ALDER, TAPAS))

FOUND = [
    ("en", "Climate action now: CLIMATE  ACTION!", ["Climate action", "CLIMATE  ACTION"]),
    ("en", "climate actions and climate-action", ["climate actions"]),
    ("en", "NATO's men, nato, NATOs, ANATO", ["NATO", "NATOs"]),
    ("en", "the UN and UN Women, un women", ["UN", "UN Women"]),
    ("en", "the Alder\nFoundation", ["Alder\nFoundation"]),
    ("en", "un, unclear, UNESCO", []),
]
OTHER_FOUND = [
    ("es", "reunión anual", "Las reuniones anuales de hoy.", "reuniones anuales"),
    ("es", "voz", "Las voces de todos.", "voces"),
    ("fr", "accord régional", "Des accords régionaux.", "accords régionaux"),
    ("fr", "Union européenne", "de l’Union européenne.", "Union européenne"),
    ("de", "Vertrag", "des Vertrages wegen", "Vertrages"),
    ("it", "accordo", "gli accordi", "accordi"),
    ("ru", "Москва", "в Москве", "Москве"),
    ("pl", "Unia Europejska", "w Unii Europejskiej", "Unii Europejskiej"),
    ("zh", "气候行动", "我们需要气候行动。", "气候行动"),
    ("en", "O'Brien", "Mr O’Brien", "O’Brien"),
    ("en", "C++", "in C++, yes", "C++"),
]


@pytest.mark.parametrize(("language", "text", "written"), FOUND)
def test_terms_are_whole_words_in_their_case(language: str, text: str, written: list[str]) -> None:
    """A capital counts, plurals and line breaks do not, and the longer of two terms wins."""
    matches = find_terms(text, language, GLOSSARY)
    assert [match.written for match in matches] == written
    assert [text[match.start : match.end] for match in matches] == written


@pytest.mark.parametrize(("language", "term", "text", "written"), OTHER_FOUND)
def test_terms_are_found_with_the_endings_of_a_language(
    language: str, term: str, text: str, written: str
) -> None:
    """Plural and case endings, apostrophes of any kind, scripts without spaces."""
    (match,) = find_terms(text, language, Glossary((Term(term),)))
    assert match.written == written


@given(
    st.lists(
        st.sampled_from("the UN Women climate action NATO Alder Foundation of ,".split()),
        max_size=12,
    )
)
def test_matches_are_in_order_and_apart(words: list[str]) -> None:
    """No character belongs to two terms."""
    text = " ".join(words)
    end = 0
    for match in find_terms(text, "en", GLOSSARY):
        assert end <= match.start < match.end
        end = match.end


RIGHT = [
    ("Climate action matters.", "es", "La acción climática importa."),
    ("Climate action matters.", "es", "La acción por el clima importa."),
    ("Climate action matters.", "fr", "L'action climatique est importante."),
    ("Climate action matters.", "es-MX", "La acción climática importa."),
    ("Climate action matters.", "de", "Klimaschutz zählt."),
    ("NATO met.", "es", "La OTAN se reunió."),
    ("The UN and UN Women met.", "es", "La ONU y ONU Mujeres se reunieron."),
    ("The Alder Foundation met.", "fr", "La Alder Foundation s'est réunie."),
    ("We ate tapas.", "fr", "Tapas pour tous."),
    ("Nothing of that.", "es", "La acción del clima."),
]
WRONG = [
    ("Climate action matters.", "es", "El cambio importa.", [MissKind.MISSING], Severity.WARNING),
    ("NATO met.", "es", "La NATO se reunió.", [MissKind.MISSING], Severity.ERROR),
    ("The Alder Foundation met.", "es", "La Fundación Alder.", [MissKind.ALTERED], Severity.ERROR),
    ("The Alder Foundation met.", "es", "La alder foundation.", [MissKind.ALTERED], Severity.ERROR),
    ("Tapas and tapas.", "fr", "Des tapas.", [MissKind.ALTERED], Severity.ERROR),
    (
        "Climate action.",
        "es",
        "Acción climática, acción del clima.",
        [MissKind.FORBIDDEN],
        Severity.ERROR,
    ),
    (
        "Climate action.",
        "es",
        "Acción del clima.",
        [MissKind.MISSING, MissKind.FORBIDDEN],
        Severity.WARNING,
    ),
]


@pytest.mark.parametrize(("source", "language", "target"), RIGHT)
def test_a_right_translation_has_no_miss(source: str, language: str, target: str) -> None:
    """Any form of the language will do; a term without forms there asks for nothing."""
    assert check_terms(source, "en", target, language, GLOSSARY) == ()


@pytest.mark.parametrize(("source", "language", "target", "kinds", "severity"), WRONG)
def test_a_wrong_translation_has_a_miss(
    source: str, language: str, target: str, kinds: list[MissKind], severity: Severity
) -> None:
    """Missing is a warning unless strict; altered and forbidden are errors (Q24, Q25)."""
    misses = check_terms(source, "en", target, language, GLOSSARY)
    assert [miss.kind for miss in misses] == kinds
    assert misses[0].severity is severity


def test_a_miss_says_where() -> None:
    """The source's place always, the target's where a wrong form stands, and what it should be."""
    (altered,) = check_terms("The Alder Foundation.", "en", "La alder foundation.", "es", GLOSSARY)
    assert altered.source.written == "Alder Foundation"
    assert altered.target is not None
    assert altered.target.written == "alder foundation"
    assert altered.required == "Alder Foundation"


REPAIRED = [
    (
        "es",
        "La [acción del clima] importa.",
        "acción climática",
        "La acción climática importa.",
        True,
    ),
    ("es", "[Cambio] importa.", "acción climática", "Acción climática importa.", False),
    ("es", "Vino la [NATO].", "OTAN", "Vino la OTAN.", True),
    ("es", "España y [Grecia]", "Italia", "España e Italia", False),
    ("es", "España e [Italia]", "Grecia", "España y Grecia", False),
    ("es", "siete o [nueve]", "ocho", "siete u ocho", False),
    ("fr", "Le [climat] change.", "OTAN", "L’OTAN change.", False),
    ("fr", "Les pays de [Grèce].", "Italie", "Les pays d’Italie.", False),
    ("fr", "Le but du [climat].", "ONU", "Le but de l’ONU.", False),
    ("fr", "Je vais au [climat].", "ONU", "Je vais à l’ONU.", False),
    ("fr", "L'[ONU] agit.", "FAO", "Le FAO agit.", True),
    ("fr", "Les pays d’[Italie].", "Grèce", "Les pays de Grèce.", False),
    ("en", "It is a [thing].", "idea", "It is an idea.", False),
    ("en", "It is an [idea].", "thing", "It is a thing.", False),
    ("en", "Well. [Thing] it is.", "climate action", "Well. Climate action it is.", False),
    ("de", "Die [Sache] zählt.", "Klimaschutz", "Die Klimaschutz zählt.", True),
]


@pytest.mark.parametrize(("language", "marked", "form", "after", "noted"), REPAIRED)
def test_a_repair_puts_the_form_in_and_makes_it_agree(
    language: str, marked: str, form: str, after: str, noted: bool
) -> None:
    """Capitals, elision, y/e, o/u and a/an follow the form; what stays doubtful has a note."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    done = repair(text, (start, end), form, language)
    assert done.text == after
    assert done.text[done.start : done.end] == done.after
    assert (done.before, bool(done.notes)) == (text[start:end], noted)


@given(st.text(max_size=30), st.text("abcé ", min_size=1, max_size=8), st.data())
def test_a_repair_changes_no_other_words(text: str, form: str, data: st.DataObject) -> None:
    """What follows the span stays, and so does all before it in a language without agreements."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    done = repair(text, (start, end), form, "xx")
    assert done.text[: done.start] == text[:start]
    assert done.text[done.end :] == text[end:]
    assert done.after.lower() == form.lower()


def test_the_preferred_form_is_the_first() -> None:
    """The first of several; the term itself where it is kept; none where none is given."""
    assert required_form(CLIMATE, "es-419") == "acción climática"
    assert required_form(ALDER, "fr") == "Alder Foundation"
    assert required_form(CLIMATE, "de") is None
    with pytest.raises(ValueError, match="no characters"):
        repair("a", (0, 2), "b", "es")


def forms(match: object) -> str:
    return "OTAN"


@given(st.permutations(range(3)))
def test_masks_come_back_in_any_order_but_all_of_them(order: list[int]) -> None:
    """Masked and unmasked is the forms in the masks' places; anything else is refused."""
    text = "NATO, the UN and climate action."
    masked = mask(text, find_terms(text, "en", GLOSSARY), lambda number: f"XQ{number}")
    assert masked.text == "XQ0, the XQ1 and XQ2."
    moved = " y ".join(masked.masks[at] for at in order)
    wanted = [required_form(masked.matches[at].term, "es") for at in order]
    assert unmask(moved, masked, lambda match: required_form(match.term, "es") or "") == " y ".join(
        form or "" for form in wanted
    )


@pytest.mark.parametrize("broken", ["", "⟦0⟧", "⟦0⟧ ⟦1⟧ ⟦1⟧", "⟦ 0 ⟧ ⟦1⟧", "0 1"])
def test_a_mask_lost_doubled_or_changed_is_refused(broken: str) -> None:
    """Unless every mask is there exactly once, nothing is put back."""
    text = "NATO and NATO"
    masked = mask(text, find_terms(text, "en", GLOSSARY), lambda number: f"⟦{number}⟧")
    assert unmask(broken, masked, forms) is None
    assert unmask("⟦1⟧ y ⟦0⟧", masked, forms) == "OTAN y OTAN"


def test_a_mask_that_is_a_word_is_not_found_inside_another() -> None:
    """Mask 1 is not seen in mask 11; masks that cannot be told apart are refused."""
    text = " ".join(["NATO"] * 12)
    matches = find_terms(text, "en", GLOSSARY)
    masked = mask(text, matches, lambda number: f"Q{number}")
    assert unmask(masked.text, masked, lambda match: match.form) == text
    assert unmask(masked.text.replace("Q11", "Q1"), masked, forms) is None
    for masks in (lambda _: "Q", lambda _: "", lambda number: f"NATO{number}"[:4]):
        with pytest.raises(ValueError, match="mask"):
            mask(text, matches, masks)


def test_what_is_heard_for_a_term_is_repaired_beside_the_transcript() -> None:
    """Over several words, in any case, with the punctuation that was there; the words stay."""
    words = [" Welcome", " to", " All", " the", " foundation,", " for", " climb", " it", " action."]
    first, second = apply_heard_as(words, GLOSSARY)
    assert (first.first, first.count) == (2, 3)
    assert (first.heard, first.written) == (" All the foundation,", " Alder Foundation,")
    assert (second.first, second.count, second.written) == (6, 3, " climate action.")
    assert "climb it action" in second.why


def test_two_heard_forms_in_one_word_make_one_repair() -> None:
    """No word is in two repairs."""
    glossary = Glossary((Term("UN", heard_as=("yuan",)), Term("NATO", heard_as=("nay toe",))))
    (repaired,) = apply_heard_as([" yuan-nay", " toe", " yuans"], glossary)
    assert (repaired.first, repaired.count, repaired.written) == (0, 2, " UN-NATO")
    assert apply_heard_as([" a", " word"], glossary) == ()
    assert apply_heard_as([], glossary) == ()


@given(st.lists(st.sampled_from([" older", " foundation", " Foundation,", " it", " all", " the"])))
def test_repairs_are_in_order_and_keep_all_other_words(words: list[str]) -> None:
    """Every word is in one repair at most, and what was heard is what the words say."""
    end = 0
    for repaired in apply_heard_as(words, GLOSSARY):
        assert end <= repaired.first
        end = repaired.first + repaired.count
        assert end <= len(words)
        assert repaired.heard == "".join(words[repaired.first : end])
