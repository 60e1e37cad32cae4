"""Settings of a knowledge base: few, typed, kept in ``groundgraph.toml`` inside its folder.

Order of precedence: arguments, environment (``GROUNDGRAPH_PROFILE=regulation``), file, default.
"""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from graph.disk import protect
from graph.errors import SettingsError

FILE = "groundgraph.toml"
WHERE = ("store", "neo4j_user", "neo4j_database")
"""Settings that say where the store is: they change no answer, and belong to a machine."""


class Settings(BaseModel):
    """All settings. An unknown key is an error that lists the accepted ones."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    profile: str = Field("general", description="domain profile: general, regulation, or a path")
    embedder: str = Field(
        "minilm", description="embedder: minilm, a model folder, or a server's model"
    )
    extractor: str = Field("spacy", description="spacy; llm: spacy and a language model")
    reading_model: str = Field("none", description="the model that extractor llm reads with")
    reading_url: str = Field("ollama", description="its server: ollama, or an address")
    reading_budget: int = Field(
        1_000_000, ge=0, description="tokens that one build may spend on it"
    )
    checker: str = Field("trained", description="checker: trained, none, or a model folder")
    fact_reader: str = Field(
        "trained", description="last gate of facts: trained, none, or a model folder"
    )
    chunk_tokens: int = Field(256, ge=32, le=8192, description="tokens of a chunk, prefix included")
    max_document_chars: int = Field(5_000_000, ge=1, description="longer documents are refused")
    answer_words: int = Field(150, ge=20, le=2000, description="length of an answer")
    threads: int = Field(2, ge=1, le=64, description="threads for models")
    store: str = Field("embedded", description="embedded, neo4j, or the address of a Neo4j server")
    neo4j_user: str = Field("neo4j", min_length=1, description="user at the Neo4j server")
    neo4j_database: str = Field("neo4j", min_length=1, description="database at the Neo4j server")

    @field_validator("store")
    @classmethod
    def _known_store(cls, value: str) -> str:
        if value not in ("embedded", "neo4j"):
            from graph.stores.neo4j.driver import check_address

            check_address(value)
        return value

    @property
    def what_answers_depend_on(self) -> str:
        """The settings as JSON, without those that only say where the store is."""
        return self.model_dump_json(exclude=set(WHERE))


def load(folder: Path, overrides: dict[str, Any] | None = None) -> Settings:
    """Settings of the base in `folder`. Raises `SettingsError` naming the wrong key."""
    values: dict[str, Any] = {}
    path = folder / FILE
    if path.exists():
        try:
            values.update(tomllib.loads(path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise SettingsError(f"{path} cannot be read: {error}. Correct or delete it.") from error
    for name in Settings.model_fields:
        variable = os.environ.get(f"GROUNDGRAPH_{name.upper()}")
        if variable is not None:
            values[name] = variable
    values.update({k: v for k, v in (overrides or {}).items() if v is not None})
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        accepted = ", ".join(sorted(Settings.model_fields))
        if first["type"] == "extra_forbidden":
            raise SettingsError(f"unknown setting '{key}'. Accepted are: {accepted}.") from error
        raise SettingsError(
            f"setting '{key}': {first['msg'].lower()} (got {first['input']!r}). Correct it in "
            f"{path} or on the command line."
        ) from error


def save(folder: Path, settings: Settings) -> None:
    """Write the settings that differ from the defaults, so that every later command agrees."""
    default = Settings()  # type: ignore[call-arg]
    lines = ["# settings of this knowledge base; see docs/settings.md\n"]
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        comment = "" if value != getattr(default, name) else "# "
        lines.append(f"{comment}{name} = {json.dumps(value)}  # {field.description}\n")
    (folder / FILE).write_text("".join(lines), encoding="utf-8")
    protect(folder / FILE)
