"""Sentences to renderings: asked of the engine once, judged, retried where they are garbage, put
right where the terms ask for it. What cannot be had stays in the source's words, and is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace

from subtitler.domain.sentence import Rendering, Sentence, SentenceKind
from subtitler.domain.translation import Hypothesis
from subtitler.ports import TranslationOptions, Translator
from subtitler.stages.choosing import Candidate, Rules, Task, ranked, repaired, useful
from subtitler.stages.figures import unbreakable_spans
from subtitler.stages.soundwords import translated_sound
from subtitler.stages.terms import Masked, TermMatch, find_terms, mask, required_form, unmask
from subtitler.stages.wording import word_spans

RETRY_NO_REPEAT = 3  # tokens that may not come twice when a sentence is translated again

WRONG = 2.0  # faults from which on what people wrote before is not taken

Known = MutableMapping[str, tuple[Hypothesis, ...]]
Remembering = Callable[[Sequence[str]], Mapping[str, tuple[Hypothesis, ...]]]
Done = Callable[[Sequence[str], Sequence[tuple[Hypothesis, ...]]], None]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A sentence with the ways to say it that may be shown, the best first.

    `candidates` are these as they were judged, none where the source's own words stand;
    `hypotheses` is all that the engine said, `masked` what it said with terms behind stand-ins.
    """

    sentence: Sentence
    renderings: tuple[Rendering, ...]
    candidates: tuple[Candidate, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    masked: tuple[Hypothesis, ...] = ()

    @property
    def untranslated(self) -> bool:
        """Whether no translation was usable."""
        return self.sentence.kind is SentenceKind.SPEECH and not self.candidates


def _nothing(batch: Sequence[str], results: Sequence[tuple[Hypothesis, ...]]) -> None:
    del batch, results


def _without(texts: Sequence[str]) -> Mapping[str, tuple[Hypothesis, ...]]:
    del texts
    return {}


@dataclass(slots=True)
class Store:
    """What is known of sentences, by their text: `known` is what the engine said; `settled` are
    those that were put right before, with what it said of them with terms behind stand-ins.
    `remembered` gives what people wrote for equal sentences. `sent` collects those that the engine
    was asked for, `reused` those that people's words were taken for, and `refused` people's words
    that are wrong for the sentence; `done` is told of each new batch."""

    known: Known
    settled: Known = field(default_factory=dict)
    remembered: Remembering = _without
    sent: set[str] = field(default_factory=set)
    reused: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)
    done: Done = _nothing


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
    store: Store,
) -> list[Rendered]:
    """The renderings of sentences, each on screen for `rooms` ms; what is new goes to `store`."""
    tasks = [Task(one.text, room) for one, room in zip(sentences, rooms, strict=True)]
    spoken = [at for at, one in enumerate(sentences) if one.kind is SentenceKind.SPEECH]
    known = store.known
    unknown = {tasks[at].text: tasks[at] for at in spoken if tasks[at].text not in known}
    _reuse(unknown, rules, store)
    new = [text for text in unknown if text not in known]
    if new:
        results = engine.translator.translate(new, engine.options, store.done)
        known.update(zip(new, results, strict=True))
        store.sent.update(new)
    judged = {at: _judged(tasks[at], store, rules) for at in spoken}
    open_ = {at: found for at, found in judged.items() if tasks[at].text not in store.settled}
    _retry(open_, tasks, rules, engine, store)
    judged.update(open_)
    _mask(open_, tasks, rules, engine, store)
    judged.update(open_)
    store.settled.update((tasks[at].text, store.settled.get(tasks[at].text, ())) for at in spoken)
    rendered = []
    for at, sentence in enumerate(sentences):
        usable = useful(judged.get(at, ()))
        if usable and usable[0].terms:
            usable = useful(_best_first([repaired(tasks[at], usable[0], rules), *usable]))
        made = _rendered(sentence, usable, rules)
        if at in judged:
            heard, masked = known[sentence.text], store.settled[sentence.text]
            made = replace(made, hypotheses=heard, masked=masked)
        rendered.append(made)
    return rendered


def _reuse(unknown: Mapping[str, Task], rules: Rules, store: Store) -> None:
    """Takes what people wrote for equal sentences, where it is right here."""
    for text, ways in store.remembered(list(unknown)).items():
        candidates = ranked(unknown[text], ways, rules)
        good = [one.hypothesis for one in candidates if one.faults < WRONG]
        if good:
            store.known[text] = tuple(way for way in ways if way in good)
            store.settled[text] = ()
            store.reused.add(text)
        else:
            store.refused[text] = ways[0].text


def _judged(task: Task, store: Store, rules: Rules) -> list[Candidate]:
    ways = (*store.known[task.text], *store.settled.get(task.text, ()))
    return ranked(task, ways, rules)


def _retry(
    judged: dict[int, list[Candidate]],
    tasks: Sequence[Task],
    rules: Rules,
    engine: Engine,
    store: Store,
) -> None:
    """Garbage once more, in another way: in small letters, without repetition."""
    spoilt = [at for at, found in judged.items() if not useful(found)]
    texts = list(dict.fromkeys(tasks[at].text for at in spoilt))
    if not texts:
        return
    options = replace(engine.options, no_repeat=RETRY_NO_REPEAT, recase=True)
    again = dict(zip(texts, engine.translator.translate(texts, options), strict=True))
    store.sent.update(texts)
    for text in texts:
        store.known[text] = tuple(dict.fromkeys((*store.known[text], *again[text])))
    for at in spoilt:
        judged[at] = _judged(tasks[at], store, rules)


def _mask(
    judged: dict[int, list[Candidate]],
    tasks: Sequence[Task],
    rules: Rules,
    engine: Engine,
    store: Store,
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
    if not texts:
        return
    results = dict(zip(texts, engine.translator.translate(texts, engine.options), strict=True))
    for at, hidden in masked.items():
        shown = [_unmasked(one, hidden, rules) for one in results[hidden.text]]
        ways = tuple(one for one in shown if one is not None)
        store.sent.add(tasks[at].text)
        store.settled[tasks[at].text] = ways
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
