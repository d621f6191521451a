"""`approve`: what stands is right, stays so, and is seen to be when it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewed import CUES, Film
from running import Running
from subtitler.errors import RefusedError, UsageError
from subtitler.workflow.approving import ApprovalRequest, approve
from subtitler.workflow.job import Request
from subtitler.workflow.recueing import recue
from subtitler.workflow.status import status
from translators import srt_of


@pytest.fixture
def film(tmp_path: Path) -> Film:
    """Translated once."""
    return Film.made(tmp_path)


def test_an_approved_cue_stays_byte_for_byte(film: Film) -> None:
    """Whatever becomes of its source: nothing is rewritten, and the new translation is beside."""
    film.approve("es", cues="4-5")
    before = film.srt().read_bytes()
    film.change("4 May", "5 May", "en")
    film.change("doors", "gates", "en")
    film.translate()
    assert film.srt().read_bytes() == before
    assert film.texts("fr")[4] == "Weo meeto ono 5 Mayo againo."
    assert film.standing().stale == 2
    assert film.standing().approved == 0


def test_approving_writes_no_srt(film: Film) -> None:
    """Only records."""
    before = {path: path.read_bytes() for path in [film.path, *film.root.glob("*.srt")]}
    film.approve()
    assert {path: path.read_bytes() for path in before} == before


def test_approving_twice_says_so(film: Film) -> None:
    """The second time nothing is new."""
    first, again = film.approved(cues="1-3"), film.approved(cues="1-5")
    assert (len(first.new), first.already, first.unasked) == (3, 0, 2)
    assert (len(again.new), again.already, again.unasked) == (2, 3, 0)


def test_an_edit_of_an_approved_cue_is_an_edit_until_it_is_reverted(film: Film) -> None:
    """Approved counts its own text, whether or not a run was between."""
    film.approve("es")
    assert (film.standing().approved, film.standing().edited) == (5, 0)
    film.change("Theo doorso", "Las puertas")
    assert (film.standing().approved, film.standing().edited) == (4, 1)
    film.translate()
    assert film.texts()[3] == "Las puertas areo openo."
    film.change("Las puertas", "Theo doorso")
    assert (film.standing().approved, film.standing().edited) == (5, 0)


def test_an_approved_cue_that_was_edited_and_reverted_is_not_rewritten(film: Film) -> None:
    """A run between both edits does not give the cue back to the machine."""
    film.approve("es")
    film.change("Theo doorso", "Las puertas")
    film.translate()
    film.change("Las puertas", "Theo doorso")
    before = film.srt().read_bytes()
    film.change("doors", "gates", "en")
    film.translate()
    assert film.srt().read_bytes() == before
    assert (film.standing().approved, film.standing().stale) == (4, 1)


def test_approved_again_after_its_source_came_back(film: Film) -> None:
    """Words changed: stale, not approved; words back: plainly approved."""
    film.approve("es")
    film.change("4 May", "5 May", "en")
    film.translate("es")
    assert (film.standing().approved, film.standing().stale) == (4, 1)
    film.change("5 May", "4 May", "en")
    film.translate("es")
    assert (film.standing().approved, film.standing().stale) == (5, 0)
    assert film.sent == []


def test_approving_a_stale_cue_anew_makes_it_fresh(film: Film) -> None:
    """It is held against the source as it is now; the one from before makes it stale again."""
    film.approve("es")
    film.change("4 May", "5 May", "en")
    film.translate()
    assert film.approved().left == {"stale": 1}
    assert len(film.approved(cues="5").new) == 1
    assert (film.standing().approved, film.standing().stale) == (5, 0)
    before = film.srt().read_bytes()
    film.translate()
    assert film.sent == []
    assert film.srt().read_bytes() == before
    assert film.standing().stale == 0
    film.change("5 May", "4 May", "en")
    assert film.standing().stale == 1


def test_only_marks_leave_an_approval(film: Film) -> None:
    """Case and punctuation of the source: a warning at the cue, and no more."""
    film.approve("es")
    film.change("The doors are open.", "The doors are open!", "en")
    film.translate()
    assert film.texts()[3] == "Theo doorso areo openo."
    standing = film.standing()
    assert (standing.approved, standing.stale) == (5, 0)
    assert standing.warnings > 0


def test_times_and_boundaries_leave_an_approval(film: Film) -> None:
    """The cue's time follows its source's; its text and its approval stay."""
    film.approve("es")
    film.change("00:00:09,300 --> 00:00:12,300", "00:00:09,300 --> 00:00:12,200", "en")
    film.translate()
    assert "00:00:12,200" in film.srt().read_text()
    assert (film.standing().approved, film.standing().stale) == (5, 0)


def test_a_terms_row_makes_an_approved_cue_stale_until_it_is_approved(
    film: Film, tmp_path: Path
) -> None:
    """A sentence that a new row applies to counts as words changed."""
    film.approve("es")
    terms = tmp_path / "terms.csv"
    terms.write_text("term,es\ndoors,puertas\n")
    options = {"output_dir": str(film.root), "terms": str(terms)}
    told = {one.language: one for one in status([], options, lambda _: None).titles[0].tracks}
    assert told["es"].stale == 1
    approve("film", ApprovalRequest(Request(options), ("es",), "4"), lambda _: None)
    told = {one.language: one for one in status([], options, lambda _: None).titles[0].tracks}
    assert told["es"].stale == 0


def test_all_clean_leaves_what_is_not(film: Film) -> None:
    """Told by its reason: a stale one, and one with a finding."""
    film.change("Theo doorso areo openo.", "Las puertas " * 12, "es")
    film.change("4 May", "5 May", "en")
    told = {one.language: one for one in film.approve().tracks}
    assert told["es"].left["stale"] == 1
    assert sum(told["es"].left.values()) == 2
    assert len(told["es"].new) == 3
    assert len(told["en"].new) + sum(told["en"].left.values()) == len(CUES)


def test_what_stands_in_the_file_is_what_is_approved(film: Film) -> None:
    """An edit that no run has seen yet is merged first."""
    film.change("Theo doorso", "Las puertas")
    (new,) = film.approved(cues="4").new
    assert (new.number, new.text) == ("4", "Las puertas areo openo.")
    assert film.standing().edited == 0
    film.change("doors", "gates", "en")
    film.translate()
    assert film.texts()[3] == "Las puertas areo openo."


def test_a_split_of_the_source_is_followed_when_only_the_target_is_approved(film: Film) -> None:
    """The records of all tracks keep their links, also of those that were not asked for."""
    old = "The doors are open."
    block = "4\n00:00:09,300 --> 00:00:12,300\n" + old
    first = "4\n00:00:09,300 --> 00:00:10,800\nThe doors"
    film.change(block, f"{first}\n\n9\n00:00:10,900 --> 00:00:12,300\nare open.", "en")
    film.approve("es", cues="1")
    assert {one.language: one.stale for one in film.status().tracks} == {"en": 0, "es": 0, "fr": 0}
    film.translate()
    assert film.sent == []


def test_numbers_are_those_of_the_file(film: Film) -> None:
    """As written there, in ranges with holes; positions where they are doubled."""
    text = film.srt().read_text().replace("4\n00:00:09", "40\n00:00:09")
    film.srt().write_text(text)
    assert [one.number for one in film.approved(cues="2 - 40, 1").new] == ["1", "2", "3", "40", "5"]
    film.srt().write_text(text.replace("40\n00:00:09", "1\n00:00:09"))
    assert film.approved(cues="4").already == 1


def test_a_dry_run_writes_nothing(film: Film) -> None:
    """It lists what would be approved."""
    before = {path: path.read_bytes() for path in film.title.folder.glob("*.json")}
    (track,) = film.approve("es", dry_run=True).tracks
    assert [one.text for one in track.new] == film.texts()
    after = {path: path.read_bytes() for path in film.title.folder.glob("*.json")}
    assert {path: after[path] for path in before} == before
    assert film.standing().approved == 0


@pytest.mark.parametrize(
    ("languages", "cues", "words"),
    [
        (("es",), "9", "there is no cue 9"),
        (("es",), "2-9", "there is no cue 9"),
        (("es",), "0", "there is no cue 0"),
        (("es",), "3-2", "runs backwards"),
        (("es",), "", "is no number"),
        (("es",), "3,,4", "is no number"),
        (("es",), "three", "is no number"),
        (("es",), "-3", "is no number"),
        (("es",), "1" * 5000, "is no number"),
        (("de",), "1", "there is no track in de"),
        (("nolang",), "1", "is no language"),
        ((), "1", "numbers in one track"),
        (("es", "fr"), "1", "numbers in one track"),
    ],
)
def test_what_is_not_there_is_named(
    film: Film, languages: tuple[str, ...], cues: str, words: str
) -> None:
    """And nothing is approved."""
    with pytest.raises(UsageError, match=words):
        film.approve(*languages, cues=cues)
    assert film.standing().approved == 0


def test_one_of_both_ways_is_asked_for() -> None:
    """Neither, or both, is wrong use."""
    with pytest.raises(UsageError, match="nothing says what"):
        ApprovalRequest(Request({}), ("es",))
    with pytest.raises(UsageError, match="do not go together"):
        ApprovalRequest(Request({}), ("es",), "1", all_clean=True)


def test_another_films_file_is_not_approved(film: Film) -> None:
    """Refused, and nothing is written."""
    other = [f"Otra película número {at} dice cosas." for at in range(5)]
    film.srt().write_text(srt_of(*other, step=777))
    with pytest.raises(RefusedError, match="almost none of its cues"):
        film.approve("es", cues="1")


@pytest.mark.parametrize("raw", [None, b"", b'{"schema": 1, "lang'])
def test_without_a_record_every_cue_is_a_persons_and_can_be_approved(
    film: Film, raw: bytes | None
) -> None:
    """Then there is one again, and later runs rewrite nothing."""
    record = film.title.track("es")
    record.unlink()
    if raw is not None:
        record.write_bytes(raw)
    assert film.standing().edited == len(CUES)
    assert film.standing().unrecorded
    film.approve("es")
    assert film.standing().approved == len(CUES)
    assert not film.standing().unrecorded
    before = film.srt().read_bytes()
    film.change("4 May", "5 May", "en")
    film.translate()
    assert film.srt().read_bytes() == before
    assert film.standing().stale == 1


def test_approved_source_cues_stay_through_cue_runs(run: Running, media: Path) -> None:
    """Another style cuts all others anew; the approvals are kept."""
    made = run(media / "discurso.mp4")
    root = str(made.title.root)
    request = Request({"output_dir": root})
    asked = ApprovalRequest(request, ("es",), "2-3")
    (told,) = approve("discurso", asked, lambda _: None).tracks
    kept = [one.text for one in told.new]
    recue("discurso", Request({"output_dir": root, "style": "children"}), lambda _: None)
    text = made.title.srt("es").read_text(encoding="utf-8")
    assert all(one in text for one in kept)
    (source,) = status([], {"output_dir": root}, lambda _: None).titles[0].tracks
    assert source.approved == 2
    run(media / "discurso.mp4", again=True)
    (source,) = status([], {"output_dir": root}, lambda _: None).titles[0].tracks
    assert source.approved == 2


def test_an_approved_source_cue_that_was_edited_and_reverted_stays(
    run: Running, media: Path
) -> None:
    """A run between both edits does not give the cue back to the machine."""
    made = run(media / "discurso.mp4")
    root, srt = str(made.title.root), made.title.srt("es")
    asked = ApprovalRequest(Request({"output_dir": root}), ("es",), "2-3")
    (told,) = approve("discurso", asked, lambda _: None).tracks
    before = srt.read_text(encoding="utf-8")
    word = told.new[0].text.split()[0]
    srt.write_text(before.replace(word, f"{word}x"), encoding="utf-8")
    recue("discurso", Request({"output_dir": root}), lambda _: None)
    srt.write_text(before, encoding="utf-8")
    recue("discurso", Request({"output_dir": root, "style": "children"}), lambda _: None)
    assert all(one.text in srt.read_text(encoding="utf-8") for one in told.new)
    (source,) = status([], {"output_dir": root}, lambda _: None).titles[0].tracks
    assert source.approved == 2
