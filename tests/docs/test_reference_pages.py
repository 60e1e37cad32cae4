"""What the reference pages list is what the code has: commands, settings, the graph's schema."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from graph.model import QUALIFIERS, ROLES
from graph.projection.projected_documents import field_property
from groundgraph import KnowledgeBase, Settings

DOCS = Path(__file__).resolve().parents[2] / "docs"


def section(text: str, title: str) -> str:
    """The text below the heading ``## title``, up to the next one."""
    return re.split(r"^## ", text.partition(f"\n## {title}\n")[2], flags=re.MULTILINE)[0]


# --- docs/cli.md ------------------------------------------------------------------------------


def test_help_texts_are_those_that_the_commands_print() -> None:
    script = runpy.run_path(str(DOCS / "cli.py"))
    text = (DOCS / "cli.md").read_text("utf-8")
    assert script["rendered"](text) == text, "run: python docs/cli.py"


def test_every_command_has_its_help_and_an_example() -> None:
    script = runpy.run_path(str(DOCS / "cli.py"))
    text = (DOCS / "cli.md").read_text("utf-8")
    names = script["commands"]()
    assert {"build", "ask", "profile check"} <= set(names)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == names
    for name in names:
        body = section(text, name)
        assert f"<!-- help {name} -->" in body
        example = r"^```(?:console\n\$ |text\n)(?:.*\n)*?.*groundgraph " + name
        assert re.search(example, body, re.MULTILINE), name


# --- docs/settings.md -------------------------------------------------------------------------


def test_every_setting_is_listed_with_its_default() -> None:
    text = (DOCS / "settings.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| `([^`]*)` \|", text, re.MULTILINE))
    defaults = {name: str(field.default) for name, field in Settings.model_fields.items()}
    assert rows == defaults


# --- docs/cypher.md ---------------------------------------------------------------------------

NODE = re.compile(r"^\| `:(\w+)` \| (.+?) \|", re.MULTILINE)
_PLACE = re.compile(rf"^({'|'.join((*QUALIFIERS, *ROLES))})_(?:start|end)s?$")
RELATIONSHIP = re.compile(r"^\| `:(\w+)` \| (.+?) \| (.+?) \| (.+?) \|", re.MULTILINE)


def listed(cell: str) -> set[str]:
    return set(re.findall(r"`(\w+)`", cell))


@pytest.fixture(scope="module")
def written(built_examples: Path) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Label -> properties and relationship type -> properties of the example base."""
    from graph.protocols import NodeRow

    nodes: dict[str, set[str]] = {}
    edges: dict[str, set[str]] = {}
    with KnowledgeBase(built_examples) as base:
        for row in base.export():
            known = nodes if isinstance(row, NodeRow) else edges
            name = row.label if isinstance(row, NodeRow) else row.type
            known.setdefault(name, {"id"}).update(row.properties)
    return nodes, edges


def test_every_label_and_property_of_a_built_base_is_listed(
    written: tuple[dict[str, set[str]], dict[str, set[str]]], built_examples: Path
) -> None:
    text = section((DOCS / "cypher.md").read_text("utf-8"), "Nodes")
    listed_nodes = {label: listed(cell) for label, cell in NODE.findall(text)}
    assert listed_nodes.keys() == written[0].keys() | {"Answer", "Superseded"}
    with KnowledgeBase(built_examples) as base:
        fields = {field_property(f) for d in base.record.documents() for f in d.metadata}
    for label, properties in written[0].items():
        own = fields if label == "Document" else set()
        assert properties - own <= listed_nodes[label], label


def test_every_relationship_of_a_built_base_is_listed(
    written: tuple[dict[str, set[str]], dict[str, set[str]]],
) -> None:
    text = section((DOCS / "cypher.md").read_text("utf-8"), "Relationships")
    rows = {kind: listed(cell) for kind, _, _, cell in RELATIONSHIP.findall(text)}
    assert rows.keys() == written[1].keys() | {"CITES", "USED", "REPLACES"}
    for kind, properties in written[1].items():
        own = {_PLACE.sub(r"\1", one) for one in properties}
        assert own - {"id"} <= rows[kind], kind


def test_the_page_lists_no_property_that_the_projection_does_not_write() -> None:
    text = (DOCS / "cypher.md").read_text("utf-8")
    files = sorted((DOCS.parent / "graph" / "projection").glob("*.py"))
    files += [DOCS.parent / "groundgraph" / f"{one}.py" for one in ("activity", "replaced_rows")]
    code = "\n".join(path.read_text("utf-8") for path in files)
    written_names = set(re.findall(r'"(\w+)"', code))
    cells = [cell for _, cell in NODE.findall(section(text, "Nodes"))]
    cells += [row[3] for row in RELATIONSHIP.findall(section(text, "Relationships"))]
    for cell in cells:
        assert listed(cell) <= written_names | {*QUALIFIERS, *ROLES} | {"id"}


def test_every_shipped_query_is_listed() -> None:
    import queries

    text = section((DOCS / "cypher.md").read_text("utf-8"), "Shipped queries")
    assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == set(queries.names())


def test_the_picture_of_the_schema_is_that_of_its_script() -> None:
    script = runpy.run_path(str(DOCS / "schema.py"))
    held = (DOCS / "img" / "schema.svg").read_text("utf-8")
    assert script["drawing"]() == held, "run: python docs/schema.py"


# --- docs/python.md ---------------------------------------------------------------------------


def test_the_error_tree_is_that_of_the_code() -> None:
    from graph import errors

    def tree(error: type[Exception]) -> dict[str, object]:
        return {
            child.__name__: tree(child)
            for child in error.__subclasses__()
            if child.__module__ == errors.__name__
        }

    text = section((DOCS / "python.md").read_text("utf-8"), "Errors")
    drawn: dict[str, object] = {}
    above: dict[int, dict[str, object]] = {-1: drawn}
    block = text.partition("```text")[2].partition("```")[0]
    for bars, name in re.findall(r"^([│ ├└─]*)([A-Z]\w+)", block, re.MULTILINE):
        depth = len(bars) // 4
        above[depth] = {}
        above[depth - 1][name] = above[depth]
    assert drawn == {"GroundgraphError": tree(errors.GroundgraphError)}


@pytest.mark.parametrize("title", ["Answer", "Context"])
def test_every_field_is_listed(title: str) -> None:
    from graph import model

    text = section((DOCS / "python.md").read_text("utf-8"), title)
    cells = [row.split("|")[1] for row in text.splitlines() if row.startswith("| `")]
    fields = set(getattr(model, title).__dataclass_fields__)
    assert listed(" ".join(cells)) == fields


def test_calls_that_are_listed_exist() -> None:
    text = section((DOCS / "python.md").read_text("utf-8"), "What can be called")
    cells = [row.split("|")[1] for row in text.splitlines() if row.startswith("| `")]
    names = re.findall(r"`(\w+)\(", " ".join(cells))
    assert len(names) > 10
    assert [name for name in names if not hasattr(KnowledgeBase, name)] == []
