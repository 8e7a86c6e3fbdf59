"""Rows become drafts; what speaks against one is told with its row and column, and nothing lost."""

import pytest
import shapely

from tests.data.profiles.made import BEACH, PARIS, UMEA, beach, codes, finding, made
from tests.data.profiles.tables import table
from viauma.exchange.findings import Finding, Severity
from viauma.places.rules import MunicipalityBasis
from viauma_data.detecting.layout import Located
from viauma_data.profiles.applying import candidates
from viauma_data.profiles.context import Context
from viauma_data.profiles.matching import profiles
from viauma_data.profiles.municipalities import shipped

NORDMALING = shapely.Point(19.45, 63.58)


def test_a_row_becomes_a_place_with_all_it_says():
    found = beach(
        hov_ref="SE0412480000000001", toilet="true", updated="2021-05-28", street="Strandvägen",
        housenumber="7", postcode="90650", city="UMEÅ", wheelchair="Nej", beach_sand="true",
        visit_url="https://example.org/bad", description="Sand.\nLångt.",
    )  # fmt: skip
    draft = found.draft

    assert not found.waits
    assert (draft.category, draft.names) == ("bathing_beach", {"sv": "Nydalabadet"})
    assert (draft.street, draft.postcode, draft.city) == ("Strandvägen 7", "906 50", "Umeå")
    assert draft.attributes == {"toilets": True, "wheelchair": "no", "beach": True}
    assert draft.identifiers == {"hav": "SE0412480000000001"}
    assert (draft.source, draft.source_id) == ("made", "2480-1")
    assert (draft.observed_on, draft.website) == ("2021-05-28", "https://example.org/bad")
    assert draft.texts == {"sv": "Sand.\nLångt."}
    assert (draft.municipality, draft.municipality_basis) == ("2480", MunicipalityBasis.COMPUTED)


def test_the_same_file_twice_gives_the_same_drafts():
    rows = [BEACH, BEACH | {"place_id": "", "name": "Andra"}]

    assert [one.draft for one in made(rows)] == [one.draft for one in made(rows)]


def test_a_place_elsewhere_has_no_municipality():
    draft = beach(at=PARIS).draft

    assert (draft.municipality, draft.municipality_basis) == (None, None)


def test_a_municipality_the_register_does_not_have_is_left_out():
    (found,) = made([BEACH], known_municipalities=frozenset({"2401"}))

    assert found.draft.municipality is None


def gym(at=UMEA, **cells):
    row = {"source": "2480", "id": "1", "name": "Gym", "latitude": "1", "longitude": "1"}
    return made([row | cells], "utegym", at=at)[0]


def test_a_stated_municipality_that_agrees_counts_as_stated():
    draft = gym().draft

    assert (draft.municipality, draft.municipality_basis) == ("2480", "stated")


def test_a_stated_municipality_far_away_is_doubted_with_the_distance():
    told = finding(gym(at=NORDMALING, source="2409"), "municipality-disagrees")

    assert Severity.DOUBT is told.severity
    assert "Robertsfors (2409); the position is in Nordmaling" in told.message
    assert " km from Robertsfors" in told.message


def test_a_stated_municipality_near_the_border_counts_and_is_told():
    found = gym(at=shapely.Point(19.60, 63.60), source="2480")
    stated = [one for one in found.findings if one.code == "municipality-disagrees"]

    assert found.draft.municipality == "2480"
    assert all(one.severity in Severity for one in stated)


def test_an_island_that_the_outlines_lack_is_not_doubted():
    found = gym(at=shapely.Point(20.86, 63.68))  # Holmön

    assert not found.waits
    assert found.draft.municipality == "2480"


def test_a_code_that_no_municipality_has_is_doubted():
    assert "unknown-code" in codes(gym(source="9999"))


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"toilet": "kanske"}, "unknown-code", "toilet"),
        ({"updated": "2021-13-01"}, "impossible-date", "updated"),
        ({"visit_url": "se anslag"}, "url-unreadable", "visit_url"),
        ({"hov_ref": "SE04"}, "unknown-code", "hov_ref"),
        ({"name": "Ume\ufffdbadet"}, "mojibake", "name"),
        ({"description": "x" * 20_001}, "too-long", "description"),
    ],
)
def test_a_doubtful_cell_holds_its_row_back_and_is_named(cells: dict, code: str, column: str):
    found = beach(**cells)
    told = finding(found, code)

    assert found.waits
    assert found.draft is not None
    assert (2, column) == (told.row, told.column)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"name": "HÃ¶rnefors"}, "text-repaired"),
        ({"name": ""}, "name-missing"),
        ({"description": "<p>Bad</p>"}, "html-in-text"),
        ({"visit_url": "www.example.org"}, "url-completed"),
        ({"place_id": ""}, "id-missing"),
    ],
)
def test_what_could_be_repaired_is_told_and_stored(cells: dict, code: str):
    found = beach(**cells)

    assert not found.waits
    assert code in codes(found)


def test_an_id_that_comes_again_is_an_error_of_the_later_row():
    first, second = made([BEACH, BEACH | {"name": "Andra"}])

    assert not first.waits
    assert Severity.ERROR is finding(second, "duplicate-id").severity


def test_a_row_without_a_position_cannot_become_a_place():
    found = made([BEACH], at=None)[0]

    assert (found.draft, codes(found)) == (None, ["position-missing"])
    assert found.findings[0].row == 2


def test_a_polygon_of_a_point_category_gives_a_point_inside_and_is_told():
    found = beach(at=shapely.box(20.2, 63.8, 20.3, 63.9))

    assert found.draft.wkt.startswith("POINT")
    assert codes(found) == ["reduced-to-point"]


def test_a_ring_of_a_line_category_is_taken_as_its_line():
    row = {"namn": "Spåret", "langd_km": "2,5", "elljus": "ja", "avgift": "nej"}
    (found,) = made([row], "umea_skidspar", at=shapely.box(20.2, 63.8, 20.21, 63.81))

    assert found.draft.wkt.startswith("LINESTRING")
    assert codes(found) == ["taken-as-line"]


@pytest.mark.parametrize("name", ["Vindeln", "VINDELN", "Vindelns kommun", "Vindeln kommun"])
def test_a_municipality_is_known_by_any_spelling_of_its_name(name: str):
    assert shipped().code_of(name) == "2404"


def test_a_reason_told_already_is_not_told_again():
    one = table([BEACH])
    why = Finding("null-island", Severity.ERROR, "The position is 0, 0.", 2)
    rows = [Located(next(one.read()), None, (why,))]
    context = Context(source="x", columns=one.columns)

    (found,) = candidates(profiles()["badplatser"], rows, context)

    assert codes(found) == ["null-island"]


def test_a_geometry_no_category_takes_is_an_error():
    at = shapely.GeometryCollection([UMEA])

    assert Severity.ERROR is finding(beach(at=at), "geometry-kind").severity


def test_a_shifted_row_is_told_once_and_what_follows_is_not_taken():
    row = {
        **BEACH, "description": "Sand", "street": " långt", "housenumber": "", "postcode": "",
        "city": "", "wheelchair": "Umeå", "watertype": "true", "beach_sand": "lake",
        "temp_url": "true", "extra_url": "https://example.org",
    }  # fmt: skip
    (found,) = made([row])
    told = finding(found, "shifted-columns")

    assert "1 columns too far to the right" in told.message
    assert told.column == "description"
    assert found.draft.attributes == {}
    assert codes(found) == ["shifted-columns"]


def test_wrong_cells_here_and_there_are_no_shift():
    found = beach(toilet="kanske", updated="igår", beach_sand="true")

    assert sorted(codes(found)) == ["impossible-date", "unknown-code"]


def test_formulas_stay_text():
    assert beach(name="=1+1").draft.names == {"sv": "=1+1"}


def test_rows_are_read_one_after_the_other():
    taken = []
    one = table([BEACH])

    def rows():
        for at in range(5_000):
            taken.append(at)
            row = next(one.read())
            yield Located(row, UMEA)

    made_of = candidates(profiles()["badplatser"], rows(), Context(source="x", columns=one.columns))
    next(made_of)

    assert len(taken) <= 1_000


def test_licence_and_credit_come_from_the_command_before_the_profile():
    (found,) = made(
        [{"nvrid": "2001234", "name": "Reservat"}], "naturvardsverket", licence="CC0-1.0"
    )

    assert (found.draft.licence, found.draft.attribution) == ("CC0-1.0", "Naturvårdsverket")
