"""Questions that a base can probably answer, made from its facts for an empty page."""

from __future__ import annotations

from groundgraph.open_base import Readable

_WITH_DEADLINE = """
MATCH (f:Fact)-[:SUBJECT]->(e:Entity), (f)-[s:SUPPORTED_BY]->(c:Chunk)
WHERE f.status = 'shown' AND f.modality = 'must' AND f.polarity = 'positive'
  AND f.deadline <> '' AND e.status = 'shown' AND f.predicate STARTS WITH 'be '
RETURN e.name AS who, f.predicate AS predicate, count(DISTINCT s.id) AS places
ORDER BY places DESC, size(who), who, predicate LIMIT 40
"""
_ACTORS = """
MATCH (f:Fact)-[:SUBJECT]->(e:Entity)
WHERE f.status = 'shown' AND f.modality = 'must' AND f.polarity = 'positive'
  AND e.status = 'shown' AND e.kind IN ['Role', 'Organization']
RETURN e.name AS who, count(f) AS facts ORDER BY facts DESC, who LIMIT 2
"""
_DEFINED = """
MATCH (:Chunk)-[d:MENTIONS]->(e:Entity)<-[m:MENTIONS]-(:Chunk)
WHERE e.status = 'shown' AND d.rule = 'defined-term' AND e.name CONTAINS ' '
RETURN e.name AS term, count(DISTINCT m.id) AS places ORDER BY places DESC, term LIMIT 2
"""


def suggested_questions(base: Readable) -> list[str]:
    """At most six questions, always the same for one generation."""
    questions = [f"What is meant by “{row['term']}”?" for row in base.cypher(_DEFINED)]
    seen: set[str] = set()
    for row in base.cypher(_WITH_DEADLINE):
        verb = str(row["predicate"]).split()[1]
        if verb not in seen and len(seen) < 2:
            seen.add(verb)
            questions.append(f"When must {_one(str(row['who']))} be {verb}?")
    questions += [f"What must {_the(str(row['who']))} do?" for row in base.cypher(_ACTORS)]
    return questions


def _one(name: str) -> str:
    """`name` with an indefinite article, unless it is a plural."""
    if name.endswith("s"):
        return name
    return f"{'an' if name[0].lower() in 'aeio' else 'a'} {name}"


def _the(name: str) -> str:
    return name if name.endswith("s") else f"the {name}"
