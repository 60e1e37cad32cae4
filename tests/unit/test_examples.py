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
        for e in [*q["evidence"], *q.get("near_miss", [])]
        if squash(e["quote"]) not in text_of(EXAMPLES / e["document"])
    ]
    assert missing == []
