"""What an unpacked Argos package says of itself, and whether it is still as it was imported."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from subtitler.engines.downloads import file_digest
from subtitler.errors import RecordError, StorageError

ENDING = ".argosmodel"
MANIFEST = "subtitler-manifest.json"
METADATA = "metadata.json"
TOKENIZERS = ("sentencepiece.model", "bpe.model")
MODEL = "model/model.bin"
VOCABULARY = re.compile(r"model/\w*vocabulary\.(json|txt)")
CODE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
READ = 1 << 20
REMEDY = "Fetch the package anew: subtitler models get argos:FROM-TO."


class Metadata(msgspec.Struct, frozen=True):
    """What we read of a package's metadata.json; Argos checks nothing of it."""

    from_code: str
    to_code: str
    package_version: str = ""
    type: str = "translate"

    @property
    def name(self) -> str:
        """The package's name as Argos writes it, such as `translate-en_de`."""
        return f"translate-{self.from_code}_{self.to_code}"


class Manifest(msgspec.Struct, frozen=True):
    """What was imported: SHA-256 of the archive and of each file in it."""

    archive: str
    files: dict[str, str]
    schema: int = 1


def metadata_in(raw: bytes, where: Path) -> Metadata:
    """A package's metadata. Raises RecordError for what is none, or is of another kind."""
    try:
        found = msgspec.json.decode(raw, type=Metadata)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RecordError(f"{where}: its {METADATA} says nothing usable: {error}", REMEDY) from None
    if found.type != "translate":
        raise RecordError(f"{where}: this is a package of type {found.type!r}", REMEDY)
    for code in (found.from_code, found.to_code):
        if not CODE.fullmatch(code):
            raise RecordError(f"{where}: its {METADATA} names a language {code!r}", REMEDY)
    return found


def lacking(names: Sequence[str]) -> list[str]:
    """What a package with files of these names (paths with `/`) lacks to be one."""
    there = set(names)
    lacks = [name for name in (METADATA, MODEL) if name not in there]
    if there.isdisjoint(TOKENIZERS):
        lacks.append(" or ".join(TOKENIZERS))
    if not any(VOCABULARY.fullmatch(name) for name in there):
        lacks.append("model/shared_vocabulary.json")
    return lacks


def files_in(folder: Path) -> dict[str, Path]:
    """The files of an unpacked package by their names (paths with `/`). Raises OSError."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path for path in paths}


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of an unpacked package, None where it has none. Raises RecordError."""
    path = folder / MANIFEST
    with storage(path):
        raw = path.read_bytes() if path.is_file() else None
    if raw is None:
        return None
    try:
        return msgspec.json.decode(raw, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RecordError(f"{path}: the manifest is damaged: {error}", REMEDY) from error


def verify(folder: Path) -> bool:
    """Whether an unpacked package is known to be whole; False where it has no manifest.

    Raises RecordError, naming the files, where it is not as it was imported.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        return False
    damaged = [name for name, digest in manifest.files.items() if _digest(folder / name) != digest]
    if damaged:
        raise RecordError(
            f"{folder}: the package is damaged: {', '.join(damaged)}",
            f"{REMEDY[:-1]}, or import it again: subtitler models import FILE{ENDING}.",
        )
    return True


def package_digest(folder: Path) -> str:
    """SHA-256 over what a translation depends on: metadata, tokenizer and model, by name."""
    with storage(folder):
        lines = [
            f"{name} {file_digest(path)}\n"
            for name, path in files_in(folder).items()
            if name in {METADATA, *TOKENIZERS} or name.startswith("model/")
        ]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


@contextmanager
def storage(path: Path) -> Iterator[None]:
    """Turns an OSError over a package's files into a StorageError."""
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"{error.filename or path}: {error.strerror or error}",
            "Make room there, look at the folder's permissions, or set XDG_DATA_HOME and "
            "XDG_CACHE_HOME to other folders.",
        ) from error


def _digest(path: Path) -> str | None:
    """SHA-256 of a file, read anew; None where there is none."""
    found = hashlib.sha256()
    with storage(path), suppress(FileNotFoundError), path.open("rb") as file:
        while piece := file.read(READ):
            found.update(piece)
        return found.hexdigest()
    return None
