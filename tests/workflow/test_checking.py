"""`check` from end to end: titles by their records, bare files, reports, settings, bad input."""

from __future__ import annotations

import json
import os
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from subtitler.cli.app import app
from subtitler.domain.finding import Severity
from subtitler.errors import UsageError
from subtitler.stages.checking import all_rules
from subtitler.workflow.checking import Checked, CheckedTrack, CheckRequest, check_all
from subtitler.workflow.events import Event, Failed
from subtitler.workflow.job import Request
from translators import FakeEngines, FakeTranslator, Translating, aligned, srt_of

ENGLISH = ("The city built 48 schools.", "We thank you for your work.", "The doors are not open.")
SPANISH = ("La ciudad construyó 48 escuelas.", "Gracias por su trabajo.", "No están abiertas.")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def check(*inputs: str | Path, **asked: object) -> tuple[Checked, list[Event]]:
    told: list[Event] = []
    options = asked.pop("options", {})
    request = CheckRequest(Request(dict(options)), **asked)  # type: ignore[call-overload,arg-type]
    return check_all([str(one) for one in inputs], request, told.append), told


def only(checked: Checked) -> CheckedTrack:
    (track,) = checked.tracks
    return track


def rules_at(track: CheckedTrack, number: str) -> set[str]:
    return {one.finding.rule for one in track.noted if one.number == number}


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a subtitle file."""

    def writing(name: str, *cues: str) -> Path:
        path = tmp_path / name
        path.write_text(srt_of(*cues), encoding="utf-8")
        return path

    return writing


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["check", *words])
    return result.exit_code, result.stdout


def test_a_clean_file_has_no_errors_and_exits_with_0(file: Callable[..., Path]) -> None:
    """Its language is in its name."""
    path = file("film.en.srt", *ENGLISH)
    track = only(check(path)[0])
    assert (track.language, track.cues, track.count(Severity.ERROR)) == ("en", 3, 0)
    assert run(str(path))[0] == 0


def test_a_finding_says_cue_time_measure_limit_and_what_to_do(file: Callable[..., Path]) -> None:
    """In words and in JSON, and the exit code is 1."""
    path = file("film.en.srt", ENGLISH[0], "x" * 60)
    code, words = run(str(path))
    assert code == 1
    assert "error    cue 2 at" in words
    assert "Q06 line-width (60, limit 42)" in words
    code, told = run(str(path), "--json")
    (found,) = [one for one in json.loads(told)["findings"] if one["rule"] == "Q06"]
    assert (found["number"], found["severity"]) == ("2", "error")
    assert (found["measured"], found["limit"]) == (60, 42)
    assert found["advice"]


def test_numbers_are_those_of_the_file(tmp_path: Path) -> None:
    """A file that begins at 7 and has a WebVTT identifier keeps them."""
    path = tmp_path / "film.en.srt"
    text = srt_of(ENGLISH[0], "x" * 60).replace("\n\n2\n", "\n\n8\n").replace("1\n", "7\n", 1)
    path.write_text(text, encoding="utf-8")
    assert "Q06" in rules_at(only(check(path)[0]), "8")
    vtt = tmp_path / "film.en.vtt"
    vtt.write_text(f"WEBVTT\n\nintro\n00:01.000 --> 00:04.000\n{'x' * 60}\n", encoding="utf-8")
    assert "Q06" in rules_at(only(check(vtt)[0]), "intro")


def test_webvtt_is_odd_only_under_another_name(tmp_path: Path) -> None:
    """A .vtt is what its name says; an .srt of the same content is told of."""
    content = "WEBVTT\n\n00:01.000 --> 00:03.000\nGood morning, friends.\n"
    for name, odd in (("film.en.vtt", False), ("film.en.VTT", False), ("film.en.srt", True)):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        told = [one.finding.advice for one in only(check(path)[0]).noted]
        assert any("although its name" in advice for advice in told) == odd, name


def test_errors_come_first_and_what_is_said_before_how_it_looks(
    file: Callable[..., Path],
) -> None:
    """Ranked by severity, then meaning, then measure."""
    source = file("film.en.srt", *ENGLISH)
    target = file("film.es.srt", "La ciudad construyó 49 escuelas.", "y" * 60, SPANISH[2])
    track = only(check(target, against=str(source))[0])
    severities = [one.finding.severity for one in track.noted]
    assert severities == sorted(severities, reverse=True)
    assert track.noted[0].finding.rule == "Q20"
    lines = run(str(target), "--against", str(source), "--limit", "1")[1].splitlines()
    assert len([line for line in lines if line.startswith(("  error", "  warning"))]) == 1


def test_strict_fails_on_warnings(file: Callable[..., Path]) -> None:
    """And only then."""
    path = file(
        "film.en.srt", *ENGLISH[:2], "On behalf of the United\nNations I thank you so much."
    )
    assert only(check(path)[0]).count(Severity.WARNING) > 0
    assert run(str(path))[0] == 0
    assert run(str(path), "--strict")[0] == 1


def test_severities_are_the_users(file: Callable[..., Path], tmp_path: Path) -> None:
    """By id or by name; a rule that there is not, and a level that there is not, are told."""
    path = file("film.en.srt", ENGLISH[0], "x" * 60)
    toml = tmp_path / "subtitler.toml"
    toml.write_text('[checks]\nQ06 = "info"\nreading-speed = "off"\n', encoding="utf-8")
    track = only(check(path)[0])
    levels = {one.finding.rule: one.finding.severity for one in track.noted}
    assert levels["Q06"] is Severity.INFO
    assert "Q05" not in levels
    toml.write_text('[checks]\nQ99 = "off"\n', encoding="utf-8")
    assert check(path)[0].codes == (2,)
    for line in ('Q06 = "fatal"', 'Q06 = ["off"]'):
        toml.write_text(f"[checks]\n{line}\n", encoding="utf-8")
        with pytest.raises(UsageError, match="level"):
            check(path)


def test_the_rules_are_listed_and_explained() -> None:
    """Each with its id, its name and its words."""
    code, words = run("--rules")
    assert code == 0
    for rule in all_rules():
        assert f"{rule.id} {rule.name} (" in words
        assert rule.words
    told = json.loads(run("--rules", "--json")[1])
    assert [one["id"] for one in told["rules"]] == [rule.id for rule in all_rules()]


def test_a_sarif_report_is_what_scanners_read(file: Callable[..., Path], tmp_path: Path) -> None:
    """Version 2.1.0; every result's rule is in the list, with a level and a place."""
    path = file("film.en.srt", ENGLISH[0], "x" * 60)
    report = tmp_path / "report.sarif"
    assert run(str(path), "--sarif", str(report))[0] == 1
    (one,) = json.loads(report.read_bytes())["runs"]
    rules = [rule["id"] for rule in one["tool"]["driver"]["rules"]]
    assert rules == [rule.id for rule in all_rules()]
    for result in one["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"].endswith("film.en.srt")
    assert json.loads(run(str(path), "--sarif", "-")[1])["version"] == "2.1.0"


def test_reports_tell_what_could_not_be_read(file: Callable[..., Path], tmp_path: Path) -> None:
    """Else a build server would take an empty report for a good one."""
    good = file("good.en.srt", "The doors are open.")
    binary = tmp_path / "film.en.srt"
    binary.write_bytes(os.urandom(4000) + bytes(200))
    sarif, junit = tmp_path / "a.sarif", tmp_path / "a.xml"
    words = [str(good), str(binary), "--sarif", str(sarif), "--junit", str(junit)]
    assert run(*words)[0] == 1
    (one,) = json.loads(sarif.read_text(encoding="utf-8"))["runs"]
    (invocation,) = one["invocations"]
    assert not invocation["executionSuccessful"]
    assert "film.en.srt" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    suites = ElementTree.fromstring(junit.read_bytes()).findall("testsuite")
    assert [suite.get("errors") for suite in suites] == ["0", "1"]
    with pytest.raises(UsageError, match="share the standard output"):
        CliRunner().invoke(
            app, ["check", str(good), "--sarif", "-", "--json"], catch_exceptions=False
        )


def test_a_junit_report_is_what_build_servers_read(file: Callable[..., Path]) -> None:
    """Errors have failed, warnings with --strict; text that XML cannot hold does no harm."""
    path = file("film.en.srt", ENGLISH[0], "x" * 60 + ' <&\x1b"')
    suite = ElementTree.fromstring(run(str(path), "--junit", "-")[1]).find("testsuite")
    assert suite is not None
    assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure")) > 0
    assert int(suite.attrib["tests"]) == len(suite.findall("testcase"))
    clean = file("clean.en.srt", ENGLISH[1])
    told = run(str(clean), "--junit", "-", "--strict")[1]
    assert ElementTree.fromstring(told).find("testsuite/testcase") is not None


@pytest.fixture
def translated(file: Callable[..., Path], tmp_path: Path) -> Path:
    """The title `film`, translated into Spanish by an engine that knows its sentences."""
    source = file("film.en.srt", *ENGLISH)
    known = dict(zip(ENGLISH, SPANISH, strict=True))
    engine = FakeTranslator(lambda text, options: [aligned(known[text], text)])
    Translating(tmp_path / "output")(source, "es", FakeEngines(engine))
    return tmp_path / "output" / "film.es.srt"


def test_a_title_is_checked_by_its_records(translated: Path) -> None:
    """Its source and its translations, without a name, by title, by language and by file."""
    everything, _ = check()
    assert [(one.title, one.language) for one in everything.tracks] == [
        ("film", "en"),
        ("film", "es"),
    ]
    assert everything.count(Severity.ERROR) == 0
    for asked in (check("film", languages=("es",)), check(translated)):
        assert only(asked[0]).language == "es"


def test_an_edited_translation_is_held_against_its_source(translated: Path) -> None:
    """A wrong figure is found at the cue's number, wherever cues were shifted to; a deleted cue
    and an added one are told."""
    text = translated.read_text(encoding="utf-8").replace("48", "84")
    blocks = text.split("\n\n")
    del blocks[1]
    translated.write_text("\n\n".join(blocks), encoding="utf-8")
    track = only(check("film", languages=("es",))[0])
    assert "Q20" in rules_at(track, "1")
    told = [one.finding for one in track.noted if one.finding.rule == "Q40"]
    assert [one.severity for one in told] == [Severity.INFO]
    assert "deleted" in told[0].advice


def test_a_changed_source_makes_its_translation_stale(translated: Path, tmp_path: Path) -> None:
    """Words are an error, punctuation a warning; nothing else of the track is."""
    source = tmp_path / "film.en.srt"
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("for your work.", "for your work!"), encoding="utf-8")
    track = only(check("film", languages=("es",))[0])
    stale = [one.finding.severity for one in track.noted if one.finding.rule == "Q34"]
    assert stale == [Severity.WARNING]
    source.write_text(text.replace("for your work.", "for your help."), encoding="utf-8")
    track = only(check("film", languages=("es",))[0])
    stale = [one.finding.severity for one in track.noted if one.finding.rule == "Q34"]
    assert stale == [Severity.ERROR]


def test_names_are_compared_over_titles(file: Callable[..., Path], tmp_path: Path) -> None:
    """One name in two forms in two titles of a folder is told, in the title of the rarer form."""
    sentence = "Yesterday we spoke with Alice Bergman here."
    forms = {
        "one": "Ayer hablamos con Alice Bergman aquí.",
        "two": "Ayer hablamos con Alice Bergmann aquí.",
    }
    for name, form in forms.items():
        engine = FakeTranslator(lambda text, options, form=form: [aligned(form, text)])
        Translating(tmp_path / "output")(
            file(f"{name}.en.srt", sentence), "es", FakeEngines(engine)
        )
    checked, _ = check(languages=("es",))
    found = {
        track.title: [one.finding.rule for one in track.noted if one.finding.rule == "Q26"]
        for track in checked.tracks
    }
    assert found == {"one": [], "two": ["Q26"]}


def test_terms_are_those_beside_the_settings(file: Callable[..., Path], tmp_path: Path) -> None:
    """Or those of --terms."""
    source, target = file("film.en.srt", *ENGLISH), file("film.es.srt", *SPANISH)
    terms = tmp_path / "own.csv"
    terms.write_text("term,es,forbidden:es\nschools,colegios,escuelas\n", encoding="utf-8")
    options = {"terms": str(terms)}
    track = only(check(target, against=str(source), options=options)[0])
    assert {"Q24", "Q25"} <= rules_at(track, "1")
    assert not {"Q24", "Q25"} & rules_at(only(check(target, against=str(source))[0]), "1")


def test_a_track_of_another_film_is_told_once(media: Path) -> None:
    """As one error about the pair, and not as one for every sentence."""
    target, source = media / "keynote.truth.es.srt", media / "opening-address.truth.srt"
    asked = {"languages": ("es",), "source": "en"}
    other = only(check(target, against=str(source), **asked)[0])
    pair = [one for one in other.noted if one.finding.rule in {"Q20", "Q40", "Q15", "Q12"}]
    assert [one.finding.rule for one in pair] == ["Q40"]
    assert "right one" in pair[0].finding.advice
    assert other.noted[0] == pair[0]
    right = only(
        check(target, against=str(media / "keynote.truth.srt"), languages=("es",), source="en")[0]
    )
    assert not [one for one in right.noted if "right one" in one.finding.advice]


def test_what_is_no_subtitle_file_is_told_and_the_others_go_on(
    file: Callable[..., Path], tmp_path: Path
) -> None:
    """A binary file, one that is not there, a title that is none."""
    binary = tmp_path / "film.srt"
    binary.write_bytes(os.urandom(4000) + bytes(200))
    good = file("film.en.srt", *ENGLISH)
    checked, told = check(binary, tmp_path / "none.srt", "nothing", good)
    assert [one.language for one in checked.tracks] == ["en"]
    assert checked.codes == (1, 2, 2)
    assert len([one for one in told if isinstance(one, Failed)]) == 3
    with pytest.raises(UsageError):
        check()


@pytest.mark.parametrize("paired", [False, pytest.param(True, marks=pytest.mark.soak)])
def test_a_long_file_is_checked_in_time(file: Callable[..., Path], paired: bool) -> None:
    """20,000 cues, alone and as a pair: seconds, where a search of all pairs would take hours."""
    count = 20_000
    cues = [f"The city built {_many(at, 'many')} schools last year." for at in range(count)]
    told = [
        f"La ciudad construyó {_many(at, 'muchas')} escuelas el año pasado." for at in range(count)
    ]
    source, target = file("long.en.srt", *cues), file("long.es.srt", *told)
    began = time.perf_counter()
    track = only(check(target, against=str(source) if paired else None)[0])
    assert track.cues == count
    assert track.count(Severity.ERROR) == 0
    assert time.perf_counter() - began < (120 if paired else 40)


def _many(at: int, word: str) -> str:
    """A figure in one of ten sentences, as in speeches."""
    return word if at % 10 else str(at)


@pytest.mark.parametrize(
    "text",
    [
        "word " * 1000,
        "x" * 5000,
        "(" * 5000,
        "<i" * 2500,
        "1 000 " * 830,
        "¿" * 5000,
        "a.b@" * 1250,
        "... " * 1250,
        "- a. " * 1000,
        "\u202e" * 5000,
        "No no " * 833,
    ],
    ids=lambda text: text[:4].strip(),
)
def test_an_endless_cue_is_checked_in_time(text: str, file: Callable[..., Path]) -> None:
    """5,000 characters of anything are too wide, and take no more than a moment."""
    source, target = file("film.en.srt", text, ENGLISH[0]), file("film.es.srt", text, SPANISH[0])
    began = time.perf_counter()
    track = only(check(target, against=str(source))[0])
    assert time.perf_counter() - began < 20
    assert track.cues == 2
