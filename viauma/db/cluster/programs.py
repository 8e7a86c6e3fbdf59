"""Where PostgreSQL's own programs live on this machine, and whether PostGIS stands beside them.

The search goes from what the operator names to what distributions do. Of several majors the
newest with PostGIS wins, because a server without PostGIS is of no use here.
"""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from shutil import which

from viauma.errors import ClusterFault

OLDEST_MAJOR = 15
# Debian and Ubuntu, PGDG on Fedora and RHEL, Homebrew on both kinds of Mac, Postgres.app, plain.
USUAL_PLACES = (
    ("/usr/lib/postgresql", "*/bin"),
    ("/usr", "pgsql-*/bin"),
    ("/opt/homebrew/opt", "postgresql@*/bin"),
    ("/usr/local/opt", "postgresql@*/bin"),
    ("/Applications/Postgres.app/Contents/Versions", "*/bin"),
    ("/usr/local/pgsql", "bin"),
    ("/usr", "bin"),
)


@dataclass(frozen=True)
class Programs:
    """One installation of PostgreSQL."""

    bin_dir: Path

    def path(self, name: str) -> str:
        """Name one program by its full path."""
        return str(self.bin_dir / name)

    @cached_property
    def version(self) -> str:
        """The server's version as it tells it, like ``15.18``."""
        return _version_in(_output_of(self.path("postgres"), "--version"))

    @cached_property
    def major(self) -> int:
        """The major version, which names the data directory's format."""
        return int(re.split(r"\D", self.version)[0])

    @cached_property
    def client_major(self) -> int:
        """The major version of the client programs."""
        return int(re.split(r"\D", _version_in(_output_of(self.path("pg_dump"), "--version")))[0])

    @cached_property
    def has_postgis(self) -> bool:
        """Tell whether the PostGIS extension is installed for this server."""
        share = _output_of(self.path("pg_config"), "--sharedir").strip()
        known = Path(share or f"/usr/share/postgresql/{self.major}")
        return (known / "extension" / "postgis.control").exists()


def programs_for_new_data(bin_dir: Path | None) -> Programs:
    """Choose the installation a new cluster is made with.

    Raises
    ------
    ClusterFault
        When there is no PostgreSQL, it is too old, or it lacks PostGIS; each with its package.
    """
    installed = list(_installed(bin_dir))
    if not installed:
        raise ClusterFault(_nothing_found(bin_dir))
    fitting = [one for one in installed if one.major >= OLDEST_MAJOR]
    newest = max(installed, key=lambda one: one.major)
    if not fitting:
        raise ClusterFault(
            f"PostgreSQL {newest.version} is too old: Via Uma needs {OLDEST_MAJOR} or later."
        )
    complete = [one for one in fitting if one.has_postgis]
    if not complete:
        raise ClusterFault(_lacks_postgis(newest))
    return max(complete, key=lambda one: one.major)


def programs_of_major(major: int, bin_dir: Path | None) -> Programs | None:
    """Find the installation that can run data of this major version."""
    return next((one for one in _installed(bin_dir) if one.major == major), None)


def client_programs(bin_dir: Path | None) -> Programs:
    """Find the newest pg_dump and psql, for a database that another machine may serve."""
    known = [Programs(folder) for folder in _candidates(bin_dir) if (folder / "pg_dump").exists()]
    if not known:
        raise ClusterFault(
            "PostgreSQL's client programs (pg_dump, psql) are not installed: install the package "
            "postgresql-client."
        )
    return max(known, key=lambda one: one.client_major)


def _installed(bin_dir: Path | None) -> Iterator[Programs]:
    for folder in dict.fromkeys(_candidates(bin_dir)):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            yield Programs(folder)


def _candidates(bin_dir: Path | None) -> Iterator[Path]:
    if bin_dir is not None:
        yield bin_dir
        return
    if which("pg_config"):
        yield Path(_output_of("pg_config", "--bindir").strip())
    for root, pattern in USUAL_PLACES:
        yield from sorted(Path(root).glob(pattern))
    server = which("postgres")
    if server:
        yield Path(server).resolve().parent


def _version_in(told: str) -> str:
    found = re.search(r"\d+(\.\d+|beta\d+|rc\d+)", told)
    return found.group() if found else "0.0"


def _output_of(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""


def _nothing_found(bin_dir: Path | None) -> str:
    if bin_dir is not None:
        return f"VIAUMA_CLUSTER__BIN_DIR is {bin_dir}, but initdb and postgres are not there."
    return (
        "PostgreSQL is not installed: `make demo` installs it on Debian and Ubuntu; elsewhere "
        "install the PostgreSQL server with PostGIS, or set VIAUMA_DATABASE__URL to one you have."
    )


def _lacks_postgis(programs: Programs) -> str:
    return (
        f"PostgreSQL {programs.version} has no PostGIS extension: install the package "
        f"postgresql-{programs.major}-postgis-3 (elsewhere: postgis) and start again."
    )
