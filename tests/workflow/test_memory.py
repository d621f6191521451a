"""The translation memory: what it keeps, what it gives, and what a bad file does."""

from __future__ import annotations

import os
import random
import sqlite3
import stat
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtitler.errors import MemoryFileError, RecordError, StorageError
from subtitler.workflow import memoryfile
from subtitler.workflow.memory import Brought, Memory, Pair

HI = Pair("en", "es", "Good morning.", "Buenos días.", True, "talk")


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory.open(tmp_path / "output") as opened:
        yield opened


def targets(memory: Memory, text: str = HI.source, to: str = "es") -> list[str]:
    """The translations of a text, the first to use first."""
    return [one.pair.target for one in memory.exact([text], "en", to).get(text, ())]


def test_a_memory_that_is_not_there_gives_nothing_and_makes_nothing(tmp_path: Path) -> None:
    """Neither a file nor a folder, also where there is nothing to keep."""
    with Memory.open(tmp_path / "output") as memory:
        assert memory.exact(["Hi."], "en", "es") == {}
        assert memory.near("Hi.", "en", "es") == ()
        assert list(memory.pairs()) == []
        assert memory.remember([]) == memory.remember([replace(HI, target=" ")]) == 0
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_is_found_by_the_next_run(tmp_path: Path) -> None:
    """Equal but for white space and composition; each text that was asked for by itself."""
    pair = replace(HI, source="Señora\n Pérez,  good morning.")
    with Memory.open(tmp_path) as memory:
        assert memory.remember([pair]) == 1
    asked = ["Señora Pérez, good morning.", unicodedata.normalize("NFD", pair.source), "Other."]
    with Memory.open(tmp_path) as memory:
        found = memory.exact(asked, "en", "es")
        assert list(found) == asked[:2]
        assert [one.pair for one in found[asked[0]]] == [pair]
        assert (found[asked[1]][0].origin, len(found[asked[1]][0].at)) == ("", 20)
        assert memory.exact([pair.source.lower()], "en", "es") == {}
        assert memory.exact(asked, "es", "en") == {}


def test_a_later_pair_replaces_the_earlier_one_of_its_title(memory: Memory) -> None:
    """In the same languages; other titles keep theirs, as alternatives."""
    memory.remember([HI, replace(HI, title="other", target="Buen día.")])
    memory.remember([replace(HI, target="Muy buenas.")])
    memory.remember([replace(HI, target_language="fr", target="Bonjour.")])
    assert targets(memory) == ["Muy buenas.", "Buen día."]
    assert targets(memory, to="fr") == ["Bonjour."]


def test_approved_before_edited_then_the_newest(memory: Memory) -> None:
    """Whatever the clock says."""
    for number, approved in enumerate([True, False, True, False]):
        memory.remember([replace(HI, target=f"{number}", approved=approved, title=f"{number}")])
    assert targets(memory) == ["2", "0", "3", "1"]


def test_what_is_approved_stays_so_while_its_text_stays(memory: Memory) -> None:
    """And is not made newer; another text takes its place; an edited one can be approved."""
    assert memory.remember([HI]) == 1
    before = list(memory.pairs())
    assert memory.remember([replace(HI, approved=False), HI]) == 0
    assert list(memory.pairs()) == before
    assert memory.remember([replace(HI, approved=False, target="Buenas.")]) == 1
    assert [one.pair.approved for one in memory.pairs()] == [False]
    assert memory.remember([replace(HI, target="Buenas.")]) == 1
    assert [one.pair.approved for one in memory.pairs()] == [True]


def test_a_wider_language_serves_where_nothing_is_closer(memory: Memory) -> None:
    """By sentence: `es` for `es-MX`, but no other region."""
    memory.remember([HI, replace(HI, source="Bye.", target="Adiós.")])
    memory.remember([replace(HI, target_language="es-MX", target="Buen día.", approved=False)])
    memory.remember([replace(HI, target_language="es-ES", target="Buenas.", source="Hello.")])
    assert targets(memory, to="es-MX") == ["Buen día."]
    assert targets(memory, "Bye.", to="es-MX") == ["Adiós."]
    assert targets(memory, "Hello.", to="es-MX") == []


def test_near_matches_are_the_likest(memory: Memory) -> None:
    """With their scores: 1 for an equal text; what another process added is seen."""
    memory.remember([HI, replace(HI, source="Good evening.", target="Buenas noches.")])
    found = memory.near("Good  morning.", "en", "es")
    assert [(one.pair.target, one.score == 1) for one in found] == [
        ("Buenos días.", True),
        ("Buenas noches.", False),
    ]
    assert memory.near("Good mornings.", "en", "es", limit=1)[0].pair == HI
    assert memory.near("Something else altogether.", "en", "es") == ()
    with Memory.open(memory.path.parent.parent) as other:
        other.remember([replace(HI, source="Good mornings!", target="Buenos días a todos.")])
    assert memory.near("Good mornings!", "en", "es")[0].pair.target == "Buenos días a todos."
    memory.remember([replace(HI, source="Good mornings.", target="Buenos días, todos.")])
    assert memory.near("Good mornings.", "en", "es")[0].score == 1


def test_near_matches_hold_each_pair_of_texts_once(memory: Memory) -> None:
    """Approved where one of them is."""
    memory.remember([replace(HI, title=f"{at}", approved=at == 3) for at in range(9)])
    (found,) = memory.near(HI.source, "en", "es")
    assert found.pair.title == "3"


def test_an_import_replaces_nothing(memory: Memory) -> None:
    """Other translations stand beside what people wrote; the same again is known."""
    memory.remember([HI])
    theirs = [
        replace(HI, target="Buen día.", approved=False, title=""),
        replace(HI, target="Hola.", approved=False, title=""),
        replace(HI, target="Otra.", approved=False),
        HI,
    ]
    assert memory.bring(theirs, "client.tmx") == Brought(new=3, known=1)
    assert memory.bring(theirs, "again.tmx") == Brought(known=4)
    assert targets(memory) == ["Buenos días.", "Otra.", "Hola.", "Buen día."]
    assert memory.bring([replace(theirs[0], approved=True)], "again.tmx") == Brought(raised=1)
    assert targets(memory)[0] == "Buen día."
    assert {one.origin for one in memory.pairs()} == {"", "client.tmx"}
    memory.remember([replace(HI, target="Mía.")])
    assert "Buenos días." not in targets(memory)


TEXT = st.sampled_from(["a", "b", " a", "c\n"])
PAIRS = st.builds(
    Pair,
    st.just("en"),
    st.sampled_from(["es", "fr"]),
    TEXT,
    TEXT,
    st.booleans(),
    st.sampled_from("xy"),
)


@given(st.lists(PAIRS, max_size=12), st.integers(0, 12))
def test_the_memory_is_what_a_table_would_be(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[Pair], cut: int
) -> None:
    """By title, language and sentence the last pair, approved as long as its text stays; it is
    all one in how many calls they come."""
    table: dict[tuple[str, str, str], Pair] = {}
    for pair in pairs:
        key = (pair.title, pair.target_language, pair.source.strip())
        before = table.get(key)
        same = before is not None and before.target.strip() == pair.target.strip()
        if not same or (pair.approved and not table[key].approved):
            table.pop(key, None)
            table[key] = pair
    with Memory.open(tmp_path_factory.mktemp("memory")) as memory:
        memory.remember(pairs[:cut])
        memory.remember(pairs[cut:])
        assert [one.pair for one in memory.pairs()] == list(table.values())


def test_more_texts_than_a_query_may_hold(memory: Memory) -> None:
    """A long track, in one call; the order of what was asked."""
    pairs = [replace(HI, source=f"Sentence {at}.", target=f"{at}") for at in range(2100)]
    assert memory.remember(pairs) == len(pairs)
    found = memory.exact([one.source for one in pairs], "en", "es")
    assert [one[0].pair for one in found.values()] == pairs


# ── Bad files ────────────────────────────────────────────────────────────────────────────────────


def every_use(root: Path) -> Iterator[tuple[str, object]]:
    """Each way to use a memory, by name."""
    yield "exact", lambda memory: memory.exact([HI.source], "en", "es")
    yield "near", lambda memory: memory.near(HI.source, "en", "es")
    yield "pairs", lambda memory: list(memory.pairs())
    yield "remember", lambda memory: memory.remember([HI])
    yield "bring", lambda memory: memory.bring([HI], "x.tmx")


USES = dict(every_use(Path()))


def stored(root: Path, count: int = 400) -> Path:
    """A memory of some size."""
    with Memory.open(root) as memory:
        memory.remember(
            [replace(HI, source=f"{HI.source} {at}", title=f"{at}") for at in range(count)]
        )
        return memory.path


def overwritten(path: Path) -> None:
    path.write_bytes(b"this was a memory once, but no longer" * 99)


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])


def scrambled(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = random.Random(7).randbytes(len(content) - 4096)
    path.write_bytes(bytes(content))


def of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE bookmarks (id INTEGER)")
        other.execute("INSERT INTO bookmarks VALUES (1)")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("PRAGMA user_version = 2")


def without_its_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("DROP TABLE pair")


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize(
    "damage", [overwritten, cut_off, scrambled, of_another_program, newer, without_its_table]
)
def test_a_bad_file_is_named_and_left_alone(tmp_path: Path, damage: object, use: str) -> None:
    """A MemoryFileError, which is a RecordError, that says what to do; nothing is written."""
    path = stored(tmp_path)
    damage(path)  # type: ignore[operator]
    before = path.read_bytes()
    with Memory.open(tmp_path) as memory, pytest.raises(MemoryFileError) as raised:
        USES[use](memory)  # type: ignore[operator]
    assert isinstance(raised.value, RecordError)
    assert str(path) in raised.value.what
    assert "move" in raised.value.remedy
    assert path.read_bytes() == before


def test_an_empty_file_is_a_memory_without_pairs(tmp_path: Path) -> None:
    """What a full disk may leave: nothing is found, and the first pair makes it whole."""
    path = stored(tmp_path)
    path.write_bytes(b"")
    with Memory.open(tmp_path) as memory:
        assert targets(memory) == []
        assert memory.remember([HI]) == 1
        assert targets(memory) == [HI.target]


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another process holds the file, alone."""
    code = (
        "import sqlite3, sys\n"
        "held = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "held.execute('BEGIN EXCLUSIVE')\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        yield
        other.communicate()


@pytest.mark.parametrize("use", USES)
def test_a_file_that_another_process_holds(
    tmp_path: Path, use: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is waited for; then a StorageError names it, and no MemoryFileError: it is sound."""
    monkeypatch.setattr(memoryfile, "WAIT", 0.1)
    path = stored(tmp_path)
    with Memory.open(tmp_path) as memory:
        with held(path), pytest.raises(StorageError, match="locked") as raised:
            USES[use](memory)  # type: ignore[operator]
        assert str(path) in raised.value.what
        assert "wait" in raised.value.remedy
        assert memory.remember([HI]) == 1


def test_two_processes_begin_one_memory(tmp_path: Path) -> None:
    """Many at once, in a folder that is not there yet: every pair is kept."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from subtitler.workflow.memory import Memory, Pair\n"
        "with Memory.open(Path(sys.argv[1])) as memory:\n"
        "    for at in range(20):\n"
        "        memory.remember([Pair('en', 'es', f'{at}', 'x', True, sys.argv[2])])\n"
    )
    root = tmp_path / "output"
    runs = [subprocess.Popen([sys.executable, "-c", code, str(root), str(at)]) for at in range(3)]
    assert [run.wait(60) for run in runs] == [0, 0, 0]
    with Memory.open(root) as memory:
        assert len(list(memory.pairs())) == 60


def test_a_kill_in_the_midst_of_writing_leaves_what_was_there(tmp_path: Path) -> None:
    """Half a transaction is on the disk by then; the next run takes it back."""
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from subtitler.workflow.memory import Memory, Pair\n"
        "def killing():\n"
        "    for at in range(40_000):\n"
        "        yield Pair('en', 'es', f'{at} {at ** 9}', 'x' * 90, True, 'new')\n"
        "    os._exit(9)\n"
        "with Memory.open(Path(sys.argv[1])) as memory:\n"
        "    memory.bring(killing(), 'x.tmx')\n"
    )
    path = stored(tmp_path, 100)
    size = path.stat().st_size
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False).returncode == 9
    assert path.stat().st_size > size
    with Memory.open(tmp_path) as memory:
        assert {one.pair.title for one in memory.pairs()} == {f"{at}" for at in range(100)}
        assert memory.remember([HI]) == 1


def test_an_import_that_breaks_off_leaves_nothing(memory: Memory) -> None:
    """All pairs of one call, or none; the memory can be used on."""

    def breaking() -> Iterator[Pair]:
        yield HI
        raise RecordError("cut off")

    with pytest.raises(RecordError, match="cut off"):
        memory.bring(breaking(), "x.tmx")
    assert list(memory.pairs()) == []
    assert memory.remember([HI]) == 1


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user"
)
def test_a_read_only_memory_can_be_read(tmp_path: Path) -> None:
    """Only writing is an error, with the file's name."""
    path = stored(tmp_path, 1)
    path.chmod(stat.S_IRUSR)
    path.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with Memory.open(tmp_path) as memory:
            assert targets(memory, f"{HI.source} 0") == [HI.target]
            with pytest.raises(StorageError, match="readonly"):
                memory.remember([HI])
        path.parent.chmod(0)
        with Memory.open(tmp_path) as memory, pytest.raises(StorageError, match="reading"):
            targets(memory)
    finally:
        path.parent.chmod(stat.S_IRWXU)


def test_a_file_that_sqlite_may_only_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a read-only disk gives, whoever the user is: reading goes on, writing is an error."""
    stored(tmp_path, 1)
    connect = sqlite3.connect

    def reading(address: str, **options: object) -> sqlite3.Connection:
        return connect(address.split("?", maxsplit=1)[0] + "?mode=ro", **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(sqlite3, "connect", reading)
    with Memory.open(tmp_path) as memory:
        assert targets(memory, f"{HI.source} 0") == [HI.target]
        with pytest.raises(StorageError, match="readonly") as raised:
            memory.remember([HI])
    assert "--output-dir" in raised.value.remedy


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    """Of the memory's name, or a file in the place of its folder: an error that names it."""
    (tmp_path / "one" / ".subtitler" / "memory.sqlite").mkdir(parents=True)
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / ".subtitler").write_bytes(b"")
    for name in ("one", "two"):
        with Memory.open(tmp_path / name) as memory, pytest.raises(StorageError) as raised:
            memory.remember([HI])
        assert str(tmp_path / name) in raised.value.what
    with Memory.open(tmp_path / "two") as memory:
        assert targets(memory) == []


def test_odd_folder_names(tmp_path: Path) -> None:
    """Marks that mean something in an address mean nothing here."""
    for name in ("a?mode=ro", "50%20#1", "ñ ü"):
        with Memory.open(tmp_path / name) as memory:
            assert memory.remember([HI]) == 1
            assert memory.path.is_file()
