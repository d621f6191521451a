"""Which Argos packages are on this machine, and which of them lead from a language to another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from subtitler.engines.argos_archive import PART, import_package, read_metadata
from subtitler.engines.argos_codes import argos_codes, language_of
from subtitler.engines.argos_library import own_folders
from subtitler.engines.argos_manifest import ENDING, METADATA, Metadata, storage
from subtitler.engines.downloads import file_digest
from subtitler.errors import MissingError, RecordError, StorageError

PIVOT = "en"  # every published package but two has English on one side


@dataclass(frozen=True, slots=True)
class ArgosPackage:
    """A package: `path` is an unpacked folder, or an .argosmodel that is not unpacked yet.
    `place` counts the places in which packages were sought."""

    path: Path
    metadata: Metadata
    place: int = 0

    @property
    def pair(self) -> tuple[str, str]:
        """Its two languages as BCP 47 tags."""
        return language_of(self.metadata.from_code), language_of(self.metadata.to_code)


@dataclass(frozen=True, slots=True)
class Listing:
    """The packages in some folders, and what lies there that should be one but cannot be read."""

    packages: tuple[ArgosPackage, ...]
    unreadable: tuple[Path, ...] = ()

    @property
    def pairs(self) -> list[str]:
        """The pairs there are, such as `en-de`, each once, in order."""
        return sorted({"-".join(one.pair) for one in self.packages})


def user_folder() -> Path:
    """Where packages that a person gets or imports are kept."""
    return platformdirs.user_data_path("subtitler") / "packages"


def places(folder: Path | None) -> list[Path]:
    """Where packages count: in `folder` alone, else in the user's folder and in Argos's own.

    Raises MissingError for a folder that is not there.
    """
    if folder is None:
        return [user_folder(), *own_folders()]
    if not folder.exists():
        raise MissingError(f"{folder}: there is no such folder of packages", "Look at --packages.")
    return [folder]


def list_packages(places: Sequence[Path]) -> Listing:
    """The packages in these folders, in their order; a place may be a package itself.

    Raises StorageError.
    """
    found: list[ArgosPackage] = []
    unreadable: list[Path] = []
    for number, place in enumerate(places):
        for path in _candidates(place):
            try:
                found.append(ArgosPackage(path, read_metadata(path), number))
            except (RecordError, StorageError):
                unreadable.append(path)
    return Listing(tuple(found), tuple(unreadable))


def _candidates(place: Path) -> Iterator[Path]:
    """What looks like a package: a folder with metadata.json, or a file named .argosmodel."""
    with storage(place):
        inside = sorted(place.iterdir()) if place.is_dir() else []
    for path in (place, *inside):
        if path.name.startswith(PART):
            continue
        if (path / METADATA).is_file() or (path.suffix == ENDING and path.is_file()):
            yield path


def choose(source: str, target: str, places: Sequence[Path]) -> tuple[ArgosPackage, ...]:
    """The package from `source` to `target` (tags), or the two that lead there through English.

    Raises MissingError, saying how to get the package, where there is no way.
    """
    listing = list_packages(places)
    direct = _best(source, target, listing)
    if direct is not None:
        return (direct,)
    if PIVOT not in {argos_codes(source)[0], argos_codes(target)[0]}:
        first = _best(source, PIVOT, listing)
        second = _best(PIVOT, target, listing)
        if first is not None and second is not None:
            return first, second
    raise _missing(source, target, listing)


def ready(package: ArgosPackage) -> Path:
    """The package's folder; an archive is unpacked once into the user's cache folder.

    Raises RecordError for an archive that is no sound package, StorageError.
    """
    if package.path.is_dir():
        return package.path
    with storage(package.path):
        digest = file_digest(package.path)
    into = platformdirs.user_cache_path("subtitler") / "packages" / digest
    there = list_packages([into]).packages
    return there[0].path if there else import_package(package.path, into)


def _best(source: str, target: str, listing: Listing) -> ArgosPackage | None:
    """The package for a pair: the exact code, then the first place, then the newest version."""
    froms, tos = argos_codes(source), argos_codes(target)
    fitting = [
        one
        for one in listing.packages
        if one.metadata.from_code in froms and one.metadata.to_code in tos
    ]

    def rank(one: ArgosPackage) -> tuple[int, int, list[int]]:
        exact = froms.index(one.metadata.from_code) + tos.index(one.metadata.to_code)
        version = [-int(part) for part in re.findall(r"\d+", one.metadata.package_version)]
        version.append(1)  # so that 1.9 is newer than 1
        return exact, one.place, version

    return min(fitting, key=rank, default=None)


def _missing(source: str, target: str, listing: Listing) -> MissingError:
    legs = [(source, target)]
    if PIVOT not in {argos_codes(source)[0], argos_codes(target)[0]}:
        legs = [leg for leg in ((source, PIVOT), (PIVOT, target)) if _best(*leg, listing) is None]
    names = [f"translate-{argos_codes(one)[0]}_{argos_codes(two)[0]}" for one, two in legs]
    commands = "; ".join(f"subtitler models get argos:{one}-{two}" for one, two in legs)
    here = ", ".join(listing.pairs) or "none"
    spoilt = "".join(f"\n  cannot be read: {path}" for path in listing.unreadable)
    return MissingError(
        f"no Argos package translates {source} to {target}: {' and '.join(names)} "
        f"{'is' if len(names) == 1 else 'are'} not on this machine (there are: {here}){spoilt}",
        f"Online: {commands}. Offline: bring {' and '.join(name + ENDING for name in names)} "
        f"from a machine that has it, and run subtitler models import FILE{ENDING}. "
        "To try subtitler on its own samples: --packages demo.",
    )
