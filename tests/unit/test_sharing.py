"""Tests that need the same server or browser go to one worker."""

from __future__ import annotations

import pytest
from sharing import PAGES, SERVER, group, place


@pytest.mark.parametrize(
    ("nodeid", "expected"),
    [
        ("tests/ui/test_contrast.py::test_words[ask-light]", PAGES),
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


def test_the_long_groups_come_first_and_unit_tests_last() -> None:
    order = [
        "tests/ui/test_a.py::test_a",
        "tests/live/test_a.py::test_a",
        "tests/flow/test_a.py::test_a[embedded]",
        "tests/unit/test_a.py::test_a",
    ]
    assert sorted(order[::-1], key=place) == order
