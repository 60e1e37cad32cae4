"""From a built base to a judged score: drawing, judging with keys, scoring, and what goes wrong."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from command import in_this_process

from evaluation.judging.sheets import Item, key_path, read_key, read_sheet
from graph.errors import NotFound, SettingsError
from groundgraph import KnowledgeBase
from groundgraph.as_json import as_json
from groundgraph.cli.judging_terminal import judge_in_terminal
from groundgraph.judging_draw import DrawRequest, draw, neighbours, write_draw
from groundgraph.judging_sentences import clear_sentences, cues
from groundgraph.judging_session import JudgingSession, score_sheets, sheets_beside
from groundgraph.views.duties import all_duties
from groundgraph.views.judging_page import GivenVerdict, page_of

EXAMPLES = pytest.mark.one_store("draws from what the base exports, which others compare")
Write = Callable[[dict[str, str]], Path]


def run(*arguments: str, code: int = 0) -> tuple[str, str]:
    status, out, err = in_this_process(*arguments)
    assert status == code, (status, out[-2000:], err[-2000:])
    return out.decode("utf-8"), err.decode("utf-8")


@pytest.fixture
def sheet(examples_copy: Path) -> Path:
    run("eval", "facts", "draw", "--kb", str(examples_copy), "--facts", "6", "--names", "4",
        "--duties", "3", "--sentences", "4", "--qualifiers", "3")  # fmt: skip
    return examples_copy / "judging" / "draw-1.jsonl"


@EXAMPLES
def test_a_sheet_holds_what_is_shown_and_nothing_of_how_it_was_read(
    sheet: Path, examples_copy: Path
) -> None:
    found = read_sheet(sheet)
    key = read_key(key_path(sheet), found)
    kinds = [item.kind for item in found.items]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "fact": 6, "name": 4, "duty": 3, "sentence": 4, "qualifier": 3,
    }  # fmt: skip
    with KnowledgeBase(examples_copy) as base:
        assert found.head.base == base.store.generation["content_hash"]
        stats = base.stats()
        population = key.population["documents"].items
        assert population["fact"] == stats["facts"] and population["name"] == stats["entities"]
        assert population["duty"] == len(all_duties(base))
        for item in found.items:
            ids = key.hidden[item.n].ids
            if item.kind == "fact":
                [row] = base.cypher(
                    "MATCH (f:Fact {id: $id}) RETURN f.name AS name, f.status AS status",
                    {"id": ids["fact"]},
                )
                assert (item.shown["fact"], "shown") == (row["name"], row["status"])
            if item.kind in ("fact", "duty", "sentence"):
                text = base.document(item.document).text
                assert item.quote == " ".join(text[ids["start"] : ids["end"]].split())
    lines = sheet.read_text("utf-8")
    rules = {hidden.rule for n, hidden in key.hidden.items() if found.items[n - 1].kind == "fact"}
    assert rules and not any(f'"{rule}"' in lines for rule in rules)
    assert '"why_weak"' not in lines and '"score"' not in lines and '"f_' not in lines


@EXAMPLES
def test_the_same_seed_draws_the_same_items_and_files_are_never_overwritten(
    sheet: Path, examples_copy: Path, tmp_path: Path
) -> None:
    with KnowledgeBase(examples_copy) as base:
        first = draw(base, DrawRequest("1", {"fact": 6}))
        assert first.items[:6] == read_sheet(sheet).items[:6]
        assert draw(base, DrawRequest("2", {"fact": 6})).items != first.items
        one = draw(base, DrawRequest("1", {"fact": 5}, documents=["*sop-021*"]))
        assert {item.document for item in one.items} == {"documents/sop-021-vigilance-reporting.md"}
        assert one.key.population["documents"].words < first.key.population["documents"].words
        with pytest.raises(SettingsError, match="already, and people may have judged it"):
            write_draw(first, sheet)
        with pytest.raises(NotFound, match="groundgraph documents"):
            draw(base, DrawRequest("1", documents=["nothing*"]))
        with pytest.raises(SettingsError, match="has no field 'tone'"):
            draw(base, DrawRequest("1", by="tone"))


@EXAMPLES
def test_weak_facts_are_drawn_by_reason(examples_copy: Path) -> None:
    with KnowledgeBase(examples_copy) as base:
        made = draw(base, DrawRequest("1", {}, weak=2))
        weak = base.cypher(
            "MATCH (f:Fact {status: 'weak'})-[s:SUPPORTED_BY]->() RETURN DISTINCT s.why_weak AS why"
        )
    told = Counter(hidden.rule for hidden in made.key.hidden.values())
    assert set(told) <= {row["why"] for row in weak} and len(told) > 3
    assert max(told.values()) == 2
    assert {item.kind for item in made.items} == {"fact"}
    assert all(counts.items["fact"] == 0 for counts in made.key.population.values())


class Keys:
    """Presses the keys of a text, one by one."""

    def __init__(self, keys: str) -> None:
        self._keys: Iterator[str] = iter(keys)

    def __call__(self) -> str:
        return next(self._keys)


@EXAMPLES
def test_judging_by_keys_can_be_left_taken_back_and_resumed(
    sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ada = JudgingSession(sheet, "ada")
    judge_in_terminal(ada, Keys("r" + "wd" + "zu" + "/mb" + "q"), lambda: "the captain, not he")
    said = ada.verdicts
    assert {n: (v.verdict, v.fault, v.note) for n, v in said.items()} == {
        1: ("right", "", ""),
        2: ("misleading", "subject", "the captain, not he"),
    }
    again = JudgingSession(sheet, "ada")
    assert again.next is not None and again.next.n == 3
    judge_in_terminal(again, Keys("t" + "r" * 200), lambda: "")
    assert again.next is None and len(again.verdicts) == 20
    shown = capsys.readouterr().out
    assert "no such key" in shown and "taken back: item 2" in shown
    assert "2 of 20 judged; the same command goes on from here." in shown
    assert "All 20 items have a verdict" in shown
    assert "why_weak" not in shown and "rule:" not in shown
    with pytest.raises(SettingsError, match="cannot be said of item 1"):
        again.give(1, "good")
    with pytest.raises(SettingsError, match="cannot be said of item 99"):
        again.give(99, "right")


@EXAMPLES
def test_scores_from_the_command_line(sheet: Path, tmp_path: Path, examples_copy: Path) -> None:
    strangers = tmp_path / "bo.jsonl"
    items = read_sheet(sheet).items
    rows = [{"n": item.n, "verdict": "W" if item.n == 1 else "r"} for item in items]
    strangers.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    JudgingSession(sheet, "ada").give(1, "right")
    beside = sheet.with_name("draw-1.verdicts.ada.jsonl")
    out, _ = run("eval", "facts", "score", str(sheet), "--verdicts", str(strangers), "--verdicts",
                 str(beside), "--kb", str(examples_copy), "--html", str(tmp_path / "r.html"),
                 "--json", str(tmp_path / "r.json"))  # fmt: skip
    assert "A figure of development" in out and "ada and bo: the same verdict .00" in out
    data = json.loads((tmp_path / "r.json").read_text("utf-8"))
    right = data["kinds"]["fact"]["shares"]["right"]
    assert (right["count"], right["total"]) == (5, 6)
    assert data["kinds"]["fact"]["by_rule"]
    assert data["kinds"]["duty"]["shares"]["acceptable"]["count"] == 3
    assert "What judges said of this graph" in (tmp_path / "r.html").read_text("utf-8")
    out, err = run("eval", "facts", "score", str(sheet), "--json", "-")
    assert json.loads(out)["judges"] == ["ada"] and err == ""


@EXAMPLES
def test_what_can_be_wrong_says_what_to_do(
    sheet: Path, tmp_path: Path, small_documents: Write, examples_copy: Path
) -> None:
    _, err = run("eval", "facts", "score", str(sheet), code=2)
    assert "nobody has judged" in err and "eval facts judge" in err
    wrong = tmp_path / "v.jsonl"
    wrong.write_text('{"n": 77, "verdict": "right"}\n', "utf-8")
    _, err = run("eval", "facts", "score", str(sheet), "--verdicts", str(wrong), code=2)
    assert "line 1: the sheet has no item 77; it has 1 to 20" in err
    _, err = run("eval", "facts", "judge", str(sheet), code=2)
    assert "judging needs a terminal" in err and "--verdicts" in err
    other = tmp_path / "other"
    with KnowledgeBase(other) as base:
        base.build(small_documents({"a.txt": "1\n"}))
    wrong.write_text('{"n": 1, "verdict": "right"}\n', "utf-8")
    _, err = run("eval", "facts", "score", str(sheet), "--verdicts", str(wrong), "--kb",
                 str(other), code=2)  # fmt: skip
    assert "drawn from another base or state of it" in err and "Leave --kb out" in err
    _, err = run("eval", "facts", "draw", "--kb", str(other), "-o", str(tmp_path / "x"), code=4)
    assert "shows nothing to judge" in err and not (tmp_path / "x").exists()
    _, err = run("eval", "facts", "draw", "--kb", str(tmp_path / "none"), code=4)
    assert "groundgraph build PATH" in err
    _, err = run("eval", "facts", "draw", "--facts", "0", "--names", "0", "--duties", "0",
                 "--sentences", "0", "--qualifiers", "0", code=2)  # fmt: skip
    assert "nothing would be drawn" in err


@EXAMPLES
def test_erasing_a_document_names_the_sheets_that_quote_it(
    sheet: Path, examples_copy: Path
) -> None:
    document = read_sheet(sheet).items[0].document
    with KnowledgeBase(examples_copy) as base:
        report = base.erase(document)
    assert str(sheet) in report.named


@EXAMPLES
def test_several_sheets_are_scored_together(sheet: Path, examples_copy: Path) -> None:
    with KnowledgeBase(examples_copy) as base:
        second = examples_copy / "judging" / "second.jsonl"
        write_draw(draw(base, DrawRequest("2", {"fact": 5}, frozen="1 May")), second)
    for path in (sheet, second):
        JudgingSession(path, "ada").give(1, "right")
    assert sheets_beside(examples_copy) == [sheet, second]
    found = score_sheets([sheet, second])
    assert found.kinds["fact"].shares["right"].total == 2
    assert found.figure == "development"
    assert score_sheets([second]).figure == "test"
    with pytest.raises(SettingsError, match="leave --verdicts out"):
        score_sheets([sheet, second], [sheet])


@EXAMPLES
def test_the_page_shows_the_next_item_and_no_rule(sheet: Path) -> None:
    page = page_of(sheet, "ada")
    assert page.item is not None
    assert (page.done, page.total, page.item.n, page.last) == (0, 20, 1, None)
    assert {"rule", "ids", "status", "corpus"}.isdisjoint(as_json(page.item))
    assert [word.key for word in page.item.verdicts] == ["r", "w", "t", "m", "s"]
    JudgingSession(sheet, "ada").give(1, "right")
    further = page_of(sheet, "ada")
    assert further.last == GivenVerdict(1, "right")
    assert as_json(further)["item"]["n"] == 2
    assert as_json(page_of(sheet, "bo"))["item"]["n"] == 1


# --- sentences ------------------------------------------------------------------------------------

TEXT = """# Rules of the harbour

1.2 The pilot must ring the bell within 10 minutes, unless fog has been announced.

- (a) A ferry that is late must wait at the outer buoy for its turn.

This applies to nobody in particular at all. Short one. Who rings the bell of the harbour at night?

| Bell | Every hour of the day and the night and so on. |
|---|---|
"""


@pytest.mark.one_store("sentences are chosen without a store")
def test_sentences_are_chosen_by_their_form(small_documents: Write, tmp_path: Path) -> None:
    with KnowledgeBase(tmp_path / "kb") as base:
        base.build(small_documents({"rules.md": TEXT}))
        document = base.document("docs/rules.md")
        found = [document.text[s.start : s.end] for s in clear_sentences(document)]
        assert found == [
            "The pilot must ring the bell within 10 minutes, unless fog has been announced.",
            "A ferry that is late must wait at the outer buoy for its turn.",
        ]
        assert [(kind, found[0][s.start : s.end]) for kind, s in cues(found[0])] == [
            ("deadline", "within 10 minutes"),
            ("exception", "unless fog has been announced"),
        ]
        made = draw(base, DrawRequest("1", {"sentence": 9, "qualifier": 9}))
    items = {item.shown.get("qualifier", item.quote): item for item in made.items}
    assert set(items) == {*found, "within 10 minutes", "unless fog has been announced"}
    ring: Item = items[found[0]]
    assert ring.heading == () or ring.heading == ("Rules of the harbour",)
    assert ring.after.startswith("- (a) A ferry that is late")
    kinds = {
        item.shown["qualifier"]: made.key.hidden[item.n].rule
        for item in made.items
        if item.kind == "qualifier"
    }
    assert kinds == {
        "within 10 minutes": "deadline",
        "unless fog has been announced": "exception",
    }


@pytest.mark.one_store("text only")
def test_neighbours_are_the_sentences_around() -> None:
    from graph.model import Span

    text = "First one. Second one. Third one. THIS. Fourth one. Fifth one. Sixth one."
    start = text.index("THIS")
    before, after = neighbours(text, Span(start, start + 5))
    assert before == "Second one. Third one." and after == "Fourth one. Fifth one."
    assert neighbours("THIS.", Span(0, 5)) == ("", "")
    long = "word " * 300
    before, after = neighbours(long, Span(700, 704))
    assert before.startswith("… word") and after.endswith("word …")
    assert len(before) < 420 and len(after) < 420
