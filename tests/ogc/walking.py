"""Walks from the landing page along every link, through documents and pages."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx

from tests.fixtures.serving import looked_up

MOST_FEATURES = 3
"""So many features of each collection are visited in each form."""

MOST_LISTS = 8
"""So many questions for items are asked of each collection in each form."""

ITEMS = re.compile(r".*/collections/([a-z]+)/items(/[^/?]+)?($|\?)")
SAME_TEXT = "; charset=utf-8"
"""What pages and texts add to their type: characters are always UTF-8."""


WHERE = {"a": "href", "link": "href", "script": "src", "img": "src", "use": "href",
         "image": "href", "form": "action", "iframe": "src"}  # fmt: skip
"""Where elements hold the address that they lead to or load."""


@dataclass
class Link:
    """An address, the type that was promised, and where it was found."""

    href: str
    promised: str | None
    found_at: str
    rel: str | None = None


class Anchors(HTMLParser):
    """The addresses that a page leads to or loads, with the types it promises."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        address = given.get(WHERE.get(tag, ""))
        if address is not None and not address.startswith("#"):
            # Scripts that are not JavaScript tell their own type, not that of an address.
            self.found.append((address, given.get("type") if tag in {"a", "link"} else None))


@dataclass
class Walk:
    """A walk that stays below one address; others are noted and not followed."""

    api: httpx.Client
    base: str
    visited: dict[str, str] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    _waiting: deque[Link] = field(default_factory=deque)
    _per_list: Counter[tuple[str, bool, str]] = field(default_factory=Counter)

    def go(self, *starts: Link) -> "Walk":
        """Follow all there is to follow, nearest first."""
        self._waiting.extend(starts)
        while self._waiting:
            link = self._waiting.popleft()
            if link.href not in self.visited and self._is_wanted(link):
                self._visit(link)
            elif link.href in self.visited:
                self._compare(link, self.visited[link.href])
        return self

    def reached(self, pattern: str) -> list[str]:
        """List the visited addresses, below the base, that look so."""
        paths = (href.removeprefix(self.base) for href in self.visited)
        return [path for path in paths if re.fullmatch(pattern, path)]

    def _is_wanted(self, link: Link) -> bool:
        href = link.href
        if not href.startswith(f"{self.base}/"):
            self.elsewhere.add(href)
            return False
        found = ITEMS.match(href)
        if found is None:
            return True
        form = parse_qs(urlsplit(href).query).get("f", [""])[0]
        key = (found[1], found[2] is not None, form)
        self._per_list[key] += 1
        most = MOST_FEATURES if found[2] else MOST_LISTS
        return self._per_list[key] <= most

    def _visit(self, link: Link) -> None:
        response = self._fetch(link)
        kind = response.headers.get("content-type", "")
        self.visited[link.href] = kind
        if response.status_code != 200:
            self.wrong.append(f"{response.status_code} {link}")
            return
        self._compare(link, kind)
        if kind.startswith("text/html"):
            self._waiting.extend(self._links_of_page(link.href, response.text))
        elif kind.partition(";")[0].endswith("json") and "openapi" not in kind:
            self._waiting.extend(self._links_of_document(link.href, response.json()))

    def _fetch(self, link: Link) -> httpx.Response:
        """Ask as a client of the link would: for the type that it promises."""
        accept = {"accept": link.promised} if link.promised else {}
        return looked_up(self.api, link.href, headers=accept)

    def _compare(self, link: Link, kind: str) -> None:
        if link.promised not in {None, kind, kind.removesuffix(SAME_TEXT)}:
            self.wrong.append(f"brings {kind}: {link}")

    def _links_of_page(self, page: str, text: str) -> Iterator[Link]:
        for address, promised in Anchors(text).found:
            spelled_out = re.match(r"(https?:)?//|mailto:", address)
            # Only pages made beforehand may be moved, and lead on from where they are.
            if not spelled_out and not page.startswith(f"{self.base}/maps/"):
                self.wrong.append(f"relative {address} at {page}")
            href = urljoin(page, address).partition("#")[0]
            if href and not href.startswith("mailto:"):
                yield Link(href, promised, page)

    def _links_of_document(self, page: str, document: Any) -> Iterator[Link]:
        for one in links_in(document):
            if not {"href", "rel", "type"} <= one.keys() or not all(map(str, one.values())):
                self.wrong.append(f"incomplete {one} at {page}")
            elif one.get("method", "GET") == "GET" and not one.get("templated"):
                yield Link(one["href"], one["type"], page, one["rel"])


def links_in(document: Any) -> Iterator[dict[str, Any]]:
    """Find the objects of a document that hold an address: in links, and beside other members."""
    if isinstance(document, list):
        for item in document:
            yield from links_in(item)
    elif isinstance(document, dict):
        if isinstance(document.get("href"), str):
            yield document
        for item in document.values():
            yield from links_in(item)
