"""A map as data: what a recipe file may say, and the recipes that are shipped.

A recipe is TOML, so that somebody who makes maps need not write Python. What is not understood
is refused by name: a key that is silently ignored is a map that silently lacks something.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, get_args

from viauma.errors import InvalidInput, UnknownName
from viauma.municipalities.rules import MunicipalityRef
from viauma.places.rules import Kind, PlaceFilter, Status

LayerName = Literal["municipalities", "places", "choropleth", "projects"]
Measure = Literal["per_1000_inhabitants", "per_100_km2"]
Language = Literal["sv", "en"]

FILTER_KEYS = ("kind", "categories", "municipalities", "statuses", "cql2")

LAYERS = frozenset(get_args(LayerName))
LANGUAGES: tuple[Language, ...] = get_args(Language)

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a map is drawn, as far as its author decides."""

    cluster_radius_px: int = 50
    measure: Measure = "per_1000_inhabitants"
    classes: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Everything that makes a map this map and not another.

    `municipalities` are codes or names as somebody wrote them; they are recognised when the
    region is known. With `for_each`, the recipe stands for one map per member of the region.
    """

    slug: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    layers: tuple[LayerName, ...]
    order: int = 100
    languages: tuple[Language, ...] = LANGUAGES
    question: PlaceFilter = field(default_factory=PlaceFilter)
    cql2: str = ""
    """The filter's part in CQL2, read when the taxonomy is known."""
    style: Style = field(default_factory=Style)
    for_each: Literal["municipality"] | None = None

    @property
    def file_name(self) -> str:
        """The page this recipe becomes."""
        return f"{self.slug}.html"


def shipped_recipes() -> list[Recipe]:
    """Read the recipes that come with Via Uma, in the order of the index."""
    texts = [
        (file.name, file.read_text(encoding="utf-8"))
        for file in files("viauma_maps").joinpath("recipes").iterdir()
        if file.name.endswith(".toml")
    ]
    return sorted((parse_recipe(text, name) for name, text in texts), key=in_order)


def in_order(recipe: Recipe) -> tuple[int, str]:
    """Order recipes as the index lists them."""
    return recipe.order, recipe.slug


def load_recipe(path: Path) -> Recipe:
    """Read a recipe of somebody's own."""
    try:
        return parse_recipe(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as fault:
        raise InvalidInput("recipe", f"{path} cannot be read: {fault}.") from fault


def parse_recipe(text: str, name: str) -> Recipe:
    """Parse a recipe and refuse, by name, whatever it says that is not understood."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise InvalidInput("recipe", f"{name} is not TOML: {fault}.") from fault
    return _recipe(table, name)


def for_municipality(recipe: Recipe, municipality: MunicipalityRef) -> Recipe:
    """Turn a recipe for each municipality into the one for this municipality."""
    return replace(
        recipe,
        slug=_filled(recipe.slug, municipality),
        title={key: _filled(text, municipality) for key, text in recipe.title.items()},
        description={key: _filled(text, municipality) for key, text in recipe.description.items()},
        question=replace(recipe.question, municipalities=(municipality.code,)),
        for_each=None,
    )


def expanded(recipes: Iterable[Recipe], members: Sequence[MunicipalityRef]) -> Iterator[Recipe]:
    """Yield one recipe per map."""
    for recipe in recipes:
        if recipe.for_each:
            yield from (for_municipality(recipe, member) for member in members)
        else:
            yield recipe


def _recipe(table: Mapping[str, Any], name: str) -> Recipe:
    allowed = {field.name for field in fields(Recipe)} - {"question", "cql2"} | {"filter"}
    _refuse_unknown(table, allowed, name)
    for key in ("slug", "title", "description", "layers"):
        if key not in table:
            raise InvalidInput("recipe", f"{name} lacks '{key}'.")
    return Recipe(
        slug=_slug(table, name),
        title=_texts(table["title"], f"{name}: title"),
        description=_texts(table["description"], f"{name}: description"),
        layers=_some_of(table["layers"], LAYERS, f"{name}: layers"),
        order=_number(table.get("order", 100), f"{name}: order"),
        languages=_some_of(table.get("languages", LANGUAGES), LANGUAGES, f"{name}: languages"),
        question=_question(table.get("filter", {}), f"{name}: filter"),
        cql2=_text(table.get("filter", {}).get("cql2", ""), f"{name}: filter.cql2"),
        style=_style(table.get("style", {}), f"{name}: style"),
        for_each=_one_of(table.get("for_each"), ("municipality", None), f"{name}: for_each"),
    )


def _slug(table: Mapping[str, Any], name: str) -> str:
    slug = str(table["slug"])
    plain = slug.replace("{slug}", "x") if "for_each" in table else slug
    # The slug becomes a file name: nothing that could leave the directory of maps.
    if not _SLUG.fullmatch(plain) or plain == "index":
        raise InvalidInput("recipe", f"{name}: slug takes a-z, 0-9 and '-', and is not 'index'.")
    return slug


def _question(table: Mapping[str, Any], where: str) -> PlaceFilter:
    _refuse_unknown(table, FILTER_KEYS, where)
    statuses = _some_of(table.get("statuses", ()), tuple(Status), f"{where}.statuses", least=0)
    return PlaceFilter(
        kind=_one_of(table.get("kind", "place"), get_args(Kind), f"{where}.kind"),
        categories=_strings(table.get("categories", ()), f"{where}.categories"),
        municipalities=_strings(table.get("municipalities", ()), f"{where}.municipalities"),
        statuses=tuple(Status(status) for status in statuses),
    )


def _style(table: Mapping[str, Any], where: str) -> Style:
    _refuse_unknown(table, {field.name for field in fields(Style)}, where)
    default = Style()
    classes = _number(table.get("classes", default.classes), f"{where}.classes")
    radius = _number(
        table.get("cluster_radius_px", default.cluster_radius_px), f"{where}.cluster_radius_px"
    )
    if not 2 <= classes <= 5:  # noqa: PLR2004 - as many shades as the style sheet tells apart
        raise InvalidInput("recipe", f"{where}.classes is a number from 2 to 5.")
    if not 1 <= radius <= 200:  # noqa: PLR2004 - wider than that, a phone shows a single cluster
        raise InvalidInput("recipe", f"{where}.cluster_radius_px is a number from 1 to 200.")
    measure = _one_of(table.get("measure", default.measure), get_args(Measure), f"{where}.measure")
    return Style(cluster_radius_px=radius, measure=measure, classes=classes)


def _refuse_unknown(table: object, allowed: Iterable[str], where: str) -> None:
    if not isinstance(table, Mapping):
        raise InvalidInput("recipe", f"{where} must be a table.")
    known = sorted(allowed)
    for key in table:
        if key not in known:
            raise InvalidInput(
                "recipe", f"{where}: '{key}' is not known; known: {', '.join(known)}."
            )


def _texts(value: object, where: str) -> dict[str, str]:
    _refuse_unknown(value, LANGUAGES, where)
    texts = {key: text for key, text in dict(value).items() if isinstance(text, str)}  # type: ignore[call-overload]  # a table, as just checked
    if not texts:
        raise InvalidInput("recipe", f"{where} needs a text in sv or en.")
    return texts


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise InvalidInput("recipe", f"{where} must be a text.")
    return value


def _strings(value: object, where: str) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise InvalidInput("recipe", f"{where} must be a list of texts.")
    return tuple(str(item) for item in value)


def _some_of(value: object, known: Iterable[str], where: str, least: int = 1) -> Any:
    values = _strings(value, where)
    for item in values:
        _one_of(item, tuple(known), where)
    if len(values) < least:
        raise InvalidInput("recipe", f"{where} must not be empty.")
    return values


def _one_of(value: object, known: Sequence[object], where: str) -> Any:
    if value not in known:
        names = sorted(str(name) for name in known if name is not None)
        raise UnknownName(f"recipe {where}", str(value), names)
    return value


def _number(value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidInput("recipe", f"{where} must be a whole number.")
    return value


def _filled(text: str, municipality: MunicipalityRef) -> str:
    return text.replace("{name}", municipality.name).replace("{slug}", municipality.slug)
