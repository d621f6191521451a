"""`subtitler memory` as a person meets it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from subtitler.domain.memory import Pair
from subtitler.workflow.memory import Memory

Cli = Callable[..., "subprocess.CompletedProcess[str]"]

THEIRS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="other" creationtoolversion="1" segtype="sentence" o-tmf="x"
          adminlang="en" srclang="en-US" datatype="plaintext"/>
  <body>
    <tu>
      <tuv xml:lang="en-US"><seg>Good <bpt i="1">&lt;b></bpt>morning<ept i="1">&lt;/b></ept>.</seg></tuv>
      <tuv xml:lang="es-ES"><seg>Buenos días.</seg></tuv>
      <tuv xml:lang="fr-FR"><seg>Bonjour.</seg></tuv>
    </tu>
    <tu>
      <tuv xml:lang="en-US"><seg>Thank you.</seg></tuv>
      <tuv xml:lang="es-ES"><seg></seg></tuv>
      <tuv xml:lang="klingonese"><seg>?</seg></tuv>
    </tu>
    <tu><tuv xml:lang="en-US"><seg>Alone.</seg></tuv></tu>
  </body>
</tmx>
"""


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """Runs the command in an empty folder."""

    def running(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "subtitler", "memory", *words],
            cwd=tmp_path,
            env=os.environ,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return running


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """Another program's file."""
    path = tmp_path / "client.tmx"
    path.write_text(THEIRS, encoding="utf-8")
    return path


def told(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    (line,) = done.stdout.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def kept(root: Path) -> list[Pair]:
    with Memory.open(root) as memory:
        return [one.pair for one in memory.pairs()]


def test_another_programs_pairs_come_in(cli: Cli, theirs: Path, tmp_path: Path) -> None:
    """As many as there are, in their languages; what was skipped, and why; edited, or approved."""
    done = cli("import", theirs.name)
    assert done.returncode == 0, done.stderr
    for words in (
        "client.tmx: 2 pairs (en-US to es-ES 1, en-US to fr-FR 1)",
        "new        2",
        "skipped    1 without words",
        "skipped    1 in no known language",
        "skipped    1 without a source or a translation",
        str(tmp_path / "output" / ".subtitler" / "memory.sqlite"),
    ):
        assert words in done.stdout
    assert [one.approved for one in kept(tmp_path / "output")] == [False, False]
    again = told(cli("import", theirs.name, "--approved", "--json"))
    assert (again["event"], again["new"], again["raised"]) == ("memory-imported", 0, 2)
    assert again["skipped"] == {"empty": 1, "language": 1, "alone": 1}
    assert told(cli("import", theirs.name, "--json"))["known"] == 2
    assert [one.approved for one in kept(tmp_path / "output")] == [True, True]


def test_what_goes_out_comes_in_elsewhere(cli: Cli, tmp_path: Path) -> None:
    """With titles and states; --from and --to choose; a second export replaces the first."""
    pairs = [
        Pair("en", "es", "Fish & <chips>.", "Pescado\ncon patatas.", True, "talk"),
        Pair("en", "es-MX", "Hi.", "Hola.", False, "talk"),
        Pair("de", "fr", "Hallo.", "Salut.", False, "rede"),
    ]
    with Memory.open(tmp_path / "one") as memory:
        memory.remember(pairs)
    done = cli("export", "ours.tmx", "--output-dir", "one")
    assert done.stdout == "ours.tmx: 3 pairs (1 approved, 2 edited)\n"
    assert cli("import", "ours.tmx", "--output-dir", "two").returncode == 0
    assert kept(tmp_path / "two") == pairs
    done = cli("export", "ours.tmx", "--output-dir", "one", "--from", "en", "--to", "es", "--json")
    assert told(done) == {
        "event": "memory-exported",
        "file": "ours.tmx",
        "pairs": 2,
        "approved": 1,
    }
    assert cli("import", "ours.tmx", "--output-dir", "three", "--quiet").stdout == ""
    assert kept(tmp_path / "three") == pairs[:2]


def test_a_file_that_is_not_ours_is_not_written_over(cli: Cli, theirs: Path) -> None:
    """`export` for `import`, by mistake: refused with 4, and the file stands."""
    done = cli("export", theirs.name)
    assert (done.returncode, "subtitler memory import" in done.stderr) == (4, True)
    assert theirs.read_text(encoding="utf-8") == THEIRS


def test_an_empty_memory_goes_out_empty(cli: Cli, tmp_path: Path) -> None:
    """A file without pairs, that comes in again; no memory is made."""
    assert cli("export", "none.tmx").stdout == "none.tmx: 0 pairs\n"
    assert "none.tmx: 0 pairs" in cli("import", "none.tmx").stdout
    assert not (tmp_path / "output").exists()


def test_a_sentence_is_searched_for(cli: Cli, theirs: Path) -> None:
    """The likest first, with texts, state and origin; fewer with --limit; nothing is no failure."""
    cli("import", theirs.name)
    done = cli("search", "Good mornings.", "--from", "en", "--to", "es")
    lines = done.stdout.splitlines()
    assert lines[0] == " 96 %  Good morning."
    assert lines[1] == "       Buenos días."
    assert lines[2].startswith("       en-US to es-ES, edited (client.tmx, 20")
    found = told(cli("search", "Good morning.", "--from", "en", "--to", "fr", "--json"))["found"]
    assert [one["score"] for one in found] == [1]
    assert found[0]["remembered"]["pair"]["target"] == "Bonjour."
    assert found[0]["remembered"]["origin"] == "client.tmx"
    done = cli("search", "Nothing of the kind.", "--from", "en", "--to", "es", "--limit", "1")
    assert (done.returncode, done.stdout) == (0, "nothing is like it, en to es\n")


@pytest.mark.parametrize(
    ("words", "code", "words_told"),
    [
        (["import", "none.tmx"], 2, "no such file"),
        (["import", "."], 2, "no such file"),
        (["import", "bad.tmx"], 1, "bad.tmx: this is no TMX"),
        (["import", "cut.tmx"], 1, "cut off"),
        (["import", "laughs.tmx"], 1, "declares an entity"),
        (["import", "empty.tmx"], 1, "it is empty"),
        (["export", "no/folder/x.tmx"], 1, "x.tmx"),
        (["export", "x.tmx", "--from", "klingonese"], 2, "no language"),
        (["search", " ", "--from", "en", "--to", "es"], 2, "nothing to search for"),
        (["search", "Hi.", "--from", "en", "--to", "?"], 2, "no language"),
    ],
)
def test_what_cannot_be_done(
    cli: Cli, tmp_path: Path, words: list[str], code: int, words_told: str
) -> None:
    """An error with its code, as words and as JSON; no traceback, and nothing is made."""
    (tmp_path / "bad.tmx").write_bytes(b"1\n00:00:00,000 --> 00:00:01,000\nHi.\n")
    (tmp_path / "cut.tmx").write_text(THEIRS[:-20], encoding="utf-8")
    entity = 'tmx [<!ENTITY a "b">]'
    laughs = THEIRS.replace('tmx SYSTEM "tmx14.dtd"', entity)
    (tmp_path / "laughs.tmx").write_text(laughs, encoding="utf-8")
    (tmp_path / "empty.tmx").write_bytes(b"")
    done = cli(*words)
    assert (done.returncode, words_told in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr
    failed = told(cli(*words, "--json"))
    assert (failed["event"], failed["exit_code"]) == ("failed", code)
    assert not (tmp_path / "output").exists()
    assert not (tmp_path / "x.tmx").exists()


def test_a_damaged_memory_is_named(cli: Cli, theirs: Path, tmp_path: Path) -> None:
    """By every command: exit 1, the file, and what to do; the file stands."""
    path = tmp_path / "output" / ".subtitler" / "memory.sqlite"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database" * 99)
    for words in (
        ["import", theirs.name],
        ["export", "x.tmx"],
        ["search", "Hi.", "--from", "en", "--to", "es"],
    ):
        done = cli(*words)
        assert (done.returncode, str(path) in done.stderr) == (1, True)
        assert "move it away" in done.stderr
        assert "Traceback" not in done.stderr
    assert path.read_bytes() == b"no database" * 99


def test_a_memory_that_is_in_use(cli: Cli, theirs: Path, tmp_path: Path) -> None:
    """After some seconds: exit 1, and to wait."""
    cli("import", theirs.name)
    path = tmp_path / "output" / ".subtitler" / "memory.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        done = cli("search", "Hi.", "--from", "en", "--to", "es")
    assert (done.returncode, "Another subtitler is writing it" in done.stderr) == (1, True)
