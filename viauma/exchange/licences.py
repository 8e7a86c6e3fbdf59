"""Which rows may be passed on: the licences that let anybody use, change and share the data.

The list is of SPDX identifiers (spdx.org/licenses) and of ``public-domain``. What a row does not
state, and what forbids trade or changes (NC, ND), is not open, whatever it is called.
"""

from collections.abc import Sequence

from viauma.cql2.text import parse_text
from viauma.cql2.tree import Expression

OPEN_LICENCES = (
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC-BY-1.0", "CC-BY-2.0", "CC-BY-2.5",
    "CC-BY-3.0", "CC-BY-4.0", "CC-BY-SA-1.0", "CC-BY-SA-2.0", "CC-BY-SA-2.5", "CC-BY-SA-3.0",
    "CC-BY-SA-4.0", "CC0-1.0", "CDLA-Permissive-1.0", "CDLA-Permissive-2.0", "DL-DE-BY-2.0",
    "DL-DE-ZERO-2.0", "EUPL-1.2", "ISC", "MIT", "MIT-0", "MPL-2.0", "NLOD-1.0", "NLOD-2.0",
    "ODC-By-1.0", "ODbL-1.0", "OGL-UK-3.0", "PDDL-1.0", "Unlicense", "etalab-2.0",
    "public-domain",
)  # fmt: skip


def is_open(licence: str) -> bool:
    """Tell whether what a row says of its licence lets it be passed on."""
    return licence in OPEN_LICENCES


def open_filter(licences: Sequence[str] = OPEN_LICENCES) -> str:
    """Spell the choice of open rows in CQL2, as anybody may ask the API for it."""
    quoted = ", ".join(f"'{one}'" for one in licences)
    return f"licence IN ({quoted})"


def open_rows() -> Expression:
    """Give the same choice as a condition that must hold besides another filter."""
    return parse_text(open_filter())
