"""The verb of a command in front of a name is no part of it; one word that it leaves is no name."""

import pytest

from extraction.language.extractor import SpacyExtractor
from extraction.profile import load_profile
from graph.model import Block, Segment, Span


def names(text: str) -> list[str]:
    segment = Segment(text, 0, (Block("paragraph", Span(0, len(text))),))
    (found,) = SpacyExtractor(load_profile("general")).extract([segment])
    return [mention.surface for mention in found.mentions]


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Tap Speaker to hear the miller.", "Tap"),
        ("From the shelf, tap Bookmarks.", "tap"),
        ("Configure the mill. Configure rye settings.", "Configure"),
        ("Tag Lark Mills in the message.", "Tag"),
    ],
)
def test_no_name_begins_with_the_verb_of_a_command(text: str, verb: str) -> None:
    assert not [name for name in names(text) if name.startswith(verb)]


def test_a_name_of_several_words_stays_without_the_verb() -> None:
    assert "Lark Maps" in names("Facebook: Open the app. Maps: Launch Lark Maps.")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Open Access requires a licence.", "Open Access"),
        ("The clerk keeps the Record Retention Policy of the mill.", "Record Retention Policy"),
        ("Access Control Policy applies to every mill.", "Access Control Policy"),
    ],
)
def test_names_that_begin_with_a_word_like_a_verb_are_whole(text: str, name: str) -> None:
    assert name in names(text)
