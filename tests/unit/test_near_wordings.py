"""Sentences near the words of fictional rules and reports that say no more than these: reordered,
without asides, with a noun for a verb. And their neighbours that leave out what narrows them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from generation.written.clause_reading import read
from generation.written.operator_checks import modality_fault
from generation.written.quantities import quantities
from generation.written.sentence_checks import Source, check_sentence
from graph.checking import Quote, Relevance, Support

HELD = (
    # "one" that counts nothing, numbers in words, cents
    ("A depot must tag a crate that has a seal whenever the depot moves a crate.",
     "A depot must tag a crate that has one whenever the depot moves a crate."),
    ("If the warden misses the deadline, the warden must set a new deadline.",
     "If the warden misses the deadline, the warden must set a new one."),
    ("Nine hundred forty-two divers were enrolled, and 31 left early.",
     "942 divers were enrolled, and 31 left early."),
    ("84 divers were enrolled in the northern ports.",
     "Eighty-four divers were enrolled in the northern ports."),
    ("The fee was $0.55 per crate in each port.", "The fee was 55 cents per crate in each port."),
    ("This gives a minimum hazard score of 3 and a maximum score of 40.",
     "This gives a minimum of 3 and a maximum of 40."),
    # brackets, examples and phrases that point back
    ("After the trial, 53% (n = 38) reported less pain.", "After the trial, 53% reported less "
     "pain."),
    ("Log files may be shared with vendors, such as firms that will host customer data.",
     "Log files may be shared with vendors."),
    ("In general, under these rules, a depot must file a report on its crates for each year.",
     "In general, a depot must file a report on its crates for each year."),
    # the same people, verbs as nouns, order
    ("Over the winter, we opened various depots, and our drivers joined in.",
     "Over the winter, the company opened various depots, and drivers joined in."),
    ("Carriers must comply with the rules of this part no later than July 30, 2024.",
     "Carriers must be in compliance with the rules of this part no later than July 30, 2024."),
    ("The retrieval of sealed crates is not permitted in the depot.",
     "Retrieving sealed crates is not permitted in the depot."),
    ("The agent must notify the lenders and the depot of the sale.",
     "The agent must notify both the lenders and the depot of the sale."),
    ("The notice must name the place at which the crate is stored and any seal of the crate.",
     "The notice must name the place at which the crate is stored, along with any seal of the "
     "crate."),
    ("We know it can be hard to stow crates at night.", "It can be hard to stow crates at night."),
    ("The board may not reopen a sale; the board may not stop an auction.",
     "The board may not reopen a sale, nor may the board stop an auction."),
    ("A carrier that is not a small carrier--May 23, 2017.",
     "A carrier that is not a small carrier: May 23, 2017."),
    ("Crates must be sealed as provided by rule 12 of the depot.",
     "Crates must be sealed by rule 12."),
    # relations that say the same of both, order, conditions as relative clauses
    ("Tides measured at the Norvik pier correlated with those measured at the Sydvik pier.",
     "Tides measured at the Sydvik pier correlated with those measured at the Norvik pier."),
    ("The agreement between log books and divers was 0.52.",
     "The agreement between divers and log books was 0.52."),
    ("A depot may open a crate only as permitted by its licence or by rule 12.",
     "Only as permitted by its licence or by rule 12 may a depot open a crate."),
    ("If a repair is required by this rule to be logged, keep a record of the repair.",
     "Keep a record of the repair that this rule requires to be logged."),
    ("When selecting a warden, managers should ensure that the warden has a licence.",
     "Managers should ensure that the warden has a licence."),
    ("We do not do full audits during the first year.",
     "Full audits are not done during the first year."),
    ("The diver who marked the zone when visible left the hold.", "The diver left the hold."),
    ("The link opens a form, and the form lists each crate.", "The form lists each crate."),
)  # fmt: skip

WIDENED = (
    ("We trained 24 northern divers from four ports.", "24 divers from four ports were trained."),
    ("The trial had 628 divers with a licence.", "The trial had 628 divers."),
    ("The log must name each of the crates in the hold of which the warden has any knowledge.",
     "The log must name each of the crates in the hold."),
    ("A depot may not charge fees in excess of the fees for normal storage.",
     "A depot may not charge fees."),
    ("Where a crate has been sent or stored by putting it in the hold, 5 days must be added.",
     "Where a crate has been sent or stored, 5 days must be added."),
    ("In frozen ports, hull scans were useful for finding cracks.",
     "Hull scans were useful for finding cracks."),
    ("The tonnage of our Norvik fleet was 30% sail and 70% steam.",
     "The tonnage of the fleet was 30% sail and 70% steam."),
    ("Part-time drivers with a licence must log each crate.",
     "Part-time drivers must log each crate."),
    ("Crates from the northern ports were sealed twice.", "Crates were sealed twice."),
    ("The warden (except at night) must log each crate.", "The warden must log each crate."),
)  # fmt: skip


TURNED = (
    ("A depot that is told by another depot of a leak must seal the crate.",
     "A depot that tells another depot of a leak must seal the crate."),
    ("The figures are provided by a broker in Norvik.", "The figures are provided to a broker in "
     "Norvik."),
    ("The plan has not been filed or signed in Norvik.",
     "The plan has been filed but not signed in Norvik."),
    ("The rule has the purpose of sealing the crate or hides the crate.",
     "The rule has the purpose of sealing the crate and hides the crate."),
    ("Tides at the Norvik pier rose more than those at the Sydvik pier.",
     "Tides at the Sydvik pier rose more than those at the Norvik pier."),
    ("Divers and porters received 12 and 30 crates.", "Porters and divers received 12 and 30 "
     "crates."),
    ("Crates that have not been sealed are listed in the log.",
     "Crates that have not been sealed are not listed in the log."),
    ("The depot does not open the crate and does not break the seal.",
     "The depot does open the crate and does not break the seal."),
)  # fmt: skip
REWORDED = (
    ("A total of 1115 divers with no prior dive formed the control group.",
     "The control group was made up of 1115 divers who had already been on a dive."),
    ("The rule speaks of crates as used in this part, not as used in parts D or E of the book.",
     "Crates of parts D and E are what the rule speaks of as well."),
    ("Sail predicted the delay less well than tonnage before the strike.",
     "Before the strike, sail foretold the delay better than tonnage did."),
    ("Thirty-two northern divers with a licence were included in the trial.",
     "The trial took in thirty-two divers with licences of whatever kind."),
    ("The supervisor writes a report and engages the owner of the crate.",
     "The owner of the crate writes a report and brings in the supervisor."),
)  # fmt: skip


class Believer:
    """A checker that finds everything supported."""

    fingerprint = "believer"

    def relevance(self, question: str, quotes: Sequence[Quote]) -> list[Relevance]:
        return [Relevance(1.0, 1.0) for _ in quotes]

    def support(self, statement: str, quotes: Sequence[Quote]) -> list[Support]:
        return [Support(1.0, 0.0, 0.0) for _ in quotes]


@pytest.mark.parametrize(("said", "text"), TURNED)
def test_near_words_the_other_way_round_are_contradicted(said: str, text: str) -> None:
    assert check_sentence(text, [Source(said, "", Quote(said))]).state == "contradicted"


@pytest.mark.parametrize(("said", "text"), REWORDED)
def test_a_checker_cannot_support_what_is_reworded_into_another_sense(said: str, text: str) -> None:
    found = check_sentence(text, [Source(said, "", Quote(said))], checker=Believer())
    assert found.state != "supported"


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("Sail predicted the delay less well than tonnage.",
         "Tonnage was a better guide to the delay than sail."),
        ("Crates with no seal stay in the depot.", "A crate that lacks a seal stays in the depot."),
    ],
)  # fmt: skip
def test_a_checker_may_support_what_is_reworded_in_the_same_sense(said: str, text: str) -> None:
    found = check_sentence(text, [Source(said, "", Quote(said))], checker=Believer())
    assert found.state == "supported", found.reason


@pytest.mark.parametrize(("said", "text"), HELD)
def test_other_words_for_the_same_are_supported(said: str, text: str) -> None:
    found = check_sentence(text, [Source(said, "", Quote(said))], checker=None)
    words = "it is reworded, and no checker is there to read it"
    assert found.state == "supported" or found.reason == words, found.reason


@pytest.mark.parametrize(("said", "text"), WIDENED)
def test_what_narrows_the_source_may_not_be_left_out(said: str, text: str) -> None:
    found = check_sentence(text, [Source(said, "", Quote(said))])
    assert found.state == "not_supported"
    assert found.reason.startswith("it leaves out")


def test_one_of_two_is_still_a_number() -> None:
    said = "Two wardens must sign the log."
    found = check_sentence("One warden must sign the log.", [Source(said, "", Quote(said))])
    assert found.state != "supported"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("nine hundred forty-two divers", [942.0]),
        ("two hundred and six crates", [206.0]),
        ("seven hundred crates", [700.0]),
        ("another one, and the one that sank", []),
        ("one crate", [1.0]),
        ("55 cents", [0.55]),
    ],
)
def test_numbers_in_words(text: str, values: list[float]) -> None:
    assert [quantity.value for quantity in quantities(text)] == values


def test_what_another_cited_sentence_says_besides_may_be_left_out() -> None:
    listed = ("The fee of 2022 applies if the crate is wet.", "Crates of Norvik are sealed twice.")
    cited = [Source(said, "", Quote(said)) for said in listed]
    assert check_sentence("Crates of Norvik are sealed twice.", cited).state == "supported"
    assert check_sentence("In Norvik, crates are sealed twice.", cited).state == "supported"


def test_a_verb_in_two_sentences_keeps_the_modal_of_the_one_it_is_said_in() -> None:
    listed = (
        "The warden will inspect any crate of this hold when a seal is broken.",
        "The warden may inspect any other crate of this hold.",
    )
    cited = [Source(said, "", Quote(said)) for said in listed]
    wrong = "The warden may inspect any crate of this hold when a seal is broken."
    right = "The warden will inspect any crate of this hold when a seal is broken."
    assert check_sentence(wrong, cited).state == "contradicted"
    assert check_sentence(right, cited).state == "supported"


def test_a_lead_in_governs_the_items_below_it() -> None:
    said = "The notice shall:\n(a) Include a number under which crates may be included."
    assert modality_fault(read("The notice must include a number."), read(said)) is None
    assert modality_fault(read("The notice need not include a number."), read(said)) is not None
