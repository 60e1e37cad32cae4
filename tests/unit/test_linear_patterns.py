"""Every regular expression takes time in proportion to its text.

For each pattern of the packages, texts are made that its own repeats like: what leads up to a
repeat, then the body of the repeat many times, then something that lets the match fail. A pattern
that looks at such a text again from each of its places takes a hundred times as long for ten times
the text. No clock decides alone: what is slow is measured once more at twice the length.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extraction.language import time_expressions
from extraction.language.reference_words import REFERENCE
from groundgraph import _origin

PACKAGES = ("groundgraph", *_origin.PACKAGES)
LENGTHS = (20, 24, 28, 256, 1_024, 8_192)
FEW_LENGTHS = (24,)  # what doubles with each character
SLOW = 0.02  # seconds of processor time: some million steps
SEVERAL = 12  # a repeat of so many is tried as one without an end
_FAILING = ("", "\0", "\nx")

SHORT_TEXTS: dict[str, str] = {
    "extraction.documents.readers.raised._WHOLE": "the last 80 characters before a raised mark",
    "generation.writers.whole_values._TAIL": "400 characters behind a value",
    **{
        f"extraction.documents.stated_replacements.{name}": "statements of at most 1,000 characters"
        for name in ("_ACTIVE", "_BY_ANOTHER", "_OTHER_GONE", "_LABEL")
    },
    "groundgraph.judging_sentences._CUE[deadline]": "sentences of at most 45 words",
    "generation.writers.whole_values.HANGS": "the last 80 characters of a headline",
}
"""Patterns whose text is short wherever they are used, and why."""


@dataclass(frozen=True)
class Found:
    name: str
    pattern: re.Pattern[str]
    anchored: bool  # only ever matched at one place

    def run(self, text: str) -> None:
        if self.anchored:
            self.pattern.match(text)
            self.pattern.fullmatch(text)
        else:
            for _ in self.pattern.finditer(text):
                pass


# --- the patterns ---------------------------------------------------------------------------------


@cache
def patterns() -> dict[str, Found]:
    found: dict[str, Found] = {}
    for package in PACKAGES:
        top = importlib.import_module(package)
        for info in pkgutil.walk_packages(top.__path__, f"{package}."):
            found_here = _of_page(info) if package == "ui" else _of_module(info.name)
            for one in found_here:
                found.setdefault(one.name, one)
    return found


def _of_page(info: pkgutil.ModuleInfo) -> Iterator[Found]:
    """Pages run when they are imported: only what they write down is looked at."""
    spec = info.module_finder.find_spec(info.name, None)  # type: ignore[call-arg]
    assert spec is not None and spec.origin is not None
    for node in ast.walk(ast.parse(Path(spec.origin).read_text("utf-8"))):
        if (inline := _inline(node)) is not None:
            yield Found(f"{info.name}:{node.lineno}", re.compile(inline[1]), False)  # type: ignore[attr-defined]


def _of_module(name: str) -> Iterator[Found]:
    module = importlib.import_module(name)
    tree = ast.parse(inspect.getsource(module))
    for name, value in vars(module).items():
        for label, pattern in _compiled(name, value):
            if isinstance(pattern.pattern, bytes):
                pattern = re.compile(pattern.pattern.decode("latin-1"), pattern.flags & ~re.ASCII)
            yield Found(f"{module.__name__}.{label}", pattern, _is_anchored(tree, name))
    for node in ast.walk(tree):
        if (inline := _inline(node)) is not None and inline[0] != "compile":
            verb, text = inline
            label = f"{module.__name__}:{node.lineno}"  # type: ignore[attr-defined]
            yield Found(label, re.compile(text), verb in ("match", "fullmatch"))


def _compiled(name: str, value: object) -> Iterator[tuple[str, re.Pattern[Any]]]:
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _compiled(f"{name}[{key}]", inner)
    elif isinstance(value, list | tuple) and len(value) < 200:
        for number, inner in enumerate(value):
            yield from _compiled(f"{name}[{number}]", inner)


def _is_anchored(tree: ast.AST, name: str) -> bool:
    """Whether a module does nothing with the pattern `name` but match at a place."""
    used = [
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
    ]
    return bool(used) and set(used) <= {"match", "fullmatch"}


def _inline(node: ast.AST) -> tuple[str, str] | None:
    """``re.search("…", text)``: the verb and the pattern."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
        return None
    owner, first = node.func.value, node.args[0]
    if not (isinstance(owner, ast.Name) and owner.id == "re"):
        return None
    is_text = isinstance(first, ast.Constant) and isinstance(first.value, str)
    return (node.func.attr, first.value) if is_text and node.func.attr != "escape" else None


# --- texts that they like -------------------------------------------------------------------------


def attacks(pattern: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    """(what leads up to a repeat, its body, what follows) for each repeat of `pattern`."""
    from re import _parser  # type: ignore[attr-defined]

    tree = _parser.parse(pattern.pattern, pattern.flags)
    seen: set[tuple[str, str]] = set()
    for before, body in _repeats(list(tree), ""):
        for filling in dict.fromkeys((body, f"{before}{body}", f"{body} ")):
            if filling and (before, filling) not in seen:
                seen.add((before, filling))
                for end in _FAILING:
                    yield before, filling, end


def _repeats(items: Sequence[Any], before: str) -> Iterator[tuple[str, str]]:
    for kind, value in items:
        name = str(kind)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            _, most, inner = value
            inner = list(inner)
            if most >= SEVERAL:
                yield from ((before, sample) for sample in _samples(inner))
            yield from _repeats(inner, before)
        elif name == "SUBPATTERN":
            yield from _repeats(list(value[-1]), before)
        elif name == "ATOMIC_GROUP":
            yield from _repeats(list(value), before)
        elif name == "BRANCH":
            for branch in value[1]:
                yield from _repeats(list(branch), before)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from _repeats(list(value[1]), before)
        before += next(iter(_samples([(kind, value)])), "")


def _samples(items: Sequence[Any]) -> list[str]:
    """A few texts that `items` match."""
    made = [""]
    for kind, value in items:
        options = _options(str(kind), value) or [""]
        made = [text + option for text in made for option in options[:6]][:12]
    return list(dict.fromkeys(made))


def _options(name: str, value: Any) -> list[str]:
    if name == "LITERAL":
        return [chr(value)]
    if name in ("NOT_LITERAL", "ANY"):
        return ["x" if value != ord("x") else "y"]
    if name == "IN":
        return _of_class(value)
    if name == "BRANCH":
        return [text for branch in value[1] for text in _samples(list(branch))[:2]]
    if name == "SUBPATTERN":
        return _samples(list(value[-1]))
    if name == "ATOMIC_GROUP":
        return _samples(list(value))
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, most, inner = value
        return [text * max(least, min(1, most)) for text in _samples(list(inner))]
    return []


_CATEGORIES = {
    "CATEGORY_SPACE": [" ", "\n"],
    "CATEGORY_WORD": ["a", "1"],
    "CATEGORY_DIGIT": ["1"],
    "CATEGORY_NOT_SPACE": ["a", "("],
    "CATEGORY_NOT_WORD": [" ", "("],
    "CATEGORY_NOT_DIGIT": ["a"],
}


def _of_class(members: Sequence[Any]) -> list[str]:
    if str(members[0][0]) == "NEGATE":
        shut = re.compile("[" + "".join(_shut(*member) for member in members[1:]) + "]")
        return [char for char in 'aA1 (",.-\nß' if not shut.match(char)][:4]
    found: list[str] = []
    for kind, value in members:
        if str(kind) == "LITERAL":
            found.append(chr(value))
        elif str(kind) == "RANGE":
            found.append(chr(value[0]))
        else:
            found += _CATEGORIES.get(str(value), [])
    return found


def _shut(kind: Any, value: Any) -> str:
    if str(kind) == "LITERAL":
        return re.escape(chr(value))
    if str(kind) == "RANGE":
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    return {"CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w", "CATEGORY_DIGIT": r"\d"}.get(
        str(value), ""
    )


# --- the proof ------------------------------------------------------------------------------------


def seconds(found: Found, text: str) -> float:
    start = time.thread_time()
    found.run(text)
    return time.thread_time() - start


def is_slow(
    found: Found, before: str, body: str, end: str, lengths: Sequence[int] = LENGTHS
) -> int:
    """The length at which a text of this form takes more than its share; 0 where none does."""
    for length in lengths:
        text = before + body * (length // len(body) + 1) + end
        if seconds(found, text) < SLOW:
            continue
        taken = min(seconds(found, text) for _ in range(2))
        if taken < SLOW:
            continue
        twice = before + body * (2 * length // len(body) + 1) + end
        if length <= 256 or seconds(found, twice) > 2.8 * taken:
            return length
    return 0


def slow_forms(
    found: Found, lengths: Sequence[int] = LENGTHS, ends: Sequence[str] = _FAILING
) -> Iterator[str]:
    for before, body, end in attacks(found.pattern):
        if end in ends and (length := is_slow(found, before, body, end, lengths)):
            yield f"{before!r} + {body!r} * n + {end!r}, from {length:,} characters on"


@pytest.mark.parametrize(
    "name",
    [
        "extraction.resolution.acronyms._BRACKET",
        "extraction.references.grammar._JOIN",
        "extraction.language.list_items._CLAUSE_END",
        "extraction.language.kind_evidence._FIRM",
        "extraction.language.parse.ENUMERATOR",
        "extraction.language.cut_parts._WITH_NUMBER",
        "extraction.language.quality._FIGURES",
        "extraction.language.quality._WHICH",
        "extraction.language.reference_words.REFERENCE",
        "extraction.language.slot_checks._ENDING",
        "extraction.language.tables._MARK",
        "generation.question.named_things._IDENTIFIER",
        "generation.evidence.answer_spans._AMOUNT",
        "extraction.documents.readers.html._ATTRIBUTE",
        "extraction.documents.readers.pdf_furniture._SENTENCE",
        "extraction.documents.readers.pdf_hyphens._LEFT",
        "extraction.documents.readers.text_tables._GAP",
        "learning.sentence_edits._ASIDE",
        "learning.sentence_edits._JOINED",
        "learning.sentence_edits._RESTRICTION",
        "retrieval.names._IN_BRACKETS_AT_END",
        "retrieval.names._NUMBER_FIRST",
    ],
)
def test_what_was_not_linear_is(name: str) -> None:
    assert next(slow_forms(patterns()[name]), None) is None


def test_a_reference_that_is_none_after_all_is_read_once() -> None:
    """It took twice as long for each mark: forty would have ended no build."""
    assert REFERENCE.search("paragraph " + "(i)" * 400 + "x") is None
    assert REFERENCE.search("paragraph (i)(ii) x") is not None


@pytest.mark.parametrize("opening", ["for ", "within "])
def test_repeated_words_before_a_duration_are_read_a_few_times(opening: str) -> None:
    """ "At least" stood in two of the alternatives, and took twice as long each time."""
    for _, pattern in time_expressions._PATTERNS:
        assert pattern.search(opening + "at least the first " * 60 + "x") is None
    assert any(p.search(opening + "at least 3 days") for _, p in time_expressions._PATTERNS)


@pytest.mark.parametrize(
    ("lengths", "ends"),
    [(FEW_LENGTHS, ("\0",)), pytest.param(LENGTHS, _FAILING, marks=pytest.mark.soak)],
    ids=["few", "all"],
)
@pytest.mark.parametrize("package", PACKAGES)
def test_every_pattern_is_linear(package: str, lengths: Sequence[int], ends: Sequence[str]) -> None:
    """With all lengths and ends it takes minutes of processor time; one finds what doubles."""
    slow = {
        name: form
        for name, found in patterns().items()
        if name.startswith(f"{package}.") and name not in SHORT_TEXTS
        for form in [next(slow_forms(found, lengths, ends), None)]
        if form
    }
    assert slow == {}


@pytest.mark.parametrize(
    ("pattern", "anchored", "linear"),
    [
        (r"\(\s*([^()\n]{2,70}?)\s*\)", False, False),
        (r"(?:a+)+b", True, False),
        (r"\s+$", False, False),
        (r"\s+x", True, True),
        (r"\w+\s*,\s*\w+", False, False),
        (r"\([^()]{2,70}\)", False, True),
    ],
)
def test_the_proof_tells_them_apart(pattern: str, anchored: bool, linear: bool) -> None:
    forms = slow_forms(Found("one", re.compile(pattern), anchored))
    assert (next(forms, None) is None) == linear


def test_there_are_patterns_to_look_at() -> None:
    assert len(patterns()) > 200
    assert set(SHORT_TEXTS) <= set(patterns())
