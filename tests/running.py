"""One run of the real workflow, as tests ask for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from subtitler.workflow.engines import CatalogEngines
from subtitler.workflow.events import Event, Finished
from subtitler.workflow.workspace import TitleFolder

ENGINES = CatalogEngines()  # one for all tests: models are opened once


@dataclass
class Run:
    """One run of the workflow: what it said and where it wrote."""

    done: Finished
    title: TitleFolder
    events: list[Event] = field(default_factory=list)

    @property
    def srt(self) -> bytes:
        """The SRT as it is on disk."""
        return self.title.srt(self.done.language).read_bytes()


Running = Callable[..., Run]
