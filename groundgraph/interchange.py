"""The whole graph for other tools: JSON lines, GraphML, Parquet. Every form is written from
`KnowledgeBase.export`, so the same base gives the same bytes (of the same library versions).

GraphML: a node's key is ``Label/id``, an edge's its id; ``label`` and ``type`` hold the schema's
names, further properties theirs. XML knows neither lists nor control characters nor a carriage
return, so such a value is written as JSON under its name with ``_json`` behind it. Absent values
are absent. Parquet: one table for each label and each type, ``nodes/Fact.parquet``,
``edges/CITES.parquet``, with lists as lists; ``source`` and ``target`` are ids, their labels beside
them.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TextIO

from graph.disk import PRIVATE_FILE, private_opener
from graph.errors import SettingsError
from graph.protocols import EdgeRow, NodeRow

FORMATS = ("jsonl", "graphml", "parquet")
Row = NodeRow | EdgeRow
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def write_graph(rows: Callable[[], Iterable[Row]], target: Path, form: str) -> None:
    """Write the `rows` of a graph into the file or new folder `target`, in one of `FORMATS`. Raises
    `SettingsError` for another form, before anything is read."""
    if form == "jsonl":
        with open(target, "w", encoding="utf-8", opener=private_opener) as file:
            write_jsonl(rows(), file)
    elif form == "graphml":
        write_graphml(rows(), target)
    elif form == "parquet":
        write_parquet(rows(), target)
    else:
        raise SettingsError(f"the format is {form}; use one of {', '.join(FORMATS)}.")


def write_jsonl(rows: Iterable[Row], file: TextIO) -> None:
    """One JSON object a line: ``node`` (label), ``id``, ``labels``, or ``edge`` (type), ``id``,
    ``from``, ``to``; and ``properties``."""
    for row in rows:
        if isinstance(row, NodeRow):
            item: dict[str, Any] = {"node": row.label, "id": row.id}
            if row.labels:
                item["labels"] = list(row.labels)
        else:
            item = {"edge": row.type, "id": row.id, "from": row.source, "to": row.target}
        item["properties"] = dict(row.properties)
        file.write(json.dumps(item, ensure_ascii=False) + "\n")


def write_graphml(rows: Iterable[Row], path: Path) -> None:
    """Write `rows` as GraphML into the file `path`; see the head of this module."""
    import networkx as nx  # type: ignore[import-untyped]

    graph: Any = nx.MultiDiGraph()
    for row in rows:
        own = dict(_xml_values(row))
        if isinstance(row, NodeRow):
            labels = {"labels_json": json.dumps(list(row.labels))} if row.labels else {}
            graph.add_node(f"{row.label}/{row.id}", label=row.label, **labels, **own)
        else:
            ends = (f"{row.source_label}/{row.source}", f"{row.target_label}/{row.target}")
            graph.add_edge(*ends, key=row.id, type=row.type, **own)
    nx.write_graphml_lxml(graph, path, named_key_ids=True)
    path.chmod(PRIVATE_FILE)


def _xml_values(row: Row) -> Iterable[tuple[str, object]]:
    for name, value in sorted({**row.properties, "id": row.id}.items()):
        if isinstance(value, list) or (isinstance(value, str) and _NOT_IN_XML.search(value)):
            yield f"{name}_json", json.dumps(value, ensure_ascii=True)
        elif value is not None:
            yield name, value


def write_parquet(rows: Iterable[Row], folder: Path) -> None:
    """Write `rows` as Parquet tables below `folder`; see the head of this module. Raises
    `SettingsError` where the folder holds something already."""
    import pyarrow as pa  # type: ignore[import-untyped]
    from pyarrow import parquet

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SettingsError(f"{folder} is not an empty folder; choose a new one.")
    tables: dict[str, list[dict[str, object]]] = defaultdict(list)
    for row in rows:
        own = {name: row.properties[name] for name in sorted(row.properties) if name != "id"}
        if isinstance(row, NodeRow):
            tables[f"nodes/{row.label}"].append({"id": row.id, "labels": list(row.labels), **own})
        else:
            ends = {"source_label": row.source_label, "source": row.source}
            ends |= {"target_label": row.target_label, "target": row.target}
            tables[f"edges/{row.type}"].append({"id": row.id, **ends, **own})
    for name, items in sorted(tables.items()):
        columns = list(dict.fromkeys(key for item in items for key in item))
        data = {column: [item.get(column) for item in items] for column in columns}
        target = folder / f"{name}.parquet"
        target.parent.mkdir(parents=True, exist_ok=True)
        parquet.write_table(pa.table(data), target)
        target.chmod(PRIVATE_FILE)
