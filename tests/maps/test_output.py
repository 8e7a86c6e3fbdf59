from pathlib import Path

import pytest

from tests.maps.subjects import HOSTILE, place, projects_scene, scene
from viauma.errors import InvalidInput
from viauma_maps import output
from viauma_maps.build import build_scenes


def content(folder: Path) -> dict[str, bytes]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_two_builds_of_the_same_data_are_byte_identical(tmp_path: Path) -> None:
    subject = scene([place("Nydala"), place(HOSTILE[0])])
    build_scenes([subject, projects_scene()], tmp_path / "a")
    build_scenes([subject, projects_scene()], tmp_path / "b")

    assert content(tmp_path / "a") == content(tmp_path / "b")


def test_building_again_over_the_same_maps_changes_nothing(tmp_path: Path) -> None:
    subject = scene([place("Nydala")])
    build_scenes([subject], tmp_path / "maps")
    before = content(tmp_path / "maps")
    build_scenes([subject], tmp_path / "maps")

    assert content(tmp_path / "maps") == before


def test_every_linked_file_lies_beside_the_page(tmp_path: Path) -> None:
    [built] = build_scenes([scene([place()])], tmp_path / "maps")
    page = (tmp_path / "maps" / built.file).read_text(encoding="utf-8")
    linked = [part.split('"')[0] for part in page.split('="assets/')[1:]]

    assert len(linked) >= 9
    assert all((tmp_path / "maps" / "assets" / link).is_file() for link in linked)


def test_maps_that_are_not_built_anew_stay(tmp_path: Path) -> None:
    build_scenes([scene([place()], slug="one")], tmp_path / "maps")
    build_scenes([scene([place()], slug="two")], tmp_path / "maps")

    assert (tmp_path / "maps" / "one.html").is_file()
    index = (tmp_path / "maps" / "index.html").read_text(encoding="utf-8")
    assert 'href="one.html"' in index
    assert 'href="two.html"' in index


def test_a_directory_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")

    with pytest.raises(InvalidInput, match="not a directory of maps"):
        build_scenes([scene([place()])], tmp_path)
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "years of work"


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "maps").write_text("a file", encoding="utf-8")

    with pytest.raises(InvalidInput, match="not a directory of maps"):
        build_scenes([scene([place()])], tmp_path / "maps")


def test_maps_of_another_version_are_refused(tmp_path: Path) -> None:
    (tmp_path / "maps.json").write_text('{"kind": "viauma-maps", "version": 99}', encoding="utf-8")

    with pytest.raises(InvalidInput, match="another version"):
        build_scenes([scene([place()])], tmp_path)


def test_an_empty_directory_is_welcome(tmp_path: Path) -> None:
    (tmp_path / "maps").mkdir()

    assert build_scenes([scene([place()])], tmp_path / "maps")


def test_an_interrupted_build_leaves_the_old_maps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_scenes([scene([place()])], tmp_path / "maps")
    before = content(tmp_path / "maps")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(output, "_write_index", stop)
    with pytest.raises(KeyboardInterrupt):
        build_scenes([scene([place(), place()])], tmp_path / "maps")

    assert content(tmp_path / "maps") == before
    assert [path.name for path in tmp_path.iterdir()] == ["maps"]


def test_maps_taken_away_by_a_build_that_died_are_put_back(tmp_path: Path) -> None:
    build_scenes([scene([place()], slug="one")], tmp_path / "maps")
    (tmp_path / "maps").rename(tmp_path / ".maps.old-xyz")
    build_scenes([scene([place()], slug="two")], tmp_path / "maps")

    assert (tmp_path / "maps" / "one.html").is_file()


def test_others_may_read_the_maps(tmp_path: Path) -> None:
    build_scenes([scene([place()])], tmp_path / "maps")

    assert (tmp_path / "maps").stat().st_mode & 0o055 == 0o055
