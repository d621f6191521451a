"""Which words hold together, by language: where a break costs more than between other words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtitler.stages.phrase_tables import TABLES
from subtitler.stages.phrases import PLAIN, break_costs
from subtitler.stages.sentences import sentence_ends


def costs(text: str, language: str) -> dict[str, float]:
    """The cost of each break, by the two words around it."""
    tokens = [" " + token for token in text.split()]
    found = break_costs(tokens, sentence_ends(tokens, language), language)
    bare = [token.strip() for token in tokens]
    return {f"{one} {after}": cost for one, after, cost in zip(bare, bare[1:], found, strict=False)}


# `_` is where no break may be
WHOLE = {
    "en": [
        "We met the_old friends of_the_house and a_very_good doctor there today.",
        "Then came Alice_Bergman and then Dr._Smith and President_Xi_Jinping too.",
        "It was on September_17,_1989 or August_15 or 3_May or June_2020 there.",
        "It costs 45_million_dollars and 3_percent or 12_o'clock or 5_km there.",
        "They do_not_know and have_never been there, and she_will_be there.",
        "We live in_New_York and speak to_them about_it with_love there.",
        "Our_own children and their_own children can't_come here today.",
    ],
    "es": [
        "Vimos la_casa y los_libros de_la_escuela con_mucha gente allí.",
        "Luego llegó Elena_Quiroga y después el_señor_Pérez también habló.",
        "Fue el_17_de_septiembre allí y costó 45_millones hoy.",
        "Nadie no_sabe y ellos han_dicho que nunca_vienen aquí hoy.",
        "Ella se_va porque es_muy_bueno para_todos aquí.",
    ],
    "fr": [
        "Nous_voyons la_maison et les_livres de_notre_école avec_une voisine ici.",
        "Puis vint Claire_Dubois et puis Madame_Petit aussi parla.",
        "Le_17_septembre ils vinrent et cela coûte 45_millions ici.",
        "Ils ne_savent rien et ils_ont_dit que cela_est_très_bon ici.",
    ],
}
ROWS = [
    *((language, text) for language, texts in WHOLE.items() for text in texts),
    ("en", "September_17,_1989 was a day like others."),
    ("es", "Costó 45 millones_de_euros ese lunes 17 de septiembre_de_1989 allí."),
    ("fr", "Cela coûte 45 millions_d'euros ici."),
    ("fr", "Ce fut un jour le 17 septembre_1989 vraiment."),
    ("fr", "Ils ne savent_pas tout ici."),
]


@pytest.mark.parametrize(("language", "text"), ROWS)
def test_a_phrase_is_dearer_to_part_than_any_other_words(language: str, text: str) -> None:
    """Articles, names, dates, figures, negations, auxiliaries, prepositions: over PLAIN."""
    found = costs(text.replace("_", " "), language)
    tokens = text.replace("_", " _").split()
    for one, after in zip(tokens, tokens[1:], strict=False):
        cost = found[f"{one.strip('_')} {after.strip('_')}"]
        if after.startswith("_"):
            assert cost > 2 * PLAIN, (one, after)


INVITING = [
    ("en", "The work is done; we go.", "done; we", 2.0),
    ("en", "The work is done, we go.", "done, we", 3.0),
    ("en", "We worked and rested.", "worked and", 6.0),
    ("en", "We worked because it helps.", "worked because", 6.0),
    ("en", "Children played under trees.", "played under", 8.0),
    ("en", "Children always played outside.", "always played", 10.0),
    ("es", "Trabajamos porque ayuda.", "Trabajamos porque", 6.0),
    ("es", "Vivimos bien en casa.", "bien en", 8.0),
    ("fr", "Nous travaillons mais rien.", "travaillons mais", 6.0),
    ("fr", "Elle travaille dans Paris.", "travaille dans", 8.0),
]


@pytest.mark.parametrize(
    ("language", "text", "at", "cost"), INVITING, ids=[f"{i[2]}" for i in INVITING]
)
def test_a_good_break_is_cheap(language: str, text: str, at: str, cost: float) -> None:
    """After stops and commas, before conjunctions and prepositions, in this order."""
    assert costs(text, language)[at] == cost
    assert cost <= PLAIN


def test_a_sentence_end_costs_nothing() -> None:
    """Not even between two names, or before a figure."""
    found = costs("We saw Alice. Bergman left in June. 17 came.", "en")
    assert found["Alice. Bergman"] == found["June. 17"] == 0


def test_i_is_no_name_and_the_first_word_of_a_sentence_no_month() -> None:
    """English writes I large; "Only 5" is not "August 5"."""
    assert costs("When Paul said I agree we left.", "en")["said I"] == PLAIN
    assert costs("It is. Perhaps 5 come.", "en")["Perhaps 5"] == PLAIN
    assert costs("We saw that Alice I know well.", "en")["Alice I"] == PLAIN


def test_parts_of_one_written_word_stay_together() -> None:
    """A recogniser's " 3", ".5%" and " twenty", "-one" have no space between them."""
    tokens = [" It", " rose", " 3", ".5%", " by", " twenty", "-one", " men"]
    found = break_costs(tokens, [False] * len(tokens), "en")
    assert min(found[2], found[5]) > max(found[0], found[1], found[3], found[4])


def test_chinese_breaks_between_characters() -> None:
    """No space is no join there; after the comma is better."""
    found = break_costs(["今", "天，", "我", "们"], [False] * 4, "zh")
    assert found[1] < found[0] <= PLAIN


@pytest.mark.parametrize("language", sorted(TABLES))
def test_tables_are_in_small_letters_without_marks(language: str) -> None:
    """Else a row would never be met."""
    table = TABLES[language]
    for name in table.__slots__:
        for one in getattr(table, name):
            assert one == one.lower().strip('"“”«».,;:!?…'), (name, one)


def test_a_language_without_a_table_still_knows_marks_names_and_figures() -> None:
    """One more table makes a language better, none leaves it usable."""
    found = costs("Wczoraj, Jan Nowak kupił 3 domy.", "pl")
    assert found["Wczoraj, Jan"] < PLAIN < found["Jan Nowak"]
    assert found["3 domy."] > PLAIN
    assert found["Nowak kupił"] == PLAIN


@given(
    st.lists(
        st.sampled_from("the of New York no 5 million and, is. I we - (so) “and ,".split()),
        max_size=20,
    ),
    st.sampled_from([*sorted(TABLES), "pl", "en-GB"]),
)
def test_there_is_one_cost_a_word(words: list[str], language: str) -> None:
    """None below 0, and nothing behind the last word to hold to."""
    tokens = [" " + one for one in words]
    found = break_costs(tokens, sentence_ends(tokens, language), language)
    assert len(found) == len(tokens)
    assert all(cost >= 0 for cost in found)
    assert not found or found[-1] == 0
