"""The kinds of problems that have an address of their own, and what each of them means."""

from http import HTTPStatus
from typing import NamedTuple


class ProblemType(NamedTuple):
    """A kind of problem (RFC 9457): its name in addresses, its title and what to do about it."""

    name: str
    title: str
    advice: str


PROBLEM_TYPES = {
    HTTPStatus.BAD_REQUEST: ProblemType(
        "invalid-parameter", "A parameter cannot be used",
        "The member parameter names it, and detail says what is wrong and what would be right. "
        "Nothing was changed; ask again with another value. What there is to ask stands in the "
        "description of the API and, for filters, in the queryables of the collection.",
    ),
    HTTPStatus.NOT_FOUND: ProblemType(
        "not-found", "There is nothing here",
        "The address names a collection, a feature or a page that does not exist, or no longer. "
        "Follow links rather than composing addresses.",
    ),
    HTTPStatus.CONFLICT: ProblemType(
        "conflict", "It contradicts what is stored",
        "Fetch the present state, compare, and try again.",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: ProblemType(
        "unavailable", "It cannot be answered right now",
        "The database is away or busy, the question takes too long, or several files are being "
        "written already. Wait as long as Retry-After says, or ask a narrower question.",
    ),
}  # fmt: skip
