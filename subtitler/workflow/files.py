"""Files that are whole or not there: writing beside, syncing, exchanging; digests."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import re
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from subtitler.errors import StorageError

AT_FDCWD = -100
RENAME_EXCHANGE = 2  # Linux's renameat2 …
RENAME_SWAP = 2  # … and macOS's renamex_np
READ = 1 << 20
MOST_NAMED = 240  # bytes of a file's name in that of its new content, of the 255 that there are
READY = re.compile(r"\.(?P<name>.+)\.[0-9a-f]{8}\.new", re.DOTALL)


@contextmanager
def storage(what: str, path: Path) -> Iterator[None]:
    """Turns an OSError over `path` into a StorageError that says `what` could not be done."""
    try:
        yield
    except OSError as error:
        remedies = {
            errno.ENOSPC: "Make room on the disk, and run the command again.",
            errno.EDQUOT: "Make room on the disk, and run the command again.",
            errno.EACCES: "Change its permissions, or choose another --output-dir.",
            errno.EPERM: "Change its permissions, or choose another --output-dir.",
            errno.EROFS: "Choose another --output-dir: this one is read-only.",
            errno.ENOTDIR: "A file is in the way of a folder: choose another --output-dir.",
            errno.EEXIST: "A file is in the way of a folder: choose another --output-dir.",
            errno.ENAMETOOLONG: "Choose a shorter name with --title.",
        }
        raise StorageError(
            f"{path}: {what} failed: {error.strerror or error}",
            remedies.get(error.errno or 0, "Look at the folder, or choose another --output-dir."),
        ) from error


def digest_bytes(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def digest_file(path: Path) -> str | None:
    """SHA-256 of a file in hex, read in pieces; None where there is no file."""
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(READ):
                found.update(piece)
    except FileNotFoundError:
        return None
    return found.hexdigest()


def write_beside(path: Path, content: bytes) -> Path:
    """`content`, synced to the disk, in a new file in the folder of `path`; gives its path.

    Raises OSError, and leaves nothing behind then.
    """
    name = os.fsencode(path.name)[:MOST_NAMED].decode(errors="ignore")
    ready = path.with_name(f".{name}.{secrets.token_hex(4)}.new")
    try:
        with ready.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            ready.unlink()
        raise
    return ready


def write_atomic(path: Path, content: bytes) -> None:
    """Replaces a file by a whole new one. Raises StorageError; the old file then stands."""
    with storage("writing", path):
        ready = write_beside(path, content)
        try:
            ready.replace(path)
        except BaseException:
            ready.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def place(ready: Path, target: Path) -> bool:
    """Moves a file to a name that is free; False where a file has it by now, which stays."""
    try:
        os.link(ready, target)
    except FileExistsError:
        return False
    except OSError:  # a folder without hard links
        if target.exists():
            return False
        ready.replace(target)
        return True
    ready.unlink()
    return True


def sync_folder(folder: Path) -> None:
    """Makes renames in a folder last through a power cut, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:  # some network folders cannot
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(handle)


def exchange(one: Path, other: Path) -> bool:
    """Exchanges two files atomically; False where the system or the folder cannot.

    Raises FileNotFoundError where one of them is missing.
    """
    if sys.platform not in {"linux", "darwin"}:
        return False
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        result = library.renameat2(
            AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE
        )
    elif sys.platform == "darwin" and hasattr(library, "renamex_np"):
        result = library.renamex_np(os.fsencode(one), os.fsencode(other), RENAME_SWAP)
    else:
        return False
    if result == 0:
        return True
    number = ctypes.get_errno()
    if number == errno.ENOENT:
        raise FileNotFoundError(number, os.strerror(number), str(other))
    if number in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}:
        return False
    raise OSError(number, os.strerror(number), str(other))
