"""No code that a kept result rests on can change without the fingerprint of its stage, and no
comment changes one."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.cached_stages import (
    DECIDE,
    DERIVE,
    EXTRACT,
    INDEX,
    PROPOSE,
    Stage,
    reading_stage,
)
from extraction.documents.readers import READERS
from extraction.profile import load_profile
from graph import code_meaning
from graph.code_meaning import BY_DEFINITION, closure, code_fingerprint, file_of, read_meaning
from groundgraph.components import extractor_of, fact_gate_of
from groundgraph.settings import load
from retrieval import embedders
from retrieval.fact_reader import load_fact_reader

READING = {s: reading_stage(type(reader).__module__) for s, reader in sorted(READERS.items())}
STAGES: dict[str, Stage] = {
    "extract": EXTRACT,
    "decide": DECIDE,
    "propose": PROPOSE,
    "derive": DERIVE,
    "index": INDEX,
    **READING,
}

IN_NO_STAGE = {
    r"(extraction|graph)": "an empty package",
    r"extraction\.(build|build_context|cached_stages)": "runs the stages; makes nothing itself",
    r"extraction\.read_files": "asks whether a file is to be read; what is made is the reader's",
    r"extraction\.documents\.(packed_reading|reading_(pool|worker))": "hand on what a reader made",
    r"graph\.child_process": "runs readers and queries; makes nothing itself",
    r"extraction\.guarded_extraction": "runs an extractor; what it makes is the extractor's",
    r"extraction\.documents": "an empty package",
    r"extraction\.proposals": "an empty package",
    r"extraction\.proposals\.reading_prompt": "has a version of its own: what it asks",
    r"extraction\.proposals\.(ask_model|reading_model)": "keep replies under that version",
    r"extraction\.documents\.intake": "says which sources are read, not how",
    r"extraction\.documents\.readers": "the table of formats; each is a stage",
    r"extraction\.language(\.explain)?": "shows people what the extractor reads",
    r"graph\.model_server(\.\w+)*": "asks servers; what they give has their models' fingerprint",
    r"graph\.code_meaning": "takes the fingerprints",
    r"graph\.scope_resolution": "restricts who reads",
    r"graph\.section_numbers": "finds what a question names",
    r"graph\.theme_material": "holds what a question reads",
    r"graph\.cosines": "compares questions with vectors",
    r"graph\.kept_outlines": "keeps outlines for readers",
    r"graph\.content_search": "looks for what an erasure left",
    r"extraction\.documents\.readers\.pdf_image": "draws pages for people",
    r"graph\.cypher_\w+": "stands in front of queries",
    r"graph\.(ledger|content_register|content_search)": "files and chain of the record",
    r"graph\.record(\.\w+)*": "gives back what was put in; its layout has its own version",
    r"graph\.stores(\.\w+)*": "hold the rows that they are given; their layout has its own version",
}
"""Modules of `extraction` and `graph` that no stage reaches, and why that is right."""

SAME_IN_ANY_VERSION = {"numpy", "pydantic", "safetensors", "threadpoolctl", "yaml"}
"""Libraries whose version changes no result here; those of a reader are in its own fingerprint."""


def modules(root: Path, *packages: str) -> list[str]:
    found = []
    for package in packages:
        for path in (root / package).rglob("*.py"):
            parts = path.relative_to(root).with_suffix("").parts
            found.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return sorted(found)


def reached(stage: Stage) -> dict[str, set[str]]:
    return closure(stage.starts, stage.stops)


# --- nothing is forgotten -------------------------------------------------------------------------


def test_every_module_is_in_a_stage_or_says_why_not(root: Path) -> None:
    covered = {module for stage in STAGES.values() for module in reached(stage)}
    patterns = [re.compile(pattern) for pattern in IN_NO_STAGE]
    forgotten = [
        module
        for module in modules(root, "extraction", "graph")
        if module not in covered and not any(pattern.fullmatch(module) for pattern in patterns)
    ]
    assert not forgotten, (
        f"no cached stage reaches {forgotten}: start a stage of extraction/cached_stages.py from "
        "there, or say in IN_NO_STAGE why its results are not kept"
    )


def test_what_is_said_to_be_in_no_stage_is_in_none(root: Path) -> None:
    covered = {module for stage in STAGES.values() for module in reached(stage)}
    for pattern, reason in IN_NO_STAGE.items():
        found = [module for module in covered if re.fullmatch(pattern, module)]
        assert not found, f"{found} reach a stage, but are listed as: {reason}"
        everything = modules(root, "extraction", "graph")
        assert any(re.fullmatch(pattern, m) for m in everything), f"nothing is called {pattern}"


@pytest.mark.parametrize(
    ("stage", "module"),
    [
        ("derive", "extraction.documents.boundaries"),
        ("derive", "extraction.documents.chunks"),
        ("derive", "extraction.documents.segments"),
        ("derive", "extraction.facts"),
        ("derive", "extraction.references.labels"),
        ("derive", "extraction.resolution.whole_base"),
        ("derive", "graph.identity"),
        ("derive", "graph.projection.entities"),
        ("derive", "graph.tokens"),
        ("extract", "extraction.language.modality"),
        ("extract", "extraction.profile"),
        ("decide", "retrieval.bert"),
        ("decide", "retrieval.checker_input"),
        ("decide", "retrieval.checker_weights"),
        ("decide", "retrieval.fact_reader"),
        ("decide", "retrieval.trained_checker"),
        ("propose", "extraction.proposals.admission"),
        ("propose", "extraction.proposals.proposed_names"),
        ("propose", "extraction.proposals.read_passages"),
        ("propose", "retrieval.checker_input"),
        ("index", "graph.tokens"),
        (".docx", "extraction.documents.readers.docx_package"),
        (".html", "extraction.documents.readers.encoding"),
        (".pdf", "extraction.documents.readers.pdf_layout"),
        (".pdf", "extraction.documents.detect_language"),
    ],
)
def test_a_stage_reaches_what_its_results_rest_on(stage: str, module: str) -> None:
    assert module in reached(STAGES[stage])


@pytest.mark.parametrize(
    ("stage", "module"),
    [
        (".txt", "extraction.documents.readers.pdf"),
        (".pdf", "extraction.documents.readers.docx"),
        (".md", "extraction.facts"),
        ("extract", "extraction.references.labels"),
        ("derive", "graph.record"),
        ("decide", "retrieval.embedders"),
        ("extract", "retrieval.trained_checker"),  # a base without a reader has none
    ],
)
def test_a_stage_does_not_hang_on_others(stage: str, module: str) -> None:
    assert module not in reached(STAGES[stage])


@pytest.mark.parametrize("name", sorted(STAGES))
def test_libraries_that_decide_are_in_the_fingerprint(name: str) -> None:
    stage = STAGES[name]
    own = READERS[name].fingerprint if name in READERS else ""
    known = {"Stemmer": "PyStemmer", "markdown_it": "markdown-it-py"}
    for module in reached(stage):
        path = file_of(module)
        assert path is not None
        for library in foreign(ast.parse(path.read_text("utf-8"))) - SAME_IN_ANY_VERSION:
            distribution = known.get(library, library)
            assert distribution in stage.libraries or f"{distribution}-" in own, (module, library)


def foreign(tree: ast.AST) -> set[str]:
    """Libraries that a module imports, but Python's and ours."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return {name for name in names - sys.stdlib_module_names if file_of(name) is None}


# --- what changes a fingerprint -------------------------------------------------------------------


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    return copied(root, tmp_path, shutil.ignore_patterns("__pycache__"))


def copied(root: Path, folder: Path, ignored: Callable[..., set[str]] | None = None) -> Path:
    """The packages of `root` in a new `folder`, the times of their files too."""
    for package in ("graph", "extraction", "retrieval"):
        shutil.copytree(root / package, folder / package, ignore=ignored)
    return folder


@pytest.fixture(scope="module")
def read_once(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A copy with what is kept beside the bytecode, and its fingerprints."""
    ignored = shutil.ignore_patterns("__pycache__")
    folder = copied(root, tmp_path_factory.mktemp("code") / "all", ignored)
    return folder, fingerprints(folder)


PRINT = """
import json
from extraction.cached_stages import DECIDE, DERIVE, EXTRACT, INDEX, reading_fingerprint
found = {stage.name: stage.fingerprint for stage in (DECIDE, DERIVE, EXTRACT, INDEX)}
print(json.dumps(found | {s: reading_fingerprint(s) for s in (".txt", ".html", ".pdf")}))
"""


def fingerprints(copy: Path) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-P", "-c", PRINT],
        env={"PYTHONPATH": str(copy), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
        cwd=copy,
    )
    return dict(json.loads(done.stdout))


def edit(copy: Path, name: str, old: str, new: str) -> None:
    path = copy / name
    text = path.read_text("utf-8")
    assert re.search(old, text, re.M), (name, old)
    path.write_text(re.sub(old, new, text, count=1, flags=re.M), encoding="utf-8")


def test_comments_and_layout_change_nothing(copy: Path) -> None:
    before = fingerprints(copy)
    assert before == fingerprints(copy)  # the second time from what was kept
    for package in ("graph", "extraction"):
        for path in (copy / package).rglob("*.py"):
            path.write_text(f"# A note.\n\n{path.read_text('utf-8')}\n\n# The end.\n", "utf-8")
    edit(copy, "extraction/documents/boundaries.py", r'^"""', '"""A better word for it. ')
    assert fingerprints(copy) == before


@pytest.mark.parametrize(
    ("name", "old", "new", "changed"),
    [
        ("extraction/documents/boundaries.py", r"inc\|ltd", "inc|gmbh|ltd", "derive .html"),
        ("extraction/documents/chunks.py", r"^def ", "X = 1\n\n\ndef ", "derive"),
        ("graph/tokens.py", "a about above", "a above", "derive index"),
        ("extraction/language/modality.py", r"^def ", "X = 1\n\n\ndef ", "extract"),
        ("retrieval/checker_input.py", r"\*over, \*text", "*text, *over", "decide"),
        ("retrieval/trained_checker.py", r"^_LONGEST = 4000", "_LONGEST = 3000", "decide"),
        ("extraction/documents/readers/pdf_layout.py", r"^def ", "X = 1\n\n\ndef ", ".pdf"),
        ("graph/model.py", r"\Z", "\n\nclass OfNoStage:\n    x = 1\n", ""),
    ],
)
def test_a_change_of_code_changes_the_stages_above_it(
    read_once: tuple[Path, dict[str, str]],
    tmp_path: Path,
    name: str,
    old: str,
    new: str,
    changed: str,
) -> None:
    """Only the changed file is read again; the others' meaning is what was kept."""
    folder, before = read_once
    copy = copied(folder, tmp_path / "all")
    edit(copy, name, old, new)
    after = fingerprints(copy)
    different = {stage for stage in before if after[stage] != before[stage]}
    assert different == set(changed.split())


def test_extractions_are_kept_under_the_code_of_the_reader_that_is_passed_in(
    tmp_path: Path,
) -> None:
    """No import leads from `extraction` to it: the extractor's fingerprint names its stage."""
    reader = load_fact_reader()
    assert reader is not None and type(reader).__module__ in reached(DECIDE)
    profile = load_profile("general")
    settings = load(tmp_path)
    gate = fact_gate_of(settings, tmp_path)
    assert DECIDE.fingerprint in extractor_of("spacy", profile, gate).fingerprint
    assert fact_gate_of(settings.model_copy(update={"fact_reader": "none"}), tmp_path) is None
    assert DECIDE.fingerprint not in extractor_of("spacy", profile, None).fingerprint


def test_the_vectors_are_made_by_the_code_of_their_version() -> None:
    """Other code may give other vectors. Where it does, change `embedders.VERSION`; where it does
    not (a message, a check), only the fingerprint here."""
    assert embedders.VERSION == ""
    assert code_fingerprint("retrieval.bert") == "737ce812993f5435"


# --- what a module means --------------------------------------------------------------------------

SOURCE = '''
"""A module."""
from __future__ import annotations

from typing import TYPE_CHECKING

from graph import identity
from graph.model import Span

if TYPE_CHECKING:
    from graph.record import Record

LIMIT = 3  # characters


def first(text: str) -> str:
    """The first of it."""
    return text[:LIMIT]
'''


@given(st.sampled_from(["LIMIT = 3", "return", "first", "text: str", "Span"]), st.text(max_size=3))
def test_any_other_token_is_another_meaning(token: str, more: str) -> None:
    changed = SOURCE.replace(token, token + more, 1)
    try:
        tree = ast.parse(changed)
    except (SyntaxError, ValueError):
        return
    same = ast.dump(tree) == ast.dump(ast.parse(SOURCE))
    assert (read_meaning(changed).digest == read_meaning(SOURCE).digest) == same


def test_what_a_module_imports() -> None:
    assert read_meaning(SOURCE).imports == {"graph.identity": ["*"], "graph.model": ["Span"]}
    inner = "from . import identity\nfrom .model import Span\nfrom .nothing import X\n"
    found = read_meaning(inner, "graph.tokens").imports
    assert found == {"graph.identity": ["*"], "graph.model": ["Span"]}


@pytest.mark.parametrize("module", sorted(BY_DEFINITION))
def test_modules_that_are_taken_by_definition_only_declare(module: str) -> None:
    """Else something in them could count that nobody asks for by name."""
    path = file_of(module)
    assert path is not None
    allowed = (ast.Import, ast.ImportFrom, ast.ClassDef, ast.FunctionDef, ast.Assign, ast.AnnAssign)
    for node in ast.parse(path.read_text("utf-8")).body:
        text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        assert text or isinstance(node, allowed), ast.unparse(node)


def test_what_is_kept_of_a_file_falls_with_the_modules_that_it_could_mean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code_meaning, "ROOT", tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    folder = tmp_path / "graph"
    folder.mkdir()
    (folder / "__init__.py").write_text("from graph.told import facts\n")
    (folder / "told.py").write_text("facts = 1\n")
    user, kept = folder / "user.py", tmp_path / "kept.json"
    user.write_text("from graph import facts\n")

    def imports() -> list[str]:
        reader = code_meaning._Kept(kept)
        found = reader.meaning("graph.user", user, (1, 1))
        reader.save()
        return sorted(found.imports)

    assert imports() == ["graph"]
    (folder / "facts.py").write_text("one = 1\n")
    assert imports() == ["graph.facts"]
    (folder / "facts.py").unlink()
    assert imports() == ["graph"]
