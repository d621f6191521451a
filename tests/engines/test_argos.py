"""Laws of translation, for one package and for two in a row."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import ctranslate2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import argos_fixtures
from argos_fixtures import PACKAGES, gold
from subtitler.domain.translation import Hypothesis
from subtitler.engines import argos_model
from subtitler.engines.argos import ArgosTranslator, PivotTranslator, open_translator
from subtitler.engines.argos_archive import import_package
from subtitler.engines.argos_library import open_package
from subtitler.errors import MissingError, RecordError, UsageError
from subtitler.ports import TRANSLATION_BATCH, TranslationOptions, Translator

PAIRS = [("en", "es"), ("en", "fr"), ("es", "en"), ("fr", "en")]
ONE = TranslationOptions(hypotheses=1)
FOUR = TranslationOptions()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The English to Spanish package, unpacked."""
    into = tmp_path_factory.mktemp("packages")
    return import_package(argos_fixtures.package("en", "es"), into)


@pytest.fixture(scope="module", params=[("en", "es"), ("es", "fr")], ids=["direct", "pivot"])
def translator(request: pytest.FixtureRequest) -> Translator:
    """The contract: each kind of translator in turn."""
    return open_translator(*request.param, PACKAGES)


# --- the contract -------------------------------------------------------------------------------


def test_each_sentence_has_its_hypotheses_best_first(translator: Translator) -> None:
    """Up to n for each sentence, in its place, no two alike. The engine's order weighs length a
    little; so the first one's score is next to the best."""
    sentences = gold(translator.source)[:20]
    results = translator.translate(sentences, FOUR)
    assert len(results) == len(sentences)
    for found in results:
        assert 1 < len(found) <= FOUR.hypotheses
        assert len({one.text for one in found}) == len(found)
        scores = [one.score for one in found]
        assert all(-20 < score <= 0 for score in scores)
        assert scores[0] > max(scores) - 0.05


def test_a_sentence_translates_the_same_wherever_it_stands(translator: Translator) -> None:
    """Equal sentences have equal hypotheses, and a second run gives what the first one gave."""
    sentences = gold(translator.source)[:10]
    first = translator.translate([*sentences, *sentences], FOUR)
    assert first[:10] == first[10:]
    assert translator.translate(sentences, FOUR) == first[:10]


def test_progress_tells_each_distinct_sentence_once(translator: Translator) -> None:
    """Told in batches of at most TRANSLATION_BATCH, with what is returned; blank ones too."""
    sentences = [*gold(translator.source), "", *gold(translator.source)[:5]]
    told: list[tuple[str, tuple[Hypothesis, ...]]] = []

    def done(portion: Sequence[str], results: Sequence[tuple[Hypothesis, ...]]) -> None:
        assert len(portion) <= TRANSLATION_BATCH
        told.extend(zip(portion, results, strict=True))

    results = translator.translate(sentences, ONE, done)
    assert len(told) == len({sentence for sentence, _ in told})
    assert dict(told) == dict(zip(sentences, results, strict=True))


def test_what_cannot_be_translated_whole_has_no_hypothesis(translator: Translator) -> None:
    """Blank sentences, and those longer than the limit: none of them is cut short in silence."""
    fits, long = "", gold(translator.source)[0]
    for sentence in gold(translator.source):
        fits, long = long, f"{long} {sentence}"
        if translator.token_count(long) > translator.limit:
            break
    assert translator.token_count(fits) <= translator.limit < translator.token_count(long)
    results = translator.translate(["", " \n", long, fits], FOUR)
    assert results[:3] == [(), (), ()]
    assert results[3]


def test_anchors_lead_from_word_to_word(translator: Translator) -> None:
    """One for each target word, in order, from its first character to the first of a source word."""
    sentences = gold(translator.source)
    for sentence, found in zip(sentences, translator.translate(sentences, FOUR), strict=True):
        for one in found:
            assert [target for target, _ in one.anchors] == _starts(one.text)
            assert {source for _, source in one.anchors} <= set(_starts(sentence))


def test_figures_are_anchored_to_themselves(translator: Translator) -> None:
    """A figure that stands once in both texts comes from itself, in 19 of 20 cases."""
    sentences = gold(translator.source)
    right = seen = 0
    for sentence, (best, *_) in zip(sentences, translator.translate(sentences, ONE), strict=True):
        for target, source in best.anchors:
            word = best.text[target:].split()[0].strip(".,%$")
            if word.isdecimal() and sentence.count(word) == 1 == best.text.count(word):
                seen += 1
                right += word in sentence[source:].split()[0]
    assert seen >= 5
    assert right >= 0.95 * seen


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_text_at_all_is_taken(translator: Translator, sentences: list[str]) -> None:
    """Whatever characters come, each sentence has its hypotheses or none, and sound anchors."""
    for sentence, found in zip(sentences, translator.translate(sentences, ONE), strict=True):
        assert len(found) <= 1
        for one in found:
            assert math.isfinite(one.score)
            assert all(target < len(one.text) for target, _ in one.anchors)
            assert all(source < len(sentence) for _, source in one.anchors)


# --- against argostranslate ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def alone() -> dict[argos_fixtures.Pair, tuple[float, list[str]]]:
    """argostranslate's own texts of the gold sentences. One thread gives the same and is faster."""
    wanted = {(source, target): gold(source) for source, target in PAIRS}
    return argos_fixtures.argos_alone(wanted, ARGOS_INTRA_THREADS="1")


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_texts_are_those_of_argostranslate(
    pair: argos_fixtures.Pair, alone: dict[argos_fixtures.Pair, tuple[float, list[str]]]
) -> None:
    """The first of one and of four hypotheses is argostranslate's text: of every sentence sent
    alone, and of 99 in 100 in a batch. ARGOS_COMPUTE_TYPE=default, the same beam."""
    sentences, texts = gold(pair[0]), alone[pair][1]
    translator = open_translator(*pair, PACKAGES)
    assert [translator.translate([one], ONE)[0][0].text for one in sentences] == texts
    for options in (ONE, FOUR):
        batch = [found[0].text for found in translator.translate(sentences, options)]
        assert sum(map(str.__eq__, batch, texts)) >= 0.99 * len(texts)


def test_nothing_heavy_is_imported_and_nothing_written_at_home(tmp_path: Path) -> None:
    """A translation imports neither stanza, spacy, minisbd nor torch, and argostranslate makes no
    folders: what is written is the unpacked package in the user's cache."""
    program = (
        "import sys; from pathlib import Path\n"
        "from subtitler.engines.argos import open_translator\n"
        "from subtitler.ports import TranslationOptions\n"
        f"found = open_translator('en', 'es', Path({str(PACKAGES)!r}))\n"
        "print(found.translate(['Good morning.'], TranslationOptions())[0][0].text)\n"
        "print({'stanza', 'spacy', 'minisbd', 'torch'} & set(sys.modules))\n"
    )
    plain = {
        key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "ARGOS_"))
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**plain, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "Buenos días.\nset()\n"
    written = [path.relative_to(tmp_path).parts for path in tmp_path.rglob("*") if path.is_file()]
    assert {parts[:3] for parts in written} == {(".cache", "subtitler", "packages")}


def test_settings_are_read_as_argos_documents(tmp_path: Path) -> None:
    """The environment, then settings.json of whoever uses argostranslate already, then what suits
    CTranslate2; and the folders that are there stay as they are."""
    (tmp_path / ".config" / "argos-translate").mkdir(parents=True)
    (tmp_path / ".config" / "argos-translate" / "settings.json").write_text(
        f'{{"ARGOS_PACKAGES_DIR": "{tmp_path}/own", "ARGOS_BEAM_SIZE": "2", "ARGOS_BATCH_SIZE": 64}}',
        encoding="utf-8",
    )
    program = (
        "from subtitler.engines.argos_library import argos_settings, own_folders\n"
        "found = argos_settings()\n"
        "print(own_folders(), found.beam, found.batch_tokens, found.compute_type)"
    )
    plain = {
        key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "ARGOS_"))
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**plain, "HOME": str(tmp_path), "ARGOS_BATCH_SIZE": "96"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"[PosixPath('{tmp_path}/own')] 2 96 default\n"
    assert not (tmp_path / ".local").exists()


# --- what argostranslate does not give ----------------------------------------------------------


def test_a_score_is_the_mean_log_probability_of_a_token(folder: Path) -> None:
    """What CTranslate2 itself gives for the hypothesis, token by token, its end counted."""
    translator = ArgosTranslator(folder, "en", "es")
    package = open_package(folder)
    model = ctranslate2.Translator(str(folder / "model"))
    sentence = gold("en")[0]
    best = translator.translate([sentence], ONE)[0][0]
    tokens = ["<2es>", *package.tokenizer.encode(best.text)]
    scored = model.score_batch([package.tokenizer.encode(sentence)], [tokens])[0]
    probabilities = scored.log_probs[1:]  # without the prefix, which was given
    assert best.score == pytest.approx(sum(probabilities) / len(probabilities), abs=1e-3)


def test_underscores_stay_where_the_source_has_some(folder: Path) -> None:
    """argostranslate makes blanks of them."""
    model = argos_model.ArgosModel(folder)
    tokens = model.encode("See read_me now.")
    assert model.decode(tokens, keep=True) == "See read_me now."
    assert model.decode(tokens, keep=False) == "See read me now."


def test_capitals_can_be_sent_small_and_come_back_large(folder: Path) -> None:
    """With `recase` what is all in capitals is translated as if it were not, then capitalised."""
    translator = ArgosTranslator(folder, "en", "es")
    plain = translator.translate(["Good morning."], ONE)[0][0]
    retried = TranslationOptions(hypotheses=1, recase=True)
    loud, usual = translator.translate(["GOOD MORNING.", "Good morning."], retried)
    assert loud[0].text == "BUENOS DÍAS."
    assert loud[0].anchors == plain.anchors
    assert usual[0].text == plain.text


def test_no_run_of_tokens_comes_twice_where_it_may_not(folder: Path) -> None:
    """With `no_repeat` 2 no two tokens follow each other twice, whatever the sentence repeats."""
    translator = ArgosTranslator(folder, "en", "es")
    sentence = "We thank the teachers and the teachers and the teachers and the teachers."
    options = TranslationOptions(hypotheses=1, no_repeat=2)
    plain, once = (translator.translate([sentence], how)[0][0].text for how in (ONE, options))
    package = open_package(folder)
    pairs = [
        list(zip(tokens, tokens[1:], strict=False))
        for tokens in (package.tokenizer.encode(text) for text in (plain, once))
    ]
    assert len(set(pairs[0])) < len(pairs[0])
    assert len(set(pairs[1])) == len(pairs[1])


def test_what_stopped_at_the_limit_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hypothesis that the engine cut is not complete."""
    translator = ArgosTranslator(folder, "en", "es")
    assert translator.translate(["Good morning, dear friends."], ONE)[0][0].complete
    monkeypatch.setattr(argos_model, "MAX_DECODED", 4)
    assert not translator.translate(["Good morning, dear friends."], ONE)[0][0].complete


def test_the_way_through_english_is_kept() -> None:
    """`via`, both digests, and in each hypothesis the sentence in between."""
    pivot = open_translator("es", "fr", PACKAGES)
    first, second = (open_translator(*pair, PACKAGES) for pair in (("es", "en"), ("en", "fr")))
    assert (pivot.source, pivot.target, pivot.via) == ("es", "fr", "en")
    assert pivot.digests == (*first.digests, *second.digests)
    sentence = gold("es")[0]
    between = first.translate([sentence], ONE)[0][0].text
    found = pivot.translate([sentence], FOUR)[0]
    assert {one.pivot for one in found} == {between}
    direct = second.translate([between], FOUR)[0]
    assert [one.text for one in found] == [one.text for one in direct]
    with pytest.raises(ValueError, match="does not lead"):
        PivotTranslator(second, first)


def test_a_package_with_byte_pairs_keeps_the_contract(folder: Path, tmp_path: Path) -> None:
    """BPE after Moses, as older packages have: words are found whatever is escaped or joined."""
    shutil.copytree(folder, tmp_path / "bpe")
    (tmp_path / "bpe" / "sentencepiece.model").unlink()
    (tmp_path / "bpe" / "bpe.model").write_text("#version: 0.2\ng o\ngo o\n", encoding="utf-8")
    model = argos_model.ArgosModel(tmp_path / "bpe")
    sentence = 'It\'s "good" & [fair].'
    assert model.decode(model.encode(sentence), keep=False).endswith('"good" & [fair].')
    assert model.bare(["goo@@", "d", "&apos;s", "&amp;"]) == ["goo", "d", "'s", "&"]
    translator = ArgosTranslator(tmp_path / "bpe", "en", "es")
    for one in translator.translate([sentence], FOUR)[0]:
        assert [target for target, _ in one.anchors] == _starts(one.text)


# --- bad input ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "target", "reason"),
    [("en", "en-GB", "is the target language too"), ("en", "elvish?", "is no language")],
)
def test_languages_that_cannot_be_meant_are_refused(source: str, target: str, reason: str) -> None:
    """Equal languages and unknown ones are wrong use."""
    with pytest.raises(UsageError, match=reason):
        open_translator(source, target, PACKAGES)


def test_a_missing_pair_says_how_to_get_it() -> None:
    """The package by name, both ways to get it, and the pairs that are there."""
    with pytest.raises(MissingError) as caught:
        open_translator("en", "de", PACKAGES)
    for part in (
        "translate-en_de",
        "subtitler models get argos:en-de",
        "subtitler models import FILE.argosmodel",
        "en-es, en-fr, es-en, fr-en",
    ):
        assert part in str(caught.value)


@pytest.mark.parametrize("file", ["model/model.bin", "sentencepiece.model", "metadata.json"])
@pytest.mark.parametrize("content", [b"", b"rubbish" * 100], ids=["empty", "rubbish"])
def test_a_damaged_package_is_named(
    folder: Path, tmp_path: Path, file: str, content: bytes
) -> None:
    """Whatever is wrong with its files, the error names the folder and the remedy."""
    shutil.copytree(folder, tmp_path / "damaged")
    (tmp_path / "damaged" / file).write_bytes(content)
    with pytest.raises(RecordError, match="models get") as caught:
        ArgosTranslator(tmp_path / "damaged", "en", "es")
    assert str(tmp_path / "damaged") in caught.value.what


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("ARGOS_COMPUTE_TYPE", "int99", UsageError),
        ("ARGOS_INTRA_THREADS", "many", UsageError),
        ("ARGOS_DEVICE_TYPE", "cuda", MissingError),
        ("ARGOS_DEVICE_TYPE", "abacus", UsageError),
    ],
)
def test_a_setting_that_cannot_be_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, error: type[Exception]
) -> None:
    """What ARGOS_* asks for and cannot be had is said with the variable's name."""
    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: 0)
    monkeypatch.setenv(name, value)
    with pytest.raises(error, match=name):
        ArgosTranslator(folder, "en", "es")


def _starts(text: str) -> list[int]:
    """Where the words of a text begin."""
    return [
        at
        for at, mark in enumerate(text)
        if not mark.isspace() and (at == 0 or text[at - 1].isspace())
    ]
