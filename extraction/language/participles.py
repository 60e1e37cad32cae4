"""The past participle of a verb that the text has in its bare form."""

from __future__ import annotations

from extraction.language.spacy_model import load_verb_lemmas

_IRREGULAR = dict(
    pair.split("-")
    for pair in """be-been bear-borne beat-beaten become-become begin-begun bend-bent bind-bound
    bite-bitten blow-blown break-broken bring-brought build-built burn-burned buy-bought
    catch-caught choose-chosen cut-cut deal-dealt dig-dug do-done draw-drawn drink-drunk
    drive-driven eat-eaten feed-fed feel-felt fight-fought find-found forbid-forbidden
    forget-forgotten forgive-forgiven freeze-frozen get-got give-given grind-ground grow-grown
    hang-hung have-had hear-heard hide-hidden hit-hit hold-held hurt-hurt keep-kept know-known
    lay-laid lead-led leave-left lend-lent let-let lift-lifted light-lit lose-lost make-made
    mean-meant meet-met mislead-misled overcome-overcome override-overridden oversee-overseen
    overtake-overtaken pay-paid put-put read-read rebuild-rebuilt redo-redone repay-repaid
    reset-reset retake-retaken rewrite-rewritten rid-rid ride-ridden ring-rung run-run say-said
    see-seen seek-sought sell-sold send-sent set-set shake-shaken shed-shed show-shown shut-shut
    speak-spoken spend-spent spin-spun split-split spread-spread steal-stolen stick-stuck
    strike-struck sweep-swept swing-swung take-taken teach-taught tear-torn tell-told think-thought
    throw-thrown undergo-undergone understand-understood undertake-undertaken undo-undone
    unwind-unwound uphold-upheld wear-worn win-won wind-wound withdraw-withdrawn withhold-withheld
    write-written""".split()
)


def participle(lemma: str) -> str | None:
    """ "kept", "submitted", "applied", "closed"; None where no form of it is known."""
    if lemma in _IRREGULAR:
        return _IRREGULAR[lemma]
    lemmas = load_verb_lemmas()
    if not lemma.isalpha() or not lemmas.is_verb(lemma):
        return None
    if lemma.endswith("e"):
        return f"{lemma}d"
    if lemma.endswith("y") and lemma[-2:-1] not in tuple("aeiou"):
        return f"{lemma[:-1]}ied"
    doubled = f"{lemma}{lemma[-1]}ed"
    return doubled if lemmas(doubled) == lemma else f"{lemma}ed"
