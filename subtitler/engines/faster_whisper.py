"""faster-whisper: the same weights on CTranslate2, without PyTorch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from subtitler.engines.decoding import WINDOW_SAMPLES, Attempt, TimedWord, hear
from subtitler.engines.whisper_codes import language_of, whisper_code
from subtitler.errors import UsageError
from subtitler.ports import DecodingOptions, Hearing

if TYPE_CHECKING:
    from subtitler.ports import Samples

BEST_OF = 5  # samples drawn at a temperature above 0, of which the likeliest counts
MAX_TOKENS = 224  # of a window's text, half of Whisper's context: openai-whisper's sample_len
MAX_INITIAL_TIMESTAMP = 50  # in 20 ms: text begins within the first second


class FasterWhisperTranscriber:
    """Transcriber over faster-whisper. `folder` holds a model in CTranslate2's form.

    Raises UsageError where it does not.
    """

    name = "faster-whisper"

    def __init__(
        self, folder: Path, model_digest: str, device: str, compute_type: str, threads: int
    ) -> None:
        from faster_whisper import WhisperModel

        self.model_digest = model_digest
        self._folder = folder
        self._arguments: dict[str, Any] = {
            "device": device,
            "compute_type": compute_type,
            "intra_threads" if device == "cpu" else "inter_threads": threads
            if device == "cpu"
            else 1,
        }
        try:
            self._model: Any = WhisperModel(
                str(folder),
                device=device,
                compute_type=compute_type,
                cpu_threads=threads,
                num_workers=1,
                local_files_only=True,
            )
        except (RuntimeError, ValueError) as error:
            raise UsageError(
                f"{folder}: this is no Whisper model for CTranslate2 ({error})",
                "Give a folder with model.bin, config.json and tokenizer.json, or a .pt.",
            ) from error
        self.multilingual: bool = self._model.model.is_multilingual

    def languages(self, samples: Samples) -> dict[str, float]:
        """See Transcriber.languages."""
        found = self._model.model.detect_language(self._encoded(samples))[0]
        return {language_of(token[2:-2]): float(probability) for token, probability in found}

    def transcribe(self, samples: Samples, start: int, options: DecodingOptions) -> Hearing:
        """See Transcriber.transcribe."""
        return hear(_Window(self, samples, whisper_code(options.language)), start, options)

    def _encoded(self, samples: Samples) -> Any:
        import numpy as np

        padded = np.pad(samples[:WINDOW_SAMPLES], (0, max(0, WINDOW_SAMPLES - len(samples))))
        features = self._model.feature_extractor(padded, padding=0)
        return self._model.encode(features[:, :3000])

    def _reopened(self, seed: int) -> Any:
        """The model, opened anew: CTranslate2 takes a seed only when a worker thread begins."""
        import ctranslate2

        ctranslate2.set_random_seed(seed)
        return ctranslate2.models.Whisper(str(self._folder), **self._arguments)


class _Window:
    """WindowDecoder over a CTranslate2 model."""

    def __init__(self, engine: FasterWhisperTranscriber, samples: Samples, language: str) -> None:
        from faster_whisper.tokenizer import Tokenizer

        self._engine = engine
        self._model: Any = engine._model  # noqa: SLF001  (one class in two parts)
        self._frames = min(len(samples), WINDOW_SAMPLES) // 160
        self._tokenizer = Tokenizer(
            self._model.hf_tokenizer,
            self._model.model.is_multilingual,
            task="transcribe",
            language=language,
        )
        self.eot: int = self._tokenizer.eot
        self.timestamp_begin: int = self._tokenizer.timestamp_begin
        self._encoded = engine._encoded(samples)  # noqa: SLF001

    def attempt(self, temperature: float, seed: int) -> Attempt:
        """See WindowDecoder.attempt."""
        model = self._engine._reopened(seed) if temperature else self._model.model  # noqa: SLF001
        prompt = list(self._tokenizer.sot_sequence)
        result = model.generate(
            self._encoded,
            [prompt],
            beam_size=1,
            num_hypotheses=BEST_OF if temperature else 1,
            sampling_topk=0 if temperature else 1,
            sampling_temperature=temperature or 1.0,
            max_length=len(prompt) + MAX_TOKENS,
            return_scores=True,
            return_no_speech_prob=True,
            max_initial_timestamp_index=MAX_INITIAL_TIMESTAMP,
        )[0]
        tokens = tuple(result.sequences_ids[0])
        # CTranslate2 gives the mean over the tokens; Whisper's also counts the end of text
        avg_logprob = result.scores[0] * len(tokens) / (len(tokens) + 1)
        return Attempt(tokens, avg_logprob, result.no_speech_prob)

    def text(self, tokens: Sequence[int]) -> str:
        """See WindowDecoder.text."""
        return str(self._tokenizer.decode(list(tokens)))

    def align(self, tokens: Sequence[int]) -> list[TimedWord]:
        """See WindowDecoder.align."""
        if not tokens:
            return []
        words = self._model.find_alignment(
            self._tokenizer, [list(tokens)], self._encoded, max(2, self._frames)
        )[0]
        return [
            TimedWord(
                word["word"],
                len(word["tokens"]),
                float(word["start"]),
                float(word["end"]),
                float(word["probability"]),
            )
            for word in words
        ]
