"""Issue 5's figures on one sample: what assembling and fitting cost, and that nothing is silent."""

from __future__ import annotations

from pathlib import Path

import pytest
import sacrebleu

from argos_fixtures import PACKAGES
from subtitler.engines.argos import open_translator
from subtitler.ports import TranslationOptions
from translated import Outcome, ReferringEngines, Sample, translated, write_terms

LANGUAGE = "es"
LOST = 1.0  # points of chrF
TOO_FAST = 2.0  # points of the share of cues over CPS


@pytest.fixture(scope="module")
def sample(media: Path) -> Sample:
    return Sample.of(media / "opening-address.mp4")


@pytest.fixture(scope="module")
def track(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """The sample in cues of one line, translated."""
    folder = tmp_path_factory.mktemp("figures") / "lines"
    return translated(sample, LANGUAGE, sample.one_line_cues(), folder)


def chrf(text: str, track: Outcome) -> float:
    return float(sacrebleu.corpus_chrf([text], [[track.reference]]).score)


def test_most_sentences_of_the_source_span_cues(track: Outcome) -> None:
    """The sample is what the figures ask for."""
    assert len(track.source) > 1.8 * len(track.sample.sentences)


def test_sentences_are_those_that_were_said(track: Outcome) -> None:
    """Cues are put together into the sentences of the speech, each once."""
    assert [one.text for one in track.sentences] == list(track.sample.sentences)


def test_assembling_and_fitting_cost_no_quality(track: Outcome) -> None:
    """The track is at most a point of chrF below the engine's own on the whole sentences, and
    better than cues that are translated one by one."""
    translator = open_translator(track.sample.language, LANGUAGE, PACKAGES)

    def engine(texts: list[str]) -> str:
        found = translator.translate(texts, TranslationOptions(hypotheses=1))
        return " ".join(one[0].text for one in found)

    own = chrf(track.text, track)
    assert own >= chrf(engine(list(track.sample.sentences)), track) - LOST
    by_cue = engine([" ".join(cue.lines) for cue in track.source])
    assert own > chrf(by_cue, track) + 5


def test_no_track_breaks_a_hard_limit(track: Outcome, tmp_path: Path) -> None:
    """No cue without a target, none empty or overlapping, CPL, lines and gaps kept; also where a
    source cue holds a whole sentence on one line."""
    assert track.broken() == []
    sample = track.sample
    long = translated(sample, LANGUAGE, sample.sentence_cues(), tmp_path / "sentences")
    assert long.broken() == []
    assert any("/" in target.cue.id for target in long.targets)


def test_figures_are_right_or_flagged(track: Outcome) -> None:
    """Whatever figure is not the reference's has a finding."""
    wrong = list(track.wrong_figures())
    assert [one for one in wrong if not track.flagged(one[0], "figure-differs")] == []


def test_terms_are_right_or_flagged(sample: Sample, tmp_path: Path) -> None:
    """Names that are kept and terms with a form of their own stand there, or have a finding."""
    forms = write_terms(sample, LANGUAGE, tmp_path / "terms.csv")
    cues, csv = sample.one_line_cues(), str(tmp_path / "terms.csv")
    track = translated(sample, LANGUAGE, cues, tmp_path / "terms", terms=csv)
    wrong = list(track.wrong_terms(forms))
    assert [one for one in wrong if not track.flagged(one[0], "term")] == []
    assert len(wrong) < len(forms) / 2
    assert track.broken() == []


def test_reading_is_no_faster_than_the_references(track: Outcome, tmp_path: Path) -> None:
    """The share of cues over CPS is at most 2 points above that of the reference translations in
    the same fitting."""
    sample = track.sample
    engines = ReferringEngines(sample.references(LANGUAGE))
    reference = translated(sample, LANGUAGE, track.source, tmp_path / "reference", engines)
    most = reference.too_fast() + TOO_FAST * len(track.targets) / 100
    assert track.too_fast() <= most


def test_names_and_figures_are_shown_when_they_are_said(track: Outcome) -> None:
    """What both languages write alike is on screen within half a second of being said."""
    moments = list(track.moments())
    assert len(moments) >= 8
    assert [one for one in moments if one[1] > 500] == []
