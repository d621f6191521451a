"""Where target cues can be: at their source cues' in-times, each with its room to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from subtitler.domain.cue import CueId
from subtitler.domain.sentence import PlainCue
from subtitler.stages.pacing import Pace


@dataclass(frozen=True, slots=True)
class Slot:
    """A source cue's place on screen (ms).

    `out` is its out-time, drawn back from the next cue; `latest` how far it may run into the
    pause. `together`: another cue starts with it, and both stay as they are.
    """

    id: CueId
    number: int
    in_time: int
    out: int
    latest: int
    together: bool = False

    @property
    def own(self) -> int:
        """Ms that it has without the pause after it."""
        return self.out - self.in_time

    @property
    def room(self) -> int:
        """Ms that it can have at most."""
        return self.latest - self.in_time


def slots_of(cues: Sequence[PlainCue], pace: Pace) -> list[Slot]:
    """A slot for each cue (by in-time). Cues without words are never shown, and take no room.

    Cues that start so close that the first would not be seen for 2 frames count as together.
    """
    shown = [at for at, cue in enumerate(cues) if cue.text.strip()]
    close = pace.gap + pace.least
    together = {
        at
        for left, right in zip(shown, shown[1:], strict=False)
        for at in (left, right)
        if cues[right].span.in_time - cues[left].span.in_time < close
    }
    limits: list[int | None] = [None] * len(cues)
    after = 0
    for at in shown:
        while (
            after < len(shown) and cues[shown[after]].span.in_time < cues[at].span.in_time + close
        ):
            after += 1
        if after < len(shown):
            limits[at] = cues[shown[after]].span.in_time - pace.gap
    return [
        _slot(cue, number, limits[number], number in together, pace)
        for number, cue in enumerate(cues)
    ]


def _slot(cue: PlainCue, number: int, limit: int | None, together: bool, pace: Pace) -> Slot:
    start, out = cue.span.in_time, cue.span.out_time
    latest = start + pace.maximum
    if limit is not None:
        latest = min(latest, limit)
        out = out if together else min(out, limit)
    return Slot(cue.id, number, start, out, max(latest, out), together)
