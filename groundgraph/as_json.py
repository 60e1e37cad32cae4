"""Page models as plain data: the one place where a frozen value becomes JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, field, fields, is_dataclass
from typing import Any

_OPTIONAL = "optional"


def optional(default: Any = None) -> Any:
    """A field of a page model that is left out of JSON where it has its `default`."""
    return field(default=default, metadata={_OPTIONAL: True})


def as_json(value: Any) -> Any:
    """`value` of dataclasses, mappings and sequences as dicts and lists. The key of a field is its
    name, without the underscore that keeps it from being a word of Python (``import_``)."""
    if is_dataclass(value) and not isinstance(value, type):
        held = {one: getattr(value, one.name) for one in fields(value)}
        return {
            one.name.rstrip("_"): as_json(found)
            for one, found in held.items()
            if not _is_left_out(one, found)
        }
    if isinstance(value, Mapping):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    return value


def _is_left_out(one: Field[Any], value: object) -> bool:
    return _OPTIONAL in one.metadata and value == one.default
