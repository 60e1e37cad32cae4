"""A subject that only another sentence, or the other half of its list, explains makes a fact weak;
adverbs stay with their own clause, and format characters split no reference."""

import pytest

from extraction.language.parse import StandIns, piece_of
from graph.model import Relation, Span
from tests.unit.test_verb_doubts import relations


def shown(text: str) -> list[Relation]:
    return [relation for relation in relations(text) if not relation.why_weak]


def subjects(text: str) -> list[str]:
    return [text[r.subject.start : r.subject.end] for r in shown(text)]


def slots(text: str) -> dict[str, list[str]]:
    """Subject of each fact, shown or not -> its slots."""
    return {
        text[r.subject.start : r.subject.end]: [text[s.start : s.end] for _, s in r.qualifiers]
        for r in relations(text)
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "The origin of this custom is unknown.",
        "The size and value of those quays are uncertain.",
        "Another explanation is that it is a sign of grief.",
        "The reason is that it leaks oil.",
        "Regulatory treatment of tokens deemed to be Securities.",
        "Review of the charges imposed by the guild.",
    ],
)
def test_a_subject_that_needs_what_was_said_before_is_not_shown(sentence: str) -> None:
    assert subjects(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Marlow and other wardens returned to Port Arden.",
         ["Marlow", "Marlow and other wardens"]),
        ("Other wardens returned to Port Arden.", ["Other wardens"]),
        ("The scope of this policy is limited.", ["scope of this policy"]),
        ("Breach of these policies may end the lease.", ["Breach of these policies"]),
        ("The barge was seen and approved by the board.", ["barge", "board"]),
    ],
)  # fmt: skip
def test_a_subject_that_its_sentence_tells_is_shown(sentence: str, expected: list[str]) -> None:
    assert subjects(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The keeper saw the effect on the mill, which had grown.", False),
        ("The mill on the river, which was built in 1950, is closed.", False),
        ("The guild sold the mill on the river, which was built in 1950.", False),
        ("The guild sold the mill, which was built in 1950.", True),
    ],
)
def test_which_goes_on_about_the_only_noun_that_it_can_mean(sentence: str, expected: bool) -> None:
    read = [r for r in shown(sentence) if r.predicate.startswith(("be built", "grow"))]
    assert bool(read) == expected


def test_an_adverb_stays_with_its_own_clause() -> None:
    found = slots("Barges have historically been barred, and barring may still occur in winter.")
    assert found["Barges"] == ["historically"]
    assert "historically" not in found["barring"]
    assert "still" in found["barring"]


def test_format_characters_split_no_reference() -> None:
    text = "The keeper must check lamps under Rule \u200e8.3.1 at dusk."
    assert any("Rule \u200e8.3.1" in slot for slot in slots(text)["keeper"])
    assert not any(slot.endswith("Rule") for slot in slots(text)["keeper"])


@pytest.mark.parametrize("mark", ["\u200e", "\u200b", "\u00ad", "\u2060", "\ufeff"])
def test_format_characters_are_left_out_and_positions_kept(mark: str) -> None:
    text = f"Lamps {mark}burn{mark} o{mark}il."
    piece = piece_of(0, "paragraph", text, Span(0, len(text)), StandIns({}))
    assert piece is not None
    assert piece.text == "Lamps burn oil."
    assert [text[at] for at in piece.positions[:-1]] == list(piece.text)
