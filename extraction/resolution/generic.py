"""Phrases that name nothing in particular ("existing standards", "sufficient information"), and
phrases that are terms even where a text uses them only twice ("rebuttal witnesses")."""

from __future__ import annotations

import re

from extraction.language.common_nouns import COMMON_NOUNS
from extraction.language.everyday_words import EVERYDAY_WORDS
from extraction.language.noun_phrases import LIGHT_NOUNS
from extraction.language.singular import singular
from extraction.language.spacy_model import load_word_classes

# They say how, how much or which, of anything.
GENERIC_ADJECTIVES = frozenset(
    """spare able above absolute acceptable accompanying actual additional adequate adverse
    affected aforementioned agreed alternative annual anticipated applicable appropriate
    approved assigned associated available average bad basic best better big brief broad
    careful central certain clear close comfortable common comparable complete complex
    comprehensive concerned considerable consistent continued continuing correct
    corresponding countless critical current daily deep departing dependent described
    descriptive designated desired detailed different difficult direct due early easy
    effective eligible entire equal equivalent essential exact excellent exceptional
    existing expected extensive extra fair familiar favorite final first following
    formal former free frequent full fundamental further future general given great
    greater happy hard helpful high higher highest ideal identical immediate important
    improved inappropriate increased increasing individual initial intended interested
    internal involved key large larger largest last late later latest least left less
    likely limited listed little local long low lower main major material maximum
    meaningful minimum minor missing modern more multiple mutual named narrow natural
    near necessary needed negative net new next nice normal numerous obvious occasional
    ongoing only open opposite oral ordinary original other outside overall own
    particular past perfect permanent positive possible potential powerful practical
    precise predefined preferred preliminary present previous primary prior probable
    proper proposed prospective quick rapid rare real reasonable recent recommended
    reduced referred regular related relevant remaining repeated requested required
    respective responsible restricted right routine safe same satisfactory scheduled
    second secondary secure selected senior sensitive separate serious several severe
    sharp short significant similar simple single small smaller special specific
    specified standard strict strong subsequent substantial successful such sudden
    sufficient suitable supported suspected temporary third timely top total true typical unable
    underlying unexpected unique unlikely unusual upcoming urgent useful usual valid
    valuable various vast vital weak weekly whole wide working written wrong""".split()
)

# What stands before any noun and never belongs to a term: where, how many, how it struck somebody.
_RELATIVE = frozenset(
    """abovementioned accidental additional aforementioned alleged alternate another astonishing
    certain compelling convincing countless decent delicious desired disturbing eager enclosed
    enough everyday existing extreme fascinating favorite favourite following forthcoming
    growing handy helpful honest huge immense impressive increased increasing
    inevitable interesting intended large larger largest lesser likely many more most mutual
    nearby nearest necessary needed newer numerous obvious occasional offensive older
    other overall own past perceived possible potential preceding previous prior proper recent
    related relevant remaining respective same scalable separate several similar simple
    so-called some specific subsequent such sudden sufficient suitable surrounding tremendous
    typical unexpected unlikely unusual upcoming usual various vast wonderful worse worst""".split()
)
_GOOD = frozenset("cause clinical distribution faith laboratory manufacturing standing".split())
_OR_MEANINGFUL = frozenset("material natural proposed restricted senior single special".split())
_NUMERAL = re.compile(r"[ivxl]+|[a-z]|subparts?|subtitles?|titles?|sections?|paragraphs?")
_SORTS = frozenset("agency business company corporation firm institution organization".split())
_PROCESS = re.compile(r"(?:[ts]ion|ment|[ir]al|ing(?=s))s?\Z")
_FUNCTION_WORDS = frozenset(
    """a an and any as at by for from in into its not of on or our per than that the
    their this to under upon via what when where which who with your""".split()
)


def is_generic(name: str) -> bool:
    """Whether adjectives that fit anything stand before one noun, or before common ones, or a
    common noun is written as two words."""
    words = name.lower().split()
    if len(words) == 2 and is_common("".join(words)):
        return True  # "web sites"
    rest = words
    if words[0] in _RELATIVE:
        return True
    if words[0] == "good":
        return words[1:2] == [] or words[1] not in _GOOD
    while rest and rest[0].rstrip(",") in GENERIC_ADJECTIVES:
        rest = rest[1:]
    if not rest:
        return True
    if len(rest) == len(words) or set(words[: len(words) - len(rest)]) <= _OR_MEANINGFUL:
        return False
    return len(rest) == 1 or all(is_common(word) for word in rest)


def is_common(word: str) -> bool:
    """Whether a lower-case word is a noun that texts of every kind use."""
    one = singular(word)
    return one in COMMON_NOUNS or one in LIGHT_NOUNS or word in LIGHT_NOUNS


def is_everyday(word: str) -> bool:
    """Whether all parts of a lower-case word are frequent words of English."""
    parts = word.split("-")
    return all(
        is_common(part) or part in GENERIC_ADJECTIVES or singular(part) in EVERYDAY_WORDS
        for part in parts
    )


def is_process(word: str) -> bool:
    """Whether a lower-case noun is made of a verb and says what is done ("attestations"), which
    names a matter of its field; persons and things written small are any of their sort."""
    return _PROCESS.search(word) is not None


def is_term(name: str) -> bool:
    """Whether a phrase reads as a term where it is used twice: two to four words, none of which
    only places or times it, at least one of them a word that not every text uses."""
    words = name.lower().split()
    if not 2 <= len(words) <= 4 or any(word in _FUNCTION_WORDS for word in words):
        return False
    if any(not part.isalpha() for word in words for part in word.split("-")):
        return False
    if words[0] in GENERIC_ADJECTIVES or words[0].endswith(("ed", "ing", "-based")):
        return False
    if load_word_classes().is_only_verb(words[0]):
        return False  # "encode proteins"
    if not load_word_classes().is_noun(words[-1]) or any(map(_NUMERAL.fullmatch, words)):
        return False
    if (
        len(words) == 2
        and name.islower()
        and is_common(words[1])
        and not load_word_classes().is_noun(words[0])
    ):
        return False  # "regulatory environment", "scalable processes"
    return any(not is_common(word) and word not in GENERIC_ADJECTIVES for word in words)


def is_compound(name: str) -> bool:
    """Whether it is a term of nouns alone ("rebuttal witnesses"), one of them no everyday word,
    which names a thing where it is used once, too; of four, or of what any firm is ("haulage
    company"), it describes."""
    words = name.lower().split()
    if name.islower() and (len(words) > 3 or words[-1] in _SORTS):
        return False
    if all(map(is_everyday, words)) and not any(word.isupper() for word in name.split()):
        return False  # "hotel lobby"
    is_noun = load_word_classes().is_noun
    nouns = all(word.isupper() or is_noun(word.lower()) for word in name.split())
    return nouns and is_term(name) and singular(words[-1]) not in LIGHT_NOUNS


def is_titled(name: str) -> bool:
    """Whether a phrase is written as a name: each word of several with a capital, not all of them
    in capitals ("Employment Verification Letter")."""
    words = name.split()
    capitals = all(word[0].isupper() or word in ("of", "for", "the") for word in words)
    return len(words) > 1 and capitals and not name.isupper() and words[0][0].isupper()
