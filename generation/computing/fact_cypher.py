"""The question over facts as a Cypher query."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generation.computing.fact_questions import ExtremeQuestion, FactQuestion
from generation.computing.row_cypher import text_literal
from graph.model import Scope, StatedFact


def counting_cypher(asked: FactQuestion, facts: Sequence[StatedFact], scope: Scope) -> str:
    """The query that returns how many things `facts` name, or, where names are asked for, each."""
    by_object = asked.side == "object"
    thing, other = ("o", "s") if by_object else ("s", "o")
    part = "object" if by_object else "subject"
    conditions = [
        f"f.predicate IN [{_listed(sorted({fact.predicate for fact in facts}))}]",
        f"f.modality = {text_literal(asked.modality)}",
        "f.polarity = 'positive'",
        "f.status = 'shown'",
        "p.status = 'shown'",
    ]
    ends = sorted({fact.subject if by_object else fact.object for fact in facts} - {""})
    match = "MATCH (f:Fact)-[:SUBJECT]->(s:Entity), (f)-[p:SUPPORTED_BY]->(c:Chunk)"
    if by_object or ends:
        match += ", (f)-[:OBJECT]->(o:Entity)"
    if ends:
        conditions.append(f"{other}.id IN [{_listed(ends)}]")
    if asked.asked:
        conditions.append(f"toLower({thing}.name) CONTAINS {text_literal(asked.asked[-1])}")
    often = sorted({said for f in facts for kind, _, said in f.qualifiers if kind == "frequency"})
    if often and any(word.startswith("every") for word in asked.rest):
        conditions.append(f"p.frequency IN [{_listed(often)}]")
    if scope.documents is not None:
        conditions.append(f"c.document IN [{_listed(sorted(scope.documents))}]")
    returned = (
        f"count(DISTINCT {thing}.id) AS answer"
        if asked.counted
        else f"DISTINCT {_words_of(part)} AS answer ORDER BY answer"
    )
    return f"{match} WHERE {' AND '.join(conditions)} RETURN {returned}"


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(text_literal(text) for text in texts)


def extreme_cypher(asked: ExtremeQuestion, facts: Sequence[StatedFact], scope: Scope) -> str:
    """The query that returns the thing whose figure is the first in the order of the question;
    empty where the figures differ in more than their number, or are asked for themselves."""
    around = {_around_number(fact.figures) for fact in facts}
    if len(around) != 1 or not asked.thing:
        return ""
    ((before, after),) = around
    conditions = [
        f"f.predicate IN [{_listed(sorted({fact.predicate for fact in facts}))}]",
        "f.polarity = 'positive'",
        "f.status = 'shown'",
        f"f.figures STARTS WITH {text_literal(before)}",
        f"toLower(s.name) CONTAINS {text_literal(asked.asked[-1])}",
    ]
    if after and after != _DATED:
        conditions.append(f"f.figures ENDS WITH {text_literal(after)}")
    if scope.documents is not None:
        conditions.append(f"c.document IN [{_listed(sorted(scope.documents))}]")
    order = " DESC" if asked.order == "most" else ""
    return (
        "MATCH (f:Fact)-[:SUBJECT]->(s:Entity), (f)-[p:SUPPORTED_BY]->(c:Chunk) "
        f"WHERE {' AND '.join(conditions)} RETURN {_words_of('subject')} AS answer "
        f"ORDER BY {_number(before, after)}{order} LIMIT 1"
    )


_DATED = "date"


def _around_number(figures: str) -> tuple[str, str]:
    """What stands before and behind the number of a figure ("time P60M"), and before a date."""
    found = re.fullmatch(r"(\D*)\d+(?:\.\d+)?(\D*)", figures)
    if found is not None:
        return found.group(1), found.group(2)
    return re.sub(r"\d{4}-\d\d-\d\d\Z", "", figures), _DATED


def _number(before: str, after: str) -> str:
    """The figure in a form that can be put in order."""
    if after == _DATED:
        return "f.figures"
    plain = f"replace(f.figures, {text_literal(before)}, '')"
    if after:
        plain = f"replace({plain}, {text_literal(after)}, '')"
    return f"toFloat({plain})"


def _words_of(part: str) -> str:
    return f"substring(p.quote, p.{part}_start - p.start, p.{part}_end - p.{part}_start)"
