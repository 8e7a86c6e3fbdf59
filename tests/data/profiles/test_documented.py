"""The guide lists each profile, each column that is written, and each finding."""

import re
from pathlib import Path

import pytest

from viauma_data.profiles.matching import profiles
from viauma_data.profiles.national import national_profiles

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs" / "profiles.md").read_text(encoding="utf-8")
ROOM = ROOT / "gis_data" / "viauma_data" / "profiles"


@pytest.mark.parametrize("key", list(profiles()))
def test_each_profile_is_listed(key: str):
    assert f"| `{key}` |" in GUIDE


@pytest.mark.parametrize("key", list(national_profiles()))
def test_each_national_column_is_listed_in_order(key: str):
    section = GUIDE.split(f"### {key}:")[1].split("###")[0]

    assert [one.name for one in profiles()[key].column] == re.findall(
        r"^\| `(.+?)` \|", section, re.MULTILINE
    )


def test_each_code_of_a_finding_is_explained():
    source = "".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py"))
    used = set(re.findall(r'(?:\.add\(|Unfit\(\s*|\(\(?)"((?!x-)[a-z]+(?:-[a-z]+)+)"', source))

    assert len(used) > 15
    assert [code for code in sorted(used) if f"`{code}`" not in GUIDE] == []
