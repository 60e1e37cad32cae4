"""The front matter of a text: YAML between two lines of three hyphens, as data and nothing more.

Tags, anchors, aliases and merges are refused: they make objects, or a gigabyte out of a few lines.
So is what is large or deep. What is refused is text as everything else, and a note says so. A value
that looks like a date or a number and is none ("9999-99-99") stays a text, with a note; so do "yes"
and "no", which people write as words.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from typing import Any

from extraction.documents.readers.fields import fields
from graph.model import Field, Note, Span

MOST_CHARACTERS = 65_536
MOST_NODES = 5_000
DEEPEST = 20
_LONGEST_VALUE = 100  # characters that are tried as a number or a date
_TEXT = "tag:yaml.org,2002:str"

_BETWEEN = re.compile(r"---[ \t]*(?:\r\n?|\n)(.*?)(?:\r\n?|\n)---[ \t]*(?=\r|\n|\Z)", re.S)


class _Refused(Exception):
    pass


def front_matter(text: str) -> tuple[Span | None, dict[str, Field], tuple[Note, ...]]:
    """The span of the front matter, its fields, and a note where it was not read as such."""
    match = _BETWEEN.match(text, 0, MOST_CHARACTERS + 1)
    if not match:
        return None, {}, ()
    import yaml

    odd: list[str] = []
    try:
        content = _load(match.group(1), odd)
    except yaml.YAMLError as error:
        return None, {}, (_note(" ".join(str(getattr(error, "problem", None) or error).split())),)
    except (_Refused, ValueError, RecursionError) as error:
        return None, {}, (_note(str(error)),)
    if not isinstance(content, Mapping):
        return None, {}, ()
    return Span(match.start(), match.end()), fields(content), _odd_note(odd)


def _odd_note(values: Sequence[str]) -> tuple[Note, ...]:
    if not values:
        return ()
    named = ", ".join(values[:3]) + (" …" if len(values) > 3 else "")
    return (
        Note(
            "front-matter",
            f"Between the lines --- stands what looks like a date or a number and is none, and was "
            f"kept as text ({named}): correct it if it is meant as one.",
        ),
    )


def _note(reason: str) -> Note:
    return Note(
        "front-matter",
        f"The lines between --- were read as text, not as fields ({reason}): write NAME: VALUE "
        "lines if they are meant as fields.",
    )


def _load(text: str, odd: list[str]) -> Any:
    """The content; what could not be made of a value is put into `odd`."""
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
    loader = _loader()(text)
    loader.odd = odd
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


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
        """A long value is text: no number is made of it; only "true" and "false" are truths."""

        odd: list[str]

        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            if kind is yaml.ScalarNode and value is not None and len(value) > _LONGEST_VALUE:
                return _TEXT
            tag = super().resolve(kind, value, implicit)  # type: ignore[no-untyped-call]
            word = tag == "tag:yaml.org,2002:bool" and value.lower() not in ("true", "false")
            return _TEXT if word else tag

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
            """Names are words, whatever they look like: "1" and "true" are two."""
            return {self._name(key): self.construct_object(of, deep=deep) for key, of in node.value}

        def _name(self, key: Any) -> str:
            plain = isinstance(key, yaml.ScalarNode)
            return str(key.value if plain else self.construct_object(key, deep=True))

    def or_text(construct: Any) -> Any:
        def value_of(loader: Any, node: Any) -> Any:
            try:
                return construct(loader, node)
            except ValueError:
                loader.odd.append(node.value)
                return node.value

        return value_of

    for kind in ("timestamp", "int", "float"):
        tag = f"tag:yaml.org,2002:{kind}"
        Loader.add_constructor(tag, or_text(yaml.SafeLoader.yaml_constructors[tag]))
    return Loader
