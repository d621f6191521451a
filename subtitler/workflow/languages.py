"""Which language is spoken: asked of several windows spread through the media."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

from subtitler.domain.transcript import UNDETERMINED
from subtitler.ports import (
    SAMPLE_RATE,
    AudioBlock,
    AudioTrack,
    Media,
    MediaReader,
    SpeechFinder,
    Transcriber,
)
from subtitler.workflow.recognising import AudioWindow, Listened, windows

PLACES = 5  # of a media at which its language is asked
SHORT = 300_000  # ms: a media that is read from its beginning instead
SUREST = 0.9999  # what is heard is never as certain as what a person says
SOUGHT = 6  # blocks of 16 s in which a place is searched for speech


@dataclass(frozen=True, slots=True)
class SpokenLanguage:
    """A language (BCP 47; `und` where nobody speaks) and how certain it is, 0 to 1."""

    tag: str
    certainty: float


def spread_windows(
    media: Media, track: AudioTrack, reader: MediaReader, finder: Callable[[], SpeechFinder]
) -> Iterator[AudioWindow]:
    """Windows with speech at up to PLACES places of a media, from its beginning to its end."""
    if media.duration <= SHORT:
        early = takewhile(_early, reader.read(media, track))  # it may not say how long it is
        found = list(windows(early, finder(), Listened()))
        step = max(1, -(-len(found) // PLACES))
        yield from found[::step]
        return
    for place in range(PLACES):
        start = media.duration * (2 * place + 1) // (2 * PLACES)
        blocks = islice(reader.read(media, track, start), SOUGHT)
        heard = windows(blocks, finder(), Listened())
        yield from islice(sorted(heard, key=_speech, reverse=True), 1)


def _early(block: AudioBlock) -> bool:
    return block.start * 1000 < SHORT * SAMPLE_RATE


def _speech(audio: AudioWindow) -> int:
    return sum(span.duration for span in audio.window.speech)


def detect(audio: Iterable[AudioWindow], model: Transcriber) -> SpokenLanguage:
    """The language that is likeliest over all windows, each counting by its speech."""
    totals: dict[str, float] = {}
    seconds = 0.0
    for one in audio:
        weight = _speech(one) / 1000
        seconds += weight
        for tag, probability in model.languages(one.samples).items():
            totals[tag] = totals.get(tag, 0.0) + weight * probability
    if not totals or not seconds:
        return SpokenLanguage(UNDETERMINED, 0.0)
    best = max(sorted(totals), key=lambda tag: totals[tag])
    return SpokenLanguage(best, min(SUREST, round(totals[best] / seconds, 4)))
