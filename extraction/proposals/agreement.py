"""Whether a proposal says what a clause of the text says: the same subject and object, no word more
and none less, the same "must" and "not", and every part that bounds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extraction.language.parse import Parse
from extraction.proposals import refusals
from extraction.proposals.proposal_spans import tokens_at
from graph.model import QUALIFIERS, ROLES, Relation, Span

_CONTENT = ("NN", "JJ", "CD", "VB", "RB", "FW", "PR", "WP", "MD")
_LITTLE = frozenset(
    """not n't only except unless without if than until no never neither nor up least most more less
    fewer over under about both some few all many several half""".split()
)
_UNTOLD = frozenset({"also", "then", "therefore", "however", "that"})
# Kinds that are never taken for each other; all others shade into one another, and ours is kept.
_APART = (
    frozenset({"condition", "exception", "override"}),
    frozenset({"deadline", "frequency", "limit"}),
)
_BESIDE = ("det", "predet", "cc", "preconj", "poss")
KINDS = frozenset({*QUALIFIERS, *ROLES})


@dataclass(frozen=True, slots=True)
class Parts:
    """The places of a proposal's parts in one sentence, as tokens. `verb` holds all tokens of the
    words given for it."""

    subject: frozenset[int]
    verb: frozenset[int]
    object: frozenset[int]
    qualifiers: tuple[tuple[str, frozenset[int]], ...]

    @property
    def held(self) -> frozenset[int]:
        """Every token that a part but the verb holds."""
        return self.subject | self.object | frozenset().union(*(q for _, q in self.qualifiers))


def core(parse: Parse, span: Span | None) -> frozenset[int]:
    """The tokens of `span` that carry meaning: no articles, punctuation or bare prepositions."""
    at = tokens_at(parse, span) if span is not None else None
    if at is None:
        return frozenset()
    return frozenset(token for token in range(at[0], at[1] + 1) if carries(parse, token))


def carries(parse: Parse, token: int) -> bool:
    """Whether `token` means something by itself."""
    if parse.lower[token] in _LITTLE:
        return True
    return parse.tag[token].startswith(_CONTENT) and parse.lower[token] not in _UNTOLD


def disagreement(parse: Parse, parts: Parts, own: Relation, verb: frozenset[int]) -> str:
    """Why the parts of a proposal are not those of `own`, the relation that our rules read there,
    or ``""``. `verb`: the tokens of its verb, auxiliaries and negation included."""
    return (
        _of_ends(parse, parts, own)
        or _of_kinds(parse, parts, own)
        or _lost(parse, parts, own, verb)
        or _foreign(parse, parts, own, verb)
    )


def _of_ends(parse: Parse, parts: Parts, own: Relation) -> str:
    subject, obj = core(parse, own.subject), core(parse, own.object)
    if not parts.subject & subject:
        return refusals.OTHER_SUBJECT
    if obj and not parts.object & obj:
        # "for drug delivery" may be the object of "be used for", or the purpose of "be used"
        linked = own.predicate_span.end <= own.object.start if own.object else False
        if parts.object or not linked or not obj <= parts.held:
            return refusals.OTHER_OBJECT if parts.object else refusals.NO_OBJECT
    if not obj and parts.object and not _is_a_role(parse, parts.object, own):
        return refusals.OTHER_OBJECT
    if not subject <= parts.held:
        return refusals.SUBJECT_CUT
    return "" if obj <= parts.held else refusals.OBJECT_CUT


def _is_a_role(parse: Parse, tokens: frozenset[int], own: Relation) -> bool:
    """Whether a role of the clause holds all of `tokens`: "enter the store" beside "enter | in the
    store"."""
    return any(kind in ROLES and tokens <= core(parse, span) for kind, span in own.qualifiers)


def _of_kinds(parse: Parse, parts: Parts, own: Relation) -> str:
    """A condition given as an exception, a deadline as a frequency."""
    for kind, tokens in parts.qualifiers:
        theirs = {name for name, span in own.qualifiers if tokens & core(parse, span)}
        for group in _APART:
            if kind in group and theirs and theirs <= group and kind not in theirs:
                return refusals.other_kind(kind)
    return ""


def _lost(parse: Parse, parts: Parts, own: Relation, verb: frozenset[int]) -> str:
    """A part of the clause that the proposal holds nowhere, or only in part."""
    for kind in (*QUALIFIERS, *ROLES):
        for name, span in own.qualifiers:
            if name == kind and not core(parse, span) <= parts.held | verb:
                return refusals.left_out(kind)
    return ""


def _foreign(parse: Parse, parts: Parts, own: Relation, verb: frozenset[int]) -> str:
    """Words that the proposal gives this clause and our rules give to another or to none."""
    spans: Sequence[Span] = [own.subject, *([own.object] if own.object else [])]
    spans = [*spans, *(span for _, span in own.qualifiers)]
    read = frozenset().union(*(core(parse, span) for span in spans)) | verb
    rest = {t for t in parts.held - read if parse.dep[t] not in _BESIDE}
    return refusals.FOREIGN_WORDS if rest else ""
