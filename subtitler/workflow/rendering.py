"""Sentences to renderings: asked of the engine once, judged, retried where they are garbage, put
right where the terms ask for it. What cannot be had stays in the source's words, and is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping, Sequence
from dataclasses import dataclass, replace

from subtitler.domain.sentence import Rendering, Sentence, SentenceKind
from subtitler.domain.translation import Hypothesis
from subtitler.ports import TranslationOptions, Translator
from subtitler.stages.choosing import Candidate, Rules, Task, ranked, repaired, useful
from subtitler.stages.figures import unbreakable_spans
from subtitler.stages.soundwords import translated_sound
from subtitler.stages.terms import Masked, TermMatch, find_terms, mask, required_form, unmask
from subtitler.stages.wording import word_spans

RETRY_NO_REPEAT = 3  # tokens that may not come twice when a sentence is translated again

Known = MutableMapping[str, tuple[Hypothesis, ...]]
Done = Callable[[Sequence[str], Sequence[tuple[Hypothesis, ...]]], None]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A sentence with the ways to say it that may be shown, the best first.

    `candidates` are these as they were judged, none where the source's own words stand;
    `hypotheses` is all that the engine said.
    """

    sentence: Sentence
    renderings: tuple[Rendering, ...]
    candidates: tuple[Candidate, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()

    @property
    def untranslated(self) -> bool:
        """Whether no translation was usable."""
        return self.sentence.kind is SentenceKind.SPEECH and not self.candidates


@dataclass(frozen=True, slots=True)
class Engine:
    """The translator with what it is asked for, and its stand-ins for terms (None: none)."""

    translator: Translator
    options: TranslationOptions
    masks: Callable[[int], str] | None
    most_masks: int


def render(
    sentences: Sequence[Sentence],
    rooms: Sequence[int],
    rules: Rules,
    engine: Engine,
    known: Known,
    done: Done,
) -> tuple[list[Rendered], int]:
    """The renderings of sentences, each on screen for `rooms` ms, and how many were sent.

    `known` are hypotheses by sentence; new ones are added, and `done` is told of each batch.
    """
    tasks = [Task(one.text, room) for one, room in zip(sentences, rooms, strict=True)]
    spoken = [at for at, one in enumerate(sentences) if one.kind is SentenceKind.SPEECH]
    new = list(dict.fromkeys(tasks[at].text for at in spoken if tasks[at].text not in known))
    if new:
        results = engine.translator.translate(new, engine.options, done)
        known.update(zip(new, results, strict=True))
    judged = {at: ranked(tasks[at], known[tasks[at].text], rules) for at in spoken}
    _retry(judged, tasks, rules, engine, known)
    _mask(judged, tasks, rules, engine)
    rendered = []
    for at, sentence in enumerate(sentences):
        usable = useful(judged.get(at, ()))
        if usable and usable[0].terms:
            usable = useful(_best_first([repaired(tasks[at], usable[0], rules), *usable]))
        heard = known.get(sentence.text, ()) if at in judged else ()
        rendered.append(replace(_rendered(sentence, usable, rules), hypotheses=heard))
    return rendered, len(new)


def _retry(
    judged: dict[int, list[Candidate]],
    tasks: Sequence[Task],
    rules: Rules,
    engine: Engine,
    known: Known,
) -> None:
    """Garbage once more, in another way: in small letters, without repetition."""
    spoilt = [at for at, found in judged.items() if not useful(found)]
    texts = list(dict.fromkeys(tasks[at].text for at in spoilt))
    if not texts:
        return
    options = replace(engine.options, no_repeat=RETRY_NO_REPEAT, recase=True)
    again = dict(zip(texts, engine.translator.translate(texts, options), strict=True))
    for at in spoilt:
        text = tasks[at].text
        known[text] = tuple(dict.fromkeys((*known[text], *again[text])))
        judged[at] = ranked(tasks[at], known[text], rules)


def _mask(
    judged: dict[int, list[Candidate]], tasks: Sequence[Task], rules: Rules, engine: Engine
) -> None:
    """Sentences that miss a term, once more with their terms behind stand-ins."""
    if engine.masks is None:
        return
    masked: dict[int, Masked] = {}
    for at, found in judged.items():
        if found and found[0].terms:
            text = tasks[at].text
            matches = [one for one in _terms(tasks[at], rules) if _form(one, rules)]
            if not 0 < len(matches) <= engine.most_masks:
                continue
            if not any(engine.masks(number) in text for number in range(len(matches))):
                masked[at] = mask(text, matches, engine.masks)
    texts = list(dict.fromkeys(one.text for one in masked.values()))
    results = dict(zip(texts, engine.translator.translate(texts, engine.options), strict=True))
    for at, hidden in masked.items():
        shown = [_unmasked(one, hidden, rules) for one in results[hidden.text]]
        ways = [one for one in shown if one is not None]
        judged[at] = _best_first([*judged[at], *ranked(tasks[at], ways, rules)])


def _terms(task: Task, rules: Rules) -> Iterable[TermMatch]:
    return find_terms(task.text, rules.pair.source, rules.glossary)


def _form(match: TermMatch, rules: Rules) -> str:
    return required_form(match.term, rules.pair.target) or ""


def _unmasked(hypothesis: Hypothesis, hidden: Masked, rules: Rules) -> Hypothesis | None:
    """A translation with the terms in place of its stand-ins, and anchors that fit again."""
    text = unmask(hypothesis.text, hidden, lambda match: _form(match, rules))
    if text is None:
        return None
    lengths = [
        (one, len(_form(match, rules)), match.end - match.start)
        for one, match in zip(hidden.masks, hidden.matches, strict=True)
    ]
    in_target = [(hypothesis.text.index(one), len(one), form) for one, form, _ in lengths]
    in_source = [(hidden.text.index(one), len(one), said) for one, _, said in lengths]
    anchors = tuple(
        (_place(target, in_target), _place(source, in_source))
        for target, source in hypothesis.anchors
    )
    return replace(hypothesis, text=text, anchors=anchors)


def _place(at: int, replacements: Sequence[tuple[int, int, int]]) -> int:
    """Where a character is after others were replaced: (place, length before, length after)."""
    return at + sum(after - before for place, before, after in replacements if place < at)


def _best_first(candidates: Sequence[Candidate]) -> list[Candidate]:
    first: dict[str, Candidate] = {}
    for one in sorted(candidates, key=lambda one: -one.score):
        first.setdefault(one.hypothesis.text, one)
    return list(first.values())


def _rendered(sentence: Sentence, usable: Sequence[Candidate], rules: Rules) -> Rendered:
    if usable:
        ways = [(one.hypothesis.text, one.hypothesis.anchors) for one in usable]
    elif sentence.kind is SentenceKind.SOUND:
        said = translated_sound(sentence.text, rules.pair.source, rules.pair.target)
        ways = [(said, ())]
    else:
        places = tuple((begin, begin) for begin, _ in word_spans(sentence.text))
        ways = [(sentence.text, places)]
    renderings = tuple(
        Rendering(text, anchors, unbreakable_spans(text, rules.pair.target))
        for text, anchors in ways
    )
    return Rendered(sentence, renderings, tuple(usable))
