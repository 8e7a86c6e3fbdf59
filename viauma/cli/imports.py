"""`viauma imports`: the ledger of what was read when, and what became of it."""

import json
from typing import Annotated, Any

import typer

from viauma.cli import tables
from viauma.cli.import_report import printable
from viauma.cli.output import write
from viauma.db.session import reading
from viauma.imports.queries import import_run, import_runs
from viauma.settings import Settings

app = typer.Typer(help="What was imported when, and what became of it.", no_args_is_help=True)

COUNTS = ("created", "updated", "unchanged", "quarantined", "proposed")
IN_WORDS = {"broken": "broken off", "running": "at work"}


@app.command("list")
def list_imports(
    *,
    source: Annotated[str, typer.Option(help="Only of this source.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List the latest imports, newest first."""
    with reading(Settings()) as session:
        runs = import_runs(session, source=source, limit=limit)
    if as_json:
        write(json.dumps(runs, ensure_ascii=False, default=str), None)
        return
    head = ["Run", "Began (UTC)", "Source", "State", "New", "Changed", "Same", "Waiting"]
    rows = [
        [
            str(run["id"])[-8:],
            f"{run['started_at']:%Y-%m-%d %H:%M}",
            run["source"],
            IN_WORDS.get(run["state"], run["state"]),
            *(f"{run[name]:,}" for name in COUNTS[:4]),
        ]
        for run in runs
    ]
    write(tables.table(head, rows, right=set(head[4:])), None)


@app.command()
def show(
    run: Annotated[str, typer.Argument(help="Number of the run, or how it ends.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show one import with all that is known of it."""
    with reading(Settings()) as session:
        found = import_run(session, run)
    if as_json:
        write(json.dumps(found, ensure_ascii=False, default=str), None)
        return
    said = {name: value for name, value in found.items() if value not in (None, {}, "")}
    write("\n".join(f"{name:<12} {_spelled(name, value)}" for name, value in said.items()), None)


def _spelled(name: str, value: Any) -> str:
    if name == "state":
        return IN_WORDS.get(str(value), str(value))
    if name == "options":
        return ", ".join(f"{key} {one}" for key, one in value.items())
    return printable(str(value))
