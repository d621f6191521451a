"""Stand-ins for a translation engine, and one run of `translate` into a folder of a test's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from argos_fixtures import PACKAGES
from running import ENGINES
from subtitler.domain.translation import Hypothesis
from subtitler.errors import MissingError
from subtitler.formats.records import SentenceRecord, TrackRecord, TranslationRecord
from subtitler.formats.srt import Block, parse
from subtitler.ports import TRANSLATION_BATCH, TranslationOptions, Translator
from subtitler.workflow.events import Event, Failed, Notice, Translated
from subtitler.workflow.job import Masks, Request
from subtitler.workflow.translating import TranslationRequest, translate_all
from subtitler.workflow.workspace import TitleFolder, title_folder

Script = Callable[[str, TranslationOptions], Sequence[str | Hypothesis]]
"""What a translator makes of a sentence, best first."""
WORD = re.compile(r"[^\W\d_]+")


def wordy(text: str, options: TranslationOptions | None = None) -> list[Hypothesis]:
    """Every word with an ending of its own, figures as they are, aligned word by word."""
    del options
    said, at = [], 0
    for match in WORD.finditer(text):
        said += [text[at : match.end()], "o"]
        at = match.end()
    return [aligned("".join([*said, text[at:]]), text)]


def aligned(text: str, source: str, score: float = -0.1) -> Hypothesis:
    """A hypothesis whose nth word comes from the source's nth."""
    begins = [match.start() for match in re.finditer(r"\S+", source)] or [0]
    places = [match.start() for match in re.finditer(r"\S+", text)]
    pairs = [(place, begins[min(at, len(begins) - 1)]) for at, place in enumerate(places)]
    return Hypothesis(text, score, tuple(pairs))


@dataclass
class FakeTranslator:
    """Translator by script; `sent` is every sentence that it was asked for, in order, `asked`
    the options of each call. `fail_after`: so many finished batches later it is killed."""

    script: Script = wordy
    source: str = "en"
    target: str = "es"
    via: str | None = None
    digests: tuple[str, ...] = ("0" * 64,)
    limit: int = 128
    name: str = "fake"
    fail_after: int | None = None
    failure: type[BaseException] = KeyboardInterrupt
    sent: list[str] = field(default_factory=list)
    asked: list[TranslationOptions] = field(default_factory=list)

    def token_count(self, sentence: str) -> int:
        """See Translator.token_count: words and marks."""
        return len(re.findall(r"\w+|[^\w\s]", sentence))

    def translate(
        self, sentences: Sequence[str], options: TranslationOptions, done: Any = None
    ) -> list[tuple[Hypothesis, ...]]:
        """See Translator.translate."""
        distinct = list(dict.fromkeys(sentences))
        found: dict[str, tuple[Hypothesis, ...]] = {}
        self.asked.append(options)
        for number, at in enumerate(range(0, len(distinct), TRANSLATION_BATCH)):
            if number == self.fail_after:
                raise self.failure
            batch = distinct[at : at + TRANSLATION_BATCH]
            self.sent += batch
            results = [self._made(text, options) for text in batch]
            found.update(zip(batch, results, strict=True))
            if done is not None:
                done(batch, results)
        return [found[text] for text in sentences]

    def _made(self, text: str, options: TranslationOptions) -> tuple[Hypothesis, ...]:
        if not text.strip() or self.token_count(text) > self.limit:
            return ()
        said = self.script(text, options)
        return tuple(
            one if isinstance(one, Hypothesis) else aligned(one, text, -0.1 - 0.05 * at)
            for at, one in enumerate(said)
        )


@dataclass
class Spy:
    """A real translator, and every sentence that it was asked for."""

    real: Translator
    sent: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def translate(
        self, sentences: Sequence[str], options: TranslationOptions, done: Any = None
    ) -> list[tuple[Hypothesis, ...]]:
        """See Translator.translate."""
        self.sent += list(sentences)
        return self.real.translate(sentences, options, done)


class SpyEngines:
    """The real engines with every translator spied on; `sent` is what they were asked for."""

    def __init__(self) -> None:
        self.spies: list[Spy] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(ENGINES, name)

    def translator(self, *words: Any) -> Any:
        """See Engines.translator."""
        self.spies.append(Spy(ENGINES.translator(*words)))
        return self.spies[-1]

    @property
    def sent(self) -> list[str]:
        """What all of them were asked for."""
        return [sentence for spy in self.spies for sentence in spy.sent]


class FakeEngines:
    """Engines whose translators are scripted, one by target language; others are missing."""

    def __init__(self, *translators: Any, masks: Masks | None = None) -> None:
        self.by_target = {one.target: one for one in translators}
        self._masks = masks

    def translator(self, source: str, target: str, *_: Any) -> Any:
        """See Engines.translator."""
        if target not in self.by_target:
            raise MissingError(f"no package translates {source} to {target}", "Get one.")
        return self.by_target[target]

    def is_demo(self, _: Any) -> bool:
        """See Engines.is_demo."""
        return False

    def masks(self, *_: Any) -> Masks | None:
        """See Engines.masks."""
        return self._masks


@dataclass
class TranslationRun:
    """One run of `translate`: its exit codes, what it told, and where it wrote."""

    codes: list[int]
    events: list[Event]
    title: TitleFolder
    srts: dict[str, bytes] = field(default_factory=dict)
    tracks: dict[str, TrackRecord] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """What is on disk after this run, whatever the next one makes of it."""
        for path in self.title.folder.glob("*.json"):
            record = None
            if path.stem not in {"findings", "source", "transcript", "holder", "status"}:
                record = self.title.read_track(path.stem)
            if record is not None:
                self.tracks[path.stem] = record
            if self.title.srt(path.stem).exists():
                self.srts[path.stem] = self.title.srt(path.stem).read_bytes()

    @property
    def done(self) -> Translated:
        """The one target track."""
        (found,) = self.all
        return found

    @property
    def all(self) -> list[Translated]:
        """The target tracks, in order."""
        return [event for event in self.events if isinstance(event, Translated)]

    @property
    def failed(self) -> list[Failed]:
        """The target languages that could not be done."""
        return [event for event in self.events if isinstance(event, Failed)]

    @property
    def notices(self) -> list[str]:
        """What was worth knowing."""
        return [event.text for event in self.events if isinstance(event, Notice)]

    def srt(self, language: str = "es") -> bytes:
        """A target's SRT after this run."""
        return self.srts[language]

    def blocks(self, language: str = "es") -> tuple[Block, ...]:
        """A target's cues as a player reads them."""
        return parse(self.srt(language)).blocks

    def text(self, language: str = "es") -> str:
        """All that a target shows, in one line."""
        return " ".join(line for block in self.blocks(language) for line in block.lines)

    def track(self, language: str = "es") -> TrackRecord:
        """The record of a track."""
        return self.tracks[language]

    def record(self, language: str = "es") -> TranslationRecord:
        """The record of how a target was made."""
        found = self.track(language).translation
        assert found is not None
        return found

    def sentences(self, language: str = "es") -> dict[str, SentenceRecord]:
        """The record of its sentences by their text."""
        return {one.text: one for one in self.record(language).sentences}

    def rules(self, rule: str) -> list[Any]:
        """The findings of a rule in the one target track."""
        return [finding for finding in self.done.findings if finding.rule == rule]


@dataclass
class Translating:
    """Runs the real workflow into `root`, with the demo packages unless told otherwise."""

    root: Path

    def __call__(
        self, text: str | Path, to: str = "es", engines: Any = ENGINES, **options: Any
    ) -> TranslationRun:
        asked = {"packages": str(PACKAGES), "output_dir": str(self.root)}
        own = {key: options.pop(key) for key in ("again", "replace") if key in options}
        how = {
            key: options.pop(key)
            for key in ("hypotheses", "keep_cues", "recue", "source")
            if key in options
        }
        request = Request({**asked, **options}, **own)
        wanted = TranslationRequest(request, tuple(to.split(",")), **how)
        events: list[Event] = []
        codes = translate_all(str(text), wanted, engines, events.append)
        told = [event for event in events if isinstance(event, Translated)]
        name = told[0].title if told else Path(text).name.split(".", maxsplit=1)[0]
        return TranslationRun(codes, events, title_folder(self.root, name))


Times = tuple[int, int]


def srt_of(*cues: str, times: Sequence[Times] | None = None, step: int = 3000) -> str:
    """An SRT of these texts, each `step` ms long and 100 ms after the one before."""
    own = times or [(at * (step + 100), at * (step + 100) + step) for at in range(len(cues))]
    return "\n".join(
        f"{number}\n{clock(begin)} --> {clock(end)}\n{text}\n"
        for number, (text, (begin, end)) in enumerate(zip(cues, own, strict=True), 1)
    )


def clock(ms: int) -> str:
    """A time as SRT writes it."""
    rest, ms = divmod(ms, 1000)
    rest, seconds = divmod(rest, 60)
    hours, minutes = divmod(rest, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02},{ms:03}"
