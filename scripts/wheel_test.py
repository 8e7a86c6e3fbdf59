#!/usr/bin/env python3
"""Shows that the wheel is whole: built, installed in a clean environment, asked a question.

What an editable install forgives (a data file not packed, a library not declared) fails here.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from report import ROOT, SetupError, run, say

READY_WITHIN_S = 180


def main() -> int:
    """Run the whole test in a temporary folder."""
    # The database server's own account must be able to pass through it.
    folder = Path(tempfile.mkdtemp(prefix="viauma-wheel-"))
    folder.chmod(0o711)
    try:
        _test_in(folder)
    except SetupError as error:
        sys.stderr.write(f"wheel-test: {error}\n")
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    say("The wheel is whole.")
    return 0


def _test_in(folder: Path) -> None:
    program = _install(_build(folder / "dist"), folder / "venv")
    environment = _environment(folder)
    run([program, "--version"], otherwise="`viauma --version` failed", environment=environment)
    try:
        with _serving(program, environment, folder):
            _ask(environment["VIAUMA_SERVER__PORT"])
            found = "`viauma check` found something"
            run([program, "check"], otherwise=found, environment=environment)
    finally:
        run([program, "db", "stop"], otherwise="The cluster stayed up", environment=environment)


def _build(into: Path) -> Path:
    say("Building the wheel.")
    command = (sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(into))
    run(command, otherwise="The wheel could not be built")
    return next(into.glob("viauma-*.whl"))


def _install(wheel: Path, venv: Path) -> Path:
    say("Installing it in a clean environment.")
    run([sys.executable, "-m", "venv", str(venv)], otherwise="No environment could be made")
    pip = (str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-input")
    lock = ("--require-hashes", "--requirement", str(ROOT / "requirements.lock"))
    run([*pip, *lock], otherwise="The locked libraries could not be installed")
    run([*pip, "--no-deps", str(wheel)], otherwise="The wheel could not be installed")
    return venv / "bin" / "viauma"


def _environment(folder: Path) -> dict[str, str]:
    """Compose an environment in which nothing of this checkout or its settings shows."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("VIAUMA_", "PYTHON", "PG"))
    }
    return kept | {
        "VIAUMA_CLUSTER__DATA_DIR": str(folder / "cluster"),
        "VIAUMA_MAPS__DIRECTORY": str(folder / "maps"),
        "VIAUMA_SERVER__PORT": str(_free_port()),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _serving(program: Path, environment: dict[str, str], folder: Path) -> Iterator[None]:
    say("Starting it on an empty database.")
    log = folder / "demo.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [program, "demo"], cwd=folder, env=environment, stdout=output, stderr=output
        )
    try:
        _wait_until_ready(server, environment["VIAUMA_SERVER__PORT"], log)
        yield
    finally:
        server.terminate()
        server.wait(timeout=60)


def _wait_until_ready(server: subprocess.Popen[bytes], port: str, log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise SetupError(f"`viauma demo` did not get ready; it said:\n{log.read_text()[-2000:]}")


def _ask(port: str) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/conformance", timeout=10) as answer:
        classes = json.load(answer)["conformsTo"]
    say(f"It declares {len(classes)} conformance classes.")
    if not classes:
        raise SetupError("/conformance declares nothing.")


if __name__ == "__main__":
    sys.exit(main())
