"""What a card must not claim or quote: a yes or no that no statement makes, a headline that breaks
off, a time that is none, things with another identifier, lines that say nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import pytest

from generation import answer
from generation.evidence.noise import is_noise
from generation.question.named_things import exactly, identifiers_in, shape
from graph.model import (
    EVERYTHING,
    Answer,
    Block,
    Chunk,
    Context,
    Document,
    Evidence,
    Fact,
    Modality,
    Passage,
    Polarity,
    Sentence,
    Span,
)
from graph.outline import is_enumerator
from graph.tokens import words


@dataclass(frozen=True)
class Said:
    """A sentence and the fact in it: the surfaces of subject, verb and object."""

    text: str
    subject: str = ""
    verb: str = ""
    object: str = ""
    lemma: str = ""
    modality: Modality = "must"
    polarity: Polarity = "positive"
    condition: str = ""
    deadline: str = ""


def passage(number: int, name: str, question: str, lines: tuple[Said, ...]) -> Passage:
    text = "\n\n".join(line.text for line in lines) + "\n"
    version = f"{name}@{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    spans = []
    facts = []
    for line in lines:
        start = text.index(line.text)
        span = Span(start, start + len(line.text))
        spans.append(span)
        if line.subject:
            facts.append(_fact(line, span, name, version))
    document = Document(
        name, version, "0", name, name, ".md", text, tuple(Block("paragraph", s) for s in spans)
    )
    chunk = Chunk(f"c{number}", name, version, 0, 0, len(text), text)
    asked = set(words(question))
    return Passage(
        chunk,
        document,
        number,
        {"total": 1.0},
        sentences=tuple(Sentence(chunk.id, name, version, s, text[s.start : s.end]) for s in spans),
        sentence_scores=tuple(
            round(0.9 * len(asked & set(words(line.text))) / max(1, len(asked)), 4)
            for line in lines
        ),
        facts=tuple(facts),
    )


def _fact(line: Said, span: Span, name: str, version: str) -> Fact:
    def place(part: str) -> Span:
        start = span.start + line.text.index(part)
        return Span(start, start + len(part))

    conditions = (("condition", place(line.condition)),) if line.condition else ()
    evidence = Evidence(
        document=name,
        version=version,
        statement=span,
        quote=line.text,
        subject=place(line.subject),
        predicate=place(line.verb),
        object=place(line.object) if line.object else None,
        qualifiers=conditions,
        rule="test",
        extractor="test",
        run="r",
    )
    return Fact(
        id=f"f-{name}-{span.start}",
        claim_id=f"k-{name}-{span.start}",
        name=line.text,
        subject=line.subject,
        predicate=line.lemma or line.verb,
        object=line.object or None,
        value=None,
        modality=line.modality,
        polarity=line.polarity,
        qualifiers=tuple(
            (kind, words)
            for kind, words in (("condition", line.condition), ("deadline", line.deadline))
            if words
        ),
        evidence=(evidence,),
    )


def ask(question: str, *lines: Said, **more: tuple[Said, ...]) -> Answer:
    """The card for one document of `lines`, and one for each of `more`."""
    documents = {"rules.md": lines, **{f"{k}.md": v for k, v in more.items()}}
    passages = tuple(
        passage(n, name, question, said) for n, (name, said) in enumerate(documents.items(), 1)
    )
    return answer(Context(question, passages, (), EVERYTHING, "g", len(passages)))


REPORT = Said(
    "A supplier must report a fault to the owner within 5 days.",
    "supplier",
    "report",
    "fault",
)
KEEP = Said("A guard may keep the key.", "guard", "keep", "key", modality="may")
OPEN = Said(
    "A guard must not open the safe.", "guard", "must not open", "safe", "open", "must", "negative"
)


@pytest.mark.parametrize(
    ("question", "line", "begins"),
    [
        ("Must a supplier report a fault to the owner?", REPORT, "Yes: must report a fault"),
        ("Is a supplier required to report a fault?", REPORT, "Yes: must report"),
        ("May a guard keep the key?", KEEP, "Yes: may keep the key"),
        ("May a guard open the safe?", OPEN, "No: must not open the safe"),
    ],
)
def test_yes_or_no_where_question_and_statement_are_one_clause(
    question: str, line: Said, begins: str
) -> None:
    card = ask(question, line)
    assert card.state == "answered" and card.headline is not None
    assert card.headline.text.startswith(begins)


@pytest.mark.parametrize(
    ("question", "line"),
    [
        # another verb, another object, another subject, a role turned round
        (
            "May a bank use client data for marketing?",
            Said(
                "A bank must obtain an authorization for any use of client data for marketing.",
                "bank",
                "obtain",
                "authorization",
            ),
        ),
        ("Must a supplier report a fault to the press?", REPORT),
        ("Must a supplier report a change to the owner?", REPORT),
        ("Must an owner report a fault to the supplier?", REPORT),
        ("Must the main supplier report a fault?", REPORT),
        # a quantifier, a number or "without" that the statement does not hold
        ("Must every supplier report a fault?", REPORT),
        ("Must a supplier report a fault within 3 days?", REPORT),
        ("May a guard keep the key without a permit?", KEEP),
        # leave is not duty
        ("Must a guard keep the key?", KEEP),
        ("May a supplier report a fault?", REPORT),
        ("Must a supplier not report a fault?", REPORT),
        # conditions in the words and on the fact
        (
            "May a guard keep the key?",
            Said("A guard may keep the key if it rains.", "guard", "keep", "key", "keep", "may"),
        ),
        (
            "May a guard keep the key?",
            Said(
                "A guard must not keep the key until the shift begins.",
                "guard",
                "must not keep",
                "key",
                "keep",
                "must",
                "negative",
            ),
        ),
        (
            "May a guard keep the key?",
            Said(
                "Under rule 4 a guard may keep the key.",
                "guard",
                "keep",
                "key",
                modality="may",
                condition="Under rule 4",
            ),
        ),
        ("Are guards keepers?", KEEP),
    ],
)
def test_otherwise_no_yes_or_no_and_at_most_related(question: str, line: Said) -> None:
    card = ask(question, line)
    assert card.headline is None
    assert card.state != "answered"


def test_statements_that_differ_give_no_verdict() -> None:
    elsewhere = Said(
        "A guard may keep the key if it rains.",
        "guard",
        "keep",
        "key",
        modality="may",
        condition="if it rains",
    )
    assert ask("May a guard keep the key?", KEEP, other=(elsewhere,)).headline is None


def test_when_is_a_time_or_nothing() -> None:
    assert (
        ask(
            "When must the log be checked?",
            Said("The log must be checked unless the inspector has waived it."),
        ).headline
        is None
    )
    card = ask(
        "When must the log be checked?", Said("The log must be checked within 2 hours of a fault.")
    )
    assert card.headline is not None
    assert card.headline.text.startswith("within 2 hours")
    card = ask(
        "When may a pump be lent?", Said("A pump may be lent in the following circumstances:")
    )
    assert card.headline is None and card.state != "answered"


@pytest.mark.parametrize(
    "text",
    [
        "A fault must be reported within 5 days as provided in § 164.412, by letter.",
        "A fault must be reported within 5 days of the date in paragraph (b) of this rule.",
        "A fault must be reported within 5 days of (i) the first sign of it.",
    ],
)
def test_no_headline_breaks_off(text: str) -> None:
    card = ask("How soon must a fault be reported?", Said(text))
    assert card.headline is not None
    shown = card.headline.text
    assert "5 days" in shown
    assert not shown.endswith(("(", " of", " in", "paragraph", "§")) and "§ 164" not in shown


def test_the_exact_identifier_and_no_other_of_its_kind() -> None:
    lines = tuple(Said(f"PART-0015{n} is a valve of the pump in store {n}.") for n in range(4))
    card = ask("What is PART-00151?", *lines)
    text = " ".join(sentence.text for sentence in card.sentences)
    assert "PART-00151" in text
    assert not any(f"PART-0015{n}" in text for n in (0, 2, 3))
    other = ask("What is PART-00159?", *lines)
    assert other.state == "not_found" and other.sentences == ()
    assert any("PART-00159" in line for line in other.missing)


def test_identifiers() -> None:
    assert identifiers_in("Does SOP-014 or 164.308(a)(1) bind seal number 7?") == (
        "SOP-014",
        "164.308(a)(1)",
        "number 7",
    )
    assert identifiers_in("We pay 12.50 in 2025") == ()
    assert exactly("P-7").search("the pump P-7 stopped")
    assert not exactly("P-7").search("the pumps P-70, XP-7-2 and P-7.1 stopped")
    assert shape("P-7") == shape("P-12") and shape("OB-31") != shape("OB-2409")


@pytest.mark.parametrize("question", ["the of and is", "?", ""])
def test_a_question_without_words_is_not_found(question: str) -> None:
    card = ask(question, REPORT, KEEP)
    assert card.state == "not_found" and card.sentences == ()
    assert any("no words to search for" in line for line in card.missing)


def test_lines_that_state_nothing() -> None:
    for text in ("(a)", "(6)", "-(d)", "(a)(1)"):
        assert is_enumerator(text)
    for text in ("Standard: Safeguards.", "[Reserved]", "and", "(b) Fees.", "[65 FR 82798]"):
        assert is_noise(text)
    for text in ("A guard may keep the key.", "12 hours", "Level 2 | Manager", "KEEP 3 kg"):
        assert not is_noise(text) and not is_enumerator(text)


def test_the_same_words_stand_once_with_both_citations() -> None:
    card = ask("How soon must a supplier report a fault?", REPORT, twin=(REPORT,))
    found = [s for s in card.sentences if s.text == REPORT.text]
    assert len(found) == 1
    assert {c.document for c in found[0].citations} == {"rules.md", "twin.md"}


def test_other_times_for_the_same_duty_are_a_conflict_in_whatever_words() -> None:
    longer = Said(
        "Whatever its cause or its cost, a supplier must report a fault within 9 days in a letter "
        "that the plant director has signed and dated.",
        "supplier",
        "report",
        "fault",
        deadline="within 9 days",
    )
    here = replace(REPORT, deadline="within 5 days")
    card = ask("How soon must a supplier report a fault?", here, other=(longer,))
    assert "conflict" in {sentence.role for sentence in card.sentences}
    agreed = replace(longer, text=longer.text.replace("9", "5"), deadline="within 5 days")
    card = ask("How soon must a supplier report a fault?", here, other=(agreed,))
    assert "conflict" not in {sentence.role for sentence in card.sentences}
