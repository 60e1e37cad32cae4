"""``build`` and ``demo``."""

from __future__ import annotations

import json
import shutil
import signal
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.markup import escape

from extraction.failures import CODE
from groundgraph.cli.card import print_card
from groundgraph.cli.console import asked, data, err, fail, out, progress_bars, visible
from groundgraph.cli.written_part import print_embedder_banner
from groundgraph.plurals import counted

if TYPE_CHECKING:
    from extraction.build_context import BuildReport, ModelReport
    from groundgraph import KnowledgeBase

DEMO_QUESTION = "How soon must a pump failure at a patient's home be reported?"
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be built: see `KnowledgeBase.build`."""

    paths: list[Path]
    rebuild: bool = False
    name: str | None = None
    yes: bool = False
    retry: bool = False
    allow_remote: bool = False


def run_build(kb: Path, wanted: Wanted, settings: dict[str, Any], as_json: bool) -> None:
    from graph.errors import SettingsError
    from groundgraph import KnowledgeBase

    new = not kb.exists()
    with KnowledgeBase(kb, allow_remote=wanted.allow_remote, **settings) as base:
        if not wanted.paths and not base.exists:
            raise SettingsError("no documents named. Use: groundgraph build PATH…")
        if base.settings.extractor == "llm":
            url = base.settings.reading_url
            where = "Ollama on this machine" if url == "ollama" else url
            err.print(escape(f"Passages that were not read yet go to {where}."))
        print_embedder_banner(err, base.settings.embedder, "What is new in the documents")
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # both stop a build alike
        try:
            report = _built(base, wanted)
        except KeyboardInterrupt:
            fail("stopped. What was finished is kept; run the same command to go on.", 130)
    if as_json:
        data(json.dumps(asdict(report), ensure_ascii=False))
    else:
        print_report(report)
    changed = report.added or report.changed or report.unchanged or report.removed
    if wanted.paths and not changed:
        if new:  # it holds nothing, and would be found by the next command
            shutil.rmtree(kb)
        _nothing_read(wanted.paths, report)


def _nothing_read(paths: list[Path], report: BuildReport) -> None:
    """Leave with the next step where `paths` gave no document."""
    if report.problems:
        fail("no document was read: mend what is listed above, then run the same command.", 1)
    from extraction.documents.readers import READERS

    where = ", ".join(map(str, paths))
    fail(
        f"{where} holds no document. Put files in it ({', '.join(sorted(READERS))}), or name "
        "another folder.",
        1,
    )


def _built(base: KnowledgeBase, wanted: Wanted) -> BuildReport:
    """The build; on a terminal what it would remove is asked for."""
    from graph.errors import NotConfirmed

    def build(yes: bool) -> BuildReport:
        with progress_bars() as progress:
            return base.build(
                *wanted.paths,
                progress=progress,
                rebuild=wanted.rebuild,
                name=wanted.name,
                yes=yes,
                retry=wanted.retry,
            )

    try:
        return build(wanted.yes)
    except NotConfirmed as refused:
        if not asked(str(refused).partition(" Nothing was changed.")[0], "Remove them?"):
            raise
    return build(True)


def print_report(report: BuildReport) -> None:
    """What was done, what could not be read, what the base holds now."""
    changes = [
        f"{len(report.added)} added" if report.added else "",
        f"{len(report.changed)} changed" if report.changed else "",
        f"{len(report.removed)} removed" if report.removed else "",
        f"{report.unchanged} unchanged" if report.unchanged else "",
    ]
    err.print("documents: " + (", ".join(c for c in changes if c) or "none"))
    for problem in report.problems[:_SHOWN]:
        words = visible(f"{problem.document}: {problem.detail}")
        label = "not wholly read" if problem.code == CODE else "not read"
        err.print(f"[yellow]{label}[/] {escape(words)}")
    if len(report.problems) > _SHOWN:
        err.print(f"… and {len(report.problems) - _SHOWN} more; --json lists all")
    for key, note in report.notes[:_SHOWN]:
        err.print(f"[yellow]note[/] {escape(key)}: {escape(note.detail)}")
    if report.model is not None and report.model.asked:
        err.print(_read_by_model(report.model))
    held = ", ".join(counted(value, name) for name, value in report.counts.items())
    seconds = sum(report.seconds.values())
    err.print(f"[bold]the base holds[/] {held} ({seconds:.1f} s)")


def _read_by_model(done: ModelReport) -> str:
    return (
        f"the model read {counted(done.asked, 'passages')} for {done.tokens:,} tokens; "
        "groundgraph proposals shows what it proposed"
    )


def run_demo(kb: Path) -> None:
    import examples
    from groundgraph import KnowledgeBase

    documents = Path(examples.__file__).parent / "documents"
    err.print(f"Building a knowledge base in {kb} from {documents}")
    with KnowledgeBase(kb, profile="regulation") as base:
        with progress_bars() as progress:
            report = base.build(documents, progress=progress)
        print_report(report)
        err.print()
        out.print(f'[bold]$ groundgraph ask --kb {kb} "{DEMO_QUESTION}"[/]\n')
        print_card(out, base.ask(DEMO_QUESTION))
    out.print()
    out.print("Next:")
    for line in (
        f'groundgraph ask --kb {kb} "How long are complaint files kept?"',
        f"groundgraph cypher --kb {kb} --file duties",
        f"groundgraph ui --kb {kb}",
        "groundgraph build YOUR_DOCUMENTS",
    ):
        out.print(f"  {line}")
