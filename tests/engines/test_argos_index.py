"""Fetching a published package: from a publisher on this machine, whole or not at all."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import argos_fixtures
from argos_fixtures import small_package
from subtitler.engines import argos_index
from subtitler.engines.argos_manifest import verify
from subtitler.errors import MissingError, RecordError, SubtitlerError, UsageError


class Publisher:
    """What is served, by path, and the requests that came."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []

    def publish(self, source: str, target: str, version: str, file: str, raw: bytes) -> None:
        """Adds a package to the index, and its file."""
        entries = json.loads(self.files.get("index.json", b"[]"))
        entries.append(
            {
                "package_version": version,
                "from_code": source,
                "to_code": target,
                "type": "translate",
                "links": ["ipns://nowhere", f"{self.url}/{file}"],
            }
        )
        self.files |= {"index.json": json.dumps(entries).encode(), file: raw}


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    """Argos's index and files, on this machine."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append(self.path.strip("/"))
            body = here.files.get(self.path.strip("/"))
            self.send_response(200 if body is not None else 404)
            cut = body is not None and body.endswith(b"CUT")
            self.send_header("Content-Length", str(len(body or b"") + (100 if cut else 0)))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *arguments: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as serving:
        here = Publisher(f"http://127.0.0.1:{serving.server_port}")
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        monkeypatch.setattr(
            argos_index.argos_library, "index_url", lambda: f"{here.url}/index.json"
        )
        yield here
        serving.shutdown()


def test_a_published_package_is_fetched_and_imported(publisher: Publisher, tmp_path: Path) -> None:
    """The newest for the pair, from the link that is on the web; told from nothing to all."""
    raw = argos_fixtures.package("en", "es").read_bytes()
    publisher.publish("en", "es", "1.9", "old", b"old")
    publisher.publish("en", "es", "1.10", "new", raw)
    publisher.publish("en", "de", "2.0", "other", b"other")
    told: list[tuple[int, int]] = []
    folder = _get(tmp_path, told)
    assert verify(folder)
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
    assert publisher.asked == ["index.json", "new"]
    assert told[0] == (0, len(raw))
    assert told[-1] == (len(raw), len(raw))


def test_offline_asks_nobody(publisher: Publisher, tmp_path: Path) -> None:
    """Refused at once, with how to bring the package along."""
    with pytest.raises(MissingError, match="--offline") as caught:
        argos_index.get("en", "es", tmp_path, offline=True, told=lambda *_: None)
    assert "models import translate-en_es.argosmodel" in caught.value.remedy
    assert publisher.asked == []


@pytest.mark.parametrize(
    ("index", "reason"),
    [
        (None, "Not Found"),
        (b"<html>Log in to the hotel's network</html>", "no index"),
        (b"{}", "no index"),
        (b"[]", "is not published"),
        (b'[{"from_code": "en", "to_code": "es", "links": ["ipns://nowhere"]}]', "without a link"),
    ],
)
def test_an_index_that_does_not_help_is_said(
    publisher: Publisher, tmp_path: Path, index: bytes | None, reason: str
) -> None:
    """argostranslate recurses without end where it has no index; here an error says why."""
    if index is not None:
        publisher.files["index.json"] = index
    with pytest.raises(MissingError, match=reason) as caught:
        _get(tmp_path)
    assert "models import" in caught.value.remedy
    assert list(tmp_path.iterdir()) == []


def test_no_network_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused connection is a missing package, not a crash."""
    monkeypatch.setattr(argos_index.argos_library, "index_url", lambda: "http://127.0.0.1:9/")
    with pytest.raises(MissingError, match="could not be fetched"):
        _get(tmp_path)


@pytest.mark.parametrize(
    ("raw", "error", "reason"),
    [
        (b"half of itCUT", MissingError, "cut short|IncompleteRead"),
        (b"no zip", RecordError, "no Argos package"),
    ],
)
def test_what_came_damaged_leaves_nothing(
    publisher: Publisher, tmp_path: Path, raw: bytes, error: type[SubtitlerError], reason: str
) -> None:
    """A download that broke off, and something else under the package's name."""
    publisher.publish("en", "es", "1.0", "file", raw)
    with pytest.raises(error, match=reason):
        _get(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_another_pair_under_the_name_is_refused(publisher: Publisher, tmp_path: Path) -> None:
    """The index says en-es, the archive says en-de."""
    raw = small_package(tmp_path / "wrong.argosmodel", "en", "de").read_bytes()
    publisher.publish("en", "es", "1.0", "file", raw)
    with pytest.raises(UsageError, match="for en-de, not for en-es"):
        _get(tmp_path / "packages")


def _get(into: Path, told: list[tuple[int, int]] | None = None) -> Path:
    sizes = [] if told is None else told
    return argos_index.get("en", "es", into, offline=False, told=lambda *size: sizes.append(size))
