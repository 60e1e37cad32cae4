"""Names and index words take compatible characters for one another, but no power for a digit."""

from __future__ import annotations

from graph.identity import name_id, normalise_surface
from graph.tokens import words


def test_a_power_is_no_digit_of_its_base() -> None:
    assert words("10⁶ cells") == words("10^6 cells") == ["10", "6", "cell"]
    assert name_id("10⁶ cells") != name_id("106 cells")
    assert normalise_surface("10⁻³ mol") == "10^-3 mol".replace("-", "\u2212")


def test_units_and_formulas_are_found_as_they_are_typed() -> None:
    assert words("25 m³ of CO₂") == words("25 m3 of CO2")
    assert name_id("CO₂") == name_id("CO2")
