"""Issue 5's figures: the samples' words as a source track, the real workflow on it, and a judge."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from argos_fixtures import PACKAGES
from running import ENGINES
from subtitler.domain.cue import Cue
from subtitler.domain.finding import Finding
from subtitler.domain.measure import length, speed
from subtitler.domain.sentence import TargetCue
from subtitler.domain.style import HOUSES, StyleGuide, style_guide
from subtitler.domain.timing import Span, frame_of
from subtitler.domain.transcript import Word
from subtitler.domain.translation import Hypothesis
from subtitler.formats import srt
from subtitler.formats.records import SentenceRecord
from subtitler.ports import TranslationOptions, Translations, Translator
from subtitler.stages.cueing import build_track
from subtitler.workflow.engines import CatalogEngines
from subtitler.workflow.events import Failed, Translated
from subtitler.workflow.job import Request
from subtitler.workflow.settings import Settings
from subtitler.workflow.translating import TranslationRequest, translate_all
from subtitler.workflow.workspace import title_folder
from target_rules import too_close, too_wide

ONE_LINE = replace(HOUSES["netflix"], name="one-line", max_lines=1)
FRAME = frame_of(None)
CAPITALISED = r"[A-ZÁÉÍÓÚ][\w'’-]*"
NAME = re.compile(rf"(?<=[^.?!\"“«] ){CAPITALISED}(?: {CAPITALISED})*")
TERMS = {  # how institutions and terms are to be written: as the samples do, and (*) otherwise
    "United Nations Environment Programme": {
        "es": "Programa de las Naciones Unidas para el Medio Ambiente",
        "fr": "Programme des Nations Unies pour l'environnement",
    },
    "WHO": {"es": "OMS", "fr": "OMS"},
    "ILO": {"es": "OIT", "fr": "OIT"},
    "Clean Cities Fund": {"es": "Fondo de Ciudades Limpias", "fr": "Fonds des villes propres"},
    "West Africa": {"es": "África Occidental", "fr": "Afrique de l'Ouest"},
    "coral reefs": {"es": "bancos de coral", "fr": "bancs de coraux"},  # *
    "sign language": {"es": "lengua de signos", "fr": "langage des signes"},  # *
    "music education": {"es": "enseñanza musical", "fr": "éducation musicale"},  # *
    "OMS": {"en": "WHO", "fr": "OMS"},
    "salud pública": {"en": "public health care", "fr": "santé publique"},  # *
}
NUMBER_WORDS = {
    "en": """two three four five six seven eight nine ten eleven twelve twenty hundred thousand
        million billion first second third fourth fifth sixth seventh eighth ninth tenth half
        quarter double twice January February March April June July August September October
        November December""",
    "es": """dos tres cuatro cinco seis siete ocho nueve diez once doce veinte cien ciento cientos
        mil miles millón millones primer primera primero segundo segunda tercer tercera tercero
        cuarto cuarta quinto quinta sexto sexta séptimo séptima octavo octava noveno novena décimo
        décima tercio tercios mitad doble enero febrero marzo abril mayo junio julio agosto
        septiembre octubre noviembre diciembre""",
    "fr": """deux trois quatre cinq six sept huit neuf dix onze douze vingt cent cents mille
        milliers million millions milliard milliards premier première deuxième troisième quatrième
        cinquième sixième septième huitième neuvième dixième tiers moitié quart double janvier
        février mars avril mai juin juillet août septembre octobre novembre décembre""",
}


@dataclass(frozen=True)
class Sample:
    """What is said in a sample, with its reference translations by language."""

    name: str
    language: str
    sentences: tuple[str, ...]
    translations: tuple[Mapping[str, str], ...]
    words: tuple[Word, ...]
    spans: tuple[Span, ...]

    @classmethod
    def of(cls, media: Path) -> Sample:
        """The truth file beside a sample."""
        told = json.loads(media.with_suffix(".truth.json").read_text(encoding="utf-8"))
        said = [
            [
                Word(" " + one["word"], Span(_ms(one["start"]), _ms(one["end"])), 1.0)
                for one in sentence["words"]
            ]
            for sentence in told["sentences"]
        ]
        return cls(
            media.stem,
            told["language"],
            tuple(one["text"] for one in told["sentences"]),
            tuple(one["translations"] for one in told["sentences"]),
            tuple(word for words in said for word in words),
            tuple(Span(words[0].span.in_time, words[-1].span.out_time) for words in said),
        )

    def references(self, language: str) -> dict[str, str]:
        """The translation of each sentence."""
        return {
            text: translations[language]
            for text, translations in zip(self.sentences, self.translations, strict=True)
        }

    def one_line_cues(self) -> tuple[Cue, ...]:
        """The words in cues of one line of 42: most sentences in two or three."""
        track, _ = build_track(
            self.words, self.language, style_guide(ONE_LINE, self.language), FRAME
        )
        return track.cues

    def sentence_cues(self) -> tuple[Cue, ...]:
        """As the truth SRTs are: each sentence in one line of one cue."""
        pairs = enumerate(zip(self.sentences, self.spans, strict=True), start=1)
        return tuple(Cue(f"c{at}", span, (text,)) for at, (text, span) in pairs)  # type: ignore[arg-type]

    def names(self, language: str) -> list[str]:
        """The names that the reference translations leave as they are."""
        found = {
            name
            for text, reference in self.references(language).items()
            for name in NAME.findall(text)
            if name in reference and len(name) > 1
        }
        return sorted(found)


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


class Referring:
    """A translator that knows the reference translations, and nothing else."""

    def __init__(self, real: Translator, references: Mapping[str, str]) -> None:
        self._real, self._references = real, references
        self.name, self.source, self.target = "reference", real.source, real.target
        self.via, self.digests, self.limit = None, ("reference",), real.limit
        self.token_count = real.token_count

    def translate(
        self,
        sentences: Sequence[str],
        options: TranslationOptions,
        done: Callable[[Sequence[str], Translations], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        """The reference alone; nothing for what is no sentence of the sample."""
        found = [
            (Hypothesis(self._references[one], 0.0),) if one in self._references else ()
            for one in sentences
        ]
        if done is not None:
            done(sentences, found)
        return found


class ReferringEngines(CatalogEngines):
    """The real engines, but for their translations."""

    def __init__(self, references: Mapping[str, str]) -> None:
        super().__init__()
        self._references = references

    def translator(
        self, source: str, target: str, settings: Settings, near: Sequence[Path]
    ) -> Translator:
        """See Engines.translator."""
        real = ENGINES.translator(source, target, settings, near)
        return Referring(real, self._references)


@dataclass(frozen=True)
class Outcome:
    """A track that `subtitler translate` made of a sample: what is in its records."""

    sample: Sample
    language: str
    source: tuple[Cue, ...]
    targets: tuple[TargetCue, ...]
    sentences: tuple[SentenceRecord, ...]
    findings: tuple[Finding, ...]

    @property
    def style(self) -> StyleGuide:
        """The limits that the track is to keep."""
        return style_guide(HOUSES["netflix"], self.language)

    @property
    def text(self) -> str:
        """All that the track says."""
        return " ".join(" ".join(one.cue.lines) for one in self.targets)

    @property
    def reference(self) -> str:
        """All that it should say."""
        return " ".join(self.sample.references(self.language).values())

    @cached_property
    def shown(self) -> list[str]:
        """What the track says of each sentence, put together from its cues."""
        texts: list[list[str]] = [[] for _ in self.sentences]
        for target in self.targets:
            for share in target.shares:
                end = share.at + share.end - share.begin
                texts[share.sentence].append(target.cue.text[share.at : end].replace("\n", " "))
        return [" ".join(parts) for parts in texts]

    def broken(self) -> list[str]:
        """Whatever no track may do: words of a source cue without a target, lines, gaps, order."""
        linked = {source for target in self.targets for source in target.sources}
        lost = [f"no target {cue}" for cue in self.source if cue.id not in linked]
        empty = [f"empty {one.cue}" for one in self.targets if not one.cue.text.strip()]
        flat = [f"no time {one.cue}" for one in self.targets if not one.cue.span.duration]
        close = too_close(self.targets, set(), self.style, FRAME)
        return lost + empty + flat + too_wide(self.targets, self.style) + close

    def other_sentences(self) -> list[str]:
        """Sentences that nobody said: put together from the cues in a wrong way."""
        return [one.text for one in self.sentences if one.text not in self.sample.sentences]

    def too_fast(self) -> int:
        """How many cues are over CPS."""
        half, cps = self.style.half_width, self.style.cps
        return sum(
            speed(sum(length(line, half) for line in one.lines), one.span.duration) > cps
            for one in (target.cue for target in self.targets)
        )

    def flagged(self, number: int, *rules: str) -> bool:
        """Whether a cue that shows a sentence has a finding of these rules."""
        own = {one.cue.id for one in self.targets if number in one.sentences}
        return any(one.rule in rules and one.cue in own for one in self.findings)

    def wrong_figures(self) -> Iterator[tuple[int, str, str]]:
        """Sentences whose figures are not the reference's: number, what it says and should say."""
        references = self.sample.references(self.language)
        for number, (one, shown) in enumerate(zip(self.sentences, self.shown, strict=True)):
            wanted = references.get(one.text, one.text)
            if figures_in(shown, self.language) != figures_in(wanted, self.language):
                yield number, shown, wanted

    def wrong_terms(self, forms: Mapping[str, str]) -> Iterator[tuple[int, str, str]]:
        """Sentences that say a term but not its form: number, what it says and should say."""
        for number, (one, shown) in enumerate(zip(self.sentences, self.shown, strict=True)):
            for term, form in forms.items():
                if _count(term, one.text) > _count(form, shown):
                    yield number, shown, form

    def moments(self) -> Iterator[tuple[str, int]]:
        """Names and figures that source and target write alike, and by how many ms each is shown
        before or after it is said."""
        for number, one in enumerate(self.sentences):
            if one.text not in self.sample.sentences:
                continue
            said = self.sample.spans[self.sample.sentences.index(one.text)]
            spoken = [word for word in self.sample.words if said.overlap(word.span) > 0]
            for word in spoken:
                text = word.text.strip(" .,;:?!\"'$€%")
                if not (text[:1].isdigit() or (text[:1].isupper() and word is not spoken[0])):
                    continue
                cues = [target.cue for target in self.targets if number in target.sentences]
                showing = [cue.span for cue in cues if _count(text, cue.text)]
                if len(showing) == 1 and _count(text, one.text) == 1:
                    yield text, showing[0].distance(word.span)


def _count(form: str, text: str) -> int:
    pattern = re.escape(form.replace("’", "'")).replace(r"\ ", r"\s+")
    flags = re.NOFLAG if form.isupper() else re.IGNORECASE  # "who" is not the WHO
    return len(re.findall(rf"(?<!\w){pattern}(?!\w)", text.replace("’", "'"), flags))


def figures_in(text: str, language: str) -> list[str]:
    """The numbers, number words and months of a text as they are written, in no order."""
    digits = re.findall(r"\d+(?:[.,\s\u00a0\u202f]\d+)*(?:[\s\u00a0\u202f]?[%€$])?", text)
    numbers = [re.sub(r"\s", "", one) for one in digits]
    known = {word.lower() for word in NUMBER_WORDS[language].split()}
    words = [word for word in re.findall(r"\w+", text.lower()) if word in known]
    return sorted([*numbers, *words])


def write_terms(sample: Sample, language: str, path: Path) -> dict[str, str]:
    """A terms.csv for a sample: its names are kept, its institutions strict. Gives the forms."""
    text = " ".join(sample.sentences)
    strict = {
        term: forms[language]
        for term, forms in TERMS.items()
        if language in forms and _count(term, text)
    }
    kept = [name for name in sample.names(language) if name not in strict]
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["term", language, "flags"])
        rows.writerows([name, "", "keep strict"] for name in kept)
        rows.writerows([term, form, "strict"] for term, form in strict.items())
    return {**{name: name for name in kept}, **strict}


def translated(
    sample: Sample,
    language: str,
    cues: Sequence[Cue],
    folder: Path,
    engines: CatalogEngines = ENGINES,
    **options: object,
) -> Outcome:
    """`subtitler translate` on cues as a bare SRT in a folder of its own."""
    folder.mkdir(parents=True)
    path = folder / f"{sample.name}.{sample.language}.srt"
    path.write_text(srt.compose(cues), encoding="utf-8")
    asked = {"output_dir": str(folder / "output"), "packages": str(PACKAGES), "style": "netflix"}
    request = TranslationRequest(Request({**asked, **options}), (language,), sample.language)
    events: list[object] = []
    translate_all(str(path), request, engines, events.append)
    assert [event for event in events if isinstance(event, Failed)] == []
    done = next(event for event in events if isinstance(event, Translated))
    record = title_folder(folder / "output", sample.name).read_track(language)
    assert record is not None
    assert record.translation is not None
    return Outcome(
        sample,
        language,
        tuple(cues),
        record.translation.targets,
        record.translation.sentences,
        done.findings,
    )
