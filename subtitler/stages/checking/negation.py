"""Words that say no, a row for each language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from subtitler.stages.checking.views import primary


@dataclass(frozen=True, slots=True)
class NegationWords:
    """`said`: a sentence that has one of these denies something; `may`: what may stand for it in
    a translation (`said` counts as well)."""

    said: re.Pattern[str]
    may: re.Pattern[str]


def _row(said: str, may: str) -> NegationWords:
    flags = re.IGNORECASE
    return NegationWords(
        re.compile(rf"(?<!\w)(?:{said})(?!\w)", flags),
        re.compile(rf"(?<!\w)(?:{said}|{may})(?!\w)", flags),
    )


ROWS = {
    "en": _row(
        r"(?<!\bif )(?<!\bor )(?<!\bwhy )not(?! only| just| merely)|\w+n['’]t|cannot|never|nobody|"
        r"nothing|none|nowhere|neither",
        r"no|not|nor|without|unable|unlikely|impossible|unknown|unacceptable|insufficient|unfair|"
        r"unnecessary|hardly|few|fail(?:s|ed)?|lack(?:s|ed)?|refuse[sd]?|rather than|instead of|"
        r"unless|until",
    ),
    "es": _row(
        r"(?<!¿)(?<!\bsi )(?<!\bo )(?<!por qué )no(?!\?)(?! solo| sólo| solamente)|nunca|"
        r"jamás|nadie|nada|ningun[oa]s?|ningún|tampoco",
        r"ni|sin|no|imposible|incapaz|incapaces|inaceptable|insuficiente|injust[oa]|innecesari[oa]|"
        r"desconocid[oa]s?|improbable|apenas|faltan?|carecen?|en lugar de|en vez de|hasta que",
    ),
    "fr": _row(
        r"(?:ne|n['’]\w+|n['’])(?: \w+(?:['’]\w+)?){0,3} (?:pas|jamais|rien|personne|aucune?|plus)"
        r"(?! seulement| que)|aucune?|jamais",
        r"non|ni|sans|pas(?! à pas)|ne|n['’]\w+|rien|impossible|incapables?|inacceptable|injuste|"
        r"insuffisante?s?|inutile|inconnue?s?|improbable|manque(?:nt)?|au lieu de|plutôt que|"
        r"jusqu['’]à ce que",
    ),
    "de": _row(
        r"(?<!\bwenn )nicht(?! nur)|nie|niemals|niemand|nichts|kein\w*",
        r"nein|weder|ohne|nicht|unmöglich|unfähig|unbekannt\w*|ungerecht|kaum|statt|bis",
    ),
    "pt": _row(
        r"(?<!\bse )não(?! só| apenas)|nunca|jamais|ninguém|nada|nenhum\w*",
        r"nem|sem|não|impossível|incapaz|inaceitável|desconhecid[oa]s?|falta[mr]?|"
        r"em vez de|até que",
    ),
    "it": _row(
        r"(?<!\bse )non(?! solo)|mai|nessun\w*|niente|nulla",
        r"no|né|senza|non|impossibile|incapace|inaccettabile|sconosciut[oa]|manca|invece|finché",
    ),
}


def denies(text: str, language: str) -> bool:
    """Whether a text denies something; False where the language's words are not known."""
    row = ROWS.get(primary(language))
    return row is not None and bool(row.said.search(text.replace("\n", " ")))


def may_deny(text: str, language: str) -> bool:
    """Whether a text may deny something; True where the language's words are not known."""
    row = ROWS.get(primary(language))
    return row is None or bool(row.may.search(text.replace("\n", " ")))
