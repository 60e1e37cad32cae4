"""Every span of the whole pipeline reproduces its words, whatever the text is made of."""

from __future__ import annotations

import html
import io
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from graph.identity import name_id
from graph.model import QUALIFIERS, ROLES, Document
from groundgraph import KnowledgeBase
from retrieval.embedders import load_embedder

SAYS = (
    '"Operator" means a person who runs a pump.',
    "The Operator must report a leak to the Site Lead (SL) within 2 days unless it is dry.",
    "Acme Pumps Ltd, a company of Oslo, may not close the pump if Dr Ann Lindqvist is away.",
    "Lindqvist signed the report on 3 March 2024, except as provided in section 2.",
    "See section 1, POL-1 and paragraph (b)(2) of this section.",
    "Ärzte der Café Noël GmbH keep records for 10 years.",
)
HOSTILE = (
    *("\r\n", "\r", "\n\n", "\t", "\f", "\v", "\u2028", "\u0085", "\u00a0", "\u3000"),
    *("\u200b", "\u200d", "\ufeff", "\u00ad", "\u2060", "\u202e", "\u200f"),
    *("e\u0301", "o\u0308\u0323", "\u0301", "ﬁ", "ß", "İ", "ǅ", "Å", "½", "①"),
    *("👩‍👩‍👧", "🇳🇴", "😀", "𝔓", "合规部门必须报告泄漏。", "مرحبا", "שלום", "ไทย", "नमस्ते"),
    *("<b>", "&amp;", "|", "`", "*", "[x](y)", "#", "§ 164.308(a)", "…", "“", "’"),
)
NUL = "\x00"
XML_ILLEGAL = "\x00\v\f"

pieces = st.lists(
    st.one_of(st.sampled_from(SAYS), st.sampled_from(HOSTILE), st.just(" "), st.text(max_size=5)),
    min_size=3,
    max_size=14,
).map("".join)


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """Sentences that make facts, with hostile characters put in anywhere."""
    text = " ".join(draw(st.lists(st.sampled_from(SAYS), min_size=1, max_size=4)))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(HOSTILE)) + text[at:]
    return text


texts = st.lists(st.one_of(spoilt(), pieces), min_size=1, max_size=3)


def encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def as_txt(parts: list[str]) -> bytes:
    return "\r\n\r\n".join(parts).encode()


def as_markdown(parts: list[str]) -> bytes:
    table = "| Role | Duty |\n|---|---|\n| Site Lead | records each leak |\n"
    items = "\n".join(f"- {part}" for part in parts)
    return f"# POL-1 Leaks\n\nThe Operator must:\n\n{items}\n\n{table}\n{parts[0]}\n".encode()


def as_html(parts: list[str]) -> bytes:
    body = "".join(f"<p>{html.escape(part)}</p><ul><li>{part}</ul>" for part in parts)
    return f"<h1>POL-2 Pumps</h1>{body}".encode()


def as_docx(parts: list[str]) -> bytes:
    import docx

    made = docx.Document()
    made.add_heading("POL-3 Records")
    for part in parts:
        legal = "".join(c for c in part if c.isprintable() or c in "\n\t\r" or ord(c) > 159)
        made.add_paragraph("".join(c for c in legal if c not in "\ufffe\uffff"))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


FORMATS = {"a.txt": as_txt, "b.md": as_markdown, "c.html": as_html, "d.docx": as_docx}


@pytest.fixture(scope="module")
def build(
    tmp_path_factory: pytest.TempPathFactory, store: Any
) -> Iterator[Callable[[dict[str, bytes]], KnowledgeBase]]:
    """Builds files into a new base; the embedder is loaded once."""
    embedder = load_embedder("minilm", threads=2)
    opened: list[KnowledgeBase] = []

    def make(files: dict[str, bytes]) -> KnowledgeBase:
        folder = tmp_path_factory.mktemp("provenance")
        (folder / "docs").mkdir()
        for name, data in files.items():
            (folder / "docs" / name).write_bytes(data)
        store.make_room()
        kb = KnowledgeBase(folder / "kb", profile="regulation", chunk_tokens=48)
        kb.__dict__["embedder"] = embedder
        opened.append(kb)
        report = kb.build(folder / "docs")
        lost = set(files) - {d.id.rsplit("/", 1)[-1] for d in kb.record.documents()}
        named = {problem.document.rsplit("/", 1)[-1] for problem in report.problems}
        assert lost <= named, "a document was lost without a word"
        return kb

    yield make
    for kb in opened:
        kb.close()


def check(kb: KnowledgeBase) -> Counter[str]:
    """Asserts every span of the base; returns how many of each kind there were."""
    documents = {document.id: document for document in kb.record.documents()}
    seen: Counter[str] = Counter()

    def words(key: object, start: object, end: object) -> str:
        document = documents[str(key)]
        assert isinstance(start, int) and isinstance(end, int)
        assert 0 <= start < end <= len(document.text)
        return document.text[start:end]

    names: dict[str, set[str]] = {}
    for row in kb.cypher("MATCH (n:Name)-[:SAME_AS]->(e:Entity) RETURN n.id AS n, e.id AS e"):
        names.setdefault(str(row["e"]), set()).add(str(row["n"]))

    def named(entity: object, document: object, surface: str) -> bool:
        ids = {name_id(surface), name_id(surface, str(document))}
        return bool(ids & names[str(entity)])

    for row in kb.cypher(CHUNKS):
        assert words(row["d"], row["s"], row["e"]) == row["text"]
        seen["chunk"] += 1
    for row in kb.cypher(MENTIONS):
        assert words(row["d"], row["s"], row["e"]) == row["surface"]
        assert named(row["entity"], row["d"], str(row["surface"]))
        seen["mention"] += 1
    for row in kb.cypher(EVIDENCE):
        d = row["d"]
        assert words(d, row["s"], row["e"]) == row["quote"]
        subject = words(d, row["ss"], row["se"])
        assert named(row["subject"], d, subject)
        assert words(d, row["ps"], row["pe"]).strip()
        seen["fact"] += 1
        if row["os"] is not None:
            found = words(d, row["os"], row["oe"])
            if row["object"] is not None:
                assert named(row["object"], d, found)
                seen["object"] += 1
            elif row["value_kind"] == "text":
                assert " ".join(found.split()) == row["value"]
                seen["text value"] += 1
        place = row["place"]
        assert isinstance(place, dict)
        for kind in (*QUALIFIERS, *ROLES):
            if place.get(kind) is None:
                continue
            starts = place.get(f"{kind}_starts") or [place[f"{kind}_start"]]
            ends = place.get(f"{kind}_ends") or [place[f"{kind}_end"]]
            found = [words(d, start, end) for start, end in zip(starts, ends, strict=True)]
            assert "; ".join(found) == place[kind]
            assert all(" ".join(one.split()) in str(row["fact"][kind]) for one in found)
            seen[kind] += 1
    for row in kb.cypher(REFERENCES):
        assert words(row["d"], row["s"], row["e"]) == row["surface"]
        if row["target"] is not None:
            assert words(row["target"], row["ts"], row["te"])
            seen["target"] += 1
        seen["reference"] += 1
    for document in documents.values():
        check_texts(kb, document, seen)
    assert kb.verify() == []
    return seen


def check_texts(kb: KnowledgeBase, document: Document, seen: Counter[str]) -> None:
    """No text is lost between the chunks, and sentences are the words of their spans."""
    rows = kb.cypher(
        "MATCH (c:Chunk) WHERE c.document = $d RETURN c.id AS id, c.start AS s, c.end AS e "
        "ORDER BY s",
        {"d": document.id},
    )
    covered = 0
    for row in rows:
        start, end = row["s"], row["e"]
        assert isinstance(start, int) and isinstance(end, int)
        assert start >= covered and not document.text[covered:start].strip()
        covered = end
    assert not document.text[covered:].strip()
    tables = [b.span for b in document.blocks if b.kind == "table_row"]
    for text in kb.store.texts([str(row["id"]) for row in rows], kind="sentence"):
        said = " ".join(document.text[text.start : text.end].split())
        inside = any(table.start <= text.start < table.end for table in tables)
        assert said and (inside or text.text.endswith(said))
        seen["sentence"] += 1


CHUNKS = "MATCH (c:Chunk) RETURN c.document AS d, c.start AS s, c.end AS e, c.text AS text"
MENTIONS = """
MATCH (c:Chunk)-[m:MENTIONS]->(x:Entity)
RETURN c.document AS d, m.start AS s, m.end AS e, m.surface AS surface, x.id AS entity
"""
EVIDENCE = """
MATCH (x:Entity)<-[:SUBJECT]-(f:Fact)-[r:SUPPORTED_BY]->(c:Chunk)
OPTIONAL MATCH (f)-[:OBJECT]->(o:Entity)
RETURN c.document AS d, r.start AS s, r.end AS e, r.quote AS quote, x.id AS subject,
       r.subject_start AS ss, r.subject_end AS se, r.predicate_start AS ps, r.predicate_end AS pe,
       r.object_start AS os, r.object_end AS oe, o.id AS object, f.value AS value,
       f.value_kind AS value_kind, properties(r) AS place, properties(f) AS fact
"""
REFERENCES = """
MATCH (r:Reference)-[:FROM_CHUNK]->(c:Chunk)
OPTIONAL MATCH (r)-[t:TO]->(x)
RETURN c.document AS d, r.start AS s, r.end AS e, r.surface AS surface,
       coalesce(x.document, x.id) AS target, t.start AS ts, t.end AS te
"""


@pytest.mark.one_store("test_every_kind_of_span_occurs looks into each store")
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes here
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(parts=texts)
def test_every_span_reproduces_its_words(
    build: Callable[[dict[str, bytes]], KnowledgeBase], parts: list[str]
) -> None:
    parts = [encodable(part) for part in parts]
    with build({name: write(parts) for name, write in FORMATS.items()}) as kb:
        check(kb)


def test_every_kind_of_span_occurs(
    build: Callable[[dict[str, bytes]], KnowledgeBase],
) -> None:
    bom = b"\xef\xbb\xbf"
    with build(
        {name: write(list(SAYS)) for name, write in FORMATS.items() if name != "a.txt"}
        | {"a.txt": bom + as_txt(list(SAYS))}
    ) as kb:
        seen = check(kb)
    expected = {"chunk", "sentence", "mention", "fact", "object", "text value", "reference"}
    expected |= {"target", "condition", "exception", "deadline"}
    assert expected <= set(seen), expected - set(seen)


@pytest.mark.one_store("what is read of files, before any store")
@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_nul_is_read_or_reported(
    build: Callable[[dict[str, bytes]], KnowledgeBase], name: str
) -> None:
    files = {name: FORMATS[name]([f"The Operator must{NUL} report a leak.", SAYS[1]])}
    with build(files | {"z.txt": as_txt(list(SAYS))}) as kb:
        assert check(kb)["mention"] > 0


def test_the_examples(built_examples: Path) -> None:
    with KnowledgeBase(built_examples) as kb:
        assert check(kb)["fact"] > 100
