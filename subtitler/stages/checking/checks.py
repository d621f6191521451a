"""The table of all rules, and the checks: of a track, a pair, a track and its sound, a talk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from subtitler.domain.finding import Finding
from subtitler.stages.checking.breaks import BREAK_RULES
from subtitler.stages.checking.credits import CREDIT_RULES
from subtitler.stages.checking.encoding import ENCODING_RULES
from subtitler.stages.checking.film import SHARED, likeness
from subtitler.stages.checking.pair_figures import FIGURE_RULES
from subtitler.stages.checking.pair_marks import MARK_RULES
from subtitler.stages.checking.pair_structure import STRUCTURE_RULES
from subtitler.stages.checking.pair_terms import TERM_RULES
from subtitler.stages.checking.pair_text import WORD_RULES
from subtitler.stages.checking.pairing import PairView
from subtitler.stages.checking.rules import (
    ERROR,
    Hit,
    Rule,
    RuleWords,
    Severities,
    applied,
    found,
    is_off,
    worded,
)
from subtitler.stages.checking.shape import SHAPE_RULES
from subtitler.stages.checking.sound import SOUND_RULES, SoundView
from subtitler.stages.checking.speakers import SPEAKER_RULES
from subtitler.stages.checking.tags import TAG_RULES
from subtitler.stages.checking.talk import TALK_RULES, TalkView
from subtitler.stages.checking.timing import TIMING_RULES
from subtitler.stages.checking.typography import TYPOGRAPHY_RULES
from subtitler.stages.checking.views import TrackView

TRACK_RULES: tuple[Rule[TrackView], ...] = (
    *SHAPE_RULES,
    *TIMING_RULES,
    *BREAK_RULES,
    *SPEAKER_RULES,
    *CREDIT_RULES,
    *TAG_RULES,
    *TYPOGRAPHY_RULES,
    *ENCODING_RULES,
)
PAIR_RULES: tuple[Rule[PairView], ...] = (
    *WORD_RULES,
    *FIGURE_RULES,
    *TERM_RULES,
    *MARK_RULES,
    *STRUCTURE_RULES,
)
LOOKS = frozenset(rule.id for rule in TRACK_RULES) - {"Q01", "Q11", "Q18", "Q33", "Q37"}
FORM = "Q01"  # the rule that what formats notice of a file's form belongs to
OTHER_FILM = "figures, names and times are not those of the source: is it the right one?"


def rank(finding: Finding) -> tuple[int, bool, float]:
    """For showing the worst first: severity, then what is said before how it looks, then how far
    the measure is past its limit."""
    severity, ratio = finding.weight
    return severity, finding.rule not in LOOKS, ratio


def order(finding: Finding) -> tuple[tuple[int, bool, float], int]:
    """For showing the worst first, and of equals the one that comes first."""
    return rank(finding), -finding.span.in_time


def all_rules() -> tuple[RuleWords, ...]:
    """Every rule once, by id."""
    rows = [worded(rule) for rule in TRACK_RULES]
    rows += [worded(rule) for rule in PAIR_RULES]
    rows += [worded(rule) for rule in SOUND_RULES]
    rows += [worded(rule) for rule in TALK_RULES]
    first: dict[str, RuleWords] = {}
    for row in rows:
        first.setdefault(row.id, row)
    return tuple(first[rule] for rule in sorted(first))


def check_track(track: TrackView, severities: Severities) -> tuple[Finding, ...]:
    """What is wrong with a track by itself, by rule."""
    return tuple(applied(TRACK_RULES, track, track.cues, severities))


def check_form(noticed: Sequence[Finding], severities: Severities) -> tuple[Finding, ...]:
    """What formats noticed of how a file is written, as findings of FORM."""
    rule = TRACK_RULES[0]
    if is_off(FORM, rule.name, severities):
        return ()
    chosen = severities.get(FORM, severities.get(rule.name))
    return tuple(replace(one, rule=FORM, severity=chosen or one.severity) for one in noticed)


def check_pair(pair: PairView, severities: Severities) -> tuple[Finding, ...]:
    """What is wrong with a translation against its source, by rule.

    Where the two, put together by time alone, seem to be of two films, that is all it says.
    """
    structure = STRUCTURE_RULES[-1]
    if not pair.structure.recorded and not is_off(structure.id, structure.name, severities):
        alike = likeness(pair)
        if alike is not None and alike < SHARED:
            hit = Hit(None, ERROR, OTHER_FILM, round(alike, 2), SHARED)
            return (found(structure, hit, pair.target.cues, severities),)
    return tuple(applied(PAIR_RULES, pair, pair.target.cues, severities))


def check_sound(view: SoundView, severities: Severities) -> tuple[Finding, ...]:
    """What is wrong with a track against what was heard, by rule."""
    return tuple(applied(SOUND_RULES, view, view.track.cues, severities))


def check_talk(talk: TalkView, severities: Severities) -> tuple[tuple[Finding, ...], ...]:
    """What is said in two ways in the titles of a talk: for each pair, in order, its findings."""
    owners = [at for at, pair in enumerate(talk.pairs) for _ in pair.target.cues]
    cues = [seen for pair in talk.pairs for seen in pair.target.cues]
    told: list[list[Finding]] = [[] for _ in talk.pairs]
    for rule in TALK_RULES:
        if is_off(rule.id, rule.name, severities):
            continue
        for hit in rule.test(talk):
            if hit.at is not None:
                told[owners[hit.at]].append(found(rule, hit, cues, severities))
    return tuple(tuple(one) for one in told)
