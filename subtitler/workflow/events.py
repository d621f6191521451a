"""What a run tells while it goes on; the command line shows it, as words or as JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from subtitler.domain.finding import Finding


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
class TranslationProgress:
    """`done` of `total` sentences of a target language are translated."""

    event: ClassVar[str] = "translating"
    language: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Translated:
    """A target track is written.

    `outcome`: `translated` or `unchanged`. Of `sentences`, `sent` went to the engine and
    `reused` were known; `sounds` never go there. `via` is the language in between, if any.
    """

    event: ClassVar[str] = "translated"
    title: str
    source: str
    language: str
    outcome: str
    cues: int
    sentences: int
    sent: int
    reused: int
    sounds: int
    engine: str
    via: str | None
    style: str
    findings: tuple[Finding, ...]
    files: tuple[str, ...]
    seconds: dict[str, float]


@dataclass(frozen=True, slots=True)
class Failed:
    """An input could not be done; the others go on."""

    event: ClassVar[str] = "failed"
    media: str
    what: str
    remedy: str
    exit_code: int


Event = (
    Started | Notice | Download | Progress | Finished | TranslationProgress | Translated | Failed
)
Report = Callable[[Event], None]
