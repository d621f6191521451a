"""`subtitler merge`: a second person's copy of a track, merged into ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from subtitler.domain.cue import Cue
from subtitler.domain.edit import Built, Claim, Shown, TrackBase
from subtitler.errors import RefusedError, UsageError
from subtitler.formats.blocks import Block, Document
from subtitler.formats.languages import language_tag, same_language
from subtitler.formats.records import SOURCE, TRACK, SourceRecord, TrackRecord
from subtitler.formats.rewriting import at_home, compose_like, is_vtt
from subtitler.stages.matching import SURE, match
from subtitler.stages.reconciling import Merged, holding, merge_copies
from subtitler.stages.wordalign import tokens
from subtitler.workflow.approvals import approved_in, still_approved
from subtitler.workflow.commit import NewContent, again_when_saved
from subtitler.workflow.copiedtrack import CopyWork, OurTrack, our_track
from subtitler.workflow.diffs import unified
from subtitler.workflow.editevents import CopyConflict, CopyMerged
from subtitler.workflow.events import Notice, Planned, Report
from subtitler.workflow.files import digest_bytes
from subtitler.workflow.job import Request
from subtitler.workflow.naming import settings_for, source_of, unnamed
from subtitler.workflow.reading import shown_of
from subtitler.workflow.recordfiles import record_content
from subtitler.workflow.relinking import relinked
from subtitler.workflow.sources import written
from subtitler.workflow.sourcetrack import SourceFile, parted_name
from subtitler.workflow.tracks import ANOTHER_FILM, look


def merge_copy(
    text: str, copy: str, request: Request, report: Report, language: str | None = None
) -> CopyMerged:
    """Merges a copy into one of a title's tracks; what both changed stays as ours, and is listed.

    Raises UsageError for a language that the title has no track in, or a copy that is not there
    or is the track itself; RefusedError for another film's; RecordError, StorageError.
    """
    settings = settings_for(text, request)
    file = source_of(text, Path(settings.output_dir))
    with file.title.locked():
        wanted = _language(file, Path(copy), language)
        work = CopyWork(file, settings, wanted, Path(copy), request)
        second = _second(work)
        return again_when_saved(lambda: _merge(work, second, report))


def _language(file: SourceFile, copy: Path, asked: str | None) -> str:
    """Which track a copy is of. Raises UsageError where the title has none such."""
    title = file.title
    known = [one for one in title.languages() if title.srt(one).exists()]
    there = list(dict.fromkeys([file.language, *known]))
    listed = f"There are: {', '.join(there)}."
    said = language_tag(asked) if asked else parted_name(copy)[1]
    if said:
        for one in there:
            if same_language(one, said):
                return one
        raise UsageError(f"{title.title}: there is no track in {said}", listed)
    if len(there) > 1:
        raise UsageError(
            f"{copy}: its name does not say which track it is a copy of",
            f"Give the language with --lang. {listed}",
        )
    return there[0]


def _second(work: CopyWork) -> Document:
    """The copy's cues. Raises UsageError where it has none, or is our file itself."""
    found = look(work.copy)
    if found.raw is None:
        raise UsageError(f"{work.copy}: there is no such file", "Look at the name.")
    if work.path.exists() and work.copy.samefile(work.path):
        raise UsageError(
            f"{work.copy}: this is the track itself", "Give the copy that the other person edited."
        )
    if not found.document.blocks:
        raise UsageError(f"{work.copy}: there is no cue in it", "Give a copy of the track.")
    return found.document


def _merge(work: CopyWork, second: Document, report: Report) -> CopyMerged:
    ours = our_track(work)
    theirs = [shown_of(block) for block in second.blocks]
    _refuse_another(work, ours.base, theirs)
    approved = approved_in(ours.record, (one.cue for one in ours.base.built))
    base = holding(ours.base, approved, ours.machine.words)
    merged = merge_copies(base, ours.shown, theirs, ours.machine)
    merged = replace(merged, base=_let_go(merged.base, ours.base))
    srt, notice = _content(work, ours, merged, second)
    taken = sum(part.second for part in merged.parts)
    kept = sum(part.shown is not None and not part.second for part in merged.parts)
    contents = [replace(srt, group=work.language), *_records(work, ours, merged, srt.content)]
    changed = any(digest_bytes(one.content) != one.before for one in contents)
    if work.request.dry_run:
        diff = unified(work.path, ours.now.raw, srt.content)
        files = (written(work.path),)
        report(
            Planned(
                work.file.title.title,
                work.language,
                len(merged.parts),
                len(merged.parts) - taken,
                diff,
                merged.findings,
                files,
            )
        )
    else:
        work.file.title.commits.commit(contents)
    if notice:
        report(Notice(f"{work.path}: {notice}"))
    return CopyMerged(
        title=work.file.title.title,
        language=work.language,
        copy=written(work.copy),
        outcome="planned" if work.request.dry_run else "merged" if changed else "unchanged",
        cues=len(merged.parts),
        taken=taken,
        removed=len(ours.shown) - kept,
        conflicts=_conflicts(merged),
        recorded=len(contents) > 1,
        file=written(work.path),
    )


def _refuse_another(work: CopyWork, base: TrackBase, theirs: Sequence[Shown]) -> None:
    """Raises RefusedError where a copy has almost nothing of the track: the same times alone are
    no sign, every translation has them."""
    cues = {cue for claim in base.claims for cue in (*claim.base, *claim.shown)}
    known = sorted({*(one.cue for one in base.built), *cues}, key=lambda cue: (cue.span, cue.id))
    alike = {
        one.shown
        for one in match(known, theirs).matches
        if one.sure >= SURE and _alike(known[one.base].text, theirs[one.shown].text)
    }
    if known and len(alike) < ANOTHER_FILM * len(theirs):
        raise RefusedError(
            f"{work.copy}: almost none of its cues are those of {work.path}",
            "It looks like another film's, or another language's: --lang says which track it is.",
        )


def _alike(one: str, other: str) -> bool:
    """Whether two texts share half of their words, of the text that has fewer."""
    words, others = set(tokens(one)), set(tokens(other))
    if not words or not others:
        return one == other
    return 2 * len(words & others) >= min(len(words), len(others))


def _let_go(base: TrackBase, before: TrackBase) -> TrackBase:
    """The base without the claims that only held an approved cue while copies were merged."""
    known = {claim.base for claim in before.claims if claim.held}
    claims: list[Claim] = []
    built = list(base.built)
    for claim in base.claims:
        if claim.held and not (claim.touched or claim.second) and claim.base not in known:
            built.append(Built(claim.base[0], claim.words[0], claim.words[-1] + 1))
        else:
            claims.append(claim)
    built.sort(key=lambda one: one.first)
    return replace(base, built=tuple(built), claims=tuple(claims))


def _content(
    work: CopyWork, ours: OurTrack, merged: Merged, second: Document
) -> tuple[NewContent, str | None]:
    """Our blocks byte for byte, the copy's with our line endings, in our encoding."""
    document = ours.now.document
    places = [None if part.second else part.shown for part in merged.parts]
    if places == list(range(len(document.blocks))):
        return NewContent(work.path, ours.now.raw or b"", ours.now.digest, keep=True), None
    alike = is_vtt(document) == is_vtt(second)
    pieces: list[Cue | Block] = []
    for part in merged.parts:
        if part.shown is None or (part.second and not alike):
            pieces.append(part.cue)
        elif part.second:
            pieces.append(at_home(second.blocks[part.shown], document.encoding.newline))
        else:
            pieces.append(document.blocks[part.shown])
    content, notice = compose_like(document, pieces)
    return NewContent(work.path, content, ours.now.digest, keep=True), notice


def _records(work: CopyWork, ours: OurTrack, merged: Merged, content: bytes) -> list[NewContent]:
    """The records that tell of the merged track: none for a target that nothing is known of."""
    title, language = work.file.title, work.language
    if ours.record is None and not work.of_source:
        return []
    if work.of_source and unnamed(work.file):
        return []
    known = ours.record or TrackRecord(language, work.settings.style)
    cues = [part.cue for part in merged.parts]
    record = replace(known, base=merged.base, approvals=still_approved(ours.record, cues))
    contents = [record_content(title.track(language), TRACK.compose(record), language)]
    if work.of_source:
        here = {cue.id for cue in cues}
        contents += relinked(title, merged.heirs, here, besides={language})
    if work.of_source and work.file.bare:
        here_now = SourceRecord(written(work.path.absolute()), language, "")
        source = replace(title.read_source() or here_now, digest=digest_bytes(content))
        contents.append(record_content(title.source, SOURCE.compose(source), language))
    return contents


def _conflicts(merged: Merged) -> tuple[CopyConflict, ...]:
    """The cues that both changed and that nobody has looked at since, those of an earlier copy
    too."""
    numbers = {part.cue.id: number for number, part in enumerate(merged.parts, 1)}
    return tuple(
        CopyConflict(
            numbers[claim.shown[0].id] if claim.shown else 0,
            claim.span.in_time,
            claim.text,
            claim.second,
        )
        for claim in merged.base.claims
        if claim.second
    )
