"""What docs/clients.md tells people to do, done as it stands there."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import geopandas
import httpx
import pytest

GUIDE = (Path(__file__).parents[2] / "docs" / "clients.md").read_text(encoding="utf-8")
WRITTEN = "http://127.0.0.1:8000"
ADDRESSES = sorted(set(re.findall(rf"`({WRITTEN}[^\s`]*)`", GUIDE)))


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


COMMANDS = [line for block in blocks("sh") for line in block.strip().splitlines()]
SINGLE = [line for line in COMMANDS if "--etag" not in line]
FILES = {
    "places.gpkg": "true",
    "area.gpkg": "is_site and st_intersects(geom, st_makeenvelope(20.0, 63.7, 20.5, 64.0, 4326))",
    "tracks.gpkg": "category = 'ski_track' and is_site",
    "sweref.gpkg": "'trails' = any(category_path)",
    "lit.gpkg": "(attributes->>'lit')::boolean",
    "new.gpkg": "updated_at > '2020-01-01Z'",
    "sweref-file.gpkg": "true",
}


def sh(command: str, server: str, folder: Path) -> str:
    if shutil.which(command.split(maxsplit=1)[0]) is None:
        pytest.skip(f"{command.split(maxsplit=1)[0]} is not installed")
    done = subprocess.run(
        ["bash", "-e", "-c", command.replace(WRITTEN, server)],
        cwd=folder, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert "ERROR" not in done.stderr
    return done.stdout


def test_there_are_commands_and_programs():
    assert len(SINGLE) > 5
    assert len(blocks("python")) == 3
    assert len(ADDRESSES) > 3


@pytest.mark.parametrize("command", SINGLE)
def test_a_command_does_what_it_promises(command, via_uma, recorder, true, tmp_path):
    said = sh(command, via_uma, tmp_path)
    made = [path.name for path in tmp_path.iterdir()]

    assert recorder.refused() == []
    assert said.strip() or made
    for name in made:
        frame = geopandas.read_file(tmp_path / name)
        assert sorted(frame["id"]) == sorted(true("places", FILES[name])) != []
        assert frame.crs.to_epsg() == (3006 if "sweref" in name else 4326)


def test_the_second_fetch_of_the_same_is_empty(via_uma, recorder, tmp_path):
    for command in COMMANDS:
        if "--etag" in command:
            sh(command, via_uma, tmp_path)

    assert [one.status for one in recorder.exchanges] == [200, 304]
    assert (tmp_path / "trails.json").stat().st_size > 10_000


@pytest.mark.parametrize("program", blocks("python"), ids=lambda text: text.split()[1])
def test_a_program_runs(program, via_uma, recorder):
    done = subprocess.run(
        [sys.executable, "-c", program.replace(WRITTEN, via_uma)],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    assert recorder.refused() == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_answers(address, via_uma):
    assert httpx.get(address.replace(WRITTEN, via_uma), timeout=60).status_code == 200
