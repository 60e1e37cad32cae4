"""A fact as a sentence that a person would write, in the words of its evidence.

The one place where names of facts are made. Subject, object, roles and qualifiers are quoted with
their articles; the verb is quoted with its auxiliaries where these say what the fact says, else it
is inflected. Adverbs stay at the verb or before the object. The object comes first after the
verb, all others in the order of the text; what the text puts before its verb comes last, or keeps
its place between commas where it would seem to belong to a clause at the end, or speaks of all
cases of a denial.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extraction.fact_verb import DENIAL, fact_verb, plain, plain_words, with_adverb
from extraction.row_facts import is_row
from graph.identity import normalise_surface
from graph.model import Evidence, Fact, Span

_DETERMINERS = (
    r"(?:(?:all|both)\s+(?:the|of the|its|their|our)|an?|the|its|their|his|her|our|your|my|any|each"
    r"|every|all|this|these|those|such|some|both|another|either)\s+"
)
_BEFORE = re.compile(rf"(?<![\w'’-]){_DETERMINERS}\Z", re.IGNORECASE)
_OPENING = re.compile(rf"\A(?:only\s+(?:{_DETERMINERS})?|{_DETERMINERS})", re.IGNORECASE)
_ONLY = re.compile(r"(?<!\bthe )(?<!\bnot )(?<!\bits )\b(?P<only>only)\s+\Z", re.IGNORECASE)
_PREPOSITIONS = frozenset(
    """about across after against among around as at before behind beneath beside between beyond by
    during for from in inside into of off on onto out outside over through to toward under until up
    upon with within without""".split()
)
_OPENERS = frozenset(
    """if when where whenever wherever while once unless except notwithstanding subject provided for
    in on at by within before after upon until till during without with from to under as no not any
    each every only prior following the a an this that such except despite because since save having
    being should""".split()
)
_RELATIVE = re.compile(
    r"(?:that|which|who|whom|whose)\b"
    r"|(?!(?:during|according|following|including|regarding|notwithstanding|provided|when|then|often"
    r"|even)\b)(?:\w+(?:ed|ing|en|wn)|held|made|kept|paid|sent|left|sold|built|bought|found|set|met"
    r"|brought|lost)\b",
    re.IGNORECASE,
)
# "in which", "to whom", "the price of which": a clause that only a noun right before it can have
_ON_WHICH = re.compile(r"(?:[\w-]+ ){0,3}?(?:which|whom|whose|where)\b", re.IGNORECASE)
_AND = re.compile(r",?\s+and\s+")
# what may stand between a subject with all its words and its verb
_HELPERS = frozenset(
    """must shall should may might can could will would cannot is are was were be been being has
    have had do does did not""".split()
)
_STATING = frozenset({"be", "have"})
# one word, or one with its degree, that stands by the verb
_ADVERB = re.compile(
    r"(?:(?:very|more|most|less|quite|too|so|almost|not)\s)?(?:[a-z]+ly|often|sometimes|always|never"
    r"|ever|seldom|only|also|still|now|even|once|soon|then|already|again|just|first|thus|later|yet"
    r"|hardly|instead|further|long|since)\Z",
    re.IGNORECASE,
)
# words that open a clause or join its parts: what follows them would seem to belong there
_CLAUSE = re.compile(
    r"(?:\b(?:that|which|who|whom|whose|whether|if|when|where|while|because|although|unless|until"
    r"|how|why|to|and|or)\b|,)\s",
    re.IGNORECASE,
)


_IF_ANY = re.compile(r"if (?:any|applicable)", re.IGNORECASE)
_HEADS_BEFORE = 2_000  # characters before a head in which the other heads of its table stand
# behind a "not" they would say less: "in all cases, it shall not apply"
_ALL = re.compile(r"\b(?:all|every|each|both|always|everywhere|throughout)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FactSentence:
    """`subject` in the words of the text; `rest` is how it goes on, with a blank or a comma in
    front; `opening` is what stands before the subject, with a capital."""

    subject: str
    rest: str
    opening: str = ""


def fact_sentence(fact: Fact, evidence: Sequence[Evidence], text: str) -> FactSentence:
    """The sentence of `fact` by its best evidence in the document `text`."""
    best = next((one for one in evidence if one.status == "shown"), evidence[0])
    if is_row(best):
        return FactSentence(plain_words(text, best.subject), _row(fact, best, text))
    opening = _opening(text, best)
    subject = plain_words(text, opening)
    says_no = _says_no(fact, best, text)
    said = replace(fact, polarity="positive") if says_no else fact
    verb, quoted = fact_verb(said, best, text)
    near, far = _pieces(best, text, opening, quoted=quoted)
    tail = f"no {_object(fact, best, text)}" if says_no else _object(fact, best, text)
    tail = " ".join([tail, *_at(far, "object")])
    for adverb in reversed(_at(far, "verb")):
        verb = with_adverb(verb, adverb, ahead=_stands_ahead(best, adverb, text))
    moved = [piece for piece in far if piece.place in ("front", "middle")]
    moved.sort(key=lambda piece: _CLAUSE.search(piece.words) is not None)  # clauses last
    turned = fact.polarity == "negative" and any(_ALL.search(piece.words) for piece in moved)
    if not turned and _may_end(best, [tail, *_at(far, "behind")]):
        parts = [*near, verb, *_at(far, "ahead"), tail, *_at(far, "behind")]
        return FactSentence(subject, _run([*parts, *(_lowered(piece.words) for piece in moved)]))
    front, middle = _at(moved, "front"), _at(moved, "middle")
    parts = [*near, *([f", {', '.join(middle)},"] if middle else []), verb]
    rest = _run([*parts, *_at(far, "ahead"), tail, *_at(far, "behind")])
    first = ", ".join(front)
    return FactSentence(subject, rest, first[:1].upper() + first[1:])


def _at(pieces: Sequence[_Piece], place: str) -> list[str]:
    return [_joined(piece) for piece in pieces if piece.place == place]


def _run(parts: Sequence[str]) -> str:
    return "".join(f" {part}" for part in parts if part).replace(" ,", ",")


def _may_end(best: Evidence, last: Sequence[str]) -> bool:
    """Whether more may follow `last` without seeming to belong to a clause in there."""
    return best.rule == "passive-agent" or not any(_CLAUSE.search(words) for words in last)


def sentence_name(name: str, said: FactSentence) -> str:
    """The whole sentence: the `name` of the subject with the article that it has in the text, or
    the words of the text where they are its plural; for others ("it", an acronym) the bare name."""
    name = plain(name)
    article = _OPENING.match(said.subject)
    words = said.subject[article.end() :] if article else said.subject
    theirs, ours = normalise_surface(words), normalise_surface(name)
    if theirs == ours:
        subject = name if article is None or _OPENING.match(name) else f"{article.group()}{name}"
    else:
        subject = said.subject if theirs.rstrip("s") == ours.rstrip("s") else name
    if said.opening:
        lowered = _OPENING.match(subject) is not None
        subject = subject[:1].lower() + subject[1:] if lowered else subject
        return f"{said.opening}, {subject}{said.rest}"
    if subject.split(" ", 1)[0].islower():
        subject = subject[:1].upper() + subject[1:]
    return f"{subject}{said.rest}"


# --- nouns and qualifiers ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Piece:
    """A role or qualifier. `place`: with the object, behind or ahead of it, at the verb, in front
    of the subject or in the middle between the two; `comma`: one stands before it."""

    words: str
    place: Literal["object", "behind", "ahead", "verb", "front", "middle"] = "behind"
    comma: bool = False


def _joined(piece: _Piece) -> str:
    return f", {piece.words}" if piece.comma else piece.words


def _pieces(
    best: Evidence, text: str, subject: Span, *, quoted: bool
) -> tuple[list[str], list[_Piece]]:
    """What stays with the `subject` ("that holds keys"), and what follows the verb. `quoted`: the
    verb is, with the qualifiers that stand within it."""
    parts = (subject, best.object, best.predicate if quoted else None)
    placed = [span for span in parts if span is not None]
    last: Span | None = None  # of what stands behind
    moved: Span | None = None  # the last of what stands before the verb
    near: list[str] = []
    held = best.subject  # with what stays with it
    behind: list[_Piece] = []
    front: list[_Piece] = []
    for kind, span in sorted(best.qualifiers, key=lambda item: (item[1].start, -item[1].end)):
        if any(other.contains(span) for other in placed):
            continue
        placed.append(span)
        words = plain_words(text, span).strip(" ,;")
        adverb = _ADVERB.match(words) is not None and span.end <= best.predicate.end
        narrows = not (adverb and kind != "restriction") and (
            _restricts_subject(best, span, text) or _stands_at_subject(best, span, held, text)
        )
        if _is_if_any(best, span, words, text):
            near.append(f", {words},")  # "the rest of it, if any, shall be paid"
            held = Span(held.start, max(held.end, span.end))
        elif narrows or _restricts_thing(best, kind, span, text):
            near.append(words)
            held = Span(held.start, max(held.end, span.end))
        elif adverb:
            front.append(_Piece(words.lower(), "verb"))
        elif _restricts_object(best, span, text):
            behind.append(_Piece(words, "object"))
        elif span.end <= max(best.predicate.start, best.subject.start):
            place: Literal["front", "middle"] = (
                "middle" if span.start >= best.subject.end else "front"
            )
            if moved is not None and front and text[moved.end : span.start].isspace():
                words = f"{front.pop().words} {words}"  # no comma parts it from the clause before
            moved = span
            front.append(_Piece(words, place))
        elif _is_ahead(best, kind, span, text):
            behind.append(_Piece(words, "ahead"))
        else:
            if last is not None and _AND.fullmatch(text, last.end, span.start):
                words = f"and {words}"
            last = span
            behind.append(_Piece(words, comma=text[: span.start].rstrip()[-1:] == ","))
    return near, [*behind, *front]


def _restricts_thing(best: Evidence, kind: str, span: Span, text: str) -> bool:
    """Whether `span` narrows what an instruction acts on, which stands behind its verb."""
    if best.rule != "instruction" or kind != "restriction" or span.start < best.subject.end:
        return False
    behind = text[best.subject.end : span.start].isspace()
    opened = (pattern.match(text, span.start, span.end) for pattern in (_RELATIVE, _ON_WHICH))
    return behind and any(opened)


def _is_if_any(best: Evidence, span: Span, words: str, text: str) -> bool:
    """Whether "if any" stands between the commas behind the subject and its verb."""
    between = best.subject.end <= span.start < span.end <= best.predicate.start
    parted = text[max(0, span.start - 4) : span.start].rstrip()[-1:] == ","
    return between and parted and _IF_ANY.fullmatch(words) is not None


def _stands_ahead(best: Evidence, adverb: str, text: str) -> bool:
    """Whether `adverb` stands before the verb and its denial in the text."""
    before = plain_words(text, Span(best.statement.start, best.predicate.start))
    said = re.search(rf"\b{re.escape(adverb)}\b", before, re.IGNORECASE)
    return said is not None and DENIAL.search(before) is None


def _is_ahead(best: Evidence, kind: str, span: Span, text: str) -> bool:
    """Whether a slot stands before the object and stays there: "gives the tenant a receipt", an
    adverb."""
    if best.object is None or span.end > best.object.start:
        return False
    words = plain_words(text, span)
    if kind == "recipient" and words.split(" ", 1)[0].lower() not in _PREPOSITIONS:
        return True
    determined = _determined(text, best.object, _floor(best, best.object))
    follows = text[span.end : determined.start].isspace()
    return follows and _ADVERB.match(words) is not None


def _restricts_subject(best: Evidence, span: Span, text: str) -> bool:
    """Whether `span` stands between subject and verb and narrows the subject."""
    if not best.subject.end <= span.start <= span.end <= best.predicate.start:
        return False
    between = text[best.subject.end : span.start]
    if _RELATIVE.match(text, span.start, span.end):
        return "," not in between
    behind = text[span.end : best.predicate.start].strip()
    of_subject = behind == "," and text.startswith("of ", span.start)
    return not between.strip() and (not behind or of_subject)


def _stands_at_subject(best: Evidence, span: Span, held: Span, text: str) -> bool:
    """Whether `span` stands right behind the subject, as far as that reaches (`held`), and only
    helpers and adverbs between it and the verb ("boats in which salt is kept must be")."""
    if not held.end < span.start < span.end <= best.predicate.start:
        return False
    if not text[held.end : span.start].isspace():
        return False
    between = text[span.end : best.predicate.start]
    for _, other in best.qualifiers:
        if span.end <= other.start < other.end <= best.predicate.start:
            start, end = other.start - span.end, other.end - span.end
            between = between[:start] + " " * (end - start) + between[end:]
    words = between.lower().split()
    return all(word in _HELPERS or _ADVERB.match(word) for word in words)


def _restricts_object(best: Evidence, span: Span, text: str) -> bool:
    """Whether `span` stands right behind an object that its sentence names first ("a fair of the
    guild, held in May, shall be called by the warden")."""
    named = best.object
    if best.rule != "passive-agent" or named is None or span.end > best.predicate.start:
        return False
    return named.end < span.start and text[named.end : span.start].isspace()


def _object(fact: Fact, best: Evidence, text: str) -> str:
    if best.object is None:
        return fact.value.value if fact.value else ""
    return _lowered(_with_determiner(text, best.object, _floor(best, best.object)))


def _says_no(fact: Fact, best: Evidence, text: str) -> bool:
    """Whether the fact denies by a "no" before its object, which stays there under "have" and
    "be": "is under no liability"."""
    span = best.object
    if span is None or fact.polarity != "negative" or fact.predicate.split()[0] not in _STATING:
        return False
    before = text[best.predicate.end : span.start]
    denied = DENIAL.search(plain_words(text, best.predicate)) is not None
    return not denied and before.strip().lower() == "no"


def _floor(best: Evidence, span: Span) -> int:
    """Where words of `span`'s sentence begin: nothing before that is said by the fact."""
    return best.statement.start if best.statement.contains(span) else 0


def _opening(text: str, best: Evidence) -> Span:
    """The subject with its article, and with an "only" before it, which is said of nothing else."""
    subject, floor = best.subject, _floor(best, best.subject)
    whole = _determined(text, subject, floor)
    only = _ONLY.search(text, max(floor, whole.start - 12), whole.start)
    return Span(only.start("only") if only else whole.start, subject.end)


def _with_determiner(text: str, span: Span, floor: int = 0) -> str:
    """The words of `span` with the article or the like that stands before it, from `floor` on."""
    return plain_words(text, _determined(text, span, floor))


def _determined(text: str, span: Span, floor: int = 0) -> Span:
    found = _BEFORE.search(text, max(floor, span.start - 24), span.start)
    start = found.start() if found else span.start
    if text[start : span.start].lower().startswith("both ") and text.startswith(" and ", span.end):
        start += len("both ")  # "both A and B" is taken apart
    return Span(start, span.end)


def _lowered(words: str) -> str:
    """What opened a sentence, for a place within one; names keep their capital."""
    first = words.split(" ", 1)[0]
    return words[:1].lower() + words[1:] if first.lower() in _OPENERS else words


def _row(fact: Fact, best: Evidence, text: str) -> str:
    """A table row under a column head: " · Retention period: 7 years"."""
    value = plain_words(text, best.object) if best.object is not None else ""
    head = plain_words(text, best.predicate).rstrip(":")
    return f" · {_counted(fact, head, best, text)}{head}: {value}"


def _counted(fact: Fact, head: str, best: Evidence, text: str) -> str:
    """What a head that is a bare figure counts, as the heads before it have it ("Day 5")."""
    counted = fact.predicate.removeprefix("has ").removesuffix(head.lower()).rstrip()
    if any(map(str.isalpha, head)) or not fact.predicate.endswith(f"{counted} {head.lower()}"):
        return ""
    words = r"\s+".join(map(re.escape, counted.split()))
    before = text[max(0, best.predicate.start - _HEADS_BEFORE) : best.predicate.start]
    found = re.findall(words, before, re.IGNORECASE) if counted else []
    return f"{' '.join(found[-1].split())} " if found else ""
