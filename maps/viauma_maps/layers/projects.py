"""Projects and the municipalities they touched, with the money laid open beside the map.

What reaches the page is chosen by name. Contacts are not among it: a page on a USB stick cannot
take back a consent.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from viauma_maps.areas import clickable_areas
from viauma_maps.elements import Call
from viauma_maps.extents import middle, middles
from viauma_maps.money import amount
from viauma_maps.scene import Feature, Part, Scene, Source
from viauma_maps.templating import rendered
from viauma_maps.words import word

EN_DASH = "\u2013"


def draw(scene: Scene) -> Part:
    """Draw the municipalities by the number of projects that touched them."""
    projects = [_project(project, scene) for project in scene.content.projects]
    touched = {code for project in projects for code in project["codes"]}
    drawn = touched | {member.code for member in scene.region.members}
    outlines = [outline for outline in scene.region.outlines if outline["id"] in drawn]
    areas = clickable_areas(outlines, "projects")
    data = {
        "middles": middles(outlines),
        "names": {m.code: m.name for m in scene.region.municipalities},
        "counts": _counts(projects, drawn),
        "at": {project["key"]: project["at"] for project in projects},
    }
    values, languages = {"projects": projects}, scene.recipe.languages
    return Part(
        elements=(areas, Call("ViaUma.projects", data, areas)),
        panel=rendered("projects_list.html.j2", languages, values),
        legend=rendered("projects_legend.html.j2", languages, values),
        scripts=("areas.js", "projects.js"),
        sources=_sources(scene.content.projects),
        updated_at=_updated_at(scene.content.projects),
        entries=len(projects),
    )


def _updated_at(projects: Sequence[Feature]) -> str | None:
    return max((project["properties"]["updated_at"] for project in projects), default=None)


def _counts(projects: Sequence[Mapping[str, Any]], codes: set[str]) -> dict[str, int]:
    return {code: sum(code in project["codes"] for project in projects) for code in sorted(codes)}


def _project(project: Feature, scene: Scene) -> dict[str, Any]:
    about = project["properties"]
    names = {m.code: m.name for m in scene.region.municipalities}
    titles = {
        p["properties"]["slug"]: _texts(p["properties"], "title") for p in scene.content.projects
    }
    return {
        "key": about["slug"],
        "title": _texts(about, "title"),
        "summary": _texts(about, "summary"),
        "time_frame": _time_frame(about),
        "part_of": titles.get(about.get("part_of")),
        "codes": about["municipalities"],
        "municipalities": [names.get(code, code) for code in about["municipalities"]],
        "place_count": len(about.get("places") or ()),
        "parties": [party["organisation"] for party in about["parties"]],
        "milestones": [m | {"span": _span(m)} for m in about["milestones"]],
        "source": about["source"],
        "section": about.get("source_section"),
        "at": middle(project["geometry"]) if project["geometry"] else None,
        **_account(about),
    }


def _account(about: Mapping[str, Any]) -> dict[str, Any]:
    """Set budget against funding; the difference is shown, whichever way it goes."""
    gap = None if about["not_accounted_for"] is None else Decimal(about["not_accounted_for"])
    currency = about["currency"]
    return {
        "budget_total": amount(about["budget_total"], currency),
        "funding_total": amount(about["funding_total"], currency) if _is_funded(about) else None,
        "gap": None if gap is None else amount(str(abs(gap)), currency),
        "gap_word": "projects.more_than_budget"
        if gap and gap < 0
        else "projects.not_accounted_for",
        "has_gap": bool(gap),
        "budget": [line | {"money": _money(line)} for line in about["budget"]],
        "funding": [line | {"money": _money(line)} for line in about["funding"]],
    }


def _is_funded(about: Mapping[str, Any]) -> bool:
    return any(line["amount"] is not None for line in about["funding"])


def _money(line: Mapping[str, Any]) -> dict[str, str] | None:
    return amount(line["amount"], line["currency"])


def _texts(about: Mapping[str, Any], key: str) -> dict[str, str]:
    found = {language: about.get(f"{key}_{language}") for language in ("sv", "en")}
    return {language: text for language, text in found.items() if text}


def _time_frame(about: Mapping[str, Any]) -> str | None:
    return _span(about) or about.get("time_frame_wording")


def _span(about: Mapping[str, Any]) -> str | None:
    start, end = about.get("starts_on"), about.get("ends_on")
    return f"{start or '…'} {EN_DASH} {end or '…'}" if start or end else None


def _sources(projects: Sequence[Feature]) -> list[Source]:
    names = sorted({project["properties"]["source"] for project in projects})
    return [Source(name, name, word("places.not_stated")) for name in names]
