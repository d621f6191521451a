"""Stand-ins for what must not be translated, and how well each comes through a package."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec
import platformdirs

from subtitler.engines.argos_carriers import CARRIERS
from subtitler.ports import TranslationOptions, Translator

TRIED = 1  # counts up when the masks or the carriers change
SLOT = "{}"
# A private character is in no vocabulary: it becomes <unk>, and where the model writes one,
# replace_unknowns puts back the source token that it attended to.
PRIVATE = 0xE000
UNKNOWN = "unk"
MASKS = ("⟦{}⟧", "⟨{}⟩", "{{{}}}", "[{}]", "<{}>", "XXQ{:02}", "#{:02}", UNKNOWN)
MOST = 20  # masks in one sentence, and carriers that are tried


@dataclass(frozen=True, slots=True)
class Mask:
    """A kind of stand-in. `survival` is the share of carrier sentences, 0 to 1, through which
    each stand-in came exactly once. Never trust it: look for the stand-ins in each translation."""

    form: str
    survival: float

    def text(self, number: int) -> str:
        """The stand-in with a number, 0 to 19. Raises ValueError for another."""
        if not 0 <= number < MOST:
            raise ValueError(f"no number of a mask: {number}")
        return chr(PRIVATE + number) if self.form == UNKNOWN else self.form.format(number)


def best_mask(translator: Translator, sentences: Sequence[str] = ()) -> Mask | None:
    """The stand-in that comes through a translator best; None where nothing is known.

    Tried once for a package and kept in the user's cache folder. For a source language that has
    no carriers of ours, `sentences` of the user's are the carriers.
    """
    digest = hashlib.sha256(" ".join((str(TRIED), *translator.digests)).encode()).hexdigest()
    path = platformdirs.user_cache_path("subtitler") / "masks" / f"{digest}.json"
    known = _kept(path)
    if known is None:
        carriers = CARRIERS.get(translator.source.split("-", maxsplit=1)[0]) or [
            _with_slot(sentence) for sentence in sentences
        ]
        known = probe(translator, carriers)
        if known:
            _keep(path, known)
    return known[0] if known else None


def probe(translator: Translator, carriers: Sequence[str]) -> list[Mask]:
    """Every mask with its survival in carriers, whose slots are `{}`; the best first."""
    tried = list(carriers)[:MOST]
    if not tried:
        return []
    masks = [Mask(form, 0.0) for form in MASKS]
    filled = [[_filled(carrier, mask) for carrier in tried] for mask in masks]
    results = translator.translate(
        [sentence for sentences in filled for sentence, _ in sentences],
        TranslationOptions(hypotheses=1),
    )
    found = []
    for at, (mask, sentences) in enumerate(zip(masks, filled, strict=True)):
        texts = [result[0].text if result else "" for result in results[at * len(tried) :]]
        kept = sum(
            survives(text, wanted) for text, (_, wanted) in zip(texts, sentences, strict=False)
        )
        found.append(Mask(mask.form, round(kept / len(tried), 4)))
    return sorted(found, key=lambda mask: -mask.survival)


def survives(text: str, wanted: Sequence[str]) -> bool:
    """Whether each of the stand-ins in `wanted` is in a text as often as in `wanted`."""
    return all(text.count(one) == times for one, times in Counter(wanted).items())


def _filled(carrier: str, mask: Mask) -> tuple[str, list[str]]:
    """A carrier with stand-ins in its slots, and these."""
    parts = carrier.split(SLOT)
    wanted = [mask.text(number) for number in range(len(parts) - 1)]
    return "".join(part + one for part, one in zip(parts, [*wanted, ""], strict=True)), wanted


def _with_slot(sentence: str) -> str:
    """A sentence with a slot in place of its middle word, or in its middle if it has no words."""
    plain = sentence.replace("{", "(").replace("}", ")")
    words = plain.split()
    if len(words) < 3:
        return plain[: len(plain) // 2] + SLOT + plain[len(plain) // 2 :]
    words[len(words) // 2] = SLOT
    return " ".join(words)


def _kept(path: Path) -> list[Mask] | None:
    """What was found before; a lost or damaged memory costs another probe, no more."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[Mask])
    except (OSError, msgspec.DecodeError):
        return None


def _keep(path: Path, masks: Sequence[Mask]) -> None:
    with suppress(OSError):  # no memory then: they are tried again next time
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.encode(masks))
        Path(name).replace(path)
