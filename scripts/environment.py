"""The Python environment in `.venv`: exactly what the lock says, and Via Uma itself, editable."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

from report import ROOT, run, say

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "viauma-setup.json"
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
PACKAGES = ("viauma", "gis_data/viauma_data", "maps/viauma_maps", "api/viauma_api")
FAILED = "The Python libraries could not be installed; the lines above say why"


def ensure(*, dev: bool) -> None:
    """Make the environment true to the lock; do nothing when its stamp says it is."""
    if not _works():
        anew = " anew, by another Python than before" if _is_by_another() else ""
        say(f"Making {VENV.name}{anew}, so that Via Uma's libraries disturb nothing else.")
        run([sys.executable, "-m", "venv", "--clear", VENV], otherwise="No .venv could be made")
    done = _read_stamp()
    locks = _lock_stamp(dev=dev)
    if not locks.items() <= done.items():
        _install(DEV_LOCK if dev else RUN_LOCK)
        done = locks | {"editable": ""}
        _write_stamp(done)
    if done.get("editable") != _editable_stamp():
        _install_itself()
        _write_stamp(done | {"editable": _editable_stamp()})


def python() -> Path | None:
    """Find the Python that the environment was made by, which goes on; None where there is none."""
    try:
        lines = (VENV / "pyvenv.cfg").read_text().splitlines()
    except OSError:
        return None
    known = {
        name.strip(): Path(value.strip())
        for name, _, value in (one.partition("=") for one in lines)
    }
    found = known.get("executable")
    return found if found is not None and PYTHON.exists() and found.exists() else None


def tell_of(other: Path) -> None:
    """Say that another Python will be taken, where an environment is about to be made by it."""
    if not PYTHON.exists():
        say(
            f"This Python was built without optimisations; taking {other}, which is quicker. "
            f"(make PYTHON={sys.executable} … takes this one.)"
        )


def _works() -> bool:
    """Tell whether the environment's Python still runs; a system upgrade can take it away.

    One that was made by a Python in another place is made anew: that one was asked for.
    """
    if not PYTHON.exists() or _is_by_another():
        return False
    if STAMP.exists() and _read_stamp().get("python") == _python_stamp():
        return True
    done = subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False)
    return done.returncode == 0


def _is_by_another() -> bool:
    known = _read_stamp().get("python", "").rpartition(" ")[0]
    return PYTHON.exists() and bool(known) and known != sys.base_prefix


def _install(lock: Path) -> None:
    say(
        f"Installing the libraries of {lock.name}, each with its hash; some minutes the first time."
    )
    run([*_pip(), "--require-hashes", "--requirement", lock], otherwise=FAILED)


def _install_itself() -> None:
    say("Installing Via Uma itself, editable.")
    own = ("--no-deps", "--no-build-isolation", "--editable", ROOT)
    run([*_pip(), *own], otherwise="Via Uma itself could not be installed")


def _pip() -> list[str | Path]:
    # Where packages come from is the machine's own configuration and no business of ours.
    return [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]


def _lock_stamp(*, dev: bool) -> dict[str, str]:
    """Name what must be installed; the lock for developers contains the other."""
    stamp = {"python": _python_stamp(), RUN_LOCK.name: _digest(RUN_LOCK)}
    return stamp | {DEV_LOCK.name: _digest(DEV_LOCK)} if dev else stamp


def _editable_stamp() -> str:
    present = [name for name in PACKAGES if (ROOT / name / "__init__.py").exists()]
    known = (ROOT / "pyproject.toml", ROOT / "viauma" / "__init__.py")
    return " ".join([*present, *map(_digest, known)])


def _python_stamp() -> str:
    # The same whether asked by the system's Python or by the one in .venv that stems from it.
    return f"{sys.base_prefix} {sys.version.split()[0]}"


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]


def _read_stamp() -> dict[str, str]:
    try:
        found = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return {str(name): str(value) for name, value in found.items()}


def _write_stamp(stamp: dict[str, str]) -> None:
    STAMP.write_text(json.dumps(stamp, indent=1) + "\n")
