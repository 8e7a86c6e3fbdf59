"""The layers around the routes, in one place, because their order is half of what they do.

Outermost first:

1. ``Traced``         an id, a log line and the headers every answer carries; faults become 500
2. ``Forwarded``      the address that the client used, when a trusted proxy tells
3. ``HotPath``        what is asked most, answered without what follows
4. ``BoundedTarget``  a query that is too long is refused before anybody parses it
5. ``Kept``           what was answered before and still holds, from memory
6. ``StopsWhenClientsLeave``  what takes long and nobody waits for is cancelled
7. ``Methods``        HEAD is GET without the body, OPTIONS is answered from the routes
8. ``Coded``          content codings; inside HEAD, so that HEAD tells the coded length
9. ``StopsWhenHeadersDo``  inside the codings, so that HEAD does not make what it does not send
10. ``InOneForm``     refusals of libraries become problem documents, which then are coded too

Plain ASGI: Starlette's BaseHTTPMiddleware would start a task per layer and cost ten times as much.
"""

from fastapi import FastAPI

from viauma.settings import ServerSettings
from viauma_api.http.coding import Coded
from viauma_api.http.forwarded import Forwarded
from viauma_api.http.hot_path import HotPath
from viauma_api.http.kept import Kept
from viauma_api.http.leaving import StopsWhenClientsLeave
from viauma_api.http.methods import Methods, StopsWhenHeadersDo
from viauma_api.http.refusals import InOneForm
from viauma_api.http.targets import BoundedTarget
from viauma_api.http.tracing import Traced


def add_layers(app: FastAPI, server: ServerSettings) -> None:
    """Wrap the application; what is added last is asked first."""
    app.add_middleware(InOneForm)
    app.add_middleware(StopsWhenHeadersDo)
    app.add_middleware(Coded)
    app.add_middleware(Methods)
    app.add_middleware(StopsWhenClientsLeave)
    app.add_middleware(Kept)
    app.add_middleware(BoundedTarget)
    app.add_middleware(HotPath)
    app.add_middleware(Forwarded, trusted=server.trusted_networks)
    app.add_middleware(Traced)
