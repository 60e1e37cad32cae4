"""A model's answer, sentence by sentence, against the prompt that it was given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generation.written.citation_marks import WrittenText, written_sentences
from generation.written.clause_reading import content_tokens, held
from generation.written.prompt import NumberedSentence, Prompt
from generation.written.sentence_checks import Finding, check_sentence
from graph.model import WrittenSentence
from graph.protocols import Checker

ALIGNED_FROM = 0.6  # share of the words of a sentence that one source must hold to be meant

REFUSED = "it says that there is no answer; whether there is one is not for it to decide"
QUESTION_FORM = "it asks, and states nothing"


def check_text(
    text: str, prompt: Prompt, checker: Checker | None = None
) -> tuple[WrittenSentence, ...]:
    """Each sentence of `text` with what the checks say of it, in order; none for an empty text."""
    return tuple(checked_sentences(written_sentences(text), prompt, checker))


def checked_sentences(
    written: Iterable[WrittenText], prompt: Prompt, checker: Checker | None = None
) -> Iterator[WrittenSentence]:
    """As `check_text`, for sentences that arrive one after the other."""
    before: WrittenSentence | None = None
    for one in written:
        before = check_next(one, prompt, checker, before)
        yield before


def check_next(
    one: WrittenText, prompt: Prompt, checker: Checker | None, before: WrittenSentence | None
) -> WrittenSentence:
    """One sentence; `before` is the one checked before it, which a pronoun may point back to."""
    if one.refuses:
        return _outcome(one, (), Finding("not_supported", REFUSED))
    if one.text.endswith("?"):
        return _outcome(one, (), Finding("not_supported", QUESTION_FORM))
    numbers = one.numbers
    aligned = not numbers
    if aligned:
        numbers = nearest(one.text, prompt)
        if not numbers:
            reason = "it cites no sentence, and none is near enough to be meant"
            return _outcome(one, (), Finding("not_supported", reason))
    strangers = [number for number in numbers if prompt.sentence(number) is None]
    cited = [s for number in numbers if (s := prompt.sentence(number)) is not None]
    if strangers:
        reason = f"it cites [{strangers[0]}], and only [1] to [{len(prompt.sentences)}] were given"
        return _outcome(one, cited, Finding("not_supported", reason))
    return _outcome(one, cited, _held(one, cited, prompt, checker, before), aligned=aligned)


def _held(
    one: WrittenText,
    cited: Sequence[NumberedSentence],
    prompt: Prompt,
    checker: Checker | None,
    before: WrittenSentence | None,
) -> Finding:
    pointed = before.text if before is not None and before.state == "supported" else ""
    found = check_sentence(
        one.text,
        [sentence.source for sentence in cited],
        question=prompt.question,
        before=pointed,
        checker=checker,
    )
    other = cited[0].other_case
    if found.state == "supported" and all(sentence.other_case for sentence in cited):
        return Finding("not_supported", f"it speaks of another case than “{other[0]}”")
    return found


def _outcome(
    one: WrittenText,
    cited: Sequence[NumberedSentence],
    found: Finding,
    *,
    aligned: bool = False,
) -> WrittenSentence:
    return WrittenSentence(
        text=one.text,
        state=found.state,
        reason=found.reason,
        numbers=tuple(sentence.number for sentence in cited) if aligned else one.numbers,
        citations=tuple(sentence.citations[0] for sentence in cited),
        aligned=aligned and bool(cited),
    )


def nearest(text: str, prompt: Prompt) -> tuple[int, ...]:
    """The number of the sentence that holds most words of `text`; empty where none holds enough.
    The better ranked one of two that hold as many."""
    tokens = content_tokens(text)
    if not tokens:
        return ()
    scored = []
    for sentence in prompt.sentences:
        stems = frozenset(t.stem for t in content_tokens(sentence.source.said))
        share = sum(1 for token in tokens if held(token.stem, stems)) / len(tokens)
        scored.append((-share, sentence.rank, sentence.number))
    best = min(scored, default=(0.0, 0, 0))
    return (best[2],) if -best[0] >= ALIGNED_FROM else ()
