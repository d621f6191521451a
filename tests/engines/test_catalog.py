"""Which weights a setting means, where they are found, and what is said where they are not."""

from __future__ import annotations

import hashlib
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from subtitler.engines import catalog, downloads
from subtitler.errors import MissingError, StorageError, UsageError

CONTENT = b"weights" * 1000
SMALL = downloads.Official("small", hashlib.sha256(CONTENT).hexdigest(), "small.pt", 484)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder of its own for each test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, bytes]]:
    """A publisher on this machine; the test says what it serves by file name."""
    files: dict[str, bytes] = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = files.get(self.path.strip("/"))
            self.send_response(200 if body is not None else 404)
            cut = body is not None and body.endswith(b"CUT")
            self.send_header("Content-Length", str(len(body or b"") + (100 if cut else 0)))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *arguments: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{serving.server_port}"
        monkeypatch.setattr(downloads, "url_of", lambda official: f"{url}/{official.file}")
        yield files
        serving.shutdown()


def test_a_fetched_model_is_whole_and_told(server: dict[str, bytes], cache: Path) -> None:
    """It lies where openai-whisper looks, nothing else beside it; bytes were told up to all."""
    server["small.pt"] = CONTENT
    told: list[tuple[int, int]] = []
    path = downloads.fetch(SMALL, offline=False, told=lambda *sizes: told.append(sizes))
    assert path == cache / "whisper" / "small.pt"
    assert path.read_bytes() == CONTENT
    assert [one.name for one in (cache / "whisper").iterdir()] == ["small.pt"]
    assert told[0] == (0, len(CONTENT))
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert downloads.here(SMALL) == path


@pytest.mark.parametrize(
    ("served", "reason"),
    [
        (None, "HTTP Error 404|Not Found"),
        (CONTENT[:-1] + b"!", "SHA-256"),
        (CONTENT + b"CUT", "SHA-256|incomplete|IncompleteRead"),
    ],
    ids=["not there", "other bytes", "cut short"],
)
def test_what_cannot_be_fetched_leaves_nothing(
    server: dict[str, bytes], cache: Path, served: bytes | None, reason: str
) -> None:
    """The error says why, how to bring the file along, and names the demo; no half file stays."""
    if served is not None:
        server["small.pt"] = served
    with pytest.raises(MissingError, match=reason) as caught:
        downloads.fetch(SMALL, offline=False, told=lambda *_: None)
    assert "--model demo" in caught.value.remedy
    assert str(cache / "whisper") in caught.value.remedy
    assert list((cache / "whisper").iterdir()) == []


def test_offline_refuses_at_once(cache: Path) -> None:
    """No connection is tried: the address does not even have to exist."""
    with pytest.raises(MissingError, match="about 484 MB.*--offline forbids"):
        downloads.fetch(SMALL, offline=True, told=lambda *_: None)
    assert not (cache / "whisper").exists()


def test_no_network_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused connection is a missing model, not a crash."""
    monkeypatch.setattr(downloads, "url_of", lambda _: "http://127.0.0.1:9/small.pt")
    with pytest.raises(MissingError, match="is not on this machine .about 484 MB"):
        downloads.fetch(SMALL, offline=False, told=lambda *_: None)


def test_an_unwritable_cache_is_said(cache: Path) -> None:
    """A file in the way of the cache folder."""
    cache.write_text("in the way")
    with pytest.raises(StorageError, match="writing the model failed"):
        downloads.fetch(SMALL, offline=False, told=lambda *_: None)


def test_a_damaged_file_in_the_cache_does_not_count(cache: Path) -> None:
    """A half-written file of another tool under the model's name is no model."""
    (cache / "whisper").mkdir(parents=True)
    (cache / "whisper" / "small.pt").write_bytes(CONTENT[:100])
    assert downloads.here(SMALL) is None


def test_names_paths_and_the_demo(tmp_path: Path, demo_model: Path) -> None:
    """Each kind of answer to --model, with the digest of what is there."""
    digest = hashlib.sha256(demo_model.read_bytes()).hexdigest()
    by_path = catalog.find_weights(str(demo_model), [])
    assert (by_path.path, by_path.digest, by_path.demo) == (demo_model, digest, True)
    demo = catalog.find_weights("demo", [demo_model.parent])
    assert (demo.name, demo.digest, demo.demo) == ("demo", digest, True)
    small = catalog.find_weights("small", [])
    assert (small.path, small.digest) == (None, downloads.OFFICIAL["small"].digest)


def test_the_demo_is_sought_upward_and_in_the_checkout(tmp_path: Path, demo_model: Path) -> None:
    """From the folders given upward first, then where subtitler is installed from."""
    nearer = tmp_path / "talks" / "media" / "demo-models"
    nearer.mkdir(parents=True)
    (nearer / "whisper-demo.pt").write_bytes(b"nearer")
    start = tmp_path / "talks" / "2026" / "june"
    assert catalog.find_weights("demo", [start]).path == nearer / "whisper-demo.pt"
    assert catalog.find_weights("demo", [tmp_path]).path == demo_model


def test_a_missing_demo_names_where_it_was_sought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every place, so that a person can put it in one."""
    monkeypatch.setattr(catalog, "DEMO_FOLDER", Path("no-such-folder"))
    with pytest.raises(MissingError, match="no-such-folder") as caught:
        catalog.find_weights("demo", [tmp_path / "here"])
    assert str(tmp_path / "here" / "no-such-folder") in str(caught.value)


@pytest.mark.parametrize(
    ("model", "error", "words"),
    [
        ("smal", UsageError, "there is no model 'smal'[^$]*tiny, base.en"),
        ("models/none.pt", MissingError, r"models/none\.pt: there is no such model"),
        ("none.pt", MissingError, r"none\.pt: there is no such model"),
    ],
)
def test_what_is_no_model_is_said(model: str, error: type[Exception], words: str) -> None:
    """A name that is none tells the names there are; a path that is none, the path."""
    with pytest.raises(error, match=words):
        catalog.find_weights(model, [])


def test_a_folder_without_a_model_says_what_it_lacks(tmp_path: Path) -> None:
    """A CTranslate2 folder without its tokenizer would be looked up on the network."""
    (tmp_path / "model.bin").touch()
    (tmp_path / "config.json").touch()
    with pytest.raises(UsageError, match=r"tokenizer\.json is missing"):
        catalog.find_weights(str(tmp_path), [])


def test_english_models_refuse_other_languages_before_any_work() -> None:
    """By name; `auto`, en and its regions are fine."""
    weights = catalog.find_weights("small.en", [])
    for language in ("auto", "en", "en-GB"):
        weights.refuse(language)
    with pytest.raises(UsageError, match=r"small\.en knows English only.*es\nGive --model small,"):
        weights.refuse("es")
    catalog.find_weights("small", []).refuse("es")


def test_a_converted_model_runs_in_faster_whisper_only(tmp_path: Path) -> None:
    """`--engine auto` takes it there; `--engine whisper` is told so."""
    weights = catalog.Weights("x", tmp_path, "0" * 64)
    assert catalog.choose_engine("auto", "cpu", weights) == ("faster-whisper", "cpu")
    with pytest.raises(UsageError, match="model for CTranslate2"):
        catalog.choose_engine("whisper", "cpu", weights)


def test_auto_takes_what_is_installed(monkeypatch: pytest.MonkeyPatch, demo_model: Path) -> None:
    """faster-whisper before whisper; an engine that is not there says how to install it."""
    weights = catalog.find_weights(str(demo_model), [])
    assert catalog.choose_engine("auto", "auto", weights)[0] == "faster-whisper"
    monkeypatch.setattr(catalog.importlib.util, "find_spec", lambda name: name == "whisper" or None)
    assert catalog.choose_engine("auto", "cpu", weights)[0] == "whisper"
    with pytest.raises(MissingError, match=r"not installed\npip install faster-whisper"):
        catalog.choose_engine("faster-whisper", "cpu", weights)


def test_cuda_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, demo_model: Path) -> None:
    """`--device cuda` on a machine without one fails before any work."""
    monkeypatch.setattr(catalog, "_has_cuda", lambda engine: False)
    with pytest.raises(MissingError, match="no CUDA device"):
        catalog.choose_engine("auto", "cuda", catalog.find_weights(str(demo_model), []))


def test_one_checkpoint_serves_both_engines_and_is_derived_once(
    cache: Path, demo_model: Path
) -> None:
    """The CTranslate2 form is made in the cache, by digest, and used from there afterwards."""
    weights = catalog.find_weights(str(demo_model), [])
    for _ in range(2):
        opened = catalog.open_engine("faster-whisper", "cpu", weights)
        assert opened.model_digest == weights.digest
    made = list((cache / "subtitler" / "ctranslate2").iterdir())
    assert [one.name for one in made] == [f"{weights.digest}-1"]
