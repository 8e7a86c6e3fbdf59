from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.fixtures.database import settings_for
from viauma.cli.maps import app, ensure_built
from viauma.errors import InvalidInput, UnknownName

run = CliRunner().invoke


def test_the_shipped_recipes_are_listed() -> None:
    result = run(app, ["build", "--list"])

    assert result.exit_code == 0
    assert "facilities-per-1000" in result.output
    assert "one map per municipality" in result.output


def test_an_unknown_recipe_is_answered_with_the_nearest(tmp_path: Path) -> None:
    result = run(app, ["build", "overveiw", "--out", str(tmp_path / "maps")])

    assert isinstance(result.exception, UnknownName)
    assert "Did you mean overview?" in str(result.exception)
    assert not (tmp_path / "maps").exists()


def test_a_recipe_file_that_is_wrong_is_refused_before_anything_is_built(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("slug = 'mine'\ncolour = 'red'", encoding="utf-8")
    result = run(app, ["build", str(file), "--out", str(tmp_path / "maps")])

    assert isinstance(result.exception, InvalidInput)
    assert "'colour'" in str(result.exception)


def test_the_real_region_becomes_maps(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIAUMA_DATABASE__URL", database_url)
    result = run(app, ["build", "--out", str(tmp_path / "maps")], catch_exceptions=False)

    assert result.exit_code == 0
    assert len(list((tmp_path / "maps").glob("municipality-*.html"))) == 6
    assert "overview" in result.output


def test_all_maps_are_built_where_they_are_served_from(database_url: str, tmp_path: Path) -> None:
    said = ensure_built(settings_for(database_url, tmp_path / "maps"))

    assert said == f"11 maps in {tmp_path / 'maps'}"
    assert (tmp_path / "maps" / "index.html").is_file()


def test_a_recipe_of_ones_own_is_built_for_the_names_it_gives(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIAUMA_DATABASE__URL", database_url)
    file = tmp_path / "mine.toml"
    file.write_text(
        'slug = "mine"\nlayers = ["municipalities", "places"]\n'
        'title = { sv = "Min" }\ndescription = { sv = "Min karta." }\n'
        '[filter]\ncategories = ["water"]\nmunicipalities = ["Vännäs"]\n',
        encoding="utf-8",
    )
    result = run(app, ["build", str(file), "--out", str(tmp_path / "maps")], catch_exceptions=False)

    assert result.exit_code == 0
    assert (tmp_path / "maps" / "mine.html").is_file()


@pytest.mark.parametrize(
    ("filter_", "said"),
    [
        ('municipalities = ["Vännes"]', "Did you mean Vännäs"),
        ('categories = ["bathing_beech"]', "Did you mean bathing_beach"),
    ],
)
def test_a_recipe_that_names_what_is_not_there_is_refused(
    filter_: str, said: str, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIAUMA_DATABASE__URL", database_url)
    file = tmp_path / "mine.toml"
    file.write_text(
        'slug = "mine"\nlayers = ["places"]\ntitle = { sv = "M" }\ndescription = { sv = "M" }\n'
        f"[filter]\n{filter_}\n",
        encoding="utf-8",
    )
    result = run(app, ["build", str(file), "--out", str(tmp_path / "maps")])

    assert isinstance(result.exception, UnknownName)
    assert said in str(result.exception)
