"""A title's history: every version of a file that was ever replaced, in the order of replacing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from subtitler.workflow.files import digest_bytes, digest_file, storage, sync_folder, write_beside

TRACKS = (".srt", ".vtt")
TIME = "%Y%m%dT%H%M%SZ"
# before there were numbers a name began with the time
NAME = re.compile(
    r"(?:(?P<number>\d+)-)?(?P<when>\d{8}T\d{6}Z)-(?P<digest>[0-9a-f]{8})-(?P<name>.+)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Version:
    """A file as it once was. `number` counts up, and is the order; one that was kept before
    there were numbers has 0. `when` is the clock's time, None for one that is no time; `digest`
    the first 8 digits of the content's SHA-256; `name` the file's; `language` "" where the name
    tells none."""

    number: int
    path: Path
    when: datetime | None
    digest: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class History:
    """The history in one title's folder. Only the holder of the title's lock adds to it."""

    folder: Path

    @property
    def place(self) -> Path:
        """Where the versions lie."""
        return self.folder / "history"

    def versions(self) -> list[Version]:
        """The versions of tracks, the oldest first; what else lies there does not count.

        Raises StorageError.
        """
        with storage("reading", self.place):
            return [one for one in self._all() if Path(one.name).suffix.lower() in TRACKS]

    def keep(self, path: Path) -> str:
        """Copies a file as it is now; gives the SHA-256 of what was kept. Raises OSError.

        The same content as the file's last version is no new one.
        """
        content = path.read_bytes()
        name, digest = self._next(path.name, content)
        if name is not None:
            write_beside(name, content).replace(name)
            sync_folder(self.place)
        return digest

    def take(self, path: Path, name: str) -> None:
        """Moves a file here, if it is there, as a version of the file `name`. Raises OSError."""
        if not path.exists():
            return
        new, _ = self._next(name, path.read_bytes())
        if new is None:
            path.unlink()
        else:
            path.replace(new)
            sync_folder(self.place)

    def _next(self, name: str, content: bytes) -> tuple[Path | None, str]:
        """The next version's path, None where the last one of the file is the same; its digest."""
        digest = digest_bytes(content)
        self.place.mkdir(parents=True, exist_ok=True)
        kept = list(self._all())
        last = next((one for one in reversed(kept) if one.name == name), None)
        if last is not None and digest_file(last.path) == digest:
            return None, digest
        number = max((one.number for one in kept), default=0) + 1
        return self.place / f"{number:05}-{now().strftime(TIME)}-{digest[:8]}-{name}", digest

    def _all(self) -> list[Version]:
        """Every version, records too, by number, and those without one by name."""
        return sorted(self._found(), key=lambda one: (one.number, one.path.name))

    def _found(self) -> Iterator[Version]:
        if not self.place.exists():
            return
        for path in self.place.iterdir():
            match = NAME.fullmatch(path.name)
            if match is None or not path.is_file():
                continue
            name = match["name"]
            yield Version(
                int(match["number"] or 0),
                path,
                _time(match["when"]),
                match["digest"],
                name,
                self._language(name),
            )

    def _language(self, name: str) -> str:
        """The language in a track's name, the title before it: es of talk.es.srt."""
        stem, prefix = Path(name).stem, f"{self.folder.name}."
        return stem.removeprefix(prefix) if stem.startswith(prefix) else ""


def now() -> datetime:
    """The clock's time, in UTC."""
    return datetime.now(timezone.utc)


def _time(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, TIME).replace(tzinfo=timezone.utc)
    except ValueError:
        return None
