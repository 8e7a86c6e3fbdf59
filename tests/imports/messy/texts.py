"""The thirty places as delimited texts, as municipalities save and mail them."""

from collections.abc import Callable, Iterator, Sequence

from tests.imports.messy.case import Case
from tests.imports.messy.places import OF_ZONE, Spot, spots

Cells = Callable[[Spot], Sequence[object]]
HEAD = ("id", "namn", "kommun", "lat", "lon")


def degrees(one: Spot) -> Sequence[object]:
    return one.id, one.name, one.municipality, f"{one.lat:.6f}", f"{one.lon:.6f}"


def comma(number: float, decimals: int = 6) -> str:
    return f"{number:.{decimals}f}".replace(".", ",")


def table(head=HEAD, cells: Cells = degrees, *, of=None, sign=",", end="\r\n") -> str:
    rows = [cells(one) for one in of or spots()]
    lines = [*([head] if head else []), *rows]
    return end.join(sign.join(map(str, line)) for line in lines) + end


def with_commas(one: Spot) -> Sequence[object]:
    return one.id, one.name, one.municipality, comma(one.lat), comma(one.lon)


def in_grid(srid: int, write=str) -> Cells:
    def cells(one: Spot) -> Sequence[object]:
        x, y = one.xy(srid)
        return one.id, one.name, one.municipality, write(y), write(x)

    return cells


def thousands(blank: str) -> Callable[[float], str]:
    return lambda number: f"{number:,.2f}".replace(",", blank).replace(".", ",")


def cases() -> Iterator[Case]:
    yield from delimiters()
    yield from encodings()
    yield from heads_and_feet()
    yield from quotes()
    yield from grids()


def delimiters() -> Iterator[Case]:
    for name, sign in {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}.items():
        yield Case(f"by {name}", "a.csv", table(sign=sign).encode())
        if sign != ",":
            text = table(cells=with_commas, sign=sign)
            yield Case(f"decimal comma by {name}", "a.csv", text.encode())
    quoted = table(cells=lambda o: [f'"{one}"' for one in with_commas(o)])
    yield Case("quoted decimal commas by comma", "a.csv", quoted.encode())
    yield Case("unquoted decimal commas by comma", "a.csv", table(cells=with_commas).encode(),
               refused="in quotes")  # fmt: skip
    for name, end in {"cr": "\r", "lf": "\n", "crcrlf": "\r\r\n"}.items():
        yield Case(f"ends of {name}", "a.csv", table(end=end).encode())
    yield Case("declared separator", "a.csv", ("sep=;\r\n" + table(sign=";")).encode())
    spaced = table(sign=" ; ", cells=with_commas)
    yield Case("blanks about the delimiter", "a.csv", spaced.encode())


def encodings() -> Iterator[Case]:
    text = table(sign=";", cells=with_commas)
    for codec in ("cp1252", "latin-1", "mac-roman", "cp850", "utf-8", "utf-8-sig",
                  "utf-16", "utf-16-le", "utf-16-be", "utf-32"):  # fmt: skip
        yield Case(f"encoded {codec}", "a.csv", text.encode(codec))
    # In letters of the Macintosh Åker, in those of DOS üker: both are words.
    acres = [Spot(o.id, f"Åker {o.id}", o.lon, o.lat, o.code, "") for o in spots()]
    yield Case("encoded so that two fit", "a.csv", table(of=acres).encode("mac-roman"),
               spots=tuple(acres), asks="--encoding",
               answer=("--encoding", "mac-roman"))  # fmt: skip
    yield Case("utf-16-be with mark", "a.csv", ("\ufeff" + text).encode("utf-16-be"))
    yield Case("two marks", "a.csv", ("\ufeff\ufeff" + text).encode())
    yield Case("mark in quotes", "a.csv", ('\ufeff"id";' + text[3:]).encode())
    yield Case("mark in the second name", "a.csv", text.replace("namn", "\ufeffnamn").encode())
    twice = text.encode().decode("cp1252", errors="ignore")
    if "�" not in twice:
        yield Case("mojibake", "a.csv", twice.encode(), told="text-repaired")


def heads_and_feet() -> Iterator[Case]:
    for name, head in {
        "capitals": [one.upper() for one in HEAD],
        "units": ("id", "namn", "kommun", "lat (grader)", "lon (grader)"),
        "units in brackets": ("ID", "Namn", "Kommun", "Latitud [°]", "Longitud [°]"),
        "WGS": ("Objekt-ID", "Namn", "Kommun", "Latitud (WGS84)", "Longitud (WGS84)"),
        "blanks": (" id ", " namn ", " kommun ", " lat ", " lon "),
    }.items():
        yield Case(f"head in {name}", "a.csv", table(head, sign=";").encode())
    yield Case("no head", "a.csv", table(None).encode(), refused="names of its columns")
    title = "Lekplatser i regionen\r\nUppdaterad 2024-05-01 av gatukontoret\r\n"
    yield Case("two titles", "a.csv", (title + table(sign=";")).encode())
    wide = "Lekplatser i regionen;;;;\r\n;;;;\r\n"
    yield Case("titles with delimiters", "a.csv", (wide + table(sign=";")).encode())
    trailing = table((*HEAD, "", "", ""), lambda one: (*degrees(one), "", "", ""), sign=";")
    yield Case("empty columns", "a.csv", trailing.encode())
    headless = table(HEAD, lambda one: (*degrees(one), "", ""), sign=";")
    yield Case("empty cells beyond the head", "a.csv", headless.encode())
    yield Case("empty rows", "a.csv", (table(sign=";") + ";;;;\r\n" * 40 + "\r\n\r\n").encode())
    yield Case("no end of line at the end", "a.csv", table(sign=";").strip().encode())
    yield Case("end of file of DOS", "a.csv", table(sign=";").encode() + b"\x1a")


def quotes() -> Iterator[Case]:
    head = (*HEAD, "beskrivning")
    for name, text in {
        "line breaks": '"Två gungor\nen rutschkana\r\noch sand"',
        "doubled": '"Den ""gamla"" parken"',
        "wrongly doubled": '"Den "gamla" parken"',
        "within": 'Den "gamla" parken',
        "inches": '5" rör',
        "delimiters": '"gungor; sand; bänk"',
    }.items():
        cells = lambda one, text=text: (*degrees(one), text)  # noqa: E731 - one of many
        yield Case(f"cells of {name}", "a.csv", table(head, cells, sign=";").encode())


def grids() -> Iterator[Case]:
    head = ("id", "namn", "kommun", "N", "E")
    for name, blank in {"blank": " ", "nbsp": "\xa0", "thin": "\u202f"}.items():
        text = table(head, in_grid(3006, thousands(blank)), sign=";")
        yield Case(f"thousands by {name}", "a.csv", text.encode())
    yield Case("SWEREF 99 TM", "a.csv", table(head, in_grid(3006)).encode())
    yield Case("whole metres", "a.csv", table(head, in_grid(3006, round)).encode())
    swapped = table(("id", "namn", "kommun", "E", "N"), in_grid(3006))
    yield Case("swapped SWEREF 99 TM", "a.csv", swapped.encode())
    letters = table(("id", "namn", "kommun", "X", "Y"), in_grid(3006))
    yield Case("X to the north", "a.csv", letters.encode())
    other = table(("id", "namn", "kommun", "Y", "X"), in_grid(3006))
    yield Case("Y to the north", "a.csv", other.encode())
    yield Case("swapped degrees", "a.csv", table(("id", "namn", "kommun", "lon", "lat")).encode())
    for srid, code in OF_ZONE.items():
        here = spots([code])
        for swapped_too in (False, True):
            names = ("E", "N") if swapped_too else ("N", "E")
            text = table(("id", "namn", "kommun", *names), in_grid(srid), of=here, sign=";")
            name = f"{'swapped ' * swapped_too}zone {srid}"
            # Härjedalen is so large that the zone beside its own gives positions in it as well.
            asks = {"asks": "--crs", "answer": ("--crs", "EPSG:3012")} if srid == 3012 else {}
            yield Case(name, "a.csv", text.encode(), spots=tuple(here), **asks)
        text = table(
            ("id", "namn", "N", "E"), lambda o, s=srid: (o.id, o.name, *o.xy(s)[::-1]), of=here
        )
        yield Case(f"zone {srid} unsaid", "a.csv", text.encode(), spots=tuple(here),
                   asks="--crs", answer=("--crs", f"EPSG:{srid}"))  # fmt: skip
    for srid in (3021, 3022, 3024):
        text = table(
            ("id", "namn", "kommun", "X", "Y"), in_grid(srid), of=spots(["2480"]), sign=";"
        )
        yield Case(f"RT 90 {srid}", "a.csv", text.encode(), spots=tuple(spots(["2480"])), off_m=2)
    text = table(("id", "namn", "kommun", "x", "y"), in_grid(3857), sign=";")
    yield Case("web mercator", "a.csv", text.encode())
    false = lambda one: (one.id, one.name, one.municipality, *_millions(one))  # noqa: E731
    yield Case("degrees without their point", "a.csv", table(cells=false).encode(), refused="")


def _millions(one: Spot) -> tuple[int, int]:
    return round(one.lat * 1e6), round(one.lon * 1e6)
