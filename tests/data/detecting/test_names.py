"""Names of columns say which axis they hold, and names of all kinds which system."""

import pytest

from viauma_data.detecting.names import axis_name, named_systems
from viauma_data.detecting.systems import LOCAL_ZONES


@pytest.mark.parametrize(
    ("across", "up"),
    [
        ("lon", "lat"),
        ("Longitude", "Latitude"),
        ("longitud", "latitud"),
        ("longitude_deg", "latitude_deg"),
        ("fields.long", "fields.lat"),
        ("Koordinat_Long_(WGS84)", "Koordinat_Lat_(WGS84)"),
        ("koordinat_long_(sweref-lokal)", "koordinat_lat_(sweref-lokal)"),
        ("attributes.location.east", "attributes.location.north"),
        ("\ufeffE", "N"),
        ("Öst", "Nord"),
        ("E-koordinat", "N-koordinat"),
        ("xkoord", "ykoord"),
        ("posLng", "posLat"),
        ("itäkoordinaatti", "pohjoiskoordinaatti"),
        ("scoordinate.x", "scoordinate.y"),
    ],
)
def test_two_columns_are_a_pair(across, up):
    x, y = axis_name(across), axis_name(up)

    assert (x.axis, y.axis) == ("x", "y")
    assert (x.key, x.words) == (y.key, y.words)


@pytest.mark.parametrize(
    "column", ["name", "latlon", "e-mail address", "", "långbarr", "flat", "long_lat"]
)
def test_other_names_are_of_no_axis(column):
    found = axis_name(column)

    assert found is None or found.key not in {"*", ""}


@pytest.mark.parametrize(
    ("name", "systems"),
    [
        ("Sweref-99-TM", (3006,)),
        ("sweref99tm_n", (3006,)),
        ("SWEREF 99 18 00", (3011,)),
        ("gym_sweref992015", (3016,)),
        ("Sweref-lokal", LOCAL_ZONES),
        ("sweref", (3006, *LOCAL_ZONES)),
        ("rt90", (3021,)),
        ("RT 90 2,5 gon V", (3021,)),
        ("rt90_5_gon_o", (3024,)),
        ("location.coordinates.tm35fin.lon", (3067,)),
        ("utm33_east", (25833,)),
        ("epsg3857", (3857,)),
        ("wgs84", (4326,)),
        ("latitude", ()),
        ("agps", ()),
    ],
)
def test_a_name_may_say_the_system(name, systems):
    assert named_systems(name) == systems
