"""Laws of fitting: translations in target cues, over tracks of every kind."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

import target_rules as rules
from subtitler.domain.cue import CueId, Track
from subtitler.domain.finding import Severity
from subtitler.domain.style import HOUSES, style_guide
from target_cases import FRAMES, Case, cases, fitted, found, taken


@given(cases(), st.sampled_from(["en", "es", "fr"]), st.sampled_from(FRAMES))
def test_lines_hold_in_every_cue_that_has_time_to_be_cut(
    case: Case, language: str, frame: Fraction
) -> None:
    """CPL and two lines, however long the translation and however short the time; what has no
    room even for flashes of 2 frames is an error."""
    result = fitted(case, language, frame)
    style = style_guide(HOUSES["netflix"], language)
    full = found(result, "no-room")
    assert rules.too_wide([t for t in result.cues if t.cue.id not in full], style) == []
    worst = {f.severity for f in result.findings if f.rule == "no-room"}
    assert worst <= {Severity.ERROR}


@given(cases(), st.sampled_from(FRAMES), st.booleans())
def test_no_cue_overlaps_or_touches_the_next(case: Case, frame: Fraction, keep: bool) -> None:
    """2 frames between neighbours, but for source cues that start together, and those have a
    finding."""
    result = fitted(case, "fr", frame, keep_cues=keep)
    together = rules.starting_together(case[0], frame)
    style = style_guide(HOUSES["netflix"], "fr")
    assert rules.too_close(result.cues, together, style, frame) == []
    marked = found(result, "same-time")
    assert {t.sources[0] for t in result.cues if t.cue.id in marked} <= together
    for target in result.cues:
        if target.cue.id in together:
            assert target.cue.id in marked


@given(cases(), st.booleans(), st.booleans())
def test_every_word_is_in_one_cue_and_in_order(case: Case, keep: bool, recue: bool) -> None:
    """No word of a rendering is lost, doubled, shown where nothing says it is, or out of order,
    but where source cues start together."""
    result = fitted(case, keep_cues=keep, recue=recue)
    together = set() if recue else rules.starting_together(case[0], FRAMES[0])
    assert rules.shown_words(result.cues, taken(case, result), together) == []


@given(cases(), st.booleans(), st.booleans())
def test_every_source_cue_with_words_is_linked(case: Case, keep: bool, recue: bool) -> None:
    """From at least one target cue, which shows words of a sentence that the source cue is in;
    and no target cue is without a source."""
    result = fitted(case, keep_cues=keep, recue=recue)
    linked = {source for target in result.cues for source in target.sources}
    assert linked == {cue.id for cue in case[0] if cue.text.strip()}
    assert all(target.sources for target in result.cues)


@given(cases(), st.booleans())
def test_targets_keep_their_sources_ids_and_spans(case: Case, keep: bool) -> None:
    """A cue's target has its id and in-time, and its out-time unless that is drawn back from the
    next cue, or run into the pause because the text needs it; cues cut from it follow inside."""
    cues = case[0]
    result = fitted(case, keep_cues=keep)
    assert Track("es", tuple(target.cue for target in result.cues))
    style = style_guide(HOUSES["netflix"], "es")
    place = {cue.id: at for at, cue in enumerate(cues)}
    for target in result.cues:
        name, _, part = target.cue.id.partition("/")
        at = place[CueId(name)]
        latest = rules.room(cues, at, style, FRAMES[0])
        merged = max(cues[place[s]].span.out_time for s in target.sources)
        assert name in target.sources
        assert target.cue.span.out_time <= max(latest, merged)
        assert not (keep and part)
        if part:
            assert int(part) >= 2
            assert target.cue.span.in_time > cues[at].span.in_time
        else:
            assert target.cue.span.in_time == cues[at].span.in_time


@given(cases(orderly=True))
def test_a_cue_that_fits_keeps_its_span(case: Case) -> None:
    """Where nothing overlaps, an uncut cue keeps its out-time, or takes the pause that CPS asks."""
    result = fitted(case)
    spans = {cue.id: cue.span for cue in case[0]}
    cut = {target.cue.id.partition("/")[0] for target in result.cues if "/" in target.cue.id}
    for target in result.cues:
        if target.cue.id.partition("/")[0] in cut or len(target.sources) > 1:
            continue
        own = spans[target.cue.id]
        characters = sum(len(line) for line in target.cue.lines)
        if characters * 1000 <= 17 * own.duration:
            assert target.cue.span == own
        else:
            need = max(833, -(-characters * 1000 // 17))
            assert own.out_time <= target.cue.span.out_time <= max(own.out_time, own.in_time + need)


@given(cases())
def test_a_cue_is_cut_only_where_its_lines_do_not_hold_its_words(case: Case) -> None:
    """Words that fit in two lines are one cue; and pieces last the minimum where there is time."""
    result = fitted(case)
    groups: dict[str, list[int]] = {}
    for at, target in enumerate(result.cues):
        groups.setdefault(target.cue.id.partition("/")[0], []).append(at)
    for own in groups.values():
        if len(own) == 1 or any(len(result.cues[at].sources) > 1 for at in own):
            continue
        parts = [result.cues[at].cue for at in own]
        words = " ".join(" ".join(part.lines) for part in parts).split()
        fits = [
            at
            for at in range(1, len(words))
            if len(" ".join(words[:at])) <= 42 and len(" ".join(words[at:])) <= 42
        ]
        bound = any(choice.unbreakable for choices in case[2] for choice in choices)
        assert not fits or bound, parts
        durations = [part.span.duration for part in parts]
        assert min(durations) >= 80
        whole = parts[-1].span.out_time - parts[0].span.in_time - 80 * (len(parts) - 1)
        if whole >= 833 * len(parts):
            assert min(durations) >= 833, parts


@given(cases(), st.booleans(), st.booleans())
def test_figures_and_names_stay_whole(case: Case, keep: bool, recue: bool) -> None:
    """No cue ends inside an unbreakable range, but where the range is longer than a cue holds;
    then it is an error."""
    result = fitted(case, keep_cues=keep, recue=recue)
    renderings = taken(case, result)
    parted = rules.parted(result.cues, renderings)
    longest = [end - begin for rendering in renderings for begin, end in rendering.unbreakable]
    if parted and not recue:
        assert max(longest) > 42, parted
        assert set(parted) <= found(result, "parted-name")


@given(cases(), st.booleans())
def test_what_a_viewer_would_dislike_is_a_finding(case: Case, keep: bool) -> None:
    """Exactly the cues that are too fast, too short or of too many lines have one."""
    result = fitted(case, keep_cues=keep)
    fast, short = found(result, "too-fast"), found(result, "too-short")
    lines = found(result, "too-many-lines")
    for target in result.cues:
        cue = target.cue
        assert (cue.id in fast) == (sum(map(len, cue.lines)) * 1000 > 17 * cue.span.duration)
        assert (cue.id in short) == (cue.span.duration < 833)
        assert (cue.id in lines) == (len(cue.lines) > 2)


@given(cases(), st.sampled_from(FRAMES))
def test_recue_keeps_every_hard_limit(case: Case, frame: Fraction) -> None:
    """Cues that are built anew hold CPL, lines, gap and order, whatever the source did."""
    result = fitted(case, "es", frame, recue=True)
    style = style_guide(HOUSES["netflix"], "es")
    assert rules.too_wide(result.cues, style) == []
    assert rules.too_close(result.cues, set(), style, frame) == []
