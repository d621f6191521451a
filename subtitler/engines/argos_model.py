"""One Argos package at work: its tokenizer, its model on CTranslate2, and what comes out of it."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from subtitler.engines import argos_library
from subtitler.engines.argos_library import ArgosSettings
from subtitler.engines.argos_manifest import REMEDY, storage
from subtitler.errors import MissingError, RecordError, UsageError
from subtitler.ports import TranslationOptions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_DECODED = 256  # tokens at which CTranslate2 stops, and with it argostranslate
LENGTH_PENALTY = 0.2  # argostranslate's
WORKERS = 8  # batches at once; with more processors each has several
BPE_MARK = "@@"
BLANK_MARK = "▁"
ESCAPES = {  # what Moses writes for marks of its own; the last one last
    "&#124;": "|",
    "&#91;": "[",
    "&#93;": "]",
    "&lt;": "<",
    "&gt;": ">",
    "&apos;": "'",
    "&quot;": '"',
    "&amp;": "&",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What the model wrote: tokens without the prefix, the mean log probability of a token, and
    attention with a row a token and a column a source token. `complete`: it came to its end."""

    tokens: list[str]
    score: float
    attention: NDArray[np.float64]
    complete: bool


class ArgosModel:
    """An unpacked package, opened.

    Raises RecordError where it is damaged, MissingError for a device that is not here, UsageError
    for a setting that is none, StorageError.
    """

    def __init__(self, folder: Path) -> None:
        self._settings = argos_library.argos_settings()
        try:
            with storage(folder):
                package = argos_library.open_package(folder)
            self._tokenizer: Any = package.tokenizer
            self._bpe = argos_library.is_bpe(self._tokenizer)
            self.encode("a")  # it is read no earlier
        except (RuntimeError, OSError, ValueError, LookupError, AttributeError) as error:
            raise _damaged(folder, error) from error
        self._prefix: list[str] = [package.target_prefix] if package.target_prefix else []
        self._model = _opened(folder, self._settings)

    def encode(self, text: str) -> list[str]:
        """A text in the package's tokens."""
        return list(self._tokenizer.encode(text))

    def decode(self, tokens: list[str], *, keep: bool) -> str:
        """The text of tokens, as argostranslate writes it.

        It makes a blank of every underscore; with `keep` they stay.
        """
        if keep and not self._bpe:
            processor = self._tokenizer.lazy_processor()
            text = str(processor.decode_pieces(tokens)).replace(BLANK_MARK, " ")
        else:
            text = str(self._tokenizer.decode(tokens))
        return text.removeprefix(" ")

    def bare(self, tokens: Sequence[str]) -> list[str]:
        """What tokens contribute to the text, blanks aside."""
        if not self._bpe:
            return [token.replace(BLANK_MARK, "") for token in tokens]
        bare = [token.removesuffix(BPE_MARK) for token in tokens]
        for escape, mark in ESCAPES.items():
            bare = [token.replace(escape, mark) for token in bare]
        return bare

    def submit(self, sentences: Sequence[list[str]], options: TranslationOptions) -> list[Any]:
        """Queues sentences; each gives something whose `result()` waits for the engine's answer.

        The parameters are argostranslate's, so that the texts are.
        """
        beam = options.beam or self._settings.beam
        queued = self._model.translate_batch(
            sentences,
            target_prefix=[self._prefix] * len(sentences) if self._prefix else None,
            beam_size=max(beam, options.hypotheses),
            num_hypotheses=options.hypotheses,
            length_penalty=LENGTH_PENALTY,
            no_repeat_ngram_size=options.no_repeat,
            max_decoding_length=MAX_DECODED,
            replace_unknowns=True,
            return_scores=True,
            return_attention=True,
            max_batch_size=self._settings.batch_tokens,
            batch_type="tokens",
            asynchronous=True,
        )
        return list(queued)

    def drafts(self, result: Any) -> Iterator[Draft]:
        """The hypotheses in an engine's answer, best first."""
        import numpy as np

        for tokens, score, rows in zip(
            result.hypotheses, result.scores, result.attention, strict=True
        ):
            prefixed = len(self._prefix) if tokens[: len(self._prefix)] == self._prefix else 0
            complete = len(tokens) < MAX_DECODED
            length = len(tokens) + complete  # the end counts as a token
            mean = score * length**LENGTH_PENALTY / max(1, length - prefixed)
            yield Draft(
                tokens[prefixed:], float(mean), np.array(rows[prefixed:], np.float64), complete
            )


def _opened(folder: Path, settings: ArgosSettings) -> Any:
    import ctranslate2

    if settings.device == "cuda" and not ctranslate2.get_cuda_device_count():
        raise MissingError(
            "ARGOS_DEVICE_TYPE is cuda, and CTranslate2 finds no CUDA device on this machine",
            "Unset it, or install the driver and the CUDA libraries.",
        )
    workers, threads = _threads(settings)
    try:
        return ctranslate2.Translator(
            str(folder / "model"),
            device=settings.device,
            compute_type=settings.compute_type,
            inter_threads=workers,
            intra_threads=threads,
        )
    except ValueError as error:
        raise UsageError(
            f"CTranslate2 cannot run with ARGOS_COMPUTE_TYPE={settings.compute_type} and "
            f"ARGOS_DEVICE_TYPE={settings.device}: {error}",
            "Unset them.",
        ) from error
    except RuntimeError as error:
        raise _damaged(folder, error) from error


def _threads(settings: ArgosSettings) -> tuple[int, int]:
    """How many batches run at once, and threads for each."""
    if settings.device != "cpu":
        return settings.inter_threads or 1, settings.intra_threads or 1
    there = os.cpu_count() or 1
    if platform.system() == "Linux":
        there = len(os.sched_getaffinity(0))
    workers = settings.inter_threads or min(WORKERS, there // (settings.intra_threads or 1)) or 1
    return workers, settings.intra_threads or max(1, there // workers)


def _damaged(folder: Path, error: BaseException) -> RecordError:
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
    return RecordError(f"{folder}: the package cannot be opened: {reason}", REMEDY)
