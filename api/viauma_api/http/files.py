"""Files as they lie on the disk: styles, scripts, browser libraries, built maps."""

import os
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import PathLike, StaticFiles
from starlette.types import Scope

from viauma_api.http.conditional import REVALIDATED
from viauma_api.http.policies import of_a_page

AN_HOUR = "public, max-age=3600"
FOR_EVER = "public, max-age=31536000, immutable"

_OF_THE_BODY = frozenset(("content-length", "content-type", "accept-ranges"))


class Files(StaticFiles):
    """A folder, with how long a browser may keep what is in it and what its pages may load."""

    def __init__(
        self,
        directory: PathLike,
        *,
        kept: str = AN_HOUR,
        policy: str | None = None,
        html: bool = False,
    ) -> None:
        super().__init__(directory=directory, html=html, check_dir=False)
        self._kept, self._policy = kept, policy

    async def check_config(self) -> None:
        """Leave a folder that does not exist yet be: its files are not found, no more."""

    def file_response(
        self,
        full_path: PathLike,
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Send a file, or 304."""
        headers = {"vary": "Accept-Encoding", "cache-control": self._kept}
        if self._policy and os.fspath(full_path).endswith(".html"):
            headers |= {"cache-control": REVALIDATED, **of_a_page(self._policy)}
        response = FileResponse(full_path, status_code, headers, stat_result=stat_result)
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            said = {n: v for n, v in response.headers.items() if n not in _OF_THE_BODY}
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=said)
        return response
