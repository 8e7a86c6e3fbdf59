"""Refusals that only HTTP knows; the table in `problems` gives them their status.

ViaUmaError
├── NotAcceptable          nothing that is offered is among what the client takes
├── UnsupportedMediaType   a body arrived in a type that is not read here
├── ContentTooLarge        a body is larger than what is read here
└── TargetTooLong          an address is longer than what is read here
"""

from collections.abc import Iterable

from viauma.errors import ViaUmaError


class NotAcceptable(ViaUmaError):  # noqa: N818 - named as HTTP says it
    """Nothing that is offered is among what the client takes."""

    def __init__(self, offered: Iterable[str]) -> None:
        self.offered = list(dict.fromkeys(offered))
        super().__init__(f"This is offered as {', '.join(self.offered)}; Accept takes none of it.")


class UnsupportedMediaType(ViaUmaError):  # noqa: N818 - named as HTTP says it
    """A body arrived in a type that is not read here."""

    def __init__(self, found: str, accepted: Iterable[str]) -> None:
        self.accepted = list(accepted)
        wanted = " or ".join(self.accepted)
        super().__init__(f"The body is {found[:80]}; it is read as {wanted}.")


class ContentTooLarge(ViaUmaError):  # noqa: N818 - named as HTTP says it
    """A body is larger than what is read here."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__(f"The body may have {most_bytes} bytes at most.")


class TargetTooLong(ViaUmaError):  # noqa: N818 - named as HTTP says it
    """An address is longer than what is read here."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__(f"The query may have {most_bytes} bytes at most; ask a narrower question.")
