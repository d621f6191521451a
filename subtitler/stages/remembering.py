"""When a remembered sentence serves: equal and similar texts, and languages that fit."""

from __future__ import annotations

import math
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from subtitler.domain.memory import Near, Pair, Remembered

EDGE = 1e-9  # lengths are whole numbers: what rounding makes of a bound must not cut one off


@dataclass(frozen=True, slots=True)
class Texts:
    """Keys of source texts, shortest first, with their lengths."""

    keys: tuple[str, ...]
    lengths: tuple[int, ...]


def exact_key(text: str) -> str:
    """What two texts share that count as equal: NFC, white space folded, none at the ends.

    Case, punctuation and figures count.
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def worth_keeping(pair: Pair) -> bool:
    """Whether both sides have words, and all is whole text (no half of a UTF-16 pair)."""
    words = f"{pair.source}{pair.target}{pair.title}"
    halves = any("\ud800" <= mark <= "\udfff" for mark in words)
    return bool(pair.source.strip() and pair.target.strip()) and not halves


def texts_of(keys: Iterable[str]) -> Texts:
    """Keys made ready for near_keys."""
    ordered = sorted(keys, key=lambda key: (len(key), key))
    return Texts(tuple(ordered), tuple(map(len, ordered)))


def near_keys(text: str, known: Texts, limit: int, floor: float) -> list[tuple[str, float]]:
    """The keys most like a text, the likest first: at most `limit`, each with its score.

    The score is one less the letters to remove and insert over the length of both: 1 for an equal
    text only. None is under `floor`, nor is the shorter's share of the longer: a text of another
    length is no help, and most of the work is saved.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    key = exact_key(text)
    least = math.ceil(len(key) * floor - EDGE)
    most = len(key) / floor + EDGE if floor > 0 else math.inf
    begin, end = bisect_left(known.lengths, least), bisect_right(known.lengths, most)
    found = process.extract(
        key,
        known.keys[begin:end],
        scorer=Indel.normalized_similarity,
        score_cutoff=floor,
        limit=limit,
    )
    return [(near, score) for near, score, _ in found]


@lru_cache(maxsize=4096)
def target_closeness(asked: str, stored: str) -> int | None:
    """How well a translation in one language serves where another is asked for.

    0 the same tag, 1 the same by its likely script and region (`pt`, `pt-BR`), 2 a wider one
    (`es` for `es-MX`), 3 a narrower one (`es-MX` for `es`); None: not at all, as another script
    or another region of the same language.
    """
    import langcodes

    if asked == stored:
        return 0
    if not source_serves(asked, stored):
        return None
    regions = [langcodes.Language.get(tag).maximize().territory for tag in (asked, stored)]
    if regions[0] == regions[1]:
        return 1
    if langcodes.Language.get(stored).territory is None:
        return 2
    return 3 if langcodes.Language.get(asked).territory is None else None


@lru_cache(maxsize=4096)
def source_serves(asked: str, stored: str) -> bool:
    """Whether texts in two languages can be the same text: one language and script, any region."""
    import langcodes

    if asked == stored:
        return True
    one, other = (langcodes.Language.get(tag).maximize() for tag in (asked, stored))
    same = (one.language, one.script) == (other.language, other.script)
    return same and one.language is not None  # private tags (`x-…`) are equal by their text alone


def closeness(asked: tuple[str, str], stored: tuple[str, str]) -> int | None:
    """How well pairs in two languages (source, target) serve where others are asked for.

    The target's closeness, where the source serves; None: not at all.
    """
    return target_closeness(asked[1], stored[1]) if source_serves(asked[0], stored[0]) else None


def best_exact(asked: tuple[str, str], found: Sequence[Remembered]) -> tuple[Remembered, ...]:
    """Of pairs with an equal source, newest first: those to use, the first before all others.

    Only those in the closest target language; approved before edited, then the newest; each
    target text once.
    """
    levels = [closeness(asked, one.pair.languages) for one in found]
    closest = min((level for level in levels if level is not None), default=None)
    if closest is None:
        return ()
    ordered = sorted(
        (one for one, level in zip(found, levels, strict=True) if level == closest),
        key=lambda one: not one.pair.approved,
    )
    once: dict[str, Remembered] = {}
    for one in ordered:
        once.setdefault(exact_key(one.pair.target), one)
    return tuple(once.values())


def best_near(
    asked: tuple[str, str], found: Sequence[Remembered], scores: Mapping[str, float], limit: int
) -> tuple[Near, ...]:
    """Of pairs, newest first, those to suggest: likest first, then by language, approval and age.

    `scores` by the source's key. Each pair of texts once, at most `limit`.
    """
    once: dict[tuple[str, str], tuple[tuple[float, int, bool], Near]] = {}
    for one in found:
        level = closeness(asked, one.pair.languages)
        if level is None:
            continue
        key = exact_key(one.pair.source)
        score = scores[key]
        rank = (-score, level, not one.pair.approved)
        before = once.get((key, exact_key(one.pair.target)))
        if before is None or rank < before[0]:
            once[key, exact_key(one.pair.target)] = rank, Near(one, score)
    ordered = sorted(once.values(), key=lambda ranked: ranked[0])
    return tuple(near for _, near in ordered)[:limit]
