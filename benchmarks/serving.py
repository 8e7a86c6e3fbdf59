"""Servers as processes of their own on free ports of the loopback interface."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from benchmarks.questions import CURSOR_KEY
from viauma.settings import ServerSettings

PATIENCE_S = 60
LOGS = Path(__file__).parent.parent / "build" / "bench"


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    base: str
    """Its address without a final slash."""
    pid: int


NO_CACHES = (
    {"VIAUMA_SERVER__ANSWERS_MB": "0"} if "answers_mb" in ServerSettings.model_fields else {}
)
"""The settings, as environment variables, that keep Via Uma from keeping its answers."""

WORKERS = 2
"""Of everybody, unless told otherwise: as many as the machine has processors."""


@contextmanager
def viauma(url: str, *, workers: int = WORKERS, is_caching: bool = False) -> Iterator[Running]:
    """Serve as an operator does, with a key for cursors that the benchmark knows.

    Where computing is compared, answers are not kept.
    """
    program = Path(sys.executable).with_name("viauma")
    environment = {"VIAUMA_DATABASE__URL": url, "VIAUMA_SERVER__CURSOR_KEY": CURSOR_KEY}
    several = ("--workers", str(workers)) if workers > 1 else ()
    with started(
        (program, "serve", "--port", "{port}", *several),
        environment | ({} if is_caching else NO_CACHES),
        ready="/readyz",
    ) as running:
        yield running


@contextmanager
def started(
    command: Sequence[str | Path], environment: Mapping[str, str], *, ready: str
) -> Iterator[Running]:
    """Start a server, wait until it answers, stop it in the end; `{port}` is filled in."""
    port = str(free_port())
    words = [str(word).replace("{port}", port) for word in command]
    known = {name: value.replace("{port}", port) for name, value in environment.items()}
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{Path(words[0]).name}.log"
    with log.open("wb") as said:
        process = subprocess.Popen(words, env={**os.environ, **known}, stdout=said, stderr=said)
    running = Running(f"http://127.0.0.1:{port}", process.pid)
    try:
        wait_for(f"{running.base}{ready}", process)
        yield running
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers; give up when it ended or takes too long."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        try:
            urlopen(address, timeout=5).close()  # noqa: S310 - our own address
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"{process.args!r} did not start; build/bench has what it said.")
