"""What a document states of its own version and validity: read where it stands like a label, and
nothing where that is not sure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.documents import readers
from extraction.documents.own_version import own_version
from extraction.documents.read_document import read_document
from graph.model import Source


def stated(text: str, suffix: str = ".md") -> dict[str, str]:
    """Kind -> value, each with a span that holds the words it came from."""
    reading = readers.read(
        Source("a" + suffix, text.encode(), suffix, ""), max_document_chars=100_000
    )
    found = own_version(reading.text, reading.blocks, reading.metadata, suffix)
    for one in found:
        assert one.span is not None
        quote = reading.text[one.span.start : one.span.end]
        assert one.value in quote or one.value[:4] in quote
    return {one.kind: one.value for one in found}


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (
            "Version 3, effective 3 February 2025. Owner: Safety Officer.",
            {"version": "3", "valid_from": "2025-02-03"},
        ),
        ("Revision 2.1, valid from 1 May 2024 until 30 April 2026.",
         {"version": "2.1", "valid_from": "2024-05-01", "valid_to": "2026-04-30"}),
        ("Version 3 replaces version 2.", {"version": "3", "replaces": "2"}),
        ("Version 4, effective 3 March 2025, replaces version 3.",
         {"version": "4", "replaces": "3", "valid_from": "2025-03-03"}),
        ("Effective date: February 3, 2025", {"valid_from": "2025-02-03"}),
        ("Issue 7 | Valid until 2026-12-31", {"version": "7", "valid_to": "2026-12-31"}),
        ("Policy on visitors (Version 2.0)", {"version": "2.0"}),
        ("SOP-9 · Rev. 12 · In force since 1st Sept. 2023",
         {"version": "12", "valid_from": "2023-09-01"}),
        ("This is version 5 of the procedure. Supersedes revision 4.",
         {"version": "5", "replaces": "4"}),
        ("Expiry date: 31 January 2027", {"valid_to": "2027-01-31"}),
    ],
)  # fmt: skip
def test_labels_of_a_title_block(line: str, wanted: dict[str, str]) -> None:
    assert stated(f"# A procedure\n\n{line}\n\n## 1 Purpose\n\nThe clerk must file it.\n") == wanted


@pytest.mark.parametrize(
    "line",
    [
        "Keep this for software version 4.2.",
        "Effective 1 March 2025, the fee rises to 20 EUR.",
        "Version 3.2 requires a new licence.",
        "The scheme has been effective 1 March 2025 in some places only.",
        "Effective 03/02/2025.",  # February or March
        "Effective January 2025.",
        "Effective 31 February 2025.",
        "We discussed version 3 and version 4 at length.",
        "It remained valid until 1 May 2024 when the board met.",
        "Version 3. Version 4.",
        "Valid from 1 May 2026 until 30 April 2024.",
        "Version 12 of the Harbour kernel was released.",
        "Versions differ. Issue at hand: 7 people.",
    ],
)
def test_what_is_about_something_else_or_unsure_is_not_taken(line: str) -> None:
    assert stated(f"# A procedure\n\n{line}\n") == {}


def test_only_the_beginning_is_read() -> None:
    history = (
        "# Rules\n\nThe clerk must file it.\n\n## History\n\nVersion 3, effective 3 May 2025.\n"
    )
    assert stated(history) == {}
    far = "# Rules\n\n" + "The clerk must file it.\n\n" * 20 + "Version 3.\n"
    assert stated(far) == {}
    assert stated("# Rules\n\n## Version 2.0\n\nThe clerk must file it.\n") == {}


def test_tables_of_document_control_and_histories() -> None:
    control = (
        "# R\n\n| Item | Entry |\n|---|---|\n| Version | 3 |\n| Effective date | 3 May 2025 |\n"
    )
    assert stated(control) == {"version": "3", "valid_from": "2025-05-03"}
    columns = "# R\n\n| Owner | Version | Valid from |\n|---|---|---|\n| QA | 4 | 2025-05-03 |\n"
    assert stated(columns) == {"version": "4", "valid_from": "2025-05-03"}
    history = (
        "# R\n\n| Version | Date | Change |\n|---|---|---|\n| 1 | 2020-01-01 | new |\n"
        "| 2 | 2021-01-01 | more |\n"
    )
    assert stated(history) == {}


def test_front_matter_comes_first_and_has_spans() -> None:
    front = "---\nversion: 7\neffective: 2025-02-03\nvalid_until: 31 May 2027\n---\n"
    wanted = {"version": "7", "valid_from": "2025-02-03", "valid_to": "2027-05-31"}
    assert stated(f"{front}# R\n\nVersion 6.\n") == wanted


def test_fields_of_a_row_have_no_span_and_a_word_processors_are_not_taken() -> None:
    row = b'{"id": "1", "text": "The clerk must rest.", "version": 2, "valid_from": "2024-01-01"}'
    document = read_document(Source("r.jsonl#1", row, ".jsonl", ""), "0" * 64, 10_000)
    assert [(one.kind, one.value, one.span) for one in document.stated] == [
        ("valid_from", "2024-01-01", None),
        ("version", "2", None),
    ]
    assert (document.valid_from, document.own_version) == ("2024-01-01", "2")
    assert document.edition == "version 2, valid from 2024-01-01"
    assert own_version("Words.", (), {"revision": "9", "version": "1"}, ".docx") == ()


def test_a_document_that_states_nothing_is_known_by_its_import() -> None:
    document = read_document(Source("a.txt", b"The clerk must rest.", ".txt", ""), "0" * 64, 10_000)
    assert (document.stated, document.edition) == ((), "import 1")


PIECES = st.sampled_from(
    "Version |3|2.1|, |effective |3 February 2025|2025-02-03| until |valid from |. |\n\n|\n|# |"
    "replaces version |(|)|Issue |  | ".split("|")
)


@given(st.lists(PIECES, max_size=30))
def test_spans_lie_in_the_text_whatever_it_is(pieces: list[str]) -> None:
    stated("Start.\n\n" + "".join(pieces))
