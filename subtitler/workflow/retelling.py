"""What records say of cues that were fixed: the same, in the fixed form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.edit import TrackBase
from subtitler.domain.sentence import Sentence
from subtitler.formats.records import SentenceRecord, TrackRecord

TOGETHER = 6  # sentences that a cue was approved against, at most


def rebased(base: TrackBase | None, fixed: Mapping[Cue, Cue]) -> TrackBase | None:
    """A base that tells of fixed cues (by what they were): a machine's cue is the fixed one, a
    person's stands as fixed, and what it was made from stays."""
    if base is None:
        return None
    built = tuple(replace(one, cue=fixed.get(one.cue, one.cue)) for one in base.built)
    claims = tuple(
        replace(claim, shown=tuple(fixed.get(cue, cue) for cue in claim.shown))
        for claim in base.claims
    )
    return replace(base, built=built, claims=claims)


def renamed(before: Sequence[Sentence], after: Sequence[Sentence]) -> dict[str, str]:
    """The texts of a source's sentences that fixes changed, those of neighbours together too (as
    approvals keep them), and what they are now."""
    pairs = _pairs(before, after)
    found: dict[str, str] = {}
    for at in range(len(pairs)):
        for end in range(at + 1, min(at + TOGETHER, len(pairs)) + 1):
            some = pairs[at:end]
            if any(old.text != new.text for old, new in some):
                text = " ".join(old.text for old, _ in some)
                found.setdefault(text, " ".join(new.text for _, new in some))
    return found


def _pairs(
    before: Sequence[Sentence], after: Sequence[Sentence]
) -> list[tuple[Sentence, Sentence]]:
    """Each sentence with what it is now: one by one, else those that alone stand in their cues."""
    if len(before) == len(after):
        return list(zip(before, after, strict=True))
    olds, news = _alone(before), _alone(after)
    return [(old, news[cues]) for cues, old in olds.items() if cues in news]


def _alone(sentences: Sequence[Sentence]) -> dict[tuple[CueId, ...], Sentence]:
    found: dict[tuple[CueId, ...], list[Sentence]] = {}
    for one in sentences:
        found.setdefault(one.cues, []).append(one)
    return {cues: own[0] for cues, own in found.items() if len(own) == 1}


def retold(record: TrackRecord, texts: Mapping[str, str]) -> TrackRecord:
    """A translation's record with the source's sentences as they are written now."""
    translation = record.translation
    if translation is None:
        return record

    def now(one: SentenceRecord) -> SentenceRecord:
        return replace(one, text=texts.get(one.text, one.text))

    against = {
        cue: replace(one, text=texts.get(one.text, one.text))
        for cue, one in translation.against.items()
    }
    changed = replace(
        translation,
        sentences=tuple(map(now, translation.sentences)),
        suggested=tuple(map(now, translation.suggested)),
        against=against,
    )
    return replace(record, translation=changed)
