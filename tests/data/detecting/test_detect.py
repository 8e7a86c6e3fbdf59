"""What a table says of positions is found with evidence; what is doubtful is asked, not guessed."""

import pytest
from shapely.geometry import Point

from tests.data.detecting.tables import table
from viauma.errors import InvalidInput
from viauma_data.detecting import WORLD, Region, detect

UMEA = {"lat": "63.825873", "lon": "20.263123"}


def codes(layout):
    return [one.code for one in layout.findings]


def evidence(layout, about):
    return [one.value for one in layout.evidence if one.about == about]


def test_degrees_are_found_by_name_and_said_with_reasons():
    layout = detect(table([UMEA]))

    assert (layout.x_column, layout.y_column, layout.crs) == ("lon", "lat", "EPSG:4326")
    assert [one.option for one in layout.evidence if one.about == "CRS"] == ["--crs"]


def test_latitude_and_longitude_exchanged_are_told_by_the_values():
    layout = detect(table([{"lat": "20.263123", "lon": "63.825873"}]))

    assert (layout.is_swapped, codes(layout)) == (True, ["axes-swapped"])


def test_geojson_that_writes_latitude_first_is_turned():
    layout = detect(table([{}], shapes=[Point(63.825873, 20.263123)], crs="EPSG:4326"))

    assert (layout.is_swapped, codes(layout)) == (True, ["axes-swapped"])


def test_surveyors_may_call_the_northing_x():
    layout = detect(table([{"x": 7088281, "y": 758803}]))

    assert (layout.crs, layout.is_swapped, codes(layout)) == ("EPSG:3006", True, [])


def test_columns_without_telling_names_are_found_by_their_values():
    layout = detect(table([{"namn": "A", "c1": "63.8251", "c2": "20.2634", "antal": "61"}]))

    assert (layout.x_column, layout.y_column) == ("c2", "c1")


def test_decimal_commas_are_read():
    layout = detect(table([{"lat": "63,8258", "lon": "20,2631"}, {"lat": "63.82", "lon": "20.2"}]))

    assert (layout.decimal_comma, codes(layout)) == (True, ["mixed-decimal-signs"])


@pytest.mark.parametrize(
    "cell", ["[20.2631, 63.8258]", "63.8258, 20.2631", "POINT(20.2631 63.8258)"]
)
def test_one_column_may_hold_the_whole_position(cell):
    layout = detect(table([{"namn": "12, 13", "geo": cell}]))

    assert (layout.shape_column, layout.crs) == ("geo", "EPSG:4326")


def test_a_text_may_state_its_system():
    layout = detect(table([{"geom": "SRID=3006;POINT(758803 7088281)"}]))

    assert layout.crs == "EPSG:3006"


def test_a_system_that_the_numbers_refute_is_not_believed():
    layout = detect(table([{}], shapes=[Point(758803, 7088281)], crs="EPSG:4326"))

    assert (layout.crs, codes(layout)) == ("EPSG:3006", ["crs-refuted"])


def test_further_coordinates_are_read_in_the_system_in_which_they_agree():
    row = UMEA | {"n_lokal": "7080443.2", "e_lokal": "150646.1"}

    layout = detect(table([row]))

    assert [(one.x_column, one.y_column, one.crs) for one in layout.others] == [
        ("e_lokal", "n_lokal", "EPSG:3016")
    ]


def test_a_file_of_another_country_is_one_question():
    rows = [{"x": 10.5 + n / 100, "y": 45.5} for n in range(1_200)]

    with pytest.raises(InvalidInput, match=r"--region: all 1,200 rows lie within 45.5 N .* Sweden"):
        detect(table(rows))
    assert detect(table(rows), region=WORLD).crs == "EPSG:4326"
    assert detect(table(rows), region=Region.of_bbox((10, 45, 23, 47))).is_swapped is False


def test_no_positions_at_all_is_said_once():
    assert codes(detect(table([{"namn": "Umeå", "folkmängd": 130_224}]))) == ["no-coordinates"]


@pytest.mark.parametrize("rows", [[], [{}], [{"lat": "", "lon": ""}], [{"x": "a", "y": "b"}]])
def test_an_empty_table_is_no_fault(rows):
    assert codes(detect(table(rows))) == ["no-coordinates"]


def test_ages_and_counts_are_no_degrees():
    assert codes(detect(table([{"ålder": 61, "antal": 17}, {"ålder": 58, "antal": 12}]))) == [
        "no-coordinates"
    ]


def test_columns_can_be_said():
    row = {"a": "63.8258", "b": "20.2631", "lat": "1", "lon": "1"}

    layout = detect(table([row]), lon_column="b", lat_column="a")

    assert (layout.x_column, layout.y_column) == ("b", "a")


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"crs": "EPSG:99999"}, "--crs: 'EPSG:99999' is no coordinate reference system"),
        ({"crs": "nonsense"}, "--crs: 'nonsense' is no coordinate reference system"),
        ({"crs": "EPSG:5613"}, "--crs: 'EPSG:5613' does not tell positions"),
        ({"lon_column": "lon"}, "--lat-column: is needed too"),
        ({"lon_column": "lng", "lat_column": "lat"}, "--lon-column: 'lng' is not a column"),
        ({"shape_column": "lat"}, "--wkt-column: no cell of 'lat' holds"),
        ({"crs": "EPSG:3006"}, "--crs: .* no positions in EPSG:3006"),
    ],
)
def test_an_option_that_is_wrong_is_named(said, refusal):
    with pytest.raises(InvalidInput, match=refusal):
        detect(table([UMEA]), **said)


def test_the_end_of_a_trail_is_no_second_position():
    layout = detect(table([UMEA | {"slut_lat": "63.9", "slut_lon": "19.75"}]))

    assert (layout.others, evidence(layout, "coordinates left out")) == ((), ["slut_lon, slut_lat"])


def test_a_definition_without_a_number_is_known_by_its_numbers():
    bare = "+proj=tmerc +lat_0=0 +lon_0=15 +k=0.9996 +x_0=500000 +ellps=GRS80 +units=m"
    layout = detect(table([{}], shapes=[Point(758803, 7088281)], crs=bare))

    assert layout.crs == "EPSG:3006"
