"""The large files of the benchmark are bathing sites, whatever kind of file holds them."""

import pytest

from benchmarks import foreign_files
from viauma_data.profiles.matching import clear, match
from viauma_data.reading import open_tables


@pytest.mark.parametrize("kind", foreign_files.KINDS)
def test_a_file_of_each_kind_is_known_as_bathing_sites(tmp_path, kind):
    path = tmp_path / f"bench.{kind}"
    foreign_files.make(path, 23)
    with open_tables(path) as (table,):
        found = clear(match(table))
        names = [row.values["name"] for row in table.read()]

    assert found is not None
    assert found.profile.key == "badplatser"
    assert names == [row["name"] for row in foreign_files.rows(23)]
