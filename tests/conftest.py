"""What all tests share: how often laws are tried, and the samples."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("default", max_examples=60, deadline=None)
# CI tries the same examples every time: what it says is about the change, not about the draw.
hypothesis.settings.register_profile("ci", max_examples=60, deadline=None, derandomize=True)
hypothesis.settings.register_profile("soak", max_examples=5000, deadline=None)
PROFILE = "ci" if os.environ.get("CI") else "default"
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", PROFILE))

MEDIA = Path(__file__).parent.parent / "media"


@pytest.fixture(scope="session")
def media() -> Path:
    """The folder with the sample videos and their truth files."""
    return MEDIA


@pytest.fixture(scope="session")
def demo_model() -> Path:
    """The demo checkpoint."""
    return MEDIA / "demo-models" / "whisper-demo.pt"


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> object:
    """No test reads or writes the user's own cache or settings."""
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    for name in [key for key in os.environ if key.startswith("SUBTITLER_")]:
        patch.delenv(name)
    yield
    patch.undo()
