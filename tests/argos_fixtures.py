"""The demo packages, what argostranslate itself makes of sentences, and packages with a fault."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

MEDIA = Path(__file__).parent.parent / "media"
PACKAGES = MEDIA / "demo-models"
TOP = "translate-en_es-demo"

ONE_AT_A_TIME = """
import json, sys, time
import argostranslate.package, argostranslate.translate as argos
found = {}
for way, (package, sentences) in json.load(sys.stdin).items():
    argostranslate.package.install_from_path(package)
    argos.translate("A", *way.split("-"))  # opens the model
    begun = time.perf_counter()
    texts = [argos.translate(sentence, *way.split("-")) for sentence in sentences]
    found[way] = [time.perf_counter() - begun, texts]
print(json.dumps(found))
"""

Pair = tuple[str, str]


def gold(language: str) -> list[str]:
    """What is said in the samples, in a language: as it was said, or as it was translated."""
    told = [json.loads(path.read_bytes()) for path in sorted(MEDIA.glob("*.truth.json"))]
    return [
        sentence["text"] if truth["language"] == language else sentence["translations"][language]
        for truth in told
        for sentence in truth["sentences"]
    ]


def argos_alone(
    wanted: Mapping[Pair, Sequence[str]], **settings: str
) -> dict[Pair, tuple[float, list[str]]]:
    """argostranslate's seconds and texts for sentences sent one at a time, by pair of languages,
    in another process with no ARGOS_* set but `settings` and the compute type of issue 5."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith("ARGOS_")}
    ways = {"-".join(pair): [str(package(*pair)), list(told)] for pair, told in wanted.items()}
    with tempfile.TemporaryDirectory() as home:
        own = {f"XDG_{name}_HOME": home for name in ("DATA", "CONFIG", "CACHE")}
        done = subprocess.run(
            [sys.executable, "-c", ONE_AT_A_TIME],
            input=json.dumps(ways),
            capture_output=True,
            text=True,
            check=True,
            env={**plain, **own, "ARGOS_COMPUTE_TYPE": "default", **settings},
        )
    found = json.loads(done.stdout)
    return {pair: tuple(found["-".join(pair)]) for pair in wanted}


def package(source: str, target: str) -> Path:
    """The demo package of a pair."""
    return PACKAGES / f"{source}_{target}.argosmodel"


def members(path: Path) -> dict[str, bytes]:
    """An archive's files."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_package(path: Path, files: Mapping[str, bytes]) -> Path:
    """An archive of these files, in their order."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def small_package(path: Path, source: str = "en", target: str = "es", version: str = "1.0") -> Path:
    """An archive with all that a package needs, but with a model that cannot be opened."""
    metadata = {"from_code": source, "to_code": target, "package_version": version}
    top = f"translate-{source}_{target}"
    return write_package(
        path,
        {
            f"{top}/metadata.json": json.dumps(metadata).encode(),
            f"{top}/sentencepiece.model": b"no model",
            f"{top}/model/model.bin": b"no model",
            f"{top}/model/shared_vocabulary.json": b"[]",
        },
    )
