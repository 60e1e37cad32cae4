"""Names run to where they end, and what a sentence says against a name. Sentences are our own."""

from __future__ import annotations

from functools import cache

import pytest

from extraction.language import SpacyExtractor
from extraction.language.spacy_model import load_word_classes
from extraction.profile import load_profile
from extraction.resolution import document_pass, resolve
from extraction.resolution.acronyms import definitions
from extraction.resolution.junk import is_fragment
from graph.model import Block, Document, Extraction, Segment, Span
from graph.record.codec import pack_extraction, unpack_extraction


@cache
def extractor() -> SpacyExtractor:
    return SpacyExtractor(load_profile("general"))


def read(text: str) -> Extraction:
    segment = Segment(text, 0, (Block("paragraph", Span(0, len(text))),))
    found = next(iter(extractor().extract([segment])))
    for mention in found.mentions:
        assert text[mention.span.start : mention.span.end] == mention.surface
    return found


def surfaces(text: str) -> set[str]:
    return {mention.surface for mention in read(text).mentions}


@pytest.mark.parametrize(
    ("text", "whole", "cut"),
    [
        ("The tax number is given out by the U.S. Department of the Treasury.",
         "U.S. Department of the Treasury", "U.S. Department"),
        ("They follow the rules of CAQH CORE Phase II and pay.", "CAQH CORE Phase II",
         "CAQH CORE Phase"),
        ("A computed tomography scan uses x-rays to make pictures.", "x-rays", "x"),
    ],
)  # fmt: skip
def test_a_name_runs_to_its_end(text: str, whole: str, cut: str) -> None:
    found = surfaces(text)
    assert whole in found
    assert cut not in found


def test_a_name_does_not_take_in_its_neighbour() -> None:
    text = "Senator Robert Miller met Keen Corporation of New York on Monday."
    # The object of the fact is the whole phrase; what is named are its parts.
    found = {m.surface for m in read(text).mentions if m.rule == "ner"}
    assert {"Robert Miller", "New York"} <= found
    assert not any("Miller" in s and "Keen" in s for s in found)
    assert "Keen Corporation of New York" not in found


@pytest.mark.parametrize(
    ("text", "surface", "doubt"),
    [
        ("Scores were compared with the Maillard reaction in rats.", "Maillard", "modifier"),
        ("The agency gives the maker an opportunity to submit evidence.", "opportunity",
         "complement"),
        ("The request must be in writing and name the pump.", "writing", "adverbial"),
        ("Except as provided in this definition, a fee is due.", "definition", "back"),
        ("They were split into study and control groups.", "study and control groups",
         "several"),
    ],
)  # fmt: skip
def test_what_a_sentence_says_against_a_name(text: str, surface: str, doubt: str) -> None:
    assert (surface, doubt) in {(m.surface, m.doubt) for m in read(text).mentions}


def test_a_name_that_stands_by_itself_is_not_doubted() -> None:
    found = read("The Medicare program pays. The pump treats asthma. Oslo hospitals buy pumps.")
    doubts = {m.surface: m.doubt for m in found.mentions}
    assert doubts["Medicare"] == doubts["asthma"] == doubts["Oslo"] == ""


def test_a_name_whose_mentions_are_all_doubted_is_weak() -> None:
    text = "They act in collaboration with us. We work in collaboration with them. Asthma is ill."
    found = read(text)
    document = Document(
        id="a.txt", version="a", sha256="", name="a", uri="", suffix=".txt", text=text,
        blocks=(Block("paragraph", Span(0, len(text))),),
    )  # fmt: skip
    names = document_pass(document, found.mentions, [], load_profile("general"))
    status = {e.name: e.status for e in resolve([names], [], load_profile("general")).entities}
    assert status["collaboration"] == "weak"


def test_the_doubt_is_kept_with_the_extraction() -> None:
    found = read("The request must be in writing.")
    assert any(m.doubt for m in found.mentions)
    assert unpack_extraction(pack_extraction(found)) == found


def test_verbs_and_adjectives_taken_for_nouns_are_left_out() -> None:
    classes = load_word_classes()
    assert all(classes.is_no_noun(word) for word in ("maintains", "complies", "eosinophilic"))
    assert not any(classes.is_no_noun(word) for word in ("pumps", "policies", "edaravone"))


def test_identifiers_that_go_on_are_no_names() -> None:
    assert "7 CFR 1" not in surfaces("as in 7 CFR 1c.108(b), which holds")


@pytest.mark.parametrize(
    "text", ["in locally advanced (LA) tumours", "cells that do not undergo PCD (NPCD) here"]
)
def test_an_acronym_stands_for_a_noun(text: str) -> None:
    assert not list(definitions(text))


@pytest.mark.parametrize(
    "piece",
    ["one patient", "80 healthy subjects", "unauthorized manner", "number of patients",
     "standard and implementation specifications", 'Center "Mother Teresa'],
)  # fmt: skip
def test_fragments(piece: str) -> None:
    assert is_fragment(piece, parsed_only=True)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("3M Company bought a mill.", "3M Company"),
        ("In 2020, 3M Company bought a mill.", "3M Company"),
        ("Quay Warden Means a warden who is named by the port.", "Quay Warden"),
        ("MIR Means the Harbour Rules.", "MIR"),
    ],
)
def test_a_name_keeps_its_figure_and_ends_before_its_definition(text: str, name: str) -> None:
    found = surfaces(text)
    assert name in found
    assert not any("Means" in surface or surface == "M Company" for surface in found)


def test_millions_begin_no_name() -> None:
    assert not any("M" in surface for surface in surfaces("We paid $3M for 3M users."))
