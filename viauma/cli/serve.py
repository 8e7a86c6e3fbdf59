"""`viauma serve`: the web server."""

import errno
import importlib.util
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer

from viauma import log
from viauma.db.engine import connect_url
from viauma.db.migrate import require_current, state
from viauma.errors import InvalidInput, Unavailable
from viauma.settings import Settings

if TYPE_CHECKING:
    import uvicorn

WORKER = "viauma_api.app:worker"

PORTS_TO_TRY = 50
MOST_PORTS = 65_536


def serve(
    *,
    host: Annotated[str, typer.Option(help="Address; empty: the setting's.")] = "",
    port: Annotated[int, typer.Option(help="Port; 0: the setting's.")] = 0,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Processes that answer: best one for each core.")
    ] = 1,
) -> None:
    """Serve the API, the pages and the built maps.

    A worker that dies is replaced while the others go on. Each has its own connections to the
    database (VIAUMA_DATABASE__POOL_SIZE) and its own kept answers (VIAUMA_SERVER__ANSWERS_MB).
    """
    settings = Settings()
    require_current(state(connect_url(settings)))
    listening = free_socket(host or settings.server.host, port or settings.server.port)
    run(settings, listening, workers=workers)


def free_socket(host: str, port: int) -> socket.socket:
    """Bind the wanted port or, when it is taken, the next free one, and say so."""
    if not 0 < port < MOST_PORTS:
        raise InvalidInput("--port", f"{port} must be between 1 and {MOST_PORTS - 1}")
    for candidate in range(port, min(port + PORTS_TO_TRY, MOST_PORTS)):
        listening = _bound(host, candidate)
        if listening is not None:
            if candidate != port:
                typer.echo(f"Port {port} is taken; using {candidate}.")
            return listening
    raise Unavailable(f"No free port from {port} on; free one or set VIAUMA_SERVER__PORT.")


def run(settings: Settings, listening: socket.socket, *, workers: int = 1) -> None:
    """Serve until interrupted."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    from viauma_api.app import settle

    host, port = listening.getsockname()[:2]
    base = f"http://{host}:{port}"
    typer.echo(
        f"\nVia Uma is at  {base}/\n"
        f"  maps         {base}/maps/\n"
        f"  data         {base}/collections\n"
        f"  projects     {base}/collections/projects/items?f=html&limit=100\n"
        f"  API          {base}/api/docs\n\nStop with Ctrl+C."
    )
    log.configure(settings.server.log_level)
    allow_many_connections()
    if workers == 1:
        server = uvicorn.Server(server_config(settings))
        settle()
        server.run(sockets=[listening])
        return
    # Workers read the settings anew: an application cannot be handed to another process.
    config = server_config(settings, app=WORKER, factory=True, workers=workers)
    Multiprocess(config, sockets=[listening]).run()


def allow_many_connections() -> None:
    """Let this process and its workers have as many files open as the system lets them.

    Systems begin with 1 024, and a connection is a file.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limit.
        return
    soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != most:
        # Where "unlimited" is more than the kernel's own bound, it stays as it was.
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def server_config(settings: Settings, **others: Any) -> "uvicorn.Config":
    """Configure the web server, for operators as for the tests; it only moves bytes.

    Whom to believe about the client's address, what to log and how to refuse is decided in
    `viauma_api.http`.
    """
    import uvicorn

    from viauma_api import create_app

    # Where httptools is not built, uvicorn parses by itself and refuses in its own words.
    has_httptools = importlib.util.find_spec("httptools") is not None
    options = {
        "http": "viauma_api.http.protocol:ProblemProtocol" if has_httptools else "auto",
        "ws": "none",
        "log_config": None,
        "log_level": settings.server.log_level,
        "access_log": False,
        "server_header": False,
        "proxy_headers": False,
        "timeout_graceful_shutdown": 5,
    }
    app = others.pop("app", None) or create_app(settings)
    return uvicorn.Config(app, **(options | others))


def _bound(host: str, port: int) -> socket.socket | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(2048)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            return None
        raise Unavailable(f"Cannot listen on {host}, port {port}: {error.strerror}") from None
    return listening
