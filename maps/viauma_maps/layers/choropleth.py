"""Municipalities coloured by a rate, with the figure written on each and a table beside."""

from typing import Any

from viauma_maps.areas import clickable_areas
from viauma_maps.elements import Call
from viauma_maps.extents import middles
from viauma_maps.rates import Measure, measures
from viauma_maps.scene import Part, Scene, Source
from viauma_maps.templating import rendered
from viauma_maps.words import alphabetical, word

RATE_DIGITS = 2


def draw(scene: Scene) -> Part:
    """Draw the rates of every measure; the reader picks one."""
    members = sorted(scene.region.members, key=lambda member: alphabetical(member.name))
    codes = {member.code for member in members}
    outlines = [outline for outline in scene.region.outlines if outline["id"] in codes]
    found = _measures(scene)
    areas = clickable_areas(outlines, "choropleth")
    values = {"members": members, "measures": found, "rate": scene.recipe.style.measure}
    languages = scene.recipe.languages
    data = {"measures": [_data(one) for one in found], "middles": middles(outlines)}
    return Part(
        elements=(areas, Call("ViaUma.choropleth", data, areas)),
        panel=rendered("choropleth_list.html.j2", languages, values),
        legend=rendered("choropleth_legend.html.j2", languages, values),
        scripts=("areas.js", "choropleth.js"),
        sources=_sources(scene),
        entries=len(members),
    )


def _measures(scene: Scene) -> list[Measure]:
    facilities = scene.recipe.question.kind == "facility"
    everything = word("choropleth.everything" if facilities else "choropleth.every_place")
    return measures(
        scene.content.counts,
        scene.region.members,
        scene.region.categories,
        everything,
        scene.recipe.style,
    )


def _data(measure: Measure) -> dict[str, Any]:
    return {
        "key": measure.key,
        "breaks": [round(edge, RATE_DIGITS + 1) for edge in measure.breaks],
        "areas": {
            code: [area.count, area.rate and round(area.rate, RATE_DIGITS + 1), area.class_]
            for code, area in measure.areas.items()
        },
        "unplaced": measure.unplaced,
    }


def _sources(scene: Scene) -> list[Source]:
    found = {
        str(outline["properties"].get(key) or "")
        for outline in scene.region.outlines
        for key in ("population_source", "source")
        if outline["properties"].get("is_member")
    }
    return [Source(name, name, word("places.not_stated")) for name in sorted(found - {""})]
