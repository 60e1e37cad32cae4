"""Tests that need the same server or browser go to one worker."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from sharing import PAGES, SERVER, group, place


@pytest.mark.parametrize(
    ("nodeid", "expected"),
    [
        ("tests/ui/test_contrast.py::test_words[ask-light]", PAGES),
        ("tests/ui/test_ask_page.py::test_an_answer", PAGES),
        ("tests/ui/test_page_states.py::test_duties", "tests/ui/test_page_states.py"),
        ("tests/live/test_neo4j.py::test_push", SERVER),
        ("tests/flow/test_cli.py::test_help[neo4j]", SERVER),
        ("tests/flow/test_cli.py::test_help[neo4j-arguments0-4-words]", SERVER),
        ("tests/contract/test_store_contract.py::test_rows[a-neo4j]", SERVER),
        ("tests/flow/test_cli.py::test_help[embedded]", "tests/flow/test_cli.py"),
        ("tests/unit/test_graph.py::test_neo4j[x]", "tests/unit/test_graph.py"),
        ("tests/docs/test_documentation.py::test_it[neo4j.md]", "tests/docs/test_documentation.py"),
    ],
)
def test_the_group_of_a_test(nodeid: str, expected: str) -> None:
    assert group(nodeid) == expected


def test_a_file_that_uses_the_browser_is_in_its_group(root: Path) -> None:
    """What `conftest` makes of a browser or a server of the explorer, by the names of fixtures."""
    for path in sorted((root / "tests" / "ui").glob("test_*.py")):
        asked = {
            argument.arg
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.FunctionDef)
            for argument in node.args.args
        }
        in_group = group(f"tests/ui/{path.name}::test_a") == PAGES
        assert in_group == bool(asked & {"open_page", "browser", "tabs", "serve"}), path


def test_the_long_groups_come_first_and_unit_tests_last() -> None:
    order = [
        "tests/ui/test_a.py::test_a",
        "tests/live/test_a.py::test_a",
        "tests/flow/test_a.py::test_a[embedded]",
        "tests/unit/test_types.py::test_a",
        "tests/unit/test_a.py::test_a",
    ]
    assert [place(test) for test in order] == [0, 1, 2, 2, 3]
