"""Where sentences end, and where a full stop or a quotation mark only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtitler.stages.sentences import is_terminal, sentence_bounds, sentence_ends


def marked(text: str, language: str) -> str:
    """The text with `|` after each word that ends a sentence."""
    tokens = [(" " if at else "") + token for at, token in enumerate(text.split(" "))]
    ends = sentence_ends(tokens, language)
    return "".join(token + "|" * end for token, end in zip(tokens, ends, strict=True))


# as a person marks them
SENTENCES = [
    ("en", "Dr. Smith met Mrs. Lee and Prof. Ray.| They left.|"),
    ("en", "Gen. Grant spoke.| St. Petersburg is far.|"),
    ("en", "The U.S. Senate voted in the U.S. today.| It passed.|"),
    ("en", "He lives in the U.S.| It is large.|"),
    ("en", "It began at 3 p.m. on Monday.| We left at 5 p.m.| Then we slept.|"),
    ("en", "It rose by 3.5 percent to $2.50 in No. 7.| Then it fell.|"),
    ("en", "J. F. Kennedy spoke.| All listened, e.g. the press.|"),
    ("en", "Really?!| Yes!| And then… we go… no.| So"),
    ("en", "Well... it is so.| Wait...| Now"),
    ("en", "We meet on 4 May.| Thank you.| He said no.| Call me.| See No. 7.|"),
    ("es", "Vimos el mar.| Dijo que no.| ¿Por qué?| El no. 7 de mar. 2020.|"),
    ("es", "El Sr. Pérez y la Dra. Ruiz llegaron.| D. Juan habló.|"),
    ("es", "Son las 5 p. m. en los EE. UU. y llueve.| ¿Qué?| ¡No!|"),
    ("es", "Costó 3.500 euros, un 2.5 más.| Luego bajó.|"),
    ("fr", "M. Dubois est là.| M. Petit et Mme. Roy aussi.| MM. Leroy arrivent.|"),
    ("fr", "Il est 3,5 fois plus grand.| Ah !| Quoi ?|"),
    ("de", "Am 3. Oktober kam Dr. Braun.| Er blieb.|"),
    ("ja", "今日は晴れ。 明日も晴れ！ そうです"),
]


@pytest.mark.parametrize(("language", "text"), SENTENCES)
def test_a_sentence_ends_where_a_reader_ends_it(language: str, text: str) -> None:
    """Abbreviations, initials, decimals and times of day end none; what follows them decides."""
    if language == "ja":
        assert sentence_bounds(text.replace(" ", ""), "ja") == [6, 12, 16]
        return
    assert marked(text.replace("|", ""), language) == text


QUOTED = [
    ("en", "« power depends on climate action\".| It is new.| And it goes on.|"),
    ("en", "He said: “It is so.| We know it.| Never mind.|"),
    ("en", "An (open bracket.| And then.| Again.|"),
    ("en", "It is so.”| He left.| \"And he came.|"),
    ("en", "\"Stop!\" he said.| He left.|"),
    ("en", "(It is so.)| And then.| [Yes.]| No.|"),
    ("en", "He said \"I will go.\"| Then he went.|"),
    ("es", "«¿Qué?», dijo.| «No sé».| Luego calló.|"),
    ("fr", "« Quoi ? » dit-il.| « Rien. »| Il part.|"),
    ("de", "„Halt!“ sagte er.| Er ging.|"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), QUOTED)
def test_quotation_marks_swallow_no_end(language: str, text: str) -> None:
    """Alone, unmatched or in pairs: they belong to the sentence before them, and only a small
    letter after them lets it go on."""
    assert marked(text.replace("|", ""), language) == text


@pytest.mark.parametrize("mark", [*'"“”„«»([{', "« ", " »", "“ ‘"])
def test_no_single_mark_joins_the_sentences_after_it(mark: str) -> None:
    """Pages would be one sentence, and cues break anywhere."""
    text = f"It is {mark}so. We know it. And we go on. Then we rest."
    assert len(sentence_bounds(text, "en")) == 4


WORDS = st.sampled_from('we know it all. yes! Dr. U.S. 3.5 who? «so "It so» (now) p.m. go…'.split())


@given(st.lists(WORDS, max_size=30), st.sampled_from(["en", "es", "fr", "de", "pt-BR", "tlh"]))
def test_only_final_punctuation_ends_a_sentence(words: list[str], language: str) -> None:
    """One answer for each word; a recogniser that writes no full stop gives no evidence."""
    tokens = [" " + one for one in words]
    ends = sentence_ends(tokens, language)
    assert len(ends) == len(tokens)
    assert all(is_terminal(token) for token, end in zip(tokens, ends, strict=True) if end)


@given(st.lists(WORDS, max_size=30))
def test_bounds_are_in_order_inside_the_text(words: list[str]) -> None:
    """Each after something that is no blank."""
    text = " ".join(words)
    bounds = sentence_bounds(text, "en")
    assert bounds == sorted(set(bounds))
    assert all(0 < bound <= len(text) and not text[bound - 1].isspace() for bound in bounds)


def test_words_without_spaces_end_where_their_text_does() -> None:
    """Tokens of Chinese or Japanese: the closing bracket goes with its sentence."""
    tokens = list("今日は。明日も！「はい。」そう")
    ends = [at for at, end in enumerate(sentence_ends(tokens, "ja")) if end]
    assert [tokens[at] for at in ends] == ["。", "！", "」"]


def test_a_language_of_no_list_still_ends_at_marks() -> None:
    """sentencex falls back; nothing is raised."""
    assert marked("nuqneH. Qapla'! HIja'.", "tlh") == "nuqneH.| Qapla'!| HIja'.|"
