import pytest

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", ["index", "places", "hostile", "rates", "projects"])
def test_a_page_asks_for_nothing_but_the_files_beside_it(name: str, open_map: Open) -> None:
    window = open_map(name)
    window.page.wait_for_load_state("load")
    home = window.page.url.split(f"{name}.html", maxsplit=1)[0]

    assert window.requests
    assert [url for url in window.requests if not url.startswith((home, "data:"))] == []
