#!/usr/bin/env python3
"""Bring a fresh machine to where `viauma` runs: system packages, environment, browser assets.

Standard library only, because nothing else is there yet. Each step says what it does and why
before it does it, and is silent and quick when there is nothing to do.

    python3 scripts/setup.py system venv assets            what `make demo` needs
    python3 scripts/setup.py --tests system venv assets    what `make test` needs
"""

import argparse
import os
import sys
from pathlib import Path


def main() -> int:
    """Run the steps that were asked for, in the order given."""
    if sys.version_info < (3, 11):  # noqa: UP036 - who has an older one needs the sentence
        sys.exit(f"Via Uma needs Python 3.11 or later; this is {sys.version.split()[0]}.")
    # Only now, because an older Python could not even read these.
    import browser_assets
    import environment
    import interpreter
    import system_packages
    from report import SetupError

    parser = argparse.ArgumentParser(description="Set up Via Uma on this machine.")
    parser.add_argument("steps", nargs="+", choices=["system", "venv", "assets"])
    parser.add_argument("--tests", action="store_true", help="also what the tests need")
    parser.add_argument("--bench", action="store_true", help="also what the benchmark needs")
    parser.add_argument(
        "--this-python", action="store_true", help="take this Python, whatever others there are"
    )
    chosen = parser.parse_args()
    other = None if chosen.this_python else environment.python() or interpreter.better()
    if other is not None and other.resolve() != Path(sys.executable).resolve():
        environment.tell_of(other)
        os.execv(other, [str(other), *sys.argv, "--this-python"])  # noqa: S606 - this very program
    steps = {
        "system": lambda: system_packages.ensure(tests=chosen.tests, bench=chosen.bench),
        "venv": lambda: environment.ensure(dev=chosen.tests),
        "assets": browser_assets.ensure,
    }
    try:
        for name in chosen.steps:
            steps[name]()
    except SetupError as error:
        sys.stderr.write(f"setup: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
