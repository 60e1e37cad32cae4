"""Positions for a small graph, computed here so that the picture is the same every time.

Entities keep their places when others are added. A label stands on the side of its node that faces
away from its neighbours and takes room: boxes of node and label are pushed apart until none covers
another.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import networkx as nx  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt

from groundgraph.views.exploring import GraphEdge, GraphNode

LETTER = 6.6  # width of an average letter of a label, in pixels at 13 px
LONGEST = 26  # letters of a label; longer names are cut
ROW = 25.0
ROOM = 9_000.0  # area for each node, in square pixels
ASPECT = 0.6  # width to height; labels on both sides need further width
NEAR = 81.0  # pixels between two joined nodes that are placed later

STEP = 190.0  # between two names of a path
LANE = 84.0  # between two paths

Points = npt.NDArray[np.float64]
Place = tuple[float, float, str]
"""x and y in pixels, and the side of the label: ``left``, ``right`` or ``below``."""


def radius(facts: int) -> float:
    """Size of a node with so many facts, in pixels."""
    return 5.0 + min(13.0, 1.9 * math.sqrt(facts))


def along(nodes: Sequence[GraphNode]) -> dict[str, Place]:
    """Places for the nodes of paths: the first of them lies straight from left to right, the
    others' own names above and below it."""
    steps: dict[int, list[GraphNode]] = {}
    for node in nodes:
        steps.setdefault(node.step or 0, []).append(node)
    found = {}
    for step, members in steps.items():
        members.sort(key=lambda node: (node.lane or 0, node.id))
        for index, node in enumerate(members):
            lane = (index + 1) // 2 * (-1 if index % 2 else 1)
            found[node.id] = (step * STEP, lane * LANE, "below")
    return found


def place(nodes: Sequence[GraphNode], edges: Sequence[GraphEdge]) -> dict[str, Place]:
    """A place for each node id: the nodes of a round are placed around those of the rounds before
    it, which stay where they were."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(node.id for node in nodes)
    graph.add_edges_from((edge.source, edge.target) for edge in edges)
    placed: dict[str, Place] = {}
    last = max((node.round for node in nodes), default=0)
    for number in range(last + 1):
        members = [node for node in nodes if node.round <= number]
        if len(members) > len(placed):
            placed = _round(graph.subgraph(n.id for n in members), members, placed)
    return {key: (round(x, 1), round(y, 1), side) for key, (x, y, side) in placed.items()}


def _round(
    graph: nx.Graph[str], nodes: Sequence[GraphNode], known: dict[str, Place]
) -> dict[str, Place]:
    placed = {key: (x, y) for key, (x, y, _) in known.items()}
    width = math.sqrt(len(nodes) * ROOM * ASPECT)
    ids = [node.id for node in nodes]
    start = _start(graph, ids, placed, width)
    fixed = np.array([key in placed for key in ids])
    if placed:
        points = _settled(graph, ids, start, fixed)
    elif len(ids) == 1:
        points = np.array([start[key] for key in ids])
    else:
        points = _filling(_stress(graph, ids, start), width)
    at = dict(zip(ids, points, strict=True))
    sides = [known[key][2] if key in known else _side(graph, at, key) for key in ids]
    points = _apart(points, nodes, sides, fixed)
    return {
        key: (float(x), float(y), side)
        for key, (x, y), side in zip(ids, points, sides, strict=True)
    }


def _side(graph: nx.Graph[str], at: Mapping[str, npt.NDArray[np.float64]], key: str) -> str:
    others = [at[other][0] for other in graph[key]]
    return "left" if others and at[key][0] < float(np.mean(others)) - 12 else "right"


def _settled(
    graph: nx.Graph[str],
    ids: Sequence[str],
    start: Mapping[str, tuple[float, float]],
    fixed: npt.NDArray[np.bool_],
) -> Points:
    """Force-directed placement (Fruchterman and Reingold 1991) of the nodes that are not fixed."""
    points = np.array([start[key] for key in ids])
    new = np.flatnonzero(~fixed)
    place_of = {key: index for index, key in enumerate(ids)}
    joined = np.zeros((len(new), len(ids)))
    for row, index in enumerate(new):
        joined[row, [place_of[other] for other in graph[ids[int(index)]]]] = 1.0
    for step in range(60):
        away = points[new][:, None] - points[None, :]
        apart = np.maximum(np.linalg.norm(away, axis=2), 1.0)
        # Divided by the distance once more, because `away` is not of length 1.
        pushed = np.where(apart < 2 * NEAR, (NEAR / apart) ** 2, 0.0)
        pulled = joined * apart / NEAR
        force = ((pushed - pulled)[:, :, None] * away).sum(axis=1)
        length = np.maximum(np.linalg.norm(force, axis=1, keepdims=True), 1e-6)
        points[new] += force / length * np.minimum(length, NEAR * (1 - step / 60))
    return points


def _stress(
    graph: nx.Graph[str], ids: Sequence[str], start: Mapping[str, tuple[float, float]]
) -> Points:
    """Stress majorisation (Gansner, Koren and North 2004): distances in the drawing follow the
    number of steps in the graph, near ones first."""
    steps = dict(nx.all_pairs_shortest_path_length(graph))
    reach = max(max(found.values()) for found in steps.values())
    apart = reach / 2 + 1.5  # of names that no path joins
    wanted = np.array([[steps[a].get(b, apart) for b in ids] for a in ids], dtype=float) * 130.0
    weights = np.where(wanted > 0, 1.0 / np.maximum(wanted, 1e-9) ** 2, 0.0)
    inverse = np.linalg.pinv(np.diag(weights.sum(axis=1)) - weights)
    points = np.array([start[key] for key in ids])
    for _ in range(120):
        drawn = np.linalg.norm(points[:, None] - points[None, :], axis=2)
        pull = -weights * wanted / np.maximum(drawn, 1e-6)
        np.fill_diagonal(pull, 0.0)
        np.fill_diagonal(pull, -pull.sum(axis=1))
        points = inverse @ (pull @ points)
    return points


def _filling(points: Points, width: float) -> Points:
    """Positions stretched to the drawing's width and height, around its middle."""
    low, high = points.min(axis=0), points.max(axis=0)
    size = np.maximum(high - low, 1e-6)
    stretch = np.array([width, width / ASPECT]) / size
    # A drawing that is nearly a line keeps its shape: no direction grows over twice the other.
    stretch = np.minimum(stretch, 2 * stretch.min())
    middle: Points = (points - (low + high) / 2) * stretch
    return middle


def _start(
    graph: nx.Graph[str],
    ids: Sequence[str],
    placed: Mapping[str, tuple[float, float]],
    width: float,
) -> dict[str, tuple[float, float]]:
    """First places: on a circle, or beside a neighbour that has one, in the order given."""
    start = dict(placed)
    new = [key for key in ids if key not in placed]
    for index, key in enumerate(new):
        angle = 2 * math.pi * index / max(1, len(new))
        anchors = [placed[other] for other in sorted(graph[key]) if other in placed]
        x, y = anchors[0] if anchors else (0.0, 0.0)
        away = math.atan2(y, x) if anchors and (x or y) else 0.0
        spread = angle if not anchors or not (x or y) else away + (angle - math.pi) * 0.35
        reach = (140 + 12 * (index % 4)) if anchors else width * 0.32
        if not placed and index == 0:
            reach = 0.0
        start[key] = (x + reach * math.cos(spread), y + reach * math.sin(spread))
    return start


def _apart(
    points: Points,
    nodes: Sequence[GraphNode],
    sides: Sequence[str],
    fixed: npt.NDArray[Any],
) -> Points:
    """Move boxes (node and label) apart along the axis where they overlap least."""
    sizes = np.array([radius(node.facts) for node in nodes])
    labels = np.array([min(len(node.label), LONGEST) * LETTER for node in nodes])
    near, far = sizes + 4, sizes + labels + 14
    half_width, shift = (near + far) / 2, (far - near) / 2
    shift *= np.where(np.array(sides) == "left", -1.0, 1.0)
    half_height = np.maximum(sizes + 4, ROW / 2)
    points = points.copy()
    new = np.flatnonzero(~fixed)
    itself = new[:, None] == np.arange(len(nodes))[None, :]
    share = np.where(fixed[None, :], 1.0, 0.5)  # what is fixed leaves the whole way to the other
    order = np.sign(new[:, None] - np.arange(len(nodes))[None, :])  # parts those of one place
    for _ in range(160):
        x, y = points[:, 0] + shift, points[:, 1]
        dx, dy = x[new][:, None] - x[None, :], y[new][:, None] - y[None, :]
        over_x = half_width[new][:, None] + half_width[None, :] - np.abs(dx)
        over_y = half_height[new][:, None] + half_height[None, :] - np.abs(dy)
        clash = (over_x > 0) & (over_y > 0) & ~itself
        if not clash.any():
            break
        upright = over_y <= over_x * 0.9
        sign_x = np.where(dx == 0, order, np.sign(dx))
        sign_y = np.where(dy == 0, order, np.sign(dy))
        move_x = np.where(clash & ~upright, over_x * sign_x * share * 0.55, 0.0)
        move_y = np.where(clash & upright, over_y * sign_y * share * 0.55, 0.0)
        points[new, 0] += move_x.sum(axis=1)
        points[new, 1] += move_y.sum(axis=1)
    return points
