"""A bare source with its Spanish and French targets, as a person works on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from subtitler.domain.standing import TrackStanding
from subtitler.formats.srt import parse
from subtitler.workflow.approving import ApprovalRequest, approve
from subtitler.workflow.job import Request
from subtitler.workflow.reviewevents import Approved, TitleStatus, TrackApproval
from subtitler.workflow.status import status
from subtitler.workflow.workspace import TitleFolder, title_folder
from translators import FakeEngines, FakeTranslator, Translating, TranslationRun, srt_of

CUES = (
    "Good morning, dear friends.",
    "We thank you for",
    "all of your work.",
    "The doors are open.",
    "We meet on 4 May again.",
)


@dataclass
class Film:
    """A bare source and its targets, in a folder of the test's own."""

    path: Path
    root: Path
    fakes: tuple[FakeTranslator, ...] = field(
        default_factory=lambda: (FakeTranslator(), FakeTranslator(target="fr"))
    )

    @classmethod
    def made(cls, folder: Path, *cues: str) -> Film:
        """Translated once."""
        path = folder / "film.en.srt"
        path.write_text(srt_of(*(cues or CUES)), encoding="utf-8")
        film = cls(path, folder / "output")
        film.translate()
        film.title.status.unlink()  # each test begins without a summary
        return film

    @property
    def title(self) -> TitleFolder:
        return title_folder(self.root, "film")

    def translate(self, to: str = "es,fr", **options: object) -> TranslationRun:
        for fake in self.fakes:
            fake.sent.clear()
        name = self.path if not self.title.source.exists() else "film"
        made = Translating(self.root)(name, to=to, engines=FakeEngines(*self.fakes), **options)
        assert made.codes == []
        return made

    @property
    def sent(self) -> list[str]:
        """What the last `translate` sent."""
        return [one for fake in self.fakes for one in fake.sent]

    def srt(self, language: str = "es") -> Path:
        return self.path if language == "en" else self.root / f"film.{language}.srt"

    def change(self, old: str, new: str, language: str = "es") -> None:
        """What a person does in an editor."""
        text = self.srt(language).read_bytes().decode()
        assert text.count(old) == 1, (old, text)
        self.srt(language).write_bytes(text.replace(old, new).encode())

    def texts(self, language: str = "es") -> list[str]:
        """What each cue says."""
        blocks = parse(self.srt(language).read_bytes()).blocks
        return ["\n".join(block.lines) for block in blocks]

    def approve(self, *languages: str, cues: str | None = None, **how: Any) -> Approved:
        """All clean cues, or those of these numbers."""
        request = Request({"output_dir": str(self.root)}, dry_run=how.pop("dry_run", False))
        asked = ApprovalRequest(request, languages, cues, all_clean=cues is None)
        return approve("film", asked, lambda _: None)

    def approved(self, language: str = "es", cues: str | None = None) -> TrackApproval:
        """What approving in one track came to."""
        (track,) = self.approve(language, cues=cues).tracks
        return track

    def status(self) -> TitleStatus:
        (told,) = status([], {"output_dir": str(self.root)}, lambda _: None).titles
        return told

    def standing(self, language: str = "es") -> TrackStanding:
        return next(one for one in self.status().tracks if one.language == language)
