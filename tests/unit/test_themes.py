"""Main themes: which questions ask for them, which documents belong together, and their names."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from generation.policy import decide_themes
from generation.themes.document_clusters import Node, clusters
from generation.themes.named_themes import themes
from generation.themes.themes_question import asks_for_themes
from graph.theme_material import NameUse, StatedPlace, ThemeMaterial

SAILS = ("main sail", "jib", "halyard", "boom")
ENGINES = ("fuel pump", "impeller", "oil filter", "gearbox")


def material() -> ThemeMaterial:
    """Four documents about sails, three about engines, one about nothing that others have."""
    titles, uses, stated = {}, [], []
    for number in range(8):
        key = f"harbour/{number}.md"
        titles[key] = f"Paper {number}"
        names = SAILS if number < 4 else ENGINES if number < 7 else ("lantern",)
        for name in names:
            uses.append(NameUse(key, (), name))
        quote = f"The {names[0]} must be checked by hand {number + 2} times a year."
        stated.append(StatedPlace(f"f_{number}", key, (), f"c_{number}", 0, len(quote), quote))
    return ThemeMaterial(titles, tuple(uses), tuple(stated))


def test_documents_that_share_names_are_one_theme_named_by_them() -> None:
    found = themes(material())
    assert [len(theme.documents) for theme in found] == [4, 3]
    # only what a fact holds names a theme: "jib" is used as often
    assert [theme.names for theme in found] == [("main sail",), ("fuel pump",)]
    assert [theme.facts for theme in found] == [4, 3]
    assert len({place.document for place in found[0].examples}) == 3
    assert all("main sail" in place.quote for place in found[0].examples)


def test_the_order_of_what_is_read_changes_nothing() -> None:
    known = material()
    shuffled = random.Random(3)
    for _ in range(5):
        uses, stated = list(known.uses), list(known.stated)
        titles = list(known.titles.items())
        for rows in (uses, stated, titles):
            shuffled.shuffle(rows)  # type: ignore[arg-type]
        other = ThemeMaterial(dict(titles), tuple(uses), tuple(stated))
        assert clusters(other) == clusters(known)
        assert [t.names for t in themes(other)] == [t.names for t in themes(known)]


def test_no_hash_seed_changes_the_clusters() -> None:
    code = (
        "import json, test_themes as t\n"
        "from generation.themes.document_clusters import clusters\n"
        "print(json.dumps([[n.document for n in g] for g in clusters(t.material())]))"
    )
    found = set()
    for seed in ("1", "77"):
        path = os.pathsep.join((str(Path(__file__).parent), *sys.path))
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        run = subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        found.add(json.dumps(json.loads(run.stdout)))
    assert len(found) == 1


def test_of_few_documents_sections_are_put_together() -> None:
    titles = {"harbour/one.md": "All of it"}
    uses, stated = [], []
    for number in range(6):
        heading = ("All of it", f"Part {number}")
        names = SAILS if number < 3 else ENGINES
        uses += [NameUse("harbour/one.md", heading, n) for n in names]
        quote = f"The {names[1]} must be looked after well on day {number}."
        at = number * 100
        stated.append(
            StatedPlace(f"f_{number}", "harbour/one.md", heading, "c", at, at + 10, quote)
        )
    known = ThemeMaterial(titles, tuple(uses), tuple(stated))
    assert [len(group) for group in clusters(known)] == [3, 3]
    assert clusters(known)[0][0] == Node("harbour/one.md", "Part 0")
    assert {theme.headings for theme in themes(known)} == {
        ("Part 0", "Part 1", "Part 2"),
        ("Part 3", "Part 4", "Part 5"),
    }


def test_themes_are_never_answered_as_a_whole() -> None:
    assert [decide_themes(*counts) for counts in ((0, 9), (4, 9), (5, 9), (9, 9))] == [
        "unsupported",
        "related",
        "partly_answered",
        "partly_answered",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "What are these documents about?",
        "What are the main topics?",
        "What are the main themes in these documents?",
        "Which topics do the documents cover?",
        "What is this knowledge base about?",
        "What is in this knowledge base?",
        "Give me an overview of the documents.",
        "Summarise all documents",
        "Please tell me what these files are about",
        "Which subjects are covered in these documents?",
        "What do these documents cover, in short?",
        "What are the themes?",
        "Can you give me a short overview of the knowledge base?",
    ],
)
def test_these_ask_for_themes(question: str) -> None:
    assert asks_for_themes(question)


@pytest.mark.parametrize(
    "question",
    [
        "What is this document about?",
        "What are the main topics of the training?",
        "What must these documents contain?",
        "Where are these documents kept?",
        "What documents must be kept?",
        "What do the records contain?",
        "Which documents are about mooring?",
        "What are the main duties?",
        "What is the base of the tower made of?",
        "What is in the first aid box?",
        "What topics must the annual course cover?",
        "Who reads these documents?",
        "What is the main topic of the safety briefing?",
        "How many documents are there?",
        "Summarise the audit",
        "What do these documents say about mooring?",
        "What is the collection about to be moved?",
        "What are these documents called?",
        "What are the main issues with the fuel pump?",
        "Which themes does the festival have?",
    ],
)
def test_what_only_looks_like_that_does_not(question: str) -> None:
    assert not asks_for_themes(question)
