"""From an answer to bytes: streams as they come, files through a process of their own."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from viauma.cli.exporting.answer import Answer
from viauma.cli.exporting.formats import EXPORTS, NATIONAL, key_in_the_api
from viauma.cli.exporting.target import STDOUT, beside, send, whole_file
from viauma.errors import InvalidInput
from viauma.exchange.columns import is_whole
from viauma.exchange.credits import as_json, as_text, in_one_line
from viauma.exchange.features import narrowed, parse_features, to_json
from viauma.exchange.json_documents import json_document
from viauma.exchange.json_fg import json_fg, project_time, root_members
from viauma.exchange.streams import encoded

FEATURE_TYPES = {"place": "Place", "municipality": "Municipality", "project": "Project"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What only some formats ask."""

    base_url: str = ""
    """Address of the landing page without its final slash, from which linked data get theirs."""
    language: str | None = None
    """Of the headings in a workbook; None: the columns' own names."""


def export(key: str, answer: Answer, out: Path, options: Options) -> str:
    """Write an answer in a format, with its attribution beside; tell the latter's name.

    Raises
    ------
    InvalidInput
        The format cannot hold what is asked for, or the file cannot be written.
    """
    if not answer.crs.is_crs84 and not EXPORTS[key].takes_crs:
        raise InvalidInput("--crs", f"{key} is always in WGS 84; ask for csv, jsonfg, fgb or gpkg")
    if EXPORTS[key].is_stream:
        send(pieces(key, answer, options), out)
    else:
        with whole_file(out) as part:
            write(key, answer, part, options)
    title = f"{out.name}: {answer.collection.title_sv} / {answer.collection.title}"
    return beside(out, as_text(answer.credits, title.removeprefix("-: ")))


def pieces(key: str, answer: Answer, options: Options) -> Iterator[bytes]:
    """Write a format that needs no look back."""
    if key in NATIONAL:
        return _national(key, answer)
    makers = {"geojson": _geojson, "jsonfg": _jsonfg}
    if key in makers:
        return makers[key](answer)
    if key == "jsonld":
        return _jsonld(answer, options)
    # Coordinates come x before y; a table turns them, and says in its heading which stands first.
    title, said = answer.collection.title, in_one_line(answer.credits)
    return encoded(key_in_the_api(key), answer.columns, answer.placed(), title, answer.crs, said)


def write(key: str, answer: Answer, target: Path, options: Options) -> None:
    """Write a format whose beginning depends on its end."""
    if key == "xlsx":
        from viauma.cli.exporting.workbook import write_workbook

        write_workbook(answer, target, options.language)
    elif key == "pmtiles":
        from viauma.cli.exporting.tiles import write_tiles

        write_tiles(answer.session, [answer], target)
    else:
        asyncio.run(_written_apart(key, answer, target))


async def _written_apart(key: str, answer: Answer, target: Path) -> None:
    from viauma.exchange.apart import write_file_apart

    async def pages() -> AsyncIterator[Sequence[bytes]]:
        for page in answer.placed():
            yield page

    await write_file_apart(
        key,
        answer.columns,
        pages(),
        target,
        name=answer.collection.id,
        # Files know but one order of axes, whatever the authority says.
        crs=replace(answer.crs, is_swapped=False),
        attribution=in_one_line(answer.credits),
    )


def _texts(answer: Answer) -> Iterator[Sequence[bytes]]:
    for page in answer.placed():
        yield page if is_whole(answer.columns) else narrowed(page, answer.columns)


def _geojson(answer: Answer) -> Iterator[bytes]:
    head = {
        "type": "FeatureCollection",
        "name": answer.collection.id,
        "title": answer.collection.title,
        "attribution": as_json(answer.credits),
    }
    return json_document(head, "features", _texts(answer))


def _jsonfg(answer: Answer) -> Iterator[bytes]:
    record = answer.collection.record
    uri = None if answer.crs.is_crs84 else answer.crs.uri
    root = root_members(FEATURE_TYPES[record], coord_ref_sys=uri)
    head = {"type": "FeatureCollection", **root, "attribution": as_json(answer.credits)}

    def pages() -> Iterator[list[bytes]]:
        for page in answer.pages():
            whole = [one.feature for one in page]
            shown = whole if is_whole(answer.columns) else narrowed(whole, answer.columns)
            yield [
                json_fg(
                    text,
                    time=project_time(one.feature) if record == "project" else None,
                    place=one.geometry,
                )
                for text, one in zip(shown, page, strict=True)
            ]

    return json_document(head, "features", pages())


def _jsonld(answer: Answer, options: Options) -> Iterator[bytes]:
    from viauma.taxonomy.queries import category_schemas
    from viauma_api.schema_org import CONTEXT, node_json_ld

    if not options.base_url:
        raise InvalidInput(
            "--base-url", "linked data need the address they are found at: https://…"
        )
    if not is_whole(answer.columns):
        raise InvalidInput(
            "--properties", "does not go with jsonld, which says what it has words for"
        )
    taxonomy = {one.key: one for one in category_schemas(answer.session)}
    collection = answer.collection
    items = f"{options.base_url}/collections/{collection.id}/items"

    def node(feature: Mapping[str, Any]) -> bytes:
        url = f"{items}/{feature['id']}"
        said = node_json_ld(collection.record, feature, url=url, taxonomy=taxonomy)
        return to_json(said).encode()

    pages = ([node(one) for one in parse_features(page)] for page in answer.placed())
    head = {"@context": CONTEXT}
    return json_document(head, "@graph", pages)


def _national(key: str, answer: Answer) -> Iterator[bytes]:
    from viauma_data.profiles.national import national_pieces

    if not is_whole(answer.columns):
        raise InvalidInput("--properties", f"does not go with {key}, whose columns are given")
    _ = answer.places  # refuses what are no places
    return national_pieces(key, (one for page in answer.placed() for one in parse_features(page)))


__all__ = ["STDOUT", "Options", "export", "pieces", "write"]
