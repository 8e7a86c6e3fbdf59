"""Linked data within a page of HTML, as schema.org puts it there for search engines."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import orjson
from lxml import html
from lxml.etree import LxmlError

from viauma.exchange.findings import Evidence
from viauma_data.reading.json_tables import open_json
from viauma_data.reading.source import Source
from viauma_data.reading.table import Table

_MOST_BYTES = 32 << 20


def open_html(source: Source) -> list[Table]:
    """Read the JSON-LD of a page as a table.

    Raises
    ------
    InvalidInput
        There is none.
    """
    if source.path.stat().st_size > _MOST_BYTES:
        source.refuse("It is a page of HTML, too long for one that holds data.")
    things = [thing for text in _scripts(source) for thing in _things(text)]
    if not things:
        source.refuse("It is a page of HTML without data (JSON-LD); is it an error page?")
    with NamedTemporaryFile(dir=source.scratch, suffix=".json", delete=False) as file:
        file.write(orjson.dumps({"@graph": things}))
    told = Evidence("rows", f"{len(things)} objects", "they stand in the page as JSON-LD")
    return open_json(source.at(Path(file.name)).knowing(told))


def _scripts(source: Source) -> list[str]:
    try:
        parser = html.HTMLParser(no_network=True, huge_tree=False, encoding=_encoding(source))
        page = html.parse(str(source.path), parser)
        found: Any = page.xpath("//script[@type='application/ld+json']")
    except (LxmlError, AssertionError):
        return []
    return [one.text or "" for one in found]


def _encoding(source: Source) -> str | None:
    """Tell UTF-8 by its bytes, for many pages do not say it; None: the page knows better."""
    try:
        source.path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _things(text: str) -> list[Any]:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return []
    if isinstance(found, dict):
        listed = found.get("@graph") or found.get("itemListElement")
        found = listed if isinstance(listed, list) else [found]
    return found if isinstance(found, list) else []
