"""The stages of an answer and of a build in words, for whoever watches one being made."""

from __future__ import annotations

from graph.model import StageDone

STAGES = {
    "embed": "reading the question",
    "link": "looking up the names in it",
    "candidates": "searching by words and by meaning",
    "spread": "following references and facts",
    "context": "gathering the passages",
    "quote": "choosing what to quote",
    "verify": "comparing each quote with its document",
}
"""What is being done, by stage, in order; the last one ends with the answer."""

BUILD_STAGES = {
    "read": "reading documents",
    "ask": "asking the reading model",
    "extract": "extracting facts",
    "resolve": "joining names and references",
    "embed": "computing vectors",
    "store": "saving the graph",
    "verify": "reading the store again",
}
"""What a build is doing, by stage."""

_DONE = {
    "link": ("name of the question is known here", "names of the question are known here"),
    "candidates": ("passage compared", "passages compared"),
    "spread": (
        "passage moved up by references and facts",
        "passages moved up by references and facts",
    ),
    "context": ("passage read", "passages read"),
    "quote": ("sentence chosen", "sentences chosen"),
}


def next_stage(done: str) -> str:
    """The stage after `done`."""
    names = list(STAGES)
    return names[min(names.index(done) + 1, len(names) - 1)]


def done_line(event: StageDone) -> str:
    """What a stage found, in a few words; empty where there is nothing to say."""
    if event.count is None:
        return ""
    one, many = _DONE[event.stage]
    return f"{event.count or 'no'} {one if event.count in (0, 1) else many}"
