"""The commands below ``groundgraph learn``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from groundgraph.cli.base_option import KB, Kb

learn_app = typer.Typer(no_args_is_help=True, help="Train small models on rows of your own.")
_ROWS = typer.Argument(help="folder of .jsonl(.gz) rows; with --kb, questions as for eval answers")
Into = Annotated[Path, typer.Option("--into", help="folder for checkpoint, weights and card")]
Depth = Annotated[str, typer.Option(help="what is trained: head, last-N, lora or full")]
Rank = Annotated[int, typer.Option(min=1, help="of the thin matrices that depth lora trains")]
Passes = Annotated[float, typer.Option(min=0.01, help="passes over the rows")]
Steps = Annotated[int, typer.Option(min=0, help="so many steps instead")]
Half = Annotated[bool, typer.Option("--half", help="bfloat16: faster on processors that have it")]
Seed = Annotated[int, typer.Option(help="of order, draws and dropout")]
Limit = Annotated[int | None, typer.Option(min=1, help="only the first rows of each file")]
KeepAnyway = Annotated[bool, typer.Option("--keep-anyway", help="also a model that is not better")]


@learn_app.callback()
def learn() -> None:
    """Train small models on rows of your own."""


@learn_app.command("checker")
def checker(
    rows: Annotated[Path, _ROWS],
    into: Into,
    kb: Annotated[
        Path | None, typer.Option("--kb", help="base that the judged questions rest on")
    ] = None,
    depth: Depth = "full",
    rank: Rank = 8,
    start: Annotated[
        str, typer.Option(help="minilm, trained (the checker that ships), or a checker's folder")
    ] = "minilm",
    passes: Passes = 3.0,
    steps: Steps = 0,
    groups: Annotated[int, typer.Option(min=1, help="questions a step")] = 40,
    rate: Annotated[
        float, typer.Option(help="learning rate; the head's is 8 times as high")
    ] = 1e-4,
    others: Annotated[
        int, typer.Option(min=1, help="other sentences beside the gold ones of a question")
    ] = 14,
    half: Half = False,
    seed: Seed = 11,
    limit: Limit = None,
    keep_anyway: KeepAnyway = False,
) -> None:
    """Train a checker (CPU or CUDA) and keep it where it is better than the one that ships, on
    documents kept aside. Interrupted, the same command goes on."""
    from groundgraph.cli.learn_commands import Wanted, run_learn_checker
    from learning.training_run import LearningSettings

    settings = LearningSettings(
        depth=depth,
        rank=rank,
        start=start,
        passes=passes,
        steps=steps,
        groups=groups,
        rate=rate,
        seed=seed,
        others=others,
        half=half,
    )
    run_learn_checker(Wanted(rows, into, kb, limit, keep_anyway), settings)


@learn_app.command("embedder")
def embedder(
    into: Into,
    rows: Annotated[Path | None, _ROWS] = None,
    kb: Annotated[
        Path | None,
        typer.Option("--kb", help="base that the questions rest on; its feedback counts too"),
    ] = None,
    old: Annotated[
        Path | None,
        typer.Option(
            "--old",
            help="questions, like the first, that must not be found less well (with --kb: "
            "default, questions that the base makes of itself)",
        ),
    ] = None,
    depth: Depth = "lora",
    rank: Rank = 8,
    start: Annotated[
        str | None,
        typer.Option(help="minilm or a model's folder (default: the embedder of the base)"),
    ] = None,
    passes: Passes = 3.0,
    steps: Steps = 0,
    groups: Annotated[int, typer.Option(min=1, help="questions a step")] = 16,
    rate: Annotated[
        float, typer.Option(help="learning rate; that of depth lora is 8 times as high")
    ] = 5e-5,
    others: Annotated[
        int, typer.Option(min=0, help="wrong passages beside the gold one of a question")
    ] = 2,
    half: Half = False,
    seed: Seed = 11,
    limit: Limit = None,
    keep_anyway: KeepAnyway = False,
) -> None:
    """Train an embedder (CPU or CUDA) and keep it where it finds passages better than the one in
    use, in documents kept aside. Interrupted, the same command goes on."""
    from groundgraph.cli.learn_commands import Wanted
    from groundgraph.cli.learn_embedder_command import run_learn_embedder
    from learning.training_run import LearningSettings

    settings = LearningSettings(
        depth=depth,
        rank=rank,
        start=start or "",
        passes=passes,
        steps=steps,
        groups=groups,
        rate=rate,
        seed=seed,
        others=others,
        half=half,
    )
    run_learn_embedder(Wanted(rows, into, kb, limit, keep_anyway), old, settings)


@learn_app.command("facts")
def facts(
    sheets: Annotated[
        list[Path],
        typer.Argument(help="sheets of eval facts draw, with key and verdicts beside them"),
    ],
    into: Into,
    kb: Annotated[
        Path | None,
        typer.Option(
            "--kb", help="base that the sheets were drawn from: its words as it reads them"
        ),
    ] = None,
    right: Annotated[
        float, typer.Option(min=0.5, max=1.0, help="of what is shown, so much is to be right")
    ] = 0.92,
    depth: Depth = "full",
    rank: Rank = 8,
    start: Annotated[
        str,
        typer.Option(help="trained (the reader that ships), checker, or a reader's folder"),
    ] = "trained",
    layers: Annotated[
        int,
        typer.Option(min=0, help="only the first N layers of the start (0: all; of checker 3)"),
    ] = 0,
    passes: Passes = 3.0,
    steps: Steps = 0,
    groups: Annotated[int, typer.Option(min=1, help="facts a step")] = 32,
    rate: Annotated[
        float, typer.Option(help="learning rate; the head's is 4 times as high")
    ] = 5e-5,
    threads: Annotated[int, typer.Option(min=1, help="processor threads")] = 1,
    half: Half = False,
    seed: Seed = 11,
    keep_anyway: KeepAnyway = False,
) -> None:
    """Train the last gate of facts on facts that people judged, and keep it where it is better
    than the one that ships, on documents kept aside. Interrupted, the same command goes on."""
    from groundgraph.cli.learn_facts_command import FactsWanted, run_learn_facts
    from learning.training_run import LearningSettings

    settings = LearningSettings(
        depth=depth,
        rank=rank,
        start=start,
        layers=layers,
        passes=passes,
        steps=steps,
        groups=groups,
        rate=rate,
        head_rate=4.0,
        seed=seed,
        half=half,
    )
    run_learn_facts(FactsWanted(sheets, into, kb, right, threads, keep_anyway), settings)


@learn_app.command("use")
def use(
    model: Annotated[
        str,
        typer.Argument(
            help="a folder of learn checker, embedder or facts, a name of learn list, trained, "
            "none, or minilm"
        ),
    ],
    kb: Kb = KB,
    facts: Annotated[
        bool,
        typer.Option("--facts", help="trained or none: of the reader of facts, not the checker"),
    ] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="also one that the gate refused")
    ] = False,
) -> None:
    """Let a trained checker read the answers of a base, or a trained embedder find its passages,
    from now on, or a reader of facts decide on them at the next build. It is copied into the base;
    for an embedder the base is embedded again."""
    from groundgraph.cli.learn_commands import run_use

    run_use(kb, model, anyway, "fact_reader" if facts else "checker")


@learn_app.command("list")
def models(
    kb: Kb = KB,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """The trained models of a base: data, figures, which one is in use, and what was changed
    when."""
    from groundgraph.cli.learn_commands import run_list

    run_list(kb, as_json)


@learn_app.command("rollback")
def rollback(kb: Kb = KB) -> None:
    """Take the last change back: use again the model from before it."""
    from groundgraph.cli.learn_commands import run_rollback

    run_rollback(kb)
