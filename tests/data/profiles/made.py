"""Rows made up for these tests, put through a profile."""

from typing import Any

import shapely

from tests.data.profiles.tables import located, table
from viauma.exchange.findings import Finding
from viauma_data.profiles.applying import candidates
from viauma_data.profiles.candidate import Candidate
from viauma_data.profiles.context import Context
from viauma_data.profiles.matching import profiles
from viauma_data.profiles.model import Profile

UMEA = shapely.Point(20.263, 63.8258)
PARIS = shapely.Point(2.35, 48.85)

BEACH = {
    "place_id": "2480-1", "name": "Nydalabadet", "latitude": "63.8258", "longitude": "20.263",
    "hov_ref": "", "bathing_jetty": "", "toilet": "", "updated": "", "visit_url": "",
    "description": "", "street": "", "housenumber": "", "postcode": "", "city": "",
    "wheelchair": "", "watertype": "", "beach_sand": "", "temp_url": "",
}  # fmt: skip


def made(
    rows: list[dict[str, Any]],
    profile: str | Profile = "badplatser",
    at: Any = UMEA,
    **context: Any,
) -> list[Candidate]:
    one = table(rows)
    said = Context(source="made", columns=one.columns, **context)
    known = profiles()[profile] if isinstance(profile, str) else profile
    return list(candidates(known, located(one, at=at), said))


def beach(at: Any = UMEA, **cells: Any) -> Candidate:
    return made([BEACH | cells], at=at)[0]


def codes(candidate: Candidate) -> list[str]:
    return [one.code for one in candidate.findings]


def finding(candidate: Candidate, code: str) -> Finding:
    return next(one for one in candidate.findings if one.code == code)
