"""What holds for every format that is a file."""

import pytest

from tests.exchange.stored import in_pages, place
from viauma.errors import InvalidInput, UnknownName
from viauma.exchange.columns import COLUMNS
from viauma.exchange.files import write_file
from viauma.exchange.media_types import FORMATS, Delivery
from viauma.geo.crs import SUPPORTED

PLACE = COLUMNS["place"]
FILES = [key for key, one in FORMATS.items() if one.delivery is not Delivery.DOCUMENT]
SWEREF = SUPPORTED["http://www.opengis.net/def/crs/EPSG/0/3006"]


class BrokenOffError(Exception):
    """What a test breaks the stream with."""


def broken_pages():
    yield [place(1)]
    raise BrokenOffError


@pytest.mark.parametrize("format_", FILES)
def test_every_format_is_written(format_, tmp_path):
    target = tmp_path / f"x{FORMATS[format_].suffix}"
    write_file(format_, PLACE, in_pages([place(1), place(2)]), target, name="platser")

    assert [target] == [*tmp_path.iterdir()]
    assert target.stat().st_size > 100


@pytest.mark.parametrize("format_", FILES)
def test_when_pages_break_off_the_reason_is_told_and_no_file_is_left(format_, tmp_path):
    with pytest.raises(BrokenOffError):
        write_file(format_, PLACE, broken_pages(), tmp_path / f"x.{format_}", name="platser")

    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("format_", FILES)
def test_no_pages_and_empty_pages_make_the_same_file(format_, tmp_path):
    sizes = []
    for number, pages in enumerate(([], [[]], [[], []])):
        target = tmp_path / f"{number}.{format_}"
        write_file(format_, PLACE, iter(pages), target, name="platser")
        sizes.append(target.stat().st_size)

    assert len(set(sizes)) == 1


@pytest.mark.parametrize("format_", ["json", "jsonfg", "shp", ""])
def test_what_is_no_file_is_refused(format_, tmp_path):
    with pytest.raises(UnknownName, match=f"^f: '{format_}' is not known."):
        write_file(format_, PLACE, [], tmp_path / "x", name="x")


@pytest.mark.parametrize("format_", [key for key in FILES if not FORMATS[key].takes_crs])
def test_another_reference_system_is_refused_where_there_is_but_one(format_, tmp_path):
    with pytest.raises(InvalidInput, match="^crs: .* is always in WGS 84$"):
        write_file(format_, PLACE, [], tmp_path / "x", name="x", crs=SWEREF)


@pytest.mark.parametrize("member", ["key", "title", "suffix", "description", "media_type"])
def test_formats_can_be_told_apart_by(member):
    values = [getattr(one, member) for one in FORMATS.values()]

    assert len(set(values)) == len(values)
    assert all(values)


@pytest.mark.parametrize("one", FORMATS.values(), ids=FORMATS)
def test_a_format_is_described_in_a_sentence(one):
    assert one.description[0].isupper()
    assert one.description.endswith(".")
    assert one.suffix.startswith(".")
