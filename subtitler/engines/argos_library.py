"""argostranslate, imported with care: its packages and its settings, and nothing beyond them.

`argostranslate.translate` is never imported: it brings stanza, spacy and minisbd.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from subtitler.errors import MissingError, UsageError

HOMES = {  # as argostranslate.settings has them on every system
    "XDG_DATA_HOME": Path(".local") / "share",
    "XDG_CONFIG_HOME": Path(".config"),
    "XDG_CACHE_HOME": Path(".local") / "cache",
}
OWN = "argos-translate"
# Measured on the demo packages: batches of 256 to 512 tokens take the least time a sentence,
# and one thread for each of several batches is 1.4 to 1.8 times as fast as several for one.
BATCH_TOKENS = 512


@dataclass(frozen=True, slots=True)
class ArgosSettings:
    """What ARGOS_* and Argos's settings.json ask for; 0 threads: as many as there are."""

    device: str
    compute_type: str
    inter_threads: int
    intra_threads: int
    batch_tokens: int
    beam: int


def argos_settings() -> ArgosSettings:
    """The settings that count here. Raises UsageError for a figure that is none.

    What nobody set is what CTranslate2 does best, not Argos's default: `auto` for the compute
    type changes the arithmetic of a package, and 32 tokens are two sentences.
    """
    get = _settings().get_setting
    return ArgosSettings(
        device=str(get("ARGOS_DEVICE_TYPE", "cpu")),
        compute_type=str(get("ARGOS_COMPUTE_TYPE", "default")),
        inter_threads=_figure("ARGOS_INTER_THREADS", 0),
        intra_threads=_figure("ARGOS_INTRA_THREADS", 0),
        batch_tokens=_figure("ARGOS_BATCH_SIZE", BATCH_TOKENS),
        beam=_figure("ARGOS_BEAM_SIZE", 4),
    )


def _figure(name: str, default: int) -> int:
    given = str(_settings().get_setting(name, default))
    if not given.isdecimal():
        raise UsageError(f"{name}: {given!r} is no number", "Give a whole number, or unset it.")
    return int(given)


def own_folders() -> list[Path]:
    """Where argostranslate itself keeps packages."""
    settings = _settings()
    given = settings.get_setting("ARGOS_PACKAGES_DIR")
    first = Path(given) if given else _home("XDG_DATA_HOME") / OWN / "packages"
    return [first, *settings.package_dirs[1:]]


def index_url() -> str:
    """Where the index of published packages is: ARGOS_PACKAGE_INDEX, or Argos's own."""
    return str(_settings().package_index) + "index.json"


def open_package(folder: Path) -> Any:
    """Argostranslate's Package over an unpacked folder: metadata and tokenizer."""
    return _packages().Package(folder)


def available_package(metadata: dict[str, Any]) -> Any:
    """Argostranslate's AvailablePackage for an entry of the index."""
    return _packages().AvailablePackage(metadata)


def is_bpe(tokenizer: Any) -> bool:
    """Whether a package's tokenizer is BPE after Moses; it is SentencePiece otherwise."""
    return isinstance(tokenizer, _packages().BPETokenizer)


def _packages() -> Any:
    _settings()
    import argostranslate.package

    return argostranslate.package


@cache
def _settings() -> Any:
    try:
        with _no_new_folders():
            import argostranslate.settings
    except ImportError as error:
        raise MissingError(
            "argostranslate is not installed", "pip install argostranslate"
        ) from error
    except (AssertionError, LookupError, ValueError) as error:
        raise UsageError(
            f"Argos Translate's settings cannot be read: {error!r}",
            f"Look at the ARGOS_* variables and at {_home('XDG_CONFIG_HOME') / OWN}.",
        ) from error
    return argostranslate.settings


@contextmanager
def _no_new_folders() -> Iterator[None]:
    """Argostranslate makes its folders when it is imported, where they are not there yet.

    Whoever has them keeps using them; for everybody else they are made in a folder that is
    thrown away.
    """
    before = {name: os.environ.get(name) for name in (*HOMES, "ARGOS_PACKAGES_DIR")}
    inner = {"XDG_DATA_HOME": "packages", "XDG_CONFIG_HOME": "", "XDG_CACHE_HOME": "downloads"}
    with tempfile.TemporaryDirectory(prefix="subtitler-") as away:
        for name, below in inner.items():
            if not (_home(name) / OWN / below).is_dir():
                os.environ[name] = away
        if before["ARGOS_PACKAGES_DIR"] and not Path(before["ARGOS_PACKAGES_DIR"]).is_dir():
            os.environ["ARGOS_PACKAGES_DIR"] = away
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


def _home(name: str) -> Path:
    user = os.environ.get("SNAP_USER_DATA") if "SNAP" in os.environ else None
    home = Path(user) if user else Path.home()
    return Path(os.environ.get(name) or home / HOMES[name])
