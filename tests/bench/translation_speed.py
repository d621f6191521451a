"""Issue 5's throughput: our batches against argostranslate, one sentence at a time, in one run.

5,000 distinct sentences, recombined with a fixed seed from the clauses and figures of the
samples, go through a demo package; argostranslate gets 200 of them, half before and half after,
in a process of its own and with its own defaults. With one hypothesis we must be 15 times as fast.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Sequence

from argos_fixtures import PACKAGES, argos_alone, gold
from bench.tables import show
from subtitler.engines.argos import open_translator
from subtitler.ports import TranslationOptions

PAIR = ("en", "es")
COUNT = 5_000
SAMPLE = 200
AT_LEAST = 15
SEED = 5
CLAUSE = re.compile(r"(?<=,) | (?=(?:and|that|for|in|on|of|to|with|by)\b)")


def recombined(sentences: Sequence[str], count: int, seed: int) -> list[str]:
    """`count` distinct sentences: the beginning of one, the end of another, other figures."""
    chance = random.Random(seed)
    halves = [_halves(sentence) for sentence in sentences]
    heads, tails = ([half[side] for half in halves] for side in (0, 1))
    made: dict[str, None] = {}
    while len(made) < count:
        sentence = f"{chance.choice(heads)} {chance.choice(tails)}"
        made[re.sub(r"\d", lambda _: str(chance.randint(1, 9)), sentence)] = None
    return list(made)


def _halves(sentence: str) -> tuple[str, str]:
    """A sentence cut at the clause nearest to its middle."""
    cuts = [match.start() for match in CLAUSE.finditer(sentence)] or [sentence.index(" ")]
    at = min(cuts, key=lambda cut: abs(cut - len(sentence) / 2))
    return sentence[:at], sentence[at:].strip()


def main() -> int:
    """Measures and prints; 1 where we are slower than the issue says."""
    sentences = recombined(gold(PAIR[0]), COUNT, SEED)
    sample = random.Random(SEED).sample(sentences, SAMPLE)
    before, first_texts = argos_alone({PAIR: sample[::2]})[PAIR]
    translator = open_translator(*PAIR, PACKAGES)
    seconds, texts = {}, {}
    for hypotheses in (1, 4):
        options = TranslationOptions(hypotheses=hypotheses)
        translator.translate(sample[:50], options)  # warm
        begun = time.perf_counter()
        results = translator.translate(sentences, options)
        seconds[hypotheses] = time.perf_counter() - begun
        texts = {one: found[0].text for one, found in zip(sentences, results, strict=True)}
    after, last_texts = argos_alone({PAIR: sample[1::2]})[PAIR]
    alone = SAMPLE / (before + after)
    same = sum(
        texts[one] == text
        for one, text in zip(
            [*sample[::2], *sample[1::2]], [*first_texts, *last_texts], strict=True
        )
    )
    rates = {name: COUNT / spent for name, spent in seconds.items()}
    show(
        f"{COUNT} distinct sentences, {'-'.join(PAIR)}, demo package; the first hypothesis is "
        f"argostranslate's text for {same} of {SAMPLE}",
        ["", "sentences/s", "times argostranslate", "asked for"],
        [
            [f"argostranslate, {SAMPLE} of them, one at a time", alone, 1.0, ""],
            ["subtitler, 1 hypothesis", rates[1], rates[1] / alone, f"{AT_LEAST}"],
            ["subtitler, 4 hypotheses (the default)", rates[4], rates[4] / alone, ""],
        ],
    )
    return int(rates[1] < AT_LEAST * alone)


if __name__ == "__main__":
    sys.exit(main())
