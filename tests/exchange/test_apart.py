"""Files from a process apart: the same files, an event loop that goes on, and nothing left over."""

import asyncio
import logging
import time
from pathlib import Path

import pyogrio
import pytest

from tests.exchange.stored import HOSTILE, in_pages, place
from viauma.errors import InvalidInput, Unavailable
from viauma.exchange.apart import write_file_apart
from viauma.exchange.columns import COLUMNS, selected
from viauma.exchange.file_writer import pages
from viauma.exchange.files import write_file
from viauma.exchange.media_types import FORMATS, Delivery
from viauma.geo.crs import CRS84, SUPPORTED

PLACE = COLUMNS["place"]
FILES = [key for key, one in FORMATS.items() if one.delivery is not Delivery.DOCUMENT]
SWEREF = SUPPORTED["http://www.opengis.net/def/crs/EPSG/0/3006"]


class BrokenOffError(Exception):
    """What a test breaks the stream with."""


async def asynchronous(batches):
    for batch in batches:
        await asyncio.sleep(0)
        yield batch


def write_apart(format_, columns, batches, target: Path, crs=CRS84) -> None:
    source = asynchronous(batches)
    asyncio.run(write_file_apart(format_, columns, source, target, name="platser", crs=crs))


@pytest.mark.parametrize("format_", ["csv", "kml", "gpx", "jsonseq", "fgb"])
def test_it_is_the_same_file_as_from_within(format_, tmp_path, places):
    within, apart = (tmp_path / f"{name}.{format_}" for name in ("within", "apart"))
    write_file(format_, PLACE, in_pages(places), within, name="platser")

    write_apart(format_, PLACE, in_pages(places), apart)

    assert within.read_bytes() == apart.read_bytes()


@pytest.mark.parametrize("format_", FILES)
def test_every_format_is_written_apart(format_, tmp_path):
    write_apart(format_, PLACE, in_pages([place(1)]), tmp_path / f"x.{format_}")

    assert [one.name for one in tmp_path.iterdir()] == [f"x.{format_}"]


def test_selection_and_reference_system_go_along(tmp_path):
    moved = {"type": "Point", "coordinates": [758_870.0, 7_086_905.0]}
    columns = selected(PLACE, ["name"])
    write_apart("gpkg", columns, [[place(geometry=moved)]], tmp_path / "x.gpkg", SWEREF)

    found = pyogrio.read_dataframe(tmp_path / "x.gpkg")
    assert found.columns.tolist() == ["id", "name", "geometry"]
    assert found.crs.to_epsg() == 3006


def test_any_name_goes_along(tmp_path):
    features = [place(number, name=name) for number, name in enumerate(HOSTILE)]
    write_apart("fgb", PLACE, in_pages(features), tmp_path / "x.fgb")

    found = pyogrio.read_dataframe(tmp_path / "x.fgb")
    assert set(found["name"]) == set(HOSTILE)


@pytest.mark.parametrize("at_once", [1, 7, 1_000, 1_000_000])
def test_a_sequence_is_taken_apart_wherever_it_is_cut(at_once, monkeypatch, tmp_path):
    monkeypatch.setattr("viauma.exchange.file_writer.BYTES_AT_ONCE", at_once)
    features = [place(number) for number in range(5)]
    sequence = tmp_path / "x"
    sequence.write_bytes(b"".join(b"\x1e" + one + b"\n" for one in features))

    with sequence.open("rb") as stream:
        found = [record for page in pages(stream) for record in page]

    assert found == features


@pytest.mark.parametrize(("format_", "crs"), [("json", CRS84), ("nix", CRS84), ("gpx", SWEREF)])
def test_what_cannot_be_written_is_refused_at_once(format_, crs, tmp_path):
    with pytest.raises(InvalidInput):
        write_apart(format_, PLACE, [], tmp_path / "x", crs)


def test_when_pages_break_off_the_reason_is_told_and_no_file_is_left(tmp_path):
    def broken():
        yield [place(1)]
        raise BrokenOffError

    with pytest.raises(BrokenOffError):
        write_apart("csv", PLACE, broken(), tmp_path / "x.csv")

    assert [*tmp_path.iterdir()] == []


def test_when_the_process_fails_the_log_has_its_last_words(tmp_path, caplog):
    with (
        caplog.at_level(logging.ERROR),
        pytest.raises(Unavailable, match="^The file could not be written. Try again later.$"),
    ):
        write_apart("csv", PLACE, [[b"no feature"]], tmp_path / "x.csv")

    assert "JSONDecodeError" in caplog.records[0].said
    assert [*tmp_path.iterdir()] == []


def test_pages_that_go_on_after_the_process_failed_do_not_hang(tmp_path):
    batches = ([b"no feature" * 10_000] for _ in range(200))

    with pytest.raises(Unavailable):
        write_apart("csv", PLACE, batches, tmp_path / "x.csv")


def test_a_cancelled_request_ends_the_process(tmp_path):
    async def endless():
        while True:
            await asyncio.sleep(0.01)
            yield [place(1)]

    async def cancelled() -> None:
        writing = write_file_apart("csv", PLACE, endless(), tmp_path / "x.csv", name="platser")
        async with asyncio.timeout(1.0):
            await writing

    began = time.monotonic()
    with pytest.raises(TimeoutError):
        asyncio.run(cancelled())

    assert time.monotonic() - began < 10
    assert [*tmp_path.iterdir()] == []


def test_the_event_loop_goes_on_meanwhile(tmp_path):
    gaps: list[float] = []

    async def watched() -> None:
        async def watch() -> None:
            while True:
                began = time.perf_counter()
                await asyncio.sleep(0.001)
                gaps.append(time.perf_counter() - began)

        watching = asyncio.ensure_future(watch())
        source = asynchronous([[place(number) for number in range(2_000)]] * 10)
        await write_file_apart("gpkg", PLACE, source, tmp_path / "x.gpkg", name="platser")
        watching.cancel()

    asyncio.run(watched())

    # Making the page itself is what the loop waits for: some 30 ms here, not the writing.
    assert max(gaps) < 0.5
    assert len(gaps) > 20
