"""What the words of a sentence say against a verb that the parse makes a statement of: a command, a
verb that does not agree with its subject, a participle or a label taken for a verb."""

from __future__ import annotations

from collections.abc import Sequence

from extraction.language.arguments import Phrase
from extraction.language.clauses import Clause
from extraction.language.command_verbs import ORDERS
from extraction.language.fact_view import ClauseView, Doubt
from extraction.language.parse import CALL_OUTS, FINITE, Parse
from extraction.language.residue import label_of
from extraction.language.run_in_titles import RUN_IN, title_end
from extraction.language.spacy_model import load_verb_lemmas, load_word_classes

COMMAND = "a command may be read as a statement"
DISAGREES = "verb and subject do not agree"
NOT_ITS_VERB = "the verb may belong to another clause"
PARTICIPLE = "a participle may be read as a verb"
LABEL = "a condition stands in the label"
CALL_OUT = "a label may stand before the sentence"
TITLE = "a heading may be read as a sentence"
NEEDED = "what is needed may be read as a duty"
TOLD_BEFORE = "only the sentences before say which one"
TWICE = "a heading may stand before the sentence"
_CAUSING = frozenset({"have", "let", "make", "get", "keep", "need", "want", "see", "leave"})
_ASKING = frozenset({"what", "which", "whichever", "whatever", "whoever", "how", "where"})
_VERB_LIKE = ("NN", "NNP", "VB", "VBP")
_COLLECTIVES = frozenset({"staff", "crew", "board", "press", "public", "team", "group", "panel",
                          "school", "watch"})  # fmt: skip
_MEANS = frozenset("""account password passcode pin key card code licence license permit
    permission approval consent subscription visa badge token login registration signature
    certificate prescription deposit fee connection adapter cable app application browser
    membership authorization authorisation authentication""".split())  # fmt: skip
# nouns for one deal, event or sum that a report tells of
_HAPPENED = frozenset("""transaction transactions acquisition merger offering program programme
    collaboration arrangement transfer transfers sale purchase amendment decrease increase change
    difference adjustment adjustments charge charges gain loss losses award settlement lawsuit
    complaint investigation impairment restructuring divestiture closing redemption repurchase
    issuance borrowing expenses project pilot trial""".split())  # fmt: skip
# "deemed to be": said of something, which is then the object or the subject of a passive
_NEEDS_OBJECT = frozenset("""deemed considered required permitted allowed authorised authorized
    entitled obliged obligated believed thought found known said instructed invited advised told
    requested designed directed used""".split())  # fmt: skip
_NEEDED = frozenset({"required", "needed", "necessary"})
_OF_ACTIONS = ("tion", "sion", "ment", "ness", "work", "surgery", "testing", "training")
_ACTING = frozenset({"organization", "organisation", "institution", "corporation", "commission",
                     "administration", "association", "government", "department", "management",
                     "establishment", "union", "foundation", "delegation"})  # fmt: skip
_INSIDE_COMPOUNDS = frozenset({"to", "and", "by", "in", "or", "for", "of"})
_MOST = 0.8
_LONGEST_TITLE = 8  # words


def _opening(fact: ClauseView) -> int:
    """The first token of the sentence behind its label."""
    label = label_of(fact.parse, fact.start)
    return max(label) + 1 if label else fact.start


def _follows_call_out(fact: ClauseView) -> bool:
    opening = _opening(fact)
    return fact.parse.words[opening] in CALL_OUTS and fact.subjects[0].first == opening


def _begins_in_title(fact: ClauseView) -> bool:
    below = title_end(fact.parse, _opening(fact))
    return below is not None and fact.subjects[0].first < below


def _is_bare_participle(fact: ClauseView) -> bool:
    """Whether a verb without auxiliary and object that needs one is the participle of a heading
    ("Treatment of barges deemed to be wrecks")."""
    parse, verb = fact.parse, fact.group.outer
    if parse.tag[verb] not in ("VBD", "VBN") or parse.dep[verb] != "ROOT":
        return False
    if parse.child(verb, "aux", "auxpass", "dobj", "ccomp", "neg") is not None:
        return False
    if verb != fact.group.inner and parse.lower[verb] in _NEEDS_OBJECT:
        return True
    return parse.child(verb, "agent") is not None


def _is_command(fact: ClauseView) -> bool:
    """Whether the subject begins with a word that opens the sentence and is only a verb
    ("Configure selected features"), or the verb is a bare form that nothing makes finite."""
    parse, opening, verb = fact.parse, _opening(fact), fact.group.outer
    word = parse.lower[opening]
    if fact.subjects[0].first != opening or fact.group.modality != "none":
        return False
    lemmas, hyphened = load_verb_lemmas(), parse.words[opening + 1 : opening + 2] == ["-"]
    if hyphened or not lemmas.is_verb(word) or lemmas(word) != word:
        return False
    if parse.tag[opening] in _VERB_LIKE and not load_word_classes().is_noun(word):
        return True
    if word in ORDERS and parse.tag[verb] in ("VB", "VBP"):
        return _is_bare(parse, verb)  # "Tap Settings > Add …": the number of the noun says nothing
    return word not in _COLLECTIVES and _is_bare(parse, verb) and _singular(parse, fact.subjects)


def _is_bare(parse: Parse, verb: int) -> bool:
    """Whether the form at `verb` is that of an infinitive, and no helper before it is its own or
    that of the verb it is coordinated with."""
    above = verb
    while parse.dep[above] == "conj" and parse.tag[parse.head[above]][:2] == "VB":
        above = parse.head[above]
    helped = any(parse.child(one, "aux", "auxpass") is not None for one in (verb, above))
    word = parse.lower[verb]
    return not helped and parse.tag[verb] in ("VB", "VBP") and load_verb_lemmas()(word) == word


def _singular(parse: Parse, phrases: Sequence[Phrase]) -> bool:
    return len(phrases) == 1 and parse.tag[phrases[0].head] in ("NN", "NNP")


def _disagrees(fact: ClauseView) -> bool:
    return not _agrees(fact)


def _agrees(fact: ClauseView) -> bool:
    """Whether number of verb and subject go together; names and words for many may take either."""
    parse, verb, noun = fact.parse, fact.group.outer, fact.clause.subject
    words = [verb, *parse.with_dep(verb, "aux", "auxpass")]
    tags = {parse.tag[t] for t in words}
    if parse.dep[verb] == "relcl" and "VBZ" in tags and "MD" not in tags:
        # "A and B, which often results in …" is said of the clause
        return parse.tag[noun] not in ("NNS", "NNPS") and parse.child(noun, "conj") is None
    if "MD" in tags or len(fact.subjects) > 1 or parse.child(noun, "conj", "cc") is not None:
        return True
    if {parse.lower[c] for c in parse.children[noun]} & {"and", "or", "&"}:
        return True
    if parse.tag[noun] == "NNS" and "VBZ" in tags:
        return parse.child(noun, "nummod") is not None or parse.words[noun][:1].isupper()
    return True


def _has_condition_as_label(fact: ClauseView) -> bool:
    """Whether the sentence opens with a clause that a colon ends ("While the screen is on: …")."""
    parse, (start, end) = fact.parse, fact.sentence
    if parse.lower[start] not in ("while", "if", "when", "where", "once", "after", "before"):
        return False
    stop = next((t for t in range(start, end) if parse.words[t] == ":"), start)
    return any(parse.tag[t] in FINITE for t in range(start, stop))


def _repeats_title(fact: ClauseView) -> bool:
    """Whether the sentence opens with a title that it says twice."""
    parse, (start, stop) = fact.parse, fact.sentence
    for length in range(2, _LONGEST_TITLE + 1):
        second = start + length
        if second + length > stop:
            break
        if parse.lower[start:second] == parse.lower[second : second + length]:
            return True
    return False


def _is_in_compound(fact: ClauseView) -> bool:
    """Whether the verb is the end of a compound word ("a tap-to-pay counter")."""
    parse, verb = fact.parse, fact.group.inner
    hyphened = parse.words[verb - 1] == "-" and parse.end[verb - 1] == parse.begin[verb]
    return hyphened and parse.lower[verb - 2] in _INSIDE_COMPOUNDS


def _follows_comma(fact: ClauseView) -> bool:
    """Whether nothing but a comma parts a list from a bare verb, which may be a command ("For
    mills, farms, or quays, call the warden")."""
    parse, verb, start = fact.parse, fact.group.outer, fact.start
    if fact.group.modality != "none" or not _is_bare(parse, verb) or parse.words[verb - 1] != ",":
        return False
    listed = parse.child(fact.clause.subject, "conj", "cc") is not None
    ends = parse.end[verb - 2] == max(fact.relation.subject.end, parse.end[fact.named.last])
    return listed and ends and parse.tag[start] == "IN"


def _is_asked(fact: ClauseView) -> bool:
    return fact.parse.lower[fact.subjects[0].first] in _ASKING


def _joined_to_noun(fact: ClauseView) -> bool:
    """Whether only a conjunction stands between the verb and a subject of its own ("block apps and
    set limits")."""
    parse, verb, subject = fact.parse, fact.group.outer, fact.clause.subject
    if parse.dep[verb] == "conj" or parse.child(verb, "nsubj", "nsubjpass") != subject:
        return False
    before = min([verb, *(c for c in parse.children[verb] if parse.dep[c] in ("aux", "auxpass"))])
    while before > subject and parse.tag[before - 1] == "RB":
        before -= 1
    conjunction = before - 1
    plain = parse.tag[conjunction] == "CC" and parse.tag[conjunction - 1] != "RB"
    return plain and conjunction > subject


def _is_caused(fact: ClauseView) -> bool:
    """Whether the verb is a participle under one that causes it ("have the settings applied")."""
    parse, verb = fact.parse, fact.group.outer
    above = parse.head[verb]
    return (
        parse.dep[verb] in ("ccomp", "xcomp")
        and parse.tag[verb] in ("VBN", "VBD")
        and parse.child(verb, "aux", "auxpass", "mark") is None
        and load_verb_lemmas()(parse.lower[above]) in _CAUSING
    )


def _is_title(fact: ClauseView) -> bool:
    """Whether a participle behind a noun of the subject is the only verb among capitalised words
    ("Relief for Mill Owners engaged in Milling Flour")."""
    parse, verb, (start, stop) = fact.parse, fact.group.outer, fact.sentence
    if fact.subjects[0].first != start or parse.tag[verb] != "VBD" or parse.child(verb, "dobj"):
        return False
    if "IN" not in parse.tag[start:verb] or not parse.lower[verb].endswith("ed"):
        return False
    tags = ("NN", "NNS", "NNP", "NNPS", "JJ", "VBG")
    words = [t for t in range(start, stop) if t != verb and parse.tag[t] in tags]
    capitals = sum(parse.words[t][:1].isupper() for t in words)
    return len(words) > 3 and capitals >= _MOST * len(words)


def _is_needed(fact: ClauseView) -> bool:
    """Whether what is "required to" do something is a means that somebody must have ("an account
    is required to download")."""
    parse, verb, noun = fact.parse, fact.group.outer, fact.clause.subject
    words = {parse.lower[verb], *(parse.lower[c] for c in parse.with_dep(verb, "acomp"))}
    if fact.group.inner == verb or fact.group.passive or not words & _NEEDED:
        return False
    word = parse.lower[noun]
    acts = word in _ACTING or not word.endswith(_OF_ACTIONS)
    return "required" not in words or word in _MEANS or not acts


def _is_told_before(fact: ClauseView) -> bool:
    return any(_told_before(fact.parse, fact.clause, phrase) for phrase in fact.subjects)


def _told_before(parse: Parse, clause: Clause, phrase: Phrase) -> bool:
    """Whether the subject is the bare name of something that happened or was agreed, of which only
    the sentences before say which one ("The transaction closed"), or what is left of something."""
    head = phrase.head
    determiner = parse.child(head, "det")
    if determiner is None or parse.lower[determiner] != "the" or clause.inner:
        return False
    if parse.lower[head] in ("rest", "remainder"):
        return True
    bare = phrase.first == phrase.last == head and phrase.restriction is None
    if not bare or parse.words[head] != parse.lower[head] or clause.group.modality != "none":
        return False
    if any(parse.dep[c] in ("prep", "acl", "relcl", "appos") for c in parse.children[head]):
        return False
    return parse.lower[head] in _HAPPENED


VERB_DOUBTS: tuple[Doubt[ClauseView], ...] = (
    (COMMAND, _is_command),
    (COMMAND, _follows_comma),
    (CALL_OUT, _follows_call_out),
    (LABEL, _has_condition_as_label),
    (TWICE, _repeats_title),
    (RUN_IN, _begins_in_title),
    (DISAGREES, _disagrees),
    (PARTICIPLE, _is_bare_participle),
    (TITLE, _is_title),
    (NEEDED, _is_needed),
    (TOLD_BEFORE, _is_told_before),
    (NOT_ITS_VERB, _joined_to_noun),
    (NOT_ITS_VERB, _is_asked),
    (NOT_ITS_VERB, _is_in_compound),
    (PARTICIPLE, _is_caused),
)
