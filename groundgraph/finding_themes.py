"""Main themes: what all documents of a scope are about, and its card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundgraph.asking import Asking, Found, tell_all

if TYPE_CHECKING:
    from generation.written import Prompt


def found_themes(question: str, asking: Asking) -> Found | None:
    """The card of the themes that `question` asks for; None where it asks for none."""
    from generation.themes.themes_question import asks_for_themes

    if not asks_for_themes(question):
        return None
    from generation.themes.named_themes import MOST, themes
    from generation.themes.themes_card import themes_card
    from generation.themes.themes_prompt import themes_prompt

    material = asking.base.read(lambda found: found.theme_material(asking.scope))
    found = themes(material)
    chunks = [place.chunk for theme in found[:MOST] for place in theme.examples]
    context = asking.base.read(lambda one: one.passages(question, chunks, asking.scope))
    card = themes_card(context, found, material.titles, asking.standing(material.titles))
    tell_all(card, asking.listener)

    def prompt(tokens: int) -> Prompt:
        return themes_prompt(context, found, tokens=tokens)

    return Found(card, context.generation, prompt)
