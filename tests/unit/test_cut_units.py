"""A figure without the unit that stands behind it says something else."""

import pytest

from extraction.language.cut_parts import NO_UNIT
from tests.unit.test_edge_doubts import extraction, told


@pytest.mark.parametrize(
    "text",
    [
        "The wagon should stop once gusts are greater than 15 m/s.",
        "The wagon may not exceed 30 km/h.",
        "The speed limit is 30 km/h.",
    ],
)
def test_a_cut_unit_is_weak(text: str) -> None:
    found = extraction(text).relations
    assert found
    assert {relation.why_weak for relation in found} == {NO_UNIT}


@pytest.mark.parametrize(
    "text",
    [
        "The dose must not exceed 40 mg/kg.",
        "The floor must bear at least 300 kg/m².",
        "The tank must hold 40 litres and/or a float.",
        "The keeper must ring the bell at 9 a.m. in winter.",
        "The fee is 40 crowns for members/guests.",
    ],
)
def test_whole_units_stay(text: str) -> None:
    found = extraction(text).relations
    assert found
    assert NO_UNIT not in {relation.why_weak for relation in found}


def test_a_whole_unit_is_shown() -> None:
    assert told("The dose must not exceed 40 mg/kg.") == ["dose must exceed 40 mg/kg"]
