"""Which legacy encoding a text without a mark is in, told by the letters that languages use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

SAMPLE = 100_000  # bytes, of lines that are not plain ASCII
SHORT = 40  # bytes beyond ASCII: too few for statistics
FITTING = 0.95  # of them in the language's alphabet; the rest leaves room for foreign names
STEEP = 0.5  # how much less the rarest letter counts than the most frequent
RARER = 0.998  # what a language's second encoding counts against its first
LATIN_RUNS, SCRIPT_RUNS = 0.55, 0.3  # share of such bytes that another follows; the rows overlap
HIGH = re.compile(rb"[\x80-\xff]")
RUN = re.compile(rb"[\x80-\xff](?=[\x80-\xff])")

# These stand in the same places in every Windows code page: evidence for none of them.
NEUTRAL = frozenset("“”‘’„‚«»–—…°€\xa0•™")

WEST = ("cp1252",)
CENTRAL = ("cp1250", "iso8859_2")
CYRILLIC = ("cp1251", "koi8_r", "iso8859_5", "cp866")


@dataclass(frozen=True, slots=True)
class Writing:
    """A language's letters beyond ASCII, the most frequent first, and the encodings used for it."""

    language: str
    codecs: tuple[str, ...]
    letters: str
    latin: bool = True

    @property
    def weights(self) -> dict[str, float]:
        """By letter, 1 for the most frequent and less down the list; capitals as small letters."""
        weights = {}
        for rank, letter in enumerate(self.letters):
            weights[letter] = weights[letter.upper()] = 1 - STEEP * rank / len(self.letters)
        return weights


# Where two rows fit equally well the earlier counts, so western Latin text is Windows-1252.
WRITINGS = (
    Writing("en", WEST, "£é½"),
    Writing("es", WEST, "óáíéñú¿¡üªº"),
    Writing("fr", WEST, "éèàêçîôùâûœïëæÿ"),
    Writing("de", WEST, "üäößéà"),
    Writing("it", WEST, "èàùòìéíúº"),
    Writing("pt", WEST, "ãçéáíóêõúâôàªº"),
    Writing("sv", WEST, "äåöéàü"),
    Writing("da", WEST, "åøæéüöóòô"),
    Writing("is", WEST, "áíðéóöþúýæ"),
    Writing("ca", WEST, "àéíóèòçú·ïü"),
    Writing("nl", WEST, "ëéïèöüáó"),
    Writing("pl", CENTRAL, "łóężąśćńź"),
    Writing("cs", CENTRAL, "íáéěýžšřčůúóťňď"),
    Writing("sk", CENTRAL, "áíéýčšžúťľôóňäďŕĺ"),
    Writing("hu", CENTRAL, "áéöőóüíúű"),
    Writing("ro", CENTRAL, "ăşţîâ"),
    Writing("hr", CENTRAL, "čšžćđ"),
    Writing("tr", ("cp1254",), "ıişüğçöİâîû"),
    Writing("lt", ("cp1257",), "ėšųūžįąčęõ"),
    Writing("lv", ("cp1257",), "āīēšņūļžģķč"),
    Writing("et", ("cp1257", "cp1252"), "äüõöšž"),
    Writing("ru", CYRILLIC, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", latin=False),
    Writing("uk", CYRILLIC[:3], "оанивітерслкудмпязьбгчйхжїцюєшфщґ", latin=False),
    Writing("bg", CYRILLIC, "аоиетнрсвлкдпмзугъябчйхшжцщюфь", latin=False),
    Writing("sr", ("cp1251", "iso8859_5"), "аоиенрстјувкдмлпзгбчшцжћхђљњфџ", latin=False),
    Writing("el", ("cp1253", "iso8859_7"), "αοιετσνηρπκμλςυίόάωέγδήχθύφβώξζψϊ", latin=False),
    Writing("he", ("cp1255",), "יוהלאראתמשנבדםעחקפכןטצזגסךףץ", latin=False),
    Writing("ar", ("cp1256", "iso8859_6"), "اليمنرتوبهدعفسكقةحجذشىصأطخإءزضًئغثظؤآ؟،", latin=False),
    Writing("fa", ("cp1256",), "اينرمدتوهبشسکزگخلفپعقحچجطصذضآغثظژئءأؤك،؟\u200c", latin=False),
    Writing("th", ("cp874",), "านรก่อเ้งมยลวดทสตะปิบ์คีหัแจ็พชขใไโผถุูึซื", latin=False),
)


def encodings(raw: bytes) -> Iterator[str]:
    """Codecs that `raw` may be in, best first; the last, iso8859_1, decodes anything.

    First by our tables, then by charset-normalizer, which needs more text than a few cues: of 462
    subtitle texts of 1 to 320 cues in 28 languages and encodings the tables told 428 right (of
    those of 4 cues and more, all 116), charset-normalizer alone 264, asked about these encodings.
    """
    sample = _sample(raw)
    latin = _runs(sample) <= LATIN_RUNS
    if latin and NEUTRAL.issuperset(_characters("cp1252", Counter(sample))):
        yield "cp1252"
    yield from _ranked(sample)
    if latin and len(HIGH.findall(sample)) < SHORT:
        yield "cp1252"
    yield from _second_opinion(sample)
    yield from ("cp1252", "iso8859_1")


def _sample(raw: bytes) -> bytes:
    sample: list[bytes] = []
    size = 0
    for line in re.split(rb"[\r\n]+", raw):
        if not line.isascii():
            sample.append(line)
            size += len(line)
        if size > SAMPLE:
            break
    return b"\n".join(sample)


def _runs(sample: bytes) -> float:
    """Bytes beyond ASCII that another follows: few in Latin scripts, most in others."""
    return len(RUN.findall(sample)) / max(1, len(HIGH.findall(sample)))


def _ranked(sample: bytes) -> list[str]:
    """The codecs that fit a language, best first."""
    runs, histogram = _runs(sample), Counter(sample)
    scores: dict[str, float] = {}
    for writing in WRITINGS:
        if runs > LATIN_RUNS if writing.latin else runs < SCRIPT_RUNS:
            continue
        for place, codec in enumerate(writing.codecs):
            score = _score(_characters(codec, histogram), writing.weights) * RARER**place
            scores[codec] = max(scores.get(codec, 0.0), score)
    for codec, weights in _east_asian():
        scores[codec] = _score(_decoded(codec, sample), weights)
    return sorted((codec for codec in scores if scores[codec] > 0), key=lambda c: -scores[c])


def _characters(codec: str, histogram: Mapping[int, int]) -> Mapping[str, int]:
    """How often each character beyond ASCII stands in a text of these bytes, one a character."""
    counts: Counter[str] = Counter()
    for byte, count in histogram.items():
        if byte >= 0x80:
            counts[bytes([byte]).decode(codec, "replace")] += count
    return counts


def _decoded(codec: str, sample: bytes) -> Mapping[str, int]:
    try:
        return Counter(re.sub(r"[\x00-\x7f]+", "", sample.decode(codec)))
    except UnicodeDecodeError:
        return {}


def _score(characters: Mapping[str, int], weights: Mapping[str, float]) -> float:
    """The mean weight, 0 where fewer than FITTING of the characters have one."""
    told = {c: n for c, n in characters.items() if c not in NEUTRAL}
    total = sum(told.values())
    if not total or sum(n for c, n in told.items() if c in weights) < FITTING * total:
        return 0.0
    return sum(n * weights.get(c, -1.0) for c, n in told.items()) / total


@lru_cache(maxsize=1)
def _east_asian() -> tuple[tuple[str, dict[str, float]], ...]:
    """Double-byte encodings, and the weights of their characters.

    Each national standard has its common characters under the first lead bytes. Hangul weighs
    most and kanji least, because Korean has the bytes of common Chinese, and Chinese those of
    kanji, but Chinese seldom those of Hangul, and Japanese is never without kana.
    """
    kana = {chr(code): 1.0 for code in range(0x3041, 0x3100)}
    wide = {chr(code): 1.0 for code in range(0xFF01, 0xFF5F)}
    signs = wide | dict.fromkeys("、。・～‥「」『』【】《》〈〉\u3000·", 1.0)
    kanji = _plane("euc_jp", range(0xD0, 0xF5), 0.5) | _plane("euc_jp", range(0xB0, 0xD0), 0.8)
    hangul = _plane("cp949", range(0xB0, 0xC9), 1.0)
    hans = _plane("gb2312", range(0xD8, 0xF8), 0.5) | _plane("gb2312", range(0xB0, 0xD8), 0.9)
    hant = _plane("cp950", range(0xC9, 0xFA), 0.5) | _plane("cp950", range(0xA4, 0xC7), 0.9)
    japanese = signs | dict.fromkeys(_windows_japanese(), 0.5) | kanji | kana
    return (
        ("cp932", japanese),
        ("euc_jp", japanese),
        ("cp949", signs | hangul),
        ("gb18030", signs | hans),
        ("cp950", signs | hant),
    )


def _plane(codec: str, leads: range, weight: float) -> dict[str, float]:
    """The characters of a double-byte standard under these lead bytes."""
    low = range(0x40, 0x7F) if codec == "cp950" else range(0)
    trails = (*low, *range(0xA1, 0xFF))
    pairs = b"".join(bytes([lead, trail]) for lead in leads for trail in trails)
    return dict.fromkeys(pairs.decode(codec, "ignore"), weight)


def _second_opinion(sample: bytes) -> list[str]:
    """What charset-normalizer makes of it, best first, asked only about encodings in use."""
    from charset_normalizer import from_bytes

    known = {codec for writing in WRITINGS for codec in writing.codecs}
    known |= {codec for codec, _ in _east_asian()}
    matches = from_bytes(
        sample, cp_isolation=sorted(known), preemptive_behaviour=False, enable_fallback=False
    )
    return [match.encoding for match in matches]


def encoded(text: str, codec: str) -> bytes:
    """`text` in that codec, as Windows writes it. Raises UnicodeEncodeError.

    Python's cp932 writes 370 Japanese characters (髙, 﨑: common in names) in an old NEC place
    that no Windows program writes.
    """
    if codec != "cp932":
        return text.encode(codec)
    names = _windows_japanese()
    pieces = re.split(f"([{''.join(names)}])", text)
    return b"".join(names.get(piece) or piece.encode(codec) for piece in pieces)


@lru_cache(maxsize=1)
def _windows_japanese() -> dict[str, bytes]:
    pairs = (bytes([lead, trail]) for lead in (0xFA, 0xFB, 0xFC) for trail in range(0x40, 0xFD))
    names = {}
    for pair in pairs:
        character = pair.decode("cp932", "ignore")
        if len(character) == 1 and character.encode("cp932")[0] in {0xED, 0xEE}:
            names[character] = pair
    return names
