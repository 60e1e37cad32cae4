"""Language of a text: English or not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extraction.documents.detect_language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The operator must report a leak to the authority within 2 days.", "en"),
        ("Der Bericht muss innerhalb von 24 Stunden an die Behörde gesendet werden.", "de"),
        ("Le rapport doit être envoyé à l'autorité dans les 24 heures.", "fr"),
        ("El informe debe enviarse a la autoridad en un plazo de 24 horas.", "es"),
        ("Il rapporto deve essere inviato all'autorità entro 24 ore.", "it"),
        ("Het rapport moet binnen 24 uur naar de autoriteit worden gestuurd.", "nl"),
        ("Rapporten skal sendes til myndigheden inden for 24 timer, og det er ikke nok.", "da"),
        ("報告書は24時間以内に当局へ提出しなければならない。", "ja"),
        ("报告必须在二十四小时内提交给主管机关。", "zh"),
        ("Отчет должен быть направлен в течение 24 часов.", "ru"),
        ("يجب إرسال التقرير خلال 24 ساعة.", "ar"),
        ("12 34.5 | 77 %", "und"),
        ("", "und"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert detect(text) == language


def test_english_with_foreign_words_is_english() -> None:
    text = "The report of the Bundesamt für Strahlenschutz und der GRS was sent to the authority."
    assert detect(text) == "en"


def test_passages_of_the_public_sets_are_english(shared_data: Path) -> None:
    for name in ("pubmedqa", "scifact", "hotpotqa_train100", "musique_train100"):
        with (shared_data / name / "corpus.jsonl").open(encoding="utf-8") as file:
            found = [
                detect(json.loads(line)["text"]) for _, line in zip(range(900), file, strict=False)
            ]
        assert set(found) <= {"en", "und"}
        assert found.count("und") <= len(found) // 100
