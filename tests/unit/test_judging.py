"""Judging sheets, verdicts, agreement and scores: values that were worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.judging.given_verdicts import (
    Verdict,
    read_verdicts,
    verdict_files,
    verdicts_path,
    write_verdicts,
)
from evaluation.judging.judge_agreement import agreement, cohen_kappa
from evaluation.judging.score_forms import score_data, score_lines
from evaluation.judging.score_page import score_html
from evaluation.judging.scores import JudgedSheet, combined, score
from evaluation.judging.sheets import (
    Head,
    Hidden,
    Item,
    Key,
    Population,
    Sheet,
    drawn,
    hash_of,
    key_path,
    key_text,
    read_key,
    read_sheet,
    sheet_lines,
    sheet_text,
)
from evaluation.judging.verdict_words import KINDS, VERDICTS, faults_of, verdict_named
from evaluation.proportions import Share, decimal
from graph.errors import SettingsError

HEAD = Head("harbour", "7", "ab" * 32, "0.1.0", "spacy:x", "2026-01-01T00:00:00Z")
ITEMS = (
    Item(1, "fact", {"fact": "Pilot must ring", "who": "Pilot"}, "The pilot must ring the bell."),
    Item(2, "fact", {"fact": "Crew may rest"}, "Crew may rest for 6 hours.", document="a.md"),
    Item(3, "name", {"name": "Pilot", "kind": "Role"}, "pilot", "The", "must ring."),
    Item(4, "sentence", {"shown": [{"fact": "Bell hangs", "condition": "at night"}]}, "It hangs."),
)  # fmt: skip


def sheet(head: Head = HEAD) -> Sheet:
    return Sheet(head, ITEMS, hash_of(sheet_lines(head, ITEMS)))


def key() -> Key:
    hidden = {
        1: Hidden("north", "active"),
        2: Hidden("south", "passive"),
        3: Hidden("north", "ner"),
        4: Hidden("south"),
    }
    north = Population({"fact": 30, "name": 4}, 1500)
    return Key(sheet().hash, hidden, {"north": north, "south": Population({"fact": 10}, 500)})


def said(*verdicts: str | tuple[str, str]) -> dict[int, Verdict]:
    pairs = [v if isinstance(v, tuple) else (v, "") for v in verdicts]
    return {n: Verdict(n, word, fault) for n, (word, fault) in enumerate(pairs, 1)}


# --- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_has_a_key_of_its_own(kind: Any) -> None:
    keys = [word.key for word in VERDICTS[kind]]
    assert len(set(keys)) == len(keys) and not {"u", "/", "q"} & set(keys)
    for word in VERDICTS[kind]:
        asked = [fault.key for fault in faults_of(kind, word.name)]
        assert len(set(asked)) == len(asked) and not {"u", "/", "q"} & set(asked)


@pytest.mark.parametrize(
    ("kind", "text", "verdict"),
    [
        ("fact", "R", "right"),
        ("fact", " Misleading ", "misleading"),
        ("name", "N", "good"),
        ("name", "G", "generic"),
        ("duty", "true", "acceptable"),
        ("duty", "False", "wrong"),
        ("sentence", "F", "found"),
        ("sentence", "N", "missing"),
        ("qualifier", "na", "skip"),
        ("fact", "good", None),
    ],
)
def test_what_strangers_write_is_understood(kind: Any, text: str, verdict: str | None) -> None:
    assert verdict_named(kind, text) == verdict


# --- draws and sheets -----------------------------------------------------------------------------


@given(st.sets(st.text(max_size=6), min_size=4), st.integers(0, 3))
def test_a_draw_is_by_chance_and_does_not_hang_on_the_others(names: set[str], size: int) -> None:
    everything = drawn(names, str, "1", len(names))
    assert sorted(everything) == sorted(names)
    assert drawn(sorted(names), str, "1", size) == everything[:size]
    gone = everything[0]
    assert drawn(names - {gone}, str, "1", len(names)) == everything[1:]


def test_another_seed_is_another_draw() -> None:
    names = [f"f_{n}" for n in range(100)]
    assert drawn(names, str, "1", 20) != drawn(names, str, "2", 20)
    # 2,000 draws of half: each candidate comes in about half of them.
    counts = [0] * 10
    for seed in range(2000):
        for name in drawn(range(10), str, str(seed), 5):
            counts[name] += 1
    assert all(900 < count < 1100 for count in counts)


def test_a_sheet_is_read_as_it_was_written_and_hides_the_rule(tmp_path: Path) -> None:
    path = tmp_path / "draw.jsonl"
    path.write_text(sheet_lines(HEAD, ITEMS), "utf-8")
    assert read_sheet(path) == sheet()
    assert read_sheet(path).head.figure == "development"
    (tmp_path / "draw.key.json").write_text(key_text(key()), "utf-8")
    assert key_path(path) == tmp_path / "draw.key.json"
    assert read_key(key_path(path), read_sheet(path)) == key()
    for word in ("active", "passive", "rule"):
        assert f'"{word}"' not in path.read_text("utf-8")
    text = sheet_text(HEAD, ITEMS)
    assert "[1] fact\n  fact: Pilot must ring\n  who: Pilot\n" in text
    assert "    - Bell hangs | condition: at night\n" in text
    assert "  in: The ⟦pilot⟧ must ring.\n" in text


def test_files_that_are_none_of_ours_are_named_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    with pytest.raises(SettingsError, match=r"No such file.*eval facts draw"):
        read_sheet(path)
    for text in ("", "[]", "{", '{"sheet": "other 9"}', '{"n": 1}\n'):
        path.write_text(text, "utf-8")
        with pytest.raises(SettingsError, match="no judging sheet"):
            read_sheet(path)
    other = replace(HEAD, corpus="other")
    path.write_text(key_text(key()), "utf-8")
    with pytest.raises(SettingsError, match="belongs to another sheet"):
        read_key(path, sheet(other))
    path.write_text("{}", "utf-8")
    with pytest.raises(SettingsError, match="no key"):
        read_key(path, sheet())


# --- verdicts -------------------------------------------------------------------------------------


def test_verdicts_are_kept_and_the_last_word_counts(tmp_path: Path) -> None:
    path = verdicts_path(tmp_path / "draw.jsonl", "ada")
    assert path == tmp_path / "draw.verdicts.ada.jsonl"
    write_verdicts(path, [Verdict(1, "wrong", "subject"), Verdict(3, "good"), Verdict(1, "right")])
    assert read_verdicts(path, sheet()) == {"ada": {3: Verdict(3, "good"), 1: Verdict(1, "right")}}
    assert list(read_verdicts(path, sheet())["ada"]) == [3, 1]
    assert verdict_files(tmp_path / "draw.jsonl") == [path]
    assert path.stat().st_mode & 0o777 == 0o600


def test_plain_lines_of_strangers_are_read(tmp_path: Path) -> None:
    path = tmp_path / "judge_b.jsonl"
    rows = [
        {"n": 1, "verdict": "W", "fault": "cond", "note": "lost “at night”"},
        {"n": 2, "verdict": "T"},
        {"n": 3, "verdict": "G", "fault": None},
        {"n": 4, "verdict": "P", "fault": ["deadline", "more"], "judge": "cy"},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows) + "\n", "utf-8")
    found = read_verdicts(path, sheet())
    assert found["judge_b"][1] == Verdict(1, "wrong", "lost condition", "lost “at night”")
    assert [v.verdict for v in found["judge_b"].values()] == ["wrong", "trivial", "generic"]
    assert found["cy"][4].fault == "deadline"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"n": 9, "verdict": "right"}', "line 2: the sheet has no item 9; it has 1 to 4"),
        ('{"n": 1, "verdict": "great"}', "'great' is no verdict on a fact. Use one of right, wro"),
        ('{"n": 1}', "a verdict looks like this"),
        ("n = 1", "no JSON"),
        ('{"n": 1, "verdict": "right", "sheet": "0000"}', "on another sheet"),
    ],
)
def test_what_is_no_verdict_is_named_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "v.jsonl"
    path.write_text('{"n": 2, "verdict": "right"}\n' + line + "\n", "utf-8")
    with pytest.raises(SettingsError) as error:
        read_verdicts(path, sheet())
    assert message in str(error.value) and "line 2" in str(error.value)


def test_a_judge_has_a_name_that_a_file_can_have(tmp_path: Path) -> None:
    for name in ("", "../x", "a b", "a/b"):
        with pytest.raises(SettingsError, match="cannot name a judge"):
            verdicts_path(tmp_path / "draw.jsonl", name)


# --- shares and agreement -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (93, 100, 0.8625, 0.9657),
        (5, 10, 0.2366, 0.7634),
    ],
)
def test_wilsons_interval(count: int, total: int, low: float, high: float) -> None:
    share = Share(count, total)
    assert (share.low, share.high) == pytest.approx((low, high), abs=1e-4)


def test_a_share_of_nothing_is_none() -> None:
    assert (Share(0, 0).value, Share(0, 0).low, Share(0, 0).high) == (None, 0.0, 1.0)
    assert str(Share(0, 0)) == "none judged"
    assert str(Share(93, 100)) == ".93 [.86, .97] of 100"
    assert [decimal(value) for value in (1.0, 0.999, 0.0, -0.2)] == ["1.00", "1.00", ".00", "-.20"]
    with pytest.raises(ValueError):
        Share(3, 2)


def test_kappa_takes_off_what_chance_would_give() -> None:
    """The textbook's table: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no; raw .70, kappa .40."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert cohen_kappa(pairs) == pytest.approx(0.4)
    found = agreement(pairs)
    assert (found.raw.count, found.raw.total) == (35, 50)
    assert found.low is not None and found.high is not None
    assert 0.05 < found.low < 0.4 < found.high < 0.7
    assert agreement(pairs) == found
    assert cohen_kappa([("y", "y")] * 5) is None and cohen_kappa([]) is None
    assert agreement([("y", "y")] * 5).kappa is None


# --- scores ---------------------------------------------------------------------------------------


def test_scores_by_kind_corpus_rule_and_fault() -> None:
    ada = said("right", ("misleading", "deadline"), ("good", "wrong kind"), "found")
    [one] = [JudgedSheet(sheet(), {"ada": ada}, key())]
    found = score([one])
    facts = found.kinds["fact"]
    assert facts.shares["right"] == Share(1, 2) and facts.shares["misleading"] == Share(1, 2)
    assert facts.by_corpus == {"north": Share(1, 1), "south": Share(0, 1)}
    assert facts.by_rule == {"active": Share(1, 1), "passive": Share(0, 1)}
    assert facts.faults == {"deadline": 1}
    # Half of 40 shown facts over 2,000 words.
    assert facts.good_per_1000_words is not None
    assert facts.good_per_1000_words[1] == pytest.approx(10)
    assert found.kinds["name"].shares == {"good": Share(1, 1), "wrong kind": Share(1, 1)}
    assert found.kinds["sentence"].shares["found rightly"] == Share(1, 1)
    assert set(found.kinds) == {"fact", "name", "sentence"}


def test_skipped_and_unjudged_items_are_in_no_share() -> None:
    found = score([JudgedSheet(sheet(), {"ada": said("skip", "right")}, key())])
    facts, names = found.kinds["fact"], found.kinds["name"]
    assert (facts.shares["right"], facts.skipped, facts.unjudged) == (Share(1, 1), 1, 0)
    assert (names.shares["good"], names.unjudged) == (Share(0, 0), 1)
    assert names.good_per_1000_words is None


def test_of_several_judges_most_count_and_on_a_tie_the_stricter() -> None:
    judged = {
        "ada": said("right", "right", "good"),
        "bo": said("right", ("wrong", "subject"), ("good", "wrong kind")),
        "cy": said("wrong", "skip", "good"),
    }
    found = combined(judged)
    assert [found[n].verdict for n in (1, 2, 3)] == ["right", "wrong", "good"]
    assert found[2].fault == "subject" and found[3].fault == "wrong kind"
    facts = score([JudgedSheet(sheet(), judged, key())]).kinds["fact"]
    assert facts.shares["right"] == Share(1, 2)
    assert facts.by_judge == {"ada": Share(2, 2), "bo": Share(1, 2), "cy": Share(0, 1)}
    assert facts.agreement["ada and bo"].raw == Share(1, 2)
    assert facts.agreement["ada and cy"].raw == Share(0, 1)  # the skipped item is in no pair


def test_a_figure_is_a_test_only_where_all_was_frozen_and_nobody_knew() -> None:
    frozen = replace(HEAD, frozen="1 May, tag 3")
    judged = {"ada": said("right")}
    found = score([JudgedSheet(sheet(frozen), judged)])
    assert found.figure == "test" and "1 May, tag 3" in found.why
    assert score([JudgedSheet(sheet(), judged)]).figure == "development"
    both = [JudgedSheet(sheet(frozen), judged), JudgedSheet(sheet(), judged)]
    assert score(both).figure == "development"
    knew = {"ada": {1: Verdict(1, "right", saw_rules=True)}}
    found = score([JudgedSheet(sheet(frozen), knew)])
    assert found.figure == "development" and found.why.startswith("ada had seen the rules")


def test_without_a_key_nothing_is_said_by_rule() -> None:
    found = score([JudgedSheet(sheet(), {"ada": said("right", "wrong")})])
    facts = found.kinds["fact"]
    assert facts.by_rule == {} and facts.good_per_1000_words is None
    assert facts.by_corpus == {"harbour": Share(1, 2)}
    assert "no key" in found.notes[0]


def test_forms_of_a_score(tmp_path: Path) -> None:
    judged = {"ada": said("right", "wrong"), "<b>": said("right", "right")}
    found = score([JudgedSheet(sheet(), judged, key())])
    data = json.loads(json.dumps(score_data(found)))
    assert data["figure"] == "development" and data["sheets"][0]["base"] == "ab" * 32
    assert data["kinds"]["fact"]["shares"]["right"]["count"] == 1
    assert data["kinds"]["fact"]["agreement"]["<b> and ada"]["raw"]["total"] == 2
    text = "\n".join(score_lines(found))
    assert text.startswith("A figure of development: nobody said when harbour was drawn")
    assert "  right                        .50 [.09, .91] of 2" in text
    page = score_html(found)
    assert "&lt;b&gt; and ada" in page and "<b> and" not in page
    assert "<script" not in page and "http" not in page.replace("http-equiv", "")
