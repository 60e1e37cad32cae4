"""Conditions, exceptions, overrides and deadlines: whole clauses with their own spans, each given
to the verb that it bounds."""

from __future__ import annotations

from collections.abc import Iterable

from extraction.language.parse import FINITE, SUBJECTS, Parse
from extraction.language.qualifier_openings import kind_of_opening, leads
from extraction.language.time_attachment import CLAUSES_APART, timed_parts
from graph.model import Modality, Span

# "if any, …"
_IF_ANY = frozenset({"any", "applicable", "necessary", "possible", "required", "known",
                     "permitted", "appropriate", "requested", "needed", "available"})  # fmt: skip
# "ask if", and, without an object, "check if"
_ASKING = ("ask", "wonder", "see", "know", "determin", "decid", "inquir", "doubt", "tell")
_PROBING = ("check", "verif", "confirm", "assess", "evaluat", "test")
_SPLITTING = frozenset({"unless", "except", "save", "excluding", "apart"})
_CONDITIONAL = frozenset({"if", "when", "whenever", "where", "unless", "except", "provided"})
_TAKING_IF = ("condition", "override", "exception")  # without a comma it is theirs
_STOP = frozenset({",", ";", ":", ".", "(", "--", "—", "–"})
_HANGING = ("advcl", "prep", "advmod", "mark", "npadvmod", "dep", "ccomp", "acl", "amod")
MAX_WORDS = 90
_PREPOSITIONS = ("to", "of", "with", "in", "under", "by", "from", "on")

Qualifiers = tuple[tuple[str, Span], ...]
_Part = tuple[str, int, int]


def qualifiers(
    parse: Parse, sentence: tuple[int, int], verbs: Iterable[int], modality: Modality, text: str,
    *, negative: bool = False,
) -> Qualifiers:  # fmt: skip
    """Qualifiers of the clause whose verbs (coordinated, or one over another) are `verbs`, in text
    order: ``condition``, ``exception``, ``override``, ``restriction``, ``deadline``,
    ``frequency``, ``limit``, ``time``."""
    verbs = set(verbs)
    if negative and modality == "must":
        modality = "may"  # what must not be done has no deadline
    hanging = [*_hanging(parse, sentence, verbs, modality), *_floating(parse, sentence, verbs)]
    parts = [piece for part in _outermost(hanging) for piece in split(parse, *part)]
    timed = timed_parts(parse, sentence, verbs, modality)
    # the grammar knows better where a deadline ends; inside a condition it is none of this clause
    parts = [
        p
        for p in parts
        if not any(_overlap(p, t) and (p[0] == "deadline" or t[1] < p[1]) for t in timed)
    ]
    timed = [t for t in timed if not any(_overlap(p, t) for p in parts)]
    found: dict[Span, str] = {}
    for kind, first, last in sorted([*parts, *timed], key=lambda part: part[1]):
        found.setdefault(balanced(text, parse.span(first, last)), kind)
    return tuple((kind, span) for span, kind in found.items())


def with_openings(found: Qualifiers, opening: Qualifiers, text: str) -> Qualifiers:
    """Both; what the parse put inside an opening clause belongs to that clause, and a piece that
    ends at a preposition ("Except pursuant to | and in compliance with …") is no clause."""
    if opening:
        found = tuple(
            (kind, span)
            for kind, span in found
            if span.start != opening[0][1].start
            or text[span.start : span.end].split()[-1] not in _PREPOSITIONS
        )
    kept = found
    added: list[tuple[str, Span]] = []
    for kind, span in opening:
        if any(o.start == span.start or _whole_opening(o, span, opening) for _, o in found):
            continue
        kept = tuple((k, s) for k, s in kept if not s.overlaps(span))
        added.append((kind, span))
    return (*added, *kept)


def _whole_opening(found: Span, piece: Span, opening: Qualifiers) -> bool:
    """Whether `found` begins where the opening does and reaches over `piece` of it."""
    return found.start == opening[0][1].start and found.contains(piece)


def openings(parse: Parse, subject: int, modality: Modality, text: str) -> Qualifiers:
    """Qualifiers that open the sentence and end at the comma before the subject, whatever the
    parse made of them."""
    start, _ = parse.sentence_of(subject)
    start = _behind_what_leads(parse, start, subject)
    comma = parse.left[subject] - 1
    while comma > start and parse.tag[comma] in ("DT", "PRP$"):
        comma -= 1
    if comma > start and parse.lower[comma] == "then" and parse.words[comma - 1] == ",":
        comma -= 1
    if comma - start < 2 or parse.words[comma] != ",":
        return ()
    kind = kind_of_opening(parse, start, comma - 1, modality)
    if not kind and parse.lower[start] == "within" and modality != "none":
        kind = "deadline"
    if not kind or kind == "restriction":
        return ()
    pieces = split(parse, kind, start, comma - 1)
    return tuple((kind, balanced(text, parse.span(first, last))) for kind, first, last in pieces)


def _behind_what_leads(parse: Parse, start: int, subject: int) -> int:
    """Behind "(b)", "In addition," or "However," at the beginning of a sentence."""
    if parse.words[start] == "(" and parse.words[start + 2 : start + 3] == [")"]:
        start += 3
    comma = next((t for t in range(start, min(start + 5, subject)) if parse.words[t] == ","), -1)
    if comma > start and leads(parse.text(start, comma - 1)):
        start = comma + 1
    return start


def balanced(text: str, span: Span) -> Span:
    """`span` with the bracket that its last one needs, where it stands close behind, and with the
    mark of a quotation that it cuts, where that stands beside it."""
    span = _with_quotation_mark(text, span)
    inside = text[span.start : span.end]
    if inside.count("(") > inside.count(")"):
        close = text.find(")", span.end, span.end + 40)
        if close >= 0 and "\n" not in text[span.end : close]:
            return Span(span.start, close + 1)
    return span


def _with_quotation_mark(text: str, span: Span) -> Span:
    """`span` with the mark right behind it (or behind a full stop or comma) or before it that is
    the other half of one in it."""
    inside = text[span.start : span.end]
    open_marks = inside.count("“") - inside.count("”")
    plain = inside.count('"') % 2 == 1
    if plain or open_marks > 0:
        mark = '"' if plain else "”"
        for behind in (mark, f".{mark}", f",{mark}"):
            if text.startswith(behind, span.end):
                return Span(span.start, span.end + len(behind))
    before = text[max(0, span.start - 1) : span.start]
    if (plain and before == '"') or (open_marks < 0 and before == "“"):
        return Span(span.start - 1, span.end)
    return span


def adjoined(text: str, qualifying: Qualifiers) -> Qualifiers:
    """Neighbours of one kind that only a blank parts made one ("under paragraph (a)(5)" and "of
    this section"), in text order."""
    found: list[tuple[str, Span]] = []
    for kind, span in sorted(qualifying, key=lambda entry: entry[1]):
        if found and found[-1][0] == kind and text[found[-1][1].end : span.start].isspace():
            found[-1] = (kind, Span(found[-1][1].start, span.end))
        else:
            found.append((kind, span))
    return tuple(found)


def split(parse: Parse, kind: str, first: int, last: int) -> list[_Part]:
    """The part with an exception, or a condition behind a comma, taken out of it: "if the rent is
    unpaid, except where …" are two."""
    if kind == "exception" and parse.lower[first : first + 2] != ["except", "as"]:
        return [(kind, first, last)]
    depth = 0
    for token in range(first + 1, last):
        depth += {"(": 1, ")": -1}.get(parse.words[token], 0)
        comma = parse.words[token - 1] == ","
        word = parse.lower[token]
        bare = word in _SPLITTING or (word == "if" and kind not in _TAKING_IF)
        if depth or not (bare or (comma and word in _CONDITIONAL)):
            continue
        if kind == "override" and word in _SPLITTING and word != "unless":
            continue  # "notwithstanding section 4, except paragraph (b)"
        if kind == "condition" and word not in _SPLITTING:
            continue  # "if …, if …" may be joined
        end = _trimmed(parse, first, token - 1)
        new = kind_of_opening(parse, token, last, "must")
        if end > first and new:
            return [(kind, first, end), *split(parse, new, token, last)]
    return [(kind, first, last)]


def _hanging(
    parse: Parse, sentence: tuple[int, int], verbs: set[int], modality: Modality
) -> list[_Part]:
    """What hangs on one of `verbs`."""
    found: list[_Part] = []
    for verb in sorted(verbs):
        for child in parse.children[verb]:
            if child in verbs or parse.dep[child] not in _HANGING:
                continue
            if _asks(parse, verb, child):
                continue
            part = _part(parse, sentence, child, modality)
            if part is not None:
                found.append(part)
    return found


def _asks(parse: Parse, verb: int, child: int) -> bool:
    """Whether "if" behind `verb` means "whether"."""
    if parse.lower[parse.left[child]] != "if" or child < verb:
        return False
    stem = parse.lower[verb]
    if stem.startswith(_ASKING):
        return True
    return stem.startswith(_PROBING) and parse.child(verb, "dobj") is None


def _floating(parse: Parse, sentence: tuple[int, int], verbs: set[int]) -> list[_Part]:
    """ "unless …", "if …" that the parse hung on a noun or an adjective of the clause."""
    found: list[_Part] = []
    for token in range(*sentence):
        if parse.lower[token] not in _CONDITIONAL:
            continue
        if parse.dep[token] in ("mark", "advmod"):
            head = parse.head[token]
        elif parse.dep[token] == "prep" and parse.lower[token] in _SPLITTING:
            head = token
        else:
            continue
        if parse.head[head] in verbs or not _governed(parse, head, verbs):
            continue
        part = _part(parse, sentence, head, "none")
        if part is not None and part[1] >= token - 1:
            found.append(part)
    return found


def _part(parse: Parse, sentence: tuple[int, int], child: int, modality: Modality) -> _Part | None:
    first, last = parse.left[child], parse.right[child]
    while first < last and (parse.words[first] in _STOP or parse.tag[first] == "CC"):
        if parse.lower[first] == "but":
            break
        first += 1
    kind = kind_of_opening(parse, first, last, modality)
    if not kind or _is_another_clause(parse, child, first):
        return None
    if first > parse.head[child] and kind in ("exception", "condition"):
        last = _to_the_end(parse, kind, last, sentence[1])
    if parse.lower[first] == "if" and parse.lower[first + 1] in _IF_ANY:
        last = first + 1 if parse.words[first + 2 : first + 3] == [","] else last
    last = _trimmed(parse, first, last)
    if last > first and parse.tag[last] in ("IN", "TO") and kind == "deadline":
        return None  # "prior to, and in anticipation of, …"
    if first > sentence[0] and parse.lower[first - 1] == "only":
        first -= 1
        kind = "restriction" if kind == "deadline" else kind
    return (kind, first, last) if 1 <= last - first <= MAX_WORDS else None


def _is_another_clause(parse: Parse, child: int, first: int) -> bool:
    """Whether `child` is a main clause behind the verb that it hangs on, and its opening at `first`
    is a condition of its own ("open the lid – if it is hot, | the pump may fail")."""
    apart = parse.dep[child] in ("ccomp", "dep") and first > parse.head[child]
    own = parse.head[first] != child and first < parse.head[first] < child
    return apart and own and parse.child(child, *SUBJECTS) is not None


def _to_the_end(parse: Parse, kind: str, last: int, stop: int) -> int:
    """Where an exception or condition at the end of a sentence ends, with what follows it there:
    "unless commenced by the owner, within 6 years", "if it is known, or would have been known"."""
    end = last
    while end + 1 < stop and parse.words[end + 1] not in (";", ".", ":", "—", "--"):
        end += 1
    rest = range(last + 1, end + 1)
    finite = [t for t in rest if parse.tag[t] in FINITE]
    if kind == "exception":
        bound = finite and parse.lower[last + 1] in ("if", "when", "where")
        conditional = any(parse.lower[t] in _CONDITIONAL for t in rest)
        return end if bound or not (finite or conditional) else last
    joined = [w for w in parse.lower[last + 1 : last + 3] if w != ","][:1] in (["or"], ["and"])
    if joined and finite and not _has_subject(parse, rest):
        # "…, and must keep a copy" is said of the one who has the duty
        return last if parse.lower[finite[0]] in ("must", "shall", "may") else end
    return last


def _has_subject(parse: Parse, tokens: range) -> bool:
    return any(parse.dep[t] in SUBJECTS for t in tokens)


def _governed(parse: Parse, token: int, verbs: set[int]) -> bool:
    """Whether `token` hangs on one of `verbs` without another clause between."""
    if parse.dep[token] in CLAUSES_APART[:1]:
        return False
    for _ in range(30):
        head = parse.head[token]
        if head == token:
            return False
        if head in verbs:
            return parse.dep[token] not in CLAUSES_APART
        if parse.dep[head] in (*CLAUSES_APART, "advcl") or parse.tag[head][:2] == "VB":
            return False
        token = head
    return False


def _trimmed(parse: Parse, first: int, last: int) -> int:
    depth = 0
    for token in range(first, last + 1):
        depth += {"(": 1, ")": -1}.get(parse.words[token], 0)
        if depth < 0:
            last = max(first, token - 1)  # the bracket that the part stands in
            break
    while last > first and (
        parse.words[last] in _STOP or parse.lower[last] in ("and", "or", "but")
    ):
        last -= 1
    return last


def _overlap(one: _Part, other: _Part) -> bool:
    return one[1] <= other[2] and other[1] <= one[2]


def _outermost(parts: list[_Part]) -> list[_Part]:
    return [
        part
        for part in dict.fromkeys(parts)
        if not any(
            other != part
            and other[1] <= part[1]
            and part[2] <= other[2]
            and (other[1:] != part[1:] or other[0] < part[0])
            for other in parts
        )
    ]
