"""Words that hold phrases together, a table for each language. A new language is one more row."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """What must not be parted in one language; all words in lower case.

    `articles` (with possessives and other determiners), `prepositions`, `auxiliaries`,
    `negations`, `pronouns` (subjects), `titles` and `particles` (degree words before adjectives)
    hold to the word after them; `units` to a number before them. Before `conjunctions` (with
    relative words) a break is good. `trailing` words hold to the word before them ("savent pas");
    `links` hold a scale to what it counts ("millones de euros") and a month to its year.
    """

    articles: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    auxiliaries: frozenset[str] = frozenset()
    negations: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    conjunctions: frozenset[str] = frozenset()
    trailing: frozenset[str] = frozenset()
    scales: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ENGLISH = PhraseTable(
    months=_words(
        "january february march april may june july august september october november december"
    ),
    articles=_words(
        "a an the this that these those my your his her its our their each every some any no all "
        "both another such many much more most few several which whose what"
    ),
    prepositions=_words(
        "of in on at to for from with by about into onto over under after before between through "
        "during without within against among across behind beyond near since until till upon "
        "toward towards around along beside besides despite except like per via than as off"
    ),
    auxiliaries=_words(
        "am is are was were be been being have has had having do does did will would shall should "
        "can could may might must cannot can't won't don't doesn't didn't isn't aren't wasn't "
        "weren't hasn't haven't hadn't wouldn't shouldn't couldn't mustn't let let's i'm you're "
        "we're they're i've you've we've they've i'll you'll we'll they'll he'll she'll it'll"
    ),
    negations=_words("not never no neither nor"),
    pronouns=_words("i you he she it we they who there"),
    titles=_words(
        "mr mrs ms miss dr prof professor sir lord lady president minister senator judge general "
        "secretary ambassador chairman director captain king queen prince princess saint st"
    ),
    particles=_words("very too so quite rather almost only just even also really"),
    units=_words(
        "percent per cent percentage hundred thousand million billion trillion dollars dollar "
        "euros euro pounds cents years year months month weeks week days day hours hour minutes "
        "minute seconds second kilometers kilometres kilometer km miles mile meters metres meter "
        "m cm mm tons tonnes kilograms kg grams degrees degree gigawatts megawatts mw gw o'clock "
        "am pm people times"
    ),
    conjunctions=_words(
        "and or but because if when while although though whereas unless that which who whom "
        "where so yet nor whether since until before after as"
    ),
)
SPANISH = PhraseTable(
    scales=_words("millón millones billón billones"),
    months=_words(
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
    ),
    links=_words("de del"),
    articles=_words(
        "el la los las lo un una unos unas este esta estos estas ese esa esos esas aquel aquella "
        "aquellos aquellas mi mis tu tus su sus nuestro nuestra nuestros nuestras vuestro vuestra "
        "cada todo toda todos todas otro otra otros otras algún alguna algunos algunas ningún "
        "ninguna muchos muchas mucho mucha varios varias pocos pocas qué cuántos cuántas al del"
    ),
    prepositions=_words(
        "a ante bajo con contra de desde durante en entre hacia hasta mediante para por según sin "
        "sobre tras como al del"
    ),
    auxiliaries=_words(
        "he has ha hemos habéis han había habías habíamos habían habré habrá habremos habrán "
        "habría haya hayan hubiera hubo es son era eran fue fueron ser sido será serán sería está "
        "están estaba estaban estoy estamos estar puede pueden podemos podrá podrán podría podrían "
        "debe deben debemos debería deberían va van vamos voy quiere quieren queremos quiero hay"
    ),
    negations=_words("no nunca jamás ni tampoco"),
    pronouns=_words(
        "yo tú él ella ello nosotros nosotras vosotros ustedes usted ellos ellas me te se le les "
        "nos os lo la los las"
    ),
    titles=_words(
        "sr sra srta dr dra don doña señor señora señores señoras profesor profesora presidente "
        "presidenta ministro ministra senador juez general secretario secretaria director san "
        "santa rey reina"
    ),
    particles=_words("muy más menos tan demasiado bastante casi solo sólo también aún ya"),
    units=_words(
        "por ciento mil millón millones billones dólares dólar euros euro pesos años año meses mes "
        "semanas semana días día horas hora minutos minuto segundos kilómetros kilómetro km metros "
        "metro toneladas kilos kg grados grado personas veces"
    ),
    conjunctions=_words(
        "y e o u pero sino porque si cuando mientras aunque que quien quienes cual cuales donde "
        "como pues ni cuyo cuya"
    ),
)
FRENCH = PhraseTable(
    trailing=_words("pas jamais plus rien"),
    scales=_words("million millions milliard milliards"),
    months=_words(
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    ),
    links=_words("de d'"),
    articles=_words(
        "le la les l' un une des du de d' au aux ce cet cette ces mon ma mes ton ta tes son sa ses "
        "notre nos votre vos leur leurs chaque quelques quelque plusieurs tout toute tous toutes "
        "autre autres aucun aucune quel quelle quels quelles"
    ),
    prepositions=_words(
        "à de en dans par pour sur sous avec sans entre vers chez contre depuis pendant avant "
        "après devant derrière dès malgré selon jusque jusqu' parmi durant comme au aux du des d'"
    ),
    auxiliaries=_words(
        "ai as a avons avez ont avais avait avions avaient aurai aura aurons auront aurait ayant "
        "suis es est sommes êtes sont étais était étions étaient serai sera serons seront serait "
        "être été avoir eu peut peuvent pouvons pourra pourrait pourraient doit doivent devons "
        "devrait devraient va vont allons vais veut veulent voulons veux fait font"
    ),
    negations=_words("ne n' pas jamais plus rien ni aucun non"),
    pronouns=_words(
        "je j' tu il elle on nous vous ils elles me m' te t' se s' lui leur y en qui ce c' cela ça"
    ),
    titles=_words(
        "m mm mme mlle dr me monsieur madame messieurs mesdames professeur président présidente "
        "ministre sénateur juge général secrétaire directeur directrice saint sainte roi reine"
    ),
    particles=_words("très plus moins trop si aussi assez presque seulement même encore déjà"),
    units=_words(
        "pour cent mille million millions milliard milliards dollars dollar euros euro ans an "
        "années année mois semaines semaine jours jour heures heure minutes minute secondes "
        "kilomètres kilomètre km mètres mètre tonnes kilos kg degrés degré personnes fois"
    ),
    conjunctions=_words(
        "et ou mais car donc or parce si quand lorsque lorsqu' puisque puisqu' que qu' qui dont où "
        "quoique tandis comme ni"
    ),
)
TABLES: dict[str, PhraseTable] = {"en": ENGLISH, "es": SPANISH, "fr": FRENCH}
NONE = PhraseTable()


def phrase_table(language: str) -> PhraseTable:
    """The table of a language (BCP 47); an empty one where there is none yet."""
    return TABLES.get(language.split("-", maxsplit=1)[0].lower(), NONE)
