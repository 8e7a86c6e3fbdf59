"""A real server on a free port: what is tested is what a client meets."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import uvicorn

from viauma.settings import Settings
from viauma_api import create_app


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """Serve in a thread of its own and give the address, without a final slash."""
    config = uvicorn.Config(
        create_app(settings), port=0, log_level="critical", access_log=False, proxy_headers=True
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    yield f"http://{host}:{port}"
    server.should_exit = True
    thread.join(10)


@contextmanager
def asking(settings: Settings) -> Iterator[httpx.Client]:
    """Serve, and open a client for it."""
    with serving(settings) as base, httpx.Client(base_url=base, timeout=30) as client:
        yield client


def problem_of(response: httpx.Response, status: int) -> dict[str, str]:
    """Expect a problem document and read it."""
    assert response.status_code == status, response.text[:500]
    assert response.headers["content-type"] == "application/problem+json"
    found = response.json()
    assert found["status"] == status
    assert found["title"]
    assert 0 < len(found["detail"]) < 600
    assert "Traceback" not in response.text
    return found


def ids_of(response: httpx.Response) -> list[str]:
    """Read the ids of a page of features, in its order."""
    assert response.status_code == 200, response.text[:500]
    return [feature["id"] for feature in response.json()["features"]]
