"""What people wrote before comes back in the next talk: the translation memory in `translate`."""

from __future__ import annotations

from pathlib import Path

import pytest

from subtitler.formats.srt import parse
from subtitler.workflow.approving import ApprovalRequest, approve
from subtitler.workflow.job import Request
from subtitler.workflow.memory import Memory, Pair
from subtitler.workflow.translating import TranslationRequest, translate_all
from translators import FakeEngines, FakeTranslator, Translating, TranslationRun, srt_of, wordy

CUES = ("Good morning.", "We thank you for your work.", "We meet on 4 March again.")


class Talks:
    """Talks in one output folder, translated by one fake engine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.translating = Translating(folder / "output")
        self.fake = FakeTranslator()

    def run(self, name: str, *cues: str, **options: object) -> TranslationRun:
        """Translates a talk, written anew where cues are given."""
        path = self.folder / f"{name}.en.srt"
        if cues:
            path.write_text(srt_of(*cues), encoding="utf-8")
        self.fake.sent.clear()
        made = self.translating(path, engines=FakeEngines(self.fake), **options)
        assert made.codes == []
        return made

    def edit(self, name: str, old: str, new: str) -> None:
        """Changes a talk's translation."""
        path = self.translating.root / f"{name}.es.srt"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    def texts(self, name: str) -> list[str]:
        """What a talk's translation says."""
        raw = (self.translating.root / f"{name}.es.srt").read_bytes()
        return ["\n".join(block.lines) for block in parse(raw).blocks]

    def remember(self, *pairs: tuple[str, str], approved: bool = False) -> None:
        """Puts pairs into the memory as another talk's."""
        with Memory.open(self.translating.root) as memory:
            memory.remember([Pair("en", "es", a, b, approved, "other") for a, b in pairs])


@pytest.fixture
def talks(tmp_path: Path) -> Talks:
    """An empty folder."""
    return Talks(tmp_path)


def test_an_edited_sentence_comes_back_in_the_next_talk(talks: Talks) -> None:
    """The person's words are taken, and only the others go to the engine; it counts as the
    machine's there."""
    talks.run("one", *CUES)
    talks.edit("one", "Goodo morningo.", "Muy buenos días.")
    talks.run("one")
    made = talks.run("two", *CUES)
    assert talks.fake.sent == list(CUES[1:])
    assert talks.texts("two")[0] == "Muy buenos días."
    assert (made.done.remembered, made.done.kept) == (1, 0)
    again = talks.run("two")
    assert (again.done.outcome, talks.fake.sent, again.done.remembered) == ("unchanged", [], 0)


def test_what_the_memory_has_makes_nothing_stale(talks: Talks) -> None:
    """A talk that is translated stays as it is when the memory learns of it later."""
    talks.run("one", *CUES)
    talks.remember((CUES[0], "Buenos días a todos."))
    assert talks.run("one").done.outcome == "unchanged"


def test_exact_means_case_marks_and_figures_too(talks: Talks) -> None:
    """White space alone is folded."""
    talks.remember(("Good  morning.", "Hola."), ("Good morning!", "¡Hola!"))
    made = talks.run("one", "Good\nmorning.", "good morning.")
    assert made.done.remembered == 1
    assert talks.texts("one")[0] == "Hola."


def test_approved_before_edited_then_the_newest(talks: Talks) -> None:
    """The others are kept as alternatives."""
    talks.remember((CUES[0], "Primero."))
    with Memory.open(talks.translating.root) as memory:
        memory.remember([Pair("en", "es", CUES[0], "Aprobado.", True, "third")])
        memory.remember([Pair("en", "es", CUES[0], "Nuevo.", False, "fourth")])
    made = talks.run("one", *CUES)
    assert talks.texts("one")[0] == "Aprobado."
    kept = [one.text for one in made.sentences()[CUES[0]].hypotheses]
    assert kept == ["Aprobado.", "Nuevo.", "Primero."]


def test_words_that_are_wrong_here_are_only_suggested(talks: Talks, tmp_path: Path) -> None:
    """Figures and terms of this talk decide; the engine is asked, and the memory's words told."""
    terms = tmp_path / "terms.csv"
    terms.write_text("term,es\nwork,labor\n", encoding="utf-8")
    talks.remember((CUES[2], "Nos vemos el 5 de marzo."), (CUES[1], "Gracias por su trabajo."))
    made = talks.run("one", *CUES, terms=str(terms))
    assert made.done.remembered == 0
    assert set(CUES) <= set(talks.fake.sent)
    assert talks.texts("one")[2] == wordy(CUES[2])[0].text
    told = [finding.advice for finding in made.rules("memory")]
    assert any("Nos vemos el 5 de marzo." in one for one in told)
    again = talks.run("one", terms=str(terms))
    assert [finding.advice for finding in again.rules("memory")] == told


def test_a_sentence_like_one_before_is_told(talks: Talks) -> None:
    """Near matches are suggestions."""
    talks.remember(("We thank you for all your work.", "Gracias por todo su trabajo."))
    made = talks.run("one", *CUES)
    (near,) = made.rules("memory")
    assert "'Gracias por todo su trabajo.'" in near.advice
    assert talks.texts("one")[1] == wordy(CUES[1])[0].text


def test_a_stale_sentence_enters_nothing(talks: Talks) -> None:
    """What a person wrote for other words is no translation of these; the pair from before the
    change stays."""
    talks.run("one", *CUES)
    talks.edit("one", "Goodo morningo.", "Muy buenos días.")
    talks.run("one", "Good evening.", *CUES[1:])
    with Memory.open(talks.translating.root) as memory:
        assert not memory.exact(["Good evening."], "en", "es")
        assert not memory.exact([CUES[0]], "en", "es")


def test_a_damaged_memory_stops_nothing(talks: Talks) -> None:
    """It is told, and the talk is translated without."""
    path = talks.translating.root / ".subtitler" / "memory.sqlite"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database at all" * 500)
    made = talks.run("one", *CUES)
    assert talks.fake.sent == list(CUES)
    assert any("memory.sqlite" in notice for notice in made.notices)
    assert path.read_bytes() == b"no database at all" * 500


def test_an_approved_sentence_comes_back(talks: Talks) -> None:
    """As the machine wrote it; what is approved counts more than what is edited."""
    talks.run("one", *CUES)
    asked = ApprovalRequest(Request({"output_dir": str(talks.translating.root)}), ("es",), "2")
    approve("one", asked, lambda _: None)
    with Memory.open(talks.translating.root) as memory:
        (kept,) = memory.exact([CUES[1]], "en", "es")[CUES[1]]
        assert not memory.exact([CUES[0]], "en", "es")
    assert (kept.pair.approved, kept.pair.target) == (True, wordy(CUES[1])[0].text)
    assert talks.run("two", *CUES).done.remembered == 1


def test_a_dry_run_remembers_nothing(talks: Talks) -> None:
    """Nothing is written."""
    talks.run("one", *CUES)
    talks.edit("one", "Goodo morningo.", "Muy buenos días.")
    path = talks.folder / "one.en.srt"
    request = Request({"output_dir": str(talks.translating.root)}, dry_run=True)
    asked = TranslationRequest(request, ("es",))
    assert translate_all(str(path), asked, FakeEngines(talks.fake), lambda _: None) == []
    assert not (talks.translating.root / ".subtitler" / "memory.sqlite").exists()


def test_a_dry_run_that_asks_the_engine_writes_no_journal(talks: Talks) -> None:
    """Else status would tell that the translation was stopped midway."""
    talks.run("one", *CUES)
    path = talks.folder / "one.en.srt"
    path.write_text(path.read_text().replace(CUES[0], "Something else was said."))
    before = {one for one in talks.translating.root.rglob("*") if one.is_file()}
    request = Request({"output_dir": str(talks.translating.root)}, dry_run=True)
    asked = TranslationRequest(request, ("es",))
    translate_all(str(path), asked, FakeEngines(talks.fake), lambda _: None)
    assert {one for one in talks.translating.root.rglob("*") if one.is_file()} == before
