"""The front matter of a text: YAML between two lines of three hyphens, as data and nothing more.

Tags, anchors, aliases and merges are refused: they make objects, or a gigabyte out of a few lines.
So is what is large or deep. What is refused is text as everything else, and a note says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from extraction.documents.readers.fields import fields
from graph.model import Field, Note, Span

MOST_CHARACTERS = 65_536
MOST_NODES = 5_000
DEEPEST = 20
_LONGEST_VALUE = 100  # characters that are tried as a number or a date

_BETWEEN = re.compile(r"---[ \t]*(?:\r\n?|\n)(.*?)(?:\r\n?|\n)---[ \t]*(?=\r|\n|\Z)", re.S)


class _Refused(Exception):
    pass


def front_matter(text: str) -> tuple[Span | None, dict[str, Field], tuple[Note, ...]]:
    """The span of the front matter, its fields, and a note where it was not read as such."""
    match = _BETWEEN.match(text, 0, MOST_CHARACTERS + 1)
    if not match:
        return None, {}, ()
    import yaml

    try:
        content = _load(match.group(1))
    except yaml.YAMLError as error:
        return None, {}, (_note(" ".join(str(getattr(error, "problem", None) or error).split())),)
    except (_Refused, ValueError, RecursionError) as error:
        return None, {}, (_note(str(error)),)
    if not isinstance(content, Mapping):
        return None, {}, ()
    return Span(match.start(), match.end()), fields(content), ()


def _note(reason: str) -> Note:
    return Note(
        "front-matter",
        f"The lines between --- were read as text, not as fields ({reason}): write NAME: VALUE "
        "lines if they are meant as fields.",
    )


def _load(text: str) -> Any:
    import yaml

    nodes = depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.NodeEvent):
            nodes += 1
            _require_plain(event)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if nodes > MOST_NODES or depth > DEEPEST:
            raise _Refused("too many values, or too deep")
    return yaml.load(text, Loader=_loader())


def _require_plain(event: Any) -> None:
    if event.anchor is not None:
        raise _Refused("anchors and aliases are not read")
    if getattr(event, "tag", None) is not None:
        raise _Refused("tags are not read")
    if getattr(event, "value", None) == "<<":
        raise _Refused("merges are not read")


@cache
def _loader() -> Any:
    import yaml

    class Loader(yaml.SafeLoader):
        """A long value is text: no number is made of it."""

        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            if kind is yaml.ScalarNode and value is not None and len(value) > _LONGEST_VALUE:
                return "tag:yaml.org,2002:str"
            return super().resolve(kind, value, implicit)  # type: ignore[no-untyped-call]

    return Loader
