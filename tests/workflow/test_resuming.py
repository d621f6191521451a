"""Runs that are killed: what is finished is not done again, and the SRT is the same."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from media_fixtures import Sound, make
from running import Running
from subtitler.engines.media import PyAVReader

KILLS = 60 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 4
COMMAND = [sys.executable, "-m", "subtitler", "transcribe"]
# Kills itself as soon as a window that had to be sampled is in the journal.
KILLED_AFTER_SAMPLING = """
import os, signal, sys
from subtitler.engines import decoding
from subtitler.workflow import journal

sampled = []
seed = decoding._seed

def spied(number, temperature):
    sampled.append(temperature > 0)
    return seed(number, temperature)

added = journal.Journal.add

def killing(self, window):
    added(self, window)
    if any(sampled):
        os.kill(os.getpid(), signal.SIGKILL)

decoding._seed = spied
journal.Journal.add = killing
sys.argv = ["subtitler", *sys.argv[1:]]
from subtitler.cli import main
main()
"""


@pytest.fixture(scope="module")
def long_talk(media: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The discurso, four times: about eight windows."""
    return noisy(media, tmp_path_factory.mktemp("long") / "talk.wav", level=0.0, times=4)


@pytest.fixture(scope="module")
def hard_talk(media: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The discurso, twice, in so much noise that Whisper falls back to sampling."""
    return noisy(media, tmp_path_factory.mktemp("hard") / "talk.wav", level=0.1, times=2)


def noisy(media: Path, path: Path, level: float, times: int) -> Path:
    """A sample over and over as a WAV, with white noise."""
    import wave

    reader = PyAVReader()
    sample = reader.probe(media / "discurso.mp4")
    said = np.concatenate([block.samples for block in reader.read(sample, sample.tracks[0])])
    audio = np.tile(said, times)
    audio = audio + np.random.default_rng(5).standard_normal(len(audio)) * level
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes((np.clip(audio, -1, 1) * 32_767).astype("<i2").tobytes())
    return path


def command(talk: Path, output: Path, model: Path, *more: str) -> list[str]:
    options = ["--model", str(model), "--output-dir", str(output), "--language", "es"]
    return [str(talk), *options, *more]


def journaled(output: Path) -> int:
    """Whole windows in the journal of a killed run."""
    path = output / ".subtitler" / "talk" / "journal" / "windows.jsonl"
    return max(0, path.read_bytes().count(b"\n") - 1) if path.exists() else 0


def resume(arguments: list[str]) -> tuple[int, int]:
    """Runs to the end; gives how many windows came from the journal, and how many there were."""
    done = subprocess.run(
        [*COMMAND, *arguments, "--json"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    windows = [event["resumed"] for event in events if event["event"] == "progress"]
    return sum(windows), len(windows)


@pytest.mark.parametrize("engine", ["faster-whisper", "whisper"])
def test_a_run_killed_after_a_sampled_window_gives_the_same_srt(
    hard_talk: Path, demo_model: Path, tmp_path: Path, engine: str
) -> None:
    """Sampling is seeded by window: an undisturbed run and a resumed one agree byte for byte."""
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    arguments = command(hard_talk, broken, demo_model, "--engine", engine)
    resume(command(hard_talk, whole, demo_model, "--engine", engine))
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_AFTER_SAMPLING, "transcribe", *arguments],
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, "this audio did not fall back"
    finished = journaled(broken)
    resumed, windows = resume(arguments)
    assert 0 < finished == resumed < windows
    assert (broken / "talk.es.srt").read_bytes() == (whole / "talk.es.srt").read_bytes()


def test_a_run_killed_at_any_moment_repeats_at_most_one_window(
    long_talk: Path, demo_model: Path, tmp_path: Path
) -> None:
    """Every window that the journal holds is used; the SRT is as if nothing had happened."""
    whole = tmp_path / "whole"
    began = time.monotonic()
    resume(command(long_talk, whole, demo_model))
    lasts = time.monotonic() - began
    chance = random.Random(20)
    for trial in range(KILLS):
        output = tmp_path / str(trial)
        arguments = command(long_talk, output, demo_model)
        running = subprocess.Popen(
            [*COMMAND, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.1, 1.0) * lasts)
        running.kill()
        running.wait()
        written = (output / "talk.es.srt").exists()
        finished = journaled(output)
        resumed, _ = resume(arguments)
        assert written or resumed == finished
        assert (output / "talk.es.srt").read_bytes() == (whole / "talk.es.srt").read_bytes()
        assert not list(output.rglob("*.new"))
        shutil.rmtree(output)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
def test_ctrl_c_says_how_to_go_on(long_talk: Path, demo_model: Path, tmp_path: Path) -> None:
    """Exit code 130, the journal stays, and the words say that the same command goes on."""
    output = tmp_path / "output"
    arguments = command(long_talk, output, demo_model)
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)  # a job in the background ignores it,
    try:  # and hands that on
        running = subprocess.Popen([*COMMAND, *arguments], stderr=subprocess.PIPE, text=True)
    finally:
        signal.signal(signal.SIGINT, before)
    while not journaled(output) and running.poll() is None:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "the same command goes on from there" in told
    assert "Traceback" not in told
    assert resume(arguments)[0] >= 1


def test_a_journal_counts_only_for_the_same_recognition(
    run: Running, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another language than the journal's: every window is heard anew."""
    from subtitler.workflow import hearing

    real = hearing.recognise
    heard: list[str] = []

    def stopping(audio, transcriber, options):
        heard.append(options.language)
        if len(heard) == 2:
            raise KeyboardInterrupt
        return real(audio, transcriber, options)

    monkeypatch.setattr(hearing, "recognise", stopping)
    with pytest.raises(hearing.InterruptedRunError, match="goes on from there"):
        run(media / "discurso.mp4", language="es")
    run(media / "discurso.mp4", language="en")
    assert heard == ["es", "es", "en", "en"]


def test_silence_leaves_no_journal(run: Running, tmp_path: Path) -> None:
    """Nothing was heard, and nothing is left under way."""
    quiet = make(tmp_path / "q.wav", [Sound("pcm_s16le", (), 3.0, 16_000)], None)
    made = run(quiet)
    assert not (made.title.folder / "journal" / "windows.jsonl").exists()
