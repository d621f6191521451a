"""Which packages are found, which of them is chosen, and what is said where none is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import argos_fixtures
from argos_fixtures import PACKAGES, members, small_package, write_package
from subtitler.engines import argos_packages
from subtitler.engines.argos_archive import import_package
from subtitler.engines.argos_codes import argos_codes, known_pair, language_of, named_pair
from subtitler.engines.argos_manifest import verify
from subtitler.engines.argos_packages import choose, list_packages, places, ready, user_folder
from subtitler.errors import MissingError, UsageError


@pytest.fixture(autouse=True)
def homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Data and cache folders of its own for each test, and no ARGOS_PACKAGES_DIR."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("ARGOS_PACKAGES_DIR", raising=False)
    return tmp_path


# --- languages ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "codes"),
    [
        ("en", ("en",)),
        ("en-GB", ("en",)),
        ("pt-BR", ("pb", "pt")),
        ("pt", ("pt", "pb")),
        ("pt-PT", ("pt",)),
        ("zh", ("zh",)),
        ("zh-Hans", ("zh",)),
        ("zh-Hant", ("zt",)),
        ("zh-TW", ("zt",)),
        ("nb", ("nb", "no")),
        ("no", ("nb", "no")),
        ("es-419", ("es",)),
    ],
)
def test_tags_have_their_codes_the_best_first(tag: str, codes: tuple[str, ...]) -> None:
    """Argos's own codes never leave this file; a script is never exchanged for another."""
    assert argos_codes(tag) == codes


def test_codes_come_back_as_tags() -> None:
    """Each code of the published index is a tag that leads back to it."""
    index = "ar az bg bn ca cs da de el en eo es et eu fa fi fr ga gl he hi hu id it ja ko ky lt lv ms nb nl pb pl pt ro ru sk sl sq sv th tl tr uk ur vi zh zt"
    for code in index.split():
        assert argos_codes(language_of(code))[0] == code
    assert language_of("pb") == "pt-BR"
    assert language_of("zt") == "zh-Hant"


@pytest.mark.parametrize(
    ("name", "pair"),
    [
        ("argos:en-de", ("en", "de")),
        ("en_de", ("en", "de")),
        ("translate-en_pb", ("en", "pt-BR")),
        ("argos:en-pt-BR", ("en", "pt-BR")),
        ("argos:zh-Hant-en", ("zh-Hant", "en")),
        ("argos:en-zt", ("en", "zh-Hant")),
    ],
)
def test_a_package_is_named_by_its_pair(name: str, pair: tuple[str, str]) -> None:
    """In tags or in Argos's codes, as the command line and Argos write it."""
    assert named_pair(name) == pair


@pytest.mark.parametrize("name", ["argos:en", "argos:", "en-en", "nothing at all"])
def test_what_names_no_pair_is_wrong_use(name: str) -> None:
    """And the error shows how to write one."""
    with pytest.raises(UsageError, match="argos:en-de"):
        named_pair(name)


def test_one_language_in_two_forms_is_one() -> None:
    """`eng` and `en-GB` are English; Brazilian is not Portuguese, nor one script the other."""
    with pytest.raises(UsageError, match="target language too"):
        known_pair("eng", "en-GB")
    assert known_pair("pt", "pt-BR") == ("pt", "pt-BR")
    assert known_pair("zh-Hans", "zh-Hant") == ("zh-Hans", "zh-Hant")


# --- finding ------------------------------------------------------------------------------------


def test_folders_and_archives_are_found(tmp_path: Path) -> None:
    """Both unpacked packages and .argosmodel files count, side by side."""
    small_package(tmp_path / "one.argosmodel", "en", "de")
    import_package(small_package(tmp_path / "two.argosmodel", "en", "it"), tmp_path)
    (tmp_path / "two.argosmodel").unlink()
    assert list_packages([tmp_path]).pairs == ["en-de", "en-it"]
    assert list_packages([PACKAGES]).pairs == ["en-es", "en-fr", "es-en", "fr-en"]
    assert list_packages([PACKAGES / "en_es.argosmodel"]).pairs == ["en-es"]


def test_what_is_no_package_breaks_nothing(tmp_path: Path) -> None:
    """A stray folder, a file, a half import and a folder that is not there are passed by; what
    should be a package and cannot be read is named."""
    small_package(tmp_path / "one.argosmodel")
    (tmp_path / "stray" / "deep").mkdir(parents=True)
    (tmp_path / "notes.txt").write_text("hello", encoding="utf-8")
    (tmp_path / ".import-abc").mkdir()
    (tmp_path / ".import-abc" / "metadata.json").write_bytes(b"{}")
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "metadata.json").write_bytes(b'{"from_code": "en", "to_code": "de"}')
    (tmp_path / "bad.argosmodel").write_bytes(b"no zip")
    listing = list_packages([tmp_path / "gone", tmp_path])
    assert listing.pairs == ["en-es"]
    assert [path.name for path in listing.unreadable] == ["bad.argosmodel", "half"]


def test_the_exact_code_then_the_first_place_then_the_newest_version(tmp_path: Path) -> None:
    """Whatever the names of the files are."""
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
    small_package(first / "a.argosmodel", "en", "pt", "9.0")
    small_package(second / "b.argosmodel", "en", "pb", "1.9")
    small_package(second / "c.argosmodel", "en", "pb", "1.10")
    assert _chosen("en", "pt-BR", [first, second]) == ["c.argosmodel"]
    assert _chosen("en", "pt", [first, second]) == ["a.argosmodel"]
    small_package(first / "d.argosmodel", "en", "pb", "1")
    assert _chosen("en", "pt-BR", [first, second]) == ["d.argosmodel"]


def test_english_is_between_only_where_there_is_no_direct_way(tmp_path: Path) -> None:
    """A direct package in the last place beats two in the first."""
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
    small_package(one / "pt_en.argosmodel", "pt", "en")
    small_package(one / "en_es.argosmodel", "en", "es")
    assert _chosen("pt", "es", [one, two]) == ["pt_en.argosmodel", "en_es.argosmodel"]
    small_package(two / "pt_es.argosmodel", "pt", "es")
    assert _chosen("pt", "es", [one, two]) == ["pt_es.argosmodel"]


def test_a_given_folder_counts_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the user's own folder, then Argos's: ARGOS_PACKAGES_DIR, or where Argos keeps them."""
    assert places(tmp_path) == [tmp_path]
    argos = tmp_path / "data" / "argos-translate" / "packages"
    assert places(None) == [user_folder(), argos]
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "own"))
    assert places(None) == [user_folder(), tmp_path / "own"]
    with pytest.raises(MissingError, match="no such folder"):
        places(tmp_path / "gone")


def test_what_is_lacking_is_named_with_both_ways_to_get_it(tmp_path: Path) -> None:
    """Only the leg that is lacking, the pairs there are, and what cannot be read."""
    small_package(tmp_path / "pt_en.argosmodel", "pt", "en")
    (tmp_path / "en_uk.argosmodel").write_bytes(b"cut short")
    with pytest.raises(MissingError) as caught:
        choose("pt-BR", "uk", [tmp_path])
    assert "translate-en_uk is not on this machine (there are: pt-en)" in caught.value.what
    assert "en_uk.argosmodel" in caught.value.what
    assert "translate-pb_en" not in caught.value.what
    assert "subtitler models get argos:en-uk" in caught.value.remedy
    assert "subtitler models import FILE.argosmodel" in caught.value.remedy


# --- unpacking ----------------------------------------------------------------------------------


def test_an_archive_is_unpacked_once_for_its_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Into the user's cache, by SHA-256: the same content elsewhere is there already, another
    content is not, and a folder is taken as it is."""
    package = choose("en", "es", [PACKAGES])[0]
    folder = ready(package)
    assert folder.is_relative_to(tmp_path / "cache" / "subtitler" / "packages")
    assert verify(folder)
    files = members(argos_fixtures.package("en", "es"))
    files[f"{argos_fixtures.TOP}/README.md"] = b"Another."
    other = write_package(tmp_path / "other.argosmodel", files)
    assert ready(list_packages([other]).packages[0]) != folder
    monkeypatch.setattr(argos_packages, "import_package", None)  # not asked for any more
    assert ready(package) == folder
    assert ready(list_packages([folder]).packages[0]) == folder


def _chosen(source: str, target: str, folders: list[Path]) -> list[str]:
    return [package.path.name for package in choose(source, target, folders)]


def test_metadata_may_say_more_than_we_read(tmp_path: Path) -> None:
    """Fields that we do not know are passed by, as Argos passes them by."""
    files = members(small_package(tmp_path / "one.argosmodel"))
    known = json.loads(files["translate-en_es/metadata.json"])
    more = {**known, "links": [], "dependencies": [1], "argos_version": "1.9"}
    files["translate-en_es/metadata.json"] = json.dumps(more).encode()
    write_package(tmp_path / "one.argosmodel", files)
    assert list_packages([tmp_path]).pairs == ["en-es"]
