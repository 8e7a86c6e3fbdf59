"""The thirty places as JSON and XML in the shapes that services, apps and people make of them."""

import gzip
import json
from collections.abc import Iterator
from typing import Any

from tests.imports.messy.case import Case
from tests.imports.messy.places import Spot, spots

Json = dict[str, Any]


def feature(one: Spot, coordinates: object = None, **more: object) -> Json:
    return {
        "type": "Feature",
        "properties": {"id": one.id, "namn": one.name, "kommun": one.municipality, **more},
        "geometry": {"type": "Point", "coordinates": coordinates or [one.lon, one.lat]},
    }


def collection(features: list[Json], **more: object) -> Json:
    return {"type": "FeatureCollection", **more, "features": features}


def text(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def flat(one: Spot, **more: object) -> Json:
    return {"id": one.id, "namn": one.name, "kommun": one.municipality,
            "lat": one.lat, "lon": one.lon, **more}  # fmt: skip


def cases() -> Iterator[Case]:
    yield from geojson()
    yield from other_json()
    yield from linked()
    yield from xml()


def geojson() -> Iterator[Case]:
    every = [feature(one) for one in spots()]
    grid = [feature(one, list(one.xy(3006))) for one in spots()]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}
    yield Case("geojson", "a.geojson", text(collection(every)))
    yield Case("geojson of a crs", "a.geojson", text(collection(grid, crs=crs)))
    yield Case("geojson of a late crs", "a.geojson", text({**collection(grid), "crs": crs}))
    local = [feature(one, list(one.xy(3016)), kommun="") for one in spots()]
    late = crs | {"properties": {"name": "EPSG:3016"}}
    padded = [one | {"properties": {**one["properties"], "text": "x" * 15_000}} for one in local]
    yield Case("geojson of a very late crs", "a.geojson", text({**collection(padded), "crs": late}))
    yield Case("geojson of a crs unsaid", "a.geojson", text(collection(grid)))
    wrong = [feature(one, [one.lat, one.lon]) for one in spots()]
    yield Case("geojson swapped", "a.geojson", text(collection(wrong)), told="axes-swapped")
    yield Case(
        "geojson swapped grid",
        "a.geojson",
        text(collection([feature(o, list(o.xy(3006)[::-1])) for o in spots()], crs=crs)),
    )
    high = [feature(one, [one.lon, one.lat, 12.5]) for one in spots()]
    yield Case("geojson 3D", "a.geojson", text(collection(high)))
    deep = [feature(o, mer={"a": {"b": [1, {"c": 2}]}}, lista=[1, "b"]) for o in spots()]
    yield Case("geojson nested", "a.geojson", text(collection(deep)))
    strings = [feature(one, [str(one.lon), str(one.lat)]) for one in spots()]
    yield Case("geojson of texts", "a.geojson", text(collection(strings)))
    with_id = [{**feature(one), "id": one.id} for one in spots()]
    for one in with_id:
        one["properties"].pop("id")
    yield Case("geojson ids outside", "a.geojson", text(collection(with_id)))
    lost = [*every, {**feature(spots()[0]), "geometry": None}]
    lost[-1]["properties"] = {"id": "X", "namn": "Utan", "kommun": "Umeå"}
    some = (*spots(), Spot("X", "Utan", 0, 0, "2480", "Umeå"))
    yield Case("geojson null geometry", "a.geojson", text(collection(lost)), waiting=1, spots=some)
    boxed = [{**feature(one), "geometry": {"type": "GeometryCollection", "geometries": [
        {"type": "Point", "coordinates": [one.lon, one.lat]}]}} for one in spots()]  # fmt: skip
    yield Case("geojson of collections", "a.geojson", text(collection(boxed)))
    multi = [{**feature(one), "geometry": {"type": "MultiPoint", "coordinates": [
        [one.lon, one.lat]]}} for one in spots()]  # fmt: skip
    yield Case("geojson of multipoints", "a.geojson", text(collection(multi)))
    nan = text(collection(every)).replace(b'"namn"', b'"djup": NaN, "namn"', 2)
    yield Case("geojson with NaN", "a.geojson", nan)
    bad = text(collection([*every, feature(some[-1], ["NaN", "NaN"])])).replace(b'"NaN"', b"NaN")
    yield Case("geojson with NaN for a position", "a.geojson", bad, waiting=1, spots=some)
    lines = b"\n".join(text(one) for one in every)
    yield Case("geojson by lines", "a.geojsonl", lines)
    yield Case("geojson by lines with a mark", "a.geojsonl", b"\xef\xbb\xbf" + lines)
    yield Case(
        "geojson by records", "a.geojsons", b"".join(b"\x1e" + text(o) + b"\n" for o in every)
    )
    yield Case(
        "geojson with NaN by lines",
        "a.geojsonl",
        b"\n".join(text(o).replace(b'"namn"', b'"djup": NaN, "namn"') for o in every),
    )
    yield Case("geojson packed", "a.geojson.gz", gzip.compress(text(collection(every))))
    yield Case(
        "geojson with a comma at the end", "a.geojson", text(collection(every))[:-2] + b",]}"
    )
    yield Case("geojson array", "a.json", text(every))


def other_json() -> Iterator[Case]:
    rows = [flat(one) for one in spots()]
    yield Case("json rows", "a.json", text(rows))
    yield Case(
        "json of texts", "a.json", text([{k: str(v) for k, v in one.items()} for one in rows])
    )
    yield Case("json of decimal commas", "a.json",
               text([{**o, "lat": str(o["lat"]).replace(".", ","),
                      "lon": str(o["lon"]).replace(".", ",")} for o in rows]))  # fmt: skip
    yield Case(
        "json wrapped", "a.json", text({"ok": True, "result": {"total": 30, "records": rows}})
    )
    yield Case("json with a mark", "a.json", b"\xef\xbb\xbf" + text(rows))
    yield Case("json in utf-16", "a.json", text(rows).decode().encode("utf-16"))
    yield Case("json in cp1252", "a.json", text(rows).decode().encode("cp1252"))
    yield Case(
        "json after a reply's head",
        "a.json",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + text(rows),
    )
    yield Case("json before more", "a.json", text(rows) + b"\n<!-- served in 12 ms -->\n")
    yield Case("json in a call", "a.js", b"callback(" + text(rows) + b");")
    yield Case("json in a variable", "a.js", b"var places = " + text(rows) + b";")
    yield Case("json by key", "a.json", text({one.id: flat(one) for one in spots()}))
    yield Case(
        "json of columns",
        "a.json",
        text({k: [row[k] for row in rows] for k in rows[0]}),
        refused="column by column",
    )
    yield Case(
        "json of pandas",
        "a.json",
        text({k: {str(n): row[k] for n, row in enumerate(rows)} for k in rows[0]}),
        refused="column by column",
    )
    yield Case(
        "json of objects over lines",
        "a.json",
        "\n".join(json.dumps(row, indent=1) for row in rows).encode(),
    )
    yield Case(
        "json position nested",
        "a.json",
        text(
            [
                {"id": o.id, "namn": o.name, "position": {"lat": o.lat, "lng": o.lon}}
                for o in spots()
            ]
        ),
    )
    yield Case(
        "json position listed",
        "a.json",
        text([{"id": o.id, "namn": o.name, "koordinater": [o.lon, o.lat]} for o in spots()]),
    )
    yield Case("json by lines", "a.ndjson", b"\n".join(map(text, rows)))
    yield Case("json by lines and a blank one", "a.ndjson", b"\n\n".join(map(text, rows)) + b"\n\n")
    yield Case("json with NaN", "a.json", text(rows).replace(b'"namn"', b'"djup": NaN, "namn"'))
    yield Case(
        "json with infinities",
        "a.json",
        text(rows).replace(b'"namn"', b'"a": Infinity, "b": -Infinity, "namn"'),
    )
    yield Case("json with numbers for ids", "a.json",
               text([{**row, "id": int(row["id"])} for row in rows]),
               spots=tuple(Spot(str(int(o.id)), o.name, o.lon, o.lat, o.code, o.municipality)
                           for o in spots()))  # fmt: skip


def linked() -> Iterator[Case]:
    places = [{"@type": "Playground", "@id": f"https://example.org/{one.id}", "name": one.name,
               "geo": {"@type": "GeoCoordinates", "latitude": one.lat, "longitude": one.lon}}
              for one in spots()]  # fmt: skip
    schema = {"@context": "https://schema.org"}
    listed = {**schema, "@type": "ItemList", "itemListElement": [
        {"@type": "ListItem", "position": at, "item": one}
        for at, one in enumerate(places)]}  # fmt: skip
    for name, value in {
        "graph": {**schema, "@graph": places}, "list": listed,
        "array": [{**schema, **one} for one in places],
        "texts": {**schema, "@graph": [{**o, "geo": {k: str(v) for k, v in o["geo"].items()}}
                                       for o in places]},
    }.items():  # fmt: skip
        yield Case(f"linked {name}", "a.jsonld", text(value), has_ids=False)
    page = b"<!doctype html><html><head><title>x</title><script type='application/ld+json'>"
    page += text(listed) + b"</script></head><body>hej</body></html>"
    yield Case("linked page", "a.html", page, has_ids=False)


def xml() -> Iterator[Case]:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    points = "".join(f'<wpt lat="{o.lat}" lon="{o.lon}"><name>{o.name}</name></wpt>'
                     for o in spots())  # fmt: skip
    space = 'xmlns="http://www.topografix.com/GPX/1/1"'
    lone = {"has_ids": False}
    for name, gpx in {
        "gpx": f'{head}<gpx {space} version="1.1" creator="t">{points}</gpx>',
        "gpx without its namespace": f'{head}<gpx version="1.1" creator="t">{points}</gpx>',
        "gpx of a wrong namespace":
            f'{head}<gpx xmlns="http://topografix.com/GPX/1/1/" version="1.1">{points}</gpx>',
        "gpx without its first line": f'<gpx {space} version="1.1" creator="t">{points}</gpx>',
        "gpx of an unbound prefix": f'{head}<gpx {space} version="1.1" creator="t">'
            + points.replace("</name>", "</name><extensions><gpxx:a>1</gpxx:a></extensions>")
            + "</gpx>",
        "gpx after a blank line": f'\n{head}<gpx {space} version="1.1" creator="t">{points}</gpx>',
        "gpx with bare ampersands": f'{head}<gpx {space} version="1.1" creator="t">'
            + points.replace("</name>", "</name><desc>Lek & bad</desc>") + "</gpx>",
    }.items():  # fmt: skip
        yield Case(name, "a.gpx", gpx.encode(), **lone)
    stated = head.replace("UTF-8", "ISO-8859-1")
    old = f'{stated}<gpx {space} version="1.1" creator="t">{points}</gpx>'
    yield Case("gpx in latin-1", "a.gpx", old.encode("latin-1"), **lone)
    marks = "".join(
        f"<Placemark><name>{o.name}</name><ExtendedData>"
        f"<Data name='id'><value>{o.id}</value></Data>"
        f"<Data name='kommun'><value>{o.municipality}</value></Data></ExtendedData>"
        f"<Point><coordinates>\n {o.lon},{o.lat},0 </coordinates></Point></Placemark>"
        for o in spots())  # fmt: skip
    kml = f'{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{{}}</Document></kml>'
    yield Case("kml", "a.kml", kml.format(marks).encode())
    half = marks.index("<Placemark>", len(marks) // 2)
    folders = f"<Folder><name>A</name>{marks[:half]}</Folder>"
    folders += f"<Folder><name>B</name>{marks[half:]}</Folder>"
    yield Case("kml of folders", "a.kml", kml.format(folders).encode())
    yield Case(
        "kml of one name for folders",
        "a.kml",
        kml.format(folders.replace("<name>B<", "<name>A<")).encode(),
    )
    yield Case(
        "kml without its namespace",
        "a.kml",
        f"{head}<kml><Document>{marks}</Document></kml>".encode(),
    )
    nodes = "".join(
        f'<node id="{n}" lat="{o.lat}" lon="{o.lon}"><tag k="leisure" v="playground"/>'
        f'<tag k="name" v="{o.name}"/></node>' for n, o in enumerate(spots(), 1))  # fmt: skip
    osm = f'{head}<osm version="0.6" generator="t">{{}}</osm>'
    yield Case("osm", "a.osm", osm.format(nodes).encode(), **lone)
    bare = '<way id="9"><nd ref="801"/><nd ref="802"/><tag k="leisure" v="playground"/></way>'
    yield Case("osm of a way without nodes", "a.osm", osm.format(nodes + bare).encode(),
               waiting=1, told="lacks nodes",
               spots=(*spots(), Spot("w", "w", 0, 0, "", "")), **lone)  # fmt: skip
