"""A sentence that the parse gives no verb, or one that is none ("The engineer inspects every pump"
with "pump" as its verb): a proposal is read by the order of its words, where it leaves none out."""

from __future__ import annotations

from extraction.language import quality
from extraction.language.arguments import MAX_SUBJECT, Phrase
from extraction.language.fact_doubts import doubted
from extraction.language.fact_view import FactView
from extraction.language.noun_phrases import NOUN_TAGS, strip_left
from extraction.language.parse import FINITE, Parse
from extraction.language.spacy_model import load_verb_lemmas
from extraction.proposals.agreement import Parts, carries
from extraction.proposals.given_parts import whole_part
from extraction.proposals.proposed import ProposedFact
from graph.model import Relation, Span

RULE = "word-order"
_OPENING = frozenset(
    {"if", "when", "whether", "where", "unless", "how", "why", "who", "what", "which"}
)
_PLURAL = frozenset({"NNS", "NNPS"})
_JOINED = frozenset({"and", "or", ",", ";", ":", "that", "which", "who"})


def by_word_order(
    fact: ProposedFact, parse: Parse, sentence: tuple[int, int], parts: Parts, text: str
) -> Relation | None:
    """The relation of `fact`, active and without a modal verb, where its parts are the whole
    sentence in the order subject, verb, object, the rest; None for all else."""
    if len(parts.verb) != 1 or fact.negated or fact.modality != "none":
        return None
    (verb,) = parts.verb
    subject = (min(parts.subject), max(parts.subject))
    if not _is_whole(parse, sentence, parts) or not _in_order(parse, sentence, parts, verb):
        return None
    head = _head(parse, *subject)
    if head is None or not _agrees(parse, verb, head):
        return None
    first = strip_left(parse, *subject)
    phrase = Phrase(head, first, subject[1])
    span = parse.span(first, subject[1])
    why = quality.subject_weakness(parse, phrase, text[span.start : span.end])
    if why not in ("", quality.GOES_ON) or subject[1] - first + 1 > MAX_SUBJECT:
        return None
    relation = _relation(parse, sentence, parts, span, verb, text)
    return doubted(FactView(parse, sentence, relation, text))


def _is_whole(parse: Parse, sentence: tuple[int, int], parts: Parts) -> bool:
    said = {t for t in range(*sentence) if carries(parse, t)}
    return said <= parts.held | parts.verb and parse.words[sentence[1] - 1] == "."


def _in_order(parse: Parse, sentence: tuple[int, int], parts: Parts, verb: int) -> bool:
    """Whether the subject stands right before the verb and the object right behind it, nothing
    opens or joins another clause, and no other word can be the verb."""
    if parse.lower[sentence[0]] in _OPENING or max(parts.subject) != verb - 1:
        return False
    between = range(verb + 1, min(parts.object, default=verb + 1))
    if any(parse.tag[t] not in ("DT", "PDT", "PRP$") for t in between):
        return False
    if parts.object and min(parts.object) < verb:
        return False
    plain = range(min(parts.subject), max(parts.object, default=verb) + 1)
    if _JOINED & set(parse.lower[plain.start : plain.stop]):
        return False
    return not any(t != verb and _may_be_verb(parse, t) for t in range(*sentence))


def _may_be_verb(parse: Parse, token: int) -> bool:
    """Whether the parse's finite verb can be one: a word that verbs have, and none right behind an
    article or adjective ("every pump")."""
    if parse.tag[token] not in FINITE:
        return False
    behind_noun_words = token > 0 and parse.tag[token - 1] in ("DT", "PRP$", "JJ")
    known = parse.tag[token] == "MD" or load_verb_lemmas().is_verb(parse.lower[token])
    return known and not behind_noun_words


def _head(parse: Parse, first: int, last: int) -> int | None:
    """The noun that the subject is about: the last one before its first preposition."""
    stop = next((t for t in range(first, last + 1) if parse.tag[t] == "IN"), last + 1)
    return next((t for t in range(stop - 1, first - 1, -1) if parse.tag[t] in NOUN_TAGS), None)


def _agrees(parse: Parse, verb: int, head: int) -> bool:
    """Whether the verb has the form that the number of its subject asks for."""
    word, lemma = parse.lower[verb], load_verb_lemmas()
    if not lemma.is_verb(word):
        return False
    base = lemma(word)
    if word == base:
        return parse.tag[head] in _PLURAL
    return not word.endswith("s") or parse.tag[head] not in _PLURAL


def _relation(
    parse: Parse, sentence: tuple[int, int], parts: Parts, subject: Span, verb: int, text: str
) -> Relation:
    obj: Span | None = None
    value, why = None, ""
    if parts.object:
        last = max(parts.object)
        first = strip_left(parse, min(parts.object), last)
        obj = parse.span(first, last)
        surface = text[obj.start : obj.end]
        value = quality.as_value(surface, last - first + 1)
        head = _head(parse, first, last)
        phrase = Phrase(last if head is None else head, first, last)
        why = quality.object_weakness(parse, phrase, surface, value, words=False)
    qualifiers = [(kind, whole_part(parse, sentence, t)) for kind, t in parts.qualifiers]
    return Relation(
        statement=parse.span(sentence[0], sentence[1] - 1),
        subject=subject,
        predicate=load_verb_lemmas()(parse.lower[verb]),
        predicate_span=parse.span(verb, verb),
        object=obj,
        value=value,
        modality="none",
        polarity="positive",
        rule=RULE,
        qualifiers=tuple(sorted(qualifiers, key=lambda entry: entry[1])),
        why_weak=why,
    )
