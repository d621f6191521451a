"""What a run tells while it goes on; the command line shows it, as words or as JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from subtitler.domain.finding import Finding
from subtitler.workflow.editevents import Edited
from subtitler.workflow.reviewevents import Approved, Status


@dataclass(frozen=True, slots=True)
class Started:
    """An input is taken up."""

    event: ClassVar[str] = "started"
    media: str
    title: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth knowing that is no fault."""

    event: ClassVar[str] = "notice"
    text: str
    media: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """A model is being fetched: bytes so far, and in all."""

    event: ClassVar[str] = "download"
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Recognition has come to `done` of `total` ms of the media; `resumed` came from a journal."""

    event: ClassVar[str] = "progress"
    done: int
    total: int
    resumed: bool


@dataclass(frozen=True, slots=True)
class Finished:
    """An input is done.

    `outcome` says what happened: `recognised`, `cued` (the stored transcript was used) or
    `unchanged`; `reasons` why recognition ran anew over an older transcript. Of `cues`, `kept`
    are as a person wrote them. `duration` in ms,
    `seconds` by stage, `speed` as media time per wall time.
    """

    event: ClassVar[str] = "finished"
    media: str
    title: str
    outcome: str
    reasons: tuple[str, ...]
    language: str
    certainty: float
    duration: int
    cues: int
    kept: int
    engine: str
    model: str
    style: str
    findings: tuple[Finding, ...]
    files: tuple[str, ...]
    seconds: dict[str, float]
    speed: float


@dataclass(frozen=True, slots=True)
class Planned:
    """What a run would do to a track, and has not done: `diff` of its SRT (empty: nothing), of
    `cues` then `kept` as a person left them. `words` say why nothing can be foreseen, if so;
    `files` are the tracks that it is about."""

    event: ClassVar[str] = "planned"
    title: str
    language: str
    cues: int
    kept: int
    diff: str
    findings: tuple[Finding, ...]
    files: tuple[str, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class TranslationProgress:
    """`done` of `total` sentences of a target language are translated."""

    event: ClassVar[str] = "translating"
    language: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Translated:
    """A target track is written.

    `outcome`: `translated`, `noted` (the SRT stays, what a person did in it is on record now) or
    `unchanged`. Of `cues`, `kept` are as a person left them, of these
    `stale` where the source says something else now, and `orphans` where it was deleted. Of
    `sentences`, `sent` went to the engine, `reused` were known and `remembered` came from the
    translation memory; `sounds` never go there. `via` is the language in between, if any.
    """

    event: ClassVar[str] = "translated"
    title: str
    source: str
    language: str
    outcome: str
    cues: int
    kept: int
    stale: int
    orphans: int
    sentences: int
    sent: int
    reused: int
    remembered: int
    sounds: int
    engine: str
    via: str | None
    style: str
    findings: tuple[Finding, ...]
    files: tuple[str, ...]
    seconds: dict[str, float]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A Whisper checkpoint of OpenAI's list: its names, and its file where there is one.

    `state`: `here`, `missing`, or `other` for a file of its name with other content. `size` in
    bytes, of a missing one about.
    """

    names: tuple[str, ...]
    path: str
    state: str
    size: int


@dataclass(frozen=True, slots=True)
class Package:
    """An Argos package: its languages, and whether it came with subtitler's manifest."""

    source: str
    target: str
    version: str
    path: str
    size: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Models:
    """What is on this machine. `places` are where packages were sought, `unreadable` what should
    be a package and is none."""

    event: ClassVar[str] = "models"
    checkpoints: tuple[Checkpoint, ...]
    packages: tuple[Package, ...]
    places: tuple[str, ...]
    unreadable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A model is in its place; `new`: it was not there before. `mask` is the stand-in for terms
    that a package lets through best, and `survival` the share of sentences in which it did."""

    event: ClassVar[str] = "kept"
    name: str
    path: str
    new: bool
    mask: str = ""
    survival: float = 0.0


@dataclass(frozen=True, slots=True)
class Verified:
    """A model was read through. `state`: `sound`, `damaged`, or `unknown` where nothing says what
    it should be; `words` say why."""

    event: ClassVar[str] = "verified"
    name: str
    path: str
    state: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class TermMissing:
    """Where a track does not say a term as it should: the SRT's number, the time in ms, what is
    wrong (`missing`, `altered`, `forbidden`) and the form that is wanted."""

    number: int
    time: int
    kind: str
    required: str


@dataclass(frozen=True, slots=True)
class TermInTrack:
    """How often a target track says a term, in which forms, and where it should and does not."""

    language: str
    count: int
    forms: dict[str, int]
    missing: tuple[TermMissing, ...]


@dataclass(frozen=True, slots=True)
class TermUse:
    """How often the source says a term, and what its translations make of it."""

    term: str
    source: int
    targets: tuple[TermInTrack, ...]


@dataclass(frozen=True, slots=True)
class TermsUsed:
    """The use of a title's terms, in the order of terms.csv."""

    event: ClassVar[str] = "terms"
    title: str
    language: str
    targets: tuple[str, ...]
    terms: tuple[TermUse, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """An input could not be done; the others go on."""

    event: ClassVar[str] = "failed"
    media: str
    what: str
    remedy: str
    exit_code: int


Listing = Models | Kept | Verified | TermsUsed | Approved | Status | Edited
Event = (
    Started
    | Notice
    | Planned
    | Download
    | Progress
    | Finished
    | TranslationProgress
    | Translated
    | Failed
    | Listing
)
Report = Callable[[Event], None]
