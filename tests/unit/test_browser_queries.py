"""The files for Neo4j Browser: parameters set by `:param`, paths returned, a caption for each
label."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import queries
from graph.cypher_gate import check
from graph.projection import LABELS
from groundgraph import KnowledgeBase

FOLDER = Path(queries.__file__).parent / "browser"
FILES = sorted(FOLDER.glob("*.cypher"))


def parts(path: Path) -> tuple[dict[str, str], str]:
    """The parameters that a file sets, and its statement."""
    text = path.read_text("utf-8")
    given = dict(re.findall(r"^:param (\w+) => '(.*)'$", text, re.MULTILINE))
    return given, re.sub(r"^:param .*\n", "", text, flags=re.MULTILINE)


def test_there_are_four() -> None:
    assert len(FILES) >= 4


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_returns_paths_and_passes_the_gate(path: Path, built_examples: Path) -> None:
    given, cypher = parts(path)
    assert set(re.findall(r"\$(\w+)", cypher)) == set(given)
    check(cypher)
    assert re.search(r"MATCH p = \(.*\bRETURN p, q LIMIT", cypher, re.DOTALL)
    with KnowledgeBase(built_examples) as base:
        rows = base.cypher(
            cypher.replace("RETURN p, q LIMIT", "RETURN length(p) AS n LIMIT"), given
        )
    assert rows or path.stem == "answer"


def test_every_label_has_a_readable_caption() -> None:
    style = (FOLDER / "style.grass").read_text("utf-8")
    for label in LABELS:
        [rule] = re.findall(rf"^node\.{label} {{(.*)}}$", style, re.MULTILINE)
        assert re.search(r'caption: "\{\w+\}";', rule)
        assert re.search(r"color: #[0-9A-F]{6};", rule)


def test_neo4j_browser_and_the_pages_have_one_palette(root: Path) -> None:
    """A filled mark has its hue as colour, a ring as border; the pages' hues are (light, dark)."""
    assets = root / "ui" / "assets"
    sheet = (assets / "facts.css").read_text("utf-8")
    hues = dict(re.findall(r"--hue-(\w+): light-dark\((#\w{6}), #\w{6}\)", sheet))
    script = (assets / "facts.js").read_text("utf-8")
    looks = re.findall(r'(\w+): \["(\w+)", (true|false)\]', script)
    style = (FOLDER / "style.grass").read_text("utf-8")
    given = re.findall(
        r"^node\.(\w+) { color: (#\w{6}); border-color: (#\w{6});", style, re.MULTILINE
    )
    drawn = {kind: border if color == "#FFFFFF" else color for kind, color, border in given}
    assert drawn == {kind: hues[hue].upper() for kind, hue, _ in looks}
    assert {kind for kind, color, _ in given if color == "#FFFFFF"} == {
        kind for kind, _, ring in looks if ring == "true"
    }
    assert set(LABELS) <= set(drawn)
