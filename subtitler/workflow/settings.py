"""What was asked for: options, environment, subtitler.toml, the title's record, defaults."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from subtitler.domain.finding import Severity
from subtitler.domain.style import DEFAULT_HOUSE, HOUSES, StyleGuide
from subtitler.errors import StorageError, UsageError
from subtitler.formats.languages import language_tag

FILE = "subtitler.toml"
PREFIX = "SUBTITLER_"
KEPT = ("model", "language", "audio_track", "style", "packages", "terms")  # a title remembers
TRANSLATING = ("packages", "terms")  # of these what counts for its translations
FIGURES = ("cpl", "cps", "max_lines", "min_duration", "max_duration", "gap_frames", "linger")
PATHS = ("model", "packages", "terms")
LEVELS = {
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "info": Severity.INFO,
    "off": None,
}
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its value. `given` names those that options, environment or the file
    set; `houses` are the style guides to choose from, with the user's own; `checks` the severities
    of rules by id or name, None for one that is off."""

    model: str = "small"
    language: str = "auto"
    engine: str = "auto"
    device: str = "auto"
    style: str = DEFAULT_HOUSE
    audio_track: str = ""
    output_dir: str = "output"
    offline: bool = False
    packages: str = ""
    terms: str = ""
    houses: Mapping[str, StyleGuide] = field(default_factory=lambda: dict(HOUSES))
    checks: Mapping[str, Severity | None] = field(default_factory=dict)
    given: frozenset[str] = frozenset()

    @property
    def house(self) -> StyleGuide:
        """The chosen house's guide. Raises UsageError where there is none of that name."""
        if self.style not in self.houses:
            names = ", ".join(sorted(self.houses))
            raise UsageError(
                f"there is no style {self.style!r}",
                f"Choose one of: {names}; or write it as [styles.{self.style}] in {FILE}.",
            )
        return self.houses[self.style]

    def remembered(self, record: Mapping[str, str]) -> Settings:
        """These settings, with the title's own where nothing nearer was given."""
        own = {key: record[key] for key in KEPT if key in record and key not in self.given}
        return replace(self, **own)  # type: ignore[arg-type]

    def to_remember(self) -> dict[str, str]:
        """What the title's record keeps."""
        return {key: str(getattr(self, key)) for key in KEPT if key != "terms"}

    def of_translation(self) -> dict[str, str]:
        """What the title's record keeps of a translation."""
        return {key: getattr(self, key) for key in TRANSLATING if getattr(self, key)}


NAMES = {one.name for one in fields(Settings)} - {"houses", "checks", "given"}


def nearby(path: Path) -> Path:
    """From where subtitler.toml is sought for what a person named: beside a file, else here."""
    return path.absolute().parent if path.is_file() else Path.cwd()


def resolve(
    options: Mapping[str, object], near: Path, environment: Mapping[str, str] = os.environ
) -> Settings:
    """Settings for one input; `near` is the folder from which subtitler.toml is sought upward.

    `options` holds what was given, None for what was not. Raises UsageError, naming where a
    value comes from, for one that cannot be right.
    """
    path = find_file(near)
    table = _read(path) if path else {}
    styles = table.pop("styles", {})
    checks = _severities(table.pop("checks", {}), str(path))
    values: dict[str, Any] = {}
    for key, value in table.items():
        values[key] = _checked(key, _from_file(key, value, path), str(path))
    for key in NAMES:
        raw = environment.get(PREFIX + key.upper())
        if raw:
            values[key] = _checked(key, raw, PREFIX + key.upper())
    for key, option in options.items():
        if option is not None:
            values[key] = _checked(key, option, f"--{key.replace('_', '-')}")
    houses = {**HOUSES, **_houses(styles, str(path))}
    return Settings(**values, houses=houses, checks=checks, given=frozenset(values))


def find_file(near: Path) -> Path | None:
    """The nearest subtitler.toml, from a folder upward."""
    folder = near.absolute()
    for place in (folder, *folder.parents):
        if (place / FILE).is_file():
            return place / FILE
    return None


def _read(path: Path) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StorageError(f"{path}: reading failed: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: this is no TOML: {error}", "Correct that line.") from error


def _from_file(key: str, value: Any, path: Path | None) -> Any:
    """Paths in the file are relative to it."""
    is_path = key in {"output_dir", "terms"} or (key == "packages" and value != "demo")
    if key == "model" and isinstance(value, str):
        is_path = "/" in value or value.endswith(".pt")
    if not (is_path and isinstance(value, str) and path is not None):
        return value
    try:
        return str(path.parent / Path(value).expanduser())
    except RuntimeError as error:
        raise UsageError(
            f"{path}: {key}: there is no home folder for {value!r}", "Write the whole path."
        ) from error


def _checked(key: str, value: object, where: str) -> object:
    """A setting's value in its own type. Raises UsageError, naming `where` it comes from."""
    if key not in NAMES:
        raise UsageError(f"{where}: there is no setting {key!r}", f"There are: {_known()}.")
    if key == "offline":
        return _switch(value, where)
    if key == "audio_track" and isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or (not value.strip() and key != "audio_track"):
        raise UsageError(f"{where}: {key} is a text, not {value!r}", "Write it in quotes.")
    choices = {"engine": ("auto", "whisper", "faster-whisper"), "device": ("auto", "cpu", "cuda")}
    if key in choices and value not in choices[key]:
        raise UsageError(
            f"{where}: there is no {key} {value!r}", f"Choose one of: {', '.join(choices[key])}."
        )
    if key == "language" and value != "auto":
        try:
            return language_tag(value)
        except UsageError as error:
            raise UsageError(f"{where}: {error.what}", error.remedy) from error
    if key in PATHS and _is_here(key, Path(value)):
        return str(Path(value).absolute())  # a title remembers it, wherever it is asked from
    return value


def _is_here(key: str, path: Path) -> bool:
    """Whether something lies at a path, and it is no name that a folder happens to have too."""
    named = key == "model" and len(path.parts) == 1 and path.suffix != ".pt"
    if str(path) == "demo" or not path.exists():
        return False
    return not named or (path / "model.bin").is_file()


def _switch(value: object, where: str) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in TRUE | FALSE:
        return value.lower() in TRUE
    raise UsageError(f"{where}: {value!r} is neither true nor false", "Write true or false.")


def _severities(checks: object, where: str) -> dict[str, Severity | None]:
    """The user's own severities: [checks] with a rule's id or name and a level each."""
    if not isinstance(checks, dict):
        raise UsageError(f"{where}: checks is a table", 'Write [checks] and lines as Q05 = "off".')
    for rule, level in checks.items():
        if not isinstance(level, str) or level not in LEVELS:
            raise UsageError(
                f"{where}: [checks] {rule}: there is no level {level!r}",
                f"Choose one of: {', '.join(LEVELS)}.",
            )
    return {rule: LEVELS[level] for rule, level in checks.items()}


def _houses(styles: object, where: str) -> dict[str, StyleGuide]:
    """The user's own style guides: [styles.NAME], each over a `base`."""
    if not isinstance(styles, dict):
        raise UsageError(f"{where}: styles is a table", "Write [styles.NAME] and its figures.")
    houses: dict[str, StyleGuide] = {}
    for name, figures in styles.items():
        at = f"{where}: [styles.{name}]"
        if not isinstance(figures, dict):
            raise UsageError(f"{at} is a table", f"Write [styles.{name}] and its figures.")
        own = dict(figures)
        base = own.pop("base", DEFAULT_HOUSE)
        if not isinstance(base, str) or base not in HOUSES:
            raise UsageError(f"{at}: there is no base {base!r}", f"There are: {', '.join(HOUSES)}.")
        for figure, value in own.items():
            if figure not in FIGURES:
                raise UsageError(
                    f"{at}: there is no figure {figure!r}", f"There are: {', '.join(FIGURES)}."
                )
            number = isinstance(value, (int, float) if figure == "cps" else int)
            if isinstance(value, bool) or not number:
                raise UsageError(f"{at}: {figure} is a number, not {value!r}", "Correct it.")
        try:
            gap = int(own.get("gap_frames", HOUSES[base].gap_frames))
            houses[name] = replace(
                HOUSES[base],
                name=name,
                base=base,
                own=frozenset(own),
                chain_from_frames=max(3, gap + 1),
                chain_to_frames=max(11, gap + 1),
                **own,
            )
        except ValueError as error:
            raise UsageError(f"{at}: {error}", "Correct the figure.") from error
    return houses


def _known() -> str:
    return ", ".join(sorted(NAMES)) + ", styles, checks"
