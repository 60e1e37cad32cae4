"""``backup``, ``restore``, ``doctor``, ``feedback``, ``profile check``."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

from rich.markup import escape

from graph.errors import GroundgraphError
from groundgraph.cli.console import err, out, progress_bars, visible


def run_feedback(kb: Path, answer: str, kind: str, comment: str) -> None:
    from groundgraph import KnowledgeBase

    with KnowledgeBase(kb) as base:
        base.feedback(answer, kind, comment)
    err.print(f"recorded: {kind} for {answer}")


def run_backup(kb: Path, target: Path) -> None:
    from groundgraph import KnowledgeBase
    from groundgraph.kept_files import kept_in

    with KnowledgeBase(kb) as base:
        base.backup(target)
        err.print(f"record copied to {target} (ledger position {base.record.position})")
        for path in kept_in(base.folder):
            err.print(escape(visible(f"not in it: {path}; copy that, too, to keep it")))


def run_restore(kb: Path, source: Path) -> None:
    from groundgraph import KnowledgeBase
    from groundgraph.cli.build_commands import print_report

    with KnowledgeBase(kb) as base, progress_bars() as progress:
        report = base.restore(source, progress=progress)
    print_report(report)


def run_doctor(kb: Path, *, deep: bool = False, head: str | None = None) -> None:
    from groundgraph import KnowledgeBase
    from groundgraph._origin import other_owners

    bad = 0
    for package in ("torch", "spacy", "sentence-transformers", "kglite", "streamlit"):
        try:
            out.print(f"ok    {package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            bad += 1
            out.print(f"[red]miss[/]  {package}: pip install {package}")
    for package, owners in other_owners().items():
        bad += 1
        out.print(
            f"[red]bad[/]   package {package} is also in {', '.join(owners)}: each overwrites the "
            "other's files. Install groundgraph in an environment of its own (python -m venv)."
        )
    base = KnowledgeBase(kb)
    try:
        base.embedder.embed(["a short text"], query=False)
        where = getattr(base.embedder, "where", None)
        at = f" at {where}" if where else ""
        out.print(escape(f"ok    embedder {base.embedder.fingerprint}{at}"))
    except GroundgraphError as error:
        bad += 1
        out.print(f"[red]bad[/]   {escape(str(error))}")
    _print_ollama()
    if base.exists:
        with progress_bars() as progress:
            problems = base.verify(head=head, deep=deep, progress=progress if deep else None)
        for problem in problems:
            out.print(f"[red]bad[/]   {escape(problem)}")
        if not problems:
            again = "; read, extracted and derived again" if deep else ""
            out.print(f"ok    {kb}: ledger, originals and every quote check out{again}")
        out.print(f"head  {base.record.head}")
        bad += len(problems)
    else:
        out.print(f"note  no knowledge base in {kb}; build one with: groundgraph build PATH")
    base.close()
    if bad:
        raise SystemExit(1)


def _print_ollama() -> None:
    """The line that would use an Ollama on this machine, where one runs; it is not used."""
    from generation.language_model import ollama_models

    models = ollama_models()
    if models is None:
        return
    if not models:
        out.print("note  Ollama runs here without a model; get one with: ollama pull NAME")
        return
    line = f'groundgraph ask "…" --llm ollama:{models[0]}'
    out.print(escape(f"note  Ollama runs here; to let it write beside the quotes: {line}"))


def run_profile_check(profile: str, sentence: str) -> None:
    from extraction.language.explain import explain
    from extraction.profile import load_profile

    for line in explain(load_profile(profile), sentence):
        out.print(escape(line))
