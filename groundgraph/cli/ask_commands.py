"""``ask`` and ``search``, one question or a file of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from rich.markup import escape

from graph.errors import SettingsError
from graph.model import EVERYTHING, Answer, AskEvent, Context, Listener, Scope, StageDone
from groundgraph import answers
from groundgraph.cli.card import print_card
from groundgraph.cli.console import err, out, visible
from groundgraph.stages import STAGES, next_stage

if TYPE_CHECKING:
    from groundgraph import KnowledgeBase


def run_ask(
    kb: Path,
    question: str | None,
    questions: Path | None,
    as_json: str | None,
    documents: list[str] | None,
    k: int,
) -> None:
    from groundgraph import KnowledgeBase

    with KnowledgeBase(kb) as base:
        scope = _scope(base, documents)
        if questions is not None:
            _batch(
                questions,
                as_json,
                lambda item: _with_id(item, base.ask(item["question"], scope=scope, k=k)),
            )
            return
        with _watched() as listener:
            answer = base.ask(_one(question), scope=scope, k=k, listener=listener)
    if as_json is not None:
        with _target(as_json) as file:
            file.write(answers.dumps(answers.answer_data(answer)) + "\n")
    else:
        print_card(out, answer)


@contextmanager
def _watched() -> Iterator[Listener | None]:
    """One line on a terminal that says what is being done, gone when the answer is there."""
    if not err.is_terminal:
        yield None
        return
    with err.status(next(iter(STAGES.values()))) as status:

        def listener(event: AskEvent) -> None:
            if isinstance(event, StageDone):
                status.update(STAGES[next_stage(event.stage)])

        yield listener


def _with_id(item: dict[str, Any], answer: Answer) -> dict[str, Any]:
    """A line of a batch: `id` is the question's, `answer_id` reopens the answer."""
    return {**answers.answer_data(answer), "answer_id": answer.id, "id": item["id"]}


def run_search(
    kb: Path,
    question: str | None,
    questions: Path | None,
    as_json: str | None,
    documents: list[str] | None,
    k: int,
    text: bool,
) -> None:
    from groundgraph import KnowledgeBase

    with KnowledgeBase(kb) as base:
        scope = _scope(base, documents)
        if questions is not None:
            _batch(
                questions,
                as_json,
                lambda item: answers.context_data(
                    item["id"], base.search(item["question"], scope=scope, k=k, text_only=text)
                ),
            )
            return
        context = base.search(_one(question), scope=scope, k=k, text_only=text)
    if as_json is not None:
        with _target(as_json) as file:
            file.write(answers.dumps(answers.context_data(None, context)) + "\n")
    else:
        _print_passages(context)


def _print_passages(context: Context) -> None:
    if not context.passages:
        out.print(f"nothing found in {context.documents_searched} documents")
    for passage in context.passages:
        chunk = passage.chunk
        place = " · ".join([passage.document.name, *chunk.heading[-1:]])
        parts = "  ".join(f"{name} {value:.2f}" for name, value in passage.scores.items())
        out.print(f"[bold]{passage.rank:>2}  {escape(visible(place))}[/]  [dim]{chunk.id}[/]")
        words = " ".join(chunk.text.split())
        out.print("    " + escape(visible(words[:200]) + ("…" if len(words) > 200 else "")))
        out.print(f"    [dim]{parts}[/]")


def _one(question: str | None) -> str:
    if question is None or not question.strip():
        raise SettingsError('no question. Use: groundgraph ask "…", or --questions FILE.jsonl')
    return question.strip()


def _scope(base: KnowledgeBase, documents: list[str] | None) -> Scope:
    if not documents:
        return EVERYTHING
    return Scope(documents=frozenset(base.document(key).id for key in documents))


def _batch(
    source: Path, target: str | None, answer: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    items = list(_questions(source))
    with _target(target or "-") as file:
        for number, item in enumerate(items, 1):
            file.write(answers.dumps(answer(item)) + "\n")
            file.flush()
            if err.is_terminal:
                err.print(f"{number} of {len(items)}", end="\r")


def _questions(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}. Check the path.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            if not isinstance(item["question"], str):
                raise TypeError
        except (ValueError, KeyError, TypeError):
            raise SettingsError(
                f"{path}, line {number}: each line must be a JSON object with id and question. "
                "Correct it and run again."
            ) from None
        item.setdefault("id", str(number))
        yield item


@contextmanager
def _target(name: str) -> Iterator[TextIO]:
    if name == "-":
        yield sys.stdout
        return
    try:
        with open(name, "w", encoding="utf-8") as file:
            yield file
    except OSError as error:
        raise SettingsError(f"{name} cannot be written: {error.strerror}.") from error
