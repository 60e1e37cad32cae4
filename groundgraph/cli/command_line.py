"""All commands; each is a few lines that call the front door."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from groundgraph.cli.base_option import KB, Kb
from groundgraph.cli.eval_app import eval_app
from groundgraph.cli.learn_app import learn_app

app = typer.Typer(
    name="groundgraph",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Answers from your own documents that anyone can check.",
)
profile_app = typer.Typer(no_args_is_help=True, help="Domain profiles: what is extracted and how.")
app.add_typer(profile_app, name="profile")

store_app = typer.Typer(no_args_is_help=True, help="Stores: fill one on a server, check any.")
app.add_typer(store_app, name="store")
app.add_typer(eval_app, name="eval")
app.add_typer(learn_app, name="learn")


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"groundgraph {version('groundgraph')}")
        raise typer.Exit


@app.callback()
def groundgraph(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="print the version"),
    ] = False,
) -> None:
    """Answers from your own documents that anyone can check."""


Question = Annotated[str | None, typer.Argument(help="the question")]
JsonFile = Annotated[
    str | None, typer.Option("--json", help="write JSON: a file, or - for stdout", metavar="FILE")
]
Questions = Annotated[Path | None, typer.Option(help="JSONL with id and question on each line")]
Documents = Annotated[
    list[str] | None,
    typer.Option("--document", help="search only in this document (repeatable)"),
]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        help="only documents with this field, as department=Quality, or with this title "
        "(repeatable: all must hold)",
        metavar="FIELD=VALUE",
    ),
]
Part = Annotated[list[str] | None, typer.Option("--where", "--document", hidden=True)]
"""Of a command that reads the whole base, and says so."""
Llm = Annotated[
    str | None,
    typer.Option(
        "--llm",
        metavar="MODEL",
        help="let a language model write beside the quotes, each sentence checked: ollama:NAME, "
        "a model's name with --llm-url, or transformers:PATH (a folder, a GGUF file, a hub name)",
    ),
]
LlmUrl = Annotated[
    str | None,
    typer.Option(metavar="URL", help="address of its OpenAI-compatible server (…/v1)"),
]
LlmOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME=VALUE",
        help="a limit of it (repeatable): tokens, answer_tokens, limit_s, timeout_s, retries, "
        "schema, threads",
    ),
]
LlmAdapter = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="LoRA adapter for a model that transformers runs"),
]
AllowRemote = Annotated[
    bool,
    typer.Option(
        "--allow-remote",
        help="let question and passages go to a model at another machine, or a hub's model be "
        "downloaded",
    ),
]
OnlySupported = Annotated[
    bool, typer.Option("--only-supported", help="leave out what the model wrote and failed")
]
LlmPrice = Annotated[
    str | None,
    typer.Option(metavar="IN/OUT", help="price of a million tokens read and written: 0.15/0.60"),
]
Yes = Annotated[bool, typer.Option("--yes", help="do it without asking")]
Passages = Annotated[int, typer.Option("-k", min=1, max=200, help="passages to consider")]


@app.command()
def demo(
    kb: Annotated[Path, typer.Option("--kb", help="folder to build the demo in")] = Path(
        "groundgraph-demo"
    ),
) -> None:
    """Build a base from the example documents and answer a question that needs two of them."""
    from groundgraph.cli.build_commands import run_demo

    run_demo(kb)


@app.command()
def build(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="files, folders, JSONL corpora (named)")
    ] = None,
    kb: Kb = KB,
    profile: Annotated[
        str | None, typer.Option(help="domain profile: general, regulation, or a YAML file")
    ] = None,
    embedder: Annotated[
        str | None,
        typer.Option(help="minilm, a model folder, or a server's: ollama:NAME, openai:NAME@URL"),
    ] = None,
    extractor: Annotated[
        str | None, typer.Option(help="spacy; llm: spacy and a language model, see --llm")
    ] = None,
    llm: Annotated[
        str | None,
        typer.Option(
            "--llm",
            metavar="MODEL",
            help="let a language model read too (extractor llm), each proposal checked: "
            "ollama:NAME, or a model's name with --llm-url",
        ),
    ] = None,
    llm_url: LlmUrl = None,
    llm_budget: Annotated[
        int | None, typer.Option(metavar="TOKENS", help="tokens that one build may spend on it")
    ] = None,
    allow_remote: AllowRemote = False,
    rebuild: Annotated[bool, typer.Option(help="project the store anew")] = False,
    name: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="NAME",
            help="the source's name, the first part of its documents' keys (default: the folder's);"
            " binds a folder that was moved again",
        ),
    ] = None,
    yes: Yes = False,
    retry: Annotated[
        bool, typer.Option(help="try files again whose readers had to be stopped before")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="report as JSON on stdout")] = False,
) -> None:
    """Read documents into the base and bring the graph up to date. Stop it at will; run it again
    to go on."""
    from groundgraph.cli.build_commands import Wanted, run_build

    settings = {
        "profile": profile,
        "embedder": embedder,
        "extractor": extractor or ("llm" if llm else None),
        "reading_model": llm,
        "reading_url": llm_url,
        "reading_budget": llm_budget,
    }
    wanted = Wanted(
        paths or [], rebuild=rebuild, name=name, yes=yes, retry=retry, allow_remote=allow_remote
    )
    run_build(kb, wanted, settings, as_json)


@app.command()
def ask(
    question: Question = None,
    kb: Kb = KB,
    as_json: JsonFile = None,
    questions: Questions = None,
    document: Documents = None,
    where: Where = None,
    k: Passages = 20,
    llm: Llm = None,
    llm_url: LlmUrl = None,
    llm_adapter: LlmAdapter = None,
    llm_option: LlmOption = None,
    llm_price: LlmPrice = None,
    allow_remote: AllowRemote = False,
    only_supported: OnlySupported = False,
    today: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="decide for this day what is in force"),
    ] = None,
    after: Annotated[
        str | None,
        typer.Option(
            metavar="ANSWER",
            help="go on from that answer (its id, or last): “and for associates?” carries over "
            "what it leaves out, and says what",
        ),
    ] = None,
) -> None:
    """Answer from the documents, with citations that verify, or say what is missing."""
    from groundgraph.cli.ask_commands import Request, run_ask
    from groundgraph.cli.chosen_writer import typed_writer

    writer = typed_writer(
        llm, llm_url, llm_price, llm_adapter, llm_option or (),
        allow_remote=allow_remote, only_supported=only_supported,
    )  # fmt: skip
    request = Request(
        question, questions, as_json, document or [], where or [], k, allow_remote=allow_remote
    )
    run_ask(kb, request, writer, today, after)


@app.command()
def search(
    question: Question = None,
    kb: Kb = KB,
    text: Annotated[bool, typer.Option("--text", help="words only: loads no model")] = False,
    as_json: JsonFile = None,
    questions: Questions = None,
    document: Documents = None,
    where: Where = None,
    k: Passages = 10,
    allow_remote: Annotated[
        bool,
        typer.Option(
            "--allow-remote", help="let the question go to an embedder at another machine"
        ),
    ] = False,
) -> None:
    """Passages in rank order, each with its score in parts."""
    from groundgraph.cli.ask_commands import Request, run_search

    request = Request(
        question, questions, as_json, document or [], where or [], k, allow_remote=allow_remote
    )
    run_search(kb, request, text)


@app.command()
def cypher(
    query: Annotated[str | None, typer.Argument(help="one read-only Cypher query")] = None,
    kb: Kb = KB,
    file: Annotated[
        str | None, typer.Option("--file", help="a .cypher file, or the name of a shipped query")
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", help="NAME=VALUE (JSON or text), repeatable"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a row")] = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="CSV with a header row, for a spreadsheet")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="rows at most")] = 1000,
    names: Annotated[bool, typer.Option("--list", help="list the shipped queries")] = False,
    part: Part = None,
) -> None:
    """Query the graph, read-only."""
    from graph.errors import SettingsError
    from groundgraph.cli.look_commands import Form, require_whole_base, run_cypher

    require_whole_base(part, "Cypher")
    if as_json and as_csv:
        raise SettingsError("--json and --csv ask for two forms; give one of them.")
    form: Form = "json" if as_json else "csv" if as_csv else "table"
    run_cypher(kb, query, file, param or [], form, limit, names)


@app.command()
def duties(
    kb: Kb = KB,
    who: Annotated[str, typer.Option(help="only whose name contains this")] = "",
    what: Annotated[str, typer.Option(help="only where sentence or headings contain this")] = "",
    document: Annotated[str, typer.Option(help="only of this document")] = "",
    unread: Annotated[
        bool, typer.Option("--unread", help="the sentences with a duty that could not be read")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a row")] = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="CSV for a spreadsheet: the register and what it lacks")
    ] = False,
) -> None:
    """Who must, may or must not do what, by when, if and unless what; and what was not read."""
    from graph.errors import SettingsError
    from groundgraph.cli.duties_command import run_duties
    from groundgraph.cli.look_commands import Form

    if as_json and as_csv:
        raise SettingsError("--json and --csv ask for two forms; give one of them.")
    form: Form = "json" if as_json else "csv" if as_csv else "table"
    run_duties(kb, who, what, document, form, unread=unread)


@app.command()
def proposals(
    kb: Kb = KB,
    reason: Annotated[
        str | None, typer.Option(metavar="WORDS", help="only those whose reason holds these words")
    ] = None,
    review: Annotated[
        bool, typer.Option("--review", help="only those whose predicate the profile lacks")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """What a language model proposed while it read the documents, and why what is not in the base
    was refused."""
    from groundgraph.cli.proposals_command import run_proposals

    run_proposals(kb, reason, review=review, as_json=as_json)


@app.command()
def show(
    identifier: Annotated[str, typer.Argument(help="document, entity, fact, chunk or answer")],
    kb: Kb = KB,
    as_json: Annotated[bool, typer.Option("--json", help="as JSON")] = False,
) -> None:
    """Show one document, entity, fact, chunk or answer with its evidence."""
    from groundgraph.cli.look_commands import run_show

    run_show(kb, identifier, as_json)


@app.command()
def documents(
    kb: Kb = KB,
    source: Annotated[str | None, typer.Option(help="only those of this source")] = None,
    where: Where = None,
    as_json: Annotated[bool, typer.Option("--json", help="as JSON: a list")] = False,
) -> None:
    """List the documents by source: state, version, validity, import, remarks; and what could not
    be read."""
    from groundgraph.cli.document_commands import run_documents

    run_documents(kb, source, where or [], as_json)


@app.command()
def replacements(
    kb: Kb = KB,
    reject: Annotated[
        str | None, typer.Option(metavar="ID", help="a stated replacement that does not hold")
    ] = None,
    restore: Annotated[
        str | None, typer.Option(metavar="ID", help="take that decision back")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="as JSON: a list")] = False,
) -> None:
    """List which document replaces which, as the documents state it: since when, in which words,
    what names no document of the base, what is rejected; reject one, or take that back."""
    from groundgraph.cli.replacements_command import run_replacements

    run_replacements(kb, reject, restore, as_json)


@app.command()
def remove(
    identifier: Annotated[
        str, typer.Argument(help="key of a document, or a source", metavar="KEY|SOURCE")
    ],
    kb: Kb = KB,
    yes: Yes = False,
) -> None:
    """Remove a document, or a whole source; says first what rests on it. Its versions stay in the
    record."""
    from groundgraph.cli.document_commands import run_remove

    run_remove(kb, identifier, yes)


@app.command()
def erase(
    identifier: Annotated[
        str,
        typer.Argument(help="key of a document, a source, or an answer", metavar="KEY|SOURCE|ID"),
    ],
    kb: Kb = KB,
    yes: Yes = False,
) -> None:
    """Erase a document, a source or an answer for good: bytes, texts, caches, vectors, indexes, old
    generations, answers that quote it. Searches the folder afterwards and names what it cannot
    reach."""
    from groundgraph.cli.document_commands import run_erase

    run_erase(kb, identifier, yes)


@app.command()
def stats(
    kb: Kb = KB, as_json: Annotated[bool, typer.Option("--json")] = False, part: Part = None
) -> None:
    """Counts of what the base holds."""
    from groundgraph.cli.look_commands import require_whole_base, run_stats

    require_whole_base(part, "a count")
    run_stats(kb, as_json)


@app.command()
def export(
    kb: Kb = KB,
    form: Annotated[
        str, typer.Option("--format", help="jsonl, graphml (a file), or parquet (a folder)")
    ] = "jsonl",
    output: Annotated[
        str, typer.Option("--output", "-o", help="a file or folder, or - for stdout (jsonl)")
    ] = "-",
    jsonl: Annotated[
        str | None, typer.Option("--jsonl", help="the same as --format jsonl --output FILE")
    ] = None,
    part: Part = None,
) -> None:
    """Every node and relationship of the graph, for other tools."""
    from groundgraph.cli.look_commands import require_whole_base, run_export

    require_whole_base(part, "an export")
    run_export(kb, "jsonl" if jsonl else form, jsonl or output)


@app.command()
def prov(
    identifier: Annotated[str, typer.Argument(help="an answer (a_…) or a fact (f_…)")],
    kb: Kb = KB,
    form: Annotated[str, typer.Option("--format", help="json (PROV-JSON) or ttl (RDF)")] = "json",
) -> None:
    """Where an answer or a fact comes from, as W3C PROV."""
    from groundgraph.cli.look_commands import run_prov

    run_prov(kb, identifier, form)


@app.command()
def feedback(
    answer: Annotated[str, typer.Argument(help="id of the answer")],
    kind: Annotated[str, typer.Argument(help="helpful, wrong, citation-does-not-support")],
    comment: Annotated[str, typer.Option(help="why")] = "",
    kb: Kb = KB,
) -> None:
    """Record what you think of an answer."""
    from groundgraph.cli.admin_commands import run_feedback

    run_feedback(kb, answer, kind, comment)


@app.command()
def backup(target: Path, kb: Kb = KB) -> None:
    """Copy the record of a live base into one file."""
    from groundgraph.cli.admin_commands import run_backup

    run_backup(kb, target)


@app.command()
def restore(source: Path, kb: Kb = KB) -> None:
    """Put a backup in place of the record and rebuild the graph from it."""
    from groundgraph.cli.admin_commands import run_restore

    run_restore(kb, source)


@app.command()
def doctor(
    kb: Kb = KB,
    deep: Annotated[
        bool,
        typer.Option("--deep", help="recompute all that can be; takes as long as a first build"),
    ] = False,
    head: Annotated[
        str | None,
        typer.Option(help="the head that an earlier doctor printed, noted elsewhere"),
    ] = None,
) -> None:
    """Check the installation and, where there is one, the base; say what to do."""
    from groundgraph.cli.admin_commands import run_doctor

    run_doctor(kb, deep=deep, head=head)


@app.command()
def ui(
    kb: Kb = KB,
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8501,
    address: Annotated[str, typer.Option(help="loopback, or who may reach it")] = "127.0.0.1",
    host: Annotated[
        list[str] | None,
        typer.Option(help="a further name that it is reached by, as a proxy's (repeatable)"),
    ] = None,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="record nothing; the default beyond loopback")
    ] = False,
    allow_writes: Annotated[
        bool,
        typer.Option("--allow-writes", help="let anyone who reaches another address write"),
    ] = False,
    llm: Llm = None,
    llm_url: LlmUrl = None,
    llm_adapter: LlmAdapter = None,
    llm_option: LlmOption = None,
    llm_price: LlmPrice = None,
    allow_remote: AllowRemote = False,
    only_supported: OnlySupported = False,
) -> None:
    """Open the explorer in a browser. It opens during a build too, and follows it."""
    from groundgraph.cli.chosen_writer import typed_writer
    from groundgraph.cli.ui_command import run_ui

    writer = typed_writer(
        llm, llm_url, llm_price, llm_adapter, llm_option or (),
        allow_remote=allow_remote, only_supported=only_supported,
    )  # fmt: skip
    run_ui(
        kb, port, address, hosts=host or [], read_only=read_only, allow_writes=allow_writes,
        writer=writer,
    )  # fmt: skip


@profile_app.command("check")
def profile_check(
    sentence: Annotated[str, typer.Argument(help="a sentence to explain")],
    profile: Annotated[str, typer.Option(help="general, regulation, or a YAML file")] = "general",
) -> None:
    """Explain what a profile does to a sentence."""
    from groundgraph.cli.admin_commands import run_profile_check

    run_profile_check(profile, sentence)


@store_app.command("push")
def store_push(
    kb: Kb = KB,
    to: Annotated[
        str | None,
        typer.Option(help="address, as neo4j://localhost:7687 (default: the setting store)"),
    ] = None,
    replace: Annotated[
        bool, typer.Option(help="give up what lies there, another base's graph too")
    ] = False,
    repair: Annotated[
        bool, typer.Option(help="read every row there first; mend what was changed by hand")
    ] = False,
) -> None:
    """Bring a Neo4j server in line with the record and verify what was written. The password comes
    from NEO4J_PASSWORD or NEO4J_PASSWORD_FILE. Stop it at will; run it again to go on."""
    from groundgraph.cli.store_commands import run_push

    run_push(kb, to, replace, repair)


@store_app.command("verify")
def store_verify(
    kb: Kb = KB,
    store: Annotated[
        str | None,
        typer.Option(help="embedded, or an address (default: the setting store)"),
    ] = None,
) -> None:
    """Compare every row of a store with what the record gives; print what differs."""
    from groundgraph.cli.store_commands import run_verify

    run_verify(kb, store)
