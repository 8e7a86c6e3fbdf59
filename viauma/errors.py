"""Every way Via Uma says no, in one family, so that each door maps it once.

ViaUmaError
├── InvalidInput            what the caller sent cannot be understood or accepted
│   └── UnknownName         a name nobody here carries; the nearest ones are suggested
├── NotFound                the thing asked for is not here
├── Conflict                the database holds something that contradicts the write
└── Unavailable             the machine around us does not provide what is needed
    ├── ClusterFault        the private PostgreSQL cannot be started, stopped or used
    ├── DatabaseUnreachable no connection to the configured database
    └── SchemaMismatch      the database is older or newer than this program
"""

from collections.abc import Sequence


class ViaUmaError(Exception):
    """Something went wrong in Via Uma."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip().splitlines()[0])

    @property
    def message(self) -> str:
        """The sentence meant for the reader."""
        return str(self.args[0])


class InvalidInput(ViaUmaError):  # noqa: N818 - named as the field says it, not after Python's habit
    """What was sent cannot be accepted.

    Parameters
    ----------
    argument
        The name of the argument at fault, spelled as the caller's door spells it.
    reason
        What is wrong with it and what would be right.
    """

    def __init__(self, argument: str, reason: str) -> None:
        super().__init__(f"{argument}: {reason}")
        self.argument = argument
        self.reason = reason


class UnknownName(InvalidInput):
    """Nothing here carries that name."""

    def __init__(
        self, argument: str, name: str, nearest: Sequence[str] = (), otherwise: str = ""
    ) -> None:
        hint = f"Did you mean {' or '.join(nearest)}?" if nearest else otherwise
        super().__init__(argument, f"'{_shortened(name)}' is not known. {hint}".rstrip())
        self.nearest = tuple(nearest)


class NotFound(ViaUmaError):  # noqa: N818 - see InvalidInput
    """What was asked for is not here."""


class Conflict(ViaUmaError):  # noqa: N818 - see InvalidInput
    """The database holds something that contradicts this write."""

    def __init__(self, message: str | None = None, *, constraint: str | None = None) -> None:
        super().__init__(message)
        self.constraint = constraint


class Unavailable(ViaUmaError):  # noqa: N818 - see InvalidInput
    """Something this needs is not available right now."""


class ClusterFault(Unavailable):
    """The private PostgreSQL cluster cannot be used."""


class DatabaseUnreachable(Unavailable):
    """The configured database cannot be reached."""


class SchemaMismatch(Unavailable):
    """The database does not have the shape this program expects."""


def _shortened(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
