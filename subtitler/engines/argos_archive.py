"""An .argosmodel: reading what it is, and unpacking it safely."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import shutil
import stat
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import NoReturn

import msgspec

from subtitler.engines.argos_codes import argos_codes, language_of
from subtitler.engines.argos_manifest import (
    ENDING,
    MANIFEST,
    METADATA,
    READ,
    REMEDY,
    Manifest,
    Metadata,
    files_in,
    lacking,
    metadata_in,
    read_manifest,
    storage,
    verify,
)
from subtitler.engines.downloads import file_digest
from subtitler.errors import RecordError, UsageError

MAX_MEMBERS = 2_000
MAX_BYTES = 8 << 30  # unpacked; the largest published package has about 0.5 GB
MAX_RATIO = 200  # unpacked to packed; the published ones have less than 5
MAX_METADATA = 1 << 20
LEFTOVER = 86_400  # s after which a folder that a killed import left is removed
PART = ".import-"


def read_metadata(path: Path) -> Metadata:
    """The metadata of an archive or of an unpacked folder.

    Raises RecordError for what is no package, StorageError.
    """
    if path.is_dir():
        with storage(path):
            _complete(list(files_in(path)), path)
            return metadata_in((path / METADATA).read_bytes(), path)
    with _opened(path) as archive:
        members = _files(archive, path)
        return _metadata(members, archive, path)


def import_package(file: Path, into: Path, expected: tuple[str, str] | None = None) -> Path:
    """Unpacks an .argosmodel into a folder of its own in `into`; gives that folder.

    Nothing is written outside, and the folder is there whole or not at all. A package that is
    there already in the same version is replaced. Raises RecordError for a file that is no sound
    package, UsageError for one of another pair than `expected` (tags), StorageError.
    """
    with _opened(file) as archive:
        members = _files(archive, file)
        metadata = _metadata(members, archive, file)
        if expected is not None:
            _expect(metadata, expected, file)
        folder = into / _folder_name(metadata)
        with storage(into), _part(into) as part:
            files = {name: _unpack(archive, one, part / name) for name, one in members.items()}
            manifest = Manifest(file_digest(file), files)
            _write(part / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1))
            _place(part, folder, manifest)
    return folder


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    """The archive; what is wrong with its bytes, found here or later, is a RecordError."""
    if not file.is_file():
        raise UsageError(f"{file}: there is no such file", f"Give the path of an {ENDING} file.")
    try:
        with storage(file), zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise RecordError(f"{file}: this is no Argos package: {error}", REMEDY) from error


def _files(archive: zipfile.ZipFile, file: Path) -> dict[str, zipfile.ZipInfo]:
    """The archive's files by their names below its one folder, once all of it is checked."""
    entries = archive.infolist()
    size, packed = sum(one.file_size for one in entries), sum(one.compress_size for one in entries)
    if len(entries) > MAX_MEMBERS or size > MAX_BYTES or size > MAX_RATIO * packed + READ:
        _refuse(file, f"its {len(entries)} members would become {size} bytes")
    paths = [(_checked(one, file), one) for one in entries]
    if len({str(path).casefold() for path, _ in paths}) != len(paths):
        _refuse(file, "two of its members have one name")
    tops = {path.parts[0] for path, one in paths if len(path.parts) > 1 or not one.is_dir()}
    if len(tops) != 1:
        raise RecordError(f"{file}: a package holds one folder, and this holds {len(tops)}", REMEDY)
    members = {
        "/".join(path.parts[1:]): one
        for path, one in paths
        if len(path.parts) > 1 and not one.is_dir()
    }
    members.pop(MANIFEST, None)  # ours is written from what is unpacked
    return members


def _checked(one: zipfile.ZipInfo, file: Path) -> PurePosixPath:
    """A member's path, where it is an ordinary file or folder inside the archive."""
    name, path = one.orig_filename, PurePosixPath(one.filename)
    outside = path.is_absolute() or ".." in path.parts or not path.parts
    if outside or any(mark in name for mark in "\\:\0"):
        _refuse(file, f"a member would lie outside: {name!r}")
    if stat.S_IFMT(one.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        _refuse(file, f"{name!r} is no ordinary file")
    if one.flag_bits & 0x1 or one.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        _refuse(file, f"{name!r} is encrypted, or packed in a way that Argos does not use")
    return path


def _refuse(file: Path, why: str) -> NoReturn:
    raise RecordError(
        f"{file}: this package is not safe to unpack: {why}", "Get it from another place."
    )


def _metadata(
    members: dict[str, zipfile.ZipInfo], archive: zipfile.ZipFile, file: Path
) -> Metadata:
    _complete(list(members), file)
    member = members[METADATA]
    if member.file_size > MAX_METADATA:
        _refuse(file, f"its {METADATA} has {member.file_size} bytes")
    return metadata_in(archive.read(member), file)


def _complete(names: list[str], where: Path) -> None:
    lacks = lacking(names)
    if lacks:
        raise RecordError(f"{where}: the package lacks {', '.join(lacks)}", REMEDY)


def _expect(metadata: Metadata, pair: tuple[str, str], file: Path) -> None:
    codes = (metadata.from_code, metadata.to_code)
    if all(code in argos_codes(tag) for code, tag in zip(codes, pair, strict=True)):
        return
    own = "-".join(language_of(code) for code in codes)
    raise UsageError(
        f"{file}: this package is for {own}, not for {'-'.join(pair)}",
        f"Import it as what it is, or get the other: subtitler models get argos:{'-'.join(pair)}.",
    )


def _folder_name(metadata: Metadata) -> str:
    version = re.sub(r"[^A-Za-z0-9]+", "_", metadata.package_version)[:40]
    return f"{metadata.name}-{version}" if version else metadata.name


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> str:
    """Writes one member, synced to the disk; gives its SHA-256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    found = hashlib.sha256()
    with archive.open(member) as packed, path.open("xb") as file:
        while piece := packed.read(READ):
            found.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return found.hexdigest()


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content + b"\n")
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _part(into: Path) -> Iterator[Path]:
    """A new folder in `into`, gone at the end unless it was renamed."""
    into.mkdir(parents=True, exist_ok=True)
    for old in into.glob(f"{PART}*"):
        with suppress(OSError):
            if time.time() - old.stat().st_mtime > LEFTOVER:
                shutil.rmtree(old)
    part = Path(tempfile.mkdtemp(prefix=PART, dir=into))
    try:
        part.chmod(0o755)
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _place(part: Path, folder: Path, manifest: Manifest) -> None:
    """Renames the finished folder; another one of its name goes out of the way first.

    A sound one with the same content stays: another run may be reading it.
    """
    while not _is_whole(folder, manifest):
        old = folder.with_name(f"{PART}old-{secrets.token_hex(4)}")
        with suppress(FileNotFoundError):
            folder.rename(old)
        try:
            part.rename(folder)
        except OSError as error:
            if error.errno not in {errno.EEXIST, errno.ENOTEMPTY}:
                with suppress(OSError):
                    old.rename(folder)
                raise
            continue  # another import was quicker: look at what it placed
        finally:
            shutil.rmtree(old, ignore_errors=True)
        _sync(folder.parent)
        return


def _is_whole(folder: Path, manifest: Manifest) -> bool:
    try:
        return read_manifest(folder) == manifest and verify(folder)
    except RecordError:
        return False


def _sync(folder: Path) -> None:
    """Makes the rename last through a power cut, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network folders cannot
            os.fsync(handle)
    finally:
        os.close(handle)
