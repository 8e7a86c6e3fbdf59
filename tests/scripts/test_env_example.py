"""`.env.example` names every setting with its sentence and its default, and no other."""

import re
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from viauma.settings import Settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"
# What has no default but would say nothing as an empty line.
ILLUSTRATED = {"VIAUMA_DATABASE__URL"}


def declared() -> dict[str, tuple[str, str]]:
    """Each variable with its sentence and its default, as the code has them."""
    found = {}
    for group, field in Settings.model_fields.items():
        model: type[BaseModel] = type(field.default)
        for name, setting in model.model_fields.items():
            variable = f"VIAUMA_{group}__{name}".upper()
            found[variable] = (setting.description or "", spelled(setting.default))
    return found


def spelled(default: Any) -> str:
    return "" if default is None else str(default)


def shown() -> dict[str, tuple[str, str]]:
    """Each variable with its sentence and its default, as the example has them."""
    entries = re.findall(r"^# (.*)\n# (VIAUMA_\w+)=(.*)$", EXAMPLE.read_text(), re.MULTILINE)
    return {variable: (sentence, default) for sentence, variable, default in entries}


def test_every_setting_stands_in_the_example() -> None:
    assert sorted(shown()) == sorted(declared())


def test_sentences_and_defaults_are_those_of_the_code() -> None:
    example, code = shown(), declared()
    plain = sorted(set(code) - ILLUSTRATED)

    assert {name: example[name] for name in plain} == {name: code[name] for name in plain}
    assert all(example[name][0] == code[name][0] for name in ILLUSTRATED)
