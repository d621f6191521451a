"""openai-whisper: the reference engine, on PyTorch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from subtitler.engines.checkpoints import no_checkpoint, official_heads, read_checkpoint
from subtitler.engines.decoding import WINDOW_SAMPLES, Attempt, TimedWord, hear
from subtitler.engines.whisper_codes import language_of, whisper_code
from subtitler.ports import DecodingOptions, Hearing

if TYPE_CHECKING:
    from subtitler.ports import Samples

BEST_OF = 5  # samples drawn at a temperature above 0, of which the likeliest counts


class WhisperTranscriber:
    """Transcriber over openai-whisper. `weights` is a checkpoint in OpenAI's form (.pt).

    Raises UsageError where it is none.
    """

    name = "whisper"

    def __init__(self, weights: Path, model_digest: str, device: str) -> None:
        self.model_digest = model_digest
        self._model: Any = _open(weights, device)
        self.multilingual: bool = self._model.is_multilingual
        heads = official_heads(model_digest)
        if heads is not None:
            self._model.set_alignment_heads(heads)

    def languages(self, samples: Samples) -> dict[str, float]:
        """See Transcriber.languages."""
        import whisper

        _, probabilities = whisper.detect_language(self._model, self._mel(samples))
        return {language_of(str(code)): float(value) for code, value in probabilities.items()}

    def transcribe(self, samples: Samples, start: int, options: DecodingOptions) -> Hearing:
        """See Transcriber.transcribe."""
        mel = self._mel(samples)
        return hear(
            _Window(self._model, mel, len(samples), whisper_code(options.language)), start, options
        )

    def _mel(self, samples: Samples) -> Any:
        import whisper

        padded = whisper.pad_or_trim(samples, WINDOW_SAMPLES)
        mel = whisper.log_mel_spectrogram(padded, self._model.dims.n_mels)
        return mel.to(self._model.device)


class _Window:
    """WindowDecoder over an openai-whisper model."""

    def __init__(self, model: Any, mel: Any, samples: int, language: str) -> None:
        import torch
        from whisper.tokenizer import get_tokenizer

        self._model, self._mel, self._language = model, mel, language
        self._frames = min(samples, WINDOW_SAMPLES) // 160
        self._tokenizer = get_tokenizer(
            model.is_multilingual,
            num_languages=model.num_languages,
            language=language,
            task="transcribe",
        )
        self.eot: int = self._tokenizer.eot
        self.timestamp_begin: int = self._tokenizer.timestamp_begin
        with torch.no_grad():
            self._heard = model.embed_audio(mel.unsqueeze(0))[0]

    def attempt(self, temperature: float, seed: int) -> Attempt:
        """See WindowDecoder.attempt."""
        import torch
        import whisper

        options = whisper.DecodingOptions(
            language=self._language,
            temperature=temperature,
            best_of=BEST_OF if temperature else None,
            fp16=False,
        )
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            result = whisper.decode(self._model, self._heard, options)
        return Attempt(tuple(result.tokens), result.avg_logprob, result.no_speech_prob)

    def text(self, tokens: Sequence[int]) -> str:
        """See WindowDecoder.text."""
        return str(self._tokenizer.decode(list(tokens)))

    def align(self, tokens: Sequence[int]) -> list[TimedWord]:
        """See WindowDecoder.align."""
        from whisper.timing import find_alignment

        words = find_alignment(
            self._model, self._tokenizer, list(tokens), self._mel, max(2, self._frames)
        )
        return [
            TimedWord(word.word, len(word.tokens), word.start, word.end, word.probability)
            for word in words
        ]


def _open(weights: Path, device: str) -> Any:
    """The model of a checkpoint file. Raises UsageError where it is none."""
    import whisper

    checkpoint = read_checkpoint(weights)
    try:
        model = whisper.Whisper(whisper.ModelDimensions(**checkpoint["dims"]))
        model.load_state_dict(checkpoint["model_state_dict"])
    except (RuntimeError, TypeError, AttributeError) as error:
        raise no_checkpoint(weights, error) from error
    return model.to(device)
