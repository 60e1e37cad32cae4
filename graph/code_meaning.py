"""A fingerprint of what code means: of all modules of ours that some modules can reach by import.

Comments, docstrings, formatting and imports for type checkers alone are not part of it, so that a
better comment lets every cache stand; everything else is, so that no file can be forgotten. It is
taken over the syntax tree, not the bytecode: it is the same under every version of Python.

What is found of a file is kept in the folder for bytecode beside this module and holds for the
file's time and size, as bytecode does, and for the modules that there are: only a changed file is
parsed.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import os
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("graph", "extraction", "retrieval", "generation", "evaluation")
"""Packages of ours that code of a stage may come from; imports of others are not followed."""

BY_DEFINITION = frozenset({"graph.model", "graph.protocols", "graph.errors"})
"""Modules that only declare, and are imported by nearly all: of them counts what is imported from
them by name and what that needs, so that one more class changes nobody's fingerprint."""

_WHOLE = "*"
_FORMAT = 1
_SKIPPED_FIELDS = frozenset({"ctx", "kind", "type_comment", "type_ignores"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one file means: a digest of it, what it imports from modules of ours (module -> names,
    ``*`` for a module itself), and of a module in `BY_DEFINITION` the digest of each definition
    with the names that it uses."""

    digest: str
    imports: Mapping[str, Sequence[str]]
    definitions: Mapping[str, tuple[str, Sequence[str]]]


def code_fingerprint(*starts: str, stops: Collection[str] = ()) -> str:
    """16 hex digits: changes with the meaning of anything that the modules `starts` can reach.
    Modules in `stops` are neither counted nor followed."""
    digest = hashlib.sha256()
    for module, names in sorted(closure(starts, stops).items()):
        meaning = _of_file(module)
        if module in BY_DEFINITION and _WHOLE not in names:
            parts = [f"{name}={meaning.definitions[name][0]}" for name in sorted(names)]
            digest.update(f"{module}:{','.join(parts)}\n".encode())
        else:
            digest.update(f"{module}={meaning.digest}\n".encode())
    _kept().save()
    return digest.hexdigest()[:16]


def closure(starts: Sequence[str], stops: Collection[str] = ()) -> dict[str, set[str]]:
    """Every module of ours that `starts` can reach, with the names that are taken from it. The
    packages that Python runs on the way to a module are not followed, only what is asked for."""
    reached: dict[str, set[str]] = {}
    waiting = [(start, _WHOLE) for start in starts]
    while waiting:
        module, name = waiting.pop()
        if module in stops or name in reached.setdefault(module, set()):
            continue
        if module in BY_DEFINITION and name not in _of_file(module).definitions:
            name = _WHOLE  # what it only hands on
        reached[module].add(name)
        waiting += _next(module, name)
    return {module: names for module, names in reached.items() if names}


def _next(module: str, name: str) -> Iterator[tuple[str, str]]:
    """What `name` of `module` needs in turn."""
    meaning = _of_file(module)
    if module in BY_DEFINITION and name != _WHOLE:
        for used in meaning.definitions[name][1]:
            yield module, used
    for other, names in meaning.imports.items():
        for wanted in names:
            yield other, wanted


def file_of(module: str) -> Path | None:
    """The file of a module of ours; None where `module` is none."""
    if module.partition(".")[0] not in PACKAGES:
        return None
    path = ROOT.joinpath(*module.split("."))
    for candidate in (path.with_suffix(".py"), path / "__init__.py"):
        if candidate.is_file():
            return candidate
    return None


# --- one file --------------------------------------------------------------------------------


def read_meaning(source: str, module: str = "", *, package: bool = False) -> Meaning:
    """What `source` means, as the text of `module`."""
    tree = ast.parse(source)
    definitions: dict[str, tuple[str, Sequence[str]]] = {}
    if module in BY_DEFINITION:
        definitions = dict(_definitions(tree))
    return Meaning(_digest(tree), _imports(tree, module, package), definitions)


def _definitions(tree: ast.Module) -> Iterator[tuple[str, tuple[str, Sequence[str]]]]:
    bound = {name: node for node in tree.body for name in _bound(node)}
    for name, node in bound.items():
        used = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
        yield name, (_digest(node), sorted(used & bound.keys() - {name}))


def _bound(node: ast.stmt) -> list[str]:
    """The names that a statement of a module gives a meaning."""
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    return []


def _imports(tree: ast.Module, module: str, package: bool) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for node in _running(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if file_of(alias.name):
                    found.setdefault(alias.name, set()).add(_WHOLE)
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(node, module, package)
            for alias in node.names:
                inner = f"{origin}.{alias.name}"
                if file_of(inner):
                    found.setdefault(inner, set()).add(_WHOLE)
                elif file_of(origin):
                    name = alias.name if origin in BY_DEFINITION else _WHOLE
                    found.setdefault(origin, set()).add(name)
    return {other: sorted(names) for other, names in sorted(found.items())}


def _origin(node: ast.ImportFrom, module: str, package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    parts = parts[: len(parts) - node.level + package]
    return ".".join([*parts, *([node.module] if node.module else [])])


def _running(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those that only a type checker reads."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [one for one in ast.iter_child_nodes(node) if not _is_silent(one)]


def _is_silent(node: ast.AST) -> bool:
    """A docstring or another text that stands by itself; imports for type checkers."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    return (
        isinstance(node, ast.If)
        and isinstance(node.test, ast.Name)
        and node.test.id == "TYPE_CHECKING"
    )


def _digest(node: ast.AST) -> str:
    parts: list[str] = []
    _write(node, parts)
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _write(value: object, parts: list[str]) -> None:
    """A value of a syntax tree as text; what is empty is left out, for versions of Python differ
    in the fields that they have."""
    if isinstance(value, ast.AST):
        parts.append(type(value).__name__ + "(")
        for name in value._fields:
            field = getattr(value, name, None)
            if name not in _SKIPPED_FIELDS and field is not None and field != []:
                parts.append(name)
                _write(field, parts)
        parts.append(")")
    elif isinstance(value, list):
        parts.append("[")
        for item in value:
            if not (isinstance(item, ast.AST) and _is_silent(item)):
                _write(item, parts)
        parts.append("]")
    else:
        parts.append(f"{type(value).__name__}:{value!r}")


# --- kept between processes -------------------------------------------------------------------


def _of_file(module: str) -> Meaning:
    path = file_of(module)
    if path is None:
        raise LookupError(f"{module} is no module of groundgraph")
    status = path.stat()
    return _kept().meaning(module, path, (status.st_mtime_ns, status.st_size))


class _Kept:
    """Meanings by module, with the time and size of the file that they were read from."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tree = _tree()
        self._data: dict[str, Any] = _read_json(path, self._tree)
        self._changed = False

    def meaning(self, module: str, path: Path, stamp: tuple[int, int]) -> Meaning:
        """What the file means; it is read only where it is another than before."""
        found = self._data.get(module)
        if found is not None and found["stamp"] == [*stamp]:
            return Meaning(found["digest"], found["imports"], found["definitions"])
        source = path.read_text("utf-8")
        meaning = read_meaning(source, module, package=path.name == "__init__.py")
        self._data[module] = {
            "stamp": [*stamp],
            "digest": meaning.digest,
            "imports": meaning.imports,
            "definitions": meaning.definitions,
        }
        self._changed = True
        return meaning

    def save(self) -> None:
        """Keep for later processes what was read by this one."""
        if not self._changed or sys.dont_write_bytecode:
            return
        self._changed = False
        beside = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        with suppress(OSError):  # a folder that cannot be written: parsed again next time
            self._path.parent.mkdir(exist_ok=True)
            data = dict(self._data)  # other threads read files meanwhile
            beside.write_text(
                json.dumps({"format": _FORMAT, "tree": self._tree, "modules": data}), "utf-8"
            )
            beside.replace(self._path)


def _tree() -> str:
    """The digest of which modules there are: "from graph import model" means a module or a name in
    one, as there is such a file or none, though the file that says so is the same."""
    files = (
        str(path.relative_to(ROOT))
        for package in sorted(PACKAGES)
        for path in sorted((ROOT / package).rglob("*.py"))
    )
    return hashlib.sha256("\n".join(files).encode()).hexdigest()


def _read_json(path: Path, tree: str) -> dict[str, Any]:
    with suppress(OSError, ValueError, KeyError, TypeError):
        found = json.loads(path.read_text("utf-8"))
        if found["format"] == _FORMAT and found["tree"] == tree:
            return dict(found["modules"])
    return {}


@lru_cache(maxsize=1)
def _kept() -> _Kept:
    return _Kept(Path(importlib.util.cache_from_source(__file__)).with_name("code-meaning.json"))
