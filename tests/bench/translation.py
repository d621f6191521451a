"""Issue 5's figures on the samples: texts, figures, terms and cues of `subtitler translate`.

PYTHONPATH=tests .venv/bin/python -m bench.translation [MEDIA...]    with NAME.truth.json beside
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sacrebleu

from argos_fixtures import MEDIA, PACKAGES
from bench.tables import show
from subtitler.engines.argos import open_translator
from subtitler.ports import TranslationOptions
from translated import Outcome, ReferringEngines, Sample, translated, write_terms

SAMPLES = [MEDIA / f"{name}.mp4" for name in ("opening-address", "keynote", "discurso")]
ONE = TranslationOptions(hypotheses=1)
OUT_OF_TIME = 500  # ms that a name may be shown before or after it is said


@dataclass(frozen=True)
class Measured:
    """One sample in one direction, in every way that is compared."""

    name: str
    lines: Outcome
    sentences: Outcome
    reference: Outcome
    terms: Outcome
    forms: dict[str, str]
    engine: str
    by_cue: str


def main(media: list[Path]) -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as folder:
        measured = list(_measured(media, Path(folder)))
    show(
        "chrF of the whole track's text against the reference translation",
        ("sample", "engine, gold sentences", "one-line cues", "sentence cues", "cue by cue"),
        [_texts(one) for one in measured],
    )
    show(
        "What no track may do (bar: 0 each)",
        ("sample", "violations", "other sentences", "figures", "terms", "… wrong and flagged"),
        [_faults(one) for one in measured],
    )
    show(
        "Reading: cues over CPS (bar: the reference's share + 2 points), names out of time",
        ("sample", "cues", "over CPS, %", "reference, %", "sentence cues, %", "split", "names"),
        [_reading(one) for one in measured],
    )
    for one in measured:
        for line in _said(one):
            print(f"{one.name}: {line}")


def _measured(media: list[Path], folder: Path) -> Iterator[Measured]:
    for number, path in enumerate(media):
        sample = Sample.of(path)
        for language in sample.translations[0]:
            yield _measure(sample, language, path, folder / f"{number}-{language}")


def _measure(sample: Sample, language: str, path: Path, folder: Path) -> Measured:
    translator = open_translator(sample.language, language, PACKAGES)

    def joined(texts: list[str]) -> str:
        return " ".join(found[0].text for found in translator.translate(texts, ONE) if found)

    cues = sample.one_line_cues()
    references = ReferringEngines(sample.references(language))
    csv = folder / "terms.csv"
    folder.mkdir()
    forms = write_terms(sample, language, csv)
    way = f"{sample.language}→{language}" + (f" by {translator.via}" if translator.via else "")
    return Measured(
        f"{path.parent.name}/{sample.name} {way}",
        translated(sample, language, cues, folder / "lines"),
        translated(sample, language, sample.sentence_cues(), folder / "sentences"),
        translated(sample, language, cues, folder / "reference", references),
        translated(sample, language, cues, folder / "terms", terms=str(csv)),
        forms,
        joined(list(sample.sentences)),
        joined([" ".join(cue.lines) for cue in cues]),
    )


def _texts(one: Measured) -> tuple[object, ...]:
    texts = (one.engine, one.lines.text, one.sentences.text, one.by_cue)
    return (one.name, *(f"{chrf(text, one.lines.reference):.2f}" for text in texts))


def chrf(text: str, reference: str) -> float:
    """sacrebleu's chrF of a whole track as one text."""
    return float(sacrebleu.corpus_chrf([text], [[reference]]).score)


def _ways(one: Measured) -> tuple[Outcome, ...]:
    return one.lines, one.sentences, one.terms


def _faults(one: Measured) -> tuple[object, ...]:
    figures = [(way, number) for way in _ways(one) for number, _, _ in way.wrong_figures()]
    terms = [(one.terms, number) for number, _, _ in one.terms.wrong_terms(one.forms)]
    silent = [
        not way.flagged(number, "figure-differs", "not-translated") for way, number in figures
    ]
    unsaid = [not way.flagged(number, "term", "not-translated") for way, number in terms]
    return (
        one.name,
        sum(len(way.broken()) for way in _ways(one)),
        sum(len(way.other_sentences()) for way in _ways(one)),
        sum(silent),
        sum(unsaid),
        len(silent) - sum(silent) + len(unsaid) - sum(unsaid),
    )


def _reading(one: Measured) -> tuple[object, ...]:
    shares = [
        f"{100 * way.too_fast() / len(way.targets):.1f}"
        for way in (one.lines, one.reference, one.sentences)
    ]
    away = [by for _, by in one.lines.moments()]
    late = f"{sum(by > OUT_OF_TIME for by in away)} of {len(away)}"
    split = sum("/" in target.cue.id for target in one.lines.targets)
    return one.name, len(one.lines.targets), *shares, split, late


def _said(one: Measured) -> Iterator[str]:
    """What is not as it should be, in words."""
    for way in _ways(one):
        yield from way.broken()
        yield from (f"nobody said {text!r}" for text in way.other_sentences())
        for number, shown, wanted in way.wrong_figures():
            if not way.flagged(number, "figure-differs", "not-translated"):
                yield f"figure not flagged: {shown!r} for {wanted!r}"
    for number, shown, wanted in one.terms.wrong_terms(one.forms):
        if not one.terms.flagged(number, "term", "not-translated"):
            yield f"term not flagged: {wanted!r} in {shown!r}"


if __name__ == "__main__":
    main([Path(one) for one in sys.argv[1:]] or SAMPLES)
