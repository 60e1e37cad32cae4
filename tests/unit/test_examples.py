"""The example questions rest on words that really stand in the example documents."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
DOCUMENTS = EXAMPLES / "documents"
UPDATES = EXAMPLES / "updates"
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (EXAMPLES / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    if line.strip()
]
ANSWERABLE = [q for q in QUESTIONS if q["type"] != "unanswerable"]
UNANSWERABLE = [q for q in QUESTIONS if q["type"] == "unanswerable"]
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def squash(text: str) -> str:
    """One blank for every run of white space, so that line breaks do not matter."""
    return " ".join(text.split())


def docx_text(path: Path) -> str:
    """Body, headers, footers and footnotes, with tracked changes read as accepted."""
    parts = []
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes)\.xml", name):
                root = ElementTree.fromstring(archive.read(name))
                for paragraph in root.iter(f"{WORD}p"):
                    # deleted text is in w:delText, so w:t alone is the accepted reading
                    parts.append("".join(t.text or "" for t in paragraph.iter(f"{WORD}t")))
    return "\n".join(parts)


def pdf_text(path: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True
    )
    return done.stdout.decode("utf-8").replace("\x0c", "\n")


@cache
def text_of(path: Path) -> str:
    """The plain words of a document, by tools that are not the product's own readers."""
    if path.suffix == ".docx":
        return squash(docx_text(path))
    if path.suffix == ".pdf":
        return squash(pdf_text(path))
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = re.sub(r"(?s)<(style|head)\b.*?</\1>", " ", text)
        text = html.unescape(re.sub(r"</?(?:a|em|strong|span|abbr)\b[^>]*>", "", text))
        text = re.sub(r"<[^>]+>", "\n", text)
    elif path.suffix == ".md":
        text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
        text = re.sub(r"(?m)^(?:#+|[-*>]|\d+\.) +", "", text).replace("**", "")
    return squash(text)


def test_evidence_is_verbatim() -> None:
    missing = [
        (q["id"], e["document"], e["quote"])
        for q in QUESTIONS
        for e in [*q["evidence"], *q.get("near_miss", []), *q.get("also", [])]
        if squash(e["quote"]) not in text_of(EXAMPLES / e["document"])
    ]
    assert missing == []


def test_marked_table_cells_follow_the_words_that_name_their_row() -> None:
    """``after`` picks one of several equal cells: the first behind the words it holds."""
    for q in QUESTIONS:
        for e in q["evidence"]:
            if "after" in e:
                text = text_of(EXAMPLES / e["document"])
                start = text.index(e["after"]) + len(e["after"])
                found = text.index(e["quote"], start)
                assert found - start < 120, (q["id"], text[start : found + 40])


def test_evidence_points_at_one_place() -> None:
    doubtful = [
        (q["id"], e["quote"])
        for q in QUESTIONS
        for e in q["evidence"]
        if "after" not in e and text_of(EXAMPLES / e["document"]).count(squash(e["quote"])) != 1
    ]
    assert doubtful == []


def test_questions_are_complete() -> None:
    ids = [q["id"] for q in QUESTIONS]
    assert len(ids) == len(set(ids)) == 40
    assert len({q["question"] for q in QUESTIONS}) == 40
    assert Counter(q["type"] for q in QUESTIONS) == {
        "lookup": 9,
        "multi_hop": 9,
        "unanswerable": 6,
        "definition": 4,
        "table": 4,
        "list": 3,
        "exception": 3,
        "yes_no": 2,
    }
    for q in QUESTIONS:
        assert ("yes_no" in q) == (q["type"] == "yes_no"), q["id"]


@pytest.mark.parametrize("q", ANSWERABLE, ids=lambda q: q["id"])
def test_answer_states_every_fact(q: dict[str, Any]) -> None:
    assert q["answers"] and q["facts"] and q["evidence"]
    quoted = " ".join(e["quote"] for e in q["evidence"]).casefold()
    for alternatives in q["facts"]:
        assert any(a.casefold() in q["answers"][0].casefold() for a in alternatives), alternatives
        assert any(a.casefold() in quoted for a in alternatives), alternatives
    assert set(q["gold_documents"]) == {e["document"] for e in q["evidence"]}
    assert all((EXAMPLES / name).is_file() for name in q["gold_documents"])
    if q["type"] == "multi_hop":
        assert len(q["gold_documents"]) >= 2


@pytest.mark.parametrize("q", UNANSWERABLE, ids=lambda q: q["id"])
def test_unanswerable_questions_say_why(q: dict[str, Any]) -> None:
    assert not q["answers"] and not q["facts"] and not q["evidence"] and not q["gold_documents"]
    assert q["why_unanswerable"] and q["near_miss"]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


@pytest.mark.parametrize("q", QUESTIONS, ids=lambda q: q["id"])
def test_question_does_not_copy_five_words_in_a_row(q: dict[str, Any]) -> None:
    asked = words(q["question"])
    runs = {" ".join(asked[i : i + 5]) for i in range(len(asked) - 4)}
    for path in DOCUMENTS.iterdir():
        text = " " + " ".join(words(text_of(path))) + " "
        assert [run for run in runs if f" {run} " in text] == [], path.name


def test_documents_of_every_format() -> None:
    formats = Counter(path.suffix for path in DOCUMENTS.iterdir())
    assert formats == {".md": 8, ".html": 3, ".docx": 3, ".pdf": 2, ".txt": 2}
    for path in DOCUMENTS.iterdir():
        assert 400 <= len(text_of(path).split()) <= 1500, path.name


def test_word_documents_hold_what_a_reader_must_cope_with() -> None:
    wanted = {
        "word/document.xml": ("<w:tbl>", "List", "w:footnoteReference"),
        "word/footnotes.xml": ("<w:footnote ",),
        "word/header1.xml": ("<w:t",),
    }
    for path in DOCUMENTS.glob("*.docx"):
        with zipfile.ZipFile(path) as archive:
            for part, marks in wanted.items():
                xml = archive.read(part).decode("utf-8")
                assert all(mark in xml for mark in marks), (path.name, part)
    with zipfile.ZipFile(DOCUMENTS / "sop-007-complaint-handling.docx") as archive:
        xml = archive.read("word/document.xml").decode("utf-8")
    assert re.search(r"<w:del .*?five</w:delText>", xml) and re.search(
        r"<w:ins .*?three</w:t>", xml
    )


def test_conflict_is_real() -> None:
    conflicts = [q for q in QUESTIONS if "conflict" in q]
    assert [q["id"] for q in conflicts] == ["q15"]
    for e in conflicts[0]["conflict"]:
        assert e["quote"] in text_of(EXAMPLES / e["document"])


def test_updates_change_a_few_words() -> None:
    updates = sorted(UPDATES.iterdir())
    assert [path.name for path in updates] == [
        "records-retention-schedule.html",
        "sop-021-vigilance-reporting.md",
    ]
    for path in updates:
        old = (DOCUMENTS / path.name).read_text(encoding="utf-8").splitlines()
        new = path.read_text(encoding="utf-8").splitlines()
        assert len(old) == len(new)
        changed = [
            number for number, pair in enumerate(zip(old, new, strict=True)) if len(set(pair)) > 1
        ]
        assert 2 <= len(changed) <= 3, (path.name, changed)
