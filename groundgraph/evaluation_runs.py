"""Measuring a base from a page: the questions are asked in a process of their own, which tells how
far it is and can be stopped."""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Literal

from evaluation.answering.question_files import load_answer_questions
from graph.child_process import ChildEnded, Serving, told
from graph.disk import private_opener
from graph.errors import GroundgraphError, SettingsError
from groundgraph.views.opened_reports import FOLDER

Kind = Literal["answers", "retrieval"]
State = Literal["running", "done", "stopped", "failed"]


class _Stopped(Exception):
    pass


class EvaluationRun:
    """Asks the base in `folder` questions (`content`: JSONL), `limit` of them at most, each by
    every one of `arms`. The report is kept below the base. Raises `SettingsError` for what holds no
    questions."""

    def __init__(
        self, folder: Path, name: str, content: bytes, kind: Kind, arms: list[str], limit: int
    ) -> None:
        self.name = f"{Path(name).stem}-{time.strftime('%Y%m%d-%H%M%S')}"
        self.state: State = "running"
        self.error = ""
        self.arm = ""
        self.done, self.total = 0, 0
        self._folder = folder
        self._stop = threading.Event()
        self._place = tempfile.TemporaryDirectory()
        questions = Path(self._place.name) / (Path(name).name or "questions.jsonl")
        questions.write_bytes(content)
        try:
            load_answer_questions(questions)
        except SettingsError:
            self._place.cleanup()
            raise
        self._arguments = [kind, str(folder), str(questions), str(self.report), str(limit), *arms]
        threading.Thread(target=self._work, daemon=True).start()

    @property
    def report(self) -> Path:
        return self._folder / FOLDER / f"{self.name}.json"

    def stop(self) -> None:
        """End it with the question that it is at; nothing is kept."""
        self._stop.set()

    def _work(self) -> None:
        try:
            told(__name__, *self._arguments, heard=self._heard)
            self.state = "failed" if self.error else "done"
        except _Stopped:
            self.state = "stopped"
        except ChildEnded as ended:
            self.error = f"The questions were not asked to their end ({ended}); run them again."
            self.state = "failed"
        finally:
            self._place.cleanup()

    def _heard(self, message: bytes) -> None:
        if self._stop.is_set():
            raise _Stopped
        said = json.loads(message) if message else {}
        self.error = said.get("error", self.error)
        self.arm = said.get("arm", self.arm)
        self.done, self.total = said.get("done", self.done), said.get("total", self.total)


def _main(kind: str, folder: str, questions: str, report: str, limit: str, *arms: str) -> None:
    serving = Serving()

    def say(**what: object) -> None:
        serving.tell(json.dumps(what).encode())

    def progress(arm: str, done: int, total: int) -> None:
        say(arm=arm, done=done, total=total)

    say()
    try:
        from groundgraph.evaluation_reports import report_on

        data = report_on(kind, Path(folder), Path(questions), list(arms), int(limit), progress)
    except GroundgraphError as error:
        say(error=str(error))
        return
    path = Path(report)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with open(path, "w", encoding="utf-8", opener=private_opener) as file:
        json.dump(data, file, indent=1)


if __name__ == "__main__":
    _main(*sys.argv[1:])
