"""One Jinja environment for every page: autoescaped, strict, speaking both languages."""

from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from viauma_maps.safe_json import json_for_script
from viauma_maps.words import spoken, spoken_attribute, word


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("viauma_maps"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["json_for_script"] = json_for_script
    environment.globals["word"] = word
    return environment


def rendered(template: str, languages: Sequence[str], values: Mapping[str, Any]) -> Markup:
    """Render a template; in it, `t` speaks texts, `w` a word and `ta` an attribute."""
    voice = {
        "t": partial(spoken, languages=languages),
        "w": lambda name, *given: spoken(word(name, *given), languages),
        "ta": lambda attribute, name, *given: spoken_attribute(
            attribute, word(name, *given), languages
        ),
        "languages": languages,
    }
    # Every value in these templates is escaped by Jinja itself, or was built by Markup.format.
    return Markup(_environment().get_template(template).render(voice | dict(values)))  # noqa: S704
