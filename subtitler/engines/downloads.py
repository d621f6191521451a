"""OpenAI's published checkpoints: what they are, where they lie on this machine, and fetching."""

from __future__ import annotations

import hashlib
import os
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
import platformdirs

from subtitler.errors import MissingError, StorageError

READ = 1 << 20
TIMEOUT = 30  # s without an answer


@dataclass(frozen=True, slots=True)
class Official:
    """A checkpoint of openai-whisper's list: SHA-256, its file, and about how many MB it has."""

    name: str
    digest: str
    file: str
    megabytes: int


def _official(name: str, digest: str, megabytes: int, file: str = "") -> Official:
    return Official(name, digest, f"{file or name}.pt", megabytes)


_LARGE_V3 = "e5b1a55b89c1367dacf97e3e19bfd829a01529dbfdeefa8caeb59b3f1b81dadb"
_TURBO = "aff26ae408abcba5fbf8813c21e62b0941638c5f6eebfb145be0c9839262a19a"
# openai-whisper's own list (whisper._MODELS), which cannot be read without importing PyTorch;
# a test holds the two against each other.
OFFICIAL = {
    one.name: one
    for one in (
        _official(
            "tiny.en", "d3dd57d32accea0b295c96e26691aa14d8822fac7d9d27d5dc00b4ca2826dd03", 76
        ),
        _official("tiny", "65147644a518d12f04e32d6f3b26facc3f8dd46e5390956a9424a650c0ce22b9", 76),
        _official(
            "base.en", "25a8566e1d0c1e2231d1c762132cd20e0f96a85d16145c3a00adf5d1ac670ead", 145
        ),
        _official("base", "ed3a0b6b1c0edf879ad9b11b1af5a0e6ab5db9205f891f668f8b0e6c6326e34e", 145),
        _official(
            "small.en", "f953ad0fd29cacd07d5a9eda5624af0f6bcf2258be67c92b79389873d91e0872", 484
        ),
        _official("small", "9ecf779972d90ba49c06d968637d720dd632c55bbf19d441fb42bf17a411e794", 484),
        _official(
            "medium.en", "d7440d1dc186f76616474e0ff0b3b6b879abc9d1a4926b7adfa41db2d497ab4f", 1528
        ),
        _official(
            "medium", "345ae4da62f9b3d59415adc60127b97c714f32e89e936602e85993674d08dcb1", 1528
        ),
        _official(
            "large-v1", "e4b87e7e0bf463eb8e6956e646f1e277e901512310def2c24bf0e11bd3c28e9a", 3087
        ),
        _official(
            "large-v2", "81f7c96c852ee8fc832187b0132e569d6c3065a3252ed18e56effd0b6a73e524", 3087
        ),
        _official("large-v3", _LARGE_V3, 3087),
        _official("large", _LARGE_V3, 3087, "large-v3"),
        _official("large-v3-turbo", _TURBO, 1618),
        _official("turbo", _TURBO, 1618, "large-v3-turbo"),
    )
}


def name_of(digest: str) -> str | None:
    """The name in OpenAI's list of the checkpoint with this SHA-256."""
    return next((name for name, one in OFFICIAL.items() if one.digest == digest), None)


def folder() -> Path:
    """Where openai-whisper keeps its checkpoints too, so that each is fetched once."""
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "whisper"


def here(official: Official) -> Path | None:
    """The checkpoint's file on this machine, None where it is not, or is another file."""
    path = folder() / official.file
    try:
        return path if path.is_file() and file_digest(path) == official.digest else None
    except OSError:
        return None


def fetch(official: Official, *, offline: bool, told: Callable[[int, int], None]) -> Path:
    """Fetches a checkpoint. It has its name only when it is whole and its SHA-256 is right.

    Raises MissingError, saying how to bring the file along, where it cannot be had; StorageError.
    """
    target = folder() / official.file
    size = f"about {official.megabytes} MB"
    if offline:
        raise _missing(
            official, f"is not on this machine ({size}), and --offline forbids to fetch it"
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{official.file}.", dir=target.parent)
    except OSError as error:
        raise _no_room(target, error) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            digest = _receive(official, file.write, told)
            file.flush()
            os.fsync(file.fileno())
        if digest != official.digest:
            raise _missing(official, "came damaged: its SHA-256 is not the published one")
        part.replace(target)
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        reason = getattr(error, "reason", error)
        raise _missing(
            official, f"is not on this machine ({size}), and fetching failed: {reason}"
        ) from error
    except OSError as error:
        raise _no_room(target, error) from error
    finally:
        part.unlink(missing_ok=True)
    return target


def _receive(
    official: Official, write: Callable[[bytes], object], told: Callable[[int, int], None]
) -> str:
    """Reads the published file, telling bytes so far and in all; gives its SHA-256."""
    found = hashlib.sha256()
    done = 0
    with urllib.request.urlopen(url_of(official), timeout=TIMEOUT) as answer:
        total = int(answer.headers.get("Content-Length") or official.megabytes * 1_000_000)
        told(0, total)
        while piece := answer.read(READ):
            found.update(piece)
            write(piece)
            done += len(piece)
            told(done, total)
    return found.hexdigest()


def url_of(official: Official) -> str:
    """Where openai-whisper says that the file is published."""
    import whisper

    return str(whisper._MODELS[official.name])  # noqa: SLF001  (there is no public list)


def _missing(official: Official, why: str) -> MissingError:
    return MissingError(
        f"the model {official.name} {why}",
        f"Bring {official.file} from a machine that has it, and put it in {folder()}, or give its "
        "path with --model PATH. To try subtitler on its own samples: --model demo.",
    )


def _no_room(target: Path, error: OSError) -> StorageError:
    return StorageError(
        f"{target}: writing the model failed: {error.strerror or error}",
        "Make room there, or set XDG_CACHE_HOME to another folder.",
    )


def file_digest(path: Path) -> str:
    """SHA-256 of a file, remembered by its size and time of change: a large checkpoint takes
    seconds to read. Raises OSError."""
    state = path.stat()
    key = f"{path.resolve()}:{state.st_size}:{state.st_mtime_ns}:{state.st_ino}"
    known = _remembered()
    if key in known:
        return known[key]
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(READ):
            found.update(piece)
    digest = found.hexdigest()
    if state.st_size >= 64 * READ:
        _remember({**known, key: digest})
    return digest


def folder_digest(path: Path) -> str:
    """SHA-256 over a model folder's files: their names and their own digests. Raises OSError."""
    found = hashlib.sha256()
    for one in sorted(path.iterdir()):
        if one.is_file():
            found.update(f"{one.name} {file_digest(one)}\n".encode())
    return found.hexdigest()


def _digests() -> Path:
    return platformdirs.user_cache_path("subtitler") / "digests.json"


def _remembered() -> dict[str, str]:
    """Digests by file and state; a lost or damaged memory costs a second reading, no more."""
    try:
        return msgspec.json.decode(_digests().read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError):
        return {}


def _remember(digests: dict[str, str]) -> None:
    path = _digests()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.encode(digests))
        Path(name).replace(path)
    except OSError:  # no memory then: the file is read again next time
        return
