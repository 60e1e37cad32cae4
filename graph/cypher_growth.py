"""What the gate can see of queries that would fill a machine: lists and texts that grow with every
step, and loops inside loops.

Neo4j 5.26 looks at the clock between rows only: a list that is gone through inside one row
(``[x IN …]``, ``reduce``, ``any``, ``all``, ``none``, ``single``) ends when it ends, whatever the
timeout. So such a loop inside another one may only go through what belongs to the outer one's item
or is stored. What is left is for the limits of time and memory (`KnowledgeBase.audit`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.cypher_tokens import Token
from graph.errors import QueryRefused

MAX_RANGE = 1_000_000
MAX_REPEATS = 4  # parts of a regular expression that may be of any length
_MEASURES = frozenset({"SIZE", "LENGTH"})
_RANGE_SIGNS = frozenset({"(", ")", ",", "+", "-"})
_QUANTIFIERS = frozenset({"ANY", "ALL", "NONE", "SINGLE"})
_LITERALS = frozenset({"NULL", "TRUE", "FALSE"})
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")


@dataclass(frozen=True, slots=True)
class _Loop:
    """Where a list is gone through inside one row: indices of tokens, ends excluded."""

    item: str
    begin: int  # of the list
    body: int
    end: int


def reads_parameters(found: Sequence[Token]) -> bool:
    """Whether what `check_growth` says of these tokens depends on the values of parameters."""
    return any(token.text == "=~" or token.upper == "RANGE" for token in found)


def check_growth(
    found: Sequence[Token], closing: Mapping[int, int], parameters: Mapping[str, object]
) -> None:
    """Raises `QueryRefused`; `closing` maps each opening bracket to its closing one."""
    for opening, end in closing.items():
        before = found[opening - 1] if opening else None
        if found[opening].text != "(" or before is None or before.kind != "word":
            continue
        if before.upper == "RANGE":
            _check_range(found, opening + 1, end, closing, parameters)
        if before.upper == "REDUCE" and opening + 1 < end:
            _check_accumulator(found, opening, end, closing)
    _check_sums(found)
    _check_regular_expressions(found, parameters)
    _check_loops(found, list(_loops(found, closing)))


def _check_range(
    found: Sequence[Token],
    index: int,
    end: int,
    closing: Mapping[int, int],
    parameters: Mapping[str, object],
) -> None:
    while index < end:
        token = found[index]
        size = _number(token, parameters)
        if size is not None and size > MAX_RANGE:
            raise QueryRefused(f"range goes up to {MAX_RANGE:,} here; use a smaller number.")
        if token.upper in _MEASURES and found[index + 1].text == "(":
            index = closing[index + 1]
        elif size is None and token.text not in _RANGE_SIGNS:
            raise QueryRefused(
                f"range takes numbers, parameters, size(…) and length(…) here, not "
                f"{token.text[:40]}; with UNWIND and LIMIT you need no range."
            )
        index += 1


def _number(token: Token, parameters: Mapping[str, object]) -> float | None:
    """What a number or a parameter says; None for everything else."""
    if token.kind == "parameter":
        value = parameters.get(token.text[1:].strip("`"), 0)
        return float(value) if isinstance(value, int | float) else 0.0
    if token.kind != "number":
        return None
    try:
        return float(int(token.text, 0))
    except ValueError:  # a fraction, or digits that begin with 0
        return float(token.text)


def _check_accumulator(
    found: Sequence[Token], opening: int, end: int, closing: Mapping[int, int]
) -> None:
    held = found[opening + 1]
    inner = range(opening + 1, end)
    if sum(found[i].kind == "word" and found[i].text == held.text for i in inner) > 2:
        raise QueryRefused(
            f"In reduce, {held.text[:40]} may be used once, or it doubles with every step; write "
            "one use, such as reduce(s = 0, x IN xs | s + x)."
        )
    for i in inner:
        if found[i].upper == "REPLACE" and found[i + 1].text == "(":
            arguments = _parts(found, i + 2, closing[i + 1], ",")
            last = found[arguments[-1].start : arguments[-1].stop]
            if len(last) != 1 or last[0].kind != "string" or len(last[0].text) > 3:
                raise QueryRefused(
                    "In reduce, replace may put in one character at most, or the text grows with "
                    "every step; write for example replace(s, x, '')."
                )


def _check_sums(found: Sequence[Token]) -> None:
    """``s + s``: a text or list that doubles, clause after clause."""
    for index, token in enumerate(found):
        if token.text != "+" or not 0 < index < len(found) - 1:
            continue
        left, right = found[index - 1], found[index + 1]
        if left.kind == "word" and left.text == right.text and _is_bare(found, index - 1):
            after = found[index + 2].text if index + 2 < len(found) else ""
            if after not in (".", "(", "["):
                raise QueryRefused(
                    f"{left.text[:40]} + {left.text[:40]} doubles it; write 2 * for a number, and "
                    "do not double texts or lists."
                )


def _check_regular_expressions(found: Sequence[Token], parameters: Mapping[str, object]) -> None:
    """Java's regular expressions go back and try again, for ever where repeats lie in repeats."""
    for index, token in enumerate(found):
        if token.text != "=~" or token.kind != "sign":
            continue
        right = found[index + 1] if index + 1 < len(found) else token
        after = found[index + 2].text if index + 2 < len(found) else ""
        if right.kind not in ("string", "parameter") or after in ("+", "||", "["):
            raise QueryRefused(
                "A regular expression must be one string or one parameter; write it out after =~."
            )
        text = right.text[1:-1].replace("\\\\", "\\")
        if right.kind == "parameter":
            text = str(parameters.get(right.text[1:].strip("`"), ""))
        if _goes_back(text):
            raise QueryRefused(
                "A regular expression may not repeat a group, point back to one, or hold more than "
                f"{MAX_REPEATS} repeats; use CONTAINS, STARTS WITH or ENDS WITH."
            )


def _goes_back(expression: str) -> bool:
    plain = re.sub(r"\\[^1-9k]", "", expression)  # escaped signs repeat nothing
    plain = re.sub(r"\[\^?\]?[^\]]*\]", "c", plain)
    return bool(
        re.search(r"\\[1-9k]|\)[*+{]", plain) or len(re.findall(r"[*+{]", plain)) > MAX_REPEATS
    )


def _loops(found: Sequence[Token], closing: Mapping[int, int]) -> Iterator[_Loop]:
    for opening, end in sorted(closing.items()):
        first = opening + 1
        before = found[opening - 1].upper if opening else ""
        if found[opening].text == "(" and before == "REDUCE":
            parts = _parts(found, first, end, ",")
            first = parts[1].start if len(parts) > 1 else end
        elif found[opening].text == "{" or (
            found[opening].text == "(" and before not in _QUANTIFIERS
        ):
            continue
        if first + 1 < end and found[first].kind == "word" and found[first + 1].upper == "IN":
            body = next(
                (i for i in _top(found, first + 2, end) if found[i].upper in ("WHERE", "|")), end
            )
            yield _Loop(found[first].text, first + 2, body, end)


def _check_loops(found: Sequence[Token], loops: Sequence[_Loop]) -> None:
    for inner in loops:
        around = [loop for loop in loops if loop.body < inner.begin < loop.end]
        if not around:
            continue
        items = {loop.item for loop in around}
        for index in range(inner.begin, inner.body):
            token = found[index]
            if token.kind != "word" or token.upper in _LITERALS:
                continue
            calls = token.upper in ("RANGE", "REDUCE") and found[index + 1].text == "("
            if calls or (_is_bare(found, index) and token.text not in items):
                raise QueryRefused(
                    f"A loop inside another one cannot go through {token.text[:40]} here, because "
                    "nothing could stop it; go through a property or the outer item, or take the "
                    "list apart with UNWIND."
                )


def _is_bare(found: Sequence[Token], index: int) -> bool:
    """Whether the word stands for a whole value: no property, no function, nothing it is of."""
    before = found[index - 1].text if index else ""
    after = found[index + 1].text if index + 1 < len(found) else ""
    return before not in (".", ":") and after not in (".", "(", ":")


def _parts(found: Sequence[Token], begin: int, end: int, sign: str) -> list[range]:
    """`begin` to `end` cut at each `sign` that stands in no inner bracket."""
    cuts = [i for i in _top(found, begin, end) if found[i].text == sign]
    return [range(a + 1, b) for a, b in zip([begin - 1, *cuts], [*cuts, end], strict=True)]


def _top(found: Sequence[Token], begin: int, end: int) -> Iterator[int]:
    depth = 0
    for index in range(begin, end):
        if found[index].kind == "sign" and found[index].text in _OPEN:
            depth += 1
        elif found[index].kind == "sign" and found[index].text in _CLOSE:
            depth -= 1
        elif depth == 0:
            yield index
