"""``cypher``, ``show``, ``stats``, ``export``: reading without any model."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from rich.markup import escape
from rich.table import Table

from graph.errors import NotFound, SettingsError
from graph.model import QUALIFIERS, ROLES, Scope
from graph.scope_resolution import require_whole
from groundgraph import answers
from groundgraph.answer_text import carried_line
from groundgraph.cli.card import print_card
from groundgraph.cli.console import data, err, out, visible
from groundgraph.cli.written_part import print_written
from groundgraph.former_facts import current_fact
from groundgraph.plurals import counted
from groundgraph.spreadsheet import csv_text

if TYPE_CHECKING:
    from groundgraph import KnowledgeBase
    from queries import Query

Form = Literal["table", "json", "csv"]


def run_cypher(
    kb: Path,
    query: str | None,
    file: str | None,
    params: list[str],
    form: Form,
    limit: int,
    list_names: bool,
) -> None:
    import queries
    from groundgraph import KnowledgeBase

    if list_names:
        for name in queries.names():
            found = queries.load(name)
            takes = ", ".join(p.name for p in found.parameters)
            out.print(f"[bold]{name}[/]  {escape(found.title)}{f'  ({takes})' if takes else ''}")
        return
    text, named = _query_text(query, file)
    given = _parameters(params)
    values = given if named is None else _values(named, given)
    with KnowledgeBase(kb) as base:
        if named is not None:
            from groundgraph.views.auditing import require_known

            require_known(base, values)
        rows = base.audit(text, values, limit=limit + 1)
    print_rows(rows[:limit], form)
    if len(rows) > limit:
        err.print(f"There are more than these {limit:,} rows; --limit {10 * limit} shows more.")


def require_whole_base(part: list[str] | None, what: str) -> None:
    """Raises `SettingsError` where a command that reads the whole base is given a `part` of it."""
    if part:
        require_whole(Scope(documents=part), what)


def print_rows(rows: list[dict[str, object]], form: Form = "table") -> None:
    """A table for a person on a terminal, tab-separated lines for a program; JSON lines or CSV."""
    if form == "json":
        for row in rows:
            data(json.dumps(row, ensure_ascii=False, default=str))
    elif not rows:
        err.print("no rows")
    elif form == "csv":
        sys.stdout.write(csv_text(list(rows[0]), (list(row.values()) for row in rows)))
    elif out.is_terminal:
        table = Table(*rows[0], header_style="bold", show_lines=False)
        for row in rows:
            table.add_row(*(escape(visible(_cell(value))) for value in row.values()))
        out.print(table)
        err.print(counted(len(rows), "rows"))
    else:
        data("\t".join(rows[0]))
        for row in rows:
            data("\t".join(visible(" ".join(_cell(v).split())) for v in row.values()))


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _query_text(query: str | None, file: str | None) -> tuple[str, Query | None]:
    """The text, and the shipped query that it is."""
    import queries

    if (query is None) == (file is None):
        raise SettingsError("give one query, or --file with a path or a name from --list.")
    if query is not None:
        return query, None
    assert file is not None
    if file in queries.names():
        named = queries.load(file)
        return named.cypher, named
    try:
        return Path(file).read_text(encoding="utf-8"), None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{file} cannot be read, and no shipped query has that name. "
            "See: groundgraph cypher --list"
        ) from error


def _values(named: Query, given: Mapping[str, object]) -> dict[str, object]:
    """The values of a shipped query's parameters. Raises `SettingsError` for one that is missing
    and one that the query does not have."""
    takes = {parameter.name: parameter for parameter in named.parameters}
    for name in given:
        if name not in takes:
            raise SettingsError(
                f"{named.name} has no parameter {name}; it takes {', '.join(takes) or 'none'}."
            )
    for name, parameter in takes.items():
        if parameter.required and name not in given:
            raise SettingsError(f"{named.name} needs a value: --param {name}=… ({parameter.what})")
    return {**named.defaults, **given}


def _parameters(params: list[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for param in params:
        name, sign, value = param.partition("=")
        if not sign:
            raise SettingsError(f"--param {param}: use NAME=VALUE.")
        try:
            found[name] = json.loads(value)
        except ValueError:
            found[name] = value
    return found


def run_show(kb: Path, identifier: str, as_json: bool) -> None:
    from groundgraph import KnowledgeBase

    with KnowledgeBase(kb) as base:
        found = look_up(base, identifier)
    if as_json:
        data(json.dumps(found, ensure_ascii=False, default=str))
        return
    if identifier.startswith("a_"):
        out.print(f"[bold]question[/]  {escape(visible(found['question']))}\n")
        answer = answers.answer_of(found)
        if answer.follows is not None:
            out.print(f"[dim]{escape(visible(carried_line(found['follows'])))}[/]\n")
        if answer.written is not None:
            print_written(out, answer.written)
        print_card(out, answer)
        return
    for name, value in found.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            out.print(f"[bold]{name}[/] ({len(value)})")
            for row in value:
                words = "  ".join(_cell(v) for v in row.values() if v is not None)
                out.print("  " + escape(visible(words)))
        elif value not in (None, "", []):
            out.print(f"[bold]{name}[/]  {escape(visible(_cell(value)))}")


_SHOW = {
    "n_": "MATCH (n:Name {id: $id})-[s:SAME_AS]->(e:Entity) "
    "RETURN n.name AS name, s.rule AS rule, s.reason AS reason, e.id AS entity",
    "c_": "MATCH (c:Chunk {id: $id})-[:PART_OF]->(d:Document) RETURN c.name AS name, "
    "d.id AS document, c.version AS version, c.start AS start, c.end AS end, c.page AS page, "
    "c.text AS text",
    "f_": "MATCH (f:Fact {id: $id}) RETURN f.name AS name, f.predicate AS predicate, "
    "f.modality AS modality, f.polarity AS polarity, f.value AS value, "
    + "".join(f"f.{kind} AS {kind}, " for kind in (*QUALIFIERS, *ROLES))
    + "f.status AS status",
    "e_": "MATCH (e:Entity {id: $id}) RETURN e.name AS name, e.kind AS kind, "
    "e.aliases AS aliases, e.status AS status",
}
_MORE = {
    "c_": {
        "facts": "MATCH (f:Fact)-[s:SUPPORTED_BY]->(c:Chunk {id: $id}) "
        "RETURN f.id AS id, f.status AS status, f.name AS name, s.start AS start ORDER BY start, id"
    },
    "f_": {
        "evidence": "MATCH (f:Fact {id: $id})-[s:SUPPORTED_BY]->(c:Chunk) RETURN "
        "c.document AS document, s.start AS start, s.end AS end, s.rule AS rule, s.quote AS quote "
        "ORDER BY document, start"
    },
    "e_": {
        "names": "MATCH (n:Name)-[s:SAME_AS]->(e:Entity {id: $id}) "
        "RETURN n.name AS name, s.rule AS rule, s.reason AS reason ORDER BY name",
        "facts": "MATCH (f:Fact)-[:SUBJECT|OBJECT]->(e:Entity {id: $id}) "
        "RETURN DISTINCT f.id AS id, f.status AS status, f.name AS name ORDER BY name, id",
        "mentions": "MATCH (c:Chunk)-[m:MENTIONS]->(e:Entity {id: $id}) RETURN "
        "c.document AS document, m.start AS start, m.end AS end, m.surface AS surface "
        "ORDER BY document, start",
    },
}


def look_up(base: KnowledgeBase, identifier: str) -> dict[str, Any]:
    """Everything about one id, with its evidence. An entity is also found by its name or alias."""
    from groundgraph.as_json import as_json
    from groundgraph.views.document_list import head

    prefix = identifier[:2]
    if prefix == "a_":
        return base.answer(identifier)
    if prefix in _SHOW:
        if prefix == "f_":
            identifier = current_fact(base, identifier)
        rows = base.cypher(_SHOW[prefix], {"id": identifier})
        if not rows:
            raise NotFound(f"nothing has the id {identifier}. Ids come from: groundgraph cypher")
        more = {
            name: base.cypher(query, {"id": identifier})
            for name, query in _MORE.get(prefix, {}).items()
        }
        return {"id": identifier, **rows[0], **more}
    named = base.cypher(
        "MATCH (n:Name)-[:SAME_AS]->(e:Entity) WHERE toLower(e.name) = toLower($name) "
        "OR n.name = toLower($name) RETURN DISTINCT e.id AS id ORDER BY id",
        {"name": identifier},
    )
    if len(named) == 1:
        return look_up(base, str(named[0]["id"]))
    if named:
        ids = ", ".join(str(row["id"]) for row in named)
        raise NotFound(f"'{identifier}' names {len(named)} entities: {ids}. Show one by its id.")
    try:
        document = base.document(identifier)
    except NotFound as error:
        raise NotFound(
            f"no document, entity, fact, chunk or answer is called '{identifier}'. Documents: "
            "groundgraph cypher 'MATCH (d:Document) RETURN d.id AS id'"
        ) from error
    return {
        **as_json(head(document)),
        "notes": [{"code": note.code, "detail": note.detail} for note in document.notes],
        "versions": [
            {"import": v.number, "number": v.number, "version": v.version, "edition": v.edition}
            for v in base.record.versions(document.id)
        ],
        "text": document.text,
    }


def run_stats(kb: Path, as_json: bool) -> None:
    from groundgraph import KnowledgeBase

    with KnowledgeBase(kb) as base:
        found = base.stats()
    if as_json:
        data(json.dumps(found))
    else:
        for name, value in found.items():
            out.print(f"{name:<24}{value:,}" if isinstance(value, int) else f"{name:<24}{value}")


def run_export(kb: Path, form: str, target: str) -> None:
    from groundgraph import KnowledgeBase

    with KnowledgeBase(kb) as base:
        if form == "jsonl" and target == "-":
            from groundgraph.interchange import write_jsonl

            write_jsonl(base.export(), sys.stdout)
        elif target == "-":
            raise SettingsError(f"{form} needs a place: --output PATH.")
        else:
            base.export_to(target, form)


def run_prov(kb: Path, identifier: str, form: str) -> None:
    from groundgraph import KnowledgeBase

    with KnowledgeBase(kb) as base:
        data(base.provenance(identifier, form).rstrip())
