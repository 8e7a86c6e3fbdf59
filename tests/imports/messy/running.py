"""Send a messy file through the real `viauma import`, and look at what is in the register then."""

import json
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.cli.asked import Answer, Ask
from tests.imports.messy.case import Case

MOST_SECONDS = 120
CATEGORY = "playground"
_STORED = """
select source_id, names ->> 'sv', st_x(st_centroid(geom)), st_y(st_centroid(geom))
from viauma.place where source = %s
"""


@dataclass(frozen=True)
class Trouble:
    """What is not as it must be."""

    case: str
    what: str


def tried(ask: Ask, url: str, case: Case, folder: Path) -> list[Trouble]:
    """Import a case, and list what went wrong."""
    path = folder / case.file
    path.write_bytes(case.content)
    options = ("--category", CATEGORY, "--source", case.source, "--json", *case.options)
    if case.survives:
        return [Trouble(case.name, one) for one in _survived(ask, case, [str(path), *options])]
    answer = ask("import", str(path), *options)
    wrong = list(_of_answer(answer, case))
    if case.asks and not wrong and case.answer:
        answer = ask("import", str(path), *options, *case.answer)
        wrong = [] if answer.code in {0, 3} else [f"answered, and still: {answer.err}"]
    if case.refused is None and not wrong and (case.asks is None or case.answer):
        wrong = list(_of_report(json.loads(answer.out), case)) + _of_places(url, case)
    return [Trouble(case.name, one) for one in wrong]


def _survived(ask: Ask, case: Case, arguments: list[str]):
    began = time.monotonic()
    answer = ask("import", *arguments, "--dry-run")
    took = time.monotonic() - began
    if answer.code not in {0, 2, 3} or "Traceback" in answer.err:
        yield f"ended with {answer.code}: {answer.err[-1500:]}"
    elif answer.code == 2 and not is_one_sentence(answer):
        yield f"is not refused with one sentence: {answer.err[:1500]}"
    if took > MOST_SECONDS:
        yield f"took {took:.0f} s"


def is_one_sentence(answer: Answer) -> bool:
    """Whether a refusal is one line that names something, and no traceback."""
    lines = answer.err.strip().splitlines()
    return len(lines) == 1 and lines[0].startswith("viauma: ") and len(lines[0]) < 1_200


def _of_answer(answer: Answer, case: Case):
    must = {2} if case.asks or case.refused is not None else {3} if case.waiting else {0}
    if answer.code not in must:
        yield f"ended with {answer.code}, not {must}: {answer.err or answer.out[-1500:]}"
    elif answer.code == 2 and not is_one_sentence(answer):
        yield f"is not refused with one sentence: {answer.err}"
    elif case.asks and not answer.err.startswith(f"viauma: {case.asks}: "):
        yield f"does not ask for {case.asks}: {answer.err}"
    elif case.refused and case.refused.lower() not in answer.err.lower():
        yield f"does not say '{case.refused}': {answer.err}"


def _of_report(report: Mapping[str, Any], case: Case):
    waiting = report["outcome"]["quarantined"]
    # Counted whatever was there: a sweep may meet the same source again.
    stored = sum(report["outcome"]["stored"].values())
    if waiting != case.waiting or stored != len(case.spots) - case.waiting:
        found = [(one["code"], one["count"], one["examples"][0]["message"])
                 for one in report["findings"]]  # fmt: skip
        yield f"{stored} stored and {waiting} waiting: {found}"
    if case.told and case.told not in json.dumps([report["findings"], report["evidence"]],
                                                 ensure_ascii=False):  # fmt: skip
        yield f"does not tell {case.told}: {report['findings']}"


def _of_places(url: str, case: Case) -> list[str]:
    with psycopg.connect(url) as connection:
        stored = connection.execute(_STORED, [case.source]).fetchall()
    by_id = {one.id: one for one in case.spots}
    by_name = {one.name: one for one in case.spots}
    wrong = []
    for id_, name, lon, lat in stored:
        spot = by_id.get(id_) if case.has_ids else by_name.get(name) if case.has_names else None
        if spot is None and (case.has_ids or case.has_names):
            wrong.append(f"nobody is {id_!r}, {name!r}")
        elif spot is None:
            wrong += (
                [] if any(_off_m(one, lon, lat) <= case.off_m for one in case.spots) else ["far"]
            )
        elif case.has_names and name != spot.name:
            wrong.append(f"{id_} is called {name!r}, not {spot.name!r}")
        elif _off_m(spot, lon, lat) > case.off_m:
            wrong.append(f"{id_} is {_off_m(spot, lon, lat):,.1f} m off at {lon}, {lat}")
    return wrong[:3]


def _off_m(spot, lon: float, lat: float) -> float:
    across = (lon - spot.lon) * 111_320 * math.cos(math.radians(spot.lat))
    return math.hypot(across, (lat - spot.lat) * 111_320)
