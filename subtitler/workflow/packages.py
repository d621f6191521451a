"""`subtitler models`: which models are on this machine, getting, importing and verifying them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from subtitler.engines import argos_index, catalog, downloads
from subtitler.engines.argos import open_translator
from subtitler.engines.argos_archive import import_package, read_metadata
from subtitler.engines.argos_codes import language_of, named_pair
from subtitler.engines.argos_manifest import read_manifest, verify
from subtitler.engines.argos_masks import best_mask
from subtitler.engines.argos_packages import ArgosPackage, list_packages, places, user_folder
from subtitler.errors import MissingError, RecordError, UsageError
from subtitler.workflow.events import (
    Checkpoint,
    Download,
    Kept,
    Models,
    Notice,
    Package,
    Report,
    Verified,
)
from subtitler.workflow.files import digest_file, storage
from subtitler.workflow.settings import Settings, resolve
from subtitler.workflow.sources import written

ARGOS = "argos:"
CHECKPOINT = ".pt"

Options = Mapping[str, object]


def list_models(options: Options) -> Models:
    """The models on this machine. Raises MissingError for a folder that is not there."""
    settings = resolve(options, Path.cwd())
    sought = places(_folder(settings))
    found = list_packages(sought)
    return Models(
        tuple(_checkpoint(file) for file in _files()),
        tuple(_package(one) for one in found.packages),
        tuple(written(place) for place in sought),
        tuple(written(path) for path in found.unreadable),
    )


def get_model(name: str, options: Options, report: Report) -> Kept:
    """Fetches a model: a name of OpenAI's list, or `argos:en-es`.

    Raises UsageError for another name, MissingError where it cannot be had.
    """
    settings = resolve(options, Path.cwd())
    told = _told(name, report)
    if name.startswith(ARGOS):
        into = _into(settings, options)
        source, target = named_pair(name)
        folder = argos_index.get(source, target, into, offline=settings.offline, told=told)
        return _probed(folder, new=True)
    if name not in downloads.OFFICIAL:
        names = ", ".join(downloads.OFFICIAL)
        raise UsageError(
            f"there is no model {name!r} to get",
            f"Give one of: {names}; or a translation package, such as {ARGOS}en-es.",
        )
    official = downloads.OFFICIAL[name]
    there = downloads.here(official)
    path = there or downloads.fetch(official, offline=settings.offline, told=told)
    return Kept(name, written(path), there is None)


def import_model(text: str, options: Options) -> Kept:
    """Puts a file in its place: an .argosmodel, or a .pt of OpenAI's list.

    Raises UsageError for a .pt of another kind, RecordError for what is no sound package.
    """
    file = Path(text)
    settings = resolve(options, Path.cwd())
    if not file.is_file():
        raise UsageError(f"{file}: there is no such file", "Give an .argosmodel or a .pt.")
    if file.suffix.lower() == CHECKPOINT:
        return _import_checkpoint(file)
    return _probed(import_package(file, _into(settings, options)), new=True)


def verify_models(options: Options, report: Report) -> bool:
    """Reads every model through and reports it; gives whether none is damaged."""
    settings = resolve(options, Path.cwd())
    found = list_packages(places(_folder(settings)))
    results = [_verified_checkpoint(file) for file in _files() if _path(file).is_file()]
    results += [_verified_package(one) for one in found.packages]
    results += [
        Verified(path.name, written(path), "damaged", "it cannot be read as a package")
        for path in found.unreadable
    ]
    for result in results:
        report(result)
    if not results:
        report(Notice("there is no model on this machine yet"))
    return all(result.state != "damaged" for result in results)


def _folder(settings: Settings) -> Path | None:
    return catalog.packages_folder(settings.packages, (Path.cwd(),))


def _into(settings: Settings, options: Options) -> Path:
    """The folder that packages go to: that of the settings, else the user's."""
    if options.get("packages") == catalog.DEMO:
        raise UsageError(
            "packages are not put among the demo models", "Give --packages DIR, or leave it out."
        )
    own = settings.packages not in {"", catalog.DEMO}
    return Path(settings.packages) if own else user_folder()


def _files() -> list[str]:
    """The file names of OpenAI's list, each once."""
    return list(dict.fromkeys(one.file for one in downloads.OFFICIAL.values()))


def _path(file: str) -> Path:
    return downloads.folder() / file


def _names(file: str) -> tuple[str, ...]:
    return tuple(name for name, one in downloads.OFFICIAL.items() if one.file == file)


def _checkpoint(file: str) -> Checkpoint:
    official, path = downloads.OFFICIAL[_names(file)[0]], _path(file)
    if not path.is_file():
        return Checkpoint(_names(file), "", "missing", official.megabytes * 1_000_000)
    state = "here" if downloads.here(official) else "other"
    return Checkpoint(_names(file), written(path), state, path.stat().st_size)


def _package(package: ArgosPackage) -> Package:
    path = package.path
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    try:
        checked = path.is_dir() and read_manifest(path) is not None
    except RecordError:
        checked = False
    return Package(
        *package.pair,
        package.metadata.package_version,
        written(path),
        sum(one.stat().st_size for one in files),
        checked,
    )


def _told(name: str, report: Report) -> Callable[[int, int], None]:
    def told(done: int, total: int) -> None:
        if not done:
            size = f" ({total / 1e6:.0f} MB)" if total else ""
            report(Notice(f"fetching {name}{size}"))
        report(Download(done, max(done, total)))

    return told


def _probed(folder: Path, *, new: bool) -> Kept:
    """A package in its place, and which stand-in for terms it lets through."""
    metadata = read_metadata(folder)
    source, target = language_of(metadata.from_code), language_of(metadata.to_code)
    mask = best_mask(open_translator(source, target, folder))
    name = f"{ARGOS}{source}-{target}"
    if mask is None:
        return Kept(name, written(folder), new)
    return Kept(name, written(folder), new, mask.form, mask.survival)


def _import_checkpoint(file: Path) -> Kept:
    with storage("reading", file):
        digest = digest_file(file) or ""
    name = downloads.name_of(digest)
    if name is None:
        raise UsageError(
            f"{file}: this is no checkpoint of OpenAI's list (SHA-256 {digest[:12]}…)",
            f"Use it where it lies: subtitler transcribe MEDIA --model {file}. If it should be "
            "one, it was not copied whole: copy it again.",
        )
    official = downloads.OFFICIAL[name]
    target = _path(official.file)
    if downloads.here(official) is not None:
        return Kept(name, written(target), new=False)
    with storage("writing", target):
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=f".{official.file}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as copy, file.open("rb") as content:
                shutil.copyfileobj(content, copy, 1 << 20)
                copy.flush()
                os.fsync(copy.fileno())
            Path(part).replace(target)
        finally:
            Path(part).unlink(missing_ok=True)
    return Kept(name, written(target), new=True)


def _verified_checkpoint(file: str) -> Verified:
    """A checkpoint against the published SHA-256; it is read anew, whatever is remembered."""
    name, path = _names(file)[0], _path(file)
    with storage("reading", path):
        sound = digest_file(path) == downloads.OFFICIAL[name].digest
    if sound:
        return Verified(name, written(path), "sound")
    return Verified(name, written(path), "damaged", "its SHA-256 is not the published one")


def _verified_package(package: ArgosPackage) -> Verified:
    """A package against its manifest."""
    name, path = f"{ARGOS}{'-'.join(package.pair)}", written(package.path)
    try:
        if package.path.is_dir() and verify(package.path):
            return Verified(name, path, "sound")
    except (RecordError, MissingError) as error:
        return Verified(name, path, "damaged", error.what)
    words = "it was not imported by subtitler, so nothing says what it should be"
    return Verified(name, path, "unknown", words)
