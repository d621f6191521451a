"""The life of a title: random edits of its files, runs of the commands between, and a judge after
each run."""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import edit_scripts as scripts
from laws.sheets import Line, Sheet, expect, words_in
from subtitler.domain.edit import accounted
from subtitler.domain.style import HOUSES
from subtitler.domain.transcript import Segment, Transcript, Word
from subtitler.formats.records import MadeWith, TranscriptRecord
from subtitler.workflow.job import Request
from subtitler.workflow.recueing import recue
from subtitler.workflow.tracks import write_track
from subtitler.workflow.watch import Stopwatch
from subtitler.workflow.workspace import title_folder
from translators import FakeEngines, FakeTranslator, Translating

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
TITLE = "talk"
STYLES = ("netflix", "bbc", "ted", "children")
KINDS = (*sorted(scripts.EDITS), "accent")
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # where syncing a file costs nothing
Files = dict[str, bytes]


def count(checked: int, soaked: int) -> int:
    """How often a law is tried; LAWS gives the share of the soak's count."""
    return max(checked, round(soaked * float(os.environ.get("LAWS", "1")))) if SOAK else checked


def transcript_of(words: Sequence[Word], style: str, model: str = "0") -> TranscriptRecord:
    """A recorded transcript."""
    segments = (Segment(tuple(words)),) if words else ()
    duration = words[-1].span.out_time + 2000 if words else 2000
    heard = Transcript("en", segments, duration, "whisper", model * 64, "1" * 64)
    made = MadeWith("1" * 64, 1, model * 64, "en", "r", "whisper", "cpu")
    return TranscriptRecord("/talk.mp4", made, heard, 0.9, None, False, (), {"style": style})


def telling_words(words: Sequence[Word]) -> frozenset[str]:
    """Words that are said once, and that no other model hears by chance."""
    said = [word for one in words for word in words_in([one.text])]
    return frozenset(
        word
        for word in set(said)
        if said.count(word) == 1 and word not in scripts.COMMON
        if len(word) > 4 or word[: len(word) // 2] != word[len(word) // 2 :]
    )


@dataclass(frozen=True)
class Step:
    """One thing that happens: an edit of a file, or a run of a command."""

    what: str
    name: str
    seed: int = 0


def life(rng: random.Random, edits: int, targets: Sequence[str]) -> list[Step]:
    """A random life with so many edits."""
    steps: list[Step] = []
    files = ["en", *targets]
    runs = ["cue", *(f"style {one}" for one in STYLES), "hear", "translate", "translate"]
    for number in range(edits):
        name = rng.choice(sorted(scripts.WHOLE_FILE)) if rng.random() < 0.01 else rng.choice(KINDS)
        steps.append(Step(rng.choice(files), name, rng.getrandbits(32)))
        if rng.random() < 0.12 or number == edits - 1:
            steps += [
                Step("run", rng.choice(runs), rng.getrandbits(32)) for _ in range(rng.randint(1, 3))
            ]
    return steps


@dataclass
class Desk:
    """A title, whose files a person edits while commands run. `before` are the files' bytes."""

    root: Path
    words: list[Word]
    targets: tuple[str, ...] = ("es",)
    name: str = TITLE
    style: str = "netflix"
    sheets: dict[str, Sheet] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)
    swapped: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.title = title_folder(self.root, self.name)
        self.fakes = {one: FakeTranslator(target=one) for one in self.targets}
        self.engines = FakeEngines(*self.fakes.values())
        self.translating = Translating(self.root)
        telling = telling_words(self.words)
        self.sheets["en"] = Sheet(self.title.srt("en"), telling)
        for language in self.targets:
            self.sheets[language] = Sheet(self.title.srt(language), self.translated(telling))
        self.hear(self.words)
        self.translate()
        for sheet in self.sheets.values():
            sheet.lines = sheet.taken(sheet.read())

    # what a run is

    def translated(self, words: Iterable[str]) -> frozenset[str]:
        """What the translator makes of words that are said once."""
        return frozenset(f"{word}o" for word in words)

    def record(self, words: Sequence[Word], model: str) -> TranscriptRecord:
        """What a model heard."""
        return transcript_of(words, self.style, model)

    def hear(self, words: Sequence[Word], model: str = "0") -> bool:
        """A transcript is written; whether that changed anything."""
        self.words = list(words)
        record = self.record(words, model)
        with self.title.locked():
            return write_track(
                self.title, record, HOUSES[self.style], Stopwatch(), Request({})
            ).changed

    def cue(self, style: str | None) -> bool:
        """`subtitler cue`; whether that changed anything."""
        self.style = style or self.style
        options = {"output_dir": str(self.root), "style": style}
        return recue(TITLE, Request(options), lambda _: None).outcome != "unchanged"

    def translate(self) -> bool:
        """`subtitler translate`; whether that changed anything or sent a sentence."""
        for fake in self.fakes.values():
            fake.sent.clear()
        done = self.translating(TITLE, ",".join(self.targets), self.engines)
        expect(done.codes == [], f"translate failed: {done.failed}")
        sent = any(fake.sent for fake in self.fakes.values())
        return sent or any(one.outcome != "unchanged" for one in done.all)

    # what happens

    def live(self, steps: Sequence[Step]) -> None:
        """Takes the steps, and judges after each run."""
        for step in steps:
            if step.what == "run":
                self._run(step)
            else:
                self._edit(step)

    def _edit(self, step: Step) -> None:
        sheet = self.sheets[step.what]
        old = list(sheet.lines)
        before = [line.raw for line in old]
        sheet.edit(step.name, step.seed)
        if step.what == "en":  # what stands elsewhere or otherwise now may be translated anew
            after = [line.raw for line in sheet.lines]
            touched = {raw for raw in before + after if before.count(raw) != after.count(raw)}
            words = {f"{word}o" for raw in touched for word in words_in(raw[1:])}
            self.moved |= words
            if step.name in {"swap", "reorder"}:
                self.swapped |= words
            if step.name == "delete":  # its translation may show its neighbours' words alone
                self.swapped |= self._shown_with([one for one in old if one.raw not in after])

    def _shown_with(self, gone: Sequence[Line]) -> set[str]:
        """The telling words of target cues that the machine laid where these source cues were."""
        return {
            word
            for language in self.targets
            for line in self.sheets[language].lines
            if line.origin and any(line.origin[0].overlap(one.span) for one in gone)
            for word in line.claims
        }

    def _run(self, step: Step) -> None:
        for sheet in self.sheets.values():
            if sheet.dirty:
                sheet.save(step.seed)
        before = self._srts()
        run = self._command(step)
        run()
        translated = step.name == "translate"
        others = {"en"} if translated else set(self.targets)
        now = self._srts()
        for language in others:
            expect(now[language] == before[language], f"{step.name} wrote {language}")
        self._judge(translated)
        every = self._every()
        expect(not run(), f"{step.name} again did something")
        expect(self._every() == every, f"{step.name} again changed a file")

    def _command(self, step: Step) -> Callable[[], bool]:
        if step.name == "translate":
            return self.translate
        if step.name == "hear":
            rng = random.Random(step.seed)
            words = scripts.reheard(self.words, rng, rng.choice([0.02, 0.1, 0.3]))
            model = rng.choice("23456789")
            return lambda: self.hear(words, model)
        if step.name == "cue":
            return lambda: self.cue(None)
        return lambda: self.cue(step.name.removeprefix("style "))

    def _judge(self, translated: bool) -> None:
        source = self.sheets["en"]
        if translated:
            for language in self.targets:
                self.sheets[language].judge_target(source, self.moved, self.swapped)
            return
        source.judge_source()
        record = self.title.read_track("en")
        assert record is not None
        assert record.base is not None
        expect(accounted(record.base, len(self.words)), "words lost or doubled")

    def _srts(self) -> Files:
        return {language: sheet.path.read_bytes() for language, sheet in self.sheets.items()}

    def _every(self) -> Files:
        return {
            str(path): path.read_bytes()
            for path in self.root.rglob("*")
            if path.is_file() and path.name not in {"lock", "status.json"}
        }


@dataclass(frozen=True)
class Case:
    """A life by its seed: the track's sentences, the number of edits, the target languages."""

    seed: int
    sentences: int
    most: int = 30

    def steps(self) -> tuple[list[Word], tuple[str, ...], list[Step]]:
        """What is said, into what it is translated, and what happens."""
        rng = random.Random(self.seed)
        words = scripts.speech(rng, self.sentences)
        targets = ("es", "fr") if rng.random() < 0.25 else ("es",)
        return words, targets, life(rng, rng.randint(1, self.most), targets)

    def live(self, root: Path) -> None:
        """Lives it in an empty folder. Raises LawBrokenError."""
        words, targets, steps = self.steps()
        Desk(root, words, targets).live(steps)


def broken(case: Case) -> str:
    """What went wrong in a life, "" where nothing did. For a process of its own."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        try:
            case.live(Path(folder))
        except Exception as error:  # noqa: BLE001  (whatever it is, it is told with its life)
            return f"{case}: {type(error).__name__}: {error}"
    return ""


def cases(number: int, sentences: int, most: int) -> Iterator[Case]:
    """So many lives, always the same ones."""
    return (Case(seed, sentences, most) for seed in range(number))
