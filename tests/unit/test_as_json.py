"""Page models as JSON: keys, order, what is left out; and that pages get it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from graph.model import Span
from groundgraph.as_json import as_json, optional
from groundgraph.visible_text import visible_data


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    import_: int
    places: tuple[Span, ...] = ()
    fields: Mapping[str, object] | None = None
    count: int | None = optional()
    notes: tuple[str, ...] = optional(())


def test_a_value_becomes_what_json_holds() -> None:
    row = Row("a", 3, (Span(1, 2),), {"b": (True, None)}, count=0, notes=("c",))
    data = as_json([row])
    assert data == json.loads(json.dumps(data))
    assert data == [
        {
            "name": "a",
            "import": 3,
            "places": [{"start": 1, "end": 2}],
            "fields": {"b": [True, None]},
            "count": 0,
            "notes": ["c"],
        }
    ]
    assert list(data[0]) == ["name", "import", "places", "fields", "count", "notes"]


def test_only_optional_fields_are_left_out_and_only_at_their_default() -> None:
    assert as_json(Row("", 0)) == {"name": "", "import": 0, "places": [], "fields": None}


def test_what_a_page_gets_turns_no_text() -> None:
    row = Row("a\u202eb", 1, fields={"c": "\u2066"}, notes=("\u200f",))
    shown = {"name": "a⇄b", "import": 1, "places": [], "fields": {"c": "⇄"}, "notes": ["⇄"]}
    assert visible_data({"rows": [row]}) == {"rows": [shown]}
    assert row.name == "a\u202eb"
