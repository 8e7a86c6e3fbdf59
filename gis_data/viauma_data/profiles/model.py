"""What a profile may say: which column of a known kind of file means what, judged strictly."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Type = Literal[
    "text", "name", "yes_no", "number", "integer", "date", "url", "code", "postcode", "hours",
    "object", "words", "exact",
]  # fmt: skip
"""``exact`` is text kept as it is, as in Via Uma's own files; ``words`` are several texts in one
value; ``object`` is JSON, as text or already parsed."""

FIELDS = (
    "id", "slug", "category", "status", "is_site", "is_facility", "name", "street", "housenumber",
    "postcode", "city", "municipality", "municipality_name", "municipality_basis",
    "opening_hours", "website", "observed_on", "licence", "attribution", "source", "source_id",
    "position", "names", "texts", "attributes", "identifiers",
)  # fmt: skip
"""What a column may become; ``municipality`` is a code, ``position`` is detection's to read."""

_DEEPER = re.compile(r"(names|texts)\.[a-z]{2,3}|(attributes|identifiers)\.[a-z][a-z0-9_]*")

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ColumnRule(_Strict):
    """One column: its names, and either what it becomes or why it is left out."""

    name: Text
    aliases: tuple[Text, ...] = ()
    to: str | None = None
    drop: Text | None = None
    """Why the column is left out on purpose."""
    type: Type = "text"
    values: dict[str, Any] = Field(default_factory=dict)
    """What the file's words mean; a ``code`` must be one of them, other types may be."""
    pattern: re.Pattern[str] | None = None
    """What a value looks like; its first group, if there is one, is what is taken."""
    length: int | None = None
    """Digits of a code, so that zeros lost in front come back."""
    factor: float | None = None
    decimals: int | None = None
    axis: Literal["lon", "lat"] | None = None
    """Which coordinate of WGS 84 a national file writes here."""
    codes: tuple[Text, ...] = ()
    """The words among ``values`` that a national file may write; none: all."""
    writes: str | None = None
    """What a national file always writes here."""

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if (self.to is None) == (self.drop is None):
            raise ValueError(f"column {self.name} needs either 'to' or 'drop'")
        if self.to and self.to not in FIELDS and not _DEEPER.fullmatch(self.to):
            raise ValueError(f"column {self.name}: no field is called {self.to}")
        if self.type == "code" and not self.values and self.pattern is None:
            raise ValueError(f"column {self.name} is a code and needs 'values' or 'pattern'")
        return self


class CategoryRule(_Strict):
    """How the category of a row is known: always the same, by a column's values, or by tags."""

    always: Key | None = None
    column: Text | None = None
    values: dict[str, Key] = Field(default_factory=dict)
    otherwise: Key | None = None
    """What rows are where the table lacks the column."""
    by: Literal["osm", "lipas", "schema_org", "datatourisme"] | None = None
    """By the taxonomy's own mapping; ``osm`` reads all tags, the others the column."""
    leave_out: dict[str, Text] = Field(default_factory=dict)
    """Values that are no places here, with the reason; ``*`` is every other one."""

    @model_validator(mode="after")
    def _is_decidable(self) -> Self:
        if self.always and (self.column or self.values or self.by):
            raise ValueError("a category that is always the same needs no rule beside it")
        if (self.values or self.by not in {None, "osm"}) and not self.column:
            raise ValueError("a category by values needs the 'column' that has them")
        return self


class Recognition(_Strict):
    """What a table must have to be of this kind at all."""

    required: tuple[tuple[Text, ...], ...] = ()
    """Each entry names columns of which one must be there."""
    any_of: tuple[Text, ...] = ()
    """Columns that only files of this kind have …"""
    at_least: int = 1
    """… and how many of them are enough."""
    looks: dict[str, re.Pattern[str]] = Field(default_factory=dict)
    """Columns of which one must look like this, in half of the filled rows of a sample."""
    unless: tuple[Text, ...] = ()
    """Columns that only files of another kind have."""
    formats: tuple[Text, ...] = ()
    """Formats that are of this kind by themselves, such as ``osm.pbf``."""

    @property
    def says_nothing(self) -> bool:
        """Whether any table might be of this kind: such a profile is only read by when named."""
        return not (self.required or self.any_of or self.looks or self.formats)


class Profile(_Strict):
    """A known kind of file."""

    key: Key
    title: dict[Literal["sv", "en"], Text]
    publisher: Text | None = None
    specification: Text | None = None
    source: Key | None = None
    """Under which name rows of this kind are kept; None: the file's own name."""
    licence: Text = "not-stated"
    attribution: Text | None = None
    id: tuple[Text, ...] = ()
    """Columns that tell rows apart, the best first; the first that is filled counts."""
    namespace: Key | None = None
    """Where the id is also kept as an identifier."""
    unpack: Literal["osm", "schema_org", "datatourisme"] | None = None
    """How a row that carries its facts in nested or packed form is laid flat first."""
    attributes: Literal["doubt", "leave"] = "doubt"
    """What becomes of an attribute that the row's category does not have."""
    own: bool = False
    """Whether Via Uma wrote such files: each row says its own source, and what a file lacks is not
    gone, because exports are chosen from several sources."""
    judged: tuple[Text, ...] = ()
    """Findings about rows that were judged before these files were written: told, and no doubt."""
    outline: Text | None = None
    """Column of Well-Known Text, which tells the kind of a shape that it has no room for."""
    beside: tuple[tuple[Text, ...], ...] = ()
    """Columns by which tables are known that go with such a file and have no places."""
    national: bool = False
    """Whether Via Uma writes this specification; the columns are then in its order."""
    recognised: Recognition = Recognition()
    category: CategoryRule = CategoryRule()
    column: tuple[ColumnRule, ...] = ()

    @property
    def called(self) -> str:
        """What people call it, in English if that is known."""
        return self.title.get("en") or self.title.get("sv") or self.key

    @model_validator(mode="after")
    def _knows_columns(self) -> Self:
        if not self.column:
            raise ValueError("the profile knows no columns; nothing could be read by it")
        if self.unpack:
            return self  # its columns are those of the rows laid flat
        known = {rule.name for rule in self.column}
        asked = [*self.id, *self.recognised.any_of, *sum(self.recognised.required, ())]
        asked += filter(None, [self.category.column, self.outline])
        for name in asked:
            if name not in known:
                raise ValueError(f"'{name}' is not among the profile's columns")
        return self
