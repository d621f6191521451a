"""Argos Translate's packages on CTranslate2, in large batches: one package, or two in a row."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from subtitler.domain.translation import Hypothesis
from subtitler.engines.argos_alignment import anchors, composed
from subtitler.engines.argos_codes import known_pair
from subtitler.engines.argos_manifest import package_digest
from subtitler.engines.argos_model import ArgosModel
from subtitler.engines.argos_packages import choose, places, ready
from subtitler.ports import (
    TRANSLATION_BATCH,
    TranslationOptions,
    Translations,
    Translator,
)

LIMIT = 128  # tokens of a sentence: a translation twice as long still comes whole
PIVOT_LIMIT = 96  # so that the sentence in between has room to grow
AHEAD = 4  # batches in the engine's queue while one is read
BLOCK = 8 * TRANSLATION_BATCH  # sentences that go through one package before the other

Done = Callable[[Sequence[str], Translations], None]


def open_translator(source: str, target: str, folder: Path | None = None) -> Translator:
    """The translator between two languages (BCP 47): direct, else through English.

    Packages are sought in `folder` alone, else in the user's and in Argos's own. The pair that it
    really translates is its `source` and `target`: a package for `pt` does for `pt-BR` where that
    has none. Raises UsageError for languages that are none or one, MissingError where there is no
    package, RecordError for a damaged one, StorageError.
    """
    pair = known_pair(source, target)
    found = [
        ArgosTranslator(ready(package), *package.pair) for package in choose(*pair, places(folder))
    ]
    return found[0] if len(found) == 1 else PivotTranslator(*found)


@dataclass(frozen=True, slots=True)
class _Sent:
    """A sentence on its way: as it was sent, in which tokens, and the result to wait for."""

    text: str
    tokens: list[str]
    awaited: Any  # None: nothing to translate, or too much


class ArgosTranslator:
    """Translator over one unpacked package.

    Raises RecordError where the package is damaged, MissingError and UsageError where the
    machine cannot do what ARGOS_* asks for.
    """

    name = "argos"
    via: str | None = None
    limit = LIMIT

    def __init__(self, folder: Path, source: str, target: str) -> None:
        self.source, self.target = source, target
        self.digests: tuple[str, ...] = (package_digest(folder),)
        self._model = ArgosModel(folder)

    def token_count(self, sentence: str) -> int:
        """See Translator.token_count."""
        return len(self._model.encode(sentence))

    def translate(
        self, sentences: Sequence[str], options: TranslationOptions, done: Done | None = None
    ) -> list[tuple[Hypothesis, ...]]:
        """See Translator.translate. The engine works ahead while results are read."""
        found: dict[str, tuple[Hypothesis, ...]] = {}
        for portion, results in self._flow(_portions(sentences, TRANSLATION_BATCH), options):
            found.update(zip(portion, results, strict=True))
            if done is not None:
                done(portion, results)
        return [found[sentence] for sentence in sentences]

    def _flow(
        self, portions: Iterable[Sequence[str]], options: TranslationOptions
    ) -> Iterator[tuple[Sequence[str], Translations]]:
        waiting: deque[tuple[Sequence[str], list[_Sent]]] = deque()
        for portion in portions:
            waiting.append((portion, self._submit(portion, options)))
            if len(waiting) > AHEAD:
                yield self._collect(*waiting.popleft(), options)
        while waiting:
            yield self._collect(*waiting.popleft(), options)

    def _submit(self, portion: Sequence[str], options: TranslationOptions) -> list[_Sent]:
        texts = [_small(text) if options.recase and text.isupper() else text for text in portion]
        tokens = [self._model.encode(text) if text.strip() else [] for text in texts]
        going = [one for one in tokens if 0 < len(one) <= LIMIT]
        awaited = iter(self._model.submit(going, options))
        return [
            _Sent(text, one, next(awaited) if 0 < len(one) <= LIMIT else None)
            for text, one in zip(texts, tokens, strict=True)
        ]

    def _collect(
        self, portion: Sequence[str], sent: Sequence[_Sent], options: TranslationOptions
    ) -> tuple[Sequence[str], Translations]:
        results = [self._hypotheses(one) if one.awaited is not None else () for one in sent]
        if options.recase:
            results = [
                tuple(replace(one, text=_capital(one.text)) for one in result)
                if sentence.isupper()
                else result
                for sentence, result in zip(portion, results, strict=True)
            ]
        return portion, results

    def _hypotheses(self, sent: _Sent) -> tuple[Hypothesis, ...]:
        model = self._model
        source = (sent.text, model.bare(sent.tokens))
        found: dict[str, Hypothesis] = {}
        for draft in model.drafts(sent.awaited.result()):
            text = model.decode(draft.tokens, keep="_" in sent.text)
            if text not in found:
                aligned = anchors(source, (text, model.bare(draft.tokens)), draft.attention)
                found[text] = Hypothesis(text, draft.score, aligned, draft.complete)
        return tuple(found.values())


class PivotTranslator:
    """Translator through a language between: the best of the first package, n of the second."""

    name = "argos"
    limit = PIVOT_LIMIT

    def __init__(self, first: Translator, second: Translator) -> None:
        if first.target != second.source:
            raise ValueError(f"{first.target} does not lead to {second.source}")
        self.source, self.target = first.source, second.target
        self.via: str | None = first.target
        self.digests = first.digests + second.digests
        self._first, self._second = first, second

    def token_count(self, sentence: str) -> int:
        """See Translator.token_count."""
        return self._first.token_count(sentence)

    def translate(
        self, sentences: Sequence[str], options: TranslationOptions, done: Done | None = None
    ) -> list[tuple[Hypothesis, ...]]:
        """See Translator.translate. A score is the mean of the scores on the way."""
        found: dict[str, tuple[Hypothesis, ...]] = {}

        def finish(portion: Sequence[str], results: Translations) -> None:
            found.update(zip(portion, results, strict=True))
            if done is None:
                return
            for at in range(0, len(portion), TRANSLATION_BATCH):
                end = at + TRANSLATION_BATCH
                done(portion[at:end], results[at:end])

        for block in _portions(sentences, BLOCK):
            self._translate(block, options, finish)
        return [found[sentence] for sentence in sentences]

    def _translate(self, block: Sequence[str], options: TranslationOptions, finish: Done) -> None:
        firsts = self._first.translate(block, replace(options, hypotheses=1))
        ways: dict[str, list[tuple[str, Hypothesis]]] = {}
        for sentence, results in zip(block, firsts, strict=True):
            if results and self._first.token_count(sentence) <= self.limit:
                ways.setdefault(results[0].text, []).append((sentence, results[0]))
        going = {sentence for way in ways.values() for sentence, _ in way}
        stopped = [sentence for sentence in block if sentence not in going]

        def arrive(portion: Sequence[str], seconds: Translations) -> None:
            arrived = [
                (sentence, tuple(_joined(first, second) for second in results))
                for text, results in zip(portion, seconds, strict=True)
                for sentence, first in ways[text]
            ]
            finish([sentence for sentence, _ in arrived], [results for _, results in arrived])

        self._second.translate(list(ways), options, arrive)
        finish(stopped, [()] * len(stopped))


def _joined(first: Hypothesis, second: Hypothesis) -> Hypothesis:
    return Hypothesis(
        second.text,
        (first.score + second.score) / 2,
        composed(first.anchors, second.anchors),
        first.complete and second.complete,
        first.text,
    )


def _portions(sentences: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """The distinct sentences, in order, `size` at a time."""
    distinct = list(dict.fromkeys(sentences))
    for at in range(0, len(distinct), size):
        yield distinct[at : at + size]


def _small(text: str) -> str:
    """A text in small letters but for its first; each letter stays in its place."""
    small = "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
    return text[:1] + small[1:]


def _capital(text: str) -> str:
    return "".join(one.upper() if len(one.upper()) == 1 else one for one in text)
