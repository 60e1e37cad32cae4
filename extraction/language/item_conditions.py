"""Items that what stands above them makes conditions ("See the warden if"), and items that are
rules of their own under a condition that they do not repeat ("If a miller asks for a hearing—")
or that was said before ("In these circumstances:")."""

from __future__ import annotations

import re
from dataclasses import replace

from extraction.language.edge_doubts import SELF_NAMES
from extraction.language.parse import Parse
from extraction.language.singular import singular
from extraction.language.speakers import TEXTS
from graph.model import Relation, Span
from graph.outline import Outline, without_enumerator

_OPEN = re.compile(
    r"\b(?:if|when|where|unless|whether|because|in case|in the event|provided|as long as)(?: that)?"
    r"(?:,? (?:either|both|any|all|one|each|it|they|you|one or more)(?: of the following)?(?: apply"
    r"| applies| are true| is true)?)?\W*\Z",
    re.IGNORECASE,
)
# "if the officer is satisfied that:", "is of the opinion that:", "if these conditions are met:"
_OPEN_CONTENT = re.compile(
    r"\b(?:if|when|where|unless|whether|provided|once|until|satisf\w+|opinion|view|belie\w+|grounds?"
    r"|consider\w*|condition|convinced|finds?|found|determin\w+)\b[^.;:]*\bthat\W*\Z"
    r"|\b(?:if|when|where|unless|provided|once|until)\b[^.,;:]*\bfollowing\b[^.;:]*:\W*\Z"
    r"|\b(?:if|when|where|unless|provided|once|until)\b[^.;:]*\bfollowing (?:\w+ ){0,3}"
    r"(?:occurs?|happens?|appl(?:y|ies)|arises?|exists?|(?:is|are) (?:met|true|satisfied)):\W*\Z",
    re.IGNORECASE,
)
# "… a year, and where the miller is hired" goes on in each of the items below
_OPEN_CASE = re.compile(
    r"\A(?!\W*(?:\w{1,4}\)\W*)?(?:if|when|where|unless)\b).*[,;]\s+(?:and|or|but)\s+"
    r"(?:if|when|where|unless|in the case of|provided that)\s[^.;:]*[^.;:!?\s]\s*\Z",
    re.IGNORECASE | re.DOTALL,
)
# the last words of a lead-in that say less than "must" of its items, or the contrary
_ADVICE = re.compile(
    r"\b(?:recommend(?:s|ed|able|ations?)?|advi[sc]e[ds]?|advisable|suggest(?:s|ed|ions?)?"
    r"|good (?:practice|idea)|best practices?|worth|consider(?:s|ing)?|try|tr(?:y|ying) to"
    r"|(?:want|wish|like|prefer|aim) to|may|might|can|could|should|ought to|tips?|ideal(?:ly)?"
    r"|optional(?:ly)?|options?|encouraged?|helpful|useful|not|never|cannot|n[’']t)\b"
    r"(?:[ \n]+[^\s.;!?:]+){0,6}\s*(?::|--|—|–)\W*\Z",
    re.IGNORECASE,
)
# "… shortage. In these circumstances:", "Where this applies, the warden must:"
_BACK = re.compile(
    r"(?:\A\W*(?:\(?\w{1,4}[.)]\s*)?|[.;!?][)\"”’]*\s+)"
    r"(?:(?:in|under|for|to|at|by|on|with|from|upon|after|before|during|subject to|because of"
    r"|as a result of|depending on) (?:(?:all|any|each|both|either|some|most|one|every) (?:of )?)?"
    r"(?:these|this|those|that|such)(?P<named>(?: (?:an?|other|particular|same))*(?: [\w-]+){0,3})"
    r"|(?:if|when|where|wherever|whenever|unless|once|until|in case) (?:so|not|it|they"
    r"|(?:this|that|these|those|such)(?P<case>(?: [\w-]+){0,2})))\b[^.;:!?]*(?::|--|—|–)\W*\Z",
    re.IGNORECASE,
)
_CASE = re.compile(r"(?:if|when|where|whenever|unless|once|in the case of|subject to)\b", re.I)
_LETTERED = re.compile(r"\s*(?:[a-z]|[ivx]{2,4})[.)]\s")
_ITEM_END = re.compile(r"[;,]\s*+(?:(?:and|or)\s*+)?\Z")
_MARKS = (":", "—", "–", "--", "-", ",")
_ENDED = re.compile(r"[.!?]\W*\Z")
_LISTED = frozenset({"following", "these", "below"})
_OPENERS = frozenset({"if", "when", "where", "whenever", "unless", "once"})
_GOES_ON = re.compile(
    r"\A(?:will|shall|must|may|can|should|would|to|of|the|an?|and|or|by|that|which|is|are)\b\W*\Z",
    re.IGNORECASE,
)
_MOST = 60  # words


def block_above(outline: Outline, block: int) -> int | None:
    """The lead-in of an item; of a paragraph that an enumerator opens, the block before it and its
    siblings, where its sentence has no end. None for other blocks."""
    kind = outline.blocks[block].kind
    if kind == "list_item":
        return outline.parent[block]
    if kind != "paragraph" or not _is_enumerated(outline, block):
        return None
    above = block - 1
    while above >= 0 and _is_sibling(outline, above):
        above -= 1
    if above < 0 or outline.blocks[above].kind != "paragraph":
        return None
    return None if _ENDED.search(outline.quote(outline.blocks[above].span)) else above


def _is_sibling(outline: Outline, block: int) -> bool:
    """Whether an item that goes on stands in `block`, not a case ("(2) Where rule 1 applies,")."""
    words = without_enumerator(outline.quote(outline.blocks[block].span)).strip()
    opens = words.endswith(",") and _CASE.match(words)
    return _is_enumerated(outline, block) and _goes_on(outline, block) and not opens


def _is_enumerated(outline: Outline, block: int) -> bool:
    words = outline.quote(outline.blocks[block].span)
    return without_enumerator(words) != words or _LETTERED.match(words) is not None


def _goes_on(outline: Outline, block: int) -> bool:
    return bool(_ITEM_END.search(outline.quote(outline.blocks[block].span)))


def are_conditions(outline: Outline, block: int, above: int | None) -> bool:
    """Whether the lead-in `above` the item `block`, or the heading of a list without one, ends in
    a word that makes it a condition, or the matter of one (“satisfied that”)."""
    if above is None and outline.blocks[block].kind == "list_item" and outline.headings(block):
        above = outline.headings(block)[-1]
    if above is None:
        return False
    words = outline.quote(outline.blocks[above].span)
    if outline.blocks[above].kind == "heading":
        return bool(_OPEN.search(words))
    return any(pattern.search(words) for pattern in (_OPEN, _OPEN_CONTENT, _OPEN_CASE))


def condition_of(parse: Parse | None, text: str) -> Span | None:
    """The condition that the last sentence of a lead-in is and nothing more; None for others."""
    if parse is None or not parse.sentences:
        return None
    first, end = parse.sentences[-1]
    stop = end
    while stop > first + 1 and parse.words[stop - 1] in _MARKS:
        stop -= 1
    ended = _ENDED.search(text[parse.begin[first] : parse.end[end - 1]])
    if ended or stop - first > _MOST or not _is_condition(parse, first, stop):
        return None
    return parse.span(first, stop - 1)


def _is_condition(parse: Parse, first: int, stop: int) -> bool:
    """Whether "if" or the like opens the sentence and stands by its only main verb, and nothing
    opens a clause at its end ("…, the clerk will—")."""
    root = next((t for t in range(first, stop) if parse.head[t] == t), None)
    if root is None or parse.lower[first] not in _OPENERS:
        return False
    by_verb = parse.head[first] == root and parse.dep[first] in ("mark", "advmod")
    verb = parse.tag[root][:2] in ("VB", "MD")
    return by_verb and verb and not _GOES_ON.search(parse.words[stop - 1])


def is_advice(outline: Outline, block: int) -> bool:
    """Whether the lead-in in `block` ends open and says of its items that they are advised,
    permitted or denied ("It is recommended to:", "You can:", "Never:")."""
    return _ADVICE.search(outline.quote(outline.blocks[block].span)) is not None


def points_back(outline: Outline, block: int) -> bool:
    """Whether the last sentence of the lead-in in `block` opens with a case or an aim that was said
    before ("To this end:"); a text that names itself ("Under this agreement, …") opens none."""
    found = _BACK.search(outline.quote(outline.blocks[block].span))
    if found is None:
        return False
    words = map(singular, (found["named"] or found["case"] or "").lower().split())
    return (SELF_NAMES | TEXTS).isdisjoint(words)


def goes_on_in_items(words: str) -> bool:
    """Whether `words` end in the beginning of a case: "…, and where the miller is hired"."""
    return _OPEN_CASE.search(words) is not None


def may_say_more(parse: Parse, condition: Span) -> bool:
    """Whether `condition` may hold a main clause too, or speak of the items themselves ("If one of
    these rules is broken the fair will be closed")."""
    tokens = [t for t, begin in enumerate(parse.begin) if condition.start <= begin < condition.end]
    words = {parse.lower[t] for t in tokens}
    return "MD" in (parse.tag[t] for t in tokens) or bool(words & _LISTED)


def under_condition(relation: Relation, condition: Span) -> Relation:
    """`relation` with the `condition` of its lead-in, unless it has it already."""
    if any(span.overlaps(condition) for _, span in relation.qualifiers):
        return relation
    return replace(relation, qualifiers=(("condition", condition), *relation.qualifiers))
