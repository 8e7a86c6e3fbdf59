"""`viauma import`: a file of others on its way into the register."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from viauma.errors import InvalidInput, ViaUmaError
from viauma.settings import Settings

if TYPE_CHECKING:
    from viauma_data.importing import Asked, Report

SOMETHING_WAITS = 3
"""Exit code when all went well and rows wait for somebody in quarantine."""

GRAVEST = (0, SOMETHING_WAITS, 2, 1)
"""Of several files the gravest tells: a refusal is graver than rows that wait."""

Text = str | None


def import_(  # noqa: PLR0913 - each is something that a person may know better than the file
    where: Annotated[str, typer.Argument(help="File, folder, or address (http, https).")],
    *,
    as_: Annotated[
        Text, typer.Option("--as", help="Kind of file, such as badplatser, or a profile FILE.toml.")
    ] = None,
    category: Annotated[Text, typer.Option(help="Category of rows that do not say it.")] = None,
    crs: Annotated[Text, typer.Option(help="EPSG:n of the coordinates.")] = None,
    encoding: Annotated[Text, typer.Option(help="Such as utf-8 or cp1252.")] = None,
    delimiter: Annotated[Text, typer.Option(help="What parts the cells of a text.")] = None,
    decimal: Annotated[Text, typer.Option(help="Decimal sign: a point or a comma.")] = None,
    layer: Annotated[Text, typer.Option(help="One layer or sheet of a file of several.")] = None,
    lon_column: Annotated[Text, typer.Option(help="Column of longitudes or eastings.")] = None,
    lat_column: Annotated[Text, typer.Option(help="Column of latitudes or northings.")] = None,
    wkt_column: Annotated[Text, typer.Option(help="Column of shapes or pairs.")] = None,
    source: Annotated[
        Text, typer.Option(help="Name that the rows are kept under and recognised by.")
    ] = None,
    licence: Annotated[Text, typer.Option(help="SPDX id, such as CC0-1.0.")] = None,
    attribution: Annotated[Text, typer.Option(help="Text to show with the data.")] = None,
    observed_on: Annotated[Text, typer.Option(help="Date of the data, ISO 8601.")] = None,
    region: Annotated[
        Text, typer.Option(help="west,south,east,north where rows are expected, or none.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell everything and store nothing.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Store nothing when any row would have to wait.")
    ] = False,
    readers_may_wait: Annotated[
        bool,
        typer.Option(
            "--readers-may-wait",
            help="Store very many new places quicker and let nobody read places meanwhile.",
        ),
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Go on where much of the source is gone.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The report for programs.")] = False,
) -> None:
    """Take a file of others in: what is sound is stored, what is doubtful waits for somebody.

    Exit code 0: all rows are stored; 3: some wait in quarantine; 2: the file was refused, or a
    question is open; 1: the database would not. Of a folder, each file tells for itself.
    """
    from viauma_data.importing import Asked

    asked = Asked(
        where=where, profile=as_, category=category, crs=crs, encoding=encoding,
        delimiter=delimiter, decimal=decimal, layer=layer, lon_column=lon_column,
        lat_column=lat_column, wkt_column=wkt_column, source=source, licence=licence,
        attribution=attribution, observed_on=observed_on, region=region, is_trial=dry_run,
        is_strict=strict, readers_may_wait=readers_may_wait, yes=yes,
    )  # fmt: skip
    raise typer.Exit(_each(asked, as_json=as_json))


def _each(asked: "Asked", *, as_json: bool) -> int:
    from viauma.cli.import_report import summary

    files = _files(asked.where)
    if len(files) == 1:
        return _code(_one(replace(asked, where=files[0]), as_json=as_json))
    codes = [0]
    done: list[tuple[str, Report | None]] = []
    for file in files:
        name = Path(file).name
        try:
            report = _one(replace(asked, where=file), as_json=as_json)
        except ViaUmaError as refusal:
            # One file that cannot be read does not keep the others out.
            sys.stderr.write(f"viauma: {name}: {refusal.message}\n")
            codes.append(2 if isinstance(refusal, InvalidInput) else 1)
            done.append((name, None))
            continue
        codes.append(_code(report))
        done.append((name, report))
        if not as_json:
            typer.echo()
    if not as_json:
        typer.echo(summary(done), nl=False)
    return max(codes, key=GRAVEST.index)


def _code(report: "Report") -> int:
    return SOMETHING_WAITS if report.outcome.quarantined else 0


def _files(where: str) -> list[str]:
    from viauma_data.reading import files_of

    return [str(path) for path in files_of(where)] if Path(where).is_dir() else [where]


def _one(asked: "Asked", *, as_json: bool) -> "Report":
    from viauma.cli.deciding import person
    from viauma.cli.import_report import told
    from viauma.cli.progress import shown
    from viauma.db.engine import connect_url
    from viauma.db.migrate import require_current, state
    from viauma_data.importing import import_file

    settings = Settings()
    require_current(state(connect_url(settings)))
    with shown() as progress:
        report = import_file(settings, asked, actor=person(), progress=progress)
    if as_json:
        typer.echo(json.dumps(report.as_json, ensure_ascii=False))
    else:
        typer.echo(told(report), nl=False)
    return report
