"""Every method that reads × every field of `Scope`: right, that is, what a base of only the scope's
documents gives, or refused. A method without an entry here fails."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from command import in_this_process

from graph.errors import NotFound, SettingsError
from graph.model import EVERYTHING, Answer, Context, Scope
from graph.section_numbers import SectionNumber
from graph.tokens import words
from groundgraph import KnowledgeBase

QUESTIONS = (
    "When must the Safety Officer tell the Harbour Agency of a leak?",
    "Who keeps the log of the Harbour Agency?",
    "What does the Pump Operator do before a start?",
)
OF_WHOLE_DOCUMENTS = (
    "What are these documents about?",
    "Summarise leaks.",
    "Summarise starts.",
    "Summarise section 2.",
    "Compare the Safety Officer and the Pump Operator.",
)
DOCUMENTS = {
    "leaks.md": (
        "Quality",
        "The Safety Officer must report a leak to the Harbour Agency within 2 days.",
    ),
    "logs.md": (
        "Quality",
        "The Harbour Agency keeps a log. See Leaks. The Safety Officer signs it."
        "\n\n## Section 2: Keeping\n\nThe log must be kept for 3 years.",
    ),
    "starts.md": (
        "Works",
        "The Pump Operator must test the pump before each start. See Leaks."
        "\n\n## Section 2: Stops\n\nThe pump must be stopped at night.",
    ),
    "leaks-2.md": (
        "Works",
        "The Safety Officer may report a leak by telephone. A call is an event.",
    ),
}
DAY = "2025-02-03"
DATES = {  # "logs.md" states none
    "leaks.md": "valid_from: 2025-02-03",
    "starts.md": "valid_from: 2025-02-04",
    "leaks-2.md": "valid_until: 2025-02-02",
}
CHOSEN = ("leaks.md", "logs.md")
KEYS = frozenset(f"docs/{name}" for name in CHOSEN)
SAME_DOCUMENTS = {
    "documents": Scope(documents=KEYS),
    "where": Scope(where={"department": "Quality"}),
    "valid_at": Scope(valid_at=DAY),
    "both": Scope(documents=[*KEYS, "docs/starts.md"], where={"department": ["Quality", "None"]}),
}
REFUSED = {
    "labels": Scope(labels=["secret"]),
    "known_at": Scope(known_at=1),
}


def write(folder: Path, names: Sequence[str]) -> Path:
    folder.mkdir(parents=True)
    for name in names:
        department, text = DOCUMENTS[name]
        title = name.removesuffix(".md").capitalize()
        head = f"---\ndepartment: {department}\n{DATES.get(name, '')}\n---\n# {title}\n\n"
        (folder / name).write_text(head + text + "\n", encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Bases:
    whole: KnowledgeBase
    part: KnowledgeBase


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bases]:
    folder = tmp_path_factory.mktemp("scope")
    with (
        KnowledgeBase(folder / "whole", profile="regulation") as whole,
        KnowledgeBase(folder / "part", profile="regulation") as part,
    ):
        whole.build(write(folder / "docs", sorted(DOCUMENTS)))
        for name in DOCUMENTS.keys() - set(CHOSEN):
            (folder / "docs" / name).unlink()
        part.build(folder / "docs")
        yield Bases(whole, part)


# --- the methods ----------------------------------------------------------------------------------


def ask(kb: KnowledgeBase, scope: Scope) -> Any:
    asked = (*QUESTIONS, *OF_WHOLE_DOCUMENTS)
    today = date.fromisoformat(DAY)
    return [said(kb.ask(question, scope=scope, today=today)) for question in asked]


def said(answer: Answer) -> Any:
    headline = answer.headline
    return (
        answer.form,
        answer.state,
        headline and headline.text,
        [(one.text, [str(part) for part in one.qualifiers]) for one in answer.sentences],
        list(answer.missing),
        answer.parts,
    )


def search(kb: KnowledgeBase, scope: Scope) -> Any:
    return [found(kb.search(question, scope=scope)) for question in QUESTIONS]


def context(kb: KnowledgeBase, scope: Scope) -> Any:
    asked = (*QUESTIONS, *OF_WHOLE_DOCUMENTS)
    return [kb.context(question, scope=scope).text for question in asked]


def retrieve(kb: KnowledgeBase, scope: Scope) -> Any:
    return [found(kb.opened.retrieve(question, scope=scope, k=2)) for question in QUESTIONS]


def search_by_words(kb: KnowledgeBase, scope: Scope) -> Any:
    return [found(kb.search(question, scope=scope, text_only=True)) for question in QUESTIONS]


def retrieve_nothing(kb: KnowledgeBase, scope: Scope) -> Any:
    return found(kb.opened.retriever.retrieve(" ", scope=scope))


def titles(kb: KnowledgeBase, scope: Scope) -> Any:
    return kb.opened.retriever.titles(scope)


def headings(kb: KnowledgeBase, scope: Scope) -> Any:
    return kb.opened.retriever.headings(scope)


def in_section(kb: KnowledgeBase, scope: Scope) -> Any:
    return kb.opened.retriever.in_section(SectionNumber("section", "2"), scope)


def whole(kb: KnowledgeBase, scope: Scope) -> Any:
    """Of a document in the chosen ones and of one outside."""
    keys = ("docs/leaks.md", "docs/starts.md")
    return [found(kb.opened.retriever.whole("Summarise it", key, scope)) for key in keys]


def passages(kb: KnowledgeBase, scope: Scope) -> Any:
    """Of every passage that the base has, so that a scope must leave some out."""
    rows = kb.store.read("MATCH (c:Chunk) RETURN c.id AS id ORDER BY c.document, c.ordinal")
    chunks = [str(row["id"]) for row in rows]
    return found(kb.opened.retriever.passages("What is it about?", chunks, scope))


def theme_material(kb: KnowledgeBase, scope: Scope) -> Any:
    return kb.opened.retriever.theme_material(scope)


def stated_facts(kb: KnowledgeBase, scope: Scope) -> Any:
    """Of every predicate, and the sentences that hold two words of these documents."""
    retriever = kb.opened.retriever
    stated = retriever.stated_facts(lambda predicate: True, ["officer"], ["leak"], scope)
    passages = [passage.chunk.id for passage in stated.passages]
    return stated.facts, stated.near, stated.all_near, passages


def found(context: Context) -> Any:
    facts = [replace(f, evidence=()) for passage in context.passages for f in passage.facts]
    passages = [
        {**asdict(replace(p, facts=())), "document": p.document.id} for p in context.passages
    ]
    return passages, facts, context.links, context.documents_searched, context.superseded


def documents(kb: KnowledgeBase, scope: Scope) -> Any:
    return [document.id for document in kb.record.documents(scope)]


def keys_in(kb: KnowledgeBase, scope: Scope) -> Any:
    return kb.record.keys_in(scope)


def replacements(kb: KnowledgeBase, scope: Scope) -> Any:
    return kb.opened.replacements(scope)


def count_documents(kb: KnowledgeBase, scope: Scope) -> Any:
    return kb.record.count_documents(scope)


def count_superseded(kb: KnowledgeBase, scope: Scope) -> Any:
    return kb.record.count_superseded(scope)


def store_text(kb: KnowledgeBase, scope: Scope) -> Any:
    return [
        kb.store.search_text(question, k=9, kind=kind, scope=scope)
        for question in QUESTIONS
        for kind in ("chunk", "sentence")
    ]


def store_vectors(kb: KnowledgeBase, scope: Scope) -> Any:
    vectors = kb.embedder.embed(QUESTIONS, query=True)
    return [kb.store.search_vectors(v, k=9, kind="chunk", scope=scope) for v in vectors]


def store_statistics(kb: KnowledgeBase, scope: Scope) -> Any:
    return kb.store.term_statistics(words(" ".join(QUESTIONS)), kind="chunk", scope=scope)


def store_neighbours(kb: KnowledgeBase, scope: Scope) -> Any:
    """Only of references and mentions: other ids tell which entities are one in the whole base."""
    ids = [str(row["id"]) for row in kb.store.read("MATCH (c:Chunk) RETURN c.id AS id")]
    types = ("REFERS_TO", "MENTIONS")
    return kb.store.neighbours("Chunk", ids, types=types, limit=99, scope=scope)


Read = Callable[[KnowledgeBase, Scope], Any]
ABOVE: dict[str, Read] = {  # what people call: a scope is resolved
    "KnowledgeBase.ask": ask,
    "KnowledgeBase.search": search,
    "KnowledgeBase.context": context,
    "OpenBase.retrieve": retrieve,
    "Retriever.search_text": search_by_words,
    "Retriever.retrieve": retrieve_nothing,
    "Retriever.titles": titles,
    "Retriever.headings": headings,
    "Retriever.in_section": in_section,
    "Retriever.whole": whole,
    "Retriever.passages": passages,
    "Retriever.theme_material": theme_material,
    "Retriever.stated_facts": stated_facts,
}
RECORD: dict[str, Read] = {
    "Documents.documents": documents,
    "Documents.keys_in": keys_in,
    "OpenBase.replacements": replacements,
    "Documents.count_documents": count_documents,
    "Documents.count_superseded": count_superseded,
}
STORE: dict[str, Read] = {  # a store takes what is resolved
    "Store.search_text": store_text,
    "Store.search_vectors": store_vectors,
    "Store.term_statistics": store_statistics,
    "Store.neighbours": store_neighbours,
}
EVERY_READ = {**ABOVE, **RECORD, **STORE}


@pytest.mark.parametrize("name", sorted(EVERY_READ))
def test_documents_give_what_a_base_of_only_these_gives(bases: Bases, name: str) -> None:
    read = EVERY_READ[name]
    assert read(bases.whole, SAME_DOCUMENTS["documents"]) == read(bases.part, EVERYTHING)
    assert read(bases.whole, EVERYTHING) != read(bases.part, EVERYTHING) or name in (
        "Documents.count_superseded",
        "OpenBase.replacements",  # tests/flow/test_replaced_documents.py has some
        "Retriever.headings",  # tests/flow/test_summaries.py has some
    )


@pytest.mark.parametrize("scope", ["where", "valid_at", "both"])
@pytest.mark.parametrize("name", sorted(ABOVE | RECORD))
def test_fields_give_what_a_base_of_only_these_gives(bases: Bases, name: str, scope: str) -> None:
    read = EVERY_READ[name]
    assert read(bases.whole, SAME_DOCUMENTS[scope]) == read(bases.part, EVERYTHING)


@pytest.mark.parametrize("field", ["labels", "known_at", "valid_at", "where"])
@pytest.mark.parametrize("name", sorted(STORE))
def test_a_store_refuses_what_was_not_resolved(bases: Bases, name: str, field: str) -> None:
    scopes = {**SAME_DOCUMENTS, **REFUSED}
    with pytest.raises(SettingsError, match=f"{field}"):
        STORE[name](bases.whole, scopes[field])


@pytest.mark.parametrize("field", sorted(REFUSED))
@pytest.mark.parametrize("name", sorted(ABOVE | RECORD))
def test_what_cannot_be_answered_is_refused(bases: Bases, name: str, field: str) -> None:
    if name in RECORD and field == "known_at":
        assert documents(bases.whole, Scope(known_at=0)) == []
        return
    with pytest.raises(SettingsError, match=f"leave {field} out"):
        EVERY_READ[name](bases.whole, REFUSED[field])


@pytest.mark.parametrize(
    ("day", "valid"),
    [
        ("1990-01-01", {"logs.md", "leaks-2.md"}),
        ("2025-02-02", {"logs.md", "leaks-2.md"}),
        (DAY, {"logs.md", "leaks.md"}),
        ("2025-02-04", {"logs.md", "leaks.md", "starts.md"}),
        ("2990-01-01", {"logs.md", "leaks.md", "starts.md"}),
    ],
)
def test_first_and_last_day_count_and_no_date_is_no_limit(
    bases: Bases, day: str, valid: set[str]
) -> None:
    keys = {f"docs/{name}" for name in valid}
    scope = Scope(valid_at=day)
    assert {*keys_in(bases.whole, scope)} == {*documents(bases.whole, scope)} == keys
    assert {key for key, _ in titles(bases.whole, scope)} == keys


@pytest.mark.parametrize("name", sorted(EVERY_READ))
def test_all_kinds_are_no_restriction(bases: Bases, name: str) -> None:
    rows = bases.whole.store.read("MATCH (e:Entity) RETURN DISTINCT e.kind AS kind")
    every = Scope(kinds=[str(row["kind"]) for row in rows])
    assert EVERY_READ[name](bases.whole, every) == EVERY_READ[name](bases.whole, EVERYTHING)


def test_kinds_restrict_what_names_are_linked_to(bases: Bases) -> None:
    question = QUESTIONS[0]
    free = {link.name for link in bases.whole.search(question).links if link.entity}
    kind_of = {
        str(row["name"]): str(row["kind"])
        for row in bases.whole.store.read("MATCH (e:Entity) RETURN e.name AS name, e.kind AS kind")
    }
    assert len({kind_of[str(name)] for name in free}) > 1
    for kind in sorted({kind_of[str(name)] for name in free}):
        links = bases.whole.search(question, scope=Scope(kinds=[kind])).links
        names = {link.name for link in links if link.entity}
        assert names == {name for name in free if kind_of[str(name)] == kind}


def test_kinds_restrict_the_names_that_themes_are_found_from(bases: Bases) -> None:
    rows = bases.whole.store.read(
        "MATCH (c:Chunk)-[m:MENTIONS]->(e:Entity) WHERE e.status = 'shown' "
        "RETURN c.document AS document, m.surface AS surface, e.kind AS kind"
    )
    retriever = bases.whole.opened.retriever
    free = retriever.theme_material()
    assert len({row["kind"] for row in rows}) > 1
    for kind in sorted({str(row["kind"]) for row in rows}):
        found = retriever.theme_material(Scope(kinds=[kind]))
        assert sorted((use.document, use.surface) for use in found.uses) == sorted(
            (str(row["document"]), str(row["surface"])) for row in rows if row["kind"] == kind
        )
        assert (found.titles, found.stated) == (free.titles, free.stated)


@pytest.mark.parametrize("question", [*QUESTIONS[:1], *OF_WHOLE_DOCUMENTS])
def test_a_document_that_is_not_there_is_refused(bases: Bases, question: str) -> None:
    with pytest.raises(NotFound, match=r"docs/nowhere\.md"):
        bases.whole.ask(question, scope=Scope(documents=[*KEYS, "docs/nowhere.md"]))
    with pytest.raises(SettingsError, match="k is 0"):
        bases.whole.ask(question, k=0)


def test_kinds_restrict_the_neighbours(bases: Bases) -> None:
    store = bases.whole.store
    kind_of = {
        str(row["id"]): str(row["kind"])
        for row in store.read("MATCH (e:Entity) RETURN e.id AS id, e.kind AS kind")
    }
    every = store_neighbours(bases.whole, EVERYTHING)
    for kind in sorted(set(kind_of.values())):
        assert store_neighbours(bases.whole, Scope(kinds=[kind])) == [
            edge for edge in every if edge[2] != "Entity" or kind_of[edge[3]] == kind
        ]
    ids = sorted(kind_of)
    types = ("SUBJECT", "OBJECT", "MENTIONS")
    seen = store.neighbours("Entity", ids, types=types, limit=99, scope=Scope(kinds=["Role"]))
    assert {id for id, *_ in seen} <= {id for id in ids if kind_of[id] == "Role"}
    assert store.neighbours("Entity", ids, types=types, limit=99, scope=Scope(kinds=())) == []


# --- what a scope is made of ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["documents", "kinds", "labels"])
def test_any_iterable_of_texts_is_taken_and_a_single_text_refused(name: str) -> None:
    made = [Scope(**{name: given}) for given in (["a", "b"], ("b", "a"), {"a", "b"}, iter("ab"))]
    assert {getattr(scope, name) for scope in made} == {frozenset("ab")} and len(set(made)) == 1
    for wrong in ("ab", b"ab", 3, ["a", 3]):
        with pytest.raises(SettingsError, match=f"Scope.{name} takes"):
            Scope(**{name: wrong})


def test_dates_and_positions_are_what_they_should_be() -> None:
    for day in ("last week", "2025-13-01", 2025):
        with pytest.raises(SettingsError, match="year-month-day"):
            Scope(valid_at=day)  # type: ignore[arg-type]
    for position in ("3", True, 1.5):
        with pytest.raises(SettingsError, match="whole number"):
            Scope(known_at=position)  # type: ignore[arg-type]


def test_an_unknown_field_or_document_is_named(bases: Bases) -> None:
    with pytest.raises(SettingsError, match="no document has a field 'site'; there are: departm"):
        bases.whole.ask(QUESTIONS[0], scope=Scope(where={"site": "Oslo"}))


def test_each_field_of_a_scope_is_decided_here() -> None:
    assert {field.name for field in fields(Scope)} == {
        *("documents", "kinds", "where"),
        *("labels", "known_at", "valid_at"),
    }


# --- no reading method is forgotten ---------------------------------------------------------------

BENEATH = {
    *("Searches.text", "Searches.statistics", "Searches.nearest", "TextIndex.search"),
    *("TextIndex.statistics", "VectorSearch.search", "visibility.neighbours", "reading.neighbours"),
    *("Candidates.__init__", "linking.link", "spread.spread", "not_read.not_read"),
    *("section_search.section_passages", "whole_documents.titles", "whole_documents.headings"),
    *("theme_reading.theme_material", "OpenBase.require_askable"),
    *("stated_facts.stated_facts", "stated_facts.near_sentences"),
    *("fact_cypher.counting_cypher", "fact_cypher.extreme_cypher"),
    *("DocumentSource.count_documents", "DocumentSource.count_superseded"),
    *("scope_resolution.resolve", "scope_resolution.answerable", "scope_resolution.refuse_labels"),
    *("scope_resolution.require_whole", "recorded_answers.with_what_is_missing"),
}
"""What the methods above are made of; a scope reaches them resolved."""

REFUSING: dict[str, Read] = {
    "KnowledgeBase.cypher": lambda kb, scope: kb.cypher("RETURN 1 AS one", scope=scope),
    "KnowledgeBase.audit": lambda kb, scope: kb.audit("RETURN 1 AS one", scope=scope),
    "KnowledgeBase.export": lambda kb, scope: kb.export(scope=scope),
    "KnowledgeBase.stats": lambda kb, scope: kb.stats(scope=scope),
}
"""What reads the graph as a whole, and says so to whoever asks for a part."""


@pytest.mark.parametrize("scope", [*SAME_DOCUMENTS.values(), *REFUSED.values()])
@pytest.mark.parametrize("name", sorted(REFUSING))
def test_what_reads_the_whole_base_refuses_a_part(bases: Bases, name: str, scope: Scope) -> None:
    with pytest.raises(SettingsError, match=r"reads the whole base .* Build a base of these"):
        REFUSING[name](bases.whole, scope)
    assert REFUSING[name](bases.whole, EVERYTHING)


@pytest.mark.parametrize("part", [("--where", "department=Quality"), ("--document", "a.md")])
@pytest.mark.parametrize("command", [("cypher", "RETURN 1"), ("export",), ("stats",)])
def test_a_command_over_the_whole_base_refuses_a_part(
    tmp_path: Path, command: tuple[str, ...], part: tuple[str, str]
) -> None:
    code, out, told = in_this_process(*command, *part, cwd=tmp_path)
    assert (code, out) == (2, b"") and b"reads the whole base and takes no scope" in told


BASES = {"KnowledgeBase", "OpenBase", "Readable", "Auditable", "Erasable", "Proposing"}
OF_THE_WHOLE_BASE = {
    "answer_arms": {"answer_arms"},
    "answer_evaluation": {"GoldPlaces.__init__", "about_base", "chosen_arms", "measure_answers"},
    "auditing": {"asked", "picture_of", "place_of", "require_known", "result_of", "suggestions"},
    "base_checks": {"base_problems"},
    "card_form": {"card_form", "changed_evidence", "further_passages"},
    "cited_sources": {"answer_sources", "place_sources"},
    "document_list": {"document_names", "documents"},
    "document_reading": {"reading"},
    "duties": {"all_duties"},
    "entity_cards": {"entity_card", "facts_of", "find_entities", "scopes_of"},
    "erasing": {"erase", "to_erase"},
    "exploring": {"entity_names", "kinds", "Neighbourhoods.__init__"},
    "fact_lines": {"fact_lines", "place_of_fact"},
    "former_facts": {"current_fact"},
    "judged_words": {"JudgedWords.__init__"},
    "judging_draw": {"default_path", "draw"},
    "paragraph_citations": {"answer_paragraphs"},
    "proposed_rows": {"proposed_rows"},
    "provenance": {"provenance", "_Maker.__init__"},
    "pushing": {"differences", "projected", "push"},
    "quick_evaluation": {"quick_questions"},
    "recorded_answers": {"with_what_is_missing"},
    "removing": {"resting"},
    "replacement_rows": {"replacement_rows"},
    "retrieval_evaluation": {"measure_retrieval", "named_searches"},
    "search_questions": {
        "BasePassages.__init__",
        "feedback_of",
        "judged_searches",
        "kept_vectors",
        "made_searches",
    },
    "suggestions": {"suggested_questions"},
    "unread_duties": {"unread_duties"},
    "usable_store": {"usable_store"},
}
"""What takes no scope, so that nobody can think that one was kept to: pages over a whole base."""


def test_every_method_that_takes_a_scope_is_tried(root: Path) -> None:
    stores = {"EmbeddedStore", "Neo4jStore", "StoreReader"}
    taken = set()
    for owner, function in functions(root, "graph", "retrieval", "generation", "groundgraph"):
        public = not function.name.startswith("_") or function.name == "__init__"
        if public and "Scope" in annotations(function):
            taken.add(f"{'Store' if owner in stores else owner}.{function.name}")
    assert taken == EVERY_READ.keys() | BENEATH | REFUSING.keys()


def test_every_other_method_that_reads_a_base_says_that_it_reads_the_whole(root: Path) -> None:
    read: dict[str, set[str]] = {}
    front_door = root / "groundgraph"
    for path in sorted((*front_door.glob("*.py"), *front_door.glob("views/*.py"))):
        for owner, function in functions_of(path):
            if function.name.startswith("_") and function.name != "__init__":
                continue
            reads = BASES & {*annotations(function)}
            if reads and owner not in ("SharedBase", "_Held"):
                name = function.name if owner == path.stem else f"{owner}.{function.name}"
                read.setdefault(path.stem, set()).add(name)
    assert {module: names - {"moved_on"} for module, names in read.items()} == OF_THE_WHOLE_BASE


def functions(root: Path, *packages: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for package in packages:
        for path in sorted((root / package).rglob("*.py")):
            yield from functions_of(path)


def functions_of(path: Path) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Functions and methods of a file, with the module or class that they belong to."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            yield path.stem, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    yield node.name, inner


def annotations(function: ast.FunctionDef) -> list[str]:
    arguments = [*function.args.args, *function.args.kwonlyargs]
    return [ast.unparse(one.annotation) for one in arguments if one.annotation is not None]
