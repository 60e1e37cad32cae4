"""Writes the files of the next generation of an embedded store: the former one plus a delta."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from graph.protocols import Delta
from graph.stores import graph_file
from graph.stores.delta_news import Change
from graph.stores.generations import Generation, link_or_copy
from graph.stores.snapshot import GRAPH, TEXT
from graph.stores.text_index import TextIndex, TextIndexWriter
from graph.stores.vector_segments import (
    check_vector,
    open_segment,
    segment_path,
    segments_to_merge,
    write_segment,
)


def build(
    base: Generation | None,
    folder: Path,
    delta: Delta,
    *,
    dimension: int,
) -> dict[str, Any] | None:
    """Write graph, text index and vectors of `base` plus `delta` into the empty `folder`; returns
    what the manifest says about them, or None where `delta` changes nothing at all."""
    if base is not None:
        shutil.copyfile(base.folder / TEXT, folder / TEXT)
    index = TextIndexWriter(folder / TEXT, new=base is None)
    try:
        held = index.held()
        change = Change(delta, held)
        if base is not None and not change.any and _same_state(base, delta):
            return None
        _write_graph(base, folder, change, held)
        segments = _write_texts(base, folder, delta, change, index, dimension)
        index.set_rows(((key, change.hashes[key]) for key in change.hashes), change.gone)
        index.commit()
    finally:
        index.close()
    graph, text = graph_file.GraphFile(folder / GRAPH), TextIndex(folder / TEXT)
    nodes, edges = graph.counts()
    return {
        "content_hash": delta.content_hash,
        "position": delta.position,
        "counts": {"nodes": nodes, "edges": edges, **text.counts()},
        "segments": segments,
    }


def _write_graph(
    base: Generation | None, folder: Path, change: Change, held: Mapping[str, bytes]
) -> None:
    if base is not None and not change.graph:
        link_or_copy(base.folder / GRAPH, folder / GRAPH)
        return
    graph = graph_file.new_graph() if base is None else graph_file.load(base.folder / GRAPH)
    graph_file.change(
        graph,
        new_nodes=[row for key, row in change.nodes.items() if key not in held],
        changed_nodes=[row for key, row in change.nodes.items() if key in held],
        removed_nodes=change.removed_nodes,
        edges=list(change.edges.values()),
        removed_edges=[
            *change.removed_edges,
            *((row.type, row.id) for key, row in change.edges.items() if key in held),
        ],
    )
    graph.save(str(folder / GRAPH), fsync=False)  # `publish` flushes every file


def _write_texts(
    base: Generation | None,
    folder: Path,
    delta: Delta,
    change: Change,
    index: TextIndexWriter,
    dimension: int,
) -> list[int]:
    """Texts and vectors; returns the numbers of the segments."""
    segments: list[int] = [] if base is None else list(base.manifest["segments"])
    segment_path(folder, 0).parent.mkdir()
    for number in segments:
        assert base is not None
        link_or_copy(segment_path(base.folder, number), segment_path(folder, number))
    index.remove(change.removed_texts)
    index.remove(row.id for row in change.texts.values())
    wanted = {row.vector_key for row in change.texts.values()}
    known = index.known_vectors(wanted)
    new = sorted(key for key in wanted - known if key in delta.vectors)
    if new:
        for key in new:
            check_vector(key, delta.vectors[key], dimension)
        number = max(segments, default=0) + 1
        write_segment(folder, number, np.stack([delta.vectors[key] for key in new]))
        index.place_vectors(new, number)
        segments.append(number)
    index.add(change.texts.values())
    index.drop_unused_vectors()
    return _merge(folder, segments, index, dimension)


def _merge(folder: Path, segments: list[int], index: TextIndexWriter, dimension: int) -> list[int]:
    """Merge segments where it is due; returns the numbers of those that are left."""
    live = {number: index.live_rows(number) for number in segments}
    sizes = [len(open_segment(folder, number, dimension)) for number in segments]
    start = segments_to_merge(sizes, [len(live[number]) for number in segments])
    merged = segments[start:]
    if not merged:
        return segments
    ids = [id for number in merged for id, _ in live[number]]
    if ids:
        parts = [
            open_segment(folder, number, dimension)[[row for _, row in live[number]]]
            for number in merged
            if live[number]
        ]
        number = segments[-1] + 1
        write_segment(folder, number, np.concatenate(parts))
        index.move_vectors(ids, number)
        segments = [*segments[:start], number]
    else:
        segments = segments[:start]
    for number in merged:
        segment_path(folder, number).unlink()
    return segments


def _same_state(base: Generation, delta: Delta) -> bool:
    manifest = base.manifest
    return (manifest["content_hash"], manifest["position"]) == (delta.content_hash, delta.position)
