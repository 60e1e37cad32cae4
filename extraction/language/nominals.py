"""Relations without a verb: apposition ("Alvarez, the CAPA coordinator"), possession ("Acme's
warehouse"), and definitions ("Act means the Social Security Act")."""

from __future__ import annotations

import re

from extraction.language import quality
from extraction.language.arguments import Phrase
from extraction.language.item_conditions import goes_on_in_items
from extraction.language.noun_phrases import base_phrase, whole_phrase
from extraction.language.open_ends import OPENS_LIST
from extraction.language.parse import FINITE, Parse
from graph.model import Relation, Span

MAX_DEFINITION = 60  # words
_DEFINING = re.compile(
    r"[\"”]?(?:,? (?:or|and) [\w ]{2,40}?)?(?: \([^)]{1,40}\))?,?\s+"
    r"(?P<verb>[Mm]eans?|shall mean|stands for|refers to|[Hh]as(?= the (?:same )?meaning\b))\b"
    r"(?! of\b| or\b)"
    r"(?:,\s(?P<scope>(?:in relation to|with respect to|in respect of|in the case of)\s[^,]{1,60}),"
    r"(?=\s(?:an?|the|any|all|each|every)\b))?"
    r",?\s*(?:the (?=(?:same )?meaning\b))?(?P<body>.*)",
    re.DOTALL,
)
_ARTICLE = re.compile(r"(?:an?|the|any) ")
_ENDED = re.compile(r"\s*[.;]")
# "For the purposes of this section, “fair” means …": the words before a term's quotation mark
_PURPOSES = re.compile(
    r"(?:for the purposes? of|in|under|within) (?:th(?:is|e) )?(?:section|sub-?section|part|chapter"
    r"|division|paragraph|article|clause|rule|regulation|schedule|annex|appendix)s?\b"
    r"(?:[^.,;:\n\"“]{0,40}[^.,;:\s\"“])?(?=,?\s+[\"“]?\Z)",
    re.IGNORECASE,
)
# a second term behind the meaning of the first: "…, and “the Board” means …"
_NEXT_TERM = re.compile(
    r"[,;]?\s+and\s+[\"“](?:(?:the|an?)\s)?[^\"”“\n]{1,60}[\"”],?\s+"
    r"(?:means?|shall mean|includes?|has the meaning|refers to|stands for)\b"
)
_LEMMA = {"mean": "mean", "means": "mean", "shall mean": "mean", "stands for": "stand for",
          "refers to": "refer to", "has": "have"}  # fmt: skip


def nominal_relations(parse: Parse, sentence: tuple[int, int], text: str) -> list[Relation]:
    """Appositions and possessions of proper names in one sentence."""
    found: list[Relation] = []
    start, stop = sentence
    for token in range(start, stop):
        dep, head = parse.dep[token], parse.head[token]
        if dep == "appos" and parse.tag[token][:2] == "NN" and parse.tag[head][:3] == "NNP":
            first, last = whole_phrase(parse, token, clauses=False)
            opening = parse.left[token]
            if parse.words[opening - 1] != "," or "including" in parse.lower[head:opening]:
                continue
            if parse.lower[opening] not in ("a", "an", "the"):
                continue
            if _opens_a_clause(parse, token) or _is_named_itself(parse, token, opening):
                continue
            if _stands_apart(parse, head, opening) or parse.words[opening + 1] in ('"', "“", "‘"):
                continue  # '…, the "Parties"' defines a term
            if parse.child(token, "conj") is not None or parse.child(head, "conj") is not None:
                continue
            owner = base_phrase(parse, head)
            if parse.tag[owner[0]] == "CD" or _is_member_of_list(parse, head, token, last):
                continue  # "for 10 Kg, a surplus of 3"
            found.append(
                _nominal(
                    parse, sentence, owner, "be", opening, (first, last), token, "apposition", text
                )
            )
        elif dep == "poss" and parse.tag[token][:3] == "NNP" and parse.tag[head][:2] == "NN":
            marker = parse.child(token, "case")
            if marker is None or marker != token + 1:
                continue
            owner = base_phrase(parse, token)
            first, last = base_phrase(parse, head)
            first = max(first, marker + 1)
            if first > last:
                continue  # what is owned stands before its owner
            found.append(
                _nominal(
                    parse, sentence, owner, "have", marker, (first, last), head, "possession", text
                )
            )
    return found


def _stands_apart(parse: Parse, name: int, opening: int) -> bool:
    """Whether more than the name's own phrase stands between it and its apposition: a verb, or the
    end of the brackets that the name stands in."""
    between = range(name + 1, opening - 1)
    brackets = [parse.words[t] for t in between if parse.words[t] in ("(", ")", "[", "]")]
    verb = any(parse.tag[t][:2] in ("VB", "MD") for t in between)
    return verb or brackets[:1] in ([")"], ["]"])


def _opens_a_clause(parse: Parse, noun: int) -> bool:
    """Whether a finite verb follows the apposition of `noun`: it is that verb's subject ("where it
    becomes an Exchange, the whole of Part 3 will apply")."""
    after = parse.right[noun] + 1
    if parse.words[after : after + 1] == ["("] and ")" in parse.words[after:]:
        after = parse.words.index(")", after) + 1
    return after < len(parse.tag) and parse.tag[after] in ("MD", "VBZ", "VBP", "VBD")


def _is_member_of_list(parse: Parse, name: int, noun: int, last: int) -> bool:
    """Whether what stands behind the comma, up to `last`, goes on with a list ("the Warden, a guard
    of the quay, the mayor, and others") or is one thing beside several ("Shares, a letter")."""
    behind = parse.words[noun : last + 1]
    listed = "," in behind and bool({"and", "or"} & set(behind))
    single = parse.lower[parse.left[noun]] in ("a", "an")
    return listed or (single and parse.tag[name] == "NNPS")


def _is_named_itself(parse: Parse, noun: int, opening: int) -> bool:
    """Whether what stands behind the comma is a defined term alone ("the Limit, the Plan shall"),
    which describes nothing."""
    alone = noun == opening + 1 and parse.tag[noun] in ("NNP", "NNPS")
    return alone and parse.right[noun] == noun and parse.lower[opening] == "the"


def definition(term: Span, statement: Span, text: str) -> Relation | None:
    """The definition of `term`, whose object is all that defines it; None where a list does. A term
    in quotation marks is stated with the mark that opens it."""
    match = _DEFINING.match(text, term.end, statement.end)
    if match is None:
        return None
    body = match.group("body")
    if (following := _NEXT_TERM.search(body)) is not None:
        body = body[: following.start()]
    body = body.rstrip(" .;")
    if not body or body.endswith((":", "--", "—")) or not body[0].isalnum():
        return None
    begin = match.start("body")
    if match["verb"][0].isupper() and (article := _ARTICLE.match(body)):
        # as the parse of a glossary's line has it
        body, begin = body[article.end() :], begin + article.end()
    scope = Span(*match.span("scope")) if match["scope"] else None
    words = len(body.split())
    why = (
        "" if 1 <= words <= MAX_DEFINITION and body.count("(") == body.count(")") else "long object"
    )
    if goes_on_in_items(text[term.start : statement.end]) and not _ENDED.match(
        text, match.start("body") + len(body)
    ):
        why = OPENS_LIST
    before = _PURPOSES.search(text, max(0, term.start - 120), term.start)
    scopes = [Span(*before.span())] if before else []
    scopes += [scope] if scope else []
    return Relation(
        statement=_with_opening_mark(statement, text),
        subject=term,
        predicate=_LEMMA[match.group("verb").lower()],
        predicate_span=Span(*match.span("verb")),
        object=Span(begin, begin + len(body)),
        value=quality.as_value(body, words),
        modality="none",
        polarity="positive",
        rule="definition",
        qualifiers=tuple(("restriction", span) for span in scopes),
        why_weak=why,
    )


def _with_opening_mark(statement: Span, text: str) -> Span:
    opened = text[: statement.start].endswith(('"', "“"))
    return Span(statement.start - opened, statement.end)


def _nominal(
    parse: Parse, sentence: tuple[int, int], owner: tuple[int, int], predicate: str, link: int,
    owned: tuple[int, int], head: int, rule: str, text: str,
) -> Relation:  # fmt: skip
    subject, obj = parse.span(*owner), parse.span(*owned)
    statement = parse.span(sentence[0], sentence[1] - 1)
    surface = text[obj.start : obj.end]
    said = text[statement.start : statement.end]
    before = text[max(0, statement.start - 8) : statement.start]
    why = quality.sentence_weakness(parse, *sentence, said, before)
    value = quality.as_value(surface, owned[1] - owned[0] + 1)
    if not any(parse.tag[t] in FINITE for t in range(*sentence)):
        why = why or "no main verb"  # things listed side by side
    if rule == "possession":
        why = why or "possession says little by itself"
    why = (
        why
        or quality.subject_weakness(
            parse, Phrase(owner[1], *owner), text[subject.start : subject.end]
        )
        or quality.object_weakness(parse, Phrase(head, *owned), surface, value, words=False)
    )
    return Relation(
        statement=statement,
        subject=subject,
        predicate=predicate,
        predicate_span=parse.span(link, link),
        object=obj,
        value=value,
        modality="none",
        polarity="positive",
        rule=rule,
        why_weak=why,
    )
