"""Asking a reading model for what the record has no reply for: passage by passage, each reply kept
at once, until everything is read or the budget is spent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extraction.build_context import BuildContext, ModelReport
from extraction.documents.segments import segments_of
from extraction.proposals.read_passages import passage_key, passages
from extraction.proposals.reading_model import ReadingModel, keep_wholly_read, wholly_read
from extraction.proposals.reading_prompt import messages
from graph.errors import ContextOverflow, GroundgraphError, ModelError
from graph.model import Document, Note, TokenUsage
from graph.protocols import LanguageModel

MOST_CHARACTERS = 60_000  # of a reply; a model that does not end is stopped there
_BYTES_PER_TOKEN = 3
_KEEP = (
    "What was read is kept: run the same command to go on, or build without the model: "
    "--extractor spacy"
)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A document that was not read wholly: its passages by key, in text order."""

    document: str
    content: str
    passages: dict[str, str]


def passages_of(document: Document) -> dict[str, str]:
    """The passages of `document` that a model is shown, by key, in text order."""
    found: dict[str, str] = {}
    for segment in segments_of(document):
        for span in passages(segment):
            words = segment.text[span.start : span.end]
            found[passage_key(words)] = words
    return found


def ask_model(context: BuildContext) -> BuildContext:
    """`context` with what the model has now read wholly; unchanged where there is no model. Raises
    `ModelError` where it does not answer, `SettingsError` where nothing may be sent to it; the
    replies that came before are kept."""
    reading = context.reading_model
    if reading is None:
        return context
    record = context.record
    contents = {key: one.content for key, one in record.current().items()}
    read = wholly_read(record, reading.asked) & frozenset(contents.values())
    waiting = [
        _Waiting(key, content, passages_of(record.document(key)))
        for key, content in contents.items()
        if content not in read
    ]
    report = context.report.model = ModelReport()
    _ask(context, reading, waiting, report)
    for one in waiting:
        known = record.replied(list(one.passages), reading.asked)
        if len(known) == len(one.passages):
            read |= {one.content}
        else:
            report.waiting.append(one.document)
    keep_wholly_read(record, reading.asked, read)
    if report.waiting:
        context.report.notes.append((report.waiting[0], _budget_note(reading, report)))
    return replace(context, reading_model=replace(reading, read=read))


def _budget_note(reading: ReadingModel, report: ModelReport) -> Note:
    others = len(report.waiting) - 1
    which = f"it and {others} more wait" if others else "it waits"
    return Note(
        "not-read-by-model",
        f"the budget of {reading.budget} tokens is spent, and {which} for the reading model; run "
        "groundgraph build again to go on (--llm-budget gives more).",
    )


def _ask(
    context: BuildContext, reading: ReadingModel, waiting: Sequence[_Waiting], report: ModelReport
) -> None:
    record = context.record
    words = {key: text for one in waiting for key, text in one.passages.items()}
    known = record.replied(sorted(words), reading.asked)
    missing = [key for key in words if key not in known]
    report.kept = len(known)
    if not missing:
        return
    context.progress("ask", 0, len(missing))
    model = reading.open()
    for done, key in enumerate(missing, 1):
        prompt = messages(words[key], context.profile)
        if report.tokens + _estimate(prompt) + reading.answer_tokens > reading.budget:
            return
        raw, spent = _reply(model, prompt, len(words[key]))
        record.put_replies(reading.asked, {key: raw})
        report.asked += 1
        report.tokens += spent
        context.progress("ask", done, len(missing))


def _reply(
    model: LanguageModel, prompt: Sequence[Mapping[str, str]], characters: int
) -> tuple[str, int]:
    """The model's reply to `prompt` for a passage of so many characters, and the tokens that it
    cost: as the server counts them, else by their length."""
    pieces: list[str] = []
    length, usage = 0, TokenUsage(None, None)
    try:
        for piece in model.stream(prompt):
            if isinstance(piece, TokenUsage):
                usage = piece
                continue
            pieces.append(piece)
            length += len(piece)
            if length > MOST_CHARACTERS:
                break
    except ContextOverflow as error:
        raise ModelError(
            f"the context of {model.name} is too small to read a passage of {characters} "
            f"characters; give it 8,192 tokens (Ollama: num_ctx). {_KEEP}"
        ) from error
    except GroundgraphError as error:
        raise type(error)(f"{error} {_KEEP}") from error
    except Exception as error:  # a model of somebody's own, whatever it raises
        raise ModelError(
            f"the language model failed ({type(error).__name__}); see its own log. {_KEEP}"
        ) from error
    raw = "".join(pieces)
    counted = (usage.sent or _estimate(prompt)) + (usage.received or _tokens(raw))
    return raw, counted


def _estimate(prompt: Sequence[object]) -> int:
    return sum(_tokens(str(message)) for message in prompt)


def _tokens(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass")) // _BYTES_PER_TOKEN + 1
