"""Faults to seed: for each rule what is changed in clean cues or pairs, in three languages.

Sentences are templates; `good` is a right pair in any two of the languages, `bad` the same
sentence with the rule's fault in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from subtitler.domain.glossary import Glossary, Term

LANGUAGES = ("en", "es", "fr")
NUMBERS = (17, 23, 48, 64, 112, 250, 319, 480, 765, 930, 1400, 2600)
NAMES = (
    "Alice Bergman,Alice Berman",
    "Marco Prieto,Marco Preto",
    "Fatima Duval,Fátima Duvall",
    "Ingrid Solheim,Ingrid Solhein",
    "Kofi Mensah,Kofi Menza",
    "Elena Rostova,Elena Rostowa",
    "Viktor Hanley,Victor Hanley",
    "Noor Rahimi,Noor Rahimy",
    "Tamsin Okafor,Tamsin Okaford",
    "Jonas Lindqvist,Jonas Lindquist",
    "Halden Marsh,Halden March",
    "Amara Keita,Amara Keyta",
)
MONTHS = {
    "en": "January March April June July September October November December May",
    "es": "enero marzo abril junio julio septiembre octubre noviembre diciembre mayo",
    "fr": "janvier mars avril juin juillet septembre octobre novembre décembre mai",
}
# What is said, denied or not.
DENIED = {
    "en": "We do {}agree with the plan|They will {}close the school|She has {}lost hope|I do "
    "{}fear the future|The river is {}clean today|You must {}forget the villages|The law does "
    "{}protect the forest|He could {}open the door|It is {}late for the children|The money has "
    "{}arrived at the hospital",
    "es": "Estamos {}de acuerdo con el plan|Van {}a cerrar la escuela|Ella {}ha perdido la "
    "esperanza|Yo {}temo el futuro|El río {}está limpio hoy|Ustedes {}deben olvidar los pueblos|La "
    "ley {}protege el bosque|Él {}pudo abrir la puerta|{}Es tarde para los niños|El dinero {}ha "
    "llegado al hospital",
}
FRENCH_DENIED = (
    ("Nous sommes d'accord avec le plan", "Nous ne sommes pas d'accord avec le plan"),
    ("Ils vont fermer l'école", "Ils ne vont pas fermer l'école"),
    ("Elle a perdu espoir", "Elle n'a pas perdu espoir"),
    ("Je crains l'avenir", "Je ne crains pas l'avenir"),
    ("La rivière est propre aujourd'hui", "La rivière n'est pas propre aujourd'hui"),
    ("Vous devez oublier les villages", "Vous ne devez pas oublier les villages"),
    ("La loi protège la forêt", "La loi ne protège pas la forêt"),
    ("Il a pu ouvrir la porte", "Il n'a pas pu ouvrir la porte"),
    ("C'est trop tard pour les enfants", "Ce n'est pas trop tard pour les enfants"),
    ("L'argent est arrivé à l'hôpital", "L'argent n'est jamais arrivé à l'hôpital"),
)


@dataclass(frozen=True)
class Seeded:
    """A right pair and the same with a fault, for a rule; texts by language."""

    good: dict[str, str]
    bad: dict[str, str]


def filled(templates: dict[str, str], **slots: object) -> dict[str, str]:
    return {language: text.format(**slots) for language, text in templates.items()}


COUNT = {
    "en": "The city built {n} schools last year.",
    "es": "La ciudad construyó {n} escuelas el año pasado.",
    "fr": "La ville a construit {n} écoles l'année dernière.",
}
COUNTLESS = {
    "en": "The city built many schools last year.",
    "es": "La ciudad construyó muchas escuelas el año pasado.",
    "fr": "La ville a construit beaucoup d'écoles l'année dernière.",
}
MONEY = {
    "en": "The bridge over the river cost ${n} million.",
    "es": "El puente sobre el río costó {n} millones de dólares.",
    "fr": "Le pont sur la rivière a coûté {n} millions de dollars.",
}
OTHER_MONEY = {
    "en": "The bridge over the river cost €{n} million.",
    "es": "El puente sobre el río costó {n} millones de euros.",
    "fr": "Le pont sur la rivière a coûté {n} millions d'euros.",
}
ROAD = {
    "en": "The road to the coast is {n} kilometers long.",
    "es": "La carretera hasta la costa tiene {n} kilómetros.",
    "fr": "La route jusqu'à la côte fait {n} kilomètres.",
}
OTHER_ROAD = {
    "en": "The road to the coast is {n} miles long.",
    "es": "La carretera hasta la costa tiene {n} millas.",
    "fr": "La route jusqu'à la côte fait {n} milles.",
}
PERSON = {
    "en": "Yesterday we spoke with {name} about the new library.",
    "es": "Ayer hablamos con {name} sobre la nueva biblioteca.",
    "fr": "Hier, nous avons parlé avec {name} de la nouvelle bibliothèque.",
}
VISIT = {
    "en": "The children were glad when {name} came to the school.",
    "es": "Los niños se alegraron cuando {name} vino a la escuela.",
    "fr": "Les enfants étaient contents quand {name} est venu à l'école.",
}
SITE = {
    "en": "You can read all of it at {site} today.",
    "es": "Pueden leerlo todo en {site} hoy mismo.",
    "fr": "Vous pouvez tout lire sur {site} aujourd'hui.",
}
AGENCY = {
    "en": "The report of the {name} was read by everybody.",
    "es": "El informe de la {name} fue leído por todos.",
    "fr": "Le rapport de la {name} a été lu par tout le monde.",
}
QUESTION = {
    "en": "How can we protect {n} turtles along the coast?",
    "es": "¿Cómo podemos proteger {n} tortugas a lo largo de la costa?",
    "fr": "Comment pouvons-nous protéger {n} tortues le long de la côte\u00a0?",
}
STATEMENT = {
    "en": "How we can protect {n} turtles along the coast.",
    "es": "Cómo podemos proteger {n} tortugas a lo largo de la costa.",
    "fr": "Comment nous pouvons protéger {n} tortues le long de la côte.",
}
TERM = {"en": "climate change", "es": "cambio climático", "fr": "changement climatique"}
WRONG_TERM = {"en": "weather shift", "es": "variación del tiempo", "fr": "dérive du temps"}
TOPIC = {
    "en": "In {n} lessons the students learn about {term} here.",
    "es": "En {n} lecciones los estudiantes aprenden sobre el {term} aquí.",
    "fr": "En {n} leçons, les étudiants apprennent le {term} ici.",
}
SPEAKERS = {
    "en": "-How many teachers are here?\n-There are {n} of them.",
    "es": "- ¿Cuántos maestros hay aquí?\n- Hay {n} de ellos.",
    "fr": "- Combien de professeurs sont ici\u00a0?\n- Il y en a {n}.",
}
SOUNDS = (
    {"en": "[applause]", "es": "[aplausos]", "fr": "[applaudissements]"},
    {"en": "[laughter]", "es": "[risas]", "fr": "[rires]"},
    {"en": "[music]", "es": "[música]", "fr": "[musique]"},
    {"en": "[cheering]", "es": "[vítores]", "fr": "[acclamations]"},
    {"en": "[silence]", "es": "[silencio]", "fr": "[silence]"},
)
NOT_SOUNDS = {"en": "The people clap.", "es": "La gente aplaude.", "fr": "Les gens clament."}
OFFICE = {
    "en": ("President {n}", "Minister {n}"),
    "es": ("el presidente {n}", "el ministro {n}"),
    "fr": ("le président {n}", "le ministre {n}"),
}
MADE_UP = {
    "en": "Subtitles by the Amara.org community",
    "es": "Subtítulos realizados por la comunidad de Amara.org",
    "fr": "Sous-titres réalisés par la communauté d'Amara.org",
}
WORDS = {
    "en": "the teachers of the village sing every day in the garden",
    "es": "los maestros del pueblo cantan todos los días en el jardín",
    "fr": "les professeurs du village chantent tous les jours dans le jardin",
}
CYRILLIC = "Учителя деревни поют каждый день в саду."


def pair_faults() -> dict[str, list[Seeded]]:
    """For each pair rule its seeded sentences."""
    found: dict[str, list[Seeded]] = {}

    def add(rule: str, pairs: Iterator[Seeded]) -> None:
        found.setdefault(rule, []).extend(pairs)

    add("Q10", (_one_speaker(filled(SPEAKERS, n=n)) for n in NUMBERS))
    add("Q12", (Seeded(one, {}) for one in _counts()))
    add("Q13", (Seeded(one, dict.fromkeys(LANGUAGES, CYRILLIC)) for one in _counts()))
    add("Q15", (Seeded(one, dict.fromkeys(one, "Once.")) for one in _counts()))
    add(
        "Q16",
        (Seeded(one, {key: (text + " ") * 4 for key, text in one.items()}) for one in _counts()),
    )
    add("Q18", (Seeded(one, MADE_UP) for one in _counts()[:6]))
    add(
        "Q18",
        (Seeded(one, {k: f"(Applause) {t}" for k, t in one.items()}) for one in _counts()[6:]),
    )
    add("Q19", (Seeded(one, {k: f"<i>{t}</i>" for k, t in one.items()}) for one in _counts()))
    add("Q20", (Seeded(filled(COUNT, n=n), filled(COUNT, n=n + 5)) for n in NUMBERS[:6]))
    add("Q20", (Seeded(filled(COUNT, n=n), COUNTLESS) for n in NUMBERS[6:]))
    add("Q21", iter(_dates()))
    add("Q22", (Seeded(filled(MONEY, n=n), filled(OTHER_MONEY, n=n)) for n in NUMBERS[:6]))
    add("Q22", (Seeded(filled(ROAD, n=n), filled(OTHER_ROAD, n=n)) for n in NUMBERS[:6]))
    add("Q23", iter(_denials()))
    add("Q24", iter(_terms()))
    add("Q25", iter(_terms()))
    add(
        "Q27",
        (
            _named(AGENCY, one, "agencia")
            for one in "FAO NATO WHO IMF ILO WTO UNDP OECD IAEA UNHCR WFP ITU".split()
        ),
    )
    add("Q28", (_sited(n) for n in range(12)))
    add("Q29", (Seeded(filled(QUESTION, n=n), filled(STATEMENT, n=n)) for n in NUMBERS))
    add("Q38", (Seeded(SOUNDS[n % 5], NOT_SOUNDS) for n in range(10)))
    return found


def _counts() -> list[dict[str, str]]:
    return [filled(COUNT, n=n) for n in NUMBERS]


def _dates() -> list[Seeded]:
    forms = {
        "en": "The treaty was signed on {month} {day}, {year}.",
        "es": "El tratado se firmó el {day} de {month} de {year}.",
        "fr": "Le traité a été signé le {day} {month} {year}.",
    }
    seeded = []
    for at in range(10):

        def told(day: int, at: int = at) -> dict[str, str]:
            return {
                key: text.format(month=MONTHS[key].split()[at], day=day, year=1950 + 7 * at)
                for key, text in forms.items()
            }

        seeded.append(Seeded(told(4 + 2 * at), told(5 + 2 * at)))
    return seeded


def _denials() -> list[Seeded]:
    english, spanish = DENIED["en"].split("|"), DENIED["es"].split("|")
    seeded = []
    for at in range(10):
        good = {
            "en": english[at].format("not "),
            "es": spanish[at].format("no "),
            "fr": FRENCH_DENIED[at][1],
        }
        bad = {
            "en": english[at].format(""),
            "es": spanish[at].format(""),
            "fr": FRENCH_DENIED[at][0],
        }
        seeded.append(
            Seeded(
                {k: v[0].upper() + v[1:] + "." for k, v in good.items()},
                {k: v[0].upper() + v[1:] + "." for k, v in bad.items()},
            )
        )
    return seeded


def _terms() -> list[Seeded]:
    return [
        Seeded(
            {key: text.format(n=n, term=TERM[key]) for key, text in TOPIC.items()},
            {key: text.format(n=n, term=WRONG_TERM[key]) for key, text in TOPIC.items()},
        )
        for n in NUMBERS
    ]


def _named(templates: dict[str, str], name: str, other: str) -> Seeded:
    return Seeded(filled(templates, name=name), filled(templates, name=other))


def _one_speaker(told: dict[str, str]) -> Seeded:
    """Two speakers, and their words without the dashes that part them."""
    joined = {
        key: " ".join(line.lstrip("- ") for line in text.split("\n")) for key, text in told.items()
    }
    return Seeded(told, joined)


def _sited(number: int) -> Seeded:
    sites = (
        f"www.example{number}.org",
        f"https://example.org/page{number}",
        f"talk{number}@example.org",
    )
    site = sites[number % 3]
    return Seeded(filled(SITE, site=site), filled(SITE, site=site.replace("example", "exemple")))


def glossary(source: str, target: str) -> Glossary:
    """The term of TERM, with a forbidden form."""
    term = Term(
        TERM[source],
        targets=((target, (TERM[target],)),),
        forbidden=((target, (WRONG_TERM[target],)),),
    )
    return Glossary((term,))


Fault = Callable[[str, str], str]
"""A cue's text (one line) and its language to the text with a fault, lines parted by line feeds;
the text itself where it cannot have the fault."""

ARTICLES = {
    "en": {"the", "a", "our", "every"},
    "es": {"el", "la", "los", "las", "un", "una"},
    "fr": {"le", "la", "les", "un", "une", "des"},
}
DASH = {"en": "- ", "es": "-", "fr": "-"}
TYPOS: dict[str, tuple[tuple[str, str], ...]] = {
    "en": ((" ", "  "), (".", "..."), (".", " .")),
    "es": ((" ", "  "), (".", "..."), (".", " .")),
    "fr": ((" ", "  "), (".", "..."), (".", "?")),
}


def after_article(text: str, language: str) -> str:
    words = text.split()
    for at, word in enumerate(words[:-1]):
        if word in ARTICLES[language]:
            return " ".join(words[: at + 1]) + "\n" + " ".join(words[at + 1 :])
    return text


def _typo(number: int) -> Fault:
    def fault(text: str, language: str) -> str:
        before, after = TYPOS[language][number % 3]
        return text.replace(before, after, 1)

    return fault


def text_faults() -> dict[str, tuple[Fault, ...]]:
    """For each rule about a single cue's text the ways to break it, taken in turn."""
    return {
        "Q06": (
            lambda text, _: (text + " " + text).replace("\n", " ")[:52],
            lambda text, _: "x" * 44,
            lambda text, _: " ".join(["word"] * 12) + "\nand more",
        ),
        "Q07": (lambda text, _: "One line\nanother line\na third line.",),
        "Q08": (
            lambda text, _: "No,\nthat is not what the people wanted to do.",
            lambda text, _: "Two short lines\nthat fit in one.",
        ),
        "Q09": (after_article,),
        "Q10": (
            lambda text, language: (
                f"{DASH[language]}Is it late?\n{DASH[language]}It is.".replace("Is", "¿Is")
                if language == "es"
                else f"{DASH[language]}Is it late.\n{DASH[language]}It is."
            ),
            lambda text, language: f"{'-' if language == 'en' else '- '}It is late. - It is.",
        ),
        "Q11": (lambda text, _: "", lambda text, _: "<i></i>", lambda text, _: " "),
        "Q18": (lambda text, language: MADE_UP[language],),
        "Q19": (
            lambda text, _: "<i>" + text,
            lambda text, _: text + "</b>",
            lambda text, _: text + " <i",
            lambda text, _: text + " &amp;",
            lambda text, _: "⟦3⟧ " + text,
            lambda text, _: "{\\an}" + text,
            lambda text, _: "<i><b>" + text + "</i></b>",
        ),
        "Q30": (
            lambda text, _: text + ' "',
            lambda text, _: "(" + text,
            lambda text, _: text + "]",
        ),
        "Q31": (_typo(0), _typo(1), _typo(2)),
        "Q32": (lambda text, _: "\u202e" + text, lambda text, _: text + "\u200f"),
        "Q33": (
            lambda text, _: text + " caf\ufffd",
            lambda text, _: text + " cafÃ©",
            lambda text, _: text + " cafe\u0301",
            lambda text, _: text + "\u200b",
            lambda text, _: text + " Itâ€™s",
        ),
    }
