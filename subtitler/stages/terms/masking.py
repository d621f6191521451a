"""Terms hidden from the engine behind masks, and put back if every mask came through."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from subtitler.stages.terms.finding import TermMatch


@dataclass(frozen=True, slots=True)
class Masked:
    """A text in which `matches` stand as `masks`, one each, in order."""

    text: str
    masks: tuple[str, ...]
    matches: tuple[TermMatch, ...]


def mask(text: str, matches: Sequence[TermMatch], mask_for: Callable[[int], str]) -> Masked:
    """The text with each match as the mask that `mask_for` gives for its place from 0 on.

    Raises ValueError where matches overlap, or where a mask is empty, given twice, or already in
    the text.
    """
    masks = tuple(mask_for(number) for number in range(len(matches)))
    if len({*masks, ""}) != len(masks) + 1:
        raise ValueError(f"masks must differ and not be empty: {masks}")
    if any(one in text for one in masks):
        raise ValueError(f"a mask is in the text already: {text!r}")
    pieces, at = [], 0
    for match, one in zip(matches, masks, strict=True):
        if match.start < at:
            raise ValueError(f"matches overlap or are out of order at {match.start}")
        pieces += [text[at : match.start], one]
        at = match.end
    return Masked("".join([*pieces, text[at:]]), masks, tuple(matches))


def unmask(text: str, masked: Masked, form_for: Callable[[TermMatch], str]) -> str | None:
    """A translation of a masked text with the forms in place of the masks.

    None unless every mask is there exactly once, no matter in which order, and none is inside a
    word or a number.
    """
    if not masked.masks:
        return text
    longest_first = sorted(masked.masks, key=len, reverse=True)
    pattern = re.compile(
        "|".join(
            rf"(?<!\w){re.escape(one)}(?!\w)" if one[-1].isalnum() else re.escape(one)
            for one in longest_first
        )
    )
    if Counter(pattern.findall(text)) != Counter(masked.masks):
        return None
    forms = {one: form_for(match) for one, match in zip(masked.masks, masked.matches, strict=True)}
    return pattern.sub(lambda match: forms[match.group()], text)


def _whole(one: str) -> str:
    """The pattern of a mask that is not a part of a word."""
    before = r"(?<!\w)" if one[0].isalnum() else ""
    after = r"(?!\w)" if one[-1].isalnum() else ""
    return before + re.escape(one) + after
