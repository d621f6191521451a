"""Commands that write are killed at random instants: all is old or new, and no person's text is
missing. And somebody who saves while commands run loses nothing."""

from __future__ import annotations

import os
import random
import re
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from laws.counting import Tally
from laws.demo import MODEL, SAMPLE, TALK, called, started, write_sample
from laws.edit_laws import count
from subtitler.workflow.workspace import title_folder

KILLS = count(10, 200)
SAVES = count(12, 150)
MARK = re.compile(r"persona\d+")
TMX = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header srclang="en" segtype="sentence" datatype="plaintext" adminlang="en"
 o-tmf="x" creationtool="x" creationtoolversion="1"/><body>{}</body></tmx>
"""
UNIT = (
    '<tu><tuv xml:lang="en"><seg>Sentence {0}.</seg></tuv>'
    '<tuv xml:lang="es"><seg>Frase {0}.</seg></tuv></tu>'
)


@dataclass(frozen=True)
class Command:
    """A command that writes; `again` is what is run after its kill, itself where that is safe."""

    words: tuple[str, ...]
    again: tuple[str, ...] = ()

    @property
    def after(self) -> tuple[str, ...]:
        return self.again or self.words


NOTHING_NEW = ("cue", TALK)  # it only finishes what was killed
COMMANDS = (
    Command(("cue", TALK, "--style", "ted")),
    Command(("transcribe", str(SAMPLE), "--model", str(MODEL), "--style", "ted")),
    Command(("translate", TALK, "--to", "es,fr")),
    Command(("check", TALK, "--fix", "--edited")),
    Command(("check", TALK, "--lang", "es", "--dismiss", "Q34:7"), NOTHING_NEW),
    Command(("approve", TALK, "--all-clean")),
    Command(("merge", TALK, "{copy}", "--lang", "es")),
    Command(("restore", TALK, "1"), NOTHING_NEW),
    Command(("shift", TALK, "+1.5"), NOTHING_NEW),
    Command(("stretch", TALK, "--by", "1.001"), NOTHING_NEW),
    Command(("translate", TALK, "--to", "es", "--replace", "--yes")),
    Command(("memory", "import", "{tmx}")),
)


def edit(path: Path, at: int, text: str) -> None:
    """A person writes a text into a cue, and leaves all else as it is."""
    blocks = path.read_text(encoding="utf-8").strip().split("\n\n")
    number, times, *_ = blocks[at].split("\n")
    blocks[at] = "\n".join([number, times, text])
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


@dataclass
class Template:
    """A title with edits that were merged and edits that were not, to be copied for each trial."""

    root: Path
    outside: dict[str, str] = field(default_factory=dict)

    def words(self, command: tuple[str, ...]) -> list[str]:
        return [word.format(**self.outside) for word in command]

    def copy(self, to: Path) -> Path:
        shutil.copytree(self.root, to)
        return to


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The sample, translated; four texts of a person, two of them not seen by the tool yet."""
    place = tmp_path_factory.mktemp("template")
    root = place / "output"
    title = title_folder(root, TALK)
    write_sample(root)
    run(root, "transcribe", str(SAMPLE), "--model", str(MODEL))
    run(root, "translate", TALK, "--to", "es,fr")
    edit(title.srt("en"), 2, "This is persona1,   too long for a line of one subtitle - or so")
    edit(title.srt("es"), 4, "Esto es persona2 ...")
    run(root, "cue", TALK, "--style", "bbc")
    run(root, "translate", TALK, "--to", "es,fr")
    copy = place / "second.es.srt"
    shutil.copy(title.srt("es"), copy)
    edit(copy, 9, "Una frase de otra persona")
    edit(title.srt("en"), 7, "And this is persona3.")
    edit(title.srt("es"), 6, "Y esto es persona4.")
    tmx = place / "memory.tmx"
    tmx.write_text(TMX.format("".join(map(UNIT.format, range(400)))), encoding="utf-8")
    return Template(root, {"copy": str(copy), "tmx": str(tmx)})


def run(root: Path, *words: str) -> None:
    """Runs a command in this process. It must succeed: 1 says of `check` that there are errors."""
    code, events = called(root, *words)
    assert code == 0 or (words[0] == "check" and code == 1), (words, code, events)


def srts(root: Path) -> dict[str, bytes]:
    """The tracks."""
    return {path.name: path.read_bytes() for path in root.glob("*.srt")}


@dataclass(frozen=True)
class Expected:
    """The tracks before and after a command, and after what follows a kill in either case."""

    old: dict[str, bytes]
    new: dict[str, bytes]
    after_old: dict[str, bytes]
    after_new: dict[str, bytes]


def expected(template: Template, command: Command, place: Path) -> Expected:
    """What a command does when nobody kills it."""
    root = template.copy(place / "whole")
    old = srts(root)
    run(root, *template.words(command.words))
    new = srts(root)
    run(root, *template.words(command.after))
    after_new = srts(root)
    if not command.again:
        assert after_new == new
        return Expected(old, new, new, new)
    other = template.copy(place / "undone")
    run(other, *template.words(command.again))
    return Expected(old, new, srts(other), after_new)


def writing(root: Path) -> Iterator[bool]:
    """Whether a run has begun to write, asked again and again."""
    places = [root, root / ".subtitler", root / ".subtitler" / TALK]
    before = {path.name for place in places for path in place.iterdir()}
    while True:
        names = {name for place in places for name in os.listdir(place)}  # noqa: PTH208  (quick)
        yield any(name.endswith((".new", "-journal", "-wal")) for name in names - before)


def killed(root: Path, words: list[str], chance: random.Random, lasts: float) -> bytes | None:
    """Starts a command and kills it: one time in three at any time, else once it writes. What it
    complained of, where it ended before that; None where it was killed."""
    process = started(root, *words)
    began = time.monotonic()
    if chance.random() < 1 / 3:
        until = began + chance.uniform(0.2, 1.0) * lasts
        while process.poll() is None and time.monotonic() < until:
            time.sleep(0.001)
    else:
        looking = writing(root)
        while process.poll() is None and not next(looking):
            pass
        time.sleep(chance.choice([0, 0.002, 0.01, 0.03]) * chance.random())
    process.kill()
    _, told = process.communicate()
    return None if process.returncode < 0 else told


def marks(root: Path, *, under_way: bool = False) -> set[str]:
    """The person's texts that are in the tracks or in the history; and, with `under_way`, in what
    a killed commit has exchanged and the next run takes to the history."""
    history = root / ".subtitler" / TALK / "history"
    files = [*root.glob("*.srt"), *(history.iterdir() if history.exists() else ())]
    if under_way:
        files += root.glob(".*.new")
    return {mark for path in files for mark in MARK.findall(path.read_text("utf-8", "replace"))}


def loadable(root: Path) -> None:
    """Every record is whole."""
    title = title_folder(root, TALK)
    for language in title.languages():
        title.read_track(language)
    title.read_transcript()
    title.read_findings()


def test_a_killed_command_leaves_the_old_or_the_new(
    template: Template, tmp_path: Path, tally: Tally
) -> None:
    """SIGKILL, then the next run: it works, all tracks are as if it had not been started or had
    ended, no new content lies about, and every text of a person is there or in the history."""
    chance = random.Random(6)
    known: dict[Command, tuple[Expected, float]] = {}
    wanted = marks(template.root)
    assert len(wanted) == 4
    with tally.law("killed at random instants") as trials:
        for trial in range(KILLS):
            command = COMMANDS[trial % len(COMMANDS)]
            place = tmp_path / str(trial)
            if command not in known:
                began = time.monotonic()
                made = expected(template, command, tmp_path / f"expected{trial}")
                known[command] = made, max(0.6, time.monotonic() - began)
            wished, lasts = known[command]
            root = template.copy(place)
            told = killed(root, template.words(command.words), chance, lasts)
            trials.add(killed=told is None)
            case = (trial, command.words, told)
            for name, content in srts(root).items():
                assert content in {wished.old.get(name), wished.new.get(name)}, (name, case)
            loadable(root)
            assert marks(root, under_way=True) == wanted, case
            run(root, *template.words(command.after))
            assert srts(root) in (wished.after_old, wished.after_new), case
            assert marks(root) == wanted, case
            assert not list(root.rglob("*.new")), case
            shutil.rmtree(place)


@dataclass
class Editor:
    """Somebody who saves a track at random instants, in one of two ways."""

    path: Path
    chance: random.Random
    saves: int
    saved: list[str] = field(default_factory=list)

    def __call__(self) -> None:
        for number in range(self.saves):
            time.sleep(self.chance.uniform(0.0, 0.12))
            blocks = self.path.read_text(encoding="utf-8").strip().split("\n\n")
            at = self.chance.randrange(len(blocks))
            blocks[at] += f" editor{number}x"
            text = "\n\n".join(blocks) + "\n"
            if self.chance.random() < 0.5:
                self.path.write_text(text, encoding="utf-8")
            else:
                beside = self.path.with_suffix(".editor")
                beside.write_text(text, encoding="utf-8")
                beside.replace(self.path)
            self.saved.append(f"editor{number}x")


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_save_is_lost_while_commands_run(
    template: Template, tmp_path: Path, tally: Tally, language: str
) -> None:
    """An editor saves a track again and again while commands write it: all that they ever saved
    is in the file at the end."""
    root = template.copy(tmp_path / "output")
    title = title_folder(root, TALK)
    editor = Editor(title.srt(language), random.Random(8), SAVES)
    saving = threading.Thread(target=editor)
    styles = ("ted", "bbc", "netflix")
    with tally.law(f"saves of {language} while commands run") as trials:
        saving.start()
        turn = 0
        while saving.is_alive():
            style = styles[turn % len(styles)]
            called(root, "cue", TALK, "--style", style)
            if language == "es":
                called(root, "translate", TALK, "--to", "es", "--style", style)
            turn += 1
        saving.join()
        run(root, "cue", TALK)
        run(root, "translate", TALK, "--to", "es")
        trials.add(len(editor.saved))
        text = editor.path.read_text(encoding="utf-8")
        missing = [mark for mark in editor.saved if mark not in text]
        assert not missing
        assert len(editor.saved) == SAVES
