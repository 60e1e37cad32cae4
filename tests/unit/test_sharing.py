"""Tests that need the same server or browser go to one worker."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from sharing import PAGES, REST, SERVER, choice, group, kind, place

ASK, DUTIES, FLOW, UNIT = (
    f"tests/{name}.py" for name in ("ui/test_ask", "ui/test_duties", "flow/test_a", "unit/test_a")
)


@pytest.mark.parametrize(
    ("nodeid", "expected"),
    [
        ("tests/ui/test_contrast.py::test_words[ask-light]", PAGES),
        ("tests/ui/test_ask_page.py::test_an_answer", PAGES),
        ("tests/ui/test_page_states.py::test_duties", REST),
        ("tests/live/test_neo4j.py::test_push", SERVER),
        ("tests/flow/test_cli.py::test_help[neo4j]", SERVER),
        ("tests/flow/test_cli.py::test_help[neo4j-arguments0-4-words]", SERVER),
        ("tests/contract/test_store_contract.py::test_rows[a-neo4j]", SERVER),
        ("tests/flow/test_cli.py::test_help[embedded]", REST),
        ("tests/unit/test_graph.py::test_neo4j[x]", REST),
        ("tests/docs/test_documentation.py::test_it[neo4j.md]", REST),
    ],
)
def test_the_group_of_a_test(nodeid: str, expected: str) -> None:
    assert group(nodeid) == (SERVER if expected == SERVER else nodeid.partition("::")[0])
    assert kind(group(nodeid)) == expected


def test_a_file_that_uses_the_browser_is_one_of_pages(root: Path) -> None:
    """What `conftest` makes of a browser or a server of the explorer, by the names of fixtures."""
    for path in sorted((root / "tests" / "ui").glob("test_*.py")):
        asked = {
            argument.arg
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.FunctionDef)
            for argument in node.args.args
        }
        in_browser = kind(f"tests/ui/{path.name}") == PAGES
        assert in_browser == bool(asked & {"open_page", "browser", "tabs", "serve"}), path


def test_the_long_groups_come_first_and_unit_tests_last() -> None:
    order = [
        "tests/ui/test_a.py::test_a",
        "tests/live/test_a.py::test_a",
        "tests/flow/test_a.py::test_a[embedded]",
        "tests/unit/test_types.py::test_a",
        "tests/unit/test_a.py::test_a",
    ]
    assert [place(test) for test in order] == [0, 1, 2, 2, 3]


@pytest.mark.parametrize(
    ("mine", "others", "expected"),
    [
        ([], [], ASK),
        ([], [ASK], SERVER),
        ([], [ASK, SERVER], FLOW),
        ([ASK], [SERVER, FLOW], DUTIES),
        ([SERVER], [ASK, FLOW], DUTIES),
        ([FLOW], [ASK, SERVER], UNIT),
        ([FLOW, UNIT], [ASK, SERVER], DUTIES),
        ([FLOW], [SERVER], ASK),  # whoever had the browser has crashed
    ],
)
def test_what_a_worker_takes_next(mine: list[str], others: list[str], expected: str) -> None:
    waiting = [g for g in (ASK, DUTIES, SERVER, FLOW, UNIT) if g not in (*mine, *others)]
    assert choice(waiting, mine, others) == expected
