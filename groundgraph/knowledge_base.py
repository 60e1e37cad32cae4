"""The front door: one object that builds the parts and calls them.

>>> from groundgraph import KnowledgeBase
>>> kb = KnowledgeBase("kb")                                    # doctest: +SKIP
>>> kb.build("docs")                                            # doctest: +SKIP
>>> answer = kb.ask("How long are complaint files kept?")       # doctest: +SKIP
>>> print(answer.state, answer.headline.text)                   # doctest: +SKIP
"""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.disk import make_private_folder
from graph.errors import NotFound, ReadError, RecordError
from graph.model import (
    EVERYTHING,
    Answer,
    Context,
    Document,
    Field,
    FollowUp,
    Listener,
    Rectangle,
    Replacement,
    Scope,
    Span,
)
from graph.scope_resolution import require_whole
from groundgraph.acting_user import user_name
from groundgraph.components import (
    Component,
    checker_of,
    embedder_of,
    extractor_of,
    fact_gate_of,
    generator_of,
    given_component,
    setting_of,
)
from groundgraph.open_base import OpenBase
from groundgraph.settings import WHERE, Settings, load, save

if TYPE_CHECKING:
    from types import TracebackType

    from extraction.build_context import BuildReport, Progress
    from extraction.documents.intake import Intake
    from extraction.documents.sources import Skipped
    from generation.written import Prompt
    from graph.model import Note, WrittenSentence
    from graph.protocols import (
        Checker,
        EdgeRow,
        Embedder,
        Extractor,
        Generator,
        LanguageModel,
        NodeRow,
        Store,
    )
    from graph.record import Record
    from groundgraph.erasing import ErasureReport
    from groundgraph.guarded_cypher import GuardedCypher
    from groundgraph.reading_by_model import Proposals
    from retrieval.source_view import SourceView


_SETTINGS = "settings"


def _silent(stage: str, done: int, total: int) -> None:
    return None


class KnowledgeBase:
    """A folder with the record, the store and the settings of one knowledge base.

    Nothing heavy happens on construction; models load on the first `build` or `ask`. Usable as a
    context manager. Raises `GroundgraphError` and its children only. With `read_only` nothing is
    written: answers are not recorded, and `build`, `restore` and `feedback` raise `RecordError`.

    `embedder`, `extractor`, `generator` and `checker` are names, objects, dotted paths of what
    makes one, or a `Component` with arguments; see groundgraph/components.py. `allow_remote` lets
    texts and questions go to an embedder at another machine, and a build send passages to a reading
    model there; a base's own settings cannot. `settings` as in docs/settings.md.
    """

    def __init__(
        self,
        folder: str | Path = "kb",
        *,
        read_only: bool = False,
        embedder: str | Component | Embedder | None = None,
        extractor: str | Component | Extractor | None = None,
        generator: str | Component | Generator | None = None,
        checker: str | Component | Checker | None = None,
        allow_remote: bool = False,
        **settings: Any,
    ) -> None:
        self.folder = Path(folder)
        self._allow_remote = allow_remote
        self.read_only = read_only
        given: Any = given_component("embedder", embedder)
        self._given_embedder: Embedder | None = given
        self._embedder: Embedder | None = given
        self._extractor: Any = given_component("extractor", extractor)
        self._generator = generator_of(generator)
        self._checker: Any = given_component("checker", checker)
        settings["embedder"] = setting_of(embedder, given)
        settings["extractor"] = setting_of(extractor, self._extractor)
        settings["checker"] = setting_of(checker, self._checker)
        self.settings: Settings = load(self.folder, settings)
        self._lock = threading.RLock()
        self._loading = threading.Lock()
        self._record: Record | None = None
        self._opened: OpenBase | None = None
        self._guarded: GuardedCypher | None = None

    # --- parts -------------------------------------------------------------------------------

    @property
    def exists(self) -> bool:
        try:
            return (self.folder / "record.sqlite").exists()
        except OSError as error:
            raise RecordError(
                f"{self.folder} cannot be entered: {error.strerror}. Ask for access to the folder."
            ) from error

    @property
    def record(self) -> Record:
        """The system of record. Raises `NotFound` where nothing was built yet."""
        with self._lock:
            if self._record is None:
                from graph.record import Record

                if not self.exists:
                    raise NotFound(
                        f"there is no knowledge base in {self.folder}. Build one with: "
                        f"groundgraph build PATH --kb {self.folder}"
                    )
                self._record = Record.open(self.folder / "record.sqlite", read_only=self.read_only)
            return self._record

    @property
    def opened(self) -> OpenBase:
        """What is open of the base now; another one after each build."""
        with self._lock:
            if self._opened is None:
                self._opened = OpenBase(
                    self.folder,
                    self.settings,
                    self.record,
                    embedder=lambda: self.embedder,
                    extractor=lambda: self.extractor,
                )
            return self._opened

    @contextmanager
    def _held(self) -> Iterator[OpenBase]:
        with self._lock:
            reading = self.opened.reading()
            base = reading.__enter__()
        try:
            yield base
        finally:
            reading.__exit__(None, None, None)

    @property
    def store(self) -> Store:
        """The projection, at the generation it had when first used; see `refresh`."""
        return self.opened.store

    @property
    def embedder(self) -> Embedder:
        """The embedder of the settings, or the one that was given."""
        with self._loading:  # not the other lock: who opens a store may ask for the model
            if self._embedder is None:
                self._embedder = embedder_of(
                    self.settings.embedder, self.settings.threads, self.folder,
                    allow_remote=self._allow_remote,
                )  # fmt: skip
            return self._embedder

    @embedder.setter
    def embedder(self, value: Embedder) -> None:
        self._embedder = value

    @property
    def extractor(self) -> Extractor:
        """The extractor of the settings, or the one that was given."""
        from extraction.profile import load_profile

        if self._extractor is not None:
            return self._extractor  # type: ignore[no-any-return]
        profile = load_profile(self.settings.profile)
        return extractor_of(
            self.settings.extractor, profile, fact_gate_of(self.settings, self.folder)
        )

    @property
    def checker(self) -> Checker | None:
        """What reads quotes beside a question: that of the settings, or the one that was given."""
        if self._checker is not None:
            return self._checker  # type: ignore[no-any-return]
        return checker_of(self.settings.checker, self.settings.threads, self.folder)

    def newest_generation(self) -> str:
        """The name of the newest generation that the store has now."""
        return self.opened.newest_generation

    def refresh(self) -> None:
        """Read the newest generation from now on. Threads that are reading go on with theirs."""
        with self._lock:
            former, self._opened = self._opened, None
            guarded, self._guarded = self._guarded, None
        if guarded is not None:
            guarded.close()
        if former is not None:
            former.retire()

    def close(self) -> None:
        """Release files; the object opens them again when used."""
        self.refresh()
        with self._lock:
            if self._record is not None:
                self._record.close()
                self._record = None

    def __enter__(self) -> KnowledgeBase:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # --- building ----------------------------------------------------------------------------

    def build(
        self,
        *paths: str | Path,
        progress: Progress | None = None,
        rebuild: bool = False,
        name: str | None = None,
        yes: bool = False,
        retry: bool = False,
    ) -> BuildReport:
        """Read `paths` (files, folders, JSONL corpora) into the base; without paths, only bring
        the store in line with the record. Returns what was done; documents that could not be read
        are in its `problems` and do not stop the build.

        Each folder is a source, called `name` or as the folder; its documents' keys begin with
        that name wherever the folder lies. Raises `ReadError` where no path exists,
        `SettingsError` where the name is another folder's, `NotConfirmed` where a good part of a
        source's documents would be removed; with `yes` such a source gets a number and the
        documents are removed. Files whose readers had to be stopped before (by the limits of time
        or memory) are tried again with `retry`.
        """
        from groundgraph.source_binding import bind, moved, nested, require_consent, require_paths

        self._require_writing()
        require_paths(paths)
        known = self.record.sources() if self.exists else ()
        intake = bind(paths, known, name=name, yes=yes, kb=self.folder)
        told: list[tuple[str, Note]] = []
        if known and paths:
            if not yes:
                require_consent(self.record, intake, self.folder)
            told = [*moved(self.record, intake), *nested(self.record, intake)]
        report = self.take_in(intake, progress=progress, rebuild=rebuild, retry=retry, ask=True)
        report.notes[:0] = told
        return report

    def add(
        self,
        text_or_path: str | Path,
        key: str | None = None,
        *,
        fields: Mapping[str, Field] | None = None,
        progress: Progress | None = None,
    ) -> BuildReport:
        """Add one document: a file, or a text under `key` (``notes/minutes.md``; ``minutes.md`` is
        ``added/minutes.md``). It is a document as any other, a second text under the same key its
        next import; no build of a folder removes it, `remove` does. `fields` are kept with it.
        Raises `ReadError` where it cannot be read, `SettingsError` for a key that is none."""
        from extraction.documents.intake import Intake
        from groundgraph.adding import given_source

        self._require_writing()
        source = given_source(text_or_path, key, dict(fields or {}))
        report = self.take_in(Intake(given=(source,)), progress=progress, ask=True)
        if report.problems and not (report.added or report.changed or report.unchanged):
            raise ReadError(report.problems[0].detail)
        return report

    def documents(self) -> list[dict[str, Any]]:
        """A row for each document, and for each file that was not read: ``id`` (its key),
        ``source``, ``name``, ``state``, ``import``, its own ``own_version``, ``valid_from`` and
        ``valid_to``, ``replaced_by`` (documents that state that they replace it), counts, ``notes``
        ({code, detail}), ``fields``."""
        from groundgraph.as_json import as_json
        from groundgraph.views.document_list import documents, with_unread

        return [as_json(row) for row in with_unread(documents(self), self.unread())]

    def replacements(self) -> tuple[Replacement, ...]:
        """Which document replaces which, as the current documents state it, with day and quote;
        also what names no document of the base, and what is rejected (`decision`)."""
        return self.opened.replacements()

    def reject_replacement(self, identifier: str, actor: str = "") -> str:
        """Let a stated replacement hold no longer, in answers, lists and Cypher, in this build and
        every later one; returns the id of the decision. Raises `NotFound`."""
        from groundgraph.replacements import reject_replacement

        self._require_writing()
        return reject_replacement(self.record, identifier, actor or user_name())

    def restore_replacement(self, identifier: str, actor: str = "") -> None:
        """Take `reject_replacement` back. Raises `NotFound` where none stands."""
        from groundgraph.replacements import restore_replacement

        self._require_writing()
        restore_replacement(self.record, identifier, actor or user_name())

    def proposals(self) -> Proposals:
        """What the reading model proposed for the current documents, and why what is not in the
        base was refused. Raises `SettingsError` where no model reads them."""
        from groundgraph.building import build_context
        from groundgraph.reading_by_model import proposals_of

        return proposals_of(
            build_context(self.record, self.settings, self.embedder, self.extractor, _silent)
        )

    def remove(self, identifier: str, *, progress: Progress | None = None) -> BuildReport:
        """Remove a document, or all of a source. Nothing shows them any more; their versions stay
        in the record until `erase`. Raises `NotFound`."""
        from extraction.documents.intake import Intake
        from groundgraph.removing import chosen
        from groundgraph.unread import keep_unread

        self._require_writing()
        found = chosen(self.record, identifier)
        report = self.take_in(Intake(dropped=found.keys), progress=progress)
        if found.source is not None:
            if any(source.name == found.source for source in self.record.sources()):
                self.record.remove_source(found.source)
            keep_unread(self.record, [f"{found.source}/"], [])
        return report

    def erase(self, identifier: str, *, progress: Progress | None = None) -> ErasureReport:
        """Erase a document (every version), a source or an answer for good, and search the folder
        for what is left of it. What was read of others stays. Raises `NotFound`."""
        from groundgraph.erasing import erase

        self._require_writing()
        return erase(self, identifier, progress)

    def forget_former_generations(self) -> None:
        """Delete the generations of the embedded store that are not the newest. A base whose store
        is on a server keeps none."""
        from groundgraph.erasing import drop_former_generations

        self._require_writing()
        if self.settings.store == "embedded":
            drop_former_generations(self.folder / "store")
        else:
            shutil.rmtree(self.folder / "store", ignore_errors=True)

    def show_activity(self) -> None:
        """Bring the runs and answers that the store shows in line with the record."""
        if self.record.holds_documents():
            self.opened.audited_store()

    def take_in(
        self,
        intake: Intake,
        *,
        progress: Progress | None = None,
        rebuild: bool = False,
        retry: bool = False,
        ask: bool = False,
    ) -> BuildReport:
        """Bring record and store in line with what is read, given and dropped. `build`, `add` and
        `remove` say what that is. With `ask` the reading model, where there is one, is asked for
        what it has not read yet."""
        from extraction.profile import load_profile
        from graph.record import Record
        from groundgraph.building import Build, build, build_context
        from groundgraph.reading_by_model import require_model
        from groundgraph.served_vectors import keep_probe, require_same_model
        from groundgraph.stores import keep_embedder, keep_index
        from groundgraph.usable_store import usable_store

        load_profile(self.settings.profile)  # a wrong one is told before anything is made
        require_model(self.settings)
        if self._record is None:
            self._create_folder()
            self._record = Record.open(self.folder / "record.sqlite", create=True)
        save(self.folder, self.settings)
        self._record.set_meta(_SETTINGS, self.settings.model_dump_json())
        context = build_context(
            self._record, self.settings, self.embedder, self.extractor, progress or _silent,
            allow_remote=self._allow_remote,
        )  # fmt: skip
        context = replace(context, retry=retry)
        require_same_model(self._record, self.embedder)
        keep_probe(self._record, self.embedder)  # before its first vector is
        open_store = partial(usable_store, self.opened, rebuild=rebuild)
        work = Build(context, open_store, intake, forget=rebuild, ask=ask)
        report = build(work, self.settings)
        keep_embedder(self._record, self.settings.embedder, self.embedder)
        keep_index(self._record, self.settings)
        self.refresh()
        return report

    def _require_writing(self) -> None:
        if self.read_only:
            raise RecordError(
                f"{self.folder} was opened to be read only, and nothing was changed. Open it "
                "without read_only to change it."
            )

    def _create_folder(self) -> None:
        try:
            make_private_folder(self.folder)
        except OSError as error:
            raise RecordError(
                f"{self.folder} cannot be created: {error.strerror}. Choose another --kb folder."
            ) from error

    # --- a server's store --------------------------------------------------------------------

    def push(
        self,
        to: str | None = None,
        *,
        replace: bool = False,
        repair: bool = False,
        progress: Progress | None = None,
    ) -> BuildReport:
        """Bring the store at `to` (default: the one of the settings) in line with the record and
        check what was written. `replace` gives up another base that lies there; with `repair` every
        row there is read first, and those that somebody changed by hand are written again. Returns
        what was done. Raises `StoreError` where store and projection differ."""
        from groundgraph.pushing import push

        return push(self.opened, to, replace=replace, repair=repair, progress=progress or _silent)

    def differences(
        self, store: str | None = None, *, progress: Progress | None = None
    ) -> list[str]:
        """How a store (default: the one of the settings) differs from the record, a line for each
        label; empty where it does not. Every row of both is read."""
        from groundgraph.pushing import differences

        return differences(self.opened, store, progress=progress or _silent)

    # --- asking ------------------------------------------------------------------------------

    def follow_up(self, question: str, after: str) -> FollowUp:
        """`question` ("and for associates?") as a whole question, with what it carries over from
        that of the recorded answer `after` (its id, or ``last``). Nothing is asked: give the result
        to `ask`, or to ask without what was carried over, `question`. Raises `NotFound`."""
        from groundgraph.following import follow_up_on, former_question

        identifier, former = former_question(self.record, after)
        return follow_up_on(question, former, identifier)

    def ask(
        self,
        question: str | FollowUp,
        *,
        scope: Scope = EVERYTHING,
        k: int = 20,
        listener: Listener | None = None,
        llm: str | LanguageModel | None = None,
        today: date | None = None,
    ) -> Answer:
        """An evidence card for `question`: verbatim sentences with citations that verify, or what
        is missing. A `FollowUp` is asked as the whole question it holds, and is kept with the
        answer (``follows``). `listener` is called with each stage that is done and each sentence
        that has verified (`StageDone`, `Verified`); what it raises ends the asking, and nothing is
        kept. The answer is kept in the record under its id; on a read-only base it is not kept and
        has none. With `llm` (``ollama:NAME``, or a `LanguageModel`; see `groundgraph.writing`) a
        language model writes beside the card: ``answer.written``, each sentence checked; it
        changes no state, and where it fails the card stands. `today` decides what is in force where
        the question names no date (default: the `valid_at` of `scope`, else this day); the manifest
        keeps it. Raises `NotFound` where nothing was built or a document of `scope` does not exist,
        `SettingsError` for arguments of the wrong kind."""
        from groundgraph.answering import found_for
        from groundgraph.asking import Asking
        from groundgraph.computed_queries import with_checked_query
        from groundgraph.recorded_answers import manifest_of, recorded, with_what_is_missing
        from groundgraph.writing import model_of, written_beside

        started = time.perf_counter()
        follows = question if isinstance(question, FollowUp) else None
        if isinstance(question, FollowUp):
            question = question.question
        checker = self.checker
        model = None if llm is None else model_of(llm)
        day = today or (date.fromisoformat(scope.valid_at) if scope.valid_at else None)
        words = self.settings.answer_words
        with self._held() as base:
            asking = Asking(base, scope, k, words, self._generator, checker, listener, day)
            found = found_for(question, asking)
        card = with_checked_query(found.card, self.cypher)
        card = with_what_is_missing(card, self.opened, scope)
        if model is not None:
            written = written_beside(card, found.prompt, model, checker=checker, listener=listener)
            card = replace(card, written=written)
        made = manifest_of(found, asking, self.settings, self.embedder.fingerprint)
        card = replace(card, manifest={**card.manifest, **made})
        return recorded(card, self.record, question, follows, time.perf_counter() - started)

    def search(
        self, question: str, *, scope: Scope = EVERYTHING, k: int = 20, text_only: bool = False
    ) -> Context:
        """Passages in rank order, with their scores in parts. `text_only` needs no model."""
        with self._held() as base:
            return base.retrieve(question, scope=scope, k=k, text_only=text_only)

    def context(
        self,
        question: str,
        *,
        scope: Scope = EVERYTHING,
        k: int = 20,
        tokens: int | None = None,
    ) -> Prompt:
        """A ready prompt for a language model of your own: the sentences that speak to `question`,
        numbered, below the places they stand at, in at most `tokens` tokens (1,500 by default;
        three sentences are always given). ``prompt.messages`` are chat messages; `check` holds
        what a model makes of them to the sentences. Raises as `ask`."""
        from generation.written.prompt import TOKENS
        from groundgraph.answering import prompt_for
        from groundgraph.asking import Asking

        wanted = TOKENS if tokens is None else tokens
        with self._held() as base:
            asking = Asking(base, scope, k, self.settings.answer_words, checker=self.checker)
            return prompt_for(question, asking, wanted)

    def check(self, text: str, context: Prompt) -> tuple[WrittenSentence, ...]:
        """Each sentence of `text`, which somebody wrote from a prompt of `context`, with its
        ``state`` (``supported``, ``not_supported``, ``contradicted``), the ``reason`` in words and
        the ``citations`` that it rests on. Nothing is kept."""
        from generation.written import check_text

        return check_text(text, context, self.checker)

    def answer(self, identifier: str) -> dict[str, Any]:
        """A recorded answer, as data. Its citations name the text that they quote (`text_hash`),
        also those of answers from before that was kept. Raises `NotFound`."""
        return self.opened.answer(identifier)

    def feedback(self, answer_id: str, kind: str, comment: str = "", actor: str = "") -> None:
        """Record what a person says of an answer: ``helpful``, ``wrong`` or
        ``citation-does-not-support``."""
        self._require_writing()
        self.record.add_event(answer_id, kind, comment, actor or user_name())

    # --- looking ------------------------------------------------------------------------------

    def cypher(
        self,
        query: str,
        parameters: Mapping[str, object] | None = None,
        *,
        limit: int = 10_000,
        timeout_s: float = 30.0,
        scope: Scope = EVERYTHING,
    ) -> list[dict[str, object]]:
        """Rows of one read-only Cypher query; runs and answers are seen up to the newest. It runs
        in this process: for text that somebody else wrote use `audit`. Raises `QueryRefused` or
        `QueryFailed`, and `SettingsError` for any other `scope` (so do all that read the graph as a
        whole)."""
        require_whole(scope, "Cypher")
        with self._held() as base:
            return base.cypher(query, parameters, limit=limit, timeout_s=timeout_s)

    def audit(
        self,
        query: str,
        parameters: Mapping[str, object] | None = None,
        *,
        limit: int = 10_000,
        timeout_s: float = 30.0,
        scope: Scope = EVERYTHING,
    ) -> list[dict[str, object]]:
        """As `cypher`, for text that somebody else wrote: in a process of its own, which is ended
        when the query takes more than `timeout_s` seconds or 1 GiB beyond the base itself."""
        require_whole(scope, "Cypher")
        from groundgraph.guarded_cypher import GuardedCypher

        if not self.exists:
            _ = self.record  # raises what is missing
        if self._guarded is None:
            here = self.settings.model_dump(include=set(WHERE))
            names = {f"GROUNDGRAPH_{name.upper()}": value for name, value in here.items()}
            self._guarded = GuardedCypher(
                self.folder, environment=names, end_queries=self._end_queries
            )
        return self._guarded.read(query, parameters, limit=limit, timeout_s=timeout_s)

    def _end_queries(self, process: int) -> bool:
        return self.store.end_queries(process)

    def document(self, key: str, version: str | None = None) -> Document:
        """One version of a document (the current one by default). Raises `NotFound`."""
        return self.record.document(key, version)

    def unread(self) -> list[Skipped]:
        """What the builds so far found and could not read: ``document`` (a key), ``code``, and
        ``detail``, which ends with what to do. A later build of the same path replaces it."""
        from groundgraph.unread import unread

        return unread(self.record)

    def source(
        self,
        key: str,
        version: str | None,
        spans: Sequence[tuple[int, int]],
        text_hash: str = "",
    ) -> SourceView:
        """A document laid out in blocks, with `spans` (start, end) marked in it; in the reading
        that `text_hash` names, or the newest."""
        from groundgraph.readings import reading_of
        from retrieval.source_view import source_view

        document = reading_of(self.record, key, version, text_hash)
        return source_view(document, [Span(s, e) for s, e in spans])

    def rectangles(
        self, version: str, start: int, end: int, text_hash: str = ""
    ) -> tuple[Rectangle, ...]:
        """Where a span stands on the pages of a PDF; empty for other formats, and where the
        present reader does not find the words of an older reading at one place."""
        from groundgraph.readings import reading_of, rectangles_of

        document = reading_of(self.record, version.rsplit("@", 1)[0], version, text_hash)
        return rectangles_of(self.record, document, Span(start, end))

    def stats(self, *, scope: Scope = EVERYTHING) -> dict[str, int | str]:
        """Counts of what the store holds, and its generation."""
        require_whole(scope, "a count")
        from groundgraph.counts import base_counts

        return base_counts(self.store, self.record)

    def export(self, *, scope: Scope = EVERYTHING) -> Iterator[NodeRow | EdgeRow]:
        """Every node, then every relationship, in a fixed order; runs and answers included."""
        require_whole(scope, "an export")
        return self.opened.audited_store().export()

    def export_to(self, target: str | Path, form: str = "jsonl") -> None:
        """Write the graph into the file (``jsonl``, ``graphml``) or new folder (``parquet``)
        `target`; groundgraph/interchange.py says how. Raises `SettingsError`."""
        from groundgraph.interchange import write_graph

        write_graph(self.export, Path(target), form)

    def provenance(self, identifier: str, form: str = "json") -> str:
        """Where an answer or fact comes from, as W3C PROV: ``json`` (PROV-JSON) or ``ttl`` (RDF).
        Raises `NotFound`, `SettingsError`."""
        from groundgraph.provenance import provenance

        with self._held() as base:
            return provenance(base, identifier, form)

    # --- safety -------------------------------------------------------------------------------

    def backup(self, target: str | Path) -> None:
        """Copy the record of a live base into one file; the store can be rebuilt from it."""
        self.record.backup(Path(target))

    def restore(self, source: str | Path, progress: Progress | None = None) -> BuildReport:
        """Put a backup in the place of this base's record and rebuild the store from it."""
        from graph.record import Record

        self._require_writing()
        self.close()
        self._create_folder()
        Record.restore(Path(source), self.folder / "record.sqlite")
        kept = self.record.get_meta(_SETTINGS)
        if kept is not None:  # the settings that the backed-up base was built with
            here = self.settings.model_dump(include=set(WHERE))  # not the server of then
            self.settings = load(self.folder, {**json.loads(kept), **here})
            self._embedder = self._given_embedder
        return self.build(progress=progress, rebuild=True)

    def verify(
        self,
        queries: Sequence[str] = ("verify_quotes",),
        *,
        head: str | None = None,
        deep: bool = False,
        progress: Progress | None = None,
    ) -> list[str]:
        """Problems found in record, answers and store; an empty list is a sound base. `head` is a
        ledger head that was noted elsewhere ("12 3f…"). With `deep`, every current document is
        read and extracted again and the graph derived from nothing but the record, which takes as
        long as a first build. Raises `SettingsError` for a head that is none."""
        from groundgraph.base_checks import base_problems

        with self._held() as base:
            return list(
                base_problems(base, queries, head=head, deep=deep, progress=progress or _silent)
            )
