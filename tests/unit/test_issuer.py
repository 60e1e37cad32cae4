"""Who "we" and "the Company" are, where the document says it. Documents are our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from extraction.resolution import stated_issuer
from groundgraph import KnowledgeBase
from tests.unit.test_firm_and_person_names import read


def issuer(text: str, name: str = "") -> str | None:
    found = stated_issuer(text, read(text).mentions, name)
    return found.surface if found else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kelpworks Inc. (“we,” “our,” or the “Company”) farms kelp.", "Kelpworks Inc."),
        ('Quill Dairy Ltd. and its subsidiaries ("we") churn butter.', "Quill Dairy Ltd."),
        ("In this report “we,” “us” and “our” refer to Vessen Ferries Ltd. and its crews.",
         "Vessen Ferries Ltd."),
        ("Annual report of Varley Foods\nIn May it grew. Varley Foods bakes bread.",
         "Varley Foods"),
        ("We own two mills. Varley Foods bakes bread.", None),
        ("At Kelpworks, we keep the pier clean. Reed is the skipper.", "Kelpworks"),
        ("The skipper met Reed at Kelpworks, and we left.", None),
        ("This Privacy Notice describes how Kelpworks collects names. We keep them.", "Kelpworks"),
        ("Privacy Policy Kelpworks takes your privacy seriously. We keep names.", "Kelpworks"),
        ("Kelpworks is committed to keeping the trust of our crews. We pay them.", "Kelpworks"),
        ("Kelpworks is a distributed company. Our crews work on three coasts.", "Kelpworks"),
        ("Kelpworks is a distributed company. Its crews work on three coasts.", None),
        ("Varley Foods, Inc.\n(Exact name of registrant as specified in its charter)\nWe bake.",
         "Varley Foods, Inc."),
        ("Varley Foods Privacy Policy - Your Rights Effective May 2, 2012\nVarley Foods bakes.",
         "Varley Foods"),
        ("Acorn Corp. (“we”) buys from Birch LLC (“us”).", None),
    ],
)  # fmt: skip
def test_the_issuer_is_who_the_document_says(text: str, name: str | None) -> None:
    assert issuer(text) == name


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("VARLEYFOODS_2021_10K page 7", "Varley Foods"),
        ("Privacy policy of varleyfoods.com", "Varley Foods"),
        ("Varley Foods handbook.md", "Varley Foods"),
        ("Privacy policy of vessenferries.com", None),
        ("Notes on Varley Foods", None),
    ],
)
def test_the_name_of_a_document_says_who_issues_it(name: str, found: str | None) -> None:
    assert issuer("We own two mills. Varley Foods bakes bread.", name) == found


def test_auditors_in_a_report_are_not_its_issuer(tmp_path: Path) -> None:
    text = "Annual report of Varley Foods\n\nWe have audited the accounts of Varley Foods. "
    found = statements(tmp_path, text + "We planned the inspection of the mills.")
    assert "shown" not in {s for f, s in found.items() if f.endswith(("plan", "audit"))}


def statements(folder: Path, text: str) -> dict[str, str]:
    """Name of each fact of a document with `text` -> its status."""
    (folder / "report.md").write_text(text, encoding="utf-8")
    base = KnowledgeBase(folder / "base")
    base.build(folder / "report.md")
    query = (
        "MATCH (s:Entity)<-[:SUBJECT]-(f:Fact) "
        "RETURN s.name AS subject, f.predicate AS predicate, f.status AS status"
    )
    return {
        f"{row['subject']} {row['predicate']}": str(row["status"]) for row in base.cypher(query)
    }


def test_facts_of_we_and_the_company_are_those_of_the_issuer(tmp_path: Path) -> None:
    text = "Kelpworks Inc. (“we” or the “Company”) farms kelp. We operate two plants. "
    found = statements(tmp_path, text + "The Company owns the pier. “We left the port,” Reed said.")
    assert found["Kelpworks Inc. operate"] == "shown"
    assert found["Kelpworks Inc. own"] == "shown"
    assert found.get("Kelpworks Inc. leave", "weak") == "weak"


def test_a_word_in_quotation_marks_behind_we_is_no_speech(tmp_path: Path) -> None:
    text = (
        "Kelpworks Inc. (“we” or the “Company”) farms kelp. We pay crews under the “Harbour Plan”. "
    )
    found = statements(tmp_path, text + "“We left the port. We sold the pier,” Reed said.")
    assert found["Kelpworks Inc. pay"] == "shown"
    assert found.get("Kelpworks Inc. sell", "weak") == "weak"


def test_the_company_of_another_document_is_not_the_issuer_of_this_one(tmp_path: Path) -> None:
    award = "Kelpworks Company (the “Company”) granted the award. The Company owns a pier."
    (tmp_path / "award.md").write_text(award, encoding="utf-8")
    lease = "The Company leases two quays. Reed joined the Company in 1998."
    (tmp_path / "lease.md").write_text(lease, encoding="utf-8")
    base = KnowledgeBase(tmp_path / "base")
    base.build(tmp_path / "award.md", tmp_path / "lease.md")
    names = {str(row["name"]) for row in base.cypher("MATCH (f:Fact) RETURN f.name AS name")}
    assert "Kelpworks Company owns a pier" in names
    assert "The Company leases two quays" in names
    assert "Kelpworks Company leases two quays" not in names


def test_facts_of_we_stay_weak_where_nobody_says_who_that_is(tmp_path: Path) -> None:
    assert statements(tmp_path, "We operate two plants.") == {"We operate": "weak"}


def test_a_fact_of_we_meets_every_doubt(tmp_path: Path) -> None:
    text = (
        "Kelpworks Inc. (“we” or the “Company”) farms kelp. We may give them access to the pier. "
    )
    found = statements(tmp_path, text + "We compete not only with farms, but also with fleets.")
    assert found["Kelpworks Inc. give"] == "weak"
    assert found["Kelpworks Inc. compete with"] == "weak"
