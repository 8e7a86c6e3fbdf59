"""`viauma serve` takes a free port, and says when it is not the one that was asked for."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from viauma.cli import serve
from viauma.cli.serve import free_socket
from viauma.errors import ViaUmaError

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
