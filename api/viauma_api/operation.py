"""What the API document says of one way to ask; viauma_api.operations lists them all.

To document a route: write an `Operation` beside its parameters, add it to `all_operations`, and
give its JSON an example (tests/api/test_examples.py says how).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from viauma_api import parameters as p

JSON_OR_HTML = ("application/json", "text/html")
ONLY_JSON = ("application/json",)

ONLY_FORMAT = p.table(p.F)
ONLY_JSON_FORMAT = p.table(
    p.Parameter(
        "f",
        {"type": "string", "enum": ["json"]},
        "Representation; stronger than the Accept header.",
        p.one_of("f", "json"),
    )
)

REFUSALS = (400, 406, 414, 500, 503)
NO_DATABASE = (400, 406, 414, 500)
OF_A_BODY = (413, 415)


@dataclass(frozen=True, slots=True)
class Tag:
    """A chapter of the document."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class PathParameter:
    """A part of the path that the client fills in; the route may call it something else."""

    name: str
    description: str
    values: tuple[str, ...] = ()
    """What it can be, if that is known; otherwise any text."""


@dataclass(frozen=True, slots=True)
class Body:
    """A JSON object that a request brings, whose members are parameters."""

    description: str
    members: Mapping[str, p.Parameter]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one path."""

    path: str
    id: str
    tag: Tag
    method: str = "get"
    summary: str
    description: str
    schema: str = ""
    """Which component schema its JSON follows; empty: an object that is not described further."""
    media_types: tuple[str, ...] = JSON_OR_HTML
    unlike: frozenset[str] = frozenset()
    """JSON media types that follow neither the schema nor the example."""
    parameters: Mapping[str, p.Parameter] = field(default_factory=lambda: ONLY_FORMAT)
    queryables_of: str | None = None
    """A record (place, municipality, project), if each of its queryables is a parameter too."""
    path_parameters: tuple[PathParameter, ...] = ()
    body: Body | None = None
    headers: tuple[str, ...] = ()
    """Component headers of a 200 besides those that every answer carries."""
    is_kept: bool = True
    """Whether a copy can be kept and asked about: there is an ETag, and 304."""
    may_be_empty: bool = False
    """Whether 204 says that there is nothing."""
    may_have_moved: bool = False
    """Whether 308 leads to the place that this one was merged into."""
    refusals: tuple[int, ...] = REFUSALS
    """Statuses of the problems it may answer with; 404 is added where the path names something."""

    def follows_schema(self, media_type: str) -> bool:
        """Tell whether a representation has the operation's schema and example."""
        return media_type.partition(";")[0].endswith("json") and media_type not in self.unlike
