"""The Silero voice-activity network that faster-whisper carries, run as a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from subtitler.ports import LEVEL_HOP, SPEECH_HOP, Activity

if TYPE_CHECKING:
    from subtitler.ports import Samples

CONTEXT = 64  # samples of the hop before, which the network sees with each hop
BATCH = 500  # hops in one call: the encoder's activations for 16 s, about 20 MB
FLOOR = -100.0  # dB: digital silence


class SileroFinder:
    """SpeechFinder over Silero.

    faster-whisper's own call starts the network anew each time and would need the whole file at
    once (2.3 GB for ten hours); here its state is kept from block to block.
    """

    def __init__(self) -> None:
        import numpy as np
        from faster_whisper.vad import get_vad_model

        self._session: Any = get_vad_model().session
        self._h = np.zeros((1, 1, 128), np.float32)
        self._c = np.zeros((1, 1, 128), np.float32)
        self._context = np.zeros(CONTEXT, np.float32)

    def hear(self, samples: Samples) -> Activity:
        """See SpeechFinder.hear; samples that fill no hop are taken with silence behind them."""
        import numpy as np

        hops = np.pad(samples, (0, -len(samples) % SPEECH_HOP)).reshape(-1, SPEECH_HOP)
        before = np.concatenate([self._context[None], hops[:-1, -CONTEXT:]]) if len(hops) else hops
        speech: list[float] = []
        for at in range(0, len(hops), BATCH):
            joined = np.concatenate([before[at : at + BATCH], hops[at : at + BATCH]], axis=1)
            given, self._h, self._c = self._session.run(
                None, {"input": joined, "h": self._h, "c": self._c}
            )
            speech.extend(np.asarray(given, np.float64).reshape(-1).tolist())
        if len(hops):
            self._context = hops[-1, -CONTEXT:].copy()
        return Activity(speech, _levels(samples))


def _levels(samples: Samples) -> list[float]:
    """Loudness of each LEVEL_HOP in dB below full scale."""
    import numpy as np

    hops = np.pad(samples, (0, -len(samples) % LEVEL_HOP)).reshape(-1, LEVEL_HOP)
    power = np.mean(np.square(hops, dtype=np.float64), axis=1)
    return [float(level) for level in np.maximum(10 * np.log10(power + 1e-12), FLOOR)]
