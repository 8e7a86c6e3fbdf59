"""The thirty places with positions told in every way that people write them in cells."""

# ruff: noqa: RUF001 - primes of all kinds

import json
from collections.abc import Callable, Iterator

import shapely
from pyproj import Transformer

from tests.imports.messy.case import Case
from tests.imports.messy.places import Spot, spots
from tests.imports.messy.texts import comma, degrees, table

ONE = ("id", "namn", "kommun", "position")


def cases() -> Iterator[Case]:
    yield from two_columns()
    yield from one_column()
    yield from odd_rows()


def dms(value: float, points: str = "NS", decimals: int = 2) -> str:
    minutes, seconds = divmod(round(abs(value) * 3600, decimals), 60)
    whole, minutes = divmod(int(minutes), 60)
    return f"{whole}°{minutes:02d}'{seconds:05.{decimals}f}\"{points[value < 0]}"


def dm(value: float, points: str = "NS") -> str:
    whole, minutes = divmod(abs(value) * 60, 60)
    return f"{points[value < 0]}{whole:.0f}°{minutes:.4f}'"


def two_columns() -> Iterator[Case]:
    for name, write in {
        "dms": dms,
        "dms with commas": lambda v, p: dms(v, p).replace(".", ","),
        "dms with primes": lambda v, p: dms(v, p).replace("'", "′").replace('"', "″"),
        "dms with blanks": lambda v, p: dms(v, p).replace("°", "° ").replace("'", "' "),
        "dm": dm,
        "dm with blanks": lambda v, p: dm(v, p).replace("°", " ").replace("'", ""),
        "prefixed": lambda v, p: f"{p[0]}{v:.6f}",
        "prefixed and apart": lambda v, p: f"{p[0]} {comma(v)}",
        "suffixed degrees": lambda v, p: f"{v:.6f}°{p[0]}",
        "signs": lambda v, p: f"+{v:.6f}",
    }.items():
        cells = lambda o, w=write: (o.id, o.name, o.municipality, _quoted(w(o.lat, "NS")),  # noqa: E731
                                    _quoted(w(o.lon, "EW")))  # fmt: skip
        yield Case(f"columns of {name}", "a.csv", table(cells=cells, sign=";").encode())
    grid = lambda o: (o.id, o.name, o.municipality, f"N{o.xy(3006)[1]}", f"E{o.xy(3006)[0]}")  # noqa: E731
    yield Case("columns of prefixed metres", "a.csv",
               table(("id", "namn", "kommun", "N", "E"), grid, sign=";").encode())  # fmt: skip


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def one_column() -> Iterator[Case]:
    point = lambda o: shapely.Point(o.lon, o.lat)  # noqa: E731
    metres = lambda o: shapely.Point(*o.xy(3006))  # noqa: E731
    ways: dict[str, Callable[[Spot], str]] = {
        "lat, lon": lambda o: f"{o.lat}, {o.lon}",
        "lon, lat": lambda o: f"{o.lon}, {o.lat}",
        "lat,lon": lambda o: f"{o.lat},{o.lon}",
        "lat lon": lambda o: f"{o.lat} {o.lon}",
        "lat; lon with commas": lambda o: f"{comma(o.lat)}; {comma(o.lon)}",
        "lat, lon with commas": lambda o: f"{comma(o.lat)}, {comma(o.lon)}",
        "lat lon with commas": lambda o: f"{comma(o.lat)} {comma(o.lon)}",
        "brackets": lambda o: f"({o.lat}, {o.lon})",
        "n e": lambda o: f"N {o.lat} E {o.lon}",
        "dms pair": lambda o: f"{dms(o.lat)} {dms(o.lon, 'EW')}",
        "dms pair by comma": lambda o: f"{dms(o.lat)}, {dms(o.lon, 'EW')}",
        "dm pair": lambda o: f"{dm(o.lat)} {dm(o.lon, 'EW')}",
        "metres": lambda o: f"{o.xy(3006)[1]}, {o.xy(3006)[0]}",
        "metres n e": lambda o: f"N {o.xy(3006)[1]:.0f} E {o.xy(3006)[0]:.0f}",
        "whole metres": lambda o: f"{o.xy(3006)[1]:.0f}, {o.xy(3006)[0]:.0f}",
        "whole metres by blank": lambda o: f"{o.xy(3006)[1]:.0f} {o.xy(3006)[0]:.0f}",
        "WKT": lambda o: point(o).wkt,
        "wkt in metres": lambda o: metres(o).wkt,
        "WKT swapped": lambda o: shapely.Point(o.lat, o.lon).wkt,
        "WKT Z": lambda o: f"POINT Z ({o.lon} {o.lat} 12.5)",
        "EWKT": lambda o: f"SRID=3006;{metres(o).wkt}",
        "GeoJSON": lambda o: json.dumps(point(o).__geo_interface__),
        "geo uri": lambda o: f"geo:{o.lat},{o.lon}",
        "wkb": lambda o: shapely.to_wkb(point(o), hex=True),
        "wkb in metres": lambda o: shapely.to_wkb(metres(o), hex=True),
        "ewkb": lambda o: shapely.to_wkb(shapely.set_srid(metres(o), 3006), hex=True,
                                         include_srid=True),
        "small wkb": lambda o: shapely.to_wkb(point(o), hex=True).lower(),
        "wkb as bytea": lambda o: "\\x" + shapely.to_wkb(point(o), hex=True).lower(),
        "polygon": lambda o: point(o).buffer(1e-5, quad_segs=2).wkt,
    }  # fmt: skip
    for name, write in ways.items():
        cells = lambda o, w=write: (o.id, o.name, o.municipality, _quoted(w(o)))  # noqa: E731
        yield Case(f"cell of {name}", "a.csv", table(ONE, cells, sign=";").encode())
    cells = lambda o: (o.id, o.name, _quoted(f"{o.lat}, {o.lon}"))  # noqa: E731
    yield Case("cell of a pair anywhere", "a.csv", table(("id", "namn", "pos"), cells).encode(),
               ("--region", "none"), asks="--region",
               answer=("--region", "10,55,25,70"))  # fmt: skip
    link = lambda o: (o.id, o.name, o.municipality, f"https://maps.example.org/?q={o.lat},{o.lon}")  # noqa: E731
    yield Case("cell of a link", "a.csv", table(ONE, link, sign=";").encode(),
               refused="recognised as positions")  # fmt: skip


def odd_rows() -> Iterator[Case]:
    lines = table(sign=";").splitlines(keepends=True)

    def with_row(*more: str) -> bytes:
        return "".join([*lines, *(f"{one}\r\n" for one in more)]).encode()

    here = spots()
    extra = Spot("X1", "Nollan", 0, 0, "2480", "Umeå")
    for name, row, code in (
        ("null island", "X1;Nollan;Umeå;0;0", "null-island"),
        ("null with decimals", "X1;Nollan;Umeå;0,000000;0,000000", "null-island"),
        ("no position", "X1;Nollan;Umeå;;", "no-position"),
        ("words for a position", "X1;Nollan;Umeå;saknas;saknas", "unreadable-coordinate"),
        ("a swapped row", f"X1;Nollan;Umeå;{here[0].lon};{here[0].lat}", "row-axes-swapped"),
        ("a row in metres", "X1;Nollan;Umeå;7088281;758803", "outside-system"),
        ("another municipality", "X1;Nollan;Malmö;63.9;20.1", "municipality-disagrees"),
        ("beyond the country", "X1;Nollan;Umeå;48.85;2.35", "outside-region"),
        ("an id twice", "0001;Nollan;Umeå;63.9;20.1", "duplicate-id"),
        ("a total", "Summa;30;;;", "total-row"),
        ("a total without id", ";Totalt antal: 30;;;", "total-row"),
        ("the head again", "id;namn;kommun;lat;lon", "header-again"),
        ("no id", ";Nollan;Umeå;63,93;20,13", ""),
    ):
        waits = int(bool(code))
        spots_ = (*here, extra if waits else Spot("?", "Nollan", 20.13, 63.93, "2480", "Umeå"))
        yield Case(f"row of {name}", "a.csv", with_row(row), waiting=waits, told=code or None,
                   spots=spots_, has_ids=bool(waits))  # fmt: skip
    centre = [f"Y{n};Okänd {n};Umeå;63.825800;20.263000" for n in range(12)]
    more = [Spot(f"Y{n}", f"Okänd {n}", 20.263, 63.8258, "2480", "Umeå") for n in range(12)]
    yield Case("rows on one point", "a.csv", with_row(*centre), waiting=12,
               spots=(*here, *more), told="stacked-positions")  # fmt: skip
    transform = Transformer.from_crs(4326, 3006, always_xy=True).transform
    two = lambda o: (*degrees(o), *transform(o.lon, o.lat + (0.01 if o.id == "0007" else 0)))  # noqa: E731
    text = table(("id", "namn", "kommun", "lat", "lon", "E", "N"), two, sign=";")
    yield Case("two pairs", "a.csv", text.encode(), waiting=1, told="two-positions-disagree")
