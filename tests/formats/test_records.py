"""Records are the same bytes in every run."""

from __future__ import annotations

import os
import subprocess
import sys

CODE = """
from subtitler.domain.cue import Cue, CueId
from subtitler.domain.edit import BOTH, Claim, TrackBase
from subtitler.domain.timing import Span
from subtitler.formats.records import TRACK, TrackRecord
cue = Cue(CueId("c1"), Span(0, 1), ("a",))
parts = frozenset(CueId(f"c{at}.2") for at in range(1, 20))
base = TrackBase((), (Claim((cue,), (cue,), touched=BOTH),), parts=parts)
print(TRACK.compose(TrackRecord("en", "netflix", base)).decode())
"""


def test_a_set_is_written_in_one_order() -> None:
    """Else a run that changes nothing would write a record anew, and say that it did."""
    told = {
        subprocess.run(
            [sys.executable, "-c", CODE],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3", "4")
    }
    assert len(told) == 1
