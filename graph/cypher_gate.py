"""The gate that every Cypher text of a user passes before a store sees it: one statement that only
reads.

Engines' own read-only modes let ``LOAD CSV FROM 'file:///etc/passwd'`` through (measured on
kglite 0.21.2 and Neo4j 5.26), so the gate works on tokens and on a list of what is allowed:

- the statement begins with a reading clause;
- a bare word that follows a finished expression must be an operator or a reading clause: an
  unknown clause of any dialect is refused without being known;
- writing, loading and administrative words are refused wherever they could be keywords; property
  names, labels, map keys, strings and names in backticks are not keywords;
- procedures and functions with a namespace must be on a short list;
- variable-length patterns have an upper bound; length and nesting are limited; what grows in plain
  sight is refused (`graph.cypher_growth`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from graph.cypher_growth import check_growth, reads_parameters
from graph.cypher_tokens import Token, tokens
from graph.errors import QueryRefused

MAX_LENGTH = 20_000
MAX_NESTING = 40
MAX_TOKENS = 5_000
MAX_HOPS = 15
KEPT_TEXTS = 256
"""Texts that were let through: each question asks the same few."""

PROCEDURES = frozenset({"db.labels", "db.relationshiptypes", "db.propertykeys"})
_NAMESPACES = ("date.", "datetime.", "localdatetime.", "localtime.", "time.", "duration.", "point.")
_FUNCTIONS = frozenset({"vector.similarity.cosine", "vector.similarity.euclidean"})

_OPENING = frozenset({"MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN", "CALL"})
_FORBIDDEN = frozenset(
    """ALTER CREATE CONCURRENT DELETE DENY DETACH DROP FOREACH GRANT INSERT LOAD MERGE
    NODETACH PROFILE REMOVE RENAME REVOKE SET SHOW TERMINATE TRANSACTION TRANSACTIONS USE""".split()
)
_CONTINUES = frozenset(  # may follow an expression, and another may follow them
    """ALL AND AS BY CALL CASE CONTAINS DISTINCT ELSE ENDS IN IS LIMIT MATCH NOT OPTIONAL OR ORDER
    RETURN SKIP STARTS THEN UNION UNWIND WHEN WHERE WITH XOR YIELD""".split()
)
_FINISHES = frozenset("ASC ASCENDING DESC DESCENDING END".split())  # may follow, and end it
_RESERVED_NAMES = _FORBIDDEN | frozenset(
    "END LIMIT MATCH WITH THEN WHEN ELSE CASE WHERE RETURN AND OR EXISTS".split()
)
_PATHS = frozenset({"MATCH", "WHERE", "SHORTEST", "PATH", "PATHS", "AND", "OR", "NOT", "XOR"})
_OPEN, _CLOSE = "([{", {")": "(", "]": "[", "}": "{"}


def check(cypher: str, parameters: Mapping[str, object] | None = None) -> None:
    """Raises `QueryRefused`, with what to do instead, unless `cypher` is one reading statement.
    `parameters` are values: nothing in them is code, but they can ask for too much."""
    found, closing, depends = _checked(cypher)
    if depends:
        check_growth(found, closing, parameters or {})


@lru_cache(maxsize=KEPT_TEXTS)
def _checked(cypher: str) -> tuple[tuple[Token, ...], Mapping[int, int], bool]:
    """The tokens of a text that reads, the pairs of its brackets, and whether what it may ask for
    depends on its parameters. Raises `QueryRefused`, which is not kept."""
    if len(cypher) > MAX_LENGTH:
        raise QueryRefused(
            f"The query has {len(cypher)} characters, more than {MAX_LENGTH}; pass long values as "
            "parameters."
        )
    found = tokens(cypher)
    while found and found[-1].text == ";":
        found.pop()
    if not found:
        raise QueryRefused("The query is empty; write for example: MATCH (d:Document) RETURN d.id")
    if len(found) > MAX_TOKENS:
        raise QueryRefused("The query has too many parts; pass long lists as parameters.")
    closing = _pairs(found)
    _check_words(found)
    _check_calls(found)
    _check_paths(found, closing)
    depends = reads_parameters(found)
    if not depends:
        check_growth(found, closing, {})
    return tuple(found), closing, depends


def quote_reserved(cypher: str) -> str:
    """`cypher` with reserved words in backticks where they stand as property names or column names
    (``r.end``, ``{end: 1}``, ``AS end``), which kglite asks for and Neo4j allows."""
    found = tokens(cypher)
    pieces, position = [], 0
    for index, token in enumerate(found):
        if token.kind != "word" or token.upper not in _RESERVED_NAMES:
            continue
        if _is_property(found, index) or _is_key(found, index) or _is_alias(found, index):
            pieces.append(cypher[position : token.start] + f"`{token.text}`")
            position = token.end
    return "".join(pieces) + cypher[position:]


# --- structure -------------------------------------------------------------------------------


def _pairs(found: Sequence[Token]) -> dict[int, int]:
    """Index of each opening bracket -> index of its closing one."""
    open_brackets: list[int] = []
    closing: dict[int, int] = {}
    for index, token in enumerate(found):
        if token.kind != "sign":
            continue
        if token.text == ";":
            raise QueryRefused("Only one statement at a time; take the rest after ; out.")
        if token.text in _OPEN:
            open_brackets.append(index)
            if len(open_brackets) > MAX_NESTING:
                raise QueryRefused(
                    f"The query nests more than {MAX_NESTING} levels deep; make it simpler."
                )
        elif token.text in _CLOSE:
            if not open_brackets or found[open_brackets[-1]].text != _CLOSE[token.text]:
                raise QueryRefused(f"A {token.text} closes nothing; check the brackets.")
            closing[open_brackets.pop()] = index
    if open_brackets:
        raise QueryRefused(
            f"A {found[open_brackets[-1]].text} is never closed; check the brackets."
        )
    return closing


# --- words -----------------------------------------------------------------------------------


def _check_words(found: Sequence[Token]) -> None:
    _check_opening(found, 0)
    for index, token in enumerate(found):
        if token.kind != "word" or _names_something(found, index):
            continue
        if token.upper == "UNION":
            follows = found[index + 1].upper if index + 1 < len(found) else ""
            _check_opening(found, index + 1 + (follows in ("ALL", "DISTINCT")))
        if token.upper in _FORBIDDEN:
            raise QueryRefused(
                f"{token.upper} is not allowed, because only reading is; if it is a name, put it "
                f"in backticks: `{token.text}`."
            )
        if (
            index
            and token.upper not in _CONTINUES | _FINISHES
            and _ends_expression(found, index - 1)
        ):
            raise QueryRefused(
                f"{token.text[:40]} cannot stand after {found[index - 1].text[:40]}; only reading "
                "clauses (MATCH, WHERE, WITH, RETURN, ORDER BY, SKIP, LIMIT, UNION) may follow."
            )


def _check_opening(found: Sequence[Token], index: int) -> None:
    """Refuse a query, or a part of one after UNION, that begins with anything but reading."""
    first = found[index] if index < len(found) else None
    if first is None or first.kind != "word" or first.upper not in _OPENING:
        raise QueryRefused(
            f"A query cannot begin with {first.text[:40] if first else 'nothing'}; begin with "
            "MATCH, OPTIONAL MATCH, UNWIND, WITH, CALL or RETURN, because only reading is allowed."
        )


def _names_something(found: Sequence[Token], index: int) -> bool:
    """Whether the word is a property name, a map key, a column name, a label or a relationship
    type."""
    if _is_property(found, index) or _is_key(found, index) or _is_alias(found, index):
        return True
    before = found[index - 1] if index else None
    return before is not None and before.kind == "sign" and before.text in (":", "|", "&", "!")


def _is_property(found: Sequence[Token], index: int) -> bool:
    """``n.word`` or, in a map projection, ``{.word``. A dot right after a number is none: some
    engines read ``1.`` as a number and what follows as a keyword."""
    if index < 1 or found[index - 1].text != "." or found[index - 1].kind != "sign":
        return False
    if index < 2:
        return False
    owner = found[index - 2]
    if owner.kind in ("word", "quoted", "parameter"):
        return True
    return owner.kind == "sign" and owner.text in (")", "]", "}", "{", ",")


def _is_alias(found: Sequence[Token], index: int) -> bool:
    """``1 AS word``. The ``AS`` must be a keyword: it is a name itself in ``WITH as SET as.x = 1``,
    where no expression stands before it, and in ``1 AS as SET …``, where it is the column."""
    first = index
    while first and found[first - 1].kind == "word" and found[first - 1].upper == "AS":
        first -= 1
    if first < 1 or (index - first) % 2 == 0 or _is_property(found, first):
        return False
    before = found[first - 1]
    if before.kind == "sign":
        return before.text in _CLOSE
    return before.kind != "word" or before.upper not in _CONTINUES


def _is_key(found: Sequence[Token], index: int) -> bool:
    """``{word: …`` or ``, word: …``."""
    return (
        0 < index < len(found) - 1
        and found[index + 1].text == ":"
        and found[index - 1].kind == "sign"
        and found[index - 1].text in ("{", ",")
    )


def _ends_expression(found: Sequence[Token], index: int) -> bool:
    """Whether an expression, pattern or clause can be complete after this token."""
    token = found[index]
    if token.kind in ("string", "number", "parameter", "quoted"):
        return True
    if token.kind == "sign":
        if token.text == "*":
            before = found[index - 1].upper if index else ""
            return before in ("WITH", "RETURN", "DISTINCT", "YIELD", "(")
        return token.text in _CLOSE
    return _names_something(found, index) or token.upper not in _CONTINUES


# --- procedures and functions ----------------------------------------------------------------


def _check_calls(found: Sequence[Token]) -> None:
    for index, token in enumerate(found):
        if token.kind == "word" and token.upper == "CALL" and not _names_something(found, index):
            _check_procedure(found, index + 1)
        if token.text == "(" and index >= 3 and found[index - 1].kind in ("word", "quoted"):
            _check_function(found, index)


def _check_procedure(found: Sequence[Token], index: int) -> None:
    if index < len(found) and found[index].kind == "sign" and found[index].text in ("{", "("):
        if found[index].text == "{":  # a subquery; its words are checked like all others
            _check_opening(found, index + 1)
        return
    name = _dotted(found, index)
    if name.lower() not in PROCEDURES:
        raise QueryRefused(
            f"The procedure {name or '?'} is not allowed; allowed are "
            f"{', '.join(sorted(PROCEDURES))}, and subqueries in braces."
        )


def _check_function(found: Sequence[Token], bracket: int) -> None:
    start = bracket - 1
    while (
        start >= 2 and found[start - 1].text == "." and found[start - 2].kind in ("word", "quoted")
    ):
        start -= 2
    name = "".join(token.text for token in found[start:bracket])
    if "." not in name or (start and found[start - 1].upper == "CALL"):
        return
    lower = name.lower()
    if not lower.startswith(_NAMESPACES) and lower not in _FUNCTIONS:
        raise QueryRefused(
            f"The function {name} is not allowed; only built-in functions are "
            "(date.truncate, duration.inDays, point.distance, vector.similarity.cosine …)."
        )


def _dotted(found: Sequence[Token], index: int) -> str:
    """The bare words joined by dots that begin at `index`."""
    parts: list[str] = []
    while index < len(found) and found[index].kind == "word":
        parts.append(found[index].text)
        index += 1
        if index >= len(found) or found[index].text != ".":
            break
        index += 1
    return ".".join(parts)


# --- patterns --------------------------------------------------------------------------------


def _check_paths(found: Sequence[Token], closing: dict[int, int]) -> None:
    for opening, end in closing.items():
        if found[opening].text == "[" and opening and found[opening - 1].text == "-":
            _check_relationship(found, opening, end)
        if found[opening].text == "(" and _is_path(found, opening, end):
            _check_quantifier(found, end + 1)
    for index in range(1, len(found)):
        if found[index - 1].text == "-" and found[index].text == ">":
            _check_quantifier(found, index + 1)
        if found[index - 1].text == "]" and found[index].text == "-":
            _check_quantifier(found, index + 1)


def _check_relationship(found: Sequence[Token], opening: int, end: int) -> None:
    """``-[:TYPE*1..3]-``: refuse a ``*`` without an upper bound."""
    index = opening + 1
    while index < end and found[index].text not in ("*", "{") and found[index].upper != "WHERE":
        index += 1
    if index >= end or found[index].text != "*":
        return
    bounds = []
    index += 1
    while index < end and (found[index].kind == "number" or found[index].text in ("..", ".")):
        bounds.append(found[index].text)
        index += 1
    last = bounds[-1] if bounds else ""
    _check_bound(last)


def _check_quantifier(found: Sequence[Token], index: int) -> None:
    """``+``, ``*`` or ``{1,3}`` after a relationship or a path in parentheses."""
    if index >= len(found) or found[index].kind != "sign":
        return
    if found[index].text in ("+", "*"):
        _check_bound("")
    if found[index].text == "{":
        inner = []
        index += 1
        while index < len(found) and (found[index].kind == "number" or found[index].text == ","):
            inner.append(found[index].text)
            index += 1
        if index < len(found) and found[index].text == "}":
            _check_bound(inner[-1] if inner else "")


def _check_bound(bound: str) -> None:
    if not bound.isdigit() or int(bound) > MAX_HOPS:
        raise QueryRefused(
            f"A path of any length needs an upper bound of at most {MAX_HOPS}; write for example "
            "-[:RELATES*1..3]-."
        )


def _is_path(found: Sequence[Token], opening: int, end: int) -> bool:
    """Whether parentheses that are no call hold a path (two nodes with a relationship)."""
    before = found[opening - 1] if opening else None
    if before is not None and before.kind in ("word", "quoted") and before.upper not in _PATHS:
        return False
    inner = found[opening + 1 : end]
    return any(
        (left.text, right.text) in (("-", "["), ("-", "-"), ("-", ">"), ("<", "-"))
        for left, right in pairwise(inner)
    )
