"""Which sentences `translate` sends and calls stale after edits of the source: all whose words
changed, and no other."""

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from edit_scripts import COMMON, speech
from laws.counting import Tally
from laws.edit_laws import MEMORY, SOAK, Desk, count
from laws.sheets import SAVED_AS, Line, Sheet, written_time
from subtitler.domain.transcript import Word
from translators import WORD, TranslationRun

TRIALS = count(12, 400)
SENTENCES = 60 if SOAK else 16
END = re.compile(r"(?<=[.?])\s+")
NEW = "zabacu"  # no word of the vocabulary, and so nowhere else


def said(seed: int) -> list[Word]:
    """Speech whose sentences any reader of full stops tells apart: a comma ends one too, and none
    ends with a word that could be an abbreviation."""
    rng = random.Random(seed)
    heard = []
    for word in speech(rng, SENTENCES):
        text = word.text.replace(",", ".")
        if text[-1] in ".?" and (text.strip(" .?").casefold() in {*COMMON, "no"}):
            text = f"{text[:-1]}gune{text[-1]}"
        heard.append(replace(word, text=text))
    return heard


@dataclass
class Title:
    """A translated title, with what its source's sentences are by the full stops in its file."""

    desk: Desk
    rng: random.Random

    @property
    def source(self) -> Sheet:
        return self.desk.sheets["en"]

    @property
    def target(self) -> Sheet:
        return self.desk.sheets["es"]

    def sentences(self) -> list[str]:
        """The sentences in the source's file."""
        text = " ".join(" ".join(line.lines) for line in self.source.lines)
        return END.split(" ".join(text.split()))

    def shows(self) -> list[set[int]]:
        """Of which sentences each target cue shows words: a translation has one for each word."""
        owners = [at for at, one in enumerate(self.sentences()) for _ in WORD.findall(one)]
        lines = self.target.taken(self.target.read())
        found, place = [], 0
        for line in lines:
            count = len(WORD.findall(" ".join(line.lines)))
            found.append(set(owners[place : place + count]))
            place += count
        assert place == len(owners)
        return found

    def translate(self) -> TranslationRun:
        """One more run; `sent` holds what it alone sent."""
        self.sent.clear()
        made = self.desk.translating(self.desk.name, "es", self.desk.engines)
        assert made.codes == []
        return made

    @property
    def sent(self) -> list[str]:
        """The sentences that the last run sent."""
        return self.desk.fakes["es"].sent

    def rewrite(self, change: Callable[[Line], Line], share: float) -> None:
        """Changes some cues of the source, and saves it."""
        self.source.lines = [
            change(line) if self.rng.random() < share else line for line in self.source.lines
        ]
        self.source.save(self.rng.getrandbits(32))

    def reword(self, line: Line) -> Line:
        """One word that is no common one becomes another."""
        words = " ".join(line.lines).split(" ")
        places = [at for at, word in enumerate(words) if word.strip(".?").casefold() not in COMMON]
        if not places:
            return line
        at = self.rng.choice(places)
        tail = words[at][len(words[at].rstrip(".?")) :]
        words[at] = (NEW.capitalize() if words[at][0].isupper() else NEW) + tail
        return replace(line, lines=(" ".join(words),))

    def retime(self, line: Line) -> Line:
        """Some tenths of a second earlier or later."""
        span = line.span
        begin = max(0, span.in_time + self.rng.randint(-300, 300))
        end = max(begin + 200, span.out_time + self.rng.randint(-300, 300))
        return replace(line, time=f"{written_time(begin)} --> {written_time(end)}")

    def touch_targets(self) -> None:
        """A person writes into some target cues, so that their sentences are not rewritten."""
        self.target.lines = self.target.taken(self.target.read())
        for at in self.rng.sample(range(len(self.target.lines)), k=len(self.target.lines) // 4):
            line = self.target.lines[at]
            self.target.lines[at] = replace(line, lines=(*line.lines[:-1], line.lines[-1] + " *"))
        self.target.save(self.rng.getrandbits(32))


def titles() -> Iterator[Title]:
    """Titles that were translated; in every second one a person edited the translation too."""
    for seed in range(TRIALS):
        with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
            title = Title(Desk(Path(folder), said(seed)), random.Random(seed))
            if seed % 2:
                title.touch_targets()
                title.translate()
            yield title


def test_sentences_whose_words_changed_are_sent_and_no_other(tally: Tally) -> None:
    """Exactly those, once; a run after that sends nothing."""
    with tally.law("changed sentences found, and no other") as trials:
        for title in titles():
            before = title.sentences()
            title.rewrite(title.reword, 0.15)
            changed = changes(before, title.sentences())
            title.translate()
            assert sorted(title.sent) == sorted(set(changed.values()))
            title.translate()
            assert title.sent == []
            trials.add(len(changed))


def test_a_persons_sentence_is_stale_when_its_words_changed_and_only_then(tally: Tally) -> None:
    """Each is told with what its source says now; and no cue is called stale that shows none."""
    with tally.law("stale sentences of a person found, and no other") as trials:
        for title in titles():
            title.touch_targets()
            title.translate()
            shows = title.shows()
            lines = title.target.taken(title.target.read())
            wrote = {at for at, line in enumerate(lines) if "*" in line.lines[-1]}
            before = title.sentences()
            title.rewrite(title.reword, 0.15)
            changed = changes(before, title.sentences())
            held = {number for at in wrote for number in shows[at]} & set(changed)
            stale = title.translate().rules("stale")
            told = " ".join(one.advice for one in stale)
            assert all(changed[number] in told for number in held)
            begins = {line.span.in_time: shows[at] for at, line in enumerate(lines)}
            for one in stale:
                assert begins[one.span.in_time] & set(changed), one
            trials.add(len(held))


def changes(before: list[str], now: list[str]) -> dict[int, str]:
    """The sentences (numbers) that say something else now, and what."""
    both = enumerate(zip(before, now, strict=True))
    return {at: new for at, (old, new) in both if old != new}


def saved_otherwise(title: Title) -> None:
    """The source's file in another encoding, with other line ends and numbers."""
    title.source.codec, title.source.bom = title.rng.choice(SAVED_AS)
    title.source.newline = title.rng.choice(["\n", "\r\n"])
    title.source.save(title.rng.getrandbits(32))


@pytest.mark.parametrize("how", ["timing", "encoding"])
def test_timing_and_encoding_send_nothing(tally: Tally, how: str) -> None:
    """No sentence goes to the engine, none is stale."""
    with tally.law(f"no false alarm: {how}") as trials:
        for title in titles():
            if how == "timing":
                title.rewrite(title.retime, 0.3)
            else:
                saved_otherwise(title)
            assert title.translate().rules("stale") == []
            assert title.sent == []
            trials.add()
