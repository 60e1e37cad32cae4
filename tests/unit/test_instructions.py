"""Instructions say what must be done with a thing; steps, aims and invitations stay weak."""

from __future__ import annotations

import pytest

from extraction.fact_sentence import fact_sentence, sentence_name
from extraction.language.extractor import SpacyExtractor
from extraction.language.instruction_doubts import AIM, BARE, OF_BEFORE
from extraction.language.instruction_order import MOVED
from extraction.language.instructions import INSTRUCTION, INVITES, STEP
from extraction.language.participles import participle
from extraction.profile import load_profile
from graph.model import Block, Evidence, Fact, Relation, Segment, Span


def read(text: str, before: str = "") -> list[Relation]:
    """What instructions of `text` say; behind `before` (a lead-in or a number) it is an item."""
    lead = before.split("\n", 1)[0] if "\n" in before else ""
    blocks = [Block("paragraph", Span(0, len(lead)))] if lead else []
    whole = Span(len(before), len(before) + len(text))
    item = Block("list_item", whole, 1) if before else Block("paragraph", whole)
    segment = Segment(before + text, 0, (*blocks, item))
    (found,) = SpacyExtractor(load_profile("general")).extract([segment])
    return [relation for relation in found.relations if relation.rule == INSTRUCTION]


def named(text: str) -> list[str]:
    """The shown facts that instructions of `text` give, as sentences."""
    return [_sentence(relation, text) for relation in read(text) if not relation.why_weak]


def _sentence(said: Relation, text: str) -> str:
    evidence = Evidence(
        "d", "v", said.statement, text, said.subject, said.predicate_span, said.object,
        said.qualifiers, said.rule, "x", "r",
    )  # fmt: skip
    fact = Fact("f", "k", "", "e", said.predicate, None, None, said.modality, said.polarity)
    subject = text[said.subject.start : said.subject.end]
    return sentence_name(subject, fact_sentence(fact, [evidence], text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "If the siren sounds, close the main hatch.",
            "The main hatch must be closed if the siren sounds",
        ),
        (
            "Do not leave the lamp in the boiler room.",
            "The lamp must not be left in the boiler room",
        ),
        (
            "Keep the lid closed while the pump runs.",
            "The lid must be kept closed while the pump runs",
        ),
        (
            "Please wipe the lamps before lunch.",
            "The lamps should be wiped before lunch",
        ),
        ("Always wear a helmet in the yard.", "A helmet must always be worn in the yard"),
        ("Tie back long hair before each shift.", "Long hair must be tied back before each shift"),
        (
            "If the mast breaks, notify Owen Reed or Ada Lund.",
            "Owen Reed or Ada Lund must be notified if the mast breaks",
        ),
        ("Never leave the crane unattended.", "The crane must not be left unattended"),
        (
            "If the tide rises, move any boats that may block the gate.",
            "Any boats that may block the gate must be moved if the tide rises",
        ),
    ],
)
def test_an_instruction_says_what_must_be_done(text: str, said: str) -> None:
    assert named(text) == [said]


def test_verbs_in_a_row_are_two_duties_under_their_condition() -> None:
    text = "If the siren sounds, close the main hatch and notify the warden."
    assert named(text) == [
        "The main hatch must be closed if the siren sounds",
        "The warden must be notified if the siren sounds",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Dismount the shield.", BARE),
        ("Put the lever in neutral gear.", BARE),
        ("Wipe the lamp if necessary.", BARE),
        ("To raise the lid, turn the crank if the motor fails.", AIM),
        ("If it stalls, restart the engine.", OF_BEFORE),
        ("Contact the warden if the lamp fails.", INVITES),
        ("Click the button if the lamp fails.", STEP),
        ("Then close the valve before each voyage.", STEP),
        ("Do not eat any berries in the yard.", MOVED),
        ("Do not eat any berries.", "how far the negation goes is not certain"),
        ("Mend or replace the sail before each voyage.", "one of several alternatives"),
        ("Identify lamps that hold oil.", BARE),
        ('Please press "stop" if the lamp fails.', STEP),
        ("If the lamp fails, close the valve;", "depends on its lead-in"),
        ("Please submit any spare time off before each voyage.", "a slot is cut"),
        ("Close this valve before each voyage.", "subject points back"),
    ],
)
def test_an_instruction_that_says_little_by_itself_is_weak(text: str, why: str) -> None:
    found = read(text)
    assert found and {relation.why_weak for relation in found} == {why}


def test_a_numbered_instruction_is_a_step_unless_it_forbids_or_says_when() -> None:
    step = "If the lamp fails, close the valve."
    assert [r.why_weak for r in read(step, before="3. ")] == [STEP]
    assert [r.why_weak for r in read(step, before="- ")] == [""]
    assert [r.why_weak for r in read("Do not eat berries.", before="3. ")] == [""]
    assert [r.why_weak for r in read("Check the ropes daily.", before="3. ")] == [""]


def test_an_instruction_under_a_lead_in_depends_on_it() -> None:
    (found,) = read("Close the valve before each voyage.", before="To save oil:\n- ")
    assert found.why_weak == "depends on its lead-in"


@pytest.mark.parametrize(
    "text",
    [
        "The crew will close the hatch before each voyage.",
        "Close contacts wear a mask before each voyage.",
        "To close the hatch before each voyage takes two porters.",
        "Provide the guest with a key before each stay.",
    ],
)
def test_what_has_a_subject_or_a_recipient_is_no_instruction(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("verb", "form"),
    [
        ("close", "closed"), ("keep", "kept"), ("carry", "carried"), ("stay", "stayed"),
        ("submit", "submitted"), ("visit", "visited"), ("stop", "stopped"), ("open", "opened"),
        ("write", "written"), ("read", "read"), ("refer", "referred"), ("offer", "offered"),
        ("xqz", None),
    ],
)  # fmt: skip
def test_participles(verb: str, form: str | None) -> None:
    assert participle(verb) == form
