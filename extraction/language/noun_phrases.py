"""Noun phrases read off the parse, and which of them can name something.

A *base* phrase ends at its head noun and starts at its first modifier that is not a determiner
("the **covered entity** that …"). A *whole* phrase adds what follows the head.
"""

from __future__ import annotations

import re

from extraction.language.parse import Parse

NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
PRONOUN_TAGS = frozenset({"PRP", "WP", "EX", "WDT", "DT", "PRP$"})
# Labels of a noun that is part of another noun phrase's left side.
_INSIDE = frozenset({"compound", "amod", "nmod", "poss", "nummod", "quantmod", "npadvmod", "det"})
_MODIFIERS = frozenset({"compound", "amod", "nmod", "nummod", "quantmod", "poss", "advmod",
                        "npadvmod", "det", "predet", "case", "punct", "cc", "conj",
                        "neg"})  # fmt: skip
# Determiners left out of a name. The others (some, most, each other …) change what is said.
_ARTICLES = frozenset({"a", "an", "the", "each", "every", "any", "such", "said", "its", "their",
                       "his", "her", "our", "your", "my", "this", "that", "these", "those",
                       "all", "no", "both", "either", "neither"})  # fmt: skip
DEMONSTRATIVES = frozenset({"this", "that", "these", "those", "such", "said", "same"})
POSSESSIVES = frozenset({"whose", "its", "their", "his", "her", "our", "your", "my"})

# Nouns that name nothing by themselves; a phrase of one such word is no mention.
LIGHT_NOUNS = frozenset(
    """accordance decade decades
    account addition advance aim amount approach area aspect attempt basis beginning
    behalf case cases category circumstance circumstances combination comparison conclusion
    condition conditions connection consequence contrast course date day days degree detail
    difference differences effect effects end example examples exception extent fact factor factors
    feature figure findings following form forms general group groups hand hour hours instance issue
    item items kind kinds lack level levels line list lot majority manner matter means measure
    method methods minute month months need number numbers object objective occasion one ones order
    other others outcome paragraph part parts past percent percentage period place point points
    possibility present presence problem process proportion provision provisions purpose purposes
    question range rate ratio reason reasons reference regard relation respect rest result results
    role section series set sets side sort step steps study subject such sum table term terms thing
    things time times total turn type types use value values variety view way ways week weeks year
    years age mean median data analysis work both many most some several few first second third
    latter former above below half none anyone someone everyone nothing something anything
    information person persons entity entities increase decrease change changes
    ability accessory activity activities lieu size sizes facts influence parallel help evidence
    function functions performance presentation understanding contact house stay capacity
    transporting development application association attention availability background benefit
    benefits care chance choice complexity concern concerns context control decline demand
    direction discussion distribution effectiveness efficacy effort efforts element elements
    emphasis entry environment estimate estimates events existence expectation experience failure
    figures focus formation frequency future goal goals growth high hypothesis idea importance
    improvement impact inclusion indication initial interest interests interval intervals knowledge
    length likelihood limit limitation limitations list lists location maintenance majority manner
    nature observation observations occurrence operation option options origin parameter parameters
    pattern patterns phase position possibilities potential practice preference pressure principle
    priority progress quality quantity reduction relationship relevance requirement response
    responses responsibility scale score scores selection sense separation sequence situation
    situations skill skills source sources stage stages state status step strategy strength
    structure success suggestion support task technique techniques tendency theory title today
    tomorrow topic trend trends understanding unit units volume weight while wide world yesterday
    amount amounts paragraph paragraphs correlation criteria criterion process processes median
    medians increment increments pertinence
    january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday morning evening night""".split()
)
# With these in front a light noun still names nothing ("potential effects").
_LIGHT_ADJECTIVES = frozenset(
    """past potential possible significant main major minor overall important different similar new
    other possible primary secondary final initial specific particular certain various current
    recent previous present general common additional further average higher lower high low greater
    large small good better poor long short real full whole entire relevant""".split()
)
_JUNK = re.compile(r"[§=<>±≤≥~|\\{}@#*_^\[\]]|\(|\)|^[^A-Za-z]*$|^\W|--|(?:^|\s)\d+(?:\.\d+)?%")
# "FR 3469", "CI 0.86-1.43": a citation or a figure with its label
_FIGURE = re.compile(r"^[A-Z]{1,3} \d+$|\d\.\d+\s?[-–to]+\s?\d|^\d+\s?FR\b")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def noun_heads(parse: Parse) -> list[int]:
    """Heads of noun phrases that are not part of another phrase's left side."""
    tag, dep, head = parse.tag, parse.dep, parse.head
    found = []
    for token, name in enumerate(tag):
        if name not in NOUN_TAGS or dep[token] in _INSIDE:
            continue
        if dep[token] == "conj":
            first, steps = head[token], 0
            while dep[first] == "conj" and steps < 50:
                first, steps = head[first], steps + 1
            if dep[first] in _INSIDE and first > token:
                continue
        found.append(token)
    return found


_COMPARED = frozenset({"less", "fewer", "more", "later", "earlier", "longer", "sooner", "lower",
                       "higher", "greater", "larger", "smaller", "shorter", "lesser"})  # fmt: skip


WHOLLY = frozenset({"absolutely", "simply", "strictly", "completely", "totally", "entirely",
                    "utterly", "certainly", "definitely"})  # fmt: skip
"""Words that a "no" behind them has for itself: "absolutely no lamps"."""


def base_start(parse: Parse, head: int) -> int:
    """First token of the base phrase of `head`, determiners included."""
    start = head
    for child in reversed(parse.children[head]):
        if child > head:
            continue
        if parse.dep[child] not in _MODIFIERS or parse.right[child] != start - 1:
            break
        start = parse.left[child]
    return start


def strip_left(parse: Parse, first: int, last: int) -> int:
    """First token after articles, other determiners and punctuation in front."""
    while first < last and (
        (parse.lower[first] in _ARTICLES and not _limits(parse, first))
        or parse.dep[first] in ("punct", "cc", "preconj", "case")
        or (parse.lower[first] == "only" and parse.dep[first] == "advmod")
        or (parse.lower[first] in WHOLLY and parse.lower[first + 1] == "no")
    ):
        first += 1
    return first


def opens_bound(parse: Parse, token: int) -> bool:
    """Whether "no" or "not" at `token` opens the bound of an amount or a time ("no less than
    three", "not later than noon"), which denies nothing."""
    words = parse.lower[token : token + 3]
    return (
        len(words) == 3
        and words[0] in ("no", "not")
        and words[1] in _COMPARED
        and words[2] == "than"
    )


def _limits(parse: Parse, token: int) -> bool:
    """Whether "no" at `token` is half of a limit ("no more than three")."""
    if parse.lower[token] != "no":
        return False
    return opens_bound(parse, token) or parse.tag[token + 1] in ("JJR", "RBR")


def with_bound(parse: Parse, first: int) -> int:
    """`first`, or the "not" before it that makes a bound with it ("not | less than ten days")."""
    return first - 1 if first > 0 and opens_bound(parse, first - 1) else first


def base_phrase(parse: Parse, head: int) -> tuple[int, int]:
    """(first, last) token of the base phrase of `head`, determiners stripped."""
    start = base_start(parse, head)
    # a possessor is its own name: "the agency's report" is "report"
    for child in parse.children[head]:
        if start <= child < head and parse.dep[child] == "poss" and parse.tag[child] != "PRP$":
            start = min(parse.right[child] + 1, head)
    return strip_left(parse, start, head), head


def whole_phrase(
    parse: Parse, head: int, *, clauses: bool, first: int | None = None
) -> tuple[int, int]:
    """(first, last) token of the phrase of `head` with what follows the head: prepositional
    phrases and, where `clauses`, relative and participle clauses. Coordinated phrases are left
    out."""
    start = base_start(parse, head) if first is None else first
    last = head
    for child in parse.children[head]:
        if child < head:
            continue
        label = parse.dep[child]
        if label in ("cc", "conj", "appos", "punct") or parse.left[child] != last + 1:
            break
        if label in ("relcl", "acl", "advcl", "ccomp") and not clauses:
            break
        last = parse.right[child]
    return strip_left(parse, start, head), last


def restriction(parse: Parse, head: int) -> tuple[int, int] | None:
    """(first, last) of a clause that restricts `head` ("who …", "required by …"): no comma
    stands before it. None where there is none."""
    for child in parse.children[head]:
        if child > head and parse.dep[child] in ("relcl", "acl", "advcl"):
            first = parse.left[child]
            # A clause may reach over its head to the left (crossing arcs): then it is no part
            # that could be left out behind the head.
            if first > head and parse.words[first - 1] not in (",", "(", "--"):
                return first, parse.right[child]
    return None


def is_name(words: list[str], surface: str, ignore: frozenset[str]) -> bool:
    """Whether a phrase can name something: no enumerator, no section sign, no bare number, not
    only light nouns, a sensible length."""
    if not 1 <= len(words) <= 7 or len(surface) > 90 or len(surface) < 2:
        return False
    if _JUNK.search(surface) or _FIGURE.search(surface) or not _LETTERS.search(surface):
        return False
    lowered = surface.lower()
    if lowered in ignore:
        return False
    if lowered.endswith(
        (" of this subpart", " of this section", " of this part", " of this study")
    ):
        return False
    if len(words) == 1:
        if lowered.endswith(("ed", "ous", "tive")) and surface.islower():
            return False
        return lowered not in LIGHT_NOUNS and (len(surface) > 2 or surface.isupper())
    return not all(
        w in LIGHT_NOUNS or w.removesuffix("s") in LIGHT_NOUNS or w in _LIGHT_ADJECTIVES
        for w in lowered.split()
    )
