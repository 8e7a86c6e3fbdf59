"""Attributes against the JSON Schema of their category: a quick judge, and one who explains.

A million rows are judged in half a second by a compiled validator. What it refuses is judged
again by the one whose sentences people read, and that one's verdict counts.
"""

from collections.abc import Mapping
from typing import Any

import jsonschema
import jsonschema_rs

from viauma.errors import InvalidInput, UnknownName
from viauma.places.rules import PlaceDraft


class AttributeRules:
    """What the attributes of a place may say, by category."""

    def __init__(self, schemas: Mapping[str, dict[str, Any]]) -> None:
        self._schemas = schemas
        self._quick: dict[str, jsonschema_rs.Draft202012Validator] = {}

    def checked(self, draft: PlaceDraft) -> PlaceDraft:
        """Hand a draft on when its category is known and allows its attributes.

        Raises
        ------
        UnknownName
            The category is not known, or no place can carry it.
        InvalidInput
            An attribute is not allowed; the message names it.
        """
        quick = self._quick.get(draft.category) or self._compiled(draft.category)
        if not _is_valid(quick, draft.attributes):
            about = f"place {draft.slug}, {draft.category}"
            _explain(self._schemas[draft.category], draft.attributes, about)
        return draft

    def allows(self, category: str, key: str, value: Any) -> bool:
        """Tell whether places of a category may say this of themselves."""
        return self.allow(category, {key: value})

    def allow(self, category: str, attributes: Mapping[str, Any]) -> bool:
        """Tell whether places of a category may say all this of themselves."""
        quick = self._quick.get(category) or self._compiled(category)
        return _is_valid(quick, attributes) or _is_valid_slowly(self._schemas[category], attributes)

    def check_one(self, category: str, key: str, value: Any) -> None:
        """Raise InvalidInput or UnknownName when places of a category may not say this."""
        if not self.allows(category, key, value):
            _explain(self._schemas[category], {key: value}, f"a place of {category}")

    def _compiled(self, category: str) -> jsonschema_rs.Draft202012Validator:
        schema = self._schemas.get(category)
        if schema is None:
            raise UnknownName("category", category)
        self._quick[category] = jsonschema_rs.Draft202012Validator(schema)
        return self._quick[category]


def _is_valid(quick: jsonschema_rs.Draft202012Validator, attributes: Any) -> bool:
    try:
        return quick.is_valid(attributes)
    except ValueError:
        # What it cannot read (a tuple, NaN, a lone surrogate) the other one judges.
        return False


def _is_valid_slowly(schema: dict[str, Any], attributes: Mapping[str, Any]) -> bool:
    return bool(jsonschema.Draft202012Validator(schema).is_valid(dict(attributes)))


def _explain(schema: dict[str, Any], attributes: Mapping[str, Any], about: str) -> None:
    validator = jsonschema.Draft202012Validator(schema)
    error = next(iter(validator.iter_errors(dict(attributes))), None)
    if error is not None:
        where = ".".join(["attributes", *map(str, error.absolute_path)])
        raise InvalidInput(where, f"{error.message} ({about})")
