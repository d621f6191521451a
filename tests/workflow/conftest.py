"""A way to run the real workflow into a folder of the test's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from running import ENGINES, Run, Running
from subtitler.workflow.events import Event
from subtitler.workflow.job import Request
from subtitler.workflow.transcribing import transcribe
from subtitler.workflow.workspace import title_folder


@pytest.fixture
def run(tmp_path: Path, demo_model: Path) -> Running:
    """Transcribes a media into a folder of the test's own."""

    def running(media: Path, *, engines: Any = ENGINES, **options: Any) -> Run:
        asked = {"model": str(demo_model), "output_dir": str(tmp_path / "output")}
        own = {key: options.pop(key) for key in ("title", "again", "replace") if key in options}
        request = Request({**asked, **options}, **own)
        events: list[Event] = []
        done = transcribe(media, request, engines, events.append)
        return Run(done, title_folder(tmp_path / "output", done.title), events)

    return running
