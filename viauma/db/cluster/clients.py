"""How PostgreSQL's own client programs are told whom to reach, with no password on show."""

import os
import re
from typing import Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo


def words_for_client(url: str) -> tuple[str, dict[str, str]]:
    """Split a URL into what may stand on a command line and what belongs in the environment.

    A command line is visible to every user of the machine; an environment is not.
    """
    known: dict[str, Any] = conninfo_to_dict(url)
    password = known.pop("password", None)
    environment = dict(os.environ)
    if password:
        environment["PGPASSWORD"] = str(password)
    return make_conninfo("", **known), environment


def without_password(said: str, url: str) -> str:
    """Blank out the URL's password wherever a program repeated it."""
    password = conninfo_to_dict(url).get("password")
    hidden = said.replace(str(password), "…") if password else said
    return re.sub(r"(://[^:/@\s]*):[^@/\s]*@", r"\1:…@", hidden)
