"""Whisper's language codes and the BCP 47 tags that stand for them elsewhere."""

from __future__ import annotations

from subtitler.errors import UsageError

CODES = (
    "en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th "
    "ur hr bg lt la mi ml cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr "
    "pa si km sn yo so af oc ka be tg sd gu am yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt "
    "haw ln ha ba jw su yue"
).split()
OWN = {"jv": "jw", "nb": "no", "fil": "tl", "iw": "he", "in": "id"}  # BCP 47 -> Whisper
TAGS = {"jw": "jv"}  # Whisper -> BCP 47


def whisper_code(tag: str) -> str:
    """Whisper's code for a BCP 47 tag. Raises UsageError for a language it does not know."""
    primary = tag.split("-", maxsplit=1)[0].lower()
    code = OWN.get(primary, primary)
    if code not in CODES:
        raise UsageError(
            f"Whisper does not recognise the language {tag!r}",
            "It knows: " + " ".join(CODES) + ".",
        )
    return code


def language_of(code: str) -> str:
    """The BCP 47 tag of a code of Whisper's."""
    return TAGS.get(code, code)
