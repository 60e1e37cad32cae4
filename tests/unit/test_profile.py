"""Profiles: the shipped ones load, mistakes are named with what is accepted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extraction.language.explain import explain
from extraction.profile import SHIPPED, Profile, load_profile, parse_profile
from graph.errors import ProfileError


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_profiles_load(name: str) -> None:
    profile = load_profile(name)
    assert profile.name == name
    assert profile.kinds and profile.identifiers


def test_fingerprint_follows_the_content() -> None:
    first = parse_profile("name: a\nignore: [thing]", "a")
    same = parse_profile("ignore: [thing]\nname: a", "a")
    other = parse_profile("name: a\nignore: [things]", "a")
    assert first.fingerprint == same.fingerprint != other.fingerprint


def test_a_profile_of_your_own(tmp_path: Path) -> None:
    path = tmp_path / "pumps.yaml"
    path.write_text("terms:\n  - {name: HX-200, kind: Product, aliases: [the pump]}\n")
    profile = load_profile(str(path))
    assert profile.name == "pumps"
    assert profile.terms[0].aliases == ("the pump",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("colour: red", "unknown key 'colour'; accepted are: name, kinds"),
        ("terms: [{name: a, colour: red}]", "accepted are: name, kind, aliases"),
        ("identifiers: [{pattern: '('}]", "not a regular expression"),
        ("identifiers: [{pattern: 'a*'}]", "matches the empty text"),
        ("may_not: perhaps", "may_not"),
        ("[1, 2]", "not a mapping"),
        ("a: [", "not valid YAML"),
    ],
)
def test_mistakes_are_named(text: str, says: str) -> None:
    with pytest.raises(ProfileError, match=re.escape(says)):
        parse_profile(text, "mine")


def test_an_unknown_profile_lists_the_shipped_ones() -> None:
    with pytest.raises(ProfileError, match="general, regulation"):
        load_profile("no-such-profile")


def test_explain_says_what_a_profile_does() -> None:
    profile = Profile.model_validate(
        {
            "name": "pumps",
            "terms": [{"name": "HX-200", "kind": "Product"}],
            "predicates": {"notify": ["inform"]},
        }
    )
    lines = explain(profile, "The manufacturer must inform users of HX-200 within 30 days.")
    text = "\n".join(lines)
    assert "'HX-200' is a Product (profile-term)" in text
    assert "duration P30D" in text
    assert "manufacturer | must notify | users of HX-200" in text
    assert "deadline: within 30 days" in text
    assert "shown (rule active)" in text
