"""The command line: the door for officers and operators.

Every refusal is one sentence on standard error: exit code 2 when what was typed is at fault,
1 when the machine is.
"""

import sys

from pydantic import ValidationError

from viauma import log
from viauma.cli.app import app
from viauma.errors import InvalidInput, ViaUmaError


def main() -> None:
    """Run the command line."""
    log.configure("WARNING")
    try:
        _check_arguments(sys.argv[1:])
        app()
    except ValidationError as error:
        sys.stderr.write(f"viauma: {_setting_at_fault(error)}\n")
        sys.exit(2)
    except ViaUmaError as error:
        sys.stderr.write(f"viauma: {error.message}\n")
        sys.exit(2 if isinstance(error, InvalidInput) else 1)


def _setting_at_fault(error: ValidationError) -> str:
    first = error.errors()[0]
    name = "__".join(str(part).upper() for part in first["loc"])
    return f"VIAUMA_{name}: {first['msg']}. See .env.example"


def _check_arguments(arguments: list[str]) -> None:
    # Bytes that are no text arrive as lone surrogates, which no database and no file accepts.
    for argument in arguments:
        if argument != argument.encode(errors="replace").decode():
            raise InvalidInput("command line", f"{argument[:60]!a} is not UTF-8 text")


__all__ = ["app", "main"]
