"""What hangs on the verb of a clause beside subject and object, each part with its role.

Roles: ``recipient``, ``purpose``, ``manner``, ``source``, ``place``, ``time``, ``amount``; what
only narrows the statement is a ``restriction``, how often a ``frequency``, "primarily" a
``limit``.
Conditions, exceptions and deadlines are read before (qualifiers.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extraction.language.modality import VerbGroup
from extraction.language.parse import Parse

# What binds a sentence to the one before it says nothing of the fact.
DISCOURSE = frozenset(
    """also however therefore thus furthermore moreover additionally hence consequently accordingly
    then instead rather indeed nevertheless nonetheless further finally firstly secondly lastly
    besides similarly likewise overall meanwhile notably importantly specifically namely so too
    please simply whereas hereby""".split()
)
DISCOURSE_PHRASE = re.compile(
    r"(?:in addition|in general|in any event|in particular|in fact|in turn|in contrast|by contrast"
    r"|in conclusion"
    r"|in summary|in other words|in this (?:regard|respect|way)|for example|for instance|of course"
    r"|as follows"
    r"|as a result|as such|as well|at the same time|on the other hand|on the contrary|to date"
    r"|among other things|above all|after all|in short)\b(?! (?:to|of|for)\b)",
    re.IGNORECASE,
)
_FREQUENCY = re.compile(
    r"(?:each|every)\b(?: \w+){0,3} (?:days?|weeks?|months?|quarters?|years?|hours?|minutes?)\b"
    r"|(?:daily|weekly|monthly|quarterly|annually|yearly|biannually|hourly|periodically|regularly"
    r"|routinely|frequently|often|sometimes|occasionally|always|usually|typically|generally"
    r"|normally|commonly|continuously|repeatedly|once|twice"
    r"|on an? (?:\w+ )?(?:\w+ly|regular|rolling|ongoing|periodic|recurring|continuous) basis"
    r"|(?:at least )?(?:once|twice|\w+ times) (?:a|an|per|each|every)"
    r"|from time to time)\b",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"(?:primarily|mainly|mostly|largely|principally|partly|partially|predominantly|substantially"
    r"|almost|nearly|approximately|only|solely|exclusively|merely|at least|at most"
    r"|up to (?=[$€£¥\d]|one|two|three|four|five|six|ten|half|an?\b)"
    r"|no (?:more|less|fewer) than|not (?:more|less) than|in part|in whole)\b",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_PERIOD = (
    r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|century|decades?|periods?"
    r"|morning|afternoon|evening|night|date|time|moment|anniversary|season|spring|summer|fall"
    r"|autumn|winter|future|past|beginning|end|start|hearing|meeting|term|fiscal 20\d\d)"
)
_TIME = re.compile(
    r"(?:during|in advance|before|after|until|till|since|throughout|prior to|following"
    r"|as of|pending"
    r"|not later than|no later than|within|currently|recently|previously|today|now|later|earlier"
    r"|already|still|once|last|this|next(?! to)|beginning|starting|effective|thereafter|ago)\b"
    r"|(?:in|on|at|by|from|for|over|through|around|about|late in|early in)? ?"
    r"(?:the |each |any |a )?"
    rf"(?:[\w'’-]+ ){{0,3}}(?:{_PERIOD}\b|{_MONTH} \d|\b(?:19|20)\d\d\b)",
    re.IGNORECASE,
)
_TIMED = frozenset({"in", "on", "at", "by", "for", "over", "through", "from", "between", "around",
                    "about"})  # fmt: skip
_HOURS = frozenset(
    """one two three four five six seven eight nine ten eleven twelve dawn dusk noon midnight
    sunrise sunset""".split()
)
_AMOUNT = re.compile(
    r"(?:by|to|at|for|of|from)? ?(?:an? (?:average|total|amount|rate|maximum|minimum) of |about "
    r"|approximately |up to |over |nearly |almost |less than |more than )*(?:[$€£¥]|usd |eur )?"
    r"\d[\d.,]*(?: ?(?:%|percent|per cent|million|billion|thousand|points?|basis points)|$)",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"by (?:about |almost |nearly |over |roughly )?(?:a|one|two|three) (?:half|third|quarter|fifth"
    r"|sixth|eighth|tenth)s?\Z"
    r"|by (?:about |almost |nearly |over |roughly )?half\Z",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"(?:under|pursuant to|according to|as (?:required|provided|defined|described|specified"
    r"|permitted|set forth|amended|prescribed|determined|stated|noted|discussed)|based (?:up)?on"
    r"|because|due to|owing to|as a result of|from|on the basis of|in response to|by reason of"
    r"|by virtue of|upon|per|out of|in view of|in light of|given)\b",
    re.IGNORECASE,
)
_MANNER = re.compile(
    r"(?:in (?:accordance|compliance|conformity|writing|good faith|person|detail|full|whole"
    r"|an? (?:\w+ ){0,3}(?:manner|way|form|format))|in (?:the|such) (?:\w+ )?"
    r"(?:manner|way|form|format)|through|via|by|using|with|without|as|like|on behalf"
    r"|at (?:[\w'’-]+ ){0,3}?(?:expense|cost|risk|discretion|length|random|will|request)"
    r"|in (?:return|exchange)"
    r"|by means of|together|along with|instead of|rather than)\b",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r"(?:for|to|in order to|so that|so as to|for the purpose|in an effort|in support)\b",
    re.IGNORECASE,
)
_RECIPIENT = re.compile(r"(?:to|toward|towards|onto)\b", re.IGNORECASE)
_PLACE = re.compile(
    r"(?:in|at|on|within|outside|inside|near|across|throughout|around|between|among|into|above"
    r"|below|behind|over|off|next to|here|there|where|elsewhere|worldwide|globally"
    r"|internationally)\b",
    re.IGNORECASE,
)
_NARROWING = re.compile(
    r"(?:in (?:connection|respect|relation|the case|cases|excess|addition|lieu|place)"
    r"|with (?:respect|regard)|as to|regarding|concerning|relating|for purposes|against|of|about"
    r"|other than|than)\b",
    re.IGNORECASE,
)
_NO_PART = ("aux", "auxpass", "neg", "prt", "punct", "cc", "mark", "expl", "preconj", "conj",
            "dobj", "attr", "oprd", "acomp", "ccomp", "xcomp", "parataxis", "dep")  # fmt: skip
_ADVERBIAL = ("prep", "advcl", "npadvmod", "tmod", "advmod")
CONCESSIVE = frozenset({"although", "though", "while", "whereas"})
_WHERE = ("wherever", "whenever", "where", "when")
_JOINS = ("and", "or", "nor", "and/or", ",")
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")


UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Part:
    """A dependent of the verb: tokens `first` to `last`. `kind` is empty for what only binds the
    sentence to its context, `UNREAD` for what has no role that is known."""

    kind: str
    head: int
    first: int
    last: int


def verb_chain(parse: Parse, group: VerbGroup) -> list[int]:
    """The verbs of a group from the outer one down to the inner one, adjectives between them
    included ("is likely to")."""
    chain, token = [group.inner], group.inner
    while token != group.outer and parse.head[token] != token:
        token = parse.head[token]
        chain.append(token)
    return chain[::-1]


def leaders(parse: Parse, group: VerbGroup) -> list[int]:
    """The verbs that `group` is coordinated with, nearest first."""
    found, verb = [], group.outer
    while parse.dep[verb] == "conj" and parse.tag[parse.head[verb]][:2] in ("VB", "MD"):
        verb = parse.head[verb]
        found.append(verb)
    return found


def said_of(parse: Parse, start: int, group: VerbGroup) -> bool:
    """Whether what begins at offset `start` and hangs on `group` or a verb it is joined to is said
    of `group`: of "if x, they a and, within 3 days, b", "if x" is said of both verbs and the 3
    days of the second alone."""
    verb = group.outer
    while parse.dep[verb] == "conj" and parse.tag[parse.head[verb]][:2] in ("VB", "MD"):
        above = parse.head[verb]
        joins = [c for c in parse.with_dep(above, "cc") if above < c < verb]
        edge = min(joins[-1] if joins else verb, parse.left[verb])
        if parse.begin[above] < start < parse.begin[edge]:
            return False
        verb = above
    for token in verb_chain(parse, group):
        for below in parse.with_dep(token, "conj"):
            joins = [c for c in parse.with_dep(token, "cc") if token < c < below]
            if not joins or parse.tag[below][:2] != "VB":
                continue
            last = below if below in joint_verbs(parse, group) else parse.right[below] + 1
            if parse.begin[joins[-1]] < start < parse.begin[min(last, len(parse.begin) - 1)]:
                return False
    return True


def joint_verbs(parse: Parse, group: VerbGroup) -> list[int]:
    """The verbs that follow `group` at once and share its object and what stands behind the last of
    them: of "may use, lend or sell records to visitors", "lend" and "sell" for "use"."""
    verb, found = group.inner, []
    while parse.child(verb, "dobj") is None:
        other = _next_verb(parse, verb, group.inner)
        if other is None:
            break
        found.append(other)
        verb = other
    return found


def _next_verb(parse: Parse, verb: int, first: int) -> int | None:
    for holder in dict.fromkeys((verb, first)):
        for other in parse.with_dep(holder, "conj"):
            between = parse.words[verb + 1 : parse.left[other]]
            if (
                other > verb
                and (parse.tag[other] == parse.tag[first] or _bare_under_modal(parse, first, other))
                and between
                and all(word in _JOINS for word in between)
                and parse.child(other, "aux", "auxpass", "nsubj", "nsubjpass") is None
            ):
                return other
    return None


def _bare_under_modal(parse: Parse, first: int, other: int) -> bool:
    """Whether `first` stands under a modal of its own and `other` has the same bare form; the parse
    may take it for a present there ("may by notice vary or revoke an order")."""
    modal = any(parse.tag[helper] == "MD" for helper in parse.with_dep(first, "aux"))
    return modal and parse.tag[first] == "VBP" and parse.tag[other] == "VB"


def parts_of_clause(parse: Parse, group: VerbGroup) -> list[Part]:
    """All parts of the clause but subject, objects, complements and coordinated verbs, in text
    order; what it shares with the verbs it is coordinated with included."""
    chain = verb_chain(parse, group)
    found: list[Part] = []
    chain += joint_verbs(parse, group)
    own = parse.child(group.outer, *_SUBJECTS) is not None
    for verb in (*chain, *leaders(parse, group)):
        for child in parse.children[verb]:
            dep = parse.dep[child]
            if child in chain or dep in _NO_PART or dep in _SUBJECTS or child in group.held:
                continue
            if verb not in chain and (dep not in _ADVERBIAL or (own and dep == "advmod")):
                continue
            if verb not in chain and _is_contrasted(parse, child, group):
                continue
            if said_of(parse, parse.begin[parse.left[child]], group):
                found.append(part_of(parse, child, group))
    return sorted(found, key=lambda part: part.first)


def _is_contrasted(parse: Parse, child: int, group: VerbGroup) -> bool:
    """Whether an adverb or a participle of a verb before "but" is said of that alone ("they often
    work at night, but are entitled to …")."""
    dep = parse.dep[child]
    how = dep == "advmod" or (dep == "prep" and parse.child(child, "pcomp") is not None)
    joins = (parse.lower[c] for verb in leaders(parse, group) for c in parse.with_dep(verb, "cc"))
    return how and "but" in joins


def role_of_words(parse: Parse, first: int, last: int) -> str:
    """The role of words behind a modal that lacks its verb ("must, in accordance with rule 3:")."""
    group = VerbGroup(first, first, "", first, first)
    return _preposition_kind(parse, first, first, parse.text(first, last), group)


def part_of(parse: Parse, child: int, group: VerbGroup) -> Part:
    """The part of the clause of `group` that `child` of one of its verbs heads."""
    first, last = parse.left[child], parse.right[child]
    while last > first and (parse.dep[last] in ("punct", "cc") and parse.words[last] not in ")%"):
        last -= 1
    while first < last and parse.words[first] in (",", ";", ":", "—", "–", "-"):
        first += 1
    for noun in parse.with_dep(parse.head[child], "conj"):
        # "through its head, or his deputy" with the deputy joined to the verb
        gap = range(last + 1, parse.left[noun])
        between = all(parse.dep[t] in ("punct", "cc") for t in gap)
        if parse.tag[noun][:2] == "NN" and len(gap) and between:
            last = parse.right[noun]
    if first == last and parse.lower[first] in _WHERE and parse.tag[first + 1] == "JJ":
        return Part("condition", child, first, first + 1)  # "wherever possible"
    return Part(_kind(parse, child, first, last, group), child, first, last)


def _kind(parse: Parse, child: int, first: int, last: int, group: VerbGroup) -> str:
    dep, words = parse.dep[child], parse.text(first, last)
    if dep == "advmod" and first == last and _binds(parse, child):
        return ""
    if words.lower() == "to date" and parse.lower[first - 1] == "up":
        return "manner"  # "was brought up | to date"
    if DISCOURSE_PHRASE.match(words):
        return ""
    if words.lower().startswith("in order to "):
        return "purpose"
    if _FREQUENCY.match(words):
        return "frequency"
    if _LIMIT.match(words):
        return "limit"
    if dep == "dative":
        return "recipient"
    if dep == "advcl":
        return _clause_kind(parse, child, first, words)
    if dep in ("npadvmod", "tmod"):
        if _AMOUNT.match(words):
            return "amount"
        return "time" if _TIME.match(words) or _dated(parse, child) else UNREAD
    if dep in ("advmod", "amod"):
        return "time" if _TIME.match(words) else ("place" if _PLACE.match(words) else "manner")
    if dep == "agent":
        return "manner" if parse.child(child, "pcomp") is not None else "source"
    if dep == "prep" and first == last:
        return UNREAD  # "which it relies upon"
    if dep == "prep":
        return _preposition_kind(parse, child, first, words, group)
    return UNREAD


def _binds(parse: Parse, adverb: int) -> bool:
    """Whether an adverb only ties the sentence to its context ("also", "Still, …")."""
    word = parse.lower[adverb]
    return word in DISCOURSE or (word == "still" and parse.words[adverb + 1 : adverb + 2] == [","])


def says_when(parse: Parse, verb: int) -> bool:
    """Whether a clause of "while" bounds its main clause ("may be used while it is being charged"):
    it stands behind it without a comma that sets it off as a contrast, or says what goes on
    ("While the bell is ringing, guests may not …")."""
    first = parse.left[verb]
    if parse.lower[first] != "while":
        return False
    if first > parse.head[verb]:
        return parse.words[first - 1] != ","
    return parse.tag[verb] == "VBG" and parse.child(verb, "aux") is not None


def _clause_kind(parse: Parse, verb: int, first: int, words: str) -> str:
    marks = {parse.lower[c] for c in parse.with_dep(verb, "mark")}
    if marks & CONCESSIVE and parse.child(verb, "nsubj", "nsubjpass") is not None:
        return "time" if says_when(parse, verb) else ""
    if parse.lower[first] == "to" or _PURPOSE.match(words):
        return "purpose"
    if parse.lower[first] in ("because", "since", "as", "based", "given"):
        return "source"
    if _TIME.match(words):
        return "time"
    if parse.tag[verb] in ("VBG", "VBN"):
        return "manner"
    return "restriction" if marks or parse.tag[first] in ("WRB", "IN") else UNREAD


def _preposition_kind(parse: Parse, child: int, first: int, words: str, group: VerbGroup) -> str:
    word = parse.lower[child]
    if group.modality in ("must", "may") and (word == "without" or words.startswith("in response")):
        return "condition"
    if _NARROWING.match(words):
        return "restriction"
    if word not in _TIMED and _TIME.match(words):
        return "time"
    if word in (*_TIMED, "to") and _AMOUNT.fullmatch(words):
        year = word in ("in", "by", "from", "to") and re.search(r"\b(?:19|20)\d\d$", words)
        return "time" if year else "amount"
    if word == "by" and _SHARE.match(words):
        return "amount"
    if _MANNER.match(words) and word not in ("by",):
        return "manner"
    if _is_time(parse, child):
        return "time"
    if word == "by":
        return "manner"
    if _SOURCE.match(words):
        return "source"
    if word == "for":
        # "For payments to minors, the cashier must …": where it opens the clause it narrows it
        return "restriction" if first < group.outer else "purpose"
    if _RECIPIENT.match(words):
        return "recipient"
    return "place" if _PLACE.match(words) else "restriction"


def _is_time(parse: Parse, preposition: int) -> bool:
    noun = parse.child(preposition, "pobj")
    if noun is None or parse.lower[preposition] not in _TIMED:
        return False
    word = parse.lower[noun]
    hour = parse.lower[preposition] == "at" and noun == preposition + 1 and word in _HOURS
    period = hour or re.fullmatch(rf"{_PERIOD}|{_MONTH}|(?:19|20)\d\d", word, re.IGNORECASE)
    return bool(period) or _dated(parse, noun)


def _dated(parse: Parse, token: int) -> bool:
    return any(
        first <= token < stop and label in ("DATE", "TIME") for first, stop, label in parse.entities
    )
