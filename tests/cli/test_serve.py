"""`viauma serve` takes a free port, and says when it is not the one that was asked for."""

import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from tests.factories import place_draft, writing
from viauma.cli import serve
from viauma.cli.serve import allow_many_connections, free_socket
from viauma.errors import ViaUmaError
from viauma.places.actions import store_places

HOST = "127.0.0.1"


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on, with a free one above it."""
    with ExitStack() as stack:
        while True:
            listening = stack.enter_context(socket.socket())
            listening.bind((HOST, 0))
            listening.listen()
            port = listening.getsockname()[1]
            with socket.socket() as above:
                try:
                    above.bind((HOST, port + 1))
                except (OSError, OverflowError):
                    continue
            yield port
            return


def test_a_free_port_is_taken_in_silence(taken, capsys):
    with free_socket(HOST, taken + 1) as listening:
        assert taken + 1 == listening.getsockname()[1]
    assert capsys.readouterr().out == ""


def test_a_taken_port_is_told_and_the_next_free_one_used(taken, capsys):
    with free_socket(HOST, taken) as listening:
        port = listening.getsockname()[1]

        assert port > taken
    assert f"Port {taken} is taken; using {port}." in capsys.readouterr().out


def test_the_socket_listens_at_once(taken):
    with free_socket(HOST, taken) as listening:
        socket.create_connection(listening.getsockname(), timeout=5).close()


def test_two_servers_never_share_a_port(taken):
    with free_socket(HOST, taken) as one, free_socket(HOST, taken) as other:
        assert one.getsockname() != other.getsockname()


def test_when_every_port_is_taken_one_sentence_says_what_to_do(taken, monkeypatch):
    monkeypatch.setattr(serve, "PORTS_TO_TRY", 1)

    with pytest.raises(ViaUmaError, match=f"No free port from {taken} on; free one or set"):
        free_socket(HOST, taken)


@pytest.mark.parametrize("port", [-5, 65_536, 700_000])
def test_a_number_that_is_no_port_is_refused_in_one_sentence(port):
    with pytest.raises(ViaUmaError, match=str(port)):
        free_socket(HOST, port)


@pytest.mark.parametrize("host", ["203.0.113.9", "no-such-host.invalid", "::ffff:x"])
def test_an_address_that_is_not_this_machines_is_not_called_a_taken_port(host, capsys):
    with pytest.raises(ViaUmaError) as refusal:
        free_socket(host, 8000)

    assert host in refusal.value.message
    assert "free port" not in refusal.value.message
    assert capsys.readouterr().out == ""


ITEMS = "/collections/places/items"
VIAUMA = str(Path(sys.executable).with_name("viauma"))


@contextmanager
def workers(url: str, folder: Path, count: int) -> Iterator[tuple[str, int]]:
    """Run the operator's own command; give the address, and the process that keeps the others."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    told = os.environ | {
        "VIAUMA_DATABASE__URL": url, "HOME": str(folder), "VIAUMA_SERVER__CURSOR_KEY": "of a test",
        "VIAUMA_SERVER__LOG_LEVEL": "warning",
    }  # fmt: skip
    command = [VIAUMA, "serve", "--port", str(port)]
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(
            [*command, "--workers", str(count)], env=told, cwd=folder, stdout=said, stderr=said
        )
    base = f"http://{HOST}:{port}"
    try:
        wait_for(lambda: answers(base), 60)
        wait_for(lambda: len(serving(process.pid)) == count, 60)
        yield base, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def serving(keeper: int) -> set[int]:
    """Find the workers, and not what Python itself starts beside them."""
    children = Path(f"/proc/{keeper}/task/{keeper}/children").read_text().split()
    return {int(child) for child in children if b"spawn_main" in said_of(child)}


def said_of(process: str | int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def wait_for(holds: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def answers(base: str) -> bool:
    try:
        return httpx.get(f"{base}/readyz", timeout=2).status_code == 200
    except httpx.TransportError:
        return False


def by_many(base: str, path: str, times: int = 24) -> list[httpx.Response]:
    """Ask by as many connections, so that every worker is met."""
    return [httpx.get(f"{base}{path}", timeout=20) for _ in range(times)]


@pytest.mark.slow
def test_an_edit_is_seen_by_every_worker_within_a_second(database_url: str, tmp_path: Path) -> None:
    with workers(database_url, tmp_path, 2) as (base, _):
        for number in range(3):
            by_many(base, f"{ITEMS}?q=zxqw")
            with writing(database_url) as session:
                store_places(session, [place_draft(names={"sv": f"Zxqw {number}"})])
            time.sleep(1)
            found = [len(one.json()["features"]) for one in by_many(base, f"{ITEMS}?q=zxqw")]

            assert set(found) == {number + 1}


@pytest.mark.slow
def test_a_killed_worker_is_replaced_while_the_other_answers(
    database_url: str, tmp_path: Path
) -> None:
    with workers(database_url, tmp_path, 2) as (base, keeper):
        before = serving(keeper)
        os.kill(min(before), signal.SIGKILL)
        # What the dead one had accepted is lost; what comes after is answered by the other.
        time.sleep(0.2)
        statuses = {one.status_code for one in by_many(base, f"{ITEMS}?limit=1")}
        wait_for(lambda: len(serving(keeper) - before) == 1, 30)

        assert statuses == {200}
        assert max(before) in serving(keeper)
        wait_for(lambda: answers(base), 30)
    assert said_of(max(before)) == b""


def test_as_many_connections_are_allowed_as_the_system_allows() -> None:
    soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, most), most))
    try:
        allow_many_connections()

        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] in {most, 256}
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, most))


def test_the_command_says_how_many_workers_fit() -> None:
    said = subprocess.run(
        [VIAUMA, "serve", "--workers", "0"],
        capture_output=True, text=True, env=os.environ | {"COLUMNS": "140"}, check=False,
    )  # fmt: skip

    assert said.returncode != 0
    assert re.search(r"--workers", said.stderr)
