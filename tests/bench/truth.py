"""Heard words and cues against what was truly said."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import jiwer
from whisper.normalizers import BasicTextNormalizer, EnglishTextNormalizer

from subtitler.domain.cue import Cue
from subtitler.domain.transcript import Word


@dataclass(frozen=True)
class Said:
    """One word of the truth: its text, its times in ms, and whether it shares them with others."""

    text: str
    start: float
    end: float
    grouped: bool


@dataclass(frozen=True)
class Truth:
    """What is said in a sample."""

    language: str
    sentences: list[str]
    words: list[Said]

    @classmethod
    def of(cls, media: Path) -> Truth:
        """The truth file beside a sample."""
        told = json.loads(media.with_suffix(".truth.json").read_text(encoding="utf-8"))
        words = [
            Said(one["word"], one["start"] * 1000, one["end"] * 1000, one.get("group", False))
            for sentence in told["sentences"]
            for one in sentence["words"]
        ]
        return cls(told["language"], [one["text"] for one in told["sentences"]], words)


def word_errors(truth: Truth, text: str) -> tuple[int, int]:
    """Wrong, missing and added words, and how many were said; whisper.normalizers."""
    normal = EnglishTextNormalizer() if truth.language == "en" else BasicTextNormalizer()
    found = jiwer.process_words(normal(" ".join(truth.sentences)), normal(text))
    said = found.hits + found.substitutions + found.deletions
    return found.substitutions + found.deletions + found.insertions, said


def aligned(truth: Truth, words: Sequence[Word]) -> dict[int, Said]:
    """The word of the truth for each heard word (by position) that equals it."""
    matcher = difflib.SequenceMatcher(
        None,
        [_bare(one.text) for one in truth.words],
        [_bare(word.text) for word in words],
        autojunk=False,
    )
    pairs: dict[int, Said] = {}
    for block in matcher.get_matching_blocks():
        for at in range(block.size):
            pairs[block.b + at] = truth.words[block.a + at]
    return pairs


def shares(cues: Sequence[Cue], words: Sequence[Word]) -> list[tuple[int, int]]:
    """Which words (first, end) each cue shows."""
    bounds, at = [], 0
    for cue in cues:
        first, left = at, len("".join(cue.lines).replace(" ", ""))
        while left > 0:
            left -= len(words[at].text.replace(" ", ""))
            at += 1
        bounds.append((first, at))
    return bounds


def _bare(text: str) -> str:
    return re.sub(r"[^\w%$€]", "", text.lower())
