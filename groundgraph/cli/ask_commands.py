"""``ask`` and ``search``, one question or a file of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

from rich.markup import escape
from rich.text import Text

from graph.disk import private_opener
from graph.document_fields import Where, wanted
from graph.errors import SettingsError
from graph.model import (
    EVERYTHING,
    Answer,
    AskEvent,
    Context,
    FollowUp,
    Listener,
    Scope,
    StageDone,
    WrittenSentenceDone,
)
from groundgraph import answers
from groundgraph.answer_text import carried_line
from groundgraph.cli.card import print_card
from groundgraph.cli.chosen_writer import opened_writer
from groundgraph.cli.console import err, out, visible
from groundgraph.cli.written_part import (
    print_banner,
    print_embedder_banner,
    print_written_end,
    print_written_sentence,
)
from groundgraph.plurals import counted
from groundgraph.stages import STAGES, next_stage

if TYPE_CHECKING:
    from groundgraph import KnowledgeBase
    from groundgraph.named_writer import NamedWriter

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Request:
    """What both commands are given: one `question`, or a file of them (`questions`), where the
    result goes (`as_json`: a file, ``-`` for stdout, None for people), what is searched, whether
    an embedder at another machine may be asked."""

    question: str | None
    questions: Path | None
    as_json: str | None
    documents: Sequence[str]
    where: Sequence[str]
    k: int
    allow_remote: bool = False


def run_ask(
    kb: Path,
    request: Request,
    writer: NamedWriter | None = None,
    today: str | None = None,
    after: str | None = None,
) -> None:
    from groundgraph import KnowledgeBase

    day = _day(today)
    if after is not None and request.questions is not None:
        raise SettingsError("--after goes on with one question, not with a file of them.")
    model = None if writer is None else opened_writer(writer)
    failed = writer is None or writer.failed
    if model is not None:
        print_banner(err, model.name, model.where)
    with KnowledgeBase(kb, allow_remote=request.allow_remote) as base:
        print_embedder_banner(err, base.settings.embedder, "The question")
        alone = request.questions is None

        def ask(question: str, scope: Scope) -> Answer:
            live = alone and request.as_json is None
            whole = question if after is None else _going_on(base, question, after, told=live)
            with _watched(alone=alone, live=live, failed=failed) as listener:
                return base.ask(
                    whole, scope=scope, k=request.k, listener=listener, llm=model, today=day
                )

        def show(answer: Answer) -> None:
            if answer.written is not None:  # its sentences have been shown as they came
                print_written_end(out, answer.written, failed=failed)
                out.print()
            print_card(out, answer, whole=False)

        _run(base, request, ask, _answer_data, show)


def _going_on(base: KnowledgeBase, question: str, after: str, *, told: bool) -> FollowUp:
    """`question` as a whole one; where it is `told`, what is asked and what it carries over."""
    follows = base.follow_up(question, after)
    if told:
        out.print(Text(f"{visible(follows.question)}", style="bold"))
        out.print(Text(visible(carried_line(asdict(follows))), style="dim"))
        out.print()
    return follows


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"--today is {text!r}; write year-month-day: 2025-02-03.") from None


def run_search(kb: Path, request: Request, text: bool) -> None:
    from groundgraph import KnowledgeBase

    with KnowledgeBase(kb, allow_remote=request.allow_remote) as base:
        if not text:
            print_embedder_banner(err, base.settings.embedder, "The question")

        def search(question: str, scope: Scope) -> Context:
            return base.search(question, scope=scope, k=request.k, text_only=text)

        _run(base, request, search, answers.context_data, _print_passages)


def _run(
    base: KnowledgeBase,
    request: Request,
    find: Callable[[str, Scope], Found],
    data: Callable[[str | None, Found], dict[str, Any]],
    show: Callable[[Found], None],
) -> None:
    """One question or a file of them: `find` the result, and give its `data` or `show` it."""
    scope = _scope(base, request)
    if request.questions is not None:
        items = list(_questions(request.questions))
        with _target(request.as_json or "-") as file:
            for number, item in enumerate(items, 1):
                file.write(answers.dumps(data(item["id"], find(item["question"], scope))) + "\n")
                file.flush()
                if err.is_terminal:
                    err.print(f"{number} of {len(items)}", end="\r")
        return
    found = find(_one(request.question), scope)
    if request.as_json is None:
        show(found)
        return
    with _target(request.as_json) as file:
        file.write(answers.dumps(data(None, found)) + "\n")


def _answer_data(identifier: str | None, answer: Answer) -> dict[str, Any]:
    """An answer; as a line of a batch, `id` is the question's and `answer_id` reopens it."""
    found = answers.answer_data(answer)
    return found if identifier is None else {**found, "answer_id": answer.id, "id": identifier}


@contextmanager
def _watched(*, alone: bool, live: bool, failed: bool) -> Iterator[Listener | None]:
    """One line on a terminal that says what is being done, gone when the answer is there; none
    where the question is one of many. `live`: sentences of a language model are shown as soon as
    they are checked."""

    def written(event: AskEvent) -> None:
        if live and isinstance(event, WrittenSentenceDone):
            print_written_sentence(out, event.sentence, failed=failed)

    if not (alone and err.is_terminal):
        yield written
        return
    with err.status(next(iter(STAGES.values()))) as status:

        def listener(event: AskEvent) -> None:
            if isinstance(event, StageDone):
                status.update(STAGES[next_stage(event.stage)])
            written(event)

        yield listener


def _print_passages(context: Context) -> None:
    if not context.passages:
        out.print(f"nothing found in {counted(context.documents_searched, 'documents')}")
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


def _scope(base: KnowledgeBase, request: Request) -> Scope:
    if not request.documents and not request.where:
        return EVERYTHING
    documents = frozenset(base.document(key).id for key in request.documents)
    return Scope(documents=documents or None, where=wanted_fields(request.where))


def wanted_fields(typed: Sequence[str]) -> Where | None:
    """What ``--where FIELD=VALUE`` asks for. The same field twice: either value."""
    pairs: list[tuple[str, str]] = []
    for item in typed:
        field, equals, value = item.partition("=")
        if not equals or not field.strip():
            raise SettingsError(f"--where {item!r} is no field and value: --where FIELD=VALUE.")
        pairs.append((field.strip(), value.strip()))
    return wanted(pairs)


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
        with open(name, "w", encoding="utf-8", opener=private_opener) as file:
            yield file
    except OSError as error:
        raise SettingsError(f"{name} cannot be written: {error.strerror}.") from error
