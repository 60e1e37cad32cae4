"""What makes two statements one fact: the words that bound them, in one normal form."""

from __future__ import annotations

from itertools import permutations

import pytest

from extraction.fact_identity import FactIdentity, identity_of, normal_words, numbers
from graph.identity import fact_id
from graph.model import Modality, Polarity, Relation, Span


def identity(
    words: str,
    *qualifiers: tuple[str, str],
    modality: Modality = "must",
    polarity: Polarity = "positive",
    verb: str = "charge",
    predicate: str = "charge",
    obj: str = "",
) -> FactIdentity:
    """Of the statement `words`, whose parts are given by their words."""

    def place(part: str) -> Span:
        return Span(words.index(part), words.index(part) + len(part))

    relation = Relation(
        statement=Span(0, len(words)),
        subject=Span(0, 4),
        predicate=predicate,
        predicate_span=place(verb),
        object=place(obj) if obj else None,
        value=None,
        modality=modality,
        polarity=polarity,
        rule="active",
        qualifiers=tuple((kind, place(part)) for kind, part in qualifiers),
    )
    return identity_of(relation, "e_bank", "e_fees", None, words)


def test_a_fact_without_bounds_keeps_the_id_that_it_had() -> None:
    found = identity("Bank may charge fees", modality="may")
    assert found.id == fact_id("e_bank", "charge", "e_fees", None, "may", "positive")
    assert found.former_id is None
    bounded = identity("Bank may charge fees if asked", ("condition", "if asked"), modality="may")
    assert bounded.former_id == found.id != bounded.id


@pytest.mark.parametrize("kind", ["restriction", "limit", "condition", "exception", "recipient"])
def test_what_bounds_a_fact_enters_its_id(kind: str) -> None:
    words = "Bank may charge fees in excess of the cost, in  Excess of cost or up to cost"
    ids = [
        identity(words, (kind, part)).id
        for part in ("in excess of the cost", "in  Excess of cost", "up to cost")
    ]
    assert ids[0] == ids[1]
    assert len({*ids, identity(words).id}) == 3


def test_to_the_tenant_is_the_tenant() -> None:
    words = "Bank must charge fees to the tenant, or a tenant"
    to, plain = (identity(words, ("recipient", w)).id for w in ("to the tenant", "a tenant"))
    assert to == plain != identity(words).id


def test_another_deadline_is_another_fact_of_the_same_claim() -> None:
    def due(when: str) -> FactIdentity:
        return identity(f"Bank must charge fees {when}.", ("deadline", when))

    five, word, six = due("within 5 days"), due("within five days"), due("within 6 days")
    assert five.id == word.id != six.id
    assert five.claim_id == six.claim_id
    assert (five.figures, six.figures) == ("deadline P5D", "deadline P6D")
    assert due("within 5 days of a sale").claim_id != five.claim_id


def test_a_measure_in_a_manner_is_compared_and_the_number_of_a_form_is_not() -> None:
    def how(words: str) -> FactIdentity:
        return identity(f"Bank must charge fees {words}.", ("manner", words))

    three, five = how("in writing within three days"), how("in writing within 5 days")
    assert three.id != five.id and three.claim_id == five.claim_id
    assert how("by form 7").claim_id != how("by form 8").claim_id


def test_the_order_of_qualifiers_leaves_no_trace() -> None:
    words = "Bank must charge fees if asked, unless closed, within 5 days"
    parts = (
        ("condition", "if asked"),
        ("exception", "unless closed"),
        ("deadline", "within 5 days"),
    )
    assert len({identity(words, *order) for order in permutations(parts)}) == 1


def test_what_happened_once_has_a_claim_with_its_date_only() -> None:
    def event(words: str, polarity: Polarity, *qualifiers: tuple[str, str]) -> str:
        verb = "did not charge" if "did" in words else "charged"
        found = identity(
            words, *qualifiers, modality="none", polarity=polarity, verb=verb, predicate="charge"
        )
        return found.claim_id

    assert event("Bank charged", "positive") != event("Bank did not charge", "negative")
    time = ("time", "on 3 May 2021")
    assert event("Bank charged on 3 May 2021", "positive", time) == event(
        "Bank did not charge on 3 May 2021", "negative", time
    )


def test_numbers_have_one_form() -> None:
    assert normal_words("The  Spouse’s consent") == "spouse's consent"
    assert numbers("six members") == numbers("6 members") == ["6"]
    assert numbers("24 hours") == numbers("one day") == ["P1D"]
    assert numbers("two years") == numbers("24 months") == ["P24M"]
    assert numbers("$1,500") == ["USD 1500.00"]


def test_every_number_word_is_its_figure() -> None:
    for word, figure in (("six", "6"), ("seventy", "70"), ("eighty", "80"), ("ninety", "90")):
        assert normal_words(f"within {word} days") == normal_words(f"within {figure} days")
