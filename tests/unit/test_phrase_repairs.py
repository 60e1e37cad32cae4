"""Words beside each other that the parse takes apart, and times of day taken for who acts."""

from __future__ import annotations

import pytest

from extraction.fact_gate import statement_of
from graph.model import Relation
from tests.unit.test_extraction_relations import read


def _found(sentence: str) -> tuple[str, list[Relation]]:
    segment, found = read(("paragraph", sentence, 0), profile="regulation")
    return segment.text, [one for one in found.relations if not one.why_weak]


def _told(sentence: str) -> list[str]:
    text, found = _found(sentence)
    return [statement_of(one, text) for one in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Anita Farrow chairs the audit committee.", ["Anita Farrow chairs the audit committee"]),
        ("Elderly guests may use the lift.", ["Elderly guests may use the lift"]),
        ("Homely remedies such as weak tea are listed in Annex 4.",
         ["Homely remedies such as weak tea are listed in Annex 4"]),
        ("Only members may enter the hall.", ["Only members may enter the hall"]),
        ("Children may gather round a lamp.", ["Children may gather round a lamp"]),
        ("The steward may hand out the cups.", ["The steward may hand out the cups"]),
        ("Learners may take a raft on to the lake.", ["Learners may take a raft on to the lake"]),
        ("The bins are emptied by 7 a.m. each day.", ["The bins are emptied by 7 a.m. each day"]),
        ("The bins are emptied by the council.", ["The bins are emptied by the council"]),
        ("The jury consists of one farmer, one teacher from another town and one member chosen by"
         " the guild.",
         ["The jury consists of one farmer, one teacher from another town and one member chosen by"
          " the guild"]),
        ("The crew consists of the skipper, six sailors and the cook.",
         ["The crew consists of the skipper, six sailors and the cook"]),
        ("The jury consists of Ann Lee, a nurse and a midwife.", []),
        ("The kit contains a bandage, a blanket and a whistle.",
         ["The kit contains a bandage", "The kit contains a blanket",
          "The kit contains a whistle"]),
        ("The register of boats was brought up to date in June.",
         ["The register of boats was brought up to date in June"]),
        ("In October I. Vasquez presented the plan.", ["I. Vasquez presented the plan in October"]),
        ("The service listens on port 8080 unless another port is set.",
         ["The service listens on port 8080 unless another port is set"]),
        ("Copies run daily at 02:00 and weekly on Sundays.",
         ["Copies run daily at 02:00 and weekly on Sundays"]),
        ("In March Oakley Farms sold the mill.", ["Oakley Farms sold the mill in March"]),
        ("Every co-owner must sign the deed.", ["Every co-owner must sign the deed"]),
        ("The clerk may admit a non-member.", ["The clerk may admit a non-member"]),
        ("The lodge is open from 11:30 to 14:00.", ["The lodge is open from 11:30 to 14:00"]),
        ("The library is open from 9 a.m. to 5 p.m. on weekdays.",
         ["The library is open from 9 a.m. to 5 p.m. on weekdays"]),
        ("The lodge is open from Monday to Friday.", ["The lodge is open from Monday to Friday"]),
        ("The lodge is closed from 1 November to 31 March.",
         ["The lodge is closed from 1 November to 31 March"]),
        ("The house in Lark Lane, once a chapel, holds the archive.",
         ["The house in Lark Lane holds the archive"]),
        ("**4.** (1) A warden may detain a boat.", ["A warden may detain a boat"]),
        ("**3. Bridges.** Marlow & Daughters Ltd. repaired the pontoon.",
         ["Marlow & Daughters Ltd. repaired the pontoon"]),
        ("Lodgers may furnish their rooms with their own chairs.",
         ["Lodgers may furnish their rooms with their own chairs"]),
    ],
)  # fmt: skip
def test_what_belongs_together_stays_together(sentence: str, expected: list[str]) -> None:
    assert _told(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "kind", "words"),
    [
        ("The guild shall issue a spare key provided that the lodger pays a deposit.",
         "condition", "provided that the lodger pays a deposit"),
        ("The boiler shall be inspected by a fitter once a year.", "frequency", "once a year"),
        ("Guests receive 20 ml of the syrup once daily for a week.", "frequency", "once daily"),
        ("The dam lowers the risk of floods by about a quarter.", "amount", "by about a quarter"),
        ("Letters must be answered by the end of the month.",
         "deadline", "by the end of the month"),
        ("The stewards serve tea at three.", "time", "at three"),
        ("Once a year has passed, the holder may sell the plot.",
         "condition", "Once a year has passed"),
        ("The grower shall pay the rent on or before the third working day of each month.",
         "deadline", "on or before the third working day of each month"),
        ("The lodger must, at his own expense, repair the fence.", "manner", "at his own expense"),
        ("Last year the quarry produced 40,000 tonnes of slate.", "time", "Last year"),
        ("In the period under review the guild spent £8,000 on lamps.",
         "time", "In the period under review"),
        ("The bins are emptied by 7 a.m. each day.", "deadline", "by 7 a.m. each day"),
    ],
)  # fmt: skip
def test_a_part_has_its_kind(sentence: str, kind: str, words: str) -> None:
    text, (relation, *_) = _found(sentence)
    assert words in [text[s.start : s.end] for found, s in relation.qualifiers if found == kind]


def test_a_clause_in_front_comes_behind_what_it_does_not_hold() -> None:
    told = _told("Where a boat has been seized, the port shall, within two days, inform the owner.")
    assert told == ["The port must inform the owner within two days where a boat has been seized"]
