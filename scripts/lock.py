#!/usr/bin/env python3
"""Writes the locks anew: versions and hashes, but never where packages were found.

An address in a lock would tie every machine to one registry or mirror; each machine's own
configuration says where packages come from, and the hash says that they are the right ones.
"""

import shutil
import sys

from browser_assets import WEB, node_program
from report import ROOT, SetupError, run, say

LOCKS = {"requirements.lock": "build", "requirements-dev.lock": "dev"}
WITHOUT_ADDRESSES = ("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links")
EVERYWHERE = (
    "--universal",
    "--python-version",
    "3.11",
    "--generate-hashes",
    "--no-strip-extras",
    "--quiet",
)


def main() -> int:
    """Write both Python locks and npm's."""
    extra = [word for word in sys.argv[1:] if word == "--upgrade"]
    try:
        uv = _uv()
        for lock, group in LOCKS.items():
            say(f"Writing {lock}.")
            _compile(uv, lock, group, extra)
        _lock_npm()
    except SetupError as error:
        sys.stderr.write(f"lock: {error}\n")
        return 1
    return 0


def _compile(uv: str, lock: str, group: str, extra: list[str]) -> None:
    output = ("--output-file", lock, "--extra", group, "pyproject.toml")
    command = [uv, "pip", "compile", *EVERYWHERE, *WITHOUT_ADDRESSES, *extra, *output]
    run(command, otherwise=f"{lock} could not be resolved")


def _lock_npm() -> None:
    if not (WEB / "package.json").exists():
        return
    say("Writing maps/web/package-lock.json.")
    node = node_program()
    npm = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    options = (
        "--package-lock-only",
        "--omit-lockfile-registry-resolved",
        "--no-audit",
        "--no-fund",
    )
    run(
        [node, npm, "install", "--prefix", WEB, *options],
        otherwise="npm's lock could not be written",
    )


def _uv() -> str:
    found = shutil.which("uv")
    if found:
        return found
    tools = ROOT / "build" / "lock-tools"
    if not (tools / "bin" / "uv").exists():
        say("Installing uv, which resolves the locks, in build/lock-tools.")
        run([sys.executable, "-m", "venv", tools], otherwise="No environment for uv could be made")
        pip = (str(tools / "bin" / "python"), "-m", "pip", "install", "--quiet")
        run([*pip, "uv"], otherwise="uv could not be installed")
    return str(tools / "bin" / "uv")


if __name__ == "__main__":
    sys.exit(main())
