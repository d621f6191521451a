"""Which cues a person approved, as they stand now."""

from __future__ import annotations

from collections.abc import Iterable

from subtitler.domain.cue import Cue, CueId
from subtitler.formats.records import TrackRecord
from subtitler.workflow.files import digest_bytes


def text_digest(cue: Cue) -> str:
    """What an approval of a cue covers: its text."""
    return digest_bytes(cue.text.encode())[:16]


def approved_in(record: TrackRecord | None, cues: Iterable[Cue]) -> frozenset[CueId]:
    """The cues whose text is the one that was approved; one that was edited since is not."""
    if record is None:
        return frozenset()
    approvals = record.approvals
    return frozenset(cue.id for cue in cues if approvals.get(cue.id) == text_digest(cue))


def still_approved(record: TrackRecord | None, cues: Iterable[Cue]) -> dict[CueId, str]:
    """The approvals that hold for these cues, as a record keeps them.

    One of a text that was edited is kept too: it holds again when the text comes back.
    """
    if record is None:
        return {}
    ids = {cue.id for cue in cues}
    return {cue: digest for cue, digest in record.approvals.items() if cue in ids}
