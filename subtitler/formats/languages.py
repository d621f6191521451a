"""Language tags: what people and containers write, as BCP 47."""

from __future__ import annotations

from subtitler.errors import UsageError


def language_tag(text: str) -> str:
    """`text` as a standard BCP 47 tag (`pt_br` gives `pt-BR`, `eng` gives `en`).

    Raises UsageError where it names no language.
    """
    import langcodes
    from langcodes.tag_parser import LanguageTagError

    advice = "Give a code such as en, es, fr, pt-BR or zh-Hant."
    try:
        tag = langcodes.standardize_tag(text.strip())
    except LanguageTagError:
        raise UsageError(f"{text!r} is no language", advice) from None
    language = langcodes.Language.get(tag)
    if not language.language or not language.is_valid():
        raise UsageError(f"{text!r} is no language", advice)
    return tag


def same_language(one: str, other: str) -> bool:
    """Whether two codes name one language, whatever their form (`eng`, `en`, `en-GB`)."""
    return _primary(one) == _primary(other)


def _primary(text: str) -> str | None:
    import langcodes
    from langcodes.tag_parser import LanguageTagError

    try:
        return langcodes.Language.get(text).to_alpha3()
    except (LanguageTagError, LookupError):
        return None
