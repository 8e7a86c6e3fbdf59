"""A visitor's page as tests look at it: its head, its links, what it loads."""

import json
from html.parser import HTMLParser
from typing import Any

import httpx

LOADS = {"link": "href", "script": "src", "img": "src", "iframe": "src", "use": "href",
         "image": "href", "form": "action", "source": "src", "object": "data"}  # fmt: skip
NOT_LOADED = frozenset(("canonical", "alternate"))
DATA = frozenset(("application/json", "application/ld+json"))


class Seen(HTMLParser):
    """The elements of a page, and the texts of a few of them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self.linked_data: list[dict[str, Any]] = []
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = str(dict(attrs).get("type")) if tag == "script" else tag

    def handle_data(self, data: str) -> None:
        if self._inside == "application/ld+json":
            self.linked_data.append(json.loads(data))
        self.texts[self._inside] = self.texts.get(self._inside, "") + data

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def link(self, rel: str) -> list[dict[str, str | None]]:
        return [one for one in self.all("link") if one.get("rel") == rel]

    @property
    def leads_to(self) -> list[str]:
        return [one["href"] or "" for one in self.all("a") if "href" in one]

    @property
    def loads(self) -> list[str]:
        return [
            attrs[LOADS[tag]] or ""
            for tag, attrs in self.tags
            if LOADS.get(tag, "") in attrs and attrs.get("rel") not in NOT_LOADED
        ]

    @property
    def meta(self) -> dict[str, str]:
        return {
            (one.get("name") or one.get("property") or ""): one.get("content") or ""
            for one in self.all("meta")
        }

    @property
    def scripts(self) -> list[dict[str, str | None]]:
        """What would run."""
        return [one for one in self.all("script") if one.get("type") not in DATA]


def seen(api: httpx.Client, path: str, status: int = 200) -> Seen:
    response = api.get(path, headers={"accept": "text/html"})
    assert response.status_code == status, (path, response.status_code)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return Seen(response.text)
