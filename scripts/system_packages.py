"""What Via Uma needs from the system: PostgreSQL with PostGIS, Python's venv, a browser for tests.

On Debian and Ubuntu the packages are installed; elsewhere their names are told. The
distribution's own database cluster is neither made nor started: Via Uma runs one of its own.
"""

import importlib.util
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from report import SetupError, run, say

OLDEST_POSTGRESQL = 15
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_MAIN_CLUSTER = Path("/etc/postgresql-common/createcluster.d/viauma.conf")
NO_MAIN_CLUSTER_TEXT = """\
# Written by Via Uma's set-up: it runs a private cluster and wants none beside it.
# Remove this file to have Debian's packages make a cluster of their own again.
create_main_cluster = false
"""
ELSEWHERE = {
    "Darwin": "brew install postgresql@17 postgis",
    "fedora": "sudo dnf install postgresql-server postgis",
    "arch": "sudo pacman -S postgresql postgis",
    "suse": "sudo zypper install postgresql-server postgis",
}


def ensure(*, tests: bool, bench: bool = False) -> None:
    """Install what is lacking, or say what to install."""
    lacking = list(_lacking(tests=tests, bench=bench))
    if not lacking:
        return
    if shutil.which("apt-get") is None:
        raise SetupError(_what_to_install(lacking))
    for what, why in lacking:
        say(f"{what} is not on this machine; {why}.")
    _apt_get("update", "--quiet=2")
    packages = [package for what, _ in lacking for package in _debian_packages(what)]
    if "PostgreSQL with PostGIS" in dict(lacking) and not _majors():
        _prevent_main_cluster()
    say(f"Installing from the distribution: {' '.join(packages)}")
    _apt_get("install", "--yes", "--quiet=2", "--no-install-recommends", *packages)
    _require_all(tests=tests, bench=bench)


def _lacking(*, tests: bool, bench: bool = False) -> Iterator[tuple[str, str]]:
    if not _has_postgis() and not os.environ.get("VIAUMA_DATABASE__URL"):
        yield "PostgreSQL with PostGIS", "it is where the places are stored and searched"
    if importlib.util.find_spec("ensurepip") is None:
        yield "Python's venv", "the libraries are installed in a folder of their own with it"
    if tests and find_browser() is None:
        yield "Chromium", "the tests look at the maps in a real browser"
    # Only where they come by themselves: without them the tests of clients skip, and say so.
    if tests and shutil.which("apt-get") and shutil.which("ogr2ogr") is None:
        yield "GDAL's programs", "the tests read the API with them, as a GIS desktop does"
    if bench and shutil.which("wrk") is None:
        yield "wrk", "the benchmark asks its questions with it"


def _has_postgis() -> bool:
    own = os.environ.get("VIAUMA_CLUSTER__BIN_DIR")
    if own:
        return Path(own, "initdb").exists()
    debian = (Path(f"/usr/share/postgresql/{major}") for major in _majors())
    return any(map(_has_control_file, debian)) or any(map(_has_control_file, _other_shares()))


def _majors() -> list[int]:
    servers = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    found = (int(server.parts[4]) for server in servers if server.parts[4].isdigit())
    return sorted(major for major in found if major >= OLDEST_POSTGRESQL)


def _other_shares() -> Iterator[Path]:
    """Where PostgreSQL keeps its extensions on systems other than Debian."""
    yield from Path("/usr").glob("pgsql-*/share")
    yield from Path("/opt/homebrew/share").glob("postgresql@*")
    yield from Path("/usr/local/share").glob("postgresql@*")
    yield from Path("/opt/homebrew/opt").glob("postgresql@*/share/postgresql*")
    if shutil.which("postgres") or shutil.which("initdb"):
        yield from (Path("/usr/share/pgsql"), Path("/usr/share/postgresql"))


def _has_control_file(share: Path) -> bool:
    return (share / "extension" / "postgis.control").exists()


def find_browser() -> str | None:
    """Find a browser that really starts: Ubuntu's chromium-browser may be only a signpost."""
    for name in BROWSERS:
        found = shutil.which(name)
        if found and _starts(found):
            return found
    return None


def _starts(browser: str) -> bool:
    # Debian's wrapper takes a second; the package's own binary beside it is proof enough.
    if Path("/usr/lib/chromium/chromium").exists():
        return True
    done = subprocess.run([browser, "--version"], capture_output=True, check=False)
    return done.returncode == 0


def _debian_packages(what: str) -> list[str]:
    if what == "Python's venv":
        return ["python3-venv"]
    if what == "GDAL's programs":
        return ["gdal-bin"]
    if what == "wrk":
        return ["wrk"]
    if what == "Chromium":
        return ["chromium" if _is_known("chromium") else "chromium-browser"]
    majors = _majors()
    major = majors[-1] if majors else _offered_major()
    return [f"postgresql-{major}", f"postgresql-{major}-postgis-3"]


def _offered_major() -> int:
    told = _output_of("apt-cache", "depends", "postgresql")
    found = re.search(r"Depends: postgresql-(\d+)", told)
    if found is None or int(found.group(1)) < OLDEST_POSTGRESQL:
        raise SetupError(
            f"This distribution offers no PostgreSQL {OLDEST_POSTGRESQL} or later: install one "
            "from postgresql.org's packages, or set VIAUMA_DATABASE__URL to a PostGIS you have."
        )
    return int(found.group(1))


def _is_known(package: str) -> bool:
    told = _output_of("apt-cache", "policy", package)
    return "Candidate:" in told and "Candidate: (none)" not in told


def _prevent_main_cluster() -> None:
    say("The distribution's own database cluster is switched off; Via Uma runs a private one.")
    run(
        [*_as_root(), "sh", "-c", f"mkdir -p {NO_MAIN_CLUSTER.parent} && cat > {NO_MAIN_CLUSTER}"],
        text=NO_MAIN_CLUSTER_TEXT,
        otherwise=f"{NO_MAIN_CLUSTER} could not be written",
    )


def _apt_get(*words: str) -> None:
    quiet = ("DEBIAN_FRONTEND=noninteractive", "NEEDRESTART_SUSPEND=1")
    # A machine just started may still be at its own updates: wait for them.
    wait = ("-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0")
    run(
        [*_as_root(), "env", *quiet, "apt-get", *wait, *words],
        otherwise="The distribution's packages could not be installed",
    )


def _as_root() -> list[str]:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        raise SetupError("Installing packages needs root: become root, or install sudo.")
    return ["sudo"]


def _require_all(*, tests: bool, bench: bool) -> None:
    still = [what for what, _ in _lacking(tests=tests, bench=bench)]
    if still == ["Chromium"]:
        raise SetupError(
            "No Chromium that starts was found: on Ubuntu it is a snap (`sudo snap install "
            "chromium`); Google Chrome on the PATH serves as well. Then run the same command again."
        )
    if still:
        raise SetupError(f"Still lacking after the installation: {', '.join(still)}.")


def _what_to_install(lacking: list[tuple[str, str]]) -> str:
    names = " and ".join(what for what, _ in lacking)
    hint = ELSEWHERE.get(_system())
    how = f"for the database: {hint}" if hint else "from your system's packages"
    return f"{names} must be installed by you on this system ({how}). Then the same command works."


def _system() -> str:
    if platform.system() != "Linux":
        return platform.system()
    release = Path("/etc/os-release")
    told = release.read_text() if release.exists() else ""
    kin = re.findall(r"^ID(?:_LIKE)?=(.*)$", told, re.MULTILINE)
    words = " ".join(kin).replace('"', "").split()
    return next((word for word in words if word in ELSEWHERE), "")


def _output_of(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
