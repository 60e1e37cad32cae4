"""What a document says of other documents that it replaces: only of whole documents, and where the
sentence says nothing else."""

from __future__ import annotations

import pytest

from extraction.documents import readers
from extraction.documents.stated_replacements import stated_replacements
from graph.model import Source, Stated
from graph.record.codec import dump_stated, load_stated

NEWER, FORMER = "replaces-document", "replaced-by-document"


def stated(text: str, suffix: str = ".md") -> tuple[str, tuple[Stated, ...]]:
    reading = readers.read(
        Source("a" + suffix, text.encode(), suffix, ""), max_document_chars=100_000
    )
    said = stated_replacements(reading.text, reading.blocks, reading.metadata, suffix)
    return reading.text, said


@pytest.mark.parametrize(
    ("line", "kind", "named", "since"),
    [
        ("This procedure replaces SOP-12 version 2 from 1 March 2025.",
         NEWER, "SOP-12 version 2", "2025-03-01"),
        ("This document supersedes the Travel Policy of 2021.",
         NEWER, "the Travel Policy of 2021", None),
        ("Version 3 of this procedure replaces version 2.", NEWER, "version 2", None),
        ("The Travel Policy of 2021 is hereby withdrawn.", NEWER, "Travel Policy of 2021", None),
        ("The Mooring Code is repealed with effect from 25 May 2018.",
         NEWER, "Mooring Code", "2018-05-25"),
        ("With effect from 1 May 2024, this policy replaces the Leave Policy (2019).",
         NEWER, "the Leave Policy (2019)", "2024-05-01"),
        ("The Old Code is superseded by this code from 1 May 2020.", NEWER, "Old Code",
         "2020-05-01"),
        ("By-law 1987-26 entitled “A by-law on moorings” is repealed.",
         NEWER, "By-law 1987-26 entitled “A by-law on moorings”", None),
        ("This directive supersedes ORD 15-01, which is hereby revoked.", NEWER, "ORD 15-01", None),
        ("Supersedes: SOP-12", NEWER, "SOP-12", None),
        ("This procedure has been replaced by SOP-14 from 1 May 2024.",
         FORMER, "SOP-14", "2024-05-01"),
        ("This policy was superseded on 1 May 2024 by the Travel Policy 2024.",
         FORMER, "the Travel Policy 2024", "2024-05-01"),
    ],
)  # fmt: skip
def test_whole_documents_are_read(line: str, kind: str, named: str, since: str | None) -> None:
    text, (one,) = stated(f"# A procedure\n\n{line}\n\n## 1 Purpose\n\nThe clerk must file it.\n")
    assert (one.kind, one.value, one.since) == (kind, named, since)
    assert one.span is not None
    assert text[one.span.start : one.span.end] == line


@pytest.mark.parametrize(
    "line",
    [
        "This section replaces section 4 of SOP-12.",
        "This procedure replaces section 4 of SOP-12.",
        "This policy does not replace the Travel Policy.",
        "This policy may replace the Travel Policy.",
        "This agreement supersedes all prior agreements between the parties.",
        "This policy replaces the Travel Policy where it differs.",
        "This policy replaces the Travel Policy in part.",
        "The pump was replaced with effect from 1 May 2020.",
        "Jane Smith was replaced by Tom Hill on 1 May 2020.",
        "Jane Smith was replaced on 1 May 2020.",
        "The Harbour Act was repealed.",
        "Paragraph 4 of the Harbour Act is repealed with effect from 1 May 2020.",
        "Replaces the filter every 3 months.",
        "This policy replaces the Travel Policy from 31 February 2025.",
    ],
)
def test_parts_limits_and_things_are_not(line: str) -> None:
    assert stated(f"# A procedure\n\n{line}\n")[1] == ()


def test_fields_of_front_matter() -> None:
    text, said = stated("---\nreplaces: SOP-12\nsuperseded_by: [SOP-14, SOP-15]\n---\n\n# A\n\nx\n")
    assert [(one.kind, one.value) for one in said] == [
        (NEWER, "SOP-12"), (FORMER, "SOP-14"), (FORMER, "SOP-15"),
    ]  # fmt: skip
    assert said[0].span is not None
    assert text[said[0].span.start : said[0].span.end] == "SOP-12"


def test_a_field_with_a_version_alone_is_of_the_document_itself() -> None:
    assert stated("---\nreplaces: 2\n---\n\n# A\n\nThe clerk files it.\n")[1] == ()


def test_the_record_gives_back_what_was_said() -> None:
    said = stated("# A\n\nThis procedure replaces SOP-12 from 1 March 2025.\n\nSupersedes: B-2\n")[
        1
    ]
    without = (Stated(NEWER, "SOP-9"), Stated("version", "3"))
    assert load_stated(dump_stated((*said, *without))) == (*said, *without)


@pytest.mark.parametrize(("blanks", "read"), [(300, True), (20_000, False)])
def test_a_run_of_blanks_behind_a_replacement_is_looked_at_once(blanks: int, read: bool) -> None:
    """It took four times as long for twice as many: twenty thousand would have ended no build. What
    is longer than a statement can be is none."""
    line = f"This policy hereby replaces the Mooring Code{' ' * blanks}"
    assert stated(f"{line}x\0y", ".txt")[1] == ()
    assert [one.value for one in stated(f"{line}.", ".txt")[1]] == ["the Mooring Code"] * read
