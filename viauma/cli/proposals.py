"""`viauma proposals`: places that their source has no longer; somebody decides."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from viauma.cli import tables
from viauma.cli.deciding import deciding, person
from viauma.cli.import_report import printable
from viauma.cli.output import write
from viauma.db.session import reading
from viauma.errors import InvalidInput
from viauma.imports.queries import closing_proposals, waiting_proposals
from viauma.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from viauma.imports.models import ClosingProposal

app = typer.Typer(help="Places that their source has no longer.", no_args_is_help=True)

Ids = Annotated[list[int] | None, typer.Argument(help="Numbers of proposals.")]
Sources = Annotated[list[str] | None, typer.Option("--source", help="All of this source.")]


@app.command("list")
def list_proposals(
    *,
    source: Sources = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List the places that are proposed to be closed."""
    with reading(Settings()) as session:
        found = closing_proposals(session, sources=source or ())
    if as_json:
        write(json.dumps([asdict(one) for one in found], ensure_ascii=False, default=str), None)
        return
    head = ["ID", "Name", "Slug", "Source", "Its id there", "Missed first"]
    rows = [
        [
            str(one.id),
            printable(one.name or "(name unknown)"),
            one.slug,
            one.source,
            printable(one.source_id),
            f"{one.since:%Y-%m-%d}",
        ]
        for one in found
    ]
    write(
        tables.table(head, rows, right={"ID"}) + f"{len(rows)} proposal{'s' * (len(rows) != 1)}\n",
        None,
    )


@app.command()
def accept(
    ids: Ids = None,
    *,
    source: Sources = None,
    why: Annotated[str, typer.Option(help="Why, for colleagues.")] = "Gone from its source",
) -> None:
    """Close places; they stay in the register with their history."""
    from viauma.imports.actions import accept as closed

    with deciding(why) as session:
        found = _meant(session, ids, source)
        closed(session, found, actor=person(), why=why)
    typer.echo(f"{_places(len(found))} closed")


@app.command()
def decline(
    ids: Ids = None,
    *,
    source: Sources = None,
    why: Annotated[str, typer.Option(help="Why they stay open, for colleagues.")],
) -> None:
    """Keep places open; they are not proposed again until they were back at their source."""
    from viauma.imports.actions import decline as kept

    with deciding(why) as session:
        found = _meant(session, ids, source)
        kept(session, found, actor=person(), why=why)
    typer.echo(f"{_places(len(found))} to stay open")


def _meant(
    session: "Session", ids: list[int] | None, sources: list[str] | None
) -> "Sequence[ClosingProposal]":
    if not (ids or sources):
        raise InvalidInput("ID", "say which: numbers of proposals, or --source")
    return waiting_proposals(session, ids=ids or (), sources=sources or ())


def _places(count: int) -> str:
    return "1 place" if count == 1 else f"{count:,} places"
