"""The real engines, as the workflow asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from subtitler.engines import catalog
from subtitler.engines.media import PyAVReader
from subtitler.engines.silero import SileroFinder
from subtitler.ports import MediaReader, SpeechFinder, Transcriber
from subtitler.workflow.events import Download, Notice
from subtitler.workflow.job import Job, Model
from subtitler.workflow.settings import Settings


class CatalogEngines:
    """Engines out of engines/catalog.py."""

    def __init__(self) -> None:
        self._opened: dict[tuple[str, str, str], Transcriber] = {}

    def reader(self) -> MediaReader:
        """See Engines.reader."""
        return PyAVReader()

    def finder(self) -> SpeechFinder:
        """See Engines.finder."""
        return SileroFinder()

    def model(self, settings: Settings, near: Sequence[Path]) -> Model:
        """See Engines.model."""
        return catalog.find_weights(settings.model, near)

    def engine(self, settings: Settings, model: Model) -> tuple[str, str]:
        """See Engines.engine."""
        assert isinstance(model, catalog.Weights)
        return catalog.choose_engine(settings.engine, settings.device, model)

    def load(self, job: Job) -> Transcriber:
        """See Engines.load. Several media in one run share the recogniser."""
        assert isinstance(job.model, catalog.Weights)
        engine, device, watch = job.wanted.engine, job.wanted.device, job.watch
        key = (engine, device, job.wanted.model_digest)
        if key not in self._opened:
            weights = self._fetched(job.model, job)
            with watch.stage("imports"):
                catalog.import_engine(engine)
            with watch.stage("model"):
                self._opened[key] = catalog.open_engine(engine, device, weights)
        return self._opened[key]

    def _fetched(self, weights: catalog.Weights, job: Job) -> catalog.Weights:
        def told(done: int, total: int) -> None:
            if not done:
                job.report(Notice(f"fetching the model {weights.name} ({total / 1e6:.0f} MB)"))
            job.report(Download(done, total))

        with job.watch.stage("download"):
            return catalog.fetch(weights, offline=job.settings.offline, told=told)
