"""Which Python runs Via Uma: one that was built with optimisations, where there is a choice.

Python's own sources build without them unless asked, and pyenv does not ask. Such a Python takes a
fifth longer for every answer; the one of the distribution is often there too, unnoticed.
"""

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

OPTIMISED = "--enable-optimizations"
OLDEST = (3, 11)
DISTRIBUTIONS = Path("/usr/bin/python3")
# Distributions build with profiles, and do not say so where the others do.
PREFIX = "/usr"

_ABOUT = (
    "import ensurepip, json, sys; print(json.dumps([list(sys.version_info[:2]), sys.base_prefix]))"
)


def better() -> Path | None:
    """Find a Python that should be taken instead of this one; None if this one is as good."""
    if is_optimised(sys.base_prefix, sysconfig.get_config_var("CONFIG_ARGS")):
        return None
    return DISTRIBUTIONS if _serves(DISTRIBUTIONS) else None


def is_optimised(prefix: str, options: str | None) -> bool:
    """Tell whether a Python was built with optimisations; where nothing says how, believe so."""
    return options is None or prefix == PREFIX or OPTIMISED in options


def _serves(python: Path) -> bool:
    """Tell whether a Python is new enough, can make environments, and is the distribution's."""
    try:
        done = subprocess.run([python, "-c", _ABOUT], capture_output=True, text=True, check=True)
        version, prefix = json.loads(done.stdout)
    except (OSError, subprocess.CalledProcessError, ValueError):
        return False
    return tuple(version) >= OLDEST and prefix == PREFIX
