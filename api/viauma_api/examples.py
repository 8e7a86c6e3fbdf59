"""Examples of the API document: what the region's data set really answers, shortened.

Each stands in examples.json with the request that it answers; a test asks each request again. Only
what cannot be asked for, such as a fault of ours, stands there without one.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

BASE = "{base}"
"""Stands in the file for the address of the landing page."""


@cache
def examples() -> dict[str, dict[str, Any]]:
    """Read all examples by the id of their operation: the request, and the value."""
    text = files("viauma_api").joinpath("examples.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = json.loads(text)
    return found


def component_examples(base: str) -> dict[str, Any]:
    """Write every example as a component of the document."""
    return {
        name: {**_summary(example), "value": placed(example.get("value"), base)}
        for name, example in examples().items()
    } | {
        f"{name}Body": {**_summary(example), "value": example["body"]}
        for name, example in examples().items()
        if "body" in example
    }


def _summary(example: dict[str, Any]) -> dict[str, str]:
    if "request" not in example:
        return {}
    return {"summary": f"{'POST' if 'body' in example else 'GET'} {example['request']}"}


def example_of(name: str) -> dict[str, Any]:
    """Point to the component example of that name; nothing, if there is none."""
    if name.removesuffix("Body") not in examples():
        return {}
    return {"examples": {"answer": {"$ref": f"#/components/examples/{name}"}}}


def placed(value: Any, base: str) -> Any:
    """Put an address where the file has the placeholder."""
    match value:
        case str():
            return value.replace(BASE, base)
        case list():
            return [placed(one, base) for one in value]
        case dict():
            return {name: placed(one, base) for name, one in value.items()}
        case _:
            return value
