"""`viauma sources`: where rows are from, and how far each source is believed."""

from typing import Annotated, Any

import typer

from viauma.cli import source_words as words
from viauma.cli import tables
from viauma.cli.deciding import person
from viauma.cli.output import checked_format, write
from viauma.db.session import reading, unit_of_work
from viauma.errors import InvalidInput
from viauma.places.correcting import change_source
from viauma.places.telling import told_of
from viauma.provenance.models import Source
from viauma.provenance.queries import all_sources, source_named
from viauma.settings import Settings

app = typer.Typer(
    help="Where rows are from: publisher, licence, and how far each source is believed.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Name = Annotated[str, typer.Argument(help="As in the rows' source.")]
Text = str | None


@app.command("list")
def list_sources() -> None:
    """List the sources with their trust and licence."""
    with reading(Settings()) as session:
        rows = [
            [one.name, str(one.trust), _by_field(one), one.licence or "each row says",
             one.publisher or ""]
            for one in all_sources(session)
        ]  # fmt: skip
    head = ["Source", "Trust", "Trust by field", "Licence", "Publisher"]
    write(tables.table(head, rows, right={"Trust"}) + f"{len(rows)} sources\n", None)


@app.command()
def show(name: Name) -> None:
    """Show one source."""
    with reading(Settings()) as session:
        lines = _described(source_named(session, name))
    write("\n".join(lines), None)


@app.command("of")
def sources_of(
    place: Annotated[str, typer.Argument(help="Slug or id; of a merged place: what it became.")],
    *,
    format_: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
) -> None:
    """Show of every field of a place who gave it, and what the others say."""
    checked_format(format_, ("table", "json"))
    with reading(Settings()) as session:
        told = told_of(session, place)
    write(words.as_json(told) if format_ == "json" else words.as_table(told), None)


@app.command("set")
def set_source(  # noqa: PLR0913 - each is something to know of a source
    name: Name,
    *,
    trust: Annotated[int | None, typer.Option(min=0, max=100, help="0 to 100.")] = None,
    field: Annotated[
        list[str] | None,
        typer.Option(help="Trust in one field, as in opening_hours=90; without figure: as in all."),
    ] = None,
    title: Annotated[Text, typer.Option(help="Its name for people.")] = None,
    publisher: Annotated[Text, typer.Option(help="Who publishes it.")] = None,
    licence: Annotated[Text, typer.Option(help="SPDX id, public-domain or not-stated.")] = None,
    attribution: Annotated[Text, typer.Option(help="Text to show with its rows.")] = None,
    url: Annotated[Text, typer.Option(help="Where it is fetched.")] = None,
) -> None:
    """Change what is known of a source; places that its trust decides are made anew."""
    given = {
        "trust": trust, "title": title, "publisher": publisher, "licence": licence,
        "attribution": attribution, "url": url,
    }  # fmt: skip
    described = {column: value for column, value in given.items() if value is not None}
    by_field = dict(map(_trust_in_field, field or []))
    if not described and not by_field:
        raise InvalidInput("set", "say what to change, as in --trust 80")
    with unit_of_work(
        Settings(), actor=person(), reason=_reason(name, described, by_field)
    ) as session:
        source, changed = change_source(session, name, by_field=by_field, **described)
        lines = _described(source)
    lines.append(f"{changed} places changed")
    if licence or attribution:
        lines.append("Rows that are here keep their licence and attribution until imported again.")
    write("\n".join(lines), None)


def _trust_in_field(text: str) -> tuple[str, int | None]:
    name, _, figure = text.partition("=")
    if figure and not (figure.isascii() and figure.isdigit() and len(figure) <= 3):  # noqa: PLR2004 - 100
        raise InvalidInput("--field", f"'{text[:60]}' must be field=trust, as in website=90")
    return name, int(figure) if figure else None


def _reason(name: str, described: dict[str, Any], by_field: dict[str, Any]) -> str:
    changes = [f"{key} = {value}" for key, value in (described | by_field).items()]
    return f"Source {name}: {', '.join(changes)}"[:500]


def _described(source: Source) -> list[str]:
    return [
        f"Source       {source.name}",
        f"Title        {source.title or 'unknown'}",
        f"Publisher    {source.publisher or 'unknown'}",
        f"Licence      {source.licence or 'each row says'}",
        f"Attribution  {source.attribution or 'each row says'}",
        f"URL          {source.url or 'unknown'}",
        f"Trust        {source.trust}",
        f"By field     {_by_field(source) or 'as in all'}",
    ]


def _by_field(source: Source) -> str:
    return ", ".join(f"{name} {trust}" for name, trust in sorted(source.trust_by_field.items()))
