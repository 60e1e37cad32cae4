"""The card of the main themes: each with its names, how much belongs to it, and facts as they are
stated."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from generation.checks.citation_checks import verify
from generation.evidence.former_documents import Standing
from generation.policy import decide_themes
from generation.themes.named_themes import MOST, Theme
from generation.writers.quoting import cite
from graph.model import Answer, AnswerPart, AnswerSentence, Context, DraftSentence, Span

NAMED = 3  # documents that a theme names


def themes_card(
    context: Context, found: Sequence[Theme], titles: Mapping[str, str], standing: Standing
) -> Answer:
    """The card for the question of `context`, which holds the passages of the examples; `titles`
    of all documents by key. Below a theme stands which of its documents are replaced."""
    passages = {passage.chunk.id: passage for passage in context.passages}
    sentences: list[AnswerSentence] = []
    parts: list[AnswerPart] = []
    refused: list[tuple[str, str]] = []
    covered: set[str] = set()
    for theme in found[:MOST]:
        places = []
        for place in theme.examples:
            cited = cite(context, passages[place.chunk], Span(place.start, place.end))
            kept, why = verify(
                DraftSentence(cited.quote, (cited,), "sentence", (place.fact,)), context
            )
            if kept is None:
                refused.append((cited.quote, why))
                continue
            places.append(len(sentences))
            sentences.append(standing.told(kept, passages[place.chunk].document))
        if places:
            name = ", ".join(theme.names)
            notes = (_size(theme, titles), *_replaced(theme, titles, standing))
            parts.append(AnswerPart(name, "related", tuple(places), notes=notes))
            covered |= titles.keys() & set(theme.documents)
    return Answer(
        id="",
        question=context.question,
        state=decide_themes(len(covered), len(titles)),
        headline=None,
        sentences=tuple(sentences),
        missing=_missing(found, covered, titles),
        passages=context.passages,
        links=(),
        facts=tuple(dict.fromkeys(fact for one in sentences for fact in one.facts)),
        refused=tuple(refused),
        documents_searched=context.documents_searched,
        superseded=context.superseded,
        manifest={
            "form": "themes",
            "generator": "themes-1",
            # erasing a document finds the answers that hold its key, and with it its words
            "themes": [{"names": list(t.names), "documents": list(t.documents)} for t in found],
            "replaced": standing.kept(key for theme in found for key in theme.documents),
        },
        milliseconds=dict(context.milliseconds),
        form="themes",
        parts=tuple(parts),
    )


def _size(theme: Theme, titles: Mapping[str, str]) -> str:
    """How many documents and facts belong to a theme, and which."""
    facts = "1 fact" if theme.facts == 1 else f"{theme.facts:,} facts"
    if theme.headings:
        listed, what = theme.headings, "section"
    else:
        listed, what = tuple(titles.get(key, key) for key in theme.documents), "document"
    many = f"1 {what}" if len(listed) == 1 else f"{len(listed):,} {what}s"
    named = ", ".join(f"“{' '.join(name.split())}”" for name in listed[:NAMED])
    more = f" and {len(listed) - NAMED:,} more" if len(listed) > NAMED else ""
    return f"{many}, {facts}: {named}{more}."


def _replaced(theme: Theme, titles: Mapping[str, str], standing: Standing) -> Iterator[str]:
    """Which documents of a theme another one replaces; after a few, how many more."""
    gone = [(key, words) for key in theme.documents if (words := standing.words(key))]
    for key, words in gone[:NAMED]:
        yield f"“{' '.join(titles.get(key, key).split())}” is {words}"
    if len(gone) > NAMED:
        yield f"{len(gone) - NAMED:,} more of its documents are replaced."


def _missing(
    found: Sequence[Theme], covered: Collection[str], titles: Mapping[str, str]
) -> tuple[str, ...]:
    total = len(titles)
    if not found:
        return (
            f"No theme was found: the {total:,} documents share too few names, or state too few "
            "facts. Ask for one of them: “Summarise …”.",
        )
    lines = ["Themes were found by counting the names that documents share; nothing was judged."]
    if len(found) > MOST:
        lines.append(f"{len(found) - MOST:,} smaller themes are not shown.")
    left = total - len(covered)
    if left:
        belong = "1 document belongs" if left == 1 else f"{left:,} documents belong"
        lines.append(f"{belong} to none of the themes shown.")
    return tuple(lines)
