"""`viauma quarantine`: rows that wait, until somebody corrects, releases or dismisses them."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from viauma.cli import tables
from viauma.cli.deciding import deciding, pair, person, row_filter
from viauma.cli.import_report import printable
from viauma.cli.output import write
from viauma.db.session import reading
from viauma.errors import InvalidInput, NotFound
from viauma.exchange.findings import Severity
from viauma.imports.queries import (
    RowFilter,
    count_quarantined,
    quarantined_row,
    quarantined_rows,
)
from viauma.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from viauma.imports.models import QuarantinedRow
    from viauma.places.rules import Stored

app = typer.Typer(help="Rows that wait for somebody.", no_args_is_help=True)

Ids = Annotated[list[int] | None, typer.Argument(help="Numbers of rows.")]
Source = Annotated[list[str] | None, typer.Option(help="Rows of this source.")]
Code = Annotated[list[str] | None, typer.Option(help="Rows with this finding.")]
Run = Annotated[list[str] | None, typer.Option(help="Rows that this import set aside.")]
Where = Annotated[list[str] | None, typer.Option(help="column=value, as the file has both.")]
Trial = Annotated[bool, typer.Option("--dry-run", help="Tell, and store nothing.")]


@app.command("list")
def list_rows(
    *,
    source: Source = None,
    code: Code = None,
    run: Run = None,
    where: Where = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List the rows that wait."""
    with reading(Settings()) as session:
        question = row_filter(session, source=source, code=code, run=run, where=where)
        count = count_quarantined(session, question)
        rows = [_told(row) for row in quarantined_rows(session, question, limit)]
    if as_json:
        write(json.dumps(rows, ensure_ascii=False), None)
        return
    head = ["ID", "Source", "Row", "Name", "Why"]
    cells = [
        [
            str(row["id"]),
            row["source"],
            str(row["row"]),
            printable(_name(row)),
            printable("; ".join(f"{one['code']}: {one['message']}" for one in _grave(row))),
        ]
        for row in rows
    ]
    shown = f", the first {len(rows)} shown" if len(rows) < count else ""
    write(
        tables.table(head, cells, right={"ID", "Row"})
        + f"{_rows(count)} wait{'s' * (count == 1)}{shown}\n",
        None,
    )


@app.command()
def show(
    row: Annotated[int, typer.Argument(help="Number of the row.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show one row: what the file says, why it waits, and what it would become."""
    from viauma.imports.corrections import fields_of

    with reading(Settings()) as session:
        found = quarantined_row(session, row)
        told = _told(found) | {"state": found.state, "why": found.why, "by": found.decided_by}
        fields = fields_of(found.draft)
    if as_json:
        write(json.dumps(told | {"fields": fields}, ensure_ascii=False), None)
        return
    decided = f" by {told['by']}: {told['why']}" if told["by"] else ""
    lines = [f"Row {told['row']} of {told['source']}: {told['state']}{decided}", "", "Why it waits"]
    lines += [
        f"  {one['severity'].upper()} {one['code']}: {one['message']}" for one in told["findings"]
    ]
    lines += ["", "What the file says", *_pairs(told["raw"])]
    lines += [
        "",
        "What it would become (viauma quarantine correct --set FIELD=VALUE)",
        *_pairs(fields),
    ]
    write("\n".join(map(printable, lines)), None)


@app.command()
def release(  # noqa: PLR0913 - each says which rows
    ids: Ids = None,
    *,
    source: Source = None,
    code: Code = None,
    run: Run = None,
    where: Where = None,
    why: Annotated[str, typer.Option(help="Why, for colleagues.")] = "Looked at, and right",
    dry_run: Trial = False,
) -> None:
    """Store rows as they are."""
    from viauma.imports.actions import release as released

    with deciding(why, is_trial=dry_run) as session:
        question = row_filter(session, ids=ids, source=source, code=code, run=run, where=where)
        found = _meant(session, question)
        stored = released(session, found, actor=person(), why=why)
    typer.echo(_done(len(found), "released", stored, is_trial=dry_run))


@app.command()
def correct(  # noqa: PLR0913 - each says which rows
    ids: Ids = None,
    *,
    source: Source = None,
    code: Code = None,
    run: Run = None,
    where: Where = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="field=value.")] = None,
    why: Annotated[str, typer.Option(help="Why, for colleagues.")] = "Corrected",
    dry_run: Trial = False,
) -> None:
    """Set fields on rows and store them; all of them or none."""
    from viauma.imports.actions import correct as corrected

    settings = dict(pair(one, "--set") for one in set_ or ())
    if not settings:
        raise InvalidInput("--set", "says what is right, as in --set lat=63.83")
    with deciding(why, is_trial=dry_run) as session:
        question = row_filter(session, ids=ids, source=source, code=code, run=run, where=where)
        found = _meant(session, question)
        stored = corrected(session, [(row, settings) for row in found], actor=person(), why=why)
    typer.echo(_done(len(found), "corrected and released", stored, is_trial=dry_run))


@app.command()
def dismiss(
    ids: Ids = None,
    *,
    source: Source = None,
    code: Code = None,
    run: Run = None,
    where: Where = None,
    why: Annotated[str, typer.Option(help="Why they are no places, for colleagues.")],
) -> None:
    """Leave rows out, for as long as their source says the same of them."""
    from viauma.imports.actions import dismiss as dismissed

    with deciding(why) as session:
        question = row_filter(session, ids=ids, source=source, code=code, run=run, where=where)
        found = _meant(session, question)
        dismissed(session, found, actor=person(), why=why)
    typer.echo(f"{_rows(len(found))} dismissed")


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="The file to write, like rows.csv.")],
    *,
    source: Source = None,
    code: Code = None,
    run: Run = None,
    where: Where = None,
    excel: Annotated[
        bool, typer.Option("--excel", help="As Excel in Swedish opens it: ; and decimal commas.")
    ] = False,
) -> None:
    """Write the rows that wait as a table, to be corrected in a spreadsheet."""
    from viauma.imports.sheet import write_sheet

    with reading(Settings()) as session:
        question = row_filter(session, source=source, code=code, run=run, where=where)
        rows = quarantined_rows(session, question)
        sheet = write_sheet(rows, "csv-excel" if excel else "csv")
    try:
        file.write_bytes(sheet)
    except OSError as error:
        raise InvalidInput(
            "FILE", f"'{str(file)[:100]}' cannot be written: {error.strerror}"
        ) from None
    typer.echo(f"{file}: {_rows(len(rows))}. Then: viauma quarantine import {file}")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The table as viauma quarantine export wrote it.")],
    *,
    why: Annotated[str, typer.Option(help="Why, for colleagues.")] = "Corrected in a table",
    dry_run: Trial = False,
) -> None:
    """Take corrections: changed cells are set, 'release' and 'dismiss' in column decision done."""
    from viauma.imports.actions import take_sheet
    from viauma_data.reading import open_tables

    with open_tables(file) as found:
        sheet = [dict(row.values) for row in found[0].read()]
    with deciding(why, is_trial=dry_run) as session:
        done = take_sheet(session, sheet, actor=person(), why=why)
    begins = "Would be: " if dry_run else ""
    typer.echo(
        f"{begins}{_rows(done.corrected)} corrected and released, {done.released} released, "
        f"{done.dismissed} dismissed, {done.left} left as they were"
    )


def _meant(session: "Session", question: RowFilter) -> "Sequence[QuarantinedRow]":
    if question.ids:
        return [quarantined_row(session, number) for number in question.ids]
    if question == RowFilter():
        raise InvalidInput("ID", "say which rows: numbers, --source, --code, --run or --where")
    found = quarantined_rows(session, question)
    if not found:
        raise NotFound("No row that waits is meant. Try: viauma quarantine list")
    return found


def _told(row: "QuarantinedRow") -> dict[str, Any]:
    return {
        "id": row.id,
        "source": row.source,
        "source_id": row.source_id,
        "row": row.row_number,
        "findings": row.findings,
        "raw": row.raw,
        "draft": row.draft,
    }


def _grave(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Leave out the notes: no row waits for them."""
    return [one for one in row["findings"] if one["severity"] != Severity.NOTE]


def _name(row: dict[str, Any]) -> str:
    names = (row["draft"] or {}).get("names") or {}
    return names.get("sv") or next(iter(names.values()), "")


def _pairs(said: dict[str, Any]) -> list[str]:
    return [f"  {name}: {value}" for name, value in said.items() if value not in (None, "")]


def _done(count: int, what: str, stored: "Stored", *, is_trial: bool) -> str:
    begins = "Would be: " if is_trial else ""
    return (
        f"{begins}{_rows(count)} {what}; places: {stored.created:,} new, "
        f"{stored.updated:,} changed, {stored.unchanged:,} as before"
    )


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
