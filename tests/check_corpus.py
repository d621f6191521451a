"""Tracks to check: the samples' truth laid out by our own cueing and fitting."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from subtitler.domain.cue import CueId
from subtitler.domain.sentence import Rendering
from subtitler.domain.style import HOUSES, style_guide
from subtitler.domain.timing import DEFAULT_FRAME, Span
from subtitler.domain.transcript import Word
from subtitler.stages.checking import PairView, SoundView, TrackView, paired_by_links, seen
from subtitler.stages.checking.pairing import Structure
from subtitler.stages.cueing import build_cues
from subtitler.stages.figures import unbreakable_spans
from subtitler.stages.fitting import FitOptions, fit
from subtitler.stages.sourcewords import source_words

MEDIA = Path(__file__).parents[1] / "media"
HOUSE = HOUSES["netflix"]


@dataclass(frozen=True)
class Told:
    """What is said in a sample: its language, words with their times, and each sentence with its
    translations by language."""

    language: str
    words: tuple[Word, ...]
    sentences: tuple[tuple[str, dict[str, str]], ...]
    speech: tuple[Span, ...]

    @classmethod
    def of(cls, path: Path) -> Told:
        told = json.loads(path.read_text(encoding="utf-8"))
        words: list[Word] = []
        for one in told["sentences"]:
            for said in one["words"]:
                begin, end = round(said["start"] * 1000), round(said["end"] * 1000)
                begin = max(begin, words[-1].span.out_time if words else 0)
                words.append(Word(" " + said["word"], Span(begin, max(begin, end)), 0.9))
        speech = tuple(
            Span(round(one["start"] * 1000), round(one["end"] * 1000)) for one in told["sentences"]
        )
        sentences = tuple((one["text"], one["translations"]) for one in told["sentences"])
        return cls(told["language"], tuple(words), sentences, speech)


def source_of(told: Told, frame: Fraction = DEFAULT_FRAME) -> TrackView:
    """The words as our cueing lays them out."""
    style = style_guide(HOUSE, told.language)
    built, _ = build_cues(told.words, told.language, style, frame)
    return TrackView(seen([one.cue for one in built]), told.language, style, frame)


def pair_of(told: Told, source: TrackView, language: str) -> PairView:
    """The reference translation as our fitting lays it out over the source's cues."""
    known = dict(told.sentences)
    style = style_guide(HOUSE, language)
    sentences = source.sentences
    texts = [known.get(one.text, one.text) for one in sentences]
    told_in = [one[language] if isinstance(one, dict) else one for one in texts]
    renderings = [
        [Rendering(text, unbreakable=unbreakable_spans(text, language))] for text in told_in
    ]
    words = source_words(source.plain_cues, told.words)
    fitted = fit(
        source.plain_cues, words, sentences, renderings, FitOptions(language, style, source.frame)
    )
    cues = [one.cue for one in fitted.cues]
    links = {at: one.sentences for at, one in enumerate(fitted.cues)}
    target = TrackView(seen(cues), language, style, source.frame, translated=True)
    units = paired_by_links(source, target, links)
    return PairView(source, target, units, Structure(recorded=True))


def sound_of(told: Told, source: TrackView) -> SoundView:
    """The words as evidence, every sentence as speech."""
    return SoundView(source, told.words, told.speech)


def cue_id(number: int) -> CueId:
    return CueId(f"c{number}")
