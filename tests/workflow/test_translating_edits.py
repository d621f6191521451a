"""What a person did to a translation, and to its source, through later runs of `translate`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from subtitler.formats.srt import parse
from translators import FakeEngines, FakeTranslator, Translating, TranslationRun, srt_of, wordy

CUES = (
    "Good morning, dear friends.",
    "We thank you for",
    "all of your work.",
    "The doors are open.",
    "We meet on 4 May again.",
)


@dataclass
class Film:
    """A bare source and its Spanish target, in a folder of the test's own."""

    path: Path
    translating: Translating
    fake: FakeTranslator = field(default_factory=FakeTranslator)

    def run(self, **options: object) -> TranslationRun:
        """One more `translate`; `fake.sent` holds what this run alone sent."""
        self.fake.sent.clear()
        made = self.translating(self.path, engines=FakeEngines(self.fake), **options)
        assert made.codes == []
        return made

    def settled(self) -> TranslationRun:
        """A run after which a second one has nothing to do."""
        made = self.run()
        again = self.run()
        assert again.done.outcome == "unchanged"
        assert self.fake.sent == []
        return made

    @property
    def target(self) -> Path:
        return self.translating.root / "film.es.srt"

    def edit_source(self, old: str, new: str) -> None:
        change(self.path, old, new)

    def edit_target(self, old: str, new: str) -> None:
        change(self.target, old, new)

    def texts(self) -> list[str]:
        """What each target cue says."""
        return ["\n".join(block.lines) for block in parse(self.target.read_bytes()).blocks]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (old, text)
    path.write_text(text.replace(old, new), encoding="utf-8")


def said(text: str) -> str:
    return wordy(text)[0].text


@pytest.fixture
def film(tmp_path: Path) -> Film:
    """Translated once."""
    path = tmp_path / "film.en.srt"
    path.write_text(srt_of(*CUES), encoding="utf-8")
    made = Film(path, Translating(tmp_path / "output"))
    made.run()
    return made


def test_an_edited_translation_stays_and_the_rest_follows(film: Film) -> None:
    """The person's text stays byte for byte while another sentence is redone."""
    film.edit_target("Theo doorso areo openo.", "Las puertas  están abiertas!")
    film.edit_source("4 May", "5 May")
    made = film.settled()
    assert film.texts()[3] == "Las puertas  están abiertas!"
    assert film.texts()[4] == said("We meet on 5 May again.")
    assert (made.done.kept, made.done.stale) == (1, 0)


def test_only_the_changed_sentence_is_sent(film: Film) -> None:
    """One word of the source: one sentence."""
    film.edit_source("4 May", "5 May")
    film.run()
    assert film.fake.sent == ["We meet on 5 May again."]


def test_a_sentence_with_a_persons_text_is_stale_and_not_rewritten(film: Film) -> None:
    """None of its cues is rewritten; old and new source and the new translation are told; the
    words that come back make it fresh again."""
    film.edit_target("allo ofo youro worko.", "todo su trabajo.")
    before = film.target.read_bytes()
    film.edit_source("thank you", "thanked him")
    made = film.run()
    assert film.target.read_bytes() == before
    assert film.fake.sent == ["We thanked him for all of your work."]
    assert made.done.stale == 2
    (first, _) = made.rules("stale")
    assert "'We thank you for all of your work.'" in first.advice
    assert "'We thanked him for all of your work.'" in first.advice
    assert said("We thanked him for all of your work.") in first.advice
    assert film.run().done.outcome == "unchanged"
    assert film.fake.sent == []
    film.edit_source("thanked him", "thank you")
    assert film.run().done.stale == 0
    assert film.fake.sent == []
    assert film.target.read_bytes() == before


def test_case_and_marks_alone(film: Film) -> None:
    """The machine's sentence is redone; a person's is a warning."""
    film.edit_source("doors are open.", "Doors are open!")
    film.run()
    assert film.texts()[3] == said("The Doors are open!")
    film.edit_target("Theo Doorso areo openo!", "¡Las puertas están abiertas!")
    film.run()
    film.edit_source("Doors are open!", "doors are open.")
    made = film.run()
    assert film.texts()[3] == "¡Las puertas están abiertas!"
    assert (made.done.stale, len(made.rules("source-marks"))) == (0, 1)


def test_times_follow_where_nobody_set_them(film: Film) -> None:
    """A retimed source cue takes an edited text along; times that a person set stay."""
    film.edit_target("Theo doorso areo openo.", "Las puertas están abiertas.")
    film.edit_target("00:00:12,400 --> 00:00:15,400", "00:00:12,600 --> 00:00:15,000")
    film.settled()
    film.edit_source("00:00:09,300 --> 00:00:12,300", "00:00:09,500 --> 00:00:12,200")
    film.edit_source("00:00:12,400 --> 00:00:15,400", "00:00:12,500 --> 00:00:15,300")
    film.settled()
    assert film.fake.sent == []
    blocks = parse(film.target.read_bytes()).blocks
    assert (blocks[3].span.in_time, blocks[3].span.out_time) == (9500, 12200)
    assert blocks[3].lines == ("Las puertas están abiertas.",)
    assert (blocks[4].span.in_time, blocks[4].span.out_time) == (12600, 15000)


def test_new_words_under_times_that_a_person_set(film: Film) -> None:
    """The text is redone, the times stay theirs."""
    film.edit_target("00:00:12,400 --> 00:00:15,400", "00:00:12,600 --> 00:00:15,000")
    film.settled()
    film.edit_source("4 May", "5 May")
    film.settled()
    block = parse(film.target.read_bytes()).blocks[4]
    assert (block.span.in_time, block.span.out_time) == (12600, 15000)
    assert block.lines == (said("We meet on 5 May again."),)


def test_deleted_stays_deleted_and_inserted_stays(film: Film) -> None:
    """In the target; also when the style cuts anew."""
    blocks = film.target.read_text(encoding="utf-8").split("\n\n")
    blocks[3] = "4\n00:00:20,000 --> 00:00:22,000\n(aplausos)"
    film.target.write_text("\n\n".join(blocks), encoding="utf-8")
    before = film.target.read_bytes()
    made = film.settled()
    assert film.target.read_bytes() == before
    assert film.fake.sent == []
    assert made.done.cues == 5
    film.run(style="ted")
    assert "(aplausos)" in film.texts()
    assert "doorso" not in film.target.read_text(encoding="utf-8")


def test_a_split_source_cue_is_fitted_anew_without_the_engine(film: Film) -> None:
    """All machine-made: from stored hypotheses; with a person's text in it, nothing is cut."""
    film.edit_source(
        "00:00:09,300 --> 00:00:12,300\nThe doors are open.",
        "00:00:09,300 --> 00:00:10,700\nThe doors\n\n44\n00:00:10,800 --> 00:00:12,300\nare open.",
    )
    film.settled()
    assert film.fake.sent == []
    assert film.texts()[3:5] == ["Theo doorso", "areo openo."]
    film.edit_target("Theo doorso", "Las puertas")
    film.edit_source("\n\n44\n00:00:10,800 --> 00:00:12,300\nare open.", " are open.")
    film.settled()
    assert film.fake.sent == []
    assert film.texts()[3:5] == ["Las puertas", "areo openo."]


def test_a_deleted_source_cue_takes_the_machines_along(film: Film) -> None:
    """And leaves a person's as an orphan, which is told."""
    film.edit_target("Theo doorso areo openo.", "Las puertas están abiertas.")
    film.settled()
    text = film.path.read_text(encoding="utf-8").split("\n\n")
    film.path.write_text("\n\n".join([text[1], text[2], text[4]]), encoding="utf-8")
    made = film.settled()
    assert film.fake.sent == []
    assert len(film.texts()) == 4
    assert "Las puertas están abiertas." in film.texts()
    assert "Goodo" not in "".join(film.texts())
    assert made.done.orphans == len(made.rules("orphan")) == 1


def test_an_inserted_source_cue_is_translated(film: Film) -> None:
    """Alone."""
    with film.path.open("a", encoding="utf-8") as file:
        file.write("\n9\n00:00:16,000 --> 00:00:18,000\nThank you all.\n")
    film.run()
    assert film.fake.sent == ["Thank you all."]
    assert film.texts()[-1] == said("Thank you all.")


def test_a_changed_term_counts_as_changed_words(film: Film, tmp_path: Path) -> None:
    """A new, a changed and a removed row: the sentences that they apply to, and no other."""
    terms = tmp_path / "terms.csv"
    terms.write_text("term,es\ndoors,puertas\n", encoding="utf-8")
    before = film.texts()
    film.run(terms=str(terms))
    assert "puertas" in film.texts()[3]
    assert film.texts()[:3] + film.texts()[4:] == before[:3] + before[4:]
    film.edit_target("puertas", "grandes puertas")
    assert film.run(terms=str(terms)).done.stale == 0
    terms.write_text("term,es\ndoors,portones\n", encoding="utf-8")
    made = film.run(terms=str(terms))
    assert "grandes puertas" in film.texts()[3]
    assert made.done.stale == 1
    assert "portones" in made.rules("stale")[0].advice


def test_again_redoes_the_machines_alone(film: Film) -> None:
    """Every sentence that is all machine-made, and no other."""
    film.edit_target("Theo doorso areo openo.", "Las puertas están abiertas.")
    film.settled()
    film.run(again=True)
    assert len(film.fake.sent) == 3
    assert "The doors are open." not in film.fake.sent
    assert film.texts()[3] == "Las puertas están abiertas."


@pytest.mark.parametrize(
    ("codec", "bom", "newline"),
    [("utf-16-le", b"\xff\xfe", "\r\n"), ("cp1252", b"", "\r\n"), ("utf-8", b"\xef\xbb\xbf", "\n")],
)
def test_the_targets_encoding_is_kept(film: Film, codec: str, bom: bytes, newline: str) -> None:
    """Once a person has saved it otherwise, also where a sentence is written anew."""
    text = film.target.read_text(encoding="utf-8").replace("Theo doorso", "Las puertas")
    film.target.write_bytes(bom + text.replace("\n", newline).encode(codec))
    saved = film.target.read_bytes()
    assert film.run().done.kept == 1
    assert film.target.read_bytes() == saved
    film.edit_source("4 May", "5 May")
    film.run()
    now = film.target.read_bytes()
    assert now == saved.replace("4 Mayo".encode(codec), "5 Mayo".encode(codec))


def test_a_shared_cue_is_redone_for_the_sentence_that_changed(tmp_path: Path) -> None:
    """A cue holds the end of a frozen sentence and the begin of one that changed: the first keeps
    its words there."""
    path = tmp_path / "film.en.srt"
    path.write_text(
        srt_of("We thank you", "for work. The doors", "are open today."), encoding="utf-8"
    )
    film = Film(path, Translating(tmp_path / "output"))
    film.run()
    assert len(film.texts()) == 3
    first = film.texts()[0]
    film.edit_target(first, "Les damos las gracias")
    film.settled()
    film.edit_source("open today", "shut today")
    made = film.settled()
    assert film.texts()[0] == "Les damos las gracias"
    whole = " ".join(" ".join(film.texts()).split())
    assert whole.endswith("foro worko. Theo doorso areo shuto todayo.")
    assert made.done.stale == 0


def test_a_title_remembers_its_terms(film: Film, tmp_path: Path) -> None:
    """A later run without --terms uses those of the last, and changes nothing."""
    terms = tmp_path / "terms.csv"
    terms.write_text("term,es\ndoors,puertas\n", encoding="utf-8")
    film.run(terms=str(terms))
    again = film.run()
    assert (again.done.outcome, film.fake.sent) == ("unchanged", [])
    assert "puertas" in film.texts()[3]
    terms.unlink()
    assert "puertas" not in "".join(film.run().notices)


def test_a_position_added_to_a_cue_with_set_times_is_an_edit(film: Film) -> None:
    """Its text stays from then on, whatever the source says."""
    film.edit_target("00:00:12,400 --> 00:00:15,400", "00:00:12,600 --> 00:00:15,000")
    film.settled()
    film.edit_target("00:00:15,000", "00:00:15,000 X1:0 Y1:40")
    film.edit_source("4 May", "5 May")
    made = film.settled()
    assert made.done.stale == 1
    assert (
        "00:00:12,600 --> 00:00:15,000 X1:0 Y1:40\nWeo meeto ono 4 Mayo againo.".split("\n")
        == film.target.read_text(encoding="utf-8").split("\n")[-3:-1]
    )
