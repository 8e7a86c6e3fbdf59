"""`viauma check`: the doctor: one line per finding, and what to do about each that is wrong."""

from collections.abc import Iterator

import typer

from viauma.db import checks
from viauma.db.checks import Finding
from viauma.settings import Settings


def check() -> None:
    """Examine the installation and the database; exit code 1 when anything is wrong."""
    wrong = 0
    for finding in _findings(Settings()):
        typer.echo(_line(finding))
        wrong += not finding.passed
    if wrong:
        typer.echo(f"{wrong} of these need attention.")
        raise typer.Exit(1)
    typer.echo("Everything is in order.")


def _findings(settings: Settings) -> Iterator[Finding]:
    yield from checks.of_program()
    yield _browser_assets()
    yield from checks.of_machine(settings)
    yield from checks.of_database(settings)


def _browser_assets() -> Finding:
    from importlib.resources import files

    manifest = files("viauma_maps") / "assets" / "manifest.json"
    if manifest.is_file():
        return Finding("browser assets", True, "present")
    return Finding("browser assets", False, "missing", "run `make assets`, or install the wheel")


def _line(finding: Finding) -> str:
    mark = "OK   " if finding.passed else "WRONG"
    remedy = f": {finding.remedy}" if finding.remedy and not finding.passed else ""
    return f"{mark}  {finding.name:<20}  {finding.detail}{remedy}"
