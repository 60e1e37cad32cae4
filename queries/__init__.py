"""Cypher files that an auditor wants first. They run unchanged on every store.

A file begins with its description:

    // title: Where a fact comes from
    // what: Every place that states a fact, with the exact words.
    // param fact: id of the fact; empty for all (default "")

A default is a JSON value; a parameter without one must be given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

_HEADER = re.compile(r"^// (title|what|param (\w+)): (.*)$")
_DEFAULT = re.compile(r"^(.*) \(default (.*)\)$")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a query. `default` is None where one must be given (`required`)."""

    name: str
    what: str
    default: str | int | bool | None
    required: bool


@dataclass(frozen=True, slots=True)
class Query:
    """A query file: `cypher` is the whole file, which is also what runs."""

    name: str
    title: str
    what: str
    parameters: tuple[Parameter, ...]
    cypher: str

    @property
    def defaults(self) -> Mapping[str, str | int | bool | None]:
        """Values of the parameters that need not be given."""
        return {p.name: p.default for p in self.parameters if not p.required}


def names() -> list[str]:
    """Names of the queries, sorted (file names without ``.cypher``)."""
    folder = resources.files(__name__)
    found = (entry.name for entry in folder.iterdir())
    return sorted(name.removesuffix(".cypher") for name in found if name.endswith(".cypher"))


def load(name: str) -> Query:
    """The query `name`. Raises `KeyError`, which lists the names, where there is none."""
    if name not in names():
        raise KeyError(f"no query {name!r}; there are {', '.join(names())}")
    text = (resources.files(__name__) / f"{name}.cypher").read_text("utf-8")
    said: dict[str, str] = {}
    parameters: list[Parameter] = []
    for line in text.splitlines():
        match = _HEADER.match(line)
        if match is None:
            continue
        key, parameter, value = match.groups()
        if parameter is None:
            said[key] = f"{said[key]} {value}" if key in said else value
        else:
            parameters.append(_parameter(parameter, value))
    return Query(name, said["title"], said["what"], tuple(parameters), text)


def _parameter(name: str, value: str) -> Parameter:
    match = _DEFAULT.match(value)
    if match is None:
        return Parameter(name, value, None, True)
    return Parameter(name, match[1], json.loads(match[2]), False)
