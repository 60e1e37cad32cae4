"""Whether the predicate that a model names is the one that the verb of the text says."""

from __future__ import annotations

from extraction.language.spacy_model import load_verb_lemmas

_HELPING = frozenset(
    """must shall may can could should will would might not never to do does did have has had been
    being""".split()
)
_BEING = frozenset({"be", "is", "are", "was", "were", "am"})
_PREPOSITIONS = frozenset(
    """to of in on at by for from with into under upon about against through over as within between
    beside near above below behind across along among around before after during without off out
    up""".split()
)


def says_predicate(proposed: str, read: str) -> bool:
    """Whether `proposed` ("must be reported to", "report") is `read` ("be reported to"), whatever
    its form; the preposition that links the object, and the "be" of a passive, may be left out. Who
    acts must be told: "cause" is not "be caused by"."""
    if read.endswith(" by") and not is_passive(proposed):
        return False
    return bool(_forms(proposed) & _forms(read))


def is_passive(predicate: str) -> bool:
    """Whether `predicate` says what is done to its subject: "be notified by"."""
    words = predicate.casefold().replace("_", " ").split()
    return words[-1:] == ["by"] or (len(words) > 1 and not _BEING.isdisjoint(words[:-1]))


def _forms(predicate: str) -> set[tuple[str, ...]]:
    lemma = load_verb_lemmas()
    words = predicate.casefold().replace("_", " ").split()
    kept = [w for w in words if w not in _HELPING] or words
    whole = tuple("be" if w in _BEING else lemma(w) for w in kept)
    found = {whole}
    if len(whole) > 1 and whole[-1] in _PREPOSITIONS:
        found.add(whole[:-1])
    if len(whole) > 1 and whole[0] == "be":
        found |= {form[1:] for form in tuple(found) if len(form) > 1}
    return found
