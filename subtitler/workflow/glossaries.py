"""The terms that hold for a run: those of `--terms`, else of the terms.csv beside the settings."""

from __future__ import annotations

from pathlib import Path

from subtitler.domain.glossary import Glossary
from subtitler.formats import terms as terms_csv
from subtitler.workflow.events import Notice, Report
from subtitler.workflow.files import storage
from subtitler.workflow.settings import Settings, find_file

TERMS_FILE = "terms.csv"


def terms_file(settings: Settings, near: Path) -> Path | None:
    """Where the terms are: what `--terms` says, else what the title remembers and is still there,
    else a terms.csv beside subtitler.toml, if any."""
    own = Path(settings.terms) if settings.terms else None
    if own is not None and ("terms" in settings.given or own.is_file()):
        return own
    toml = find_file(near)
    beside = toml.parent / TERMS_FILE if toml is not None else None
    return beside if beside is not None and beside.is_file() else None


def glossary_of(settings: Settings, near: Path, report: Report) -> Glossary:
    """The terms of `--terms`, else of the terms.csv beside subtitler.toml; none without both."""
    path = terms_file(settings, near)
    if path is None:
        return Glossary()
    with storage("reading", path):
        raw = path.read_bytes()
    glossary, notices = terms_csv.parse(raw, str(path))
    for notice in notices:
        report(Notice(f"{path}: row {notice.row}: {notice.words}"))
    return glossary
