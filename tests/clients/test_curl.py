"""curl, as scripts use it: compressed, and only when something changed."""

import json
import shutil
import subprocess

import pytest

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")


def curl(*words: str) -> str:
    done = subprocess.run(
        ["curl", "--silent", "--show-error", *words],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return done.stdout


def test_a_compressed_answer_is_the_answer(via_uma, true):
    address = f"{via_uma}/collections/places/items?limit=10000"
    plain, packed = curl(address), curl("--compressed", address)
    size = int(curl("--compressed", "-o", "/dev/null", "-w", "%{size_download}", address))

    assert packed == plain
    assert {one["id"] for one in json.loads(packed)["features"]} == set(true("places"))
    assert size < len(plain.encode()) / 4


@pytest.mark.parametrize(
    "asked",
    [
        "places/items?limit=100",
        "places/items?f=csv",
        "places/items?f=gpkg",
        "places",
        "places/queryables",
    ],
)
@pytest.mark.parametrize("words", [[], ["--compressed"]], ids=["plain", "compressed"])
def test_what_has_not_changed_is_not_sent_again(words, asked, via_uma, tmp_path):
    tag = str(tmp_path / "etag")
    address = f"{via_uma}/collections/{asked}"
    code = ["-w", "%{http_code} %{size_download}", "-o", "/dev/null"]

    first = curl(*words, *code, "--etag-save", tag, address)
    again = curl(*words, *code, "--etag-compare", tag, address)

    assert first.split()[0] == "200"
    assert again == "304 0"


def test_a_redirection_is_never_needed(via_uma):
    for path in ("/", "/collections", "/collections/places", "/conformance", "/api"):
        assert curl("-o", "/dev/null", "-w", "%{http_code}", f"{via_uma}{path}") == "200"
