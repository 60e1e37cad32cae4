"""Components that a program brings along: an embedder, an extractor, a generator of its own.

Each is given to `KnowledgeBase` as an object, as the dotted path of a class or function that makes
one (``"package.module:Name"``), or as a `Component` with arguments. Only code can name code: the
settings file and the environment hold names and folders, so that opening a base that somebody else
made never runs what they wrote. What the base remembers of a component from code is its
fingerprint (``code:…``).
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import SettingsError

if TYPE_CHECKING:
    from extraction.fact_gate import FactGate
    from extraction.profile import Profile
    from graph.protocols import Checker, Embedder, Extractor, Generator
    from groundgraph.settings import Settings

MODELS = "models"
"""Where models of its own lie in a base's folder."""

FROM_CODE = "code:"
"""What a setting begins with where the component was given in code; its fingerprint follows."""

_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?::|\.)[A-Za-z_]\w*")
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "embedder": ("dimension", "max_tokens", "count_tokens", "embed"),
    "extractor": ("extract",),
    "generator": ("generate",),
    "checker": ("relevance", "support"),
}


class Component:
    """A component by name or dotted path, with arguments of its own:
    ``Component("my_models:Small", device="cpu")``, ``Component("minilm", threads=1)``."""

    def __init__(self, name: str, /, **arguments: Any) -> None:
        self.name = name
        self.arguments = arguments


def given_component(kind: str, value: object) -> object | None:
    """The object that `value` stands for; None where it is a name for the settings. Raises
    `SettingsError` where it is no `kind` of component."""
    if value is None:
        return None
    asked = value if isinstance(value, Component) else None
    if isinstance(value, str):
        asked = Component(value)
    if asked is None:
        return checked(kind, value)
    if _DOTTED.fullmatch(asked.name):
        return checked(kind, _made(kind, asked))
    if not asked.arguments:
        return None
    if kind != "embedder":
        raise SettingsError(f"the {kind} {asked.name!r} takes no arguments; leave them out.")
    from retrieval.embedders import load_embedder

    return load_embedder(asked.name, **asked.arguments)


def setting_of(value: object, made: object | None) -> str | None:
    """What the settings keep of a component: its name, or its fingerprint."""
    if isinstance(value, str | Component):
        name = value if isinstance(value, str) else value.name
        if not _DOTTED.fullmatch(name):
            return name
    return None if made is None else f"{FROM_CODE}{fingerprint_of(made)}"


def checked(kind: str, made: object) -> object:
    """`made`, if it has what a component of this kind needs. Raises `SettingsError`."""
    missing = [name for name in _NEEDED[kind] if not hasattr(made, name)]
    if missing:
        raise SettingsError(
            f"{_named(made)} is no {kind}: it has no {' and no '.join(missing)}; see "
            f"graph/protocols.py for what a {kind} is."
        )
    if not fingerprint_of(made):
        raise SettingsError(
            f"the {kind} {_named(made)} has no fingerprint; give it one: a short text that changes "
            "whenever its output may, such as name, version and the hash of its model."
        )
    return made


def fingerprint_of(made: object) -> str:
    """The fingerprint of a component; empty where it has none."""
    found = getattr(made, "fingerprint", "")
    return found if isinstance(found, str) else ""


def embedder_of(
    setting: str, threads: int, folder: Path, *, allow_remote: bool = False
) -> Embedder:
    """The embedder that the settings of the base in `folder` name: one of its own, or any other;
    one at a server gets its key (see `key_of`). Raises `SettingsError` where it is one from code,
    or at a host that `allow_remote` and the environment do not allow."""
    from graph.model_server.address import EMBEDDER_KEY
    from groundgraph.model_keys import key_of
    from retrieval.embedders import is_served, load_embedder

    _require_name("embedder", setting)
    if not is_served(setting):
        return load_embedder(str(own_model(folder, setting) or setting), threads=threads)
    from retrieval.served_embedder import served_embedder, served_host

    key = key_of(served_host(setting) or "", EMBEDDER_KEY)
    return served_embedder(setting, allow_remote=allow_remote, key=key)


def extractor_of(setting: str, profile: Profile, gate: FactGate | None) -> Extractor:
    """The extractor that the settings name, with a `gate` of its facts. Raises
    `SettingsError` where it is one from code."""
    from extraction.language import SpacyExtractor

    _require_name("extractor", setting)
    if setting not in ("spacy", "llm"):  # a model reads beside spaCy, see reading_by_model.py
        raise SettingsError(f"there is no extractor {setting!r}; there are: spacy, llm.")
    return SpacyExtractor(profile, gate)


def fact_gate_of(settings: Settings, folder: Path) -> FactGate | None:
    """The gate with the reader of facts that the settings of the base in `folder` name: one of its
    own, or any other; None for ``none``. Raises `ModelError`."""
    from extraction.fact_gate import FactGate
    from retrieval.fact_reader import load_fact_reader

    name = settings.fact_reader
    reader = load_fact_reader(str(own_model(folder, name) or name), threads=settings.threads)
    return None if reader is None else FactGate(reader)


def checker_of(setting: str, threads: int, folder: Path) -> Checker | None:
    """The checker that the settings of the base in `folder` name: one of its own, or any other;
    None for ``none``. Raises `SettingsError` where it is one from code, `ModelError` where it is
    missing."""
    from retrieval.trained_checker import load_checker

    _require_name("checker", setting)
    return load_checker(str(own_model(folder, setting) or setting), threads=threads)


def own_model(folder: Path, name: str) -> Path | None:
    """The model called `name` that the base in `folder` has of its own."""
    found = folder / MODELS / name
    return found if Path(name).name == name and found.is_dir() else None


def generator_of(value: object) -> Generator | None:
    """The generator that was given; None for the one that quotes. Raises `SettingsError`."""
    made: Any = given_component("generator", value)
    if made is None and value not in (None, "quoting"):
        raise SettingsError(f"there is no generator {value!r}; there is: quoting.")
    return made  # type: ignore[no-any-return]


def _require_name(kind: str, setting: str) -> None:
    if setting.startswith(FROM_CODE):
        fingerprint = setting.removeprefix(FROM_CODE)
        raise SettingsError(
            f"the {kind} of this base, {fingerprint}, was given in code and cannot be loaded by "
            f"name; open the base with KnowledgeBase(…, {kind}=…), or name another in the settings."
        )


def _made(kind: str, asked: Component) -> object:
    module, _, name = asked.name.replace(":", ".").rpartition(".")
    try:
        target = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise SettingsError(
            f"the {kind} {asked.name!r} cannot be imported ({error}). Check the path: "
            "package.module:Name"
        ) from error
    try:
        return target(**asked.arguments) if callable(target) else target
    except TypeError as error:
        raise SettingsError(f"the {kind} {asked.name!r} cannot be made: {error}.") from error


def _named(made: object) -> str:
    return type(made).__name__
