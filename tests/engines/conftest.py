"""Both recognisers over the demo checkpoint, opened once; and what the samples sound like."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from subtitler.engines import catalog
from subtitler.engines.media import PyAVReader

if TYPE_CHECKING:
    from subtitler.ports import Samples, Transcriber


@pytest.fixture(scope="session", params=list(catalog.ENGINES))
def transcriber(request: pytest.FixtureRequest, demo_model: Path) -> Transcriber:
    """Each engine in turn, over the same weights."""
    weights = catalog.find_weights(str(demo_model), [])
    return catalog.open_engine(request.param, "cpu", weights)


def audio_of(path: Path) -> Samples:
    """All the audio of a media file."""
    reader = PyAVReader()
    media = reader.probe(path)
    return np.concatenate([block.samples for block in reader.read(media, media.tracks[0])])


@pytest.fixture(scope="session")
def english(media: Path) -> Samples:
    """The opening address, 81 s."""
    return audio_of(media / "opening-address.mp4")


@pytest.fixture(scope="session")
def spanish(media: Path) -> Samples:
    """The discurso, 49 s."""
    return audio_of(media / "discurso.mp4")
