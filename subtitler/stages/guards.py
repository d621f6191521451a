"""What a recogniser gets wrong by itself: loops, text without speech, speech without text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from subtitler.domain.finding import Finding, Severity
from subtitler.domain.timing import Span, clock
from subtitler.domain.transcript import Word
from subtitler.ports import Hearing

MAX_COMPRESSION = 2.4  # openai-whisper's limit for text that repeats itself
REPEATS = 4  # times in a row that a phrase is said before it is a loop
LONGEST_PHRASE = 12  # words of a phrase that can loop
AWAY = 500  # ms that a word may be from speech before it is text without speech (rule Q42)
MAX_RATE = 40.0  # characters a second of speech: twice what the fastest speakers say
SILENT_PROBABILITY = 0.6  # with an unlikely text: Whisper's own test for silence
UNLIKELY = -1.0
MIN_MISSED = 1000  # ms of speech without text that are worth a finding (rule Q41)
MUCH_MISSED = 3000  # ms of it that are an error
NEAR_WORD = 500  # ms around a word that count as its own speech
COLLAPSED = 3  # words in a row without any sound of their own: text that nobody said
NO_SOUND = 20  # ms, one step of the alignment
WORD_TIME = 300  # ms that any word may take …
CHARACTER_TIME = 100  # … and ms more for each character; beyond, speech hides under it
DIGIT = 4  # characters that a digit is said with: "294" is two hundred ninety-four


@dataclass(frozen=True, slots=True)
class Trouble:
    """A finding, and how bad it is against others of its window (the greater, the worse)."""

    finding: Finding
    size: float


def loop_in(hearing: Hearing, span: Span) -> Trouble | None:
    """A phrase said over and over, or a text that packs too well to be speech."""
    words = [word for segment in hearing.segments for word in segment.words]
    found = _repeated(words)
    if found is not None:
        where, phrase, times = found
        advice = f"{phrase!r} comes {times} times in a row: hear whether it was said so often"
        finding = Finding("repetition", Severity.ERROR, where, advice, float(times), float(REPEATS))
        return Trouble(finding, float(times))
    if hearing.compression_ratio > MAX_COMPRESSION:
        advice = "the text repeats itself: hear whether it was said so"
        ratio = round(hearing.compression_ratio, 2)
        finding = Finding("repetition", Severity.WARNING, span, advice, ratio, MAX_COMPRESSION)
        return Trouble(finding, ratio)
    return None


def text_without_speech(hearing: Hearing, speech: Sequence[Span]) -> Trouble | None:
    """Words where nobody speaks, more words than speech has room for, or a text that the
    recogniser itself takes for silence."""
    words = [word for segment in hearing.segments for word in segment.words]
    if not words:
        return None
    text = "".join(word.text for word in words).strip()
    whole = Span(words[0].span.in_time, words[-1].span.out_time)
    away = [word for word in words if all(word.span.distance(one) > AWAY for one in speech)]
    if away:
        said = "".join(word.text for word in away).strip()
        where = Span(away[0].span.in_time, away[-1].span.out_time)
        return Trouble(_unheard(where, said, float(len(away))), float(len(away)))
    squeezed = _collapsed(words)
    if squeezed:
        said = "".join(word.text for word in squeezed).strip()
        where = Span(squeezed[0].span.in_time, squeezed[-1].span.out_time)
        return Trouble(_unheard(where, said, float(len(squeezed))), float(len(squeezed)))
    seconds = sum(span.duration for span in speech) / 1000
    rate = len(text) / seconds if seconds else float("inf")
    if rate > MAX_RATE:
        return Trouble(_unheard(whole, text, round(rate, 1), MAX_RATE), rate)
    if hearing.no_speech > SILENT_PROBABILITY and hearing.avg_logprob < UNLIKELY:
        measured = round(hearing.no_speech, 2)
        return Trouble(_unheard(whole, text, measured, SILENT_PROBABILITY), float(len(words)))
    return None


def speech_without_text(words: Sequence[Word], speech: Sequence[Span]) -> list[Trouble]:
    """Stretches of speech of MIN_MISSED and more that are under no word."""
    missed: list[Trouble] = []
    for span in uncovered(words, speech):
        advice = f"{span.duration / 1000:.1f} s of speech have no text: listen at "
        severity = Severity.ERROR if span.duration >= MUCH_MISSED else Severity.WARNING
        finding = Finding(
            "speech-without-text",
            severity,
            span,
            advice + clock(span.in_time),
            float(span.duration),
            float(MIN_MISSED),
        )
        missed.append(Trouble(finding, span.duration / 1000))
    return missed


def hidden(words: Sequence[Word], speech: Sequence[Span]) -> list[Trouble]:
    """Words stretched over more speech than they can be: the recogniser left something out."""
    found: list[Trouble] = []
    for word in words:
        heard = sum(word.span.overlap(span) for span in speech)
        excess = heard - WORD_TIME - CHARACTER_TIME * _spoken_length(word.text.strip())
        if excess >= MIN_MISSED:
            advice = f"more may be said at {word.text.strip()!r} than stands there: listen"
            finding = Finding(
                "speech-without-text",
                Severity.WARNING,
                word.span,
                advice,
                float(excess),
                float(MIN_MISSED),
            )
            found.append(Trouble(finding, 2 + excess / 500))
    return found


def _spoken_length(text: str) -> int:
    """Characters of a word as it is said: a digit is a word by itself."""
    return len(text) + (DIGIT - 1) * sum(character.isdigit() for character in text)


def _collapsed(words: Sequence[Word]) -> list[Word]:
    """The words that share no time: runs of COLLAPSED and more with no sound of their own."""
    found: list[Word] = []
    run: list[Word] = []
    for word in words:
        if word.span.duration < NO_SOUND:
            run.append(word)
            continue
        found += run if len(run) >= COLLAPSED else []
        run = []
    return found + (run if len(run) >= COLLAPSED else [])


def uncovered(words: Sequence[Word], speech: Sequence[Span]) -> list[Span]:
    """The parts of `speech`, at least MIN_MISSED long, that are not near any word."""
    holes: list[Span] = []
    near = [word.span.grown(NEAR_WORD) for word in words]
    for span in speech:
        begin = span.in_time
        for one in near:
            if one.out_time <= begin:
                continue
            if one.in_time >= span.out_time:
                break
            if one.in_time - begin >= MIN_MISSED:
                holes.append(Span(begin, one.in_time))
            begin = max(begin, one.out_time)
        if span.out_time - begin >= MIN_MISSED:
            holes.append(Span(begin, span.out_time))
    return holes


def _repeated(words: Sequence[Word]) -> tuple[Span, str, int] | None:
    """The longest run of one phrase said REPEATS times and more: where, what, how often."""
    keys = [re.sub(r"\W+", "", word.text).lower() for word in words]
    best: tuple[int, int, int] | None = None  # words in the run, first word, words in the phrase
    for size in range(1, min(LONGEST_PHRASE, len(keys) // REPEATS) + 1):
        same = 0
        for at in range(size, len(keys)):
            same = same + 1 if keys[at] and keys[at] == keys[at - size] else 0
            if same >= size * (REPEATS - 1) and (best is None or same + size > best[0]):
                best = (same + size, at - same - size + 1, size)
    if best is None:
        return None
    count, first, size = best
    run = words[first : first + count]
    phrase = "".join(word.text for word in run[:size]).strip()
    return Span(run[0].span.in_time, run[-1].span.out_time), phrase, count // size


def _unheard(where: Span, text: str, measured: float, limit: float | None = None) -> Finding:
    short = text if len(text) <= 60 else text[:57] + "..."
    advice = f"nobody seems to speak where {short!r} stands: listen whether it was said"
    return Finding("text-without-speech", Severity.ERROR, where, advice, measured, limit)
