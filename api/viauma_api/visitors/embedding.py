"""Maps inside other people's pages: what is shown, and whose pages may show it.

An embed's address carries its settings signed by the server, so that nobody but who made it can
widen which sites may frame it; nothing is stored.
"""

import hashlib
import re
from dataclasses import asdict, dataclass, fields
from typing import Any
from urllib.parse import urlsplit

from itsdangerous import BadData, URLSafeSerializer

from viauma.errors import InvalidInput, NotFound
from viauma_api.visitors.language import Language

LONGEST_TOKEN = 4_000
MOST_ORIGINS = 10
SALT = "viauma embed"

LEAST, MOST = 240, 2_000

_HOST = re.compile(
    r"(\*\.)?([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}|localhost|127\.0\.0\.1"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """What somebody chose in the builder."""

    language: Language = "en"
    filter: str = ""
    width: int = 640
    height: int = 480
    origins: tuple[str, ...] = ()
    """Sites that may frame it, as scheme and host; empty: any."""

    @property
    def frame_ancestors(self) -> str:
        """Whom the Content Security Policy lets frame it."""
        return " ".join(("'self'", *self.origins)) if self.origins else "*"


def checked_embed(
    *,
    language: str,
    text: str,
    width: str,
    height: str,
    origins: str,
) -> Embed:
    """Read what the builder's form sent.

    Raises
    ------
    InvalidInput
        A size is none, or an origin is no site's.
    """
    return Embed(
        language="sv" if language == "sv" else "en",
        filter=text,
        width=_pixels("width", width),
        height=_pixels("height", height),
        origins=tuple(dict.fromkeys(map(_origin, origins.split()))),
    )


class Embeds:
    """Writes and reads signed embeds."""

    def __init__(self, key: str) -> None:
        self._signer = URLSafeSerializer(
            key, salt=SALT, signer_kwargs={"digest_method": hashlib.sha256}
        )

    def write(self, embed: Embed) -> str:
        """Sign an embed as part of an address."""
        default = asdict(Embed())
        told = {name: value for name, value in asdict(embed).items() if value != default[name]}
        text = self._signer.dumps(told)
        return text if isinstance(text, str) else text.decode()

    def read(self, token: str) -> Embed:
        """Read an embed back.

        Raises
        ------
        NotFound
            It was not signed here, or was changed.
        """
        try:
            told: dict[str, Any] = self._signer.loads(token[:LONGEST_TOKEN])
            known = {field.name for field in fields(Embed)}
            found = {name: value for name, value in told.items() if name in known}
            return Embed(**{**found, "origins": tuple(found.get("origins", ()))})
        except (BadData, TypeError, AttributeError) as error:
            raise NotFound("This embedded map is not known; its address was changed.") from error


def _pixels(name: str, text: str) -> int:
    try:
        found = int(text)
    except ValueError:
        found = 0
    if not LEAST <= found <= MOST:
        raise InvalidInput(name, f"must be a whole number of pixels from {LEAST} to {MOST}")
    return found


def _origin(text: str) -> str:
    found = urlsplit(text.lower() if "://" in text else f"https://{text.lower()}")
    try:
        port = found.port
    except ValueError:
        port = -1
    is_site = found.scheme in {"https", "http"} and _HOST.fullmatch(found.hostname or "")
    if not is_site or port == -1 or found.path.strip("/") or found.query or found.username:
        raise InvalidInput("origins", f"'{text[:60]}' must be a site, as in https://example.se")
    tail = f":{port}" if port else ""
    return f"{found.scheme}://{found.hostname}{tail}"
