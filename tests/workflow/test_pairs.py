"""Pairs for the translation memory: whole sentences that people stand for, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewed import Film
from subtitler.domain.glossary import Glossary
from subtitler.stages.following import SentencePair, pairs_of
from subtitler.workflow.settings import Settings
from subtitler.workflow.standing import StandingTitle, source_file

GREETING = SentencePair("Good morning, dear friends.", "Goodo morningo, dearo friendso.", True)
THANKS = SentencePair(
    "We thank you for all of your work.", "Weo thanko youo foro allo ofo youro worko.", True
)
DOORS = SentencePair("The doors are open.", "Theo doorso areo openo.", True)


@pytest.fixture
def film(tmp_path: Path) -> Film:
    """Translated once."""
    return Film.made(tmp_path)


def pairs(film: Film) -> list[SentencePair]:
    """Those of the Spanish track as it is."""
    file = source_file(film.title)
    assert file is not None
    title = StandingTitle.of(file, ["es"], Settings(output_dir=str(film.root)), Glossary())
    track = title.track("es")
    assert track.target is not None
    assert track.held is not None
    return list(pairs_of(track.target.units, track.states, track.held))


def test_what_only_the_machine_wrote_is_no_pair(film: Film) -> None:
    """Nobody stands for it."""
    assert pairs(film) == []


def test_an_approved_sentence_is_a_pair_when_all_its_cues_are(film: Film) -> None:
    """Half a sentence is none; line breaks are blanks."""
    film.approve("es", cues="1-2")
    assert pairs(film) == [GREETING]
    film.approve("es", cues="3")
    assert pairs(film) == [GREETING, THANKS]


def test_a_persons_text_is_a_pair_without_approval(film: Film) -> None:
    """Then it is edited, not approved; of several cues one that a person wrote is enough, and the
    sentence is taken as they left it."""
    film.change("Theo doorso areo openo.", "<i>Las puertas</i>\nestán abiertas.")
    doors = SentencePair("The doors are open.", "Las puertas están abiertas.", False)
    assert pairs(film) == [doors]
    film.change("Weo thanko", "Damos gracias")
    assert pairs(film)[0].source == THANKS.source
    assert pairs(film)[0].target.startswith("Damos gracias ")
    film.approve("es", cues="3")
    assert not pairs(film)[0].approved
    assert pairs(film)[1:] == [doors]


def test_a_stale_or_orphan_cue_enters_nothing(film: Film) -> None:
    """Until it is approved against the source as it is, and then with that."""
    film.approve("es", cues="4-5")
    film.change("doors", "gates", "en")
    film.change("5\n00:00:12,400 --> 00:00:15,400\nWe meet on 4 May again.\n", "", "en")
    assert pairs(film) == []
    film.approve("es", cues="4")
    assert pairs(film) == [SentencePair("The gates are open.", DOORS.target, True)]


def test_other_marks_leave_the_pair_as_it_was_seen(film: Film) -> None:
    """The source that was approved is the one with its older marks."""
    film.approve("es", cues="4")
    film.change("The doors are open.", "The doors are open!", "en")
    assert pairs(film) == [DOORS]


def test_a_machines_cue_with_two_sentences_gives_each_its_own(tmp_path: Path) -> None:
    """A person's text in it is no sentence's alone."""
    film = Film.made(tmp_path, "Come in. Sit down.")
    film.approve("es")
    assert pairs(film) == [
        SentencePair("Come in.", "Comeo ino.", True),
        SentencePair("Sit down.", "Sito downo.", True),
    ]
    film.change("Comeo ino.", "Adelante.")
    film.approve("es", cues="1")
    assert pairs(film) == []


def test_a_deleted_cue_of_a_sentence_is_a_persons_text(film: Film) -> None:
    """What is left is what it says; with nothing left there is no pair."""
    text = film.srt().read_text(encoding="utf-8")
    blocks = text.split("\n\n")
    film.srt().write_text("\n\n".join([*blocks[:2], *blocks[4:]]), encoding="utf-8")
    film.approve("es", cues="2")
    (pair,) = pairs(film)
    assert pair.source == THANKS.source
    assert pair.target in THANKS.target
    assert pair.target != THANKS.target
