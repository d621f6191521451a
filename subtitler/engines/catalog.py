"""Which weights a name means and where they are, and which engine can run them here."""

from __future__ import annotations

import importlib.util
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from subtitler.engines import downloads
from subtitler.errors import MissingError, StorageError, UsageError

if TYPE_CHECKING:
    from subtitler.ports import Transcriber

DEMO = "demo"
DEMO_FOLDER = Path("media") / "demo-models"
DEMO_FILE = "whisper-demo.pt"
DEMO_DIGEST = "8e03205e8168d7caa26e905ed47b7e82d134c6b5c63d5c6cb55ff962de6c6484"
CT2_FILES = ("model.bin", "config.json", "tokenizer.json")
ENGINES = {"faster-whisper": "faster_whisper", "whisper": "whisper"}  # the first is preferred
COMPUTE_TYPES = {"cpu": "float32", "cuda": "float16"}  # docs/decisions/0003
ENGLISH_ONLY = ".en"


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights that a setting names. `path` is a .pt or a CTranslate2 folder, None where
    they are not on this machine yet; `digest` is SHA-256 of the checkpoint."""

    name: str
    path: Path | None
    digest: str
    demo: bool = False

    @property
    def converted(self) -> bool:
        """Whether they are in CTranslate2's form already."""
        return self.path is not None and self.path.is_dir()

    def refuse(self, language: str) -> None:
        """Raises UsageError where these weights do not know the language (a tag, or `auto`)."""
        official = downloads.name_of(self.digest) or self.name
        english = official.endswith(ENGLISH_ONLY)
        if english and language != "auto" and language.split("-", maxsplit=1)[0] != "en":
            other = official.removesuffix(ENGLISH_ONLY)
            raise UsageError(
                f"the model {official} knows English only, and the language is {language}",
                f"Give --model {other}, or --language en.",
            )


def find_weights(name: str, near: Sequence[Path]) -> Weights:
    """The weights that `name` means: a name of OpenAI's list, a path, or `demo`.

    `near` are folders from which the demo model is sought upward. Raises UsageError for a name
    that is none, MissingError for a path or a demo model that is not there, StorageError.
    """
    if name == DEMO:
        return replace(_by_path(_demo(near)), name=DEMO, demo=True)
    if name in downloads.OFFICIAL:
        official = downloads.OFFICIAL[name]
        return Weights(name, downloads.here(official), official.digest)
    path = Path(name).expanduser()
    if path.exists() or path.suffix == ".pt" or len(path.parts) > 1:
        return _by_path(path)
    known = ", ".join(downloads.OFFICIAL)
    raise UsageError(
        f"there is no model {name!r}",
        f"Give a path, {DEMO}, or one of: {known}.",
    )


def _by_path(path: Path) -> Weights:
    if not path.exists():
        raise MissingError(
            f"{path}: there is no such model",
            "Look at the path, or give a model's name, such as small or demo.",
        )
    if path.is_dir():
        lacking = [one for one in CT2_FILES if not (path / one).is_file()]
        if lacking:
            raise UsageError(
                f"{path}: this folder holds no Whisper model for CTranslate2: "
                f"{', '.join(lacking)} is missing",
                "Give a folder with model.bin, config.json and tokenizer.json, or a .pt.",
            )
    try:
        digest = downloads.folder_digest(path) if path.is_dir() else downloads.file_digest(path)
    except OSError as error:
        raise StorageError(f"{path}: reading failed: {error.strerror}", "Look at it.") from error
    demo = digest == DEMO_DIGEST or path.name == DEMO_FILE
    return Weights(str(path), path, digest, demo)


def _demo(near: Sequence[Path]) -> Path:
    """The demo checkpoint. Raises MissingError, naming the places."""
    return _demo_folder(near, DEMO_FILE, "--model PATH") / DEMO_FILE


def packages_folder(name: str, near: Sequence[Path]) -> Path | None:
    """Where translation packages are sought: `demo`'s folder, a folder, None for the usual
    places. Raises MissingError where it is not there."""
    if not name:
        return None
    if name == DEMO:
        return _demo_folder(near, "*.argosmodel", "--packages DIR")
    path = Path(name).expanduser()
    if not path.exists():
        raise MissingError(f"{path}: there is no such folder of packages", "Look at the path.")
    return path


def is_demo_folder(name: str) -> bool:
    """Whether a setting of packages means the demo's."""
    return name == DEMO or Path(name).name == DEMO_FOLDER.name


def _demo_folder(near: Sequence[Path], pattern: str, option: str) -> Path:
    checkout = Path(__file__).resolve().parents[2]
    folders = [folder for start in near for folder in (start, *start.parents)]
    places = dict.fromkeys(folder / DEMO_FOLDER for folder in (*folders, checkout))
    for place in places:
        if any(place.glob(pattern)):
            return place
    looked = "\n".join(f"  {place}" for place in places)
    raise MissingError(
        f"the demo models ({pattern}) are not here; they were sought in\n{looked}",
        f"They come with subtitler's source: run in a checkout, or give {option}.",
    )


def choose_engine(wish: str, device: str, weights: Weights) -> tuple[str, str]:
    """The names of the engine and the device for `wish` and `device`, each possibly `auto`.

    Raises MissingError for an engine or device that this machine lacks, UsageError for an engine
    that cannot run these weights.
    """
    there = [name for name, module in ENGINES.items() if importlib.util.find_spec(module)]
    if weights.converted and wish == "whisper":
        raise UsageError(
            f"{weights.path}: this is a model for CTranslate2, which whisper cannot run",
            "Give --engine faster-whisper, or the checkpoint it was made from (.pt).",
        )
    engine = wish if wish != "auto" else next(iter(there), "whisper")
    if weights.converted:
        engine = "faster-whisper"
    if engine not in there:
        package = "openai-whisper" if engine == "whisper" else engine
        raise MissingError(f"the engine {engine} is not installed", f"pip install {package}")
    if device == "cpu":
        return engine, device
    if _has_cuda(engine):
        return engine, "cuda"
    if device == "cuda":
        raise MissingError(
            f"{engine} finds no CUDA device on this machine",
            "Give --device cpu, or install the driver and the CUDA libraries.",
        )
    return engine, "cpu"


def _has_cuda(engine: str) -> bool:
    if engine == "whisper":
        import torch

        return bool(torch.cuda.is_available())
    import ctranslate2

    return bool(ctranslate2.get_cuda_device_count())


def import_engine(engine: str) -> None:
    """Imports an engine's libraries, so that their time can be told from the model's."""
    importlib.import_module(ENGINES[engine])


def fetch(weights: Weights, *, offline: bool, told: Callable[[int, int], None]) -> Weights:
    """These weights, on this machine: fetched where they are not. `told` gets bytes so far and
    in all. Raises MissingError where they cannot be had."""
    if weights.path is not None:
        return weights
    path = downloads.fetch(downloads.OFFICIAL[weights.name], offline=offline, told=told)
    return replace(weights, path=path)


def open_engine(engine: str, device: str, weights: Weights) -> Transcriber:
    """The recogniser over weights that are here. Raises UsageError for weights that are none."""
    assert weights.path is not None
    if engine == "whisper":
        from subtitler.engines.whisper import WhisperTranscriber

        return WhisperTranscriber(weights.path, weights.digest, device)
    from subtitler.engines.faster_whisper import FasterWhisperTranscriber

    folder = weights.path if weights.converted else _derived(weights.path, weights.digest)
    return FasterWhisperTranscriber(
        folder, weights.digest, device, COMPUTE_TYPES[device], _threads()
    )


def _derived(path: Path, digest: str) -> Path:
    """The CTranslate2 form of a checkpoint, made once and kept in the user's cache folder."""
    from subtitler.engines.checkpoints import FORM, derive

    folder = platformdirs.user_cache_path("subtitler") / "ctranslate2" / f"{digest}-{FORM}"
    try:
        if not folder.exists():
            derive(path, digest, folder)
    except OSError as error:
        raise StorageError(
            f"{folder}: writing the model's form for faster-whisper failed: {error.strerror}",
            "Make room there, set XDG_CACHE_HOME to another folder, or give --engine whisper.",
        ) from error
    return folder


def _threads() -> int:
    """The processors that this process may use."""
    if platform.system() == "Linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
