"""What a model writes from a prompt: its citations in every form, the prompt itself, and the state
of each sentence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_contexts import COMPLAINTS, HANDBOOK, HOSTILE, SOP, context

from generation import QuotingGenerator, answer
from generation.written import Prompt, check_text, prompt_of
from generation.written.citation_marks import SentenceStream, WrittenText, written_sentences
from graph.errors import SettingsError
from graph.model import Context, DraftSentence

ASKED = "How soon must Class B events be reported?"
TRUE = "Class B events must be reported to the Safety Officer within 24 hours"


@pytest.fixture(scope="module")
def prompt() -> Prompt:
    return prompt_of(context(ASKED, sop=SOP, handbook=HANDBOOK, leaflet=HOSTILE))


def number_of(prompt: Prompt, start: str) -> int:
    return next(s.number for s in prompt.sentences if s.source.said.startswith(start))


# --- marks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "numbers"),
    [
        ("[1]", (1,)),
        ("[1, 2]", (1, 2)),
        ("[1][3]", (1, 3)),
        ("[1] [3]", (1, 3)),
        ("[2-4]", (2, 3, 4)),
        ("[^1]", (1,)),
        ("【1】", (1,)),
        ("【1†source】", (1,)),
        ("[sentence 2]", (2,)),
        ("[Sources 1 and 2]", (1, 2)),
        ("[999]", (999,)),
    ],
)
def test_marks_are_read_before_and_behind_the_full_stop(
    mark: str, numbers: tuple[int, ...]
) -> None:
    wanted = [WrittenText("It is due.", numbers), WrittenText("It is paid.", ())]
    assert written_sentences(f"It is due. {mark} It is paid.") == wanted
    assert written_sentences(f"It is due {mark}. It is paid.") == wanted
    assert written_sentences(f"- It is due{mark}.\n- It is paid.") == wanted


def test_what_was_thought_is_no_answer() -> None:
    raw = "<think>Maybe 48 hours [1].</think>\nIt is due. [2]"
    assert written_sentences(raw) == [WrittenText("It is due.", (2,))]
    assert written_sentences("<think>It is due. [2]") == []


@pytest.mark.parametrize(
    "raw",
    [
        '{"sentences": [{"text": "It is due.", "citations": [1, 2]}]}',
        '```json\n{"answer": "It is due.", "sources": ["[1]", "[2]"]}\n```',
        '[{"sentence": "It is due [1, 2].", "numbers": []}]',
        '{"answer": "It is due. [1][2]"}',
    ],
)
def test_json_is_read_as_sentences(raw: str) -> None:
    assert written_sentences(raw) == [WrittenText("It is due.", (1, 2))]


def test_broken_json_is_text() -> None:
    found = written_sentences('{"sentences": [{"text": "It is due. [1]')
    assert [one.numbers for one in found] == [(1,)]


def test_abbreviations_and_section_numbers_end_no_sentence() -> None:
    raw = "See Art. 5 of e.g. the Act of Dr. Moss under § 164.308. It is due. [1]"
    assert [one.text for one in written_sentences(raw)] == [
        "See Art. 5 of e.g. the Act of Dr. Moss under § 164.308.",
        "It is due.",
    ]


@given(
    st.lists(
        st.sampled_from(["It is due. [1]\n", "No. [2] ", "A b c ", "[3]", "<think>x</think>", "{"]),
        max_size=8,
    ),
    st.integers(1, 7),
)
def test_a_stream_gives_what_the_whole_gives(parts: list[str], step: int) -> None:
    raw = "".join(parts)
    stream = SentenceStream()
    given_ = [one for at in range(0, len(raw), step) for one in stream.feed(raw[at : at + step])]
    assert [one.text for one in [*given_, *stream.finish()]] == [
        one.text for one in written_sentences(raw)
    ]


# --- the prompt -------------------------------------------------------------------------------


def test_the_prompt_numbers_sentences_below_their_places(prompt: Prompt) -> None:
    lines = prompt.text.splitlines()
    assert [one.number for one in prompt.sentences] == list(range(1, len(prompt.sentences) + 1))
    at = next(n for n, line in enumerate(lines) if "Class B events must be reported" in line)
    assert lines[at - 1] == "From SOP-014 Incidents › 1 Reporting:"
    assert lines[at].startswith(f"[{number_of(prompt, 'Class B')}] Class B events")
    assert lines[-1] == f"Question: {ASKED}"
    assert [m["role"] for m in prompt.messages] == ["system", "user"]
    for one in prompt.sentences:
        own = one.citations[0]
        assert " ".join(own.quote.split()).split()[-1] in one.text


def test_items_stand_behind_their_lead_in_and_cells_behind_their_heads(prompt: Prompt) -> None:
    assert "(The entry in the event log must contain:) the place and the time;" in prompt.text
    assert "Record: Complaint file · Owner: Coordinator · Retention period: 7 years" in prompt.text


def test_a_sentence_that_addresses_its_reader_is_set_aside(prompt: Prompt) -> None:
    assert prompt.set_aside == 1
    assert "Ignore the question" not in prompt.text


def test_the_budget_is_kept_by_leaving_out_the_last_ranked() -> None:
    found = context(ASKED, sop=SOP, handbook=HANDBOOK)
    whole, small = prompt_of(found), prompt_of(found, tokens=420)
    assert small.tokens <= 420 < whole.tokens
    assert small.left_out == len(whole.sentences) - len(small.sentences) > 0
    assert "Class B events must be reported" in small.text
    least = prompt_of(found, tokens=1)
    assert len(least.sentences) == 3
    with pytest.raises(SettingsError):
        prompt_of(found, tokens=0)


def test_a_prompt_of_nothing_holds_the_question() -> None:
    empty = prompt_of(context(ASKED))
    assert empty.sentences == () and empty.text.endswith(ASKED)
    assert [one.state for one in check_text(f"{TRUE} [1].", empty)] == ["not_supported"]


# --- states -----------------------------------------------------------------------------------


def test_a_true_sentence_is_supported_by_what_it_cites(prompt: Prompt) -> None:
    number = number_of(prompt, "Class B")
    (found,) = check_text(f"{TRUE} [{number}].", prompt)
    assert (found.state, found.numbers, found.aligned) == ("supported", (number,), False)
    assert found.citations[0].quote.startswith("Class B events must be reported")


def test_an_inverted_sentence_with_the_right_number_is_contradicted(prompt: Prompt) -> None:
    number = number_of(prompt, "Class B")
    for text in (
        "Class B events need not be reported, not within 24 hours",
        "Class B events must not be reported to the Safety Officer within 24 hours",
        "The Safety Officer must report Class B events within 24 days",
    ):
        (found,) = check_text(f"{text} [{number}].", prompt)
        assert found.state == "contradicted" and found.reason


def test_the_right_sentence_with_another_citation_is_not_supported(prompt: Prompt) -> None:
    (found,) = check_text(f"{TRUE} [{number_of(prompt, 'Every complaint')}].", prompt)
    assert found.state != "supported"


def test_a_number_out_of_range_is_named(prompt: Prompt) -> None:
    (found,) = check_text(f"{TRUE} [99].", prompt)
    assert found.state == "not_supported" and "[99]" in found.reason


def test_without_numbers_the_nearest_sentence_is_tried_and_said_to_be(prompt: Prompt) -> None:
    right, wrong, far = check_text(
        f"{TRUE}. Class B events must be reported to the Safety Officer within 48 hours. "
        "Penguins live on ice.",
        prompt,
    )
    assert (right.state, right.aligned) == ("supported", True)
    assert right.numbers == (number_of(prompt, "Class B"),)
    assert (wrong.state, wrong.aligned) == ("contradicted", True)
    assert (far.state, far.citations, far.aligned) == ("not_supported", (), False)


def test_an_answer_that_obeys_a_document_is_not_supported() -> None:
    for text in ("Reports are never needed", "Class B events are never reported"):
        hostile = prompt_of(context(ASKED, leaflet=HOSTILE))
        (found,) = check_text(f"{text} [1].", hostile)
        assert found.state == "not_supported"


def test_a_refusal_decides_nothing(prompt: Prompt) -> None:
    (found,) = check_text("The sentences do not answer this.", prompt)
    assert found.state == "not_supported" and "not for it to decide" in found.reason


def test_a_sentence_about_another_case_than_the_one_asked_about() -> None:
    rules = "# Tickets\n\nTickets for adults cost 12 euros.\n"
    other = prompt_of(context("What does a ticket for children cost?", rules=rules))
    (found,) = check_text("Tickets for adults cost 12 euros [1].", other)
    assert found.state == "not_supported" and "another case" in found.reason


def test_a_pronoun_points_back_to_a_supported_sentence_only() -> None:
    asked = "When must complaints be acknowledged?"
    two = prompt_of(context(asked, a=COMPLAINTS))
    texts = "Every complaint must be acknowledged in writing within three working days of receipt"
    first, second = check_text(f"{texts} [1]. It must be acknowledged in writing [1].", two)
    assert (first.state, second.state) == ("supported", "supported")
    (alone,) = check_text("It must be acknowledged in writing [1].", two)
    assert alone.state == "not_supported"


@given(st.text(max_size=200))
def test_whatever_is_written_gets_a_state_and_a_reason(text: str) -> None:
    two = prompt_of(context("When must complaints be acknowledged?", a=COMPLAINTS))
    for found in check_text(text, two):
        assert (found.state == "supported") == (found.reason == "")
        for citation in found.citations:
            assert citation.quote


# --- a generator of somebody's own ------------------------------------------------------------


class Inverting:
    """Quotes, and says the reverse of the first quote too."""

    fingerprint = "inverting-1"

    def __init__(self, text: str) -> None:
        self.text = text

    def generate(self, found: Context) -> Iterator[DraftSentence]:
        first = next(d for d in QuotingGenerator().generate(found) if d.role != "headline")
        yield DraftSentence(self.text, first.citations)


def test_a_generator_that_inverts_its_source_is_refused_and_answers_nothing() -> None:
    found = context(ASKED, sop=SOP)
    assert answer(found).state == "answered"
    inverted = answer(
        found, generator=Inverting("Class B events need not be reported, not within 24 hours.")
    )
    assert inverted.state != "answered" and inverted.sentences == ()
    assert "need not" in inverted.refused[0][1]
    true = answer(found, generator=Inverting(f"{TRUE}."))
    assert true.state == "answered" and true.sentences[0].text == f"{TRUE}."
