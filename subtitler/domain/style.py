"""Style guides: the limits a cue must keep, by house and by language.

Figures: Netflix Timed Text Style Guide (general requirements, timing, and the guides by
language), TED's and the BBC's subtitle guidelines; docs/styles.md says which figure is whose.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

HALF_WIDTH_LANGUAGES = frozenset({"zh", "ja", "ko"})


@dataclass(frozen=True, slots=True)
class StyleGuide:
    """The limits of one house for one language.

    `cpl` and `cps` in characters (see measure.length), durations and `linger` in ms, gaps in
    frames. A user's own house has a `base`, and names in `own` the figures it sets itself.
    Raises ValueError, naming the figure, where they cannot all be kept.
    """

    name: str
    cpl: int = 42
    cps: float = 17.0
    max_lines: int = 2
    min_duration: int = 833
    max_duration: int = 7000
    gap_frames: int = 2
    chain_from_frames: int = 3
    chain_to_frames: int = 11
    linger: int = 500
    half_width: bool = False
    base: str = ""
    own: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for figure in ("cpl", "cps", "max_lines", "min_duration", "max_duration", "gap_frames"):
            if not getattr(self, figure) > 0:
                raise ValueError(f"{figure} must be more than 0, and is {getattr(self, figure)}")
        if self.linger < 0 or self.chain_from_frames <= self.gap_frames:
            raise ValueError("linger is at least 0, and chain_from_frames more than gap_frames")
        if self.min_duration > self.max_duration:
            raise ValueError(
                f"min_duration {self.min_duration} is more than max_duration {self.max_duration}"
            )
        if self.max_duration < 1000:
            raise ValueError(f"max_duration {self.max_duration} is less than 1000 ms")

    @property
    def max_characters(self) -> int:
        """All the characters that one cue can hold."""
        return self.cpl * self.max_lines


# CPL where it is not 42; CPS for adults and for children where they are not 17 and 13.
CPL = {"ru": 39, "uk": 39, "bg": 39, "th": 35, "zh": 16, "ja": 13, "ko": 16}
ADULT_CPS = {"en": 20, "ar": 20, "hi": 22, "zh": 9, "ja": 4, "ko": 12}
CHILD_CPS = {"en": 17, "ar": 17, "hi": 18, "zh": 7, "ja": 4, "ko": 9}
HOUSES = {
    "netflix": StyleGuide("netflix"),
    "children": StyleGuide("children", cps=13.0),
    "ted": StyleGuide("ted", cps=21.0, min_duration=1000),
    "bbc": StyleGuide("bbc", cpl=37, cps=15.0, min_duration=1000),
}
DEFAULT_HOUSE = "netflix"


def style_guide(house: StyleGuide, language: str) -> StyleGuide:
    """The guide of `house` for a language (BCP 47), with that language's own limits.

    Figures that a user's own house sets hold in every language. Chinese, Japanese and Korean
    lines are shorter in every house, because their characters are wider and denser.
    """
    primary = language.split("-", maxsplit=1)[0].lower()
    base = house.base or house.name
    limits: dict[str, float] = {}
    if base in {"netflix", "children"} or primary in HALF_WIDTH_LANGUAGES:
        speeds = CHILD_CPS if base == "children" else ADULT_CPS
        limits = {"cpl": CPL.get(primary, house.cpl), "cps": speeds.get(primary, house.cps)}
    for figure in house.own:
        limits.pop(figure, None)
    return replace(
        house,
        cpl=int(limits.get("cpl", house.cpl)),
        cps=float(limits.get("cps", house.cps)),
        half_width=primary in HALF_WIDTH_LANGUAGES,
    )
