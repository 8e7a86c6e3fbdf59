"""A messy file, and what must become of it."""

from dataclasses import dataclass, field

from tests.imports.messy.places import Spot, spots


@dataclass(frozen=True)
class Case:
    """One file of the thirty places, and what an import must make of it."""

    name: str
    file: str
    content: bytes
    options: tuple[str, ...] = ()
    asks: str | None = None
    """The option that is asked for; None: nothing is asked."""
    answer: tuple[str, ...] = ()
    """What is said then."""
    refused: str | None = None
    """A word of the sentence by which the file is refused, for good."""
    waiting: int = 0
    """Rows that wait in quarantine; all others are stored."""
    spots: tuple[Spot, ...] = field(default_factory=lambda: tuple(spots()))
    has_ids: bool = True
    has_names: bool = True
    off_m: float = 1.0
    """How far a position may be off for how coarsely it is written."""
    survives: bool = False
    """Whatever is made of it, it ends in time, with one sentence at most."""
    told: str | None = None
    """A code of a finding, or a word of the evidence, that must be told."""

    @property
    def source(self) -> str:
        """A source of its own, so that cases do not meet."""
        return "messy-" + self.name.replace(" ", "-")
