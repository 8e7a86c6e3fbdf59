"""`viauma duplicates`: places that may be one, found, looked at and decided."""

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import shapely
import typer
from sqlalchemy.orm import Session

from viauma.cli import tables
from viauma.cli.deciding import person
from viauma.cli.output import checked_format, write
from viauma.db.session import reading, unit_of_work
from viauma.duplicates import actions
from viauma.duplicates.queries import Chosen, listed_pairs, score_between
from viauma.duplicates.rules import Score
from viauma.errors import InvalidInput
from viauma.imports.queries import import_run
from viauma.municipalities.queries import municipalities
from viauma.municipalities.rules import recognise
from viauma.places.correcting import place_row
from viauma.places.statements import said_by
from viauma.provenance.queries import source_named
from viauma.settings import Settings

app = typer.Typer(
    help="Find places that are one place twice; merge them, and take that back.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Texts = list[str] | None
Place = Annotated[str, typer.Argument(help="Slug or id.")]
Why = Annotated[str, typer.Option(help="Why, for whoever asks in ten years.")]
Format = Annotated[str, typer.Option("--format", help="table or json.")]
Likely = Annotated[float, typer.Option(min=0, max=1, help="Only pairs at least so likely.")]

LIKELY = actions.LIKELY
MOST_LISTED = 1_000_000
HEAD = ["Score", "m", "Place", "Other place", "Name", "Other name", "For and against"]


@app.command()
def find(
    *,
    in_: Annotated[
        Texts, typer.Option("--in", help="Municipality by code or name; may be repeated.")
    ] = None,
    source: Annotated[Texts, typer.Option(help="Rows of this source; may be repeated.")] = None,
    min_score: Likely = LIKELY,
    format_: Format = "table",
) -> None:
    """Look for pairs that may be one place, and remember those nobody has decided yet."""
    checked_format(format_, ("table", "json"))
    with _writing("Looked for places that are one") as session:
        chosen = _chosen(session, in_ or [], source or [])
        count = actions.find_duplicates(session, chosen, min_score=min_score)
    write(json.dumps({"open": count}) if format_ == "json" else _counted(count), None)


@app.command("list")
def list_pairs(
    *,
    min_score: Likely = 0.0,
    standing: Annotated[str, typer.Option(help="open, dismissed or merged.")] = "open",
    run: Annotated[
        str, typer.Option(help="Pairs that the new rows of this import made; see imports list.")
    ] = "",
    limit: Annotated[int, typer.Option(min=1, max=MOST_LISTED, help="At most so many.")] = 100,
    format_: Format = "table",
) -> None:
    """List the pairs that are remembered, the likeliest first."""
    checked_format(format_, ("table", "json"))
    if standing not in ("open", "dismissed", "merged"):
        raise InvalidInput("--standing", f"'{standing[:40]}' must be open, dismissed, merged")
    with reading(Settings()) as session:
        found = listed_pairs(
            session,
            standing=standing,
            min_score=min_score,
            run=import_run(session, run)["id"] if run else None,
            limit=limit,
        )
    write(_json(found) if format_ == "json" else _listed(found), None)


@app.command()
def show(one: Place, two: Place) -> None:
    """Show two places side by side, with what speaks for and against their being one."""
    # Measuring keeps a table for a moment, which a session that only reads may not.
    with _writing("Looked at two places") as session:
        rows = [place_row(session, reference) for reference in (one, two)]
        weighed = score_between(session, rows[0]["id"], rows[1]["id"])
    write(_beside(*rows) + _weighed(weighed), None)


@app.command()
def merge(keep: Place, other: Place, *, why: Why) -> None:
    """Make one place of two; the other's address leads to the one that is kept."""
    _decided(why, lambda session: actions.merge_places(session, keep, other))
    typer.echo(f"{other} is now {keep}. `viauma duplicates unmerge {other}` takes that back.")


@app.command()
def unmerge(other: Place, *, why: Why) -> None:
    """Take a merged place out again; both become what their own sources say."""
    _decided(why, lambda session: actions.unmerge_place(session, other))
    typer.echo(f"{other} is a place of its own again.")


@app.command()
def dismiss(one: Place, two: Place, *, why: Why) -> None:
    """Remember that two places are two, so that they are not proposed again."""
    _decided(why, lambda session: actions.dismiss_pair(session, one, two))
    typer.echo(f"{one} and {two} are two places.")


def _decided(why: str, decide: Callable[[Session], Any]) -> None:
    if not why.strip():
        raise InvalidInput("--why", "needs a reason in words")
    with _writing(why) as session:
        decide(session)


def _writing(why: str) -> Any:
    return unit_of_work(Settings(), actor=person(), reason=why)


def _chosen(session: Session, in_: list[str], sources: list[str]) -> Chosen:
    codes = recognise(in_, municipalities(session), "--in")
    names = [source_named(session, name).name for name in sources]
    return Chosen(municipalities=codes or None, sources=names or None)


def _counted(count: int) -> str:
    return f"{count} open pairs. `viauma duplicates list` shows them."


def _json(found: list[dict[str, Any]]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, uuid.UUID):
        return str(value)
    raise TypeError(type(value).__name__)


def _listed(found: list[dict[str, Any]]) -> str:
    rows = [
        [
            "" if pair["score"] is None else f"{pair['score']:.3f}",
            f"{pair['distance_m']:.0f}",
            pair["one_slug"],
            pair["two_slug"],
            pair["one_name"] or "(unknown)",
            pair["two_name"] or "(unknown)",
            pair["why"] or _parts(pair["parts"]),
        ]
        for pair in found
    ]
    return tables.table(HEAD, rows, right={"Score", "m"}) + f"{len(rows)} pairs\n"


def _parts(parts: Mapping[str, float]) -> str:
    return " ".join(f"{name} {weight:+g}" for name, weight in parts.items() if name != "prior")


def _beside(one: dict[str, Any], two: dict[str, Any]) -> str:
    said, other = (_told(row) for row in (one, two))
    names = [*said, *(name for name in other if name not in said)]
    rows = [
        [name, "" if said.get(name) == other.get(name) else "≠", said.get(name, ""),
         other.get(name, "")]
        for name in names
    ]  # fmt: skip
    return tables.table(["Field", "", one["slug"], two["slug"]], rows, right=set())


def _told(row: dict[str, Any]) -> dict[str, str]:
    fields = said_by(row) | {
        name: row[name] for name in ("source", "source_id", "licence", "visibility")
    }
    fields.pop("slug")
    fields["geom"] = _position(row["geom"])
    return {name: _text(value) for name, value in sorted(fields.items())}


def _position(ewkb: str) -> str:
    shape = shapely.from_wkb(ewkb)
    point = shape.representative_point()
    return f"{shape.geom_type} at {point.x:.5f}, {point.y:.5f}"


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(str(one) for one in value.values() if one is not None)
    return str(value)


def _weighed(weighed: Score | None) -> str:
    if weighed is None:
        return "\nToo far apart, or too different in kind, to be proposed as one.\n"
    return f"\nScore {weighed.value:.3f}: {_parts(weighed.parts)}\n"
