"""Codes and marked numbers that stand before a sentence ("H304 May be fatal", "R-12 Keep the lid
closed", "**7.2** Members may …"). They number a statement and are no part of it; the model takes
them for its subject. In "H304 may be fatal" the code is the thing itself and stays."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.language.spacy_model import load_verb_lemmas, load_word_classes

_ONE_CODE = r"[A-Z]{1,5}-?\d{1,4}(?:[.-]\d{1,4}){0,3}[a-z]?"
CODE = rf"{_ONE_CODE}(?: ?\+ ?{_ONE_CODE}){{0,5}}"
"""A code of a list of statements, or several joined by "+"."""
_BEGIN = r"(?:\A|(?<=[.!?:;)] ))"
_CODED = re.compile(
    rf"{_BEGIN}(?P<mark>[*_]{{0,3}})(?P<code>{CODE})(?P=mark)[:.)]? "
    r"(?=(?P<word>[A-Z][A-Za-z']{0,20})(?: (?P<next>[\w'-]{1,20}))?)"
)
# "**7.2** ", "*(a)* "; a bare "**12** " may count what follows
_MARKED_NUMBER = re.compile(
    rf"{_BEGIN}(?P<mark>\*{{1,3}}|_{{1,3}})(?:\d{{1,3}}(?:\.\d{{1,3}}){{1,5}}\.?|\d{{1,3}}[.)]"
    r"|(?:Section|Rule|Article|Clause|Regulation|Paragraph|Step|Item) \d{1,3}(?:\.\d{1,3}){0,5}"
    r"|\((?:\d{1,3}|[a-z]{1,2}|[ivx]{1,6}|[A-Z])\)|[A-Za-z][.)])(?P=mark)[:.]? "
    r"(?:\((?:\d{1,3}|[a-z]{1,2})\) )?(?=[A-Z])"
)
# "**3. Buildings.** The guild …": a title that stands on the line of its text
_MARKED_TITLE = re.compile(
    r"\A(?P<mark>\*{2,3}|_{2,3})(?:\d{1,3}(?:\.\d{1,3}){0,4}\.? )?"
    r"[A-Z][\w',& -]{0,60}\.(?P=mark) (?=[A-Z])"
)
_LONG_CODE = re.compile(r"\d{3}|-\d")
# words that open a sentence and never go on with a name
_OPENING = frozenset(
    """a an the any all each every no this these those if when where while once before after unless
    until in on at for by with without during under upon not never always only it we you they there
    may must shall should can cannot will would do does don't""".split()
)
_DETERMINERS = frozenset("the a an any all each every your our their its no only".split())
# behind a noun, not behind a verb: "Q3 Use of funds", "B12 Store is"
_BEHIND_NOUN = frozenset(
    "of is are was were has have had may must shall should can will would and or for per".split()
)


def without_codes(text: str, positions: Sequence[int]) -> tuple[str, Sequence[int]]:
    """`text` without the codes and marked numbers before its sentences, and where each character
    stands."""
    title = _MARKED_TITLE.match(text)
    found = [title.span()] if title else []
    found += [m.span() for m in _MARKED_NUMBER.finditer(text, title.end() if title else 0)]
    found += [match.span() for match in _CODED.finditer(text) if _opens_statement(match)]
    return without_spans(text, positions, sorted(found))


def without_spans(
    text: str, positions: Sequence[int], spans: Sequence[tuple[int, int]]
) -> tuple[str, Sequence[int]]:
    """`text` without `spans`, which are sorted and apart, and where each character stands."""
    if not spans:
        return text, positions
    bounds = [0, *(place for span in spans for place in span), len(text)]
    kept = list(zip(bounds[::2], bounds[1::2], strict=True))
    rest = [at for first, stop in kept for at in positions[first:stop]]
    return "".join(text[first:stop] for first, stop in kept), [*rest, positions[-1]]


def _opens_statement(match: re.Match[str]) -> bool:
    """Whether the capitalised word behind a code begins a sentence, and no name that the code is a
    part of ("Q3 Sales rose")."""
    word, following = match["word"].lower(), match["next"] or ""
    if word in _OPENING:
        return True
    lemmas = load_verb_lemmas()
    if not lemmas.is_verb(word) or lemmas(word) not in (word, word.removesuffix("s")):
        return False
    if not load_word_classes().is_noun(word) or following in _DETERMINERS:
        return True
    plain = following.islower() and following not in _BEHIND_NOUN
    return plain and _LONG_CODE.search(match["code"]) is not None
