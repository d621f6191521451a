"""Cues to sentences: what an engine should translate as one, with the pieces it stands in."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from subtitler.domain.cue import CueId
from subtitler.domain.sentence import Piece, PlainCue, Sentence, SentenceKind, Turn
from subtitler.stages.ending import Habits, may_end, text_ends
from subtitler.stages.parting import Limit, parted
from subtitler.stages.phrase_tables import phrase_table
from subtitler.stages.sounds import is_label, sound_ranges
from subtitler.stages.wording import joint

ENDS_ALWAYS = 2000  # ms of pause between cues after which nothing goes on
MAY_END = 1000  # ms of pause that end a sentence where its text may end
HYPHENS = ("-", "\u2010", "\u00ad")
LINE = re.compile(r"\S(?:[^\n]*\S)?")
HEAD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Characters of a cue that are all said, or are all one sound."""

    cue: PlainCue
    begin: int
    end: int
    sound: bool
    turn: Turn | None


@dataclass(slots=True)
class _Chain:
    """What one voice says without a break: a text, and the pieces that it was joined from."""

    turn: Turn | None
    last: PlainCue
    lines: list[str] = field(default_factory=list)
    length: int = 0
    pieces: list[Piece] = field(default_factory=list)
    pauses: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Track:
    """A track that is being put together: the voices that still speak, and what they said."""

    language: str
    habits: Habits
    limit: Limit
    words: Counter[str] = field(default_factory=Counter)
    voices: list[_Chain] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)

    def add(self, stretch: _Stretch) -> None:
        """What comes next in the track."""
        cue = stretch.cue
        for chain in [one for one in self.voices if _pause(one, cue) > ENDS_ALWAYS]:
            self.close(chain)
        voice = next((one for one in reversed(self.voices) if _goes_on(one.last, cue)), None)
        if voice and stretch.turn:
            self.close(voice)
            voice = None
        if stretch.sound:
            self.sentences.append(_sound(stretch))
            return
        if voice is None:
            voice = _Chain(stretch.turn, cue)
        else:
            self.voices.remove(voice)
        self.voices.append(voice)
        _append(voice, stretch, self.language, self.words)

    def close(self, chain: _Chain) -> None:
        """No more comes to a voice: what it said, in sentences."""
        self.voices = [one for one in self.voices if one is not chain]
        self.sentences += _sentences(chain, self.language, self.habits, self.limit)


def assemble(
    cues: Sequence[PlainCue], language: str, limit: Limit | None = None
) -> tuple[Sentence, ...]:
    """The sentences of a track, in the order in which they begin.

    Every character of every cue's text is in one piece of one sentence, but for white space and
    for a hyphen that only a line's end put into a word. A sentence ends where its text says so,
    with another speaker, after a pause of more than 2 s, after more than 1 s where the text may
    end, and before `limit`. Sounds are sentences of their own kind.
    """
    track = _Track(language, Habits.of([cue.text for cue in cues]), limit or Limit())
    for cue in cues:
        track.words.update(word.casefold() for word in HEAD.findall(cue.text))
    for cue in cues:
        for stretch in _stretches(cue):
            track.add(stretch)
    for chain in track.voices:
        track.close(chain)
    order = {cue.id: at for at, cue in enumerate(cues)}
    return tuple(sorted(track.sentences, key=lambda one: _place(one, order)))


def _place(sentence: Sentence, order: dict[CueId, int]) -> tuple[int, int]:
    return order[sentence.pieces[0].cue], sentence.pieces[0].begin


def _stretches(cue: PlainCue) -> list[_Stretch]:
    found: list[_Stretch] = []
    turns = [turn for turn in cue.turns if turn.at] if cue.turns else []
    first = cue.turns[0] if cue.turns and not cue.turns[0].at else None
    starts = [first, *turns]
    bounds = [0, *(turn.at for turn in turns), len(cue.text)]
    for turn, begin, end in zip(starts, bounds, bounds[1:], strict=False):
        opening: Turn | None = turn
        for left, right, sound in _parts(cue.text[begin:end]):
            label = sound and is_label(cue.text[begin + left : begin + right])
            if label and opening is None:
                opening = Turn(begin + left)
            found.append(_Stretch(cue, begin + left, begin + right, sound, opening))
            opening = None
    return found


def _parts(text: str) -> list[tuple[int, int, bool]]:
    """The ranges of a turn's text, in order, and whether each is a sound."""
    parts: list[tuple[int, int, bool]] = []
    at = 0
    for begin, end in [*sound_ranges(text), (len(text), len(text))]:
        said = text[at:begin]
        if said.strip():
            parts.append((at + len(said) - len(said.lstrip()), at + len(said.rstrip()), False))
        if begin < end:
            parts.append((begin, end, True))
        at = end
    return parts


def _pause(chain: _Chain, cue: PlainCue) -> int:
    return max(0, cue.span.in_time - chain.last.span.out_time)


def _goes_on(last: PlainCue, cue: PlainCue) -> bool:
    """Whether a cue can go on after another: it is not shown together with it, as a sign is."""
    if last is cue:
        return True
    shorter = min(last.span.duration, cue.span.duration)
    together = last.span.overlap(cue.span)
    return last.span.in_time != cue.span.in_time and together * 2 <= shorter


def _append(chain: _Chain, stretch: _Stretch, language: str, words: Counter[str]) -> None:
    cue = stretch.cue
    for match in LINE.finditer(cue.text, stretch.begin, stretch.end):
        line = match.group()
        between = joint(chain.lines[-1], line) if chain.lines else ""
        hyphen = _hyphen(chain, line, language, words)
        if hyphen is not None:
            between = ""
            _shorten(chain, hyphen)
        at = chain.length + len(between)
        if chain.last is not cue:
            chain.pauses[at] = _pause(chain, cue)
            chain.last = cue
        piece = Piece(cue.id, match.start(), match.end(), at)
        before = chain.pieces[-1] if chain.pieces else None
        if before and before.cue == cue.id and piece.begin - before.end == len(between) == 1:
            chain.pieces[-1] = Piece(cue.id, before.begin, piece.end, before.at)
        else:
            chain.pieces.append(piece)
        chain.lines.append(between + line)
        chain.length = at + len(line)


def _hyphen(chain: _Chain, line: str, language: str, words: Counter[str]) -> int | None:
    """Characters to take off a word that goes on in the next line; None where none does."""
    text = chain.lines[-1] if chain.lines else ""
    if (
        not text.endswith(HYPHENS)
        or len(text) < 2
        or chain.pieces[-1].end - chain.pieces[-1].begin < 2
    ):
        return None
    if text[-2].isdigit() and line[0].isdigit():
        return 0
    head, tail = HEAD.search(text[-2::-1]), HEAD.match(line)
    if not head or head.start() or not tail or not line[0].islower():
        return None
    if tail.group().lower() in phrase_table(language).conjunctions:
        return None  # "pre- and post-war"
    joined = head.group()[::-1] + tail.group()
    return 1 if text.endswith("\u00ad") or words[joined.casefold()] else 0


def _shorten(chain: _Chain, by: int) -> None:
    if by:
        last = chain.pieces[-1]
        chain.lines[-1] = chain.lines[-1][:-by]
        chain.length -= by
        chain.pieces[-1] = Piece(last.cue, last.begin, last.end - by, last.at)


def _sound(stretch: _Stretch) -> Sentence:
    text = stretch.cue.text[stretch.begin : stretch.end].replace("\n", " ")
    piece = Piece(stretch.cue.id, stretch.begin, stretch.end, 0)
    turn = stretch.turn
    return Sentence(text, (piece,), SentenceKind.SOUND, turn is not None, turn.mark if turn else "")


def _sentences(chain: _Chain, language: str, habits: Habits, limit: Limit) -> list[Sentence]:
    text = "".join(chain.lines)
    ends = set(text_ends(text, language, habits))
    for at, pause in chain.pauses.items():
        before, after = text[max(0, at - 60) : at].split(), text[at : at + 60].split()
        if pause > MAY_END and may_end(before[-1], after[0], language, habits):
            ends.add(at)
    places = sorted(chain.pauses)
    ranges: list[tuple[int, int]] = []
    begin = 0
    for end in sorted(ends):
        said = text[begin:end]
        if said.strip():
            left, right = end - len(said.lstrip()), begin + len(said.rstrip())
            first, last = bisect_right(places, left), bisect_left(places, right)
            pauses = {at - left: chain.pauses[at] for at in places[first:last]}
            parts = parted(text[left:right], pauses, language, limit)
            ranges += [(left + first, left + last) for first, last in parts]
        begin = end
    stops = [piece.stop for piece in chain.pieces]
    found = [
        Sentence(text[a:b], _cut(chain.pieces, stops, a, b), _kind(text[a:b])) for a, b in ranges
    ]
    if chain.turn:
        found[0] = replace(found[0], turn=True, mark=chain.turn.mark)
    return found


def _kind(text: str) -> SentenceKind:
    """A text without a letter or a figure (`…`, `?!`) gives an engine nothing to translate."""
    said = any(character.isalnum() for character in text)
    return SentenceKind.SPEECH if said else SentenceKind.SOUND


def _cut(pieces: Sequence[Piece], stops: Sequence[int], begin: int, end: int) -> tuple[Piece, ...]:
    """The pieces that make up a part of a chain's text, places counted from its begin."""
    cut = []
    for piece in pieces[bisect_right(stops, begin) :]:
        if piece.at >= end:
            break
        left, right = max(begin, piece.at), min(end, piece.stop)
        shift = piece.begin - piece.at
        cut.append(Piece(piece.cue, left + shift, right + shift, left - begin))
    return tuple(cut)
