"""A subject that only the sentences before explain is not shown, nor a verb or a slot that the
parse cut out of a word; what must be approved puts no duty on who approves."""

import pytest

from tests.unit.test_verb_doubts import relations, told


def reasons(text: str) -> list[str]:
    return [relation.why_weak for relation in relations(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Exceptions require the approval of the warden.",
        "Any brand is acceptable.",
        "Oil-free options are acceptable.",
        "Management involves prompt draining of the pond.",
        "The causative moulds include rust and smut.",
        "Remaining time is eligible for payment.",
        "An exception to this may arise in winter.",
        "Usage of these lamps should be considered the default state.",
        "The claim will then be forwarded to the warden.",
    ],
)
def test_what_only_the_sentences_before_tell_is_not_shown(sentence: str) -> None:
    assert told(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Exceptions to the curfew require a pass.",
         ["Exceptions to the curfew | none pos require | pass"]),
        ("The guild's arrangements include a fund.", []),
        ("Loan options include a mortgage.", ["Loan options | none pos include | mortgage"]),
        ("The management must review the logs.", ["management | must pos review | logs"]),
        ("If a claim is late, it will then be forwarded to the warden.", []),
        ("If a claim is late, the claim will then be forwarded to the warden.",
         ["claim | will pos be forwarded to | warden"]),
        ("Breach of these terms may end the lease.",
         ["Breach of these terms | may pos end | lease"]),
    ],
)  # fmt: skip
def test_a_subject_that_its_own_words_tell_is_shown(sentence: str, expected: list[str]) -> None:
    found = told(sentence)
    assert [fact for fact in expected if fact not in found] == []


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("One known case is tap-to-pay public transit where no receipt is issued.",
         "the verb may belong to another clause"),
        ("For harm to guests occurring within licensed mills, community-based farms, or family"
         " homes, contact the local agency responsible for mills.",
         "a command may be read as a statement"),
        ("The claim is accepted if either", "a slot is cut"),
        ("In the event of war, the warden may cancel, amend the date of the fair or change the"
         " place.",
         "the object may belong to the next verb alone"),
    ],
)  # fmt: skip
def test_what_the_parse_cut_out_of_its_words_is_reasons(sentence: str, why: str) -> None:
    assert why in reasons(sentence)


def test_what_must_be_approved_is_no_duty_of_who_approves() -> None:
    needed = told("The question of removal must be endorsed by the Harbour Committee.")
    assert needed == ["question of removal | must pos be endorsed by | Harbour Committee"]
    kept = told("The log must be kept by the Harbour Committee.")
    assert kept == ["Harbour Committee | must pos keep | log"]


def test_the_other_one_is_told_from_one_before() -> None:
    assert reasons("The other keeper could get a day of leave.") == ["subject points back"]
    assert reasons("If one keeper leaves, the other keeper must lock the mill.") == [""]
    assert reasons("The other keepers of the mill must lock the gate.") == [""]
