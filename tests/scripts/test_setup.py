"""The set-up says what it lacks and does nothing twice."""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module that knows the system's packages, on a system that has none of them."""
    monkeypatch.syspath_prepend(ROOT / "scripts")
    import system_packages

    monkeypatch.setattr(system_packages, "_has_postgis", lambda: False)
    monkeypatch.setattr(system_packages, "find_browser", lambda: None)
    monkeypatch.delenv("VIAUMA_DATABASE__URL", raising=False)
    return system_packages


def without_apt(_: str) -> None:
    return None


@pytest.mark.parametrize(
    ("system", "command"), [("Darwin", "brew install"), ("fedora", "dnf install")]
)
def test_elsewhere_the_packages_are_named(
    packages: ModuleType, monkeypatch: pytest.MonkeyPatch, system: str, command: str
) -> None:
    monkeypatch.setattr(shutil, "which", without_apt)
    monkeypatch.setattr(packages, "_system", lambda: system)

    with pytest.raises(packages.SetupError) as error:
        packages.ensure(tests=True)

    assert command in str(error.value)
    assert "PostgreSQL with PostGIS" in str(error.value)
    assert "Then the same command works" in str(error.value)


def test_a_database_of_ones_own_needs_no_server_here(
    packages: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIAUMA_DATABASE__URL", "postgresql://db.example.org/viauma")

    assert [what for what, _ in packages._lacking(tests=False)] == []


def test_the_distributions_cluster_is_switched_off_before_the_server_comes(
    packages: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def note(command: list[str], *, otherwise: str, text: str = "") -> None:
        said.append(" ".join(str(word) for word in command) + text)

    offered: Callable[[], int] = lambda: 17  # noqa: E731 - a stand-in
    monkeypatch.setattr(packages, "run", note)
    monkeypatch.setattr(packages, "_majors", list)
    monkeypatch.setattr(packages, "_offered_major", offered)
    monkeypatch.setattr(packages, "_as_root", list)
    monkeypatch.setattr(packages, "_require_all", lambda **_: None)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")

    packages.ensure(tests=False)

    switched, installed = said[-2:]
    assert "create_main_cluster = false" in switched
    assert "postgresql-17 postgresql-17-postgis-3" in installed
    assert "noninteractive" in installed


def test_gdal_is_for_the_tests_and_only_where_it_comes_by_itself(
    packages: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    there: Callable[[str], str | None] = {"apt-get": "/usr/bin/apt-get"}.get
    monkeypatch.setattr(shutil, "which", there)
    on_debian = {tests: [what for what, _ in packages._lacking(tests=tests)] for tests in (0, 1)}
    monkeypatch.setattr(shutil, "which", without_apt)

    assert "GDAL's programs" in on_debian[True]
    assert "GDAL's programs" not in on_debian[False]
    assert "GDAL's programs" not in [what for what, _ in packages._lacking(tests=True)]
    assert packages._debian_packages("GDAL's programs") == ["gdal-bin"]


def test_nothing_is_done_twice() -> None:
    command = [sys.executable, ROOT / "scripts" / "setup.py", "venv"]
    subprocess.run(command, check=True, capture_output=True)
    began = time.perf_counter()

    again = subprocess.run(command, check=True, capture_output=True, text=True)

    assert again.stdout == ""
    assert time.perf_counter() - began < 3


def test_make_alone_explains_every_target() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)

    said = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert [name for name in targets if not re.search(rf"^  {name} +\w", said, re.MULTILINE)] == []


def test_no_file_of_the_set_up_names_a_registry() -> None:
    files = [ROOT / name for name in ("requirements.lock", "requirements-dev.lock", "Makefile")]
    files += [*(ROOT / "scripts").glob("*.py"), ROOT / "maps" / "web" / "package-lock.json"]

    named = [path.name for path in files if re.search(r"index-url|resolved\"", path.read_text())]

    assert named == ["lock.py"]  # which only says that no address is to be written


@pytest.fixture
def interpreter(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module that chooses among Pythons."""
    monkeypatch.syspath_prepend(ROOT / "scripts")
    import interpreter

    return interpreter


@pytest.mark.parametrize(
    ("prefix", "options", "is_optimised"),
    [
        ("/usr", "'--enable-shared' '--prefix=/usr'", True),
        ("/opt/python", "'--enable-shared' '--enable-optimizations'", True),
        ("/opt/python", "'--enable-shared'", False),
        ("/opt/python", "", False),
        ("C:\\Python", None, True),
    ],
)
def test_it_knows_an_optimised_python(
    interpreter: ModuleType, prefix: str, options: str | None, *, is_optimised: bool
) -> None:
    assert interpreter.is_optimised(prefix, options) is is_optimised


@pytest.mark.parametrize(
    ("says", "is_taken"),
    [
        ('[[3, 11], "/usr"]', True),
        ('[[3, 14], "/usr"]', True),
        ('[[3, 10], "/usr"]', False),
        ('[[3, 13], "/opt/python"]', False),
        ("ModuleNotFoundError", False),
    ],
)
def test_another_python_is_taken_only_where_it_serves(
    interpreter: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    says: str,
    *,
    is_taken: bool,
) -> None:
    other = tmp_path / "python3"
    other.write_text(f"#!/bin/sh\necho '{says}'\n")
    other.chmod(0o755)
    monkeypatch.setattr(interpreter, "DISTRIBUTIONS", other)
    monkeypatch.setattr(interpreter, "is_optimised", lambda *_: False)

    assert interpreter.better() == (other if is_taken else None)


def test_where_there_is_no_other_python_this_one_is_taken(
    interpreter: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(interpreter, "DISTRIBUTIONS", tmp_path / "python3")
    monkeypatch.setattr(interpreter, "is_optimised", lambda *_: False)

    assert interpreter.better() is None


@pytest.mark.parametrize(
    ("given", "may_be_another"), [((), True), (("PYTHON=python3",), False)]
)  # fmt: skip
def test_a_python_that_somebody_chose_is_kept(
    given: tuple[str, ...], *, may_be_another: bool
) -> None:
    told = subprocess.run(
        ["make", "--dry-run", *given, "setup"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    assert ("--this-python" not in told) is may_be_another


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The module that makes environments, with a folder of its own to make them in."""
    monkeypatch.syspath_prepend(ROOT / "scripts")
    import environment

    venv = tmp_path / ".venv"
    monkeypatch.setattr(environment, "VENV", venv)
    monkeypatch.setattr(environment, "PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(environment, "STAMP", venv / "viauma-setup.json")
    return environment


def test_an_environment_goes_on_with_the_python_that_made_it(environment: ModuleType) -> None:
    assert environment.python() is None

    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment.VENV], check=True)

    made_by = environment.python()
    assert made_by is not None
    assert made_by.resolve() == environment.PYTHON.resolve()


def test_an_environment_by_another_python_is_made_anew_and_that_is_said(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made: list[list[str]] = []

    def note(command: list[str], **_: str) -> None:
        made.append([str(word) for word in command])

    monkeypatch.setattr(environment, "run", note)
    environment.PYTHON.parent.mkdir(parents=True)
    environment.PYTHON.touch()
    environment._write_stamp({"python": "/opt/another 3.12.1"})

    environment.ensure(dev=False)

    assert made[0][1:4] == ["-m", "venv", "--clear"]
    assert "anew, by another Python than before" in capsys.readouterr().out


def test_a_set_up_by_any_python_takes_the_environments_own(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    base = Path(sys.base_prefix, "bin", "python3").resolve()
    subprocess.run([base, "-m", "venv", "--without-pip", tmp_path / ".venv"], check=True)
    other = tmp_path / "elsewhere" / "bin" / "python3"
    subprocess.run([base, "-m", "venv", "--without-pip", other.parents[1]], check=True)
    shows = tmp_path / "scripts" / "environment.py"
    shows.write_text(shows.read_text() + "\n\ndef ensure(*, dev):\n    print(sys.executable)\n")

    asked = [other, tmp_path / "scripts" / "setup.py", "venv"]
    own = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    kept = subprocess.run(
        [*asked, "--this-python"], capture_output=True, text=True, check=True
    ).stdout

    assert Path(own.strip()).resolve() == base
    assert Path(kept.strip()) == other
