"""Which source word each target word came from, out of a model's attention."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Weights = NDArray[np.float64]

Anchors = tuple[tuple[int, int], ...]

# Chosen on 1,200 sentences of the demo packages against word pairs that two IBM-1 models agree
# on: 80 to 81 % of the words right and 92 to 97 % at most one word off; without SAME and JUMP 78
# to 80 and 90 to 94 %.
SAME = 3.0  # log evidence for a word that stands on both sides, such as a figure or a name
FLOOR = 0.05  # attention below which a word is as good as not attended
JUMP = 0.4  # what it costs a word to come from one word further away than the next one …
FARTHEST = 4  # … up to so many words; a clause that moves as a whole pays once
WORD = re.compile(r"\S+")
# Thai and Lao, Burmese, Khmer; then Chinese, Japanese and Korean, where a blank is no loss.
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ud7ff]")


def anchors(
    source: tuple[str, Sequence[str]], target: tuple[str, Sequence[str]], attention: Weights
) -> Anchors:
    """(target character, source character) for the start of each target word.

    `source` and `target` are a text and the bare pieces it is made of, in order; `attention` has
    a row for each target piece and a column for each source piece.
    """
    sources, targets = _words(*source), _words(*target)
    if not sources[0] or not targets[0]:
        return ()
    chosen = _path(_evidence(source[0], target[0], sources, targets, attention))
    return tuple((start, sources[0][at]) for start, at in zip(targets[0], chosen, strict=True))


def composed(first: Anchors, second: Anchors) -> Anchors:
    """Anchors over two translations in a row: source to between, between to target."""
    if not first:
        return ()
    found = []
    for target, between in second:
        before = [anchor for anchor in first if anchor[0] <= between]
        found.append((target, (before[-1] if before else first[0])[1]))
    return tuple(found)


def _words(text: str, pieces: Sequence[str]) -> tuple[list[int], list[int]]:
    """The starts of a text's words, and for each piece the word that it belongs to.

    A word begins after a blank; in a script without blanks, with every piece.
    """
    places = piece_starts(text, pieces)
    starts = sorted(
        {match.start() for match in WORD.finditer(text)}
        | {at for at in places if UNSPACED.match(text, at)}
    )
    words = []
    word = 0
    for at in places:
        while word + 1 < len(starts) and starts[word + 1] <= at:
            word += 1
        words.append(word)
    return starts, words


def piece_starts(text: str, pieces: Sequence[str]) -> list[int]:
    """Where in a text each of its pieces begins; blanks do not count, and what a tokenizer wrote
    in another way is found by what stands around it. Never decreases."""
    places = [at for at, mark in enumerate(text) if not mark.isspace()]
    plain = "".join(text.split())
    joined = "".join(pieces)
    begins = [0, *accumulate(len(piece) for piece in pieces)][:-1]
    if joined != plain:
        begins = _mapped(begins, joined, plain)
    return [places[at] if at < len(places) else len(text) for at in begins]


def _mapped(begins: Sequence[int], joined: str, plain: str) -> list[int]:
    """Offsets in `joined` as offsets in `plain`, by what the two have in common."""
    blocks = SequenceMatcher(None, joined, plain, autojunk=False).get_matching_blocks()
    found: list[int] = []
    block = 0
    for at in begins:
        while block + 1 < len(blocks) and blocks[block + 1].a <= at:
            block += 1
        here = blocks[block]
        start = min(at - here.a, here.size) + here.b if at >= here.a else 0
        found.append(max(start, found[-1] if found else 0))
    return found


def _evidence(
    source: str,
    target: str,
    sources: tuple[list[int], list[int]],
    targets: tuple[list[int], list[int]],
    attention: Weights,
) -> Weights:
    """Log evidence that a target word (row) comes from a source word (column)."""
    import numpy as np

    weights = np.zeros((len(targets[0]), len(sources[0])))
    rows, columns = np.array(targets[1], int), np.array(sources[1], int)
    np.add.at(weights, (rows[:, None], columns[None, :]), attention)
    weights /= np.maximum(np.bincount(rows, minlength=len(weights))[:, None], 1)
    evidence: Weights = np.log(weights + FLOOR)
    known: dict[str, list[int]] = {}
    for at, word in enumerate(_texts(source, sources[0])):
        known.setdefault(word, []).append(at)
    for at, word in enumerate(_texts(target, targets[0])):
        if word in known and (len(word) > 3 or not word.isalpha()):
            evidence[at, known[word]] += SAME
    return evidence


def _texts(text: str, starts: Sequence[int]) -> list[str]:
    """Each word without the punctuation around it, in small letters."""
    ends = [*starts[1:], len(text)]
    words = [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    return [word.strip(".,;:!?…\"'“”«»()[]¿¡").casefold() or word for word in words]


def _path(evidence: Weights) -> list[int]:
    """The source word for each target word: the likeliest way through all of them, on which
    neighbours come from neighbours unless the attention says otherwise."""
    import numpy as np

    count, width = evidence.shape
    index = np.arange(width)
    step = np.abs(index[None, :] - index[:, None] - 1)  # [from, to]
    step[index, index] = 0  # two target words from one source word are as good as the next
    cost = JUMP * np.minimum(step, FARTHEST)
    best = evidence[0] - JUMP * np.minimum(index, FARTHEST)
    came = np.zeros((count, width), int)
    for at in range(1, count):
        reached = best[:, None] - cost
        came[at] = reached.argmax(axis=0)
        best = reached[came[at], index] + evidence[at]
    path = [int(best.argmax())]
    for at in range(count - 1, 0, -1):
        path.append(int(came[at, path[-1]]))
    return path[::-1]
