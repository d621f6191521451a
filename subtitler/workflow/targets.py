"""A title's track in another language, written: the SRT around what a person wrote, its record,
and what is now known of the source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from subtitler.domain.cue import Cue, CueId, Origin
from subtitler.domain.edit import Built, Claim, Field, TrackBase
from subtitler.domain.finding import Finding
from subtitler.domain.sentence import TargetCue
from subtitler.domain.timing import Span
from subtitler.formats.blocks import Block, retimed
from subtitler.formats.records import (
    FINDINGS,
    TRACK,
    SentenceRecord,
    TrackRecord,
    TranslationRecord,
)
from subtitler.formats.srt import compose_blocks
from subtitler.ports import Translator
from subtitler.stages.following import Kept
from subtitler.stages.reconciling import Names, Part, interleaved
from subtitler.workflow.approvals import still_approved
from subtitler.workflow.commit import NewContent
from subtitler.workflow.diffs import unified
from subtitler.workflow.files import digest_bytes
from subtitler.workflow.job import Request
from subtitler.workflow.laying import Layer, Laying, Row
from subtitler.workflow.recordfiles import record_content
from subtitler.workflow.rendering import Rendered
from subtitler.workflow.reusing import Noted, Noting, Reuse
from subtitler.workflow.settings import Settings
from subtitler.workflow.sourcerecords import source_contents
from subtitler.workflow.sourcetrack import SourceTrack
from subtitler.workflow.targettrack import TargetTrack
from subtitler.workflow.tracks import OnDisk, srt_content


@dataclass(frozen=True, slots=True)
class Making:
    """By what a target is made."""

    translator: Translator
    settings: Settings
    reuse: Reuse


@dataclass(frozen=True, slots=True)
class NewTarget:
    """A target as it is to be: its file's parts with the times that they have now, and its
    record."""

    parts: tuple[Part, ...]
    record: TrackRecord
    settings: Settings


@dataclass(frozen=True, slots=True)
class WrittenTarget:
    """What writing a target came to, or would: `translated` (its SRT is another), `noted` (only
    what is known of it is) or `unchanged`; `diff` is what changes in the SRT."""

    path: Path
    findings: tuple[Finding, ...]
    outcome: str
    notice: str | None
    diff: str = ""


def new_target(
    target: TargetTrack, laying: Laying, layer: Layer, making: Making, noted: Noting
) -> NewTarget:
    """The target that a laying comes to. `noted` is what the memory has beside its sentences."""
    sentences, frozen, laid = _sentences(target, laying, layer, noted)
    kept = laying.following.kept
    own = [_renumbered(one, frozen, {}) for keeping in kept for one in keeping.own]
    made = [_renumbered(one, laid, _offsets(laying.rows)) for one in laying.cues]
    targets = sorted([*own, *made], key=lambda one: one.cue.span)
    place = {one.cue.id: at for at, one in enumerate(targets)}
    claims, built, parts = _standing(kept, place)
    there = {unit.own[0].cue: unit.at[0] for unit in target.units if unit.claim is None}
    for one in made:
        at = place[one.cue.id]
        timed = laying.following.timed.get(one.cue.id)
        if timed is None:
            built.append(Built(one.cue, at, at + 1))
            parts.append(Part(one.cue, there.get(one.cue)))
        else:
            shown = replace(one.cue, span=timed, origin=Origin.PERSON)
            claims.append(_timed(one.cue, shown, at))
            parts.append(Part(shown))
    base = TrackBase(
        tuple(sorted(built, key=lambda one: one.first)),
        tuple(sorted(claims, key=lambda claim: claim.span)),
        last=target.names.last,
        parts=frozenset(target.names.parts),
    )
    base = replace(base, last=Names.of(base).last)
    known = target.translation
    here = {part.cue.id for part in parts}
    against = known.against if known is not None else {}
    by = making.translator
    made_by = (by.name, by.via, by.digests)
    if known is not None and not layer.store.sent:  # nothing in it is this one's
        made_by = (known.engine, known.via, known.packages)
    translation = TranslationRecord(
        layer.rules.pair.source,
        *made_by,
        sentences,
        tuple(targets),
        tuple(_record(rendered, 0, layer, at, {}) for at, rendered in laying.suggested),
        against={cue: one for cue, one in against.items() if cue in here},
    )
    record = TrackRecord(
        target.language,
        making.settings.style,
        base,
        translation,
        still_approved(target.record, (part.cue for part in parts)) if target.base.standing else {},
        making.settings.of_translation(),
    )
    return NewTarget(_in_order(parts), record, making.settings)


def _sentences(
    target: TargetTrack, laying: Laying, layer: Layer, noted: Noting
) -> tuple[tuple[SentenceRecord, ...], dict[int, int], dict[int, int]]:
    """The sentences of the record, in the source's order, and the numbers in it of frozen ones
    (by their number before) and of laid rows."""
    spans, heirs = layer.ground.spans, layer.compared.heirs
    found: list[tuple[tuple[Span, int, int], SentenceRecord, str, int]] = []
    before: dict[int, SentenceRecord] = {}
    for number in laying.following.frozen:
        one = target.sentences[number]
        cues = tuple(dict.fromkeys(h for cue in one.cues for h in heirs.get(cue, ())))
        if cues:
            one = replace(one, cues=cues, spans=tuple(spans[cue] for cue in cues))
        before[number] = one
    for change in layer.compared.changes:  # what was compared as one keeps its order
        own = [number for number in change.before if number in before]
        first = min((before[number].spans[0] for number in own), default=Span(0, 0))
        place = min(change.now, default=0)
        found += [((first, place, number), before[number], "frozen", number) for number in own]
    for at, (row, taken) in enumerate(zip(laying.rows, laying.chosen, strict=True)):
        if row.number is not None:
            record = _record(row.rendered, taken, layer, row.number, noted)
            found.append(((record.spans[0], row.number, 0), record, "laid", at))
    found.sort(key=lambda one: one[0])
    places = {(kind, number): at for at, (_, _, kind, number) in enumerate(found)}
    frozen = {number: at for (kind, number), at in places.items() if kind == "frozen"}
    laid = {number: at for (kind, number), at in places.items() if kind == "laid"}
    for at, row in enumerate(laying.rows):
        if row.fragment is not None:
            laid[at] = frozen[row.fragment.number]
    return tuple(one[1] for one in found), frozen, laid


def _record(
    rendered: Rendered, at: int, layer: Layer, number: int, noted: Noting
) -> SentenceRecord:
    """A sentence as it was translated."""
    beside = noted.get(rendered.sentence.text, Noted())
    taken = rendered.candidates[at] if at < len(rendered.candidates) else None
    sentence, spans = rendered.sentence, layer.ground.spans
    return SentenceRecord(
        sentence.text,
        sentence.cues,
        tuple(spans[cue] for cue in sentence.cues),
        rendered.hypotheses,
        taken.hypothesis if taken else None,
        taken.repaired if taken else (),
        rendered.masked,
        layer.compared.now.terms[number],
        beside.near,
        beside.refused,
    )


def _offsets(rows: Sequence[Row]) -> dict[int, int]:
    """Where the rendering of each row begins in its sentence's."""
    return {at: row.fragment.begin for at, row in enumerate(rows) if row.fragment is not None}


def _renumbered(
    one: TargetCue, numbers: Mapping[int, int], offsets: Mapping[int, int]
) -> TargetCue:
    """A cue whose shares count in the record's sentences."""
    shares = tuple(
        replace(
            share,
            sentence=numbers[share.sentence],
            begin=share.begin + offsets.get(share.sentence, 0),
            end=share.end + offsets.get(share.sentence, 0),
        )
        for share in one.shares
        if share.sentence in numbers
    )
    return replace(one, shares=shares)


def _standing(
    kept: Sequence[Kept], place: Mapping[CueId, int]
) -> tuple[list[Claim], list[Built], list[Part]]:
    """What stays, as the record tells it, and as parts of the file."""
    claims: list[Claim] = []
    built: list[Built] = []
    parts: list[Part] = []
    for one in kept:
        parts += [Part(cue, at) for cue, at in zip(one.shown, one.unit.at, strict=True)]
        claim = one.unit.claim
        if claim is None:
            cue = one.own[0].cue
            built.append(Built(cue, place[cue.id], place[cue.id] + 1))
            continue
        base = claim.base
        if len(base) == len(one.own):
            base = tuple(own.cue for own in one.own)
        words = tuple(sorted(place[own.cue.id] for own in one.own))
        claims.append(replace(claim, base=base, shown=one.shown, words=words))
    return claims, built, parts


def _timed(cue: Cue, shown: Cue, at: int) -> Claim:
    return Claim((cue,), (shown,), (at,), frozenset({Field.TIMES}), " ".join(cue.text.split()))


def _in_order(parts: Sequence[Part]) -> tuple[Part, ...]:
    """What stands in the file in the file's order, and what is new among it, by in-time."""
    there = sorted((part for part in parts if part.shown is not None), key=lambda p: p.shown or 0)
    new = [part for part in parts if part.shown is None]
    return tuple(interleaved(there, new, lambda part: part.cue.span))


def target_content(
    path: Path, parts: Sequence[Part], now: OnDisk, *, replaced: bool
) -> tuple[NewContent, str | None]:
    """The SRT to come: a person's blocks byte for byte but for times that follow the source."""
    if now.raw is None or replaced:
        return srt_content(path, [part.cue for part in parts], now)
    document = now.document
    pieces: list[Cue | Block] = [
        part.cue if part.shown is None else retimed(document.blocks[part.shown], part.cue.span)
        for part in parts
    ]
    if pieces == list(document.blocks):
        return NewContent(path, now.raw, now.digest, keep=True), None
    content, notice = compose_blocks(pieces, document.encoding, document.preamble)
    return NewContent(path, content, now.digest, keep=True), notice


def write_target(
    track: SourceTrack,
    target: TargetTrack,
    new: NewTarget,
    findings: tuple[Finding, ...],
    request: Request,
) -> WrittenTarget:
    """Writes the SRT, its record, the findings, and what is now known of the source's cues, in
    one commit. Raises RefusedError, StorageError; nothing is changed then."""
    title, language = track.file.title, target.language
    srt, notice = target_content(target.path, new.parts, target.now, replaced=request.replace)
    stored = title.read_findings()
    every = {**stored.findings, language: findings}
    contents: list[NewContent] = [
        replace(srt, group=language),
        replace(record_content(title.track(language), TRACK.compose(new.record)), group=language),
        *source_contents(
            track,
            besides=language,
            style=new.record.style,
            settings=new.settings.of_translation(),
        ),
        record_content(title.findings, FINDINGS.compose(replace(stored, findings=every))),
    ]
    changed = [digest_bytes(one.content) != one.before for one in contents[:2]]
    outcome = "translated" if changed[0] else "noted" if changed[1] else "unchanged"
    if request.dry_run:
        diff = unified(target.path, target.now.raw, srt.content)
        return WrittenTarget(target.path, findings, outcome, notice, diff)
    title.commits.commit(contents)
    return WrittenTarget(target.path, findings, outcome, notice)
