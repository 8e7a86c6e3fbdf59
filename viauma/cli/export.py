"""`viauma export`: files for those who serve, analyse or edit the data themselves."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from viauma.cli.exporting.formats import EXPORTS, NATIONAL, Export
from viauma.cli.exporting.target import STDOUT
from viauma.errors import InvalidInput
from viauma.settings import Settings

app = typer.Typer(help="Files of the region, in every format.", no_args_is_help=True)

USUAL_LAST_ZOOM = 14

Texts = list[str] | None
CollectionOption = Annotated[str, typer.Option(help="places, sites, facilities, trails, …")]
FilterOption = Annotated[
    str, typer.Option("--filter", help="CQL2, as in: length_km > 5 AND lit = TRUE.")
]
InOption = Annotated[
    Texts, typer.Option("--in", help="Municipality by code or name; may be repeated.")
]
BaseUrlOption = Annotated[
    str, typer.Option(help="Address of Via Uma's landing page, which linked data begin with.")
]


@app.callback()
def root() -> None:
    """Files of the region, in every format."""


def _command(form: Export) -> Callable[..., None]:
    def write(  # noqa: PLR0913 - each is a word of the question
        *,
        out: Annotated[
            Path | None, typer.Option(help="The file; - or left out in a pipe: standard output.")
        ] = None,
        collection: CollectionOption = "places",
        filter_: FilterOption = "",
        in_: InOption = None,
        category: Annotated[
            Texts, typer.Option(help="Category with all below it; may be repeated.")
        ] = None,
        bbox: Annotated[str, typer.Option(help="west,south,east,north in degrees.")] = "",
        crs: Annotated[str, typer.Option(help="As in EPSG:3006; left out: WGS 84.")] = "",
        properties: Annotated[str, typer.Option(help="Only these members: name,category.")] = "",
        licence: Annotated[
            str, typer.Option(help="open: only rows that may be passed on.")
        ] = "any",
        lang: Annotated[
            str, typer.Option(help="xlsx: headings in sv or en; left out: names of columns.")
        ] = "",
        base_url: BaseUrlOption = "",
    ) -> None:
        from viauma.cli.exporting.answer import Wanted

        default = () if category else tuple(filter(None, [NATIONAL.get(form.key)]))
        wanted = Wanted(
            collection=collection, municipalities=tuple(in_ or ()), bbox=bbox, filter=filter_,
            categories=tuple(category or default), licence=licence, properties=properties, crs=crs,
        )  # fmt: skip
        _export(form, wanted, out, language=lang, base_url=base_url)

    write.__doc__ = form.description
    return write


def _export(
    form: Export, wanted: "object", out: Path | None, *, language: str, base_url: str
) -> None:
    from viauma.cli.exporting.answer import Wanted, answer_to
    from viauma.cli.exporting.target import chosen
    from viauma.cli.exporting.writing import Options, export
    from viauma.db.session import as_of_now, reading

    assert isinstance(wanted, Wanted)  # noqa: S101 - named late, for a quick command line
    target = chosen(out, f"{wanted.collection}{form.suffix}")
    options = Options(base_url=checked_base(base_url), language=_language(language))
    with reading(Settings()) as session:
        as_of_now(session)
        answer = answer_to(session, wanted)
        sidecar = export(form.key, answer, target, options)
    if target != STDOUT:
        typer.echo(f"{target}: {target.stat().st_size / 1000:,.0f} KB; whom to name: {sidecar}")


for _form in EXPORTS.values():
    app.command(_form.key)(_command(_form))


def checked_base(text: str) -> str:
    """Accept the address of a landing page, without its final slash."""
    from urllib.parse import urlsplit

    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise InvalidInput("--base-url", f"'{text[:80]}' must be like https://geo.example.se")
    return text.rstrip("/")


def _language(text: str) -> str | None:
    if text not in {"", "sv", "en"}:
        raise InvalidInput("--lang", f"'{text[:20]}' must be sv or en")
    return text or None


@app.command()
def dcat(
    *,
    base_url: BaseUrlOption = "",
    out: Annotated[
        Path | None, typer.Option(help="A file ending in .rdf, .jsonld or .ttl.")
    ] = None,
) -> None:
    """Write the catalogue of the data (DCAT-AP-SE): RDF/XML, JSON-LD or Turtle."""
    from viauma.cli.exporting.catalogue import write_catalogue
    from viauma.cli.exporting.target import chosen

    if not base_url:
        raise InvalidInput("--base-url", "a catalogue needs the address it describes: https://…")
    target = chosen(out, "dcat.rdf")
    write_catalogue(Settings(), checked_base(base_url), target)
    if target != STDOUT:
        typer.echo(f"{target}: {target.stat().st_size / 1000:,.0f} KB")


@app.command()
def tiles(  # noqa: PLR0913 - each is an option
    *,
    out: Annotated[Path, typer.Option(help="The file, like region.pmtiles.")],
    collection: Annotated[
        list[str] | None, typer.Option(help="A layer; may be repeated. Left out: places.")
    ] = None,
    filter_: Annotated[
        str, typer.Option("--filter", help="CQL2 text; narrows the layers of places.")
    ] = "",
    licence: Annotated[str, typer.Option(help="open: only rows that may be passed on.")] = "any",
    min_zoom: Annotated[int, typer.Option(min=0, max=22, help="First level.")] = 0,
    max_zoom: Annotated[int, typer.Option(min=0, max=22, help="Last level.")] = USUAL_LAST_ZOOM,
    page: Annotated[
        bool, typer.Option("--page", help="Write a map page beside it, called like it, too.")
    ] = False,
) -> None:
    """Write vector tiles into one file, for static map pages (PMTiles)."""
    from viauma.cli.exporting.answer import Wanted, answer_to
    from viauma.cli.exporting.tiles import sources_of, write_tiles
    from viauma.db.session import as_of_now, reading
    from viauma_api.collections import COLLECTIONS

    if page and out.suffix != ".pmtiles":
        raise InvalidInput("--out", "must end in .pmtiles, so that a page can stand beside it")
    if min_zoom > max_zoom:
        raise InvalidInput("--min-zoom", "must not be greater than --max-zoom")
    names = dict.fromkeys(collection or ["places"])
    for name in names:
        if name not in COLLECTIONS:
            raise InvalidInput("--collection", f"'{name}' must be of {', '.join(COLLECTIONS)}")
    settings = Settings()
    with reading(settings) as session:
        as_of_now(session)
        answers = [
            answer_to(
                session,
                Wanted(collection=name, filter=filter_, licence=licence)
                if COLLECTIONS[name].holds_places
                else Wanted(collection=name),
            )
            for name in names
        ]
        count = write_tiles(session, answers, out, (min_zoom, max_zoom))
        written = None
        if page:
            from viauma_maps.reading import read_region
            from viauma_maps.tiles import write_tiles_page

            sources = [settings.catalogue.name_sv, *sources_of(answers)]
            region = read_region(session)
            written = write_tiles_page(out, region, zooms=(min_zoom, max_zoom), sources=sources)
    typer.echo(f"{out}: {count} tiles, {out.stat().st_size / 1000:,.0f} KB")
    if written:
        typer.echo(f"{written}: shows them, from any web server that sends byte ranges")
