"""What is linked with source cues follows the cues that take their place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from subtitler.domain.cue import CueId
from subtitler.formats.records import TRACK
from subtitler.workflow.commit import NewContent
from subtitler.workflow.recordfiles import record_content
from subtitler.workflow.workspace import TitleFolder

Heirs = Mapping[CueId, tuple[CueId, ...]]
"""For each cue that was there those that hold its words now; none: deleted."""


def heirs_now(cues: Sequence[CueId], heirs: Heirs, here: Collection[CueId]) -> tuple[CueId, ...]:
    """The cues of `here` that hold what `cues` held."""
    own = (heirs.get(cue, (cue,)) for cue in cues)
    return tuple(dict.fromkeys(one for several in own for one in several if one in here))


def relinked(
    title: TitleFolder,
    heirs: Heirs,
    here: Collection[CueId],
    *,
    besides: set[str],
) -> list[NewContent]:
    """The records of targets whose source cues have been taken over by others."""
    if all(own == (cue,) for cue, own in heirs.items()):
        return []
    contents = []
    for language in title.languages():
        record = title.read_track_or_none(language)[0] if language not in besides else None
        if record is None or record.translation is None:
            continue
        translation = record.translation
        linked = {cue for one in translation.sentences for cue in one.cues}
        linked |= {cue for one in translation.targets for cue in one.sources}
        every = {cue: heirs_now(translation.heirs.get(cue, (cue,)), heirs, here) for cue in linked}
        moved = {cue: own for cue, own in sorted(every.items()) if own != (cue,)}
        if moved != translation.heirs:
            changed = replace(record, translation=replace(translation, heirs=moved))
            contents.append(record_content(title.track(language), TRACK.compose(changed)))
    return contents
