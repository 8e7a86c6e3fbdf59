"""A URL as libpq reads it, for a driver that is not libpq.

Operators write what PostgreSQL's own programs understand; what the fast lane's driver has no use
for (keep-alives, client encodings) is left out rather than sent to the server as a setting.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from psycopg.conninfo import conninfo_to_dict

# What asyncpg takes from the query of a URL by the same names.
UNDERSTOOD = (
    "host", "port", "dbname", "user", "password", "passfile", "service", "sslmode", "sslcert",
    "sslkey", "sslrootcert", "sslcrl", "sslpassword", "sslnegotiation",
    "ssl_min_protocol_version", "ssl_max_protocol_version", "target_session_attrs", "krbsrvname",
    "gsslib",
)  # fmt: skip

CONNECT_WITHIN_S = 10.0


def connect_arguments(url: str, settings: Mapping[str, str]) -> dict[str, Any]:
    """Spell a libpq URL or connection string as arguments of asyncpg.connect.

    Parameters
    ----------
    url
        Checked by viauma.db.engine.checked_url, or of the private cluster.
    settings
        Of the session, by the server's names.
    """
    given = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    told = dict(settings)
    for name in ("application_name", "options"):
        if name in given:
            told[name] = given[name]
    known = {name: given[name] for name in UNDERSTOOD if name in given}
    if "host" in known or "hostaddr" in given:
        known["host"] = _hosts(known.get("host") or given["hostaddr"])
    patience = float(given.get("connect_timeout") or 0) or CONNECT_WITHIN_S
    return {
        "dsn": f"postgresql://?{urlencode(known)}",
        "servicefile": given.get("servicefile"),
        "timeout": patience,
        "server_settings": told,
    }


def _hosts(listed: str) -> str:
    """Put the brackets back around IPv6 addresses, which libpq takes off and the driver wants."""
    return ",".join(
        f"[{host}]" if ":" in host and host[:1] not in {"/", "["} else host
        for host in listed.split(",")
    )
