"""Domain profiles: one YAML file says what a domain's names look like and how its verbs are read.

Two profiles ship: ``general`` and ``regulation``. A file of your own may be given by path; it is
complete in itself (nothing is inherited), so that its fingerprint is the hash of what it says.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from graph.errors import ProfileError

SHIPPED = ("general", "regulation")


class Term(BaseModel):
    """A name the domain knows. `aliases` are other surfaces of the same thing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    kind: str = "Term"
    aliases: tuple[str, ...] = ()


class Identifier(BaseModel):
    """A regular expression whose whole matches are names (``SOP-\\d+``), case-sensitive."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pattern: str
    kind: str = "Document"

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            compiled = re.compile(pattern)
        except re.error as error:
            raise ValueError(f"is not a regular expression ({error})") from None
        if compiled.match(""):
            raise ValueError("matches the empty text")
        return pattern


class Profile(BaseModel):
    """What a domain adds to the pipeline.

    `kinds`: kind of a name -> last words that decide it ("officer" -> Role); in order, first wins.
    `predicates`: predicate -> verb lemmas that are read as it. `terms`: known names.
    `identifiers`: patterns of names. `ignore`: words and phrases that are never a name by
    themselves. `never_merge`: pairs of names that stay two entities.
    `read_as`: phrases the parser trips over -> the word that stands in for them while it reads.
    `may_not`: what "may not" says: a ``prohibition`` (regulations) or a ``possibility``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    kinds: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    predicates: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    terms: tuple[Term, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    ignore: tuple[str, ...] = ()
    never_merge: tuple[tuple[str, str], ...] = ()
    read_as: dict[str, str] = Field(default_factory=dict)
    may_not: Literal["prohibition", "possibility"] = "possibility"

    @cached_property
    def fingerprint(self) -> str:
        """``profile:<name>:<16 hex digits>``: changes whenever the profile says something else."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return f"profile:{self.name}:{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def load_profile(name_or_path: str) -> Profile:
    """The profile of that name, or of that YAML file. Raises `ProfileError`."""
    if name_or_path in SHIPPED:
        text = (resources.files("extraction") / "profiles" / f"{name_or_path}.yaml").read_text(
            encoding="utf-8"
        )
    else:
        path = Path(name_or_path)
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise ProfileError(
                f"There is no profile {name_or_path!r}; give one of {', '.join(SHIPPED)}, "
                "or the path of a readable YAML file."
            ) from None
    return parse_profile(text, name_or_path)


@lru_cache(maxsize=8)
def parse_profile(text: str, origin: str) -> Profile:
    """The profile written in `text` (YAML); `origin` is its name for messages."""
    import yaml

    try:
        data: Any = yaml.safe_load(text)
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f" near line {where.line + 1}" if where else ""
        raise ProfileError(f"Profile {origin} is not valid YAML{line}; correct it.") from None
    if not isinstance(data, dict):
        raise ProfileError(f"Profile {origin} is not a mapping of keys; see docs for an example.")
    data.setdefault("name", Path(origin).stem)
    try:
        return Profile.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "(top level)"
        if first["type"] == "extra_forbidden":
            models: dict[str, type[BaseModel]] = {"terms": Term, "identifiers": Identifier}
            model = models[str(first["loc"][0])] if len(first["loc"]) > 1 else Profile
            accepted = ", ".join(model.model_fields)
            raise ProfileError(
                f"Profile {origin} has an unknown key {key!r}; accepted are: {accepted}."
            ) from None
        raise ProfileError(f"Profile {origin}: {key}: {first['msg']}. Correct that key.") from None
