"""An .argosmodel is unpacked whole and safely, or not at all."""

from __future__ import annotations

import json
import os
import stat
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import argos_fixtures
from argos_fixtures import TOP, members, small_package, write_package
from subtitler.engines import argos_archive
from subtitler.engines.argos_archive import import_package, read_metadata
from subtitler.engines.argos_manifest import MANIFEST, package_digest, read_manifest, verify
from subtitler.engines.downloads import file_digest
from subtitler.errors import RecordError, StorageError, SubtitlerError, UsageError

DEMO = argos_fixtures.package("en", "es")


def test_a_package_is_unpacked_whole_and_known(tmp_path: Path) -> None:
    """Every file of the archive, named as Argos would name the folder, with a manifest; the
    archive's SHA-256 and each file's are in it, and nothing else lies beside."""
    folder = import_package(DEMO, tmp_path / "packages", expected=("en", "es"))
    assert _names(tmp_path / "packages") == ["translate-en_es-1_0"] == [folder.name]
    there = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }
    assert there == {name.removeprefix(f"{TOP}/"): raw for name, raw in members(DEMO).items()}
    manifest = read_manifest(folder)
    assert manifest is not None
    assert manifest.archive == file_digest(DEMO)
    assert manifest.files.keys() == there.keys()
    assert verify(folder)
    assert read_metadata(folder) == read_metadata(DEMO)


def test_importing_again_repairs_and_renews(tmp_path: Path) -> None:
    """A sound package stays as it is, a damaged one is replaced, another content replaces it."""
    folder = import_package(small_package(tmp_path / "one.argosmodel"), tmp_path / "packages")
    before = folder.stat().st_ino
    assert import_package(tmp_path / "one.argosmodel", tmp_path / "packages") == folder
    assert folder.stat().st_ino == before
    (folder / "model" / "model.bin").write_bytes(b"damage")
    import_package(tmp_path / "one.argosmodel", tmp_path / "packages")
    assert verify(folder)
    files = members(tmp_path / "one.argosmodel")
    files["translate-en_es/README.md"] = b"Another."
    import_package(write_package(tmp_path / "two.argosmodel", files), tmp_path / "packages")
    assert (folder / "README.md").read_bytes() == b"Another."
    assert _names(tmp_path / "packages") == [folder.name]


def test_verify_names_what_is_not_as_it_was(tmp_path: Path) -> None:
    """A changed and a missing file are named; where no manifest is, nothing is known."""
    folder = import_package(small_package(tmp_path / "one.argosmodel"), tmp_path)
    (folder / "model" / "model.bin").write_bytes(b"n0 model")
    (folder / "sentencepiece.model").unlink()
    with pytest.raises(RecordError, match="damaged: ") as caught:
        verify(folder)
    assert "model/model.bin" in caught.value.what
    assert "sentencepiece.model" in caught.value.what
    (folder / MANIFEST).write_bytes(b"{")
    with pytest.raises(RecordError, match="manifest is damaged"):
        verify(folder)
    (folder / MANIFEST).unlink()
    assert not verify(folder)


def test_a_digest_depends_on_what_translates(tmp_path: Path) -> None:
    """Not on the readme or on where the package lies; but on the model's bytes."""
    small_package(tmp_path / "one.argosmodel")
    one = import_package(tmp_path / "one.argosmodel", tmp_path / "a")
    two = import_package(tmp_path / "one.argosmodel", tmp_path / "b")
    (two / "README.md").write_bytes(b"Another.")
    assert package_digest(one) == package_digest(two)
    (two / "model" / "model.bin").write_bytes(b"another")
    assert package_digest(one) != package_digest(two)


def test_a_stopped_import_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was there before stays; what a killed import left is removed a day later."""
    folder = import_package(small_package(tmp_path / "one.argosmodel"), tmp_path / "packages")
    (folder / "model" / "model.bin").write_bytes(b"damage")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(argos_archive, "_place", stop)
        with pytest.raises(KeyboardInterrupt):
            import_package(tmp_path / "one.argosmodel", tmp_path / "packages")
    assert _names(tmp_path / "packages") == [folder.name]
    for name, age in (("old", 100_000), ("new", 100)):
        left = tmp_path / "packages" / f".import-{name}"
        left.mkdir()
        os.utime(left, (time.time() - age,) * 2)
    import_package(tmp_path / "one.argosmodel", tmp_path / "packages")
    assert _names(tmp_path / "packages") == [".import-new", folder.name]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A file in the way of the folder is a StorageError that names it."""
    (tmp_path / "packages").write_bytes(b"")
    with pytest.raises(StorageError, match="packages"):
        import_package(small_package(tmp_path / "one.argosmodel"), tmp_path / "packages")


# --- bad packages -------------------------------------------------------------------------------

Files = dict[str, bytes]


def _without(*names: str) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        for name in names:
            del files[f"translate-en_es/{name}"]

    return change


def _with(name: str, content: bytes = b"") -> Callable[[Files], None]:
    return lambda files: files.update({name: content})


def _metadata(**changed: object) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        known = json.loads(files["translate-en_es/metadata.json"])
        files["translate-en_es/metadata.json"] = json.dumps({**known, **changed}).encode()

    return change


BAD: dict[str, tuple[Callable[[Files], None], str]] = {
    "climbs out": (_with("translate-en_es/../../evil.txt"), "lie outside"),
    "climbs out at once": (_with("../evil.txt"), "lie outside"),
    "absolute": (_with("/tmp/evil.txt"), "lie outside"),
    "drive": (_with("translate-en_es/C:evil.txt"), "lie outside"),
    "backslash": (_with("translate-en_es/..\\evil.txt"), "lie outside"),
    "two folders": (_with("other/metadata.json"), "holds 2"),
    "loose file": (_with("metadata.json"), "holds 2"),
    "one name twice": (_with("translate-en_es/Metadata.JSON"), "have one name"),
    "bomb": (_with("translate-en_es/zeros", bytes(40 << 20)), "would become"),
    "no metadata": (_without("metadata.json"), "lacks metadata.json"),
    "no model": (_without("model/model.bin"), "lacks model/model.bin"),
    "no vocabulary": (_without("model/shared_vocabulary.json"), "lacks model/shared"),
    "no tokenizer": (_without("sentencepiece.model"), "lacks sentencepiece.model or bpe.model"),
    "metadata is no JSON": (_with("translate-en_es/metadata.json", b"{"), "nothing usable"),
    "metadata is a list": (_with("translate-en_es/metadata.json", b"[]"), "nothing usable"),
    "metadata without codes": (_with("translate-en_es/metadata.json", b"{}"), "nothing usable"),
    "metadata as a bomb": (_with("translate-en_es/metadata.json", os.urandom(2 << 20)), "bytes"),
    "another kind": (_metadata(type="sbd"), "of type 'sbd'"),
    "code with a path": (_metadata(from_code="../../en"), "names a language '../../en'"),
}


@pytest.mark.parametrize(("change", "reason"), BAD.values(), ids=list(BAD))
def test_a_bad_package_is_refused(
    tmp_path: Path, change: Callable[[Files], None], reason: str
) -> None:
    """The error names the file and the fault; nothing is written, inside the folder or outside."""
    files = members(small_package(tmp_path / "bad.argosmodel"))
    change(files)
    write_package(tmp_path / "bad.argosmodel", files)
    _assert_refused(tmp_path, reason)


@pytest.mark.parametrize("content", [b"", b"no zip at all", DEMO.read_bytes()[:-5000]])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    """An empty file, another file, and a download that was cut short."""
    (tmp_path / "bad.argosmodel").write_bytes(content)
    _assert_refused(tmp_path, "no Argos package")


def test_a_damaged_member_is_refused(tmp_path: Path) -> None:
    """A flipped byte in the packed model fails its CRC, and leaves nothing."""
    raw = bytearray(DEMO.read_bytes())
    raw[len(raw) // 2] ^= 0xFF
    (tmp_path / "bad.argosmodel").write_bytes(raw)
    _assert_refused(tmp_path, "no Argos package")


@pytest.mark.parametrize(
    ("mode", "flags", "method", "reason"),
    [
        (stat.S_IFLNK | 0o777, 0, zipfile.ZIP_STORED, "no ordinary file"),
        (stat.S_IFIFO | 0o600, 0, zipfile.ZIP_STORED, "no ordinary file"),
        (0o600, 0, zipfile.ZIP_LZMA, "packed in a way"),
    ],
    ids=["link", "pipe", "lzma"],
)
def test_members_that_are_no_plain_files_are_refused(
    tmp_path: Path, mode: int, flags: int, method: int, reason: str
) -> None:
    """Links out of the folder, devices, and packing that Argos does not use."""
    small_package(tmp_path / "bad.argosmodel")
    odd = zipfile.ZipInfo("translate-en_es/odd")
    odd.external_attr = mode << 16
    odd.compress_type = method
    with zipfile.ZipFile(tmp_path / "bad.argosmodel", "a") as archive:
        archive.writestr(odd, b"/etc/passwd")
    _assert_refused(tmp_path, reason)


def test_a_package_for_another_pair_is_wrong_use(tmp_path: Path) -> None:
    """Both pairs are named, and how to get the right one."""
    with pytest.raises(UsageError, match="for en-es, not for en-de") as caught:
        import_package(DEMO, tmp_path / "packages", expected=("en", "de"))
    assert "subtitler models get argos:en-de" in caught.value.remedy
    assert not (tmp_path / "packages").exists()


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    """It is named."""
    with pytest.raises(UsageError, match="gone.argosmodel"):
        import_package(tmp_path / "gone.argosmodel", tmp_path)


def _assert_refused(tmp_path: Path, reason: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(SubtitlerError, match=reason) as caught:
        import_package(tmp_path / "bad.argosmodel", tmp_path / "packages")
    assert isinstance(caught.value, RecordError)
    assert str(tmp_path / "bad.argosmodel") in caught.value.what
    assert caught.value.remedy
    assert [path for path in sorted(tmp_path.rglob("*")) if path.name != "packages"] == before
    assert not (tmp_path / "packages").exists() or not _names(tmp_path / "packages")


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
