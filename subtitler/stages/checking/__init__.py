"""Checks of tracks: rules as rows of tables, and the fixers of what is safe to fix."""

from subtitler.stages.checking.checks import (
    all_rules,
    check_form,
    check_pair,
    check_sound,
    check_talk,
    check_track,
    order,
    rank,
)
from subtitler.stages.checking.fixing import chained, fixed, fixed_lines
from subtitler.stages.checking.measures import Measures
from subtitler.stages.checking.pairing import (
    PairView,
    Stale,
    Structure,
    Unit,
    paired_by_links,
    paired_by_time,
)
from subtitler.stages.checking.rules import Needs, RuleWords, Severities
from subtitler.stages.checking.sound import SoundView
from subtitler.stages.checking.talk import TalkView
from subtitler.stages.checking.views import Seen, TrackView, seen

__all__ = [
    "Measures",
    "Needs",
    "PairView",
    "RuleWords",
    "Seen",
    "Severities",
    "SoundView",
    "Stale",
    "Structure",
    "TalkView",
    "TrackView",
    "Unit",
    "all_rules",
    "chained",
    "check_form",
    "check_pair",
    "check_sound",
    "check_talk",
    "check_track",
    "fixed",
    "fixed_lines",
    "order",
    "paired_by_links",
    "paired_by_time",
    "rank",
    "seen",
]
