"""The real engines, as the workflow asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from subtitler.engines import catalog
from subtitler.engines.media import PyAVReader
from subtitler.engines.silero import SileroFinder
from subtitler.ports import MediaReader, SpeechFinder, Transcriber, Translator
from subtitler.workflow.events import Download, Notice
from subtitler.workflow.job import Job, Masks, Model
from subtitler.workflow.settings import Settings

SURVIVES = 0.5  # share of sentences through which a stand-in comes, under which it is no use


class CatalogEngines:
    """Engines out of engines/catalog.py."""

    def __init__(self) -> None:
        self._opened: dict[tuple[str, str, str], Transcriber] = {}
        self._translators: dict[tuple[str, str, str], Translator] = {}

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

    def translator(
        self, source: str, target: str, settings: Settings, near: Sequence[Path]
    ) -> Translator:
        """See Engines.translator. Several titles in one run share it."""
        from subtitler.engines.argos import open_translator

        folder = catalog.packages_folder(settings.packages, near)
        key = (source, target, str(folder))
        if key not in self._translators:
            self._translators[key] = open_translator(source, target, folder)
        return self._translators[key]

    def is_demo(self, settings: Settings) -> bool:
        """See Engines.is_demo."""
        return catalog.is_demo_folder(settings.packages)

    def masks(self, translator: Translator, sentences: Sequence[str]) -> Masks | None:
        """See Engines.masks."""
        from subtitler.engines.argos_masks import best_mask

        mask = best_mask(translator, sentences)
        return mask.text if mask is not None and mask.survival >= SURVIVES else None

    def _fetched(self, weights: catalog.Weights, job: Job) -> catalog.Weights:
        def told(done: int, total: int) -> None:
            if not done:
                job.report(Notice(f"fetching the model {weights.name} ({total / 1e6:.0f} MB)"))
            job.report(Download(done, total))

        with job.watch.stage("download"):
            return catalog.fetch(weights, offline=job.settings.offline, told=told)
