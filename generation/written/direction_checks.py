"""Who does what to whom, from where to where, and words that mean the opposite."""

from __future__ import annotations

import re

from generation.written.bounds_checks import meant
from generation.written.clause_halves import Halves, halves
from generation.written.clause_reading import Reading, content_tokens, held
from generation.written.mutual_relations import is_mutual
from generation.written.near_synonyms import opposites
from generation.written.operator_checks import Fault, same
from graph.tokens import stem

_OPPOSITES = tuple(
    tuple(frozenset(side.split("|")) for side in pair.split("/"))
    for pair in (
        "before|prior/after|following",
        "above|over|exceeding/below|under",
        "more|greater|higher|larger|exceeds/less|fewer|lower|smaller",
        "increase|increases|increased|rise|rose|grew|grows|growth|raises|raised/"
        "decrease|decreases|decreased|fall|fell|declined|decline|shrank|lowers|lowered|reduced|"
        "reduces|dropped",
        "minimum|least/maximum|most",
        "earliest/latest",
        "accept|accepts|accepted/reject|rejects|rejected|refuse|refused|refuses",
        "approve|approved|approves|granted/deny|denied|denies|refused",
        "include|includes|included|including/exclude|excludes|excluded|excluding",
        "begin|begins|began|start|starts|started/end|ends|ended|stop|stops|stopped",
        "open|opens|opened/close|closes|closed",
        "profit|gain|gains/loss|losses",
        "income|revenue|revenues/expense|expenses|cost|costs",
        "asset|assets/liability|liabilities",
        "short-term|short/long-term|long",
        "high|highest/low|lowest",
        "positive/negative",
        "required/prohibited|optional|encouraged",
        "direct/indirect",
        "over/under",
        "better|improved|improves/worse|worsened|worsens",
        "with/without",
        "internal|internally/external|externally",
        "adults|adult/children|child|minors|minor",
        "written|writing/oral|orally|verbal|verbally",
        "part-time/full-time",
        "employer|employers/employee|employees",
        "buyer|buyers/seller|sellers",
        "landlord|landlords/tenant|tenants",
        "lessor/lessee",
        "customer|customers/supplier|suppliers",
        "voluntary/compulsory|mandatory",
        "temporary|temporarily/permanent|permanently",
        "first/last|second|third",
        "initial/final",
        "daily/weekly|monthly|yearly|annually",
        "weekly/monthly|yearly|annually|quarterly",
        "monthly/yearly|annually|quarterly|annual",
        "quarterly/yearly|annually|annual",
        "paper/electronic",
        "new/existing|used|old",
        "public/private",
        "domestic/foreign|international",
        "gross/net",
        "upper/lower",
        "left/right",
        "male|men|man/female|women|woman",
        "inpatient|inpatients/outpatient|outpatients",
    )
)
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*", re.IGNORECASE)
_FROM_TO = re.compile(r"\bfrom\s+(?P<origin>[^,;.]+?)\s+(?:in)?to\s+(?P<target>[^,;.]+)", re.I)


def opposite_fault(text: str, said: str) -> Fault | None:
    """A word of `text` whose opposite stands in `said`, where neither holds the other's."""
    own = {match.group().casefold() for match in _WORD.finditer(text)}
    source = {match.group().casefold() for match in _WORD.finditer(said)}
    for pair in _OPPOSITES:
        for one, other in (pair, pair[::-1]):
            here, there = own & one, source & other
            if here and there and not source & one and not own & other:
                return f"“{min(here)}” where the source says “{min(there)}”", True
    for word in sorted(own - source):
        against = opposites().get(word, frozenset()) & (source - own)
        if against:
            return f"“{word}” where the source says “{min(against)}”", True
    return None


def role_fault(text: str, said: str) -> Fault | None:
    """Whether `text` has the two sides of a clause of `said` the other way round."""
    if _voice(text, said) or _voice(said, text):
        return "the source has it the other way round: who does it, and to whom", True
    own = halves(text)
    if is_mutual(said, said):
        return _moved_fault(text, said)
    if own is not None:
        reading = Reading(text, content_tokens(text), (), ())
        for clause in meant(reading, said):
            other = halves(clause)
            if other is not None and _alike(own, other) and _swapped(own, other):
                return "the source has it the other way round: who does it, and to whom", True
    return _moved_fault(text, said) or _plain_fault(text, said)


def _alike(own: Halves, other: Halves) -> bool:
    """Whether two clauses have one verb and one voice. "X is told of Y" is "Y is reported to X"."""
    if own.passive != other.passive:
        return False
    return own.verb == other.verb or (not own.passive and same(own.verb, other.verb))


def _swapped(own: Halves, other: Halves) -> bool:
    crossed = [w for w in own.before if held(w, other.behind) and not held(w, other.before)]
    back = [w for w in own.behind if held(w, other.before) and not held(w, other.behind)]
    return bool(crossed) and bool(back)


_PASSIVE_BY = re.compile(
    r"(?P<whom>\w+) (?P<link>(?:that|who|which) )?(?:is|are|was|were|be|been) (?P<verb>\w+) by\b",
    re.IGNORECASE,
)


def _voice(passive: str, active: str) -> bool:
    """Whether "A that is told by B" stands in `passive` and "A that tells" in `active`."""
    for match in _PASSIVE_BY.finditer(passive):
        link = match["link"] or ""
        if not content_tokens(match["whom"]):
            continue
        found = re.finditer(rf"\b{match['whom']}\w* {link}(\w+)(?! by\b)\b", active, re.IGNORECASE)
        if any(same(stem(o[1].casefold()), stem(match["verb"].casefold())) for o in found):
            return True
    return False


def _moved_fault(text: str, said: str) -> Fault | None:
    own, other = _FROM_TO.search(text), _FROM_TO.search(said)
    if own is None or other is None:
        return None
    stems = [
        frozenset(t.stem for t in content_tokens(part))
        for part in (own["origin"], own["target"], other["origin"], other["target"])
    ]
    if stems[0] & stems[3] - stems[2] and stems[1] & stems[2] - stems[3]:
        return "the source has “from” and “to” the other way round", True
    return None


def _plain_fault(text: str, said: str) -> Fault | None:
    """The same words with two of them changed over around one that stays: "A verb B", "B verb A",
    where no auxiliary shows the verb."""
    if halves(text) is not None or halves(said) is not None:
        return None
    own = [t.stem for t in content_tokens(text)]
    other = [t.stem for t in content_tokens(said)]
    for at, verb in enumerate(own[1:-1], 1):
        for there, word in enumerate(other[1:-1], 1):
            if same(verb, word):
                mine = Halves(frozenset(own[:at]), verb, frozenset(own[at + 1 :]))
                theirs = Halves(frozenset(other[:there]), word, frozenset(other[there + 1 :]))
                if _swapped(mine, theirs):
                    return "the source has it the other way round: who does it, and to whom", True
    return None
