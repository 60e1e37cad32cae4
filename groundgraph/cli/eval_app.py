"""The commands below ``groundgraph eval``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from groundgraph.cli.base_option import KB, Kb

Sheets = Annotated[list[Path], typer.Argument(help="sheets that were drawn", metavar="SHEET...")]
Json = Annotated[
    str | None, typer.Option("--json", help="write JSON: a file, or - for stdout", metavar="FILE")
]
Html = Annotated[Path | None, typer.Option(help="write a report", metavar="FILE")]
Limit = Annotated[int | None, typer.Option(min=1, help="ask so many of them, chosen by chance")]
ListArms = Annotated[bool, typer.Option("--arms", help="list the arms")]

eval_app = typer.Typer(no_args_is_help=True, help="How good a base is, measured by anyone.")
facts_app = typer.Typer(
    no_args_is_help=True, help="Facts, names and duties, judged by people against their words."
)
eval_app.add_typer(facts_app, name="facts")


@facts_app.command("draw")
def facts_draw(
    kb: Kb = KB,
    seed: Annotated[str, typer.Option(help="another seed, another draw")] = "1",
    facts: Annotated[int, typer.Option(min=0, help="shown facts")] = 100,
    names: Annotated[int, typer.Option(min=0, help="shown names")] = 50,
    duties: Annotated[int, typer.Option(min=0, help="rows of the register of duties")] = 50,
    sentences: Annotated[
        int, typer.Option(min=0, help="clear sentences: is their main statement shown?")
    ] = 50,
    qualifiers: Annotated[
        int, typer.Option(min=0, help="conditions, deadlines … of sentences: are they shown?")
    ] = 50,
    weak: Annotated[
        int,
        typer.Option(
            min=0,
            help="instead of all these: so many facts kept weak for each reason; scored by reason",
        ),
    ] = 0,
    document: Annotated[
        list[str] | None,
        typer.Option("--document", help="only of this document; * is any text (repeatable)"),
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where", metavar="FIELD=VALUE", help="only of documents with this field (repeatable)"
        ),
    ] = None,
    by: Annotated[
        str, typer.Option(help="field that names a document's corpus (default: its source)")
    ] = "",
    frozen: Annotated[
        str,
        typer.Option(
            "--frozen-since",
            metavar="TEXT",
            help="since when documents and rules have been frozen, in your words: only such a"
            " draw is a test",
        ),
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="the sheet (default: KB/judging/draw-SEED.jsonl)"),
    ] = None,
    text: Annotated[
        Path | None, typer.Option(help="the sheet as plain text too", metavar="FILE")
    ] = None,
) -> None:
    """Draw what the base shows, by chance, onto a sheet for judges. What must not be seen while
    judging (rules, ids) goes into a key beside it."""
    from groundgraph.cli.ask_commands import wanted_fields
    from groundgraph.cli.eval_commands import run_draw, sizes_of
    from groundgraph.judging_draw import DrawRequest

    sizes = sizes_of(facts, names, duties, sentences, qualifiers)
    chosen = wanted_fields(where or [])
    if weak:
        sizes = {}
    request = DrawRequest(seed, sizes, document or [], chosen, by, frozen.strip(), weak)
    run_draw(kb, request, output, text)


@facts_app.command("judge")
def facts_judge(
    sheet: Annotated[Path, typer.Argument(help="a sheet that was drawn")],
    judge: Annotated[str | None, typer.Option(help="your name (default: the user's)")] = None,
    saw_rules: Annotated[
        bool, typer.Option("--saw-rules", help="you know the rules or their scores")
    ] = False,
) -> None:
    """Judge a sheet: one key an item. Leave at will; the same command goes on."""
    from groundgraph.cli.eval_commands import run_judge

    run_judge(sheet, judge, saw_rules)


@facts_app.command("score")
def facts_score(
    sheets: Sheets,
    verdicts: Annotated[
        list[Path] | None,
        typer.Option(
            help="verdicts as JSONL with n, verdict, fault, note (default: all beside the sheet)"
        ),
    ] = None,
    key: Annotated[Path | None, typer.Option(help="the key (default: beside the sheet)")] = None,
    kb: Annotated[
        Path | None, typer.Option("--kb", help="require that the sheets were drawn from this base")
    ] = None,
    as_json: Json = None,
    html: Html = None,
) -> None:
    """What the verdicts come to: shares with intervals by corpus, rule, fault and judge, and how
    far judges agree."""
    from groundgraph.cli.eval_commands import run_score

    run_score(sheets, verdicts or [], key, kb, as_json, html)


@eval_app.command("retrieval")
def retrieval(
    questions: Annotated[
        Path, typer.Argument(help="JSONL with id, question, gold_ids or evidence; or BEIR's folder")
    ],
    kb: Kb = KB,
    arm: Annotated[
        list[str] | None,
        typer.Option("--arm", help="what searches (repeatable; default: three of them)"),
    ] = None,
    limit: Limit = None,
    as_json: Json = None,
    html: Html = None,
    arms: ListArms = False,
) -> None:
    """Search with every question of a set and compare what comes first with the gold: recall@k,
    all of it @k, nDCG@10; with intervals, by type, and paired tests between arms."""
    from groundgraph.cli.eval_questions import RetrievalWanted, run_retrieval

    run_retrieval(kb, RetrievalWanted(questions, arm or [], limit, as_json, html, arms))


@eval_app.command("answers")
def answers(
    questions: Annotated[
        Path, typer.Argument(help="JSONL with id, question, evidence: doc_id, start, end, quote")
    ],
    kb: Kb = KB,
    arm: Annotated[
        list[str] | None,
        typer.Option("--arm", help="what answers (repeatable; default: groundgraph)"),
    ] = None,
    limit: Limit = None,
    against: Annotated[
        list[Path] | None,
        typer.Option("--against", help="an earlier report (JSON) to compare with (repeatable)"),
    ] = None,
    as_json: Json = None,
    html: Html = None,
    arms: ListArms = False,
) -> None:
    """Ask every question of a set and compare the cards with the gold spans: held, said, refused;
    with intervals, by type, and paired tests between arms or with earlier reports."""
    from groundgraph.cli.eval_questions import AnswerWanted, run_answers

    wanted = AnswerWanted(questions, arm or [], limit, against or [], as_json, html, arms)
    run_answers(kb, wanted)


@eval_app.command("quick")
def quick(
    kb: Kb = KB,
    questions: Annotated[int, typer.Option(min=1, help="at most so many questions")] = 60,
    seed: Annotated[str, typer.Option(help="another seed, other questions")] = "1",
    arm: Annotated[
        list[str] | None,
        typer.Option("--arm", help="what answers (repeatable; default: groundgraph)"),
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option("--keep", help="write the questions, to be mended by hand", metavar="FILE"),
    ] = None,
    as_json: Json = None,
    html: Html = None,
) -> None:
    """Measure a base that nobody has written questions for: they are made from its own facts, some
    are asked without the documents that answer them. A first look, not a measure of quality."""
    from groundgraph.cli.eval_questions import QuickWanted, run_quick

    run_quick(kb, QuickWanted(questions, seed, arm or [], keep, as_json, html))
