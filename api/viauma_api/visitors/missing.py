"""What a visitor sees where no page is: why, what to try instead, in the page's own frame."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from rapidfuzz import fuzz, process
from starlette.requests import Request
from starlette.responses import Response

from viauma.features.folding import folded
from viauma_api.links import path_of
from viauma_api.visitors.language import language_of
from viauma_api.visitors.page import Head, visitor_page
from viauma_api.visitors.words import VOICES

MOST_NEAR = 5
ALIKE = 55
"""Of a hundred: below that, nobody meant it."""

LONGEST_SHOWN = 120

KNOWN_FAILURES = frozenset(f"missing.failed_{number}" for number in (400, 405, 414, 500, 503))

Lead = tuple[str, str]
"""A label and the address it leads to."""


def missing_page(
    request: Request, *, near: Sequence[Lead] = (), features: Sequence[dict[str, Any]] = ()
) -> Response:
    """Answer 404 with what may have been meant: links, or places."""
    voice = VOICES[language_of(request)]
    sentence = voice("missing.nothing_at", path_of(request)[:LONGEST_SHOWN])
    return said_page(
        request, HTTPStatus.NOT_FOUND, voice("missing.not_found"), sentence,
        leads=near, features=features, heading=voice("missing.near"),
    )  # fmt: skip


def refused_page(
    request: Request, status: HTTPStatus, detail: str, headers: Mapping[str, str]
) -> Response:
    """Answer what went wrong at an address of the visitor's; `detail` is the API's sentence."""
    if status == HTTPStatus.NOT_FOUND:
        response = missing_page(request)
    else:
        voice = VOICES[language_of(request)]
        told = f"missing.failed_{int(status)}"
        sentence = voice(told) if told in KNOWN_FAILURES else voice("missing.failed")
        title = voice("missing.failed")
        response = said_page(request, status, title, sentence, detail=detail)
    response.headers.update(headers)
    return response


def said_page(  # noqa: PLR0913 - a page of a sentence and what may stand below it
    request: Request,
    status: HTTPStatus,
    title: str,
    sentence: str,
    *,
    leads: Sequence[Lead] = (),
    features: Sequence[dict[str, Any]] = (),
    heading: str = "",
    detail: str = "",
) -> Response:
    """Answer with a page that says why there is no other.

    Parameters
    ----------
    leads, features
        What to go to instead: links, and places as the lists show them.
    heading
        Above the places, and above the links if there are no places.
    detail
        A sentence in English, from where errors are told.
    """
    head = Head(title=title, description=sentence, is_indexed=False)
    return visitor_page(
        request, "missing.html", head, status=status, sentence=sentence, leads=leads,
        features=features, heading=heading, detail=detail,
    )  # fmt: skip


def alike(wanted: str, known: Iterable[tuple[str, Lead]]) -> list[Lead]:
    """Choose those that are spelled nearly as was asked for, the nearest first.

    Parameters
    ----------
    known
        A spelling and where it leads; what has several leads there by each.
    """
    spelled = list(known)
    words = folded(wanted[:LONGEST_SHOWN].replace("-", " ").replace("_", " "))
    spellings = [folded(text.replace("-", " ").replace("_", " ")) for text, _ in spelled]
    found = process.extract(words, spellings, scorer=fuzz.WRatio, score_cutoff=ALIKE, limit=None)
    return list(dict.fromkeys(spelled[at][1] for _, _, at in found))[:MOST_NEAR]
