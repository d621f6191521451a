"""`check --fix`: what is fixed and what is left, in files and in records; twice is once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from running import Running
from subtitler.cli.app import app
from subtitler.domain.cue import Cue, CueId
from subtitler.domain.sentence import TargetCue
from subtitler.domain.style import HOUSES, style_guide
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Word
from subtitler.errors import UsageError
from subtitler.formats.amending import amended
from subtitler.formats.records import TRACK
from subtitler.formats.srt import compose, parse
from subtitler.stages.cueing import build_cues
from subtitler.workflow.approvals import text_digest
from subtitler.workflow.checking import CheckRequest, check_all
from subtitler.workflow.events import Event, Failed
from subtitler.workflow.fixes import Fixed, fixes_of
from subtitler.workflow.fixing import FixRequest, fix_all
from subtitler.workflow.job import Request
from subtitler.workflow.machinelines import chained_targets, machine_lines
from subtitler.workflow.workspace import TitleFolder, title_folder
from translators import FakeEngines, FakeTranslator, Translating, TranslationRun, aligned, srt_of

NETFLIX = HOUSES["netflix"]
FRAME = Fraction(40)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def fix(*inputs: str | Path, **asked: object) -> Fixed:
    request = FixRequest(Request({}), **asked)  # type: ignore[arg-type]
    return fix_all([str(one) for one in inputs], request, lambda _: None)


def counts(done: Fixed) -> list[tuple[str, int, int, int]]:
    return [(one.language, one.cues, one.edited, one.approved) for one in done.tracks]


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def writing(name: str, *cues: str) -> Path:
        path = tmp_path / name
        path.write_text(srt_of(*cues), encoding="utf-8")
        return path

    return writing


# A bare file: every cue is a person's.


def test_a_bare_file_is_fixed_only_with_edited(file: Callable[..., Path]) -> None:
    """Else it is told why, with exit code 2, and nothing is done."""
    path = file("film.en.srt", "Well...  he said .")
    before = path.read_bytes()
    told: list[Event] = []
    done = fix_all([str(path)], FixRequest(Request({})), told.append)
    assert (done.tracks, done.codes) == ((), (2,))
    (failed,) = [one for one in told if isinstance(one, Failed)]
    assert "--edited" in failed.remedy
    assert path.read_bytes() == before
    assert counts(fix(path, edited=True)) == [("en", 1, 0, 0)]
    assert parse(path.read_bytes()).blocks[0].lines == ("Well… he said.",)


def test_its_old_version_is_kept(file: Callable[..., Path], tmp_path: Path) -> None:
    """In the history under the output folder, by the file's title."""
    path = file("film.en.srt", "Well... he said.")
    before = path.read_bytes()
    fix(path, edited=True)
    (kept,) = (tmp_path / "output" / ".subtitler" / "film" / "history").glob("*film.en.srt")
    assert kept.read_bytes() == before


def test_a_second_fix_changes_nothing_and_says_so(file: Callable[..., Path]) -> None:
    """With exit code 0."""
    path = file("film.en.srt", "Well... he said.", "Two short lines\nthat fit in one.")
    runner = CliRunner()
    words = ["check", str(path), "--fix", "--edited"]
    first = runner.invoke(app, words)
    assert (first.exit_code, "2 cues fixed" in first.stdout) == (0, True)
    now = path.read_bytes()
    second = runner.invoke(app, words)
    assert (second.exit_code, second.stdout) == (0, f"{path} (en): nothing to fix\n")
    assert path.read_bytes() == now


def test_the_diff_shows_lines_and_times(tmp_path: Path) -> None:
    """A unified one; with --dry-run it is all that happens."""
    path = tmp_path / "film.en.srt"
    path.write_text(
        srt_of("Well... he said.", "And so on.", times=[(0, 3000), (3200, 6000)]), encoding="utf-8"
    )
    before = path.read_bytes()
    words = ["check", str(path), "--fix", "--edited", "--dry-run"]
    told = CliRunner().invoke(app, words).stdout.splitlines()
    assert {"-Well... he said.", "+Well… he said."} <= set(told)
    assert "+00:00:00,000 --> 00:00:03,120" in told
    assert told[-1] == f"{path} (en): 1 cue would be fixed"
    assert path.read_bytes() == before
    fields = json.loads(CliRunner().invoke(app, [*words, "--json"]).stdout)
    assert (fields["event"], fields["cues"], fields["dry_run"]) == ("fixed", 1, True)
    assert "+Well… he said.\n" in fields["diff"]


def test_all_else_in_the_file_stays_byte_for_byte(tmp_path: Path) -> None:
    """Encoding, mark, line ends, numbers, settings beside the times, junk between cues."""
    text = (
        "7\r\n00:00:00,000 --> 00:00:03,000  X1:0\r\nWell... he said.\r\n\r\n"
        "note to self...\r\n\r\n12\r\n0:0:4,5 --> 0:0:7,0\r\nIt stays,  \r\n\r\n\r\n"
    )
    path = tmp_path / "film.en.srt"
    path.write_bytes(b"\xff\xfe" + text.encode("utf-16-le"))
    fix(path, edited=True)
    now = path.read_bytes().removeprefix(b"\xff\xfe").decode("utf-16-le")
    (first, second) = parse(path.read_bytes()).blocks
    assert now.startswith("7\r\n00:00:00,000 --> 00:00:03,000  X1:0\r\nWell…")
    assert now.endswith("\r\n\r\n12\r\n0:0:4,5 --> 0:0:7,0\r\nIt stays,\r\n\r\n\r\n")
    assert first.settings == "X1:0"
    assert "\n" not in now.replace("\r\n", "")
    assert second.number == "12"


def test_webvtt_keeps_its_form(tmp_path: Path) -> None:
    """Header, identifiers, settings, comments, entities."""
    head = "WEBVTT - film\n\nNOTE so...\n\nintro\n00:01.000 --> 00:04.000 line:0\n"
    path = tmp_path / "film.en.vtt"
    path.write_text(f"{head}A &amp; B... so\n\n00:05.000 --> 00:08.000\nC &lt; D\n", "utf-8")
    fix(path, edited=True)
    now = path.read_text("utf-8")
    assert now == f"{head}A &amp; B… so\n\n00:05.000 --> 00:08.000\nC &lt; D\n"


def test_what_the_encoding_cannot_hold_is_told(tmp_path: Path) -> None:
    """The file becomes UTF-8, as it does on any other writing."""
    path = tmp_path / "film.fr.srt"
    path.write_bytes(srt_of("Déjà vu, élève... à l’été, ça").encode("iso8859-15", "replace"))
    (track,) = fix(path, edited=True).tracks
    shown = parse(path.read_bytes()).blocks[0].lines[0]
    assert "…" in shown
    assert track.notice is None or "UTF-8" in track.notice


def test_odd_times_stay(tmp_path: Path) -> None:
    """Times that run backwards, or that are none, are a person's to set."""
    path = tmp_path / "film.en.srt"
    text = srt_of("One...", "Two.", times=[(3000, 1000), (3200, 6000)])
    path.write_text(text, encoding="utf-8")
    fix(path, edited=True)
    assert path.read_text(encoding="utf-8") == text.replace("One...", "One…")


@pytest.mark.parametrize("content", [b"\0\1\2" * 400, b"no times here", None], ids=str)
def test_what_is_no_subtitle_file_is_told_and_the_others_go_on(
    file: Callable[..., Path], tmp_path: Path, content: bytes | None
) -> None:
    """A binary file, a text that is none, a file that is not there."""
    bad = tmp_path / "bad.en.srt"
    if content is not None:
        bad.write_bytes(content)
    good = file("film.en.srt", "Well... he said.")
    done = fix(bad, good, edited=True)
    assert [one.path for one in done.tracks] == [str(good)]
    assert len(done.codes) == 1


def test_what_does_not_go_with_a_fix_is_refused(file: Callable[..., Path]) -> None:
    """And --edited or --dry-run without it."""
    path = file("film.en.srt", "So it is.")
    for words in (
        ["--fix", "--sarif", "-"],
        ["--fix", "--dismiss", "Q05:1"],
        ["--edited"],
        ["--dry-run"],
    ):
        result = CliRunner().invoke(app, ["check", str(path), *words])
        assert isinstance(result.exception, UsageError), words


# A transcribed title: the machine's cues, and a person's.


def test_what_the_machine_writes_needs_no_fix(run: Running, media: Path) -> None:
    """A source as it was made, and its translations."""
    done = run(media / "opening-address.mp4")
    assert Translating(done.title.root)(done.title.title, "es,fr").codes == []
    fixed = counts(fix(done.title.title))
    assert fixed == [("en", 0, 0, 0), ("es", 0, 0, 0), ("fr", 0, 0, 0)]


# A translated title, by records.


@pytest.fixture
def title(file: Callable[..., Path], tmp_path: Path) -> TitleFolder:
    """`film`, whose Spanish the machine wrote."""
    translate(file("film.en.srt", *SOURCE))
    return title_folder(tmp_path / "output", "film")


SOURCE = ("We waited... and waited.", "The city built schools.", "The doors are open.")
KNOWN = {
    "We waited... and waited.": "Esperamos y esperamos.",
    "We waited… and waited.": "Esperamos y esperamos.",
    "The city built schools.": "La ciudad construyó escuelas.",
    "The doors are open.": "Las puertas están abiertas.",
}


def translate(path: Path) -> TranslationRun:
    engine = FakeTranslator(lambda text, options: [aligned(KNOWN.get(text, "Otra."), text)])
    done = Translating(path.parent / "output")(path, "es", FakeEngines(engine))
    assert done.failed == []
    return done


def spoil(title: TitleFolder, old: str, new: str) -> None:
    """Writes a fault into the Spanish and into its record, as if the machine had made it."""
    path, record = title.srt("es"), title.track("es")
    for one in (path, record):
        text = one.read_text(encoding="utf-8")
        assert old in text
        one.write_text(text.replace(old, new), encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_machines_cue_is_fixed_in_its_record_too(title: TitleFolder) -> None:
    """So that it is still the machine's, and the next translation changes nothing."""
    spoil(title, "construyó escuelas", "construyó  escuelas")
    assert counts(fix("film", languages=("es",))) == [("es", 1, 0, 0)]
    record = title.read_track("es")
    assert record is not None
    assert record.base is not None
    assert record.translation is not None
    text = "La ciudad construyó escuelas."
    assert [one.cue.text for one in record.base.built][1] == text
    assert record.translation.targets[1].cue.text == text
    assert record.base.claims == ()
    assert counts(fix("film", languages=("es",))) == [("es", 0, 0, 0)]
    before = title.srt("es").read_bytes()
    translate(title.root.parent / "film.en.srt")
    assert title.srt("es").read_bytes() == before


def test_a_persons_cue_stays_edited_and_keeps_its_base(title: TitleFolder) -> None:
    """Only with --edited is it fixed, and then only the file changes."""
    edit(title.srt("es"), "La ciudad construyó escuelas.", "La villa construyó  escuelas.")
    translate(title.root.parent / "film.en.srt")  # the edit is on record
    before = title.srt("es").read_bytes()
    assert counts(fix("film", languages=("es",))) == [("es", 0, 1, 0)]
    assert title.srt("es").read_bytes() == before
    assert counts(fix("film", languages=("es",), edited=True)) == [("es", 1, 0, 0)]
    record = title.read_track("es")
    assert record is not None
    assert record.base is not None
    (claim,) = record.base.claims
    assert claim.shown[0].text == "La villa construyó escuelas."
    assert claim.base[0].text == "La ciudad construyó escuelas."
    assert counts(fix("film", languages=("es",), edited=True)) == [("es", 0, 0, 0)]


def test_an_approved_cue_is_never_touched(title: TitleFolder) -> None:
    """Not with --edited either."""
    edit(title.srt("es"), "La ciudad construyó escuelas.", "La villa construyó  escuelas.")
    translate(title.root.parent / "film.en.srt")
    record = title.read_track("es")
    assert record is not None
    approved = {cue.id: text_digest(cue) for cue in record.cues}
    title.track("es").write_bytes(TRACK.compose(replace(record, approvals=approved)))
    before = title.srt("es").read_bytes()
    assert counts(fix("film", languages=("es",), edited=True)) == [("es", 0, 0, 1)]
    assert title.srt("es").read_bytes() == before


def test_a_typographic_fix_of_the_source_makes_no_translation_stale(
    title: TitleFolder, tmp_path: Path
) -> None:
    """What is stored of the source is fixed along, and nothing is sent to the engine again."""
    assert counts(fix("film", languages=("en",), edited=True)) == [("en", 1, 0, 0)]
    source = tmp_path / "film.en.srt"
    assert "waited… and" in source.read_text(encoding="utf-8")
    record = title.read_track("es")
    assert record is not None
    assert record.translation is not None
    assert record.translation.sentences[0].text == "We waited… and waited."
    request = CheckRequest(Request({}), ("es",))
    (track,) = check_all(["film"], request, lambda _: None).tracks
    assert "Q34" not in {one.finding.rule for one in track.noted}
    done = translate(source)
    assert (done.done.sent, done.done.outcome) == (0, "unchanged")


def test_a_title_is_fixed_whole(title: TitleFolder) -> None:
    """Source and translations; without a name all titles are."""
    spoil(title, "puertas están", "puertas  están")
    assert counts(fix()) == [("en", 0, 1, 0), ("es", 1, 0, 0)]
    assert counts(fix(edited=True)) == [("en", 1, 0, 0), ("es", 0, 0, 0)]
    with pytest.raises(UsageError, match="nothing to fix"):
        fix_all([], FixRequest(Request({"output_dir": "elsewhere"})), lambda _: None)
    assert fix("film", languages=("de",)).codes == (2,)


# Laws.

WORDS = st.sampled_from(
    "the a le Nations Unies 45 % of ... . … , U.S. No! so, people wanted to go there Vraiment ? "
    "« Oui » e\u0301 \u200b -x ♪ 12,5 house".split()
)


@st.composite
def spoken(draw: st.DrawFn) -> tuple[Word, ...]:
    """Words as a recogniser gives them, with pauses of all sizes."""
    words: list[Word] = []
    at = 0
    for text in draw(st.lists(WORDS, min_size=1, max_size=40)):
        at += draw(st.sampled_from([0, 0, 40, 200, 350, 900, 3000]))
        out = at + draw(st.integers(20, 900))
        words.append(Word(f" {text}", Span(at, out), 0.9))
        at = out
    return tuple(words)


@given(spoken(), st.sampled_from(["en", "es", "fr", "de"]), st.sampled_from(sorted(HOUSES)))
def test_nothing_is_to_be_fixed_in_what_the_machine_made(
    words: tuple[Word, ...], language: str, house: str
) -> None:
    """Lines and gaps of its cues are the fixers' own, as its file gives them back."""
    style = style_guide(HOUSES[house], language)
    built, _ = build_cues(words, language, style, FRAME)
    cues = [replace(one.cue, lines=machine_lines(one.cue.lines, style, language)) for one in built]
    document = parse(compose(cues).encode())
    assert [block.lines for block in document.blocks] == [cue.lines for cue in cues]
    assert fixes_of(document, cues, style, language, FRAME).cues == {}


def test_gaps_are_closed_before_what_stays_and_what_a_person_timed_stays() -> None:
    """New cues of a target: the one before a person's cue too, in-times as they were."""

    def made(number: int, in_time: int, out_time: int) -> TargetCue:
        return TargetCue(Cue(CueId(f"c{number}"), Span(in_time, out_time), ("So.",)), (), ())

    person = Cue(CueId("c2"), Span(3200, 5000), ("Ours.",))
    laid = [made(1, 0, 3000), made(3, 5200, 8000), made(4, 8200, 9000)]
    timed = {CueId("c3"): Span(5250, 8100)}
    done = chained_targets(laid, [person], timed, style_guide(NETFLIX, "en"), FRAME)
    assert [one.cue.span for one in done] == [Span(0, 3120), Span(5200, 8000), Span(8200, 9000)]


LINES = st.lists(
    st.text(st.sampled_from("ab .,…é<i>&-\u200b?\u00a0"), max_size=12), min_size=1, max_size=3
)


@given(LINES, st.sampled_from(["en", "fr"]))
def test_the_machines_lines_are_legal_and_stay_so(lines: list[str], language: str) -> None:
    """What an SRT gives back is what was written into it."""
    style = style_guide(NETFLIX, language)
    once = machine_lines(lines, style, language)
    assert machine_lines(once, style, language) == once
    if once:
        cue = Cue(CueId("c1"), Span(0, 1000), once)
        assert parse(compose([cue]).encode()).blocks[0].lines == once


@given(st.lists(LINES, min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"]))
def test_amending_one_cue_leaves_all_others_as_they_were(
    texts: list[list[str]], newline: str
) -> None:
    """Byte for byte, and the one reads as it was written."""
    own = [[line or "x" for line in lines if line.strip()] or ["y"] for lines in texts]
    raw = srt_of(*("\n".join(lines) for lines in own)).replace("\n", newline).encode()
    document = parse(raw)
    span = Span(document.blocks[0].span.in_time, document.blocks[0].span.in_time + 10)
    content, _ = amended(raw, document, {0: (span, ("so", "it is"))})
    now = parse(content)
    assert (now.blocks[0].lines, now.blocks[0].span) == (("so", "it is"), span)
    assert [one.raw for one in now.blocks[1:]] == [one.raw for one in document.blocks[1:]]
    same = amended(raw, document, {0: (document.blocks[0].span, document.blocks[0].lines)})[0]
    assert same == raw
