"""Limits and prices of one language model, as a caller or the command line gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, TypeVar

from graph.errors import SettingsError

if TYPE_CHECKING:
    from generation.language_model import Endpoint, LocalWeights

    Place = TypeVar("Place", Endpoint, LocalWeights)

Limits = Mapping[str, str | float | bool]
_RANGES: Mapping[str, tuple[type[int] | type[float], float, float]] = {
    "tokens": (int, 300, 200_000),  # of a prompt
    "answer_tokens": (int, 20, 20_000),
    "timeout_s": (float, 0.1, 3600),  # of silence
    "limit_s": (float, 0.1, 7200),  # of an answer
    "retries": (int, 0, 20),
    "schema": (int, 0, 1),  # ask for JSON by a schema
    "threads": (int, 1, 256),  # of torch
}


def with_limits(place: Place, limits: Limits) -> Place:
    """`place` with `limits`, which are texts or numbers by name. Raises `SettingsError` for one
    that this kind of model does not have, or that is out of its range."""
    known = [name for name in _RANGES if name in {field.name for field in fields(place)}]
    for name in limits:
        if name not in known:
            raise SettingsError(
                f"this language model has no option {name!r}; use one of: {', '.join(known)}."
            )
    changes = {name: _value(name, given) for name, given in limits.items()}
    if "schema" in changes:
        changes["schema"] = bool(changes["schema"])
    return replace(place, **changes)  # type: ignore[arg-type]


def _value(name: str, given: str | float) -> float:
    kind, low, high = _RANGES[name]
    try:
        value = kind(given)
    except ValueError:
        value = kind(low) - 1
    if not low <= value <= high:
        raise SettingsError(
            f"{name} of the language model is {given!r}; give a number from {low:g} to {high:g}."
        )
    return value


def typed_prices(text: str | None) -> tuple[float, float] | None:
    """``0.15/0.60`` as two numbers. Raises `SettingsError`."""
    if text is None:
        return None
    try:
        price_in, price_out = (float(part) for part in text.split("/"))
    except ValueError:
        raise SettingsError(
            f"--llm-price {text!r} is no pair of prices; write it as 0.15/0.60."
        ) from None
    return price_in, price_out


def typed_limits(typed: Sequence[str]) -> dict[str, str | float | bool]:
    """What ``NAME=VALUE`` on the command line says. Raises `SettingsError`."""
    found: dict[str, str | float | bool] = {}
    for item in typed:
        name, equals, value = item.partition("=")
        if not equals:
            raise SettingsError(f"--llm-option {item!r} is no NAME=VALUE, as tokens=3000.")
        found[name.strip()] = value.strip()
    return found
