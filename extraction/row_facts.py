"""Facts that rows of tables state: the heads of their columns are not among their words, so what
holds of a sentence need not hold of them."""

from __future__ import annotations

from graph.model import Evidence, Relation

ROW_RULE = "table"
"""The rule that reads them."""


def is_row(stated: Relation | Evidence) -> bool:
    """Whether a relation was read off a row of a table, or evidence is one."""
    return stated.rule.startswith(ROW_RULE)
