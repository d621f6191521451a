"""The command line as a newcomer meets it: words, exit codes, odd names, nothing heavy too early."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SUBTITLER = [sys.executable, "-m", "subtitler"]
Cli = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def cli(tmp_path: Path, demo_model: Path) -> Cli:
    """Runs the command in an empty folder, with the demo model unless told otherwise."""

    def running(*words: str | bytes, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*SUBTITLER, *words],
            cwd=tmp_path,
            env={**os.environ, "SUBTITLER_MODEL": str(demo_model), **environment},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=250,
            check=False,
        )

    return running


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_asking_for_words_imports_nothing_heavy(word: str) -> None:
    """Help and version answer at once: neither PyTorch nor any engine is imported for them."""
    code = (
        "import sys; sys.argv = ['subtitler', sys.argv[1]]\n"
        "from subtitler.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "heavy = {'torch', 'whisper', 'faster_whisper', 'ctranslate2', 'onnxruntime', 'av', 'numpy',"
        " 'argostranslate', 'tokenizers', 'msgspec', 'langcodes'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, word], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "subtitler" in done.stdout.lower()


def test_a_transcription_tells_what_matters(cli: Cli, media: Path, tmp_path: Path) -> None:
    """On standard output: language, duration, cues, findings by kind, where the file is."""
    done = cli("transcribe", str(media / "discurso.mp4"))
    assert done.returncode == 0, done.stderr
    for words in ("language   es", "duration   0:49", "cues ", "findings   demo-model 1"):
        assert words in done.stdout
    assert str(Path("output") / "discurso.es.srt") in done.stdout
    assert (tmp_path / "output" / "discurso.es.srt").read_text("utf-8").startswith("1\n00:00:00,")


def test_json_tells_the_same_as_objects(cli: Cli, media: Path) -> None:
    """One object a line, each with its event; the last holds what the summary holds."""
    done = cli("transcribe", str(media / "discurso.mp4"), "--json")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["event"] for one in events if one["event"] != "progress"] == [
        "started",
        "finished",
    ]
    last = events[-1]
    assert (last["language"], last["outcome"]) == ("es", "recognised")
    assert last["findings"][0]["rule"] == "demo-model"
    assert last["findings"][0]["severity"] == "info"
    assert set(last["seconds"]) >= {"imports", "model", "decode", "speech", "recognition", "cues"}


def test_quiet_tells_nothing_but_failures(cli: Cli, media: Path) -> None:
    """--quiet: silence for what went well, words for what did not."""
    done = cli("transcribe", str(media / "discurso.mp4"), "none.mp4", "--quiet")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("subtitler: none.mp4: there is no such file")


def test_failures_are_json_too(cli: Cli) -> None:
    """With --json a failure is an object with what happened, the remedy and the exit code."""
    done = cli("transcribe", "none.mp4", "--json")
    failed = json.loads(done.stdout.splitlines()[-1])
    assert (failed["event"], failed["exit_code"], done.returncode) == ("failed", 1, 1)
    assert "no such file" in failed["what"]
    wrong = cli("cue", "none", "--json")
    assert json.loads(wrong.stdout)["exit_code"] == wrong.returncode == 2


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--language", "klingonese"], 2, "'klingonese' is no language"),
        (["--language", "tlh"], 2, "does not recognise the language 'tlh'"),
        (["--model", "smal"], 2, "there is no model 'smal'"),
        (["--model", "models/mine.pt"], 3, "models/mine.pt: there is no such model"),
        (["--model", "small", "--offline"], 3, "--offline forbids"),
        (["--model", "small.en", "--language", "es"], 2, "knows English only"),
        (["--engine", "kaldi"], 2, "there is no engine 'kaldi'"),
        (["--device", "tpu"], 2, "there is no device 'tpu'"),
        (["--style", "mine"], 2, "there is no style 'mine'"),
        (["--audio-track", "7"], 2, "there is no audio track '7'"),
        (["--audio-track", "fr"], 2, "there is no audio track 'fr'"),
        (["--title", "a/b"], 2, "is no title"),
        (["--title", "x" * 300], 2, "longer than"),
        (["--output-dir", "in-the-way"], 1, "in-the-way"),
    ],
)
def test_wrong_use_says_what_which_value_and_what_to_do(
    cli: Cli, media: Path, tmp_path: Path, options: list[str], code: int, words: str
) -> None:
    """A clear error before any work, its own exit code, no traceback, no file."""
    (tmp_path / "in-the-way").write_text("a file")
    done = cli("transcribe", str(media / "discurso.mp4"), *options)
    assert (done.returncode, words in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.rglob("*.srt"))


@pytest.mark.parametrize(
    "name",
    [
        "two words.mp4",
        'it\'s "quoted".mp4',
        "line\nbreak.mp4",
        "emoji 🎤.mp4",
        "-leading-dash.mp4",
        "100%s {x}.mp4",
        "[bold]talk[bold].mp4",
        "no-ending",
        "two.dots.in.it.mp4",
    ],
)
def test_odd_file_names(cli: Cli, media: Path, tmp_path: Path, name: str) -> None:
    """Whatever a media is called: its SRT has its name, and the summary tells it."""
    shutil.copy(media / "discurso.mp4", tmp_path / name)
    done = cli("transcribe", "--", name)
    assert done.returncode == 0, done.stderr
    title = Path(name).stem
    assert (tmp_path / "output" / f"{title}.es.srt").stat().st_size > 100
    assert title in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="other systems name files in Unicode")
def test_a_name_that_is_no_unicode(cli: Cli, media: Path, tmp_path: Path) -> None:
    """A Latin-1 name from an old disk."""
    shutil.copy(media / "discurso.mp4", os.fsencode(tmp_path) + b"/caf\xe9.mp4")
    done = cli("transcribe", b"caf\xe9.mp4")
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "output").glob("*.srt")] == ["caf\ufffd.es.srt"]


def test_the_samples_need_no_option(media: Path, tmp_path: Path) -> None:
    """media/subtitler.toml names the demo model, so the README's command works as it stands."""
    environment = {key: value for key, value in os.environ.items() if "SUBTITLER" not in key}
    done = subprocess.run(
        [*SUBTITLER, "transcribe", str(media / "discurso.mp4")],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "output" / "discurso.es.srt").exists()


def test_a_checkpoint_that_is_none(cli: Cli, media: Path, tmp_path: Path) -> None:
    """Some other file under --model: exit 2, its name, and nothing written."""
    (tmp_path / "mine.pt").write_bytes(b"PK not a checkpoint" * 99)
    for engine in ("whisper", "faster-whisper"):
        done = cli(
            "transcribe", str(media / "discurso.mp4"), "--model", "mine.pt", "--engine", engine
        )
        assert done.returncode == 2, done.stderr
        assert "mine.pt: this is no Whisper checkpoint" in done.stderr
    assert not list(tmp_path.rglob("*.srt"))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_files_that_may_not_be_read_or_written(cli: Cli, media: Path, tmp_path: Path) -> None:
    """Permissions are told as such."""
    secret = tmp_path / "secret.mp4"
    shutil.copy(media / "discurso.mp4", secret)
    secret.chmod(0)
    assert "may not be read" in cli("transcribe", "secret.mp4").stderr
    (tmp_path / "output").mkdir(mode=0o500)
    done = cli("transcribe", str(media / "discurso.mp4"))
    assert (done.returncode, "Permission denied" in done.stderr) == (1, True)
