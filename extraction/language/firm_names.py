"""Names of firms that a parse takes apart: "Grant & Lowe LLP", "Smith, Hale and Partners",
"Baxter Foods, Inc." each become one noun of the parse, so that who acts in a sentence is the firm
and not each of the words that it is named by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extraction.language.parse import Parse

LEGAL_FORMS = frozenset(
    "ltd limited inc incorporated corp corporation gmbh ag plc llc llp lp l.p l.l.c l.l.p n.a sa"
    " s.a sas bv b.v nv n.v ab as oy spa s.p.a srl s.r.l pty kg co company".split()
)
"""Lower-case, without the full stop behind them."""

_BEHIND_COMMA = LEGAL_FORMS - {"as", "company", "corporation", "limited"}
# What "and" leads to in the name of one firm, and in no list of two.
_PARTNERS = frozenset("partners sons associates brothers bros daughters co company llp".split())
_CLOSING = LEGAL_FORMS | _PARTNERS
_NAME_TAGS = frozenset({"NNP", "NNPS", "NN", "NNS"})
_SINGULAR = frozenset({"is", "was", "has", "does"})


Firm = tuple[int, int]
"""First and last token of a name."""


def with_whole_firms(parse: Parse) -> Parse:
    """`parse` with each firm's name as one noun phrase and one named entity; itself where it names
    none. A heading is left alone: in "Violations & Enforcement" every word may be capitalised."""
    if parse.kind == "heading":
        return parse
    groups = list(_groups(parse))
    if not groups:
        return parse
    tag, dep, head = list(parse.tag), list(parse.dep), list(parse.head)
    for group in groups:
        _as_nouns(parse, group, tag, dep, head)
    firms = [firm for group in groups for firm in group]
    return replace(parse, tag=tag, dep=dep, head=head, entities=_with_firms(parse, firms))


def _with_firms(parse: Parse, firms: list[Firm]) -> list[tuple[int, int, str]]:
    """The named entities with the firms in place of what overlaps them. Words that only "&" joins
    ("Maternity & Newborn Care") are named where the model saw a name in them."""
    entities = parse.entities
    for first, last in firms:
        kept = [e for e in entities if e[1] <= first or e[0] > last]
        if len(kept) < len(entities) or bare(parse.lower[last]) in _CLOSING:
            entities = sorted([*kept, (first, last + 1, "ORG")])
    return entities


def _groups(parse: Parse) -> Iterator[list[Firm]]:
    """One firm, or two that "and" joins, left to right, none overlapping."""
    done = 0
    for start, stop in parse.sentences:
        for token in range(start + 1, stop - 1):
            if token > done:
                left = max(start, done)
                group = _two(parse, token, left, stop) or _one(parse, token, left, stop)
                if group:
                    done = group[-1][1] + 1
                    yield group


def _two(parse: Parse, token: int, start: int, stop: int) -> list[Firm]:
    """The firms on either side of an "and", where both end in their legal form."""
    if parse.lower[token] != "and" or not (
        _closes(parse, token - 1) and _capital(parse, token + 1)
    ):
        return []
    first, last = _run_left(parse, token - 1, start), _run_right(parse, token + 1, stop)
    return [(first, token - 1), (token + 1, last)] if _closes(parse, last) else []


def _one(parse: Parse, token: int, start: int, stop: int) -> list[Firm]:
    firm = _joined(parse, token, start, stop)
    return [] if firm is None else [firm]


def _joined(parse: Parse, token: int, start: int, stop: int) -> Firm | None:
    """The firm that the "&", "and" or comma at `token` holds together; None where it does not."""
    word = parse.lower[token]
    if word not in ("&", "and", ",") or _are_people(parse, token):
        return None
    if not (_capital(parse, token - 1) and _capital(parse, token + 1)):
        return None
    last = _run_right(parse, token + 1, stop)
    closed = bare(parse.lower[last]) in _CLOSING
    if word == ",":
        if not _follows_comma(parse, token + 1) or _closes(parse, token - 1):
            return None
        return _run_left(parse, token - 1, start), token + 1
    first = _listed(parse, _run_left(parse, token - 1, start), start)
    if word == "and" and not (closed and _is_one(parse, first, token, last)):
        return None
    if any(_closes(parse, at) for at in range(first, token)):
        return None  # "Acme Corp. & Beta LLC" are two
    if not closed:
        first = _named_by(parse, first, start)
    if last + 2 < stop and parse.words[last + 1] == ",":
        last += 2 if _follows_comma(parse, last + 2) else 0
    return first, last


def _is_one(parse: Parse, first: int, link: int, last: int) -> bool:
    """Whether "A and B" with a closing word is one firm: surnames before "Partners" or "LLP", or
    the subject of a verb in the singular."""
    ending = bare(parse.lower[last])
    short = all(
        not _capital(parse, at) or not _capital(parse, at + 1) for at in range(first, link - 1)
    )
    if ending in _PARTNERS and short:
        return True
    heads = {parse.head[at] for at in range(first, last + 1)} - set(range(first, last + 1))
    return any(parse.tag[h] == "VBZ" or parse.lower[h] in _SINGULAR for h in heads) or any(
        parse.lower[child] in _SINGULAR for h in heads for child in parse.children[h]
    )


def bare(word: str) -> str:
    """A lower-case word without the full stop behind it."""
    return word.removesuffix(".")


def ends_firm(word: str) -> bool:
    """Whether a word as written is a legal form that nothing of the name follows ("Inc.", not
    "Company", which "Company Rules" goes on after)."""
    return (
        bare(word.lower()) in _BEHIND_COMMA
        and (word[0].isupper() or word == "plc")
        and word != "CO"
    )


def _follows_comma(parse: Parse, token: int) -> bool:
    return ends_firm(parse.words[token])


def _are_people(parse: Parse, link: int) -> bool:
    """Whether a person is named on both sides of `link` ("Sol Kerensky & Justin Murphy")."""
    people = [(a, b) for a, b, label in parse.entities if label == "PERSON"]
    return any(b == link for _, b in people) and any(a == link + 1 for a, _ in people)


def _closes(parse: Parse, token: int) -> bool:
    return bare(parse.lower[token]) in LEGAL_FORMS and parse.words[token][0].isupper()


def _capital(parse: Parse, token: int) -> bool:
    """Whether a token may be part of a firm's name."""
    return parse.words[token][0].isupper() and parse.tag[token] in _NAME_TAGS


def _run_left(parse: Parse, token: int, start: int) -> int:
    """First of the capitalised words that end at `token`."""
    while token > start and _capital(parse, token - 1):
        token -= 1
    return token


def _run_right(parse: Parse, token: int, stop: int) -> int:
    """Last of the capitalised words that begin at `token`; a legal form ends them."""
    while token + 1 < stop and not _closes(parse, token) and _capital(parse, token + 1):
        token += 1
    return token


def _listed(parse: Parse, first: int, start: int) -> int:
    """With the names before it that commas join to it ("Smith, Hale and Partners")."""
    while first - 2 >= start and parse.words[first - 1] == "," and _capital(parse, first - 2):
        before = _run_left(parse, first - 2, start)
        linked = any(
            parse.dep[at] in ("conj", "appos") and before <= parse.head[at] < first - 1
            for at in range(first, min(first + 3, len(parse.words)))
        )
        if not linked or first - 2 - before > 1:
            break
        first = before
    return first


def _named_by(parse: Parse, first: int, start: int) -> int:
    """With what "of" or "for" joins in front ("Centers for Medicare & Medicaid Services")."""
    link = first - 2 if first - 2 > start and parse.lower[first - 1] == "the" else first - 1
    if link > start and parse.words[link] in ("of", "for") and _capital(parse, link - 1):
        return _run_left(parse, link - 1, start)
    return first


def _as_nouns(
    parse: Parse, group: list[Firm], tag: list[str], dep: list[str], head: list[int]
) -> None:
    """The words of a firm hang on its last one; the first firm of a group takes the place that
    the highest of all its words has in the sentence, the second is its conjunct."""
    tokens = range(group[0][0], group[-1][1] + 1)
    top = min(tokens, key=lambda token: (_depth(parse, token), token))
    above, relation = parse.head[top], parse.dep[top]
    main = group[0][1]
    for first, last in group:
        for token in range(len(head)):
            if first <= head[token] <= last and token not in tokens:
                head[token] = last
        for token in range(first, last + 1):
            head[token], dep[token] = last, "compound"
            tag[token] = "NNP" if parse.words[token][0].isupper() else tag[token]
        head[last], dep[last] = main, "conj"
    if len(group) > 1:
        head[main + 1], dep[main + 1] = main, "cc"
    head[main], dep[main] = main if above == top else above, relation


def _depth(parse: Parse, token: int) -> int:
    steps = 0
    while parse.head[token] != token and steps < 200:
        token, steps = parse.head[token], steps + 1
    return steps
