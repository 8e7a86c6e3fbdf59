"""Where the browser libraries lie that `make assets` brought from npm."""

from pathlib import Path

ASSETS = Path(__file__).parent / "assets"
