"""``store push`` and ``store verify``."""

from __future__ import annotations

from pathlib import Path

from rich.markup import escape

from groundgraph.cli.console import err, fail, out, progress_bars


def run_push(kb: Path, to: str | None, replace: bool, repair: bool) -> None:
    from groundgraph import KnowledgeBase
    from groundgraph.cli.build_commands import print_report

    with KnowledgeBase(kb) as base:
        try:
            with progress_bars() as progress:
                report = base.push(to, replace=replace, repair=repair, progress=progress)
        except KeyboardInterrupt:
            fail("stopped. What was written is kept; run the same command to go on.", 130)
    print_report(report)
    err.print(
        "the store was up to date" if report.store_unchanged else "what was written was verified"
    )


def run_verify(kb: Path, store: str | None) -> None:
    from groundgraph import KnowledgeBase

    with KnowledgeBase(kb) as base, progress_bars() as progress:
        found = base.differences(store, progress=progress)
    for line in found:
        out.print(escape(line))
    if found:
        fail(
            "the store differs from the record. Bring it in line with: groundgraph build --rebuild "
            "(embedded), or groundgraph store push --repair",
            1,
        )
    err.print("the store holds what the record gives, row for row")
