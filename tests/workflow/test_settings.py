"""Where a setting comes from, and what is said of one that cannot be right."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from subtitler.domain.style import style_guide
from subtitler.errors import StorageError, UsageError
from subtitler.workflow.settings import NAMES, Settings, find_file, resolve


def settings(
    near: Path, toml: str = "", environment: Mapping[str, str] | None = None, **options: object
) -> Settings:
    """Settings of a media in a folder whose subtitler.toml says so."""
    near.mkdir(parents=True, exist_ok=True)
    if toml:
        (near / "subtitler.toml").write_text(toml, encoding="utf-8")
    return resolve(options, near, environment or {})


# two values for every setting, as text
VALUES = {
    "model": ("tiny", "base"),
    "language": ("es", "fr"),
    "engine": ("whisper", "faster-whisper"),
    "device": ("cpu", "cuda"),
    "style": ("ted", "bbc"),
    "audio_track": ("2", "es"),
    "output_dir": ("/a", "/b"),
    "packages": ("/p", "/q"),
    "terms": ("/t.csv", "/u.csv"),
}


def test_every_setting_is_tried_here() -> None:
    """But for `offline`, which is no text and has tests of its own."""
    assert set(VALUES) | {"offline"} == NAMES


@pytest.mark.parametrize("name", sorted(VALUES))
def test_options_go_before_environment_before_file_before_default(
    tmp_path: Path, name: str
) -> None:
    """First found wins, and `given` tells what was found anywhere."""
    one, other = VALUES[name]
    variable = {f"SUBTITLER_{name.upper()}": other}
    default = settings(tmp_path / "bare", **{name: None})
    assert getattr(default, name) == getattr(Settings(), name)
    assert default.given == frozenset()
    by_file = settings(tmp_path / "file", f'{name} = "{one}"')
    by_environment = settings(tmp_path / "env", f'{name} = "{one}"', variable)
    by_option = settings(tmp_path / "opt", f'{name} = "{other}"', variable, **{name: one})
    assert [getattr(s, name) for s in (by_file, by_environment, by_option)] == [one, other, one]
    assert by_file.given == by_environment.given == by_option.given == {name}


def test_an_empty_variable_is_none(tmp_path: Path) -> None:
    """As shells unset one."""
    assert settings(tmp_path, environment={"SUBTITLER_MODEL": ""}).model == "small"


def test_the_titles_record_fills_what_nothing_nearer_gave(tmp_path: Path) -> None:
    """A title remembers its model, language, track, style and packages, nothing of the machine;
    options, environment and file go before it."""
    record = {
        "model": "tiny",
        "language": "es",
        "audio_track": "2",
        "style": "ted",
        "packages": "demo",
    }
    plain = settings(tmp_path / "a").remembered({**record, "device": "cuda"})
    assert plain.to_remember() == record
    assert plain.device == "auto"
    nearer = settings(tmp_path / "b", 'style = "bbc"', {"SUBTITLER_LANGUAGE": "fr"}, model="base")
    own = {"model": "base", "language": "fr", "style": "bbc"}
    assert nearer.remembered(record).to_remember() == {**record, **own}


def test_the_file_is_sought_upward_from_the_media(tmp_path: Path) -> None:
    """The nearest counts alone; a folder of that name is no file."""
    deep = tmp_path / "talks" / "2026" / "june"
    (deep / "subtitler.toml").mkdir(parents=True)
    (tmp_path / "subtitler.toml").write_text('model = "tiny"\ndevice = "cpu"')
    assert find_file(deep) == tmp_path / "subtitler.toml"
    assert resolve({}, deep, {}).model == "tiny"
    (tmp_path / "talks" / "subtitler.toml").write_text('model = "base"')
    found = resolve({}, deep, {})
    assert (found.model, found.device) == ("base", "auto")


def test_a_relative_folder_is_sought_from_where_we_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`subtitler transcribe talks/x.mp4` finds the file above the current folder."""
    (tmp_path / "talks").mkdir()
    (tmp_path / "subtitler.toml").write_text('model = "tiny"')
    monkeypatch.chdir(tmp_path)
    assert resolve({}, Path("talks"), {}).model == "tiny"


PATHS = [
    ('output_dir = "subs"', "output_dir", "{here}/subs"),
    ('output_dir = "/subs"', "output_dir", "/subs"),
    ('output_dir = "~/subs"', "output_dir", "{home}/subs"),
    ('model = "models/mine.pt"', "model", "{here}/models/mine.pt"),
    ('model = "mine.pt"', "model", "{here}/mine.pt"),
    ('model = "../ct2/"', "model", "{here}/../ct2"),
    ('model = "/models/mine.pt"', "model", "/models/mine.pt"),
    ('model = "small.en"', "model", "small.en"),
    ('model = "demo"', "model", "demo"),
]


@pytest.mark.parametrize(("toml", "name", "value"), PATHS)
def test_paths_in_the_file_are_relative_to_it(
    tmp_path: Path, toml: str, name: str, value: str
) -> None:
    """Wherever the media is; names stay names, and what a shell gives is the user's own."""
    (tmp_path / "subtitler.toml").write_text(toml)
    found = resolve({}, tmp_path / "media" / "talks", {})
    assert getattr(found, name) == value.format(here=tmp_path, home=Path.home())
    given = resolve({"output_dir": "subs"}, tmp_path, {"SUBTITLER_MODEL": "models/mine.pt"})
    assert (given.output_dir, given.model) == ("subs", "models/mine.pt")


def test_a_path_that_is_here_is_remembered_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A title may be asked for it from another folder; but a folder that happens to be called
    as a model or as the demo is means nothing."""
    monkeypatch.chdir(tmp_path)
    for name in ("small", "demo", "mine", "sub"):
        (tmp_path / name).mkdir()
    for name in ("mine/model.bin", "sub/x.pt", "terms.csv"):
        (tmp_path / name).touch()
    for name, value in (("model", "mine"), ("model", "sub/x.pt"), ("terms", "terms.csv")):
        assert getattr(settings(tmp_path, **{name: value}), name) == str(tmp_path / value)
    for name, value in (("model", "small"), ("model", "demo"), ("packages", "demo")):
        assert getattr(settings(tmp_path, **{name: value}), name) == value


@pytest.mark.parametrize(
    ("text", "switch"),
    [("1", True), ("true", True), ("Yes", True), ("ON", True), ("0", False), ("no", False)],
)
def test_offline_is_a_switch_in_any_of_its_words(tmp_path: Path, text: str, switch: bool) -> None:
    """From the environment as text, from the file as a truth value, from the option as itself."""
    assert settings(tmp_path / "a", environment={"SUBTITLER_OFFLINE": text}).offline is switch
    assert settings(tmp_path / "b", f"offline = {str(switch).lower()}").offline is switch
    assert settings(tmp_path / "c", "offline = true", offline=switch).offline is switch


def test_what_a_person_writes_is_put_in_its_own_form(tmp_path: Path) -> None:
    """Language tags as BCP 47, a track number from TOML as text."""
    found = settings(tmp_path, 'audio_track = 2\nlanguage = "pt_br"')
    assert (found.audio_track, found.language) == ("2", "pt-BR")
    assert settings(tmp_path / "b", language="eng").language == "en"
    assert settings(tmp_path / "c", language="auto").language == "auto"
    assert settings(tmp_path / "d", 'audio_track = ""').audio_track == ""


WRONG = [
    ("engine", "whispr", "engine 'whispr'[^$]*auto, whisper, faster-whisper"),
    ("device", "gpu", "device 'gpu'[^$]*auto, cpu, cuda"),
    ("language", "klingonish", "'klingonish' is no language[^$]*pt-BR"),
    ("offline", "maybe", "'maybe' is neither true nor false"),
    ("model", "  ", "model is a text"),
]


@pytest.mark.parametrize(("name", "value", "words"), WRONG, ids=[one[0] for one in WRONG])
def test_a_bad_value_names_where_it_comes_from(
    tmp_path: Path, name: str, value: str, words: str
) -> None:
    """The option, the variable or the file, the value, and what may stand there."""
    variable = f"SUBTITLER_{name.upper()}"
    with pytest.raises(UsageError, match=f"^--{name}: [^$]*{words}"):
        settings(tmp_path / "a", **{name: value})
    with pytest.raises(UsageError, match=f"^{variable}: [^$]*{words}"):
        settings(tmp_path / "b", environment={variable: value})
    with pytest.raises(UsageError, match=rf"^{tmp_path}/c/subtitler\.toml: [^$]*{words}"):
        settings(tmp_path / "c", f'{name} = "{value}"')


def test_an_option_is_named_as_it_is_typed(tmp_path: Path) -> None:
    """With hyphens."""
    with pytest.raises(UsageError, match="^--audio-track: audio_track is a text, not 2.5"):
        settings(tmp_path, audio_track=2.5)


FILES = [
    ("modle = 'tiny'", "there is no setting 'modle'[^$]*model.*style, terms, styles"),
    ("houses = 1", "there is no setting 'houses'"),
    ("given = 1", "there is no setting 'given'"),
    ("model = 5", "model is a text, not 5"),
    ("model = ['a']", "model is a text"),
    ("audio_track = true", "audio_track is a text, not True"),
    ("offline = 'perhaps'", "'perhaps' is neither"),
    ("model = ", "this is no TOML"),
    ("model = 'a'\nmodel = 'b'", "this is no TOML"),
    ("output_dir = '~no-such-user/x'", "output_dir: there is no home folder"),
    ("styles = 1", "styles is a table"),
    ("[styles]\nours = 3", r"\[styles\.ours\] is a table"),
    ("[styles.ours]\nbase = 'hbo'", r"\[styles\.ours\]: there is no base 'hbo'[^$]*netflix"),
    ("[styles.ours]\nbase = ['ted']", r"\[styles\.ours\]: there is no base"),
    ("[styles.ours]\ncpx = 3", r"\[styles\.ours\]: there is no figure 'cpx'[^$]*cpl, cps"),
    ("[styles.ours]\nname = 'x'", r"\[styles\.ours\]: there is no figure 'name'"),
    ("[styles.ours]\ncpl = 42.5", r"\[styles\.ours\]: cpl is a number, not 42.5"),
    ("[styles.ours]\ncpl = '42'", r"\[styles\.ours\]: cpl is a number, not '42'"),
    ("[styles.ours]\ncps = true", r"\[styles\.ours\]: cps is a number, not True"),
    ("[styles.ours]\ncps = 0", r"\[styles\.ours\]: cps must be more than 0"),
    ("[styles.ours]\nmin_duration = 9000", r"\[styles\.ours\]: min_duration 9000"),
]


@pytest.mark.parametrize(("toml", "words"), FILES, ids=[one[0] for one in FILES])
def test_what_is_wrong_in_the_file_is_said_with_its_path(
    tmp_path: Path, toml: str, words: str
) -> None:
    """Unknown names with those there are, wrong kinds, figures that cannot be: exit code 2."""
    with pytest.raises(UsageError, match=rf"^{tmp_path}/subtitler\.toml: [^$]*{words}") as caught:
        settings(tmp_path, toml)
    assert caught.value.remedy
    assert caught.value.exit_code == 2


def test_a_file_of_another_encoding_is_no_toml(tmp_path: Path) -> None:
    """Latin-1 from an old editor: said, not raised as a decoding error."""
    (tmp_path / "subtitler.toml").write_bytes('model = "é"'.encode("latin-1"))
    with pytest.raises(UsageError, match="this is no TOML"):
        resolve({}, tmp_path, {})


def test_a_file_that_cannot_be_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The path and the reason."""

    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "subtitler.toml").touch()
    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(StorageError, match=r"subtitler\.toml: reading failed: Permission denied"):
        resolve({}, tmp_path, {})


def test_a_users_style_stands_beside_the_houses(tmp_path: Path) -> None:
    """Over its base, netflix unless said; its own figures hold in every language."""
    found = settings(
        tmp_path,
        'style = "ours"\n[styles.ours]\nbase = "ted"\ncpl = 38\ncps = 18.5\n[styles.other]\ncps = 16',
    )
    house = found.house
    assert (house.name, house.base, house.cpl, house.cps) == ("ours", "ted", 38, 18.5)
    assert house.min_duration == 1000
    assert style_guide(house, "zh").cpl == 38
    other = found.houses["other"]
    assert (other.base, other.cps, other.min_duration) == ("netflix", 16, 833)
    assert {"netflix", "ted", "children", "bbc"} < set(found.houses)
    assert settings(tmp_path / "sub", style="bbc").house.cpl == 37


def test_a_style_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    """And how to make it; asked late, since the title's record may name another."""
    found = settings(tmp_path, "[styles.ours]\ncpl = 38", style="hbo")
    with pytest.raises(
        UsageError, match=r"no style 'hbo'[^$]*netflix, ours, ted[^$]*\[styles.hbo\]"
    ):
        _ = found.house
