import re

import pytest

from tests.maps.subjects import categories
from viauma.taxonomy.rules import CategoryRef
from viauma_maps.symbols import SHAPES, icon, sprite, symbol

ALL = categories()


@pytest.mark.parametrize("category", ALL, ids=lambda category: category.key)
def test_every_category_has_a_symbol_in_its_colour_and_shape_with_its_icon(
    category: CategoryRef,
) -> None:
    drawn = symbol(category)

    assert f'id="symbol-{category.key}"' in drawn
    assert f'fill="{category.colour}"' in drawn
    assert f'd="{SHAPES[category.shape][0]}"' in drawn
    assert drawn.count("<path") >= 2


def test_a_sprite_holds_each_symbol_once() -> None:
    found = re.findall(r'<symbol id="([^"]+)"', sprite(ALL))

    assert len(found) == len(set(found)) == len(ALL)


def test_an_icon_name_cannot_leave_the_folder_of_icons() -> None:
    assert icon("../leaflet/leaflet") == ""
