"""The commands below ``groundgraph learn``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from groundgraph.cli.base_option import KB, Kb

learn_app = typer.Typer(no_args_is_help=True, help="Train small models on rows of your own.")
Rank = Annotated[int, typer.Option(min=1, help="of the thin matrices that depth lora trains")]


@learn_app.callback()
def learn() -> None:
    """Train small models on rows of your own."""


@learn_app.command("checker")
def checker(
    rows: Annotated[
        Path,
        typer.Argument(help="folder of .jsonl(.gz) rows; with --kb, questions as for eval answers"),
    ],
    into: Annotated[Path, typer.Option("--into", help="folder for checkpoint, weights and card")],
    kb: Annotated[
        Path | None, typer.Option("--kb", help="base that the judged questions rest on")
    ] = None,
    depth: Annotated[
        str, typer.Option(help="what is trained: head, last-N, lora or full")
    ] = "full",
    rank: Rank = 8,
    start: Annotated[
        str, typer.Option(help="minilm, trained (the checker that ships), or a checker's folder")
    ] = "minilm",
    passes: Annotated[float, typer.Option(min=0.01, help="passes over the questions")] = 3.0,
    steps: Annotated[int, typer.Option(min=0, help="so many steps instead")] = 0,
    groups: Annotated[int, typer.Option(min=1, help="questions a step")] = 40,
    rate: Annotated[
        float, typer.Option(help="learning rate; the head's is 8 times as high")
    ] = 1e-4,
    others: Annotated[
        int, typer.Option(min=1, help="other sentences beside the gold ones of a question")
    ] = 14,
    half: Annotated[
        bool, typer.Option("--half", help="bfloat16: faster on processors that have it")
    ] = False,
    seed: Annotated[int, typer.Option(help="of order, edits and dropout")] = 11,
    limit: Annotated[
        int | None, typer.Option(min=1, help="only the first rows of each file")
    ] = None,
    keep_anyway: Annotated[
        bool, typer.Option("--keep-anyway", help="also what is not better than what ships")
    ] = False,
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
    into: Annotated[Path, typer.Option("--into", help="folder for checkpoint, weights and card")],
    rows: Annotated[
        Path | None,
        typer.Argument(help="folder of .jsonl(.gz) rows; with --kb, questions as for eval answers"),
    ] = None,
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
    depth: Annotated[
        str, typer.Option(help="what is trained: head, last-N, lora or full")
    ] = "lora",
    rank: Rank = 8,
    start: Annotated[
        str | None,
        typer.Option(help="minilm or a model's folder (default: the embedder of the base)"),
    ] = None,
    passes: Annotated[float, typer.Option(min=0.01, help="passes over the questions")] = 3.0,
    steps: Annotated[int, typer.Option(min=0, help="so many steps instead")] = 0,
    groups: Annotated[int, typer.Option(min=1, help="questions a step")] = 16,
    rate: Annotated[
        float, typer.Option(help="learning rate; that of depth lora is 8 times as high")
    ] = 5e-5,
    others: Annotated[
        int, typer.Option(min=0, help="wrong passages beside the gold one of a question")
    ] = 2,
    half: Annotated[
        bool, typer.Option("--half", help="bfloat16: faster on processors that have it")
    ] = False,
    seed: Annotated[int, typer.Option(help="of order, draws and dropout")] = 11,
    limit: Annotated[
        int | None, typer.Option(min=1, help="only the first rows of each file")
    ] = None,
    keep_anyway: Annotated[
        bool, typer.Option("--keep-anyway", help="also what is not better than the one in use")
    ] = False,
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


@learn_app.command("use")
def use(
    model: Annotated[
        str,
        typer.Argument(
            help="a folder of learn checker or learn embedder, a name of learn list, trained, "
            "none, or minilm"
        ),
    ],
    kb: Kb = KB,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="also one that the gate refused")
    ] = False,
) -> None:
    """Let a trained checker read the answers of a base, or a trained embedder find its passages,
    from now on. It is copied into the base; for an embedder the base is embedded again."""
    from groundgraph.cli.learn_commands import run_use

    run_use(kb, model, anyway)


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
    """Take the last change back: use again the checker or the embedder from before it."""
    from groundgraph.cli.learn_commands import run_rollback

    run_rollback(kb)
