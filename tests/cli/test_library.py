"""`subtitler models` and `subtitler terms` as a person meets them, and `translate` beside them."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from argos_fixtures import PACKAGES, members, package, small_package, write_package
from subtitler.engines import downloads
from subtitler.errors import UsageError
from subtitler.workflow.packages import import_model, list_models
from translators import srt_of

Cli = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """Runs the command in an empty folder, on a machine without any model."""

    def running(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        homes = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("DATA", "CACHE", "CONFIG")}
        return subprocess.run(
            [sys.executable, "-m", "subtitler", *words],
            cwd=tmp_path,
            env={**os.environ, **homes, **environment},
            capture_output=True,
            encoding="utf-8",
            timeout=250,
            check=False,
        )

    return running


def events(done: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A bare English subtitle file with a term in it, twice."""
    path = tmp_path / "film.en.srt"
    cues = ["We thank the ferry service.", "Good morning, dear friends.", "The ferry is here."]
    path.write_text(srt_of(*cues))
    return path


def test_what_is_imported_is_listed_verified_and_used(cli: Cli, film: Path, tmp_path: Path) -> None:
    """A package that was brought along: checked, in its place with its checksums, and found by
    `translate` without a word about packages."""
    assert cli("translate", film.name, "--to", "es").returncode == 3
    done = cli("models", "import", str(package("en", "es")))
    assert done.returncode == 0, done.stderr
    assert "argos:en-es: in its place" in done.stdout
    assert "stand-ins survive" in done.stdout
    assert "en-es" in cli("models", "list").stdout
    assert cli("models", "verify").stdout.startswith("sound     argos:en-es")
    done = cli("translate", film.name, "--to", "es")
    assert done.returncode == 0, done.stderr
    assert "es: translated" in done.stdout
    assert (tmp_path / "output" / "film.es.srt").exists()


def test_damage_is_found(cli: Cli, tmp_path: Path) -> None:
    """One changed byte: exit 1, the file's name, and how to get it anew; the others are sound."""
    for pair in (("en", "es"), ("en", "fr")):
        assert cli("models", "import", str(package(*pair))).returncode == 0
    (model,) = tmp_path.glob("DATA/subtitler/packages/*en_fr*/model/model.bin")
    content = bytearray(model.read_bytes())
    content[len(content) // 2] ^= 1
    model.write_bytes(bytes(content))
    done = cli("models", "verify", "--json")
    assert done.returncode == 1
    found = {str(one["name"]): one for one in events(done)}
    assert found["argos:en-es"]["state"] == "sound"
    assert found["argos:en-fr"]["state"] == "damaged"
    assert "model/model.bin" in str(found["argos:en-fr"]["words"])


def test_a_checkpoint_that_is_not_the_published_one(cli: Cli, tmp_path: Path) -> None:
    """A file of its name with other content is told by list, and is damage for verify."""
    (tmp_path / "CACHE" / "whisper").mkdir(parents=True)
    (tmp_path / "CACHE" / "whisper" / "small.pt").write_bytes(b"half of it")
    done = cli("models", "list", "--json")
    (listed,) = events(done)
    states = {one["names"][0]: one["state"] for one in listed["checkpoints"]}  # type: ignore[attr-defined]
    assert (states["small"], states["tiny"]) == ("other", "missing")
    done = cli("models", "verify")
    assert done.returncode == 1
    assert "damaged   small" in done.stdout


def test_without_any_model_there_is_nothing_to_verify(cli: Cli) -> None:
    """Said, and no failure; list names what can be had and where it looked."""
    done = cli("models", "verify")
    assert (done.returncode, done.stdout) == (0, "")
    assert "no model" in done.stderr
    done = cli("models", "list")
    assert "small" in done.stdout
    assert "looked in" in done.stdout


def test_demo_packages_can_be_listed(cli: Cli) -> None:
    """--packages demo: the four of them, without checksums, and unknown to verify."""
    done = cli("models", "list", "--packages", "demo", "--json")
    (listed,) = events(done)
    found = listed["packages"]
    assert len(found) == len(list(PACKAGES.glob("*.argosmodel")))  # type: ignore[arg-type]
    assert not any(one["checked"] for one in found)  # type: ignore[attr-defined]
    done = cli("models", "verify", "--packages", "demo")
    assert done.returncode == 0
    assert "unknown" in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["get", "small", "--offline"], 3, "--offline forbids"),
        (["get", "argos:en-es", "--offline"], 3, "subtitler models import"),
        (["get", "smal"], 2, "there is no model 'smal'"),
        (["get", "argos:klingonese"], 2, "names no pair of languages"),
        (["get", "argos:en-en"], 2, "names no pair of languages"),
        (["get", "argos:en-es", "--packages", "demo", "--offline"], 2, "demo models"),
        (["import", "none.argosmodel"], 2, "no such file"),
        (["list", "--packages", "none"], 3, "no such folder of packages"),
    ],
)
def test_wrong_use_says_what_to_do(cli: Cli, words: list[str], code: int, told: str) -> None:
    """A clear error with its own exit code, as words and as JSON; no traceback."""
    done = cli("models", *words)
    assert (done.returncode, told in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr
    (failed,) = events(cli("models", *words, "--json"))
    assert (failed["event"], failed["exit_code"]) == ("failed", code)


def no_zip(path: Path) -> Path:
    path.write_bytes(b"this is no archive" * 9)
    return path


def escaping(path: Path) -> Path:
    return write_package(path, {"../../evil.txt": b"x", "a/metadata.json": b"{}"})


def without_model(path: Path) -> Path:
    files = {
        name: content
        for name, content in members(package("en", "es")).items()
        if "model.bin" not in name
    }
    return write_package(path, files)


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (no_zip, "no Argos package"),
        (escaping, "would lie outside"),
        (without_model, "lacks model/model.bin"),
        (small_package, "cannot be opened"),
    ],
)
def test_bad_packages_are_refused(
    cli: Cli, film: Path, tmp_path: Path, made: Callable[[Path], Path], told: str
) -> None:
    """Exit 1, the file or folder and why; nothing lies outside; `translate` goes on asking for a
    package, or says that this one is damaged."""
    file = made(tmp_path / "bad.argosmodel")
    done = cli("models", "import", file.name)
    assert (done.returncode, told in done.stderr) == (1, True), done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.rglob("evil.txt"))
    assert cli("translate", film.name, "--to", "es").returncode in {1, 3}
    assert not list(tmp_path.rglob("film.es.srt"))


def test_a_package_of_another_pair_is_what_it_is(cli: Cli, film: Path, tmp_path: Path) -> None:
    """Whatever its file is called: its own pair is listed, and the wanted one is still missing."""
    file = shutil.copy(package("en", "fr"), tmp_path / "translate-en_es.argosmodel")
    assert "argos:en-fr" in cli("models", "import", str(file)).stdout
    done = cli("translate", film.name, "--to", "es")
    assert done.returncode == 3
    assert "there are: en-fr" in done.stderr


def test_a_checkpoint_is_known_by_its_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A .pt of the published SHA-256, under any name, gets its place whole; a second import finds
    it there; any other .pt is refused with --model."""
    file = tmp_path / "brought along.pt"
    file.write_bytes(b"weights" * 999)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    monkeypatch.setitem(
        downloads.OFFICIAL, "tiny", downloads.Official("tiny", digest, "tiny.pt", 76)
    )
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    first, second = import_model(str(file), {}), import_model(str(file), {})
    assert (first.name, first.new, second.new) == ("tiny", True, False)
    assert Path(first.path).read_bytes() == file.read_bytes()
    states = {one.names[0]: one.state for one in list_models({}).checkpoints}
    assert states["tiny"] == "here"
    file.write_bytes(b"others")
    with pytest.raises(UsageError, match="--model"):
        import_model(str(file), {})


TERMS = "term,es,fr,flags\nferry,transbordador,bac,strict\nfriends,amigos,amis,\nmoon,luna,lune,\n"


def test_the_use_of_terms_is_told(cli: Cli, film: Path, tmp_path: Path) -> None:
    """How often in the source and in each target, in which forms, and where one is missing: by
    the number in the SRT as a person left it, and the time; exit 0."""
    (tmp_path / "terms.csv").write_text(TERMS)
    common = ("--packages", "demo", "--terms", "terms.csv")
    assert cli("translate", film.name, "--to", "es", *common).returncode == 0
    target = tmp_path / "output" / "film.es.srt"
    theirs = [
        "Gracias al transbordador.",
        "Uno más.",
        "Buenos días, amigos.",
        "El barco está aquí.",
    ]
    times = [(0, 3000), (3010, 3090), (3100, 6100), (6200, 9200)]
    target.write_text(srt_of(*theirs, times=times), encoding="utf-8")
    done = cli("terms", "check", "film", "--terms", "terms.csv", "--json")
    assert done.returncode == 0, done.stderr
    (told,) = events(done)
    uses = {one["term"]: one for one in told["terms"]}  # type: ignore[attr-defined]
    assert [uses[name]["source"] for name in ("ferry", "friends", "moon")] == [2, 1, 0]
    (ferry,) = uses["ferry"]["targets"]
    assert (ferry["count"], ferry["forms"]) == (1, {"transbordador": 1})
    assert ferry["missing"] == [
        {"number": 4, "time": 6200, "kind": "missing", "required": "transbordador"}
    ]
    (friends,) = uses["friends"]["targets"]
    assert (friends["count"], friends["missing"]) == (1, [])
    words = cli("terms", "check", "film", "--terms", "terms.csv").stdout
    assert "ferry: 2 in the source" in words
    assert "number 4: missing, wanted 'transbordador'" in words


def test_terms_without_a_file_or_a_title(cli: Cli, film: Path, tmp_path: Path) -> None:
    """Wrong use: no terms, no such title; before a translation the source alone is told."""
    done = cli("terms", "check", film.name)
    assert (done.returncode, "no terms" in done.stderr) == (2, True)
    (tmp_path / "terms.csv").write_text(TERMS)
    done = cli("terms", "check", "none", "--terms", "terms.csv")
    assert done.returncode == 2
    done = cli("terms", "check", film.name, "--terms", "terms.csv")
    assert (done.returncode, "en to nothing yet" in done.stdout) == (0, True)


def test_a_translation_as_json(cli: Cli, film: Path) -> None:
    """Progress, then one object with what the summary holds; failures are objects too."""
    done = cli("translate", film.name, "--to", "es,de", "--packages", "demo", "--json")
    assert done.returncode == 3
    told = events(done)
    assert [one["event"] for one in told] == ["translating", "translated", "failed"]
    assert (told[0]["done"], told[0]["total"]) == (3, 3)
    assert (told[1]["title"], told[1]["source"], told[1]["language"]) == ("film", "en", "es")
    assert {"severity", "rule", "span", "advice"} <= set(told[1]["findings"][0])  # type: ignore[index]
    assert "translate-en_de" in str(told[2]["what"])


def test_a_refused_target_exits_with_4(cli: Cli, film: Path, tmp_path: Path) -> None:
    """Another film's file in its place: says so, and what --adopt and --replace do."""
    assert cli("translate", film.name, "--to", "es", "--packages", "demo").returncode == 0
    other = [(90_000 + at * 7000, 92_000 + at * 7000) for at in range(4)]
    text = srt_of("Otra.", "Cosa.", "Muy.", "Distinta.", times=other)
    (tmp_path / "output" / "film.es.srt").write_text(text)
    done = cli("translate", film.name, "--to", "es", "--packages", "demo")
    assert done.returncode == 4
    assert "--adopt" in done.stderr
    assert "--replace" in done.stderr
    assert (tmp_path / "output" / "film.es.srt").read_text() == text
