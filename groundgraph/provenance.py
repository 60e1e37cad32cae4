"""Where an answer or a fact comes from, as W3C PROV (PROV-O): which words of which document version
it rests on, what read them, and when.

Entities are the answer, facts, quotes and document versions; activities are the question and the
build runs; agents are the software that acted. Identifiers are ``urn:groundgraph:`` names.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote as quoted

from prov.model import PROV, ProvDocument, ProvEntity

from graph.errors import NotFound, SettingsError
from groundgraph.open_base import OpenBase

FORMATS = ("json", "ttl")
_FACT = "MATCH (f:Fact {id: $id}) RETURN f.name AS name, f.status AS status"
_PLACES = """
MATCH (f:Fact {id: $id})-[s:SUPPORTED_BY]->(c:Chunk)
RETURN c.document AS document, c.version AS version, s.start AS start, s.`end` AS stop,
       s.quote AS quote, s.extractor AS extractor, s.rule AS rule, s.run AS run
ORDER BY document, start, stop, rule
"""
_CITES = """
MATCH (a:Answer {id: $id})-[c:CITES]->(x)
RETURN c.document AS document, c.version AS version, c.start AS start, c.`end` AS stop,
       c.quote AS quote, c.role AS role, c.status AS status
ORDER BY version, start, stop
"""
_USED = """
MATCH (a:Answer {id: $id})-[u:USED]->(x) RETURN x.id AS id, x.name AS name, u.status AS status
ORDER BY id
"""


def provenance(base: OpenBase, identifier: str, form: str) -> str:
    """PROV of an answer (``a_…``) or a fact (``f_…``): `form` is ``json`` (PROV-JSON) or ``ttl``
    (RDF, Turtle). Raises `NotFound`, `SettingsError`."""
    if form not in FORMATS:
        raise SettingsError(f"the format is {form}; use one of {', '.join(FORMATS)}.")
    maker = _Maker(base)
    if identifier.startswith("a_"):
        maker.answer(identifier)
    elif identifier.startswith("f_"):
        maker.fact(identifier)
    else:
        raise SettingsError(
            f"{identifier} is no answer (a_…) or fact (f_…); find ids with: groundgraph cypher"
        )
    if form == "json":
        return str(maker.document.serialize(format="json", indent=1))
    return str(maker.document.serialize(format="rdf", rdf_format="turtle"))


class _Maker:
    def __init__(self, base: OpenBase) -> None:
        self._base = base
        self.document = ProvDocument()
        self.document.add_namespace("gg", "urn:groundgraph:")
        self._runs = {run.id: run for run in base.record.runs()}
        self._made: set[str] = set()

    def _new(self, name: str) -> bool:
        known = name in self._made
        self._made.add(name)
        return not known

    def answer(self, identifier: str) -> None:
        stored = self._base.record.answer(identifier)
        data = self._base.answer(identifier)
        name = f"gg:answer/{identifier}"
        time = _time(stored.time)
        words = [s["text"] for s in ([data["headline"]] if data["headline"] else [])]
        words += [s["text"] for s in data["sentences"]]
        answer = self.document.entity(
            name,
            {
                "prov:type": "Answer",
                "prov:label": stored.question,
                "prov:value": "\n".join(words),
                "gg:state": data["state"],
            },
        )
        ask = self.document.activity(f"gg:question/{identifier}", None, time, {"prov:type": "Ask"})
        agent = self._agent("groundgraph")
        self.document.wasAssociatedWith(ask, agent)
        self.document.wasGeneratedBy(answer, ask, time)
        for row in self._base.cypher(_CITES, {"id": identifier}, limit=100_000):
            quotation = self._quote(row)
            self.document.used(ask, quotation)
            self.document.wasDerivedFrom(answer, quotation)
        for row in self._base.cypher(_USED, {"id": identifier}, limit=100_000):
            fact = self.fact(str(row["id"]), former=row if row["status"] != "current" else None)
            self.document.wasDerivedFrom(answer, fact)

    def fact(self, identifier: str, former: Mapping[str, Any] | None = None) -> ProvEntity:
        rows = [former] if former else self._base.cypher(_FACT, {"id": identifier})
        if not rows:
            raise NotFound(f"there is no fact {identifier}. Ids come from: groundgraph cypher")
        label: dict[Any, Any] = {"prov:type": "Fact", "prov:label": str(rows[0]["name"])}
        fact = self.document.entity(
            f"gg:fact/{identifier}", {**label, "gg:status": str(rows[0]["status"])}
        )
        for row in self._base.cypher(_PLACES, {"id": identifier}, limit=100_000):
            self.document.wasDerivedFrom(
                fact, self._quote(row), other_attributes={"gg:rule": str(row["rule"])}
            )
            run = self._run(str(row["run"]), str(row["extractor"]))
            if self._new(f"{identifier} by {row['run']}"):
                self.document.wasGeneratedBy(fact, run)
        return fact

    def _quote(self, row: Mapping[str, Any]) -> str:
        version = f"gg:document/{quoted(str(row['version']), safe='')}"
        name = f"gg:quote/{quoted(str(row['version']), safe='')}/{row['start']}-{row['stop']}"
        if self._new(version):
            label: dict[Any, Any] = {
                "prov:type": "DocumentVersion",
                "prov:label": str(row["version"]),
            }
            self.document.entity(version, {**label, "gg:document": str(row["document"])})
        if self._new(name):
            place: dict[Any, Any] = {"gg:start": int(row["start"]), "gg:end": int(row["stop"])}
            self.document.entity(
                name, {"prov:type": "Quote", "prov:value": str(row["quote"]), **place}
            )
            self.document.wasDerivedFrom(
                name, version, other_attributes={"prov:type": PROV["Quotation"]}
            )
        return name

    def _run(self, identifier: str, extractor: str) -> str:
        name = f"gg:run/{identifier}"
        if self._new(name):
            run = self._runs.get(identifier)
            times = (_time(run.started), _time(run.finished)) if run else (None, None)
            self.document.activity(name, *times, {"prov:type": run.kind if run else "Run"})
        if self._new(f"{name} with {extractor}"):
            self.document.wasAssociatedWith(name, self._agent(extractor))
        return name

    def _agent(self, what: str) -> str:
        name = f"gg:software/{quoted(what, safe='')}"
        if self._new(name):
            self.document.agent(name, {"prov:type": PROV["SoftwareAgent"], "prov:label": what})
        return name


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text.replace("Z", "+00:00"))
