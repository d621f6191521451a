"""Argos's index of published packages: fetching it, and a package that it names."""

from __future__ import annotations

import http.client
import os
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from subtitler.engines import argos_library
from subtitler.engines.argos_archive import PART, import_package
from subtitler.engines.argos_codes import argos_codes, known_pair
from subtitler.engines.argos_manifest import ENDING, storage
from subtitler.errors import MissingError

TIMEOUT = 30  # s without an answer
READ = 1 << 20
MAX_INDEX = 16 << 20
MAX_ARCHIVE = 4 << 30

Told = Callable[[int, int], None]


def get(source: str, target: str, into: Path, *, offline: bool, told: Told) -> Path:
    """Fetches the published package for a pair (BCP 47) and imports it; gives its folder.

    `told` gets bytes so far and in all (0: not said). Raises UsageError for languages that are
    none or one, MissingError where the package cannot be had, RecordError where what came is no
    sound package, StorageError.
    """
    pair = known_pair(source, target)
    if offline:
        raise _unavailable(pair, "is not fetched: --offline forbids it")
    with _fetching(pair):
        entry = _entry(_index(), pair)
    with storage(into):
        into.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=PART, suffix=ENDING, dir=into)
    part = Path(name)
    try:
        with storage(part), _fetching(pair), os.fdopen(handle, "wb") as file:
            _receive(entry, pair, file.write, told)
        return import_package(part, into, expected=pair)
    finally:
        part.unlink(missing_ok=True)


def _index() -> list[Any]:
    """The index's translation packages. argostranslate's own function for it recurses until
    Python stops it where there is no network, and keeps nothing of what went wrong."""
    with _asked(argos_library.index_url()) as answer:
        raw = answer.read(MAX_INDEX)
    entries = msgspec.json.decode(raw, type=list[dict[str, Any]])
    packages = [argos_library.available_package(entry) for entry in entries]
    return [one for one in packages if one.type == "translate" and one.from_code and one.to_code]


def _asked(url: str) -> Any:
    """The server's answer. It is told who asks: some refuse Python's own name."""
    request = urllib.request.Request(url, headers={"User-Agent": "subtitler"})
    return urllib.request.urlopen(request, timeout=TIMEOUT)


def _entry(index: Sequence[Any], pair: tuple[str, str]) -> Any:
    """The newest package for a pair, by its exact codes where they are published."""
    for source in argos_codes(pair[0]):
        for target in argos_codes(pair[1]):
            found = [one for one in index if (one.from_code, one.to_code) == (source, target)]
            if found:
                return max(found, key=lambda one: _version(one.package_version))
    there = sorted({f"{one.from_code}-{one.to_code}" for one in index})
    raise _unavailable(pair, f"is not published (there are: {', '.join(there)})")


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdecimal())


def _receive(
    entry: Any, pair: tuple[str, str], write: Callable[[bytes], object], told: Told
) -> None:
    """Reads the package from the first of its links that is on the web."""
    links = [link for link in entry.links if link.startswith(("http://", "https://"))]
    if not links:
        raise _unavailable(pair, "is published without a link to fetch it from")
    with _asked(links[0]) as answer:
        total = int(answer.headers.get("Content-Length") or 0)
        done = 0
        told(0, total)
        while piece := answer.read(READ):
            write(piece)
            done += len(piece)
            if done > MAX_ARCHIVE:
                raise _unavailable(pair, f"is larger than {MAX_ARCHIVE} bytes")
            told(done, total)
    if done < total:
        raise _unavailable(pair, f"came cut short: {done} of {total} bytes")


@contextmanager
def _fetching(pair: tuple[str, str]) -> Iterator[None]:
    try:
        yield
    except (urllib.error.URLError, TimeoutError, ConnectionError, http.client.HTTPException) as bad:
        raise _unavailable(pair, f"could not be fetched: {getattr(bad, 'reason', bad)}") from bad
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as bad:
        raise _unavailable(pair, f"could not be fetched: the index is no index ({bad})") from bad


def _unavailable(pair: tuple[str, str], why: str) -> MissingError:
    codes = "_".join(argos_codes(tag)[0] for tag in pair)
    name = f"translate-{codes}"
    return MissingError(
        f"the Argos package {name} {why}",
        f"Bring {name}{ENDING} from a machine that has it, and run subtitler models import "
        f"{name}{ENDING}.",
    )
