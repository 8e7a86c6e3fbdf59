"""The thirty places as workbooks, layers and archives, with what programs leave out or add."""

import datetime as dt
import gzip
import io
import tempfile
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import geopandas
import pandas as pd
import pyogrio
import shapely
import xlsxwriter
from pyproj import CRS

from tests.imports.messy.case import Case
from tests.imports.messy.places import Spot, spots
from tests.imports.messy.texts import table

NUMBERED = tuple(
    Spot(str(int(one.id)), one.name, one.lon, one.lat, one.code, one.municipality)
    for one in spots()
)


def frame(srid: int = 3006, of: list[Spot] | None = None) -> geopandas.GeoDataFrame:
    rows = of or spots()
    return geopandas.GeoDataFrame(
        {
            "id": [one.id for one in rows],
            "namn": [one.name for one in rows],
            "kommun": [one.municipality for one in rows],
        },
        geometry=[
            shapely.Point(one.xy(srid) if srid != 4326 else (one.lon, one.lat)) for one in rows
        ],
        crs=f"EPSG:{srid}",
    )


def written(suffix: str, layers: Mapping[str, pd.DataFrame], **options: str) -> dict[str, bytes]:
    """Write layers by GDAL, and give the files by their suffix."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number, (name, one) in enumerate(layers.items()):
            more = {"layer": name} if suffix == "gpkg" else {}
            pyogrio.write_dataframe(
                one, Path(folder) / f"a.{suffix}", append=number > 0, **more, **options
            )
        return {path.suffix: path.read_bytes() for path in Path(folder).iterdir()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def cases() -> Iterator[Case]:
    yield from workbooks()
    yield from layers()
    yield from archives()


def workbook(*, title: bool = False, legend: bool = False, codes: bool = False) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    if legend:
        sheet = book.add_worksheet("Förklaring")
        sheet.write_column(0, 0, ["Kolumn", "id", "namn"])
        sheet.write_column(0, 1, ["Betydelse", "Löpnummer", "Vad platsen heter"])
    sheet = book.add_worksheet("Lekplatser")
    first = 0
    if title:
        sheet.merge_range(0, 0, 0, 5, "Lekplatser i regionen")
        sheet.write(1, 0, "Uttaget 2024-05-01")
        first = 3
    sheet.write_row(first, 0, ["id", "namn", "kommun", "lat", "lon", "uppdaterad"])
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for at, one in enumerate(spots(), first + 1):
        name = int(one.id) if codes else one.id
        sheet.write_row(at, 0, [name, one.name, one.municipality, one.lat, one.lon])
        sheet.write_datetime(at, 5, dt.datetime(2024, 5, 1), day)  # noqa: DTZ001 - sheets know none
    book.close()
    return out.getvalue()


def workbooks() -> Iterator[Case]:
    yield Case("xlsx", "a.xlsx", workbook())
    yield Case("xlsx under titles", "a.xlsx", workbook(title=True))
    yield Case("xlsx with a legend", "a.xlsx", workbook(legend=True))
    yield Case("xlsx codes as numbers", "a.xlsx", workbook(codes=True), spots=NUMBERED)
    plain = pd.DataFrame(
        {
            "id": [one.id for one in spots()],
            "namn": [one.name for one in spots()],
            "kommun": [one.municipality for one in spots()],
            "lat": [one.lat for one in spots()],
            "lon": [one.lon for one in spots()],
        }
    )
    yield Case("ods", "a.ods", written("ods", {"a": plain})[".ods"])
    yield Case("xlsx called csv", "a.csv", workbook())
    yield Case("csv called xlsx", "a.xlsx", table(sign=";").encode())
    yield Case("csv called xls", "a.xls", table(sign="\t").encode("utf-16"))


def layers() -> Iterator[Case]:
    half = len(spots()) // 2
    two = {"norr": frame(of=spots()[:half]), "söder": frame(of=spots()[half:])}
    yield Case("gpkg", "a.gpkg", written("gpkg", {"a": frame()})[".gpkg"])
    yield Case("gpkg of two layers", "a.gpkg", written("gpkg", two)[".gpkg"])
    styles = pd.DataFrame({"styleName": ["a"], "styleQML": ["<qgis/>"]})
    yield Case("gpkg with styles", "a.gpkg",
               written("gpkg", {"a": frame(), "layer_styles": styles})[".gpkg"])  # fmt: skip
    yield Case("fgb", "a.fgb", written("fgb", {"a": frame(3016)})[".fgb"])
    with tempfile.TemporaryDirectory() as folder:
        frame().to_parquet(Path(folder) / "a.parquet")
        yield Case("parquet", "a.parquet", (Path(folder) / "a.parquet").read_bytes())
        frame(4326).to_parquet(Path(folder) / "a.parquet")
        yield Case("parquet in degrees", "a.parquet", (Path(folder) / "a.parquet").read_bytes())
        data = pd.read_csv(io.StringIO(table()), dtype={"id": str})
        data.to_parquet(Path(folder) / "a.parquet")
        yield Case("parquet of columns", "a.parquet", (Path(folder) / "a.parquet").read_bytes())


def archives() -> Iterator[Case]:
    shape = written("shp", {"a": frame()}, encoding="cp1252")
    names = {f"a{suffix}": content for suffix, content in shape.items()}

    def without(*suffixes: str, folder: str = "") -> bytes:
        kept = {name: one for name, one in names.items() if Path(name).suffix not in suffixes}
        return zipped({folder + name: one for name, one in kept.items()})

    yield Case("shp", "a.zip", without())
    yield Case("shp without cpg", "a.zip", without(".cpg"))
    yield Case("shp without prj", "a.zip", without(".prj"))
    yield Case("shp without shx", "a.zip", without(".shx"), refused="the .shx")
    yield Case("shp in folders", "a.zip", without(folder="leverans/2024/"))
    yield Case("shp without dbf", "a.zip", without(".dbf"), refused="the .dbf")
    unnamed = CRS.from_epsg(3006).to_wkt("WKT1_ESRI").replace("SWEREF99_TM", "unnamed")
    yield Case("shp of an unnamed system", "a.zip", zipped(names | {"a.prj": unnamed.encode()}))
    capitals = {name.upper(): content for name, content in names.items()}
    yield Case("shp in capitals", "A.ZIP", zipped(capitals))
    local = written("shp", {"a": frame(3016)}, encoding="utf-8")
    local = {f"a{suffix}": content for suffix, content in local.items() if suffix != ".prj"}
    yield Case("shp of a zone without prj", "a.zip", zipped(local))
    text = table(sign=";").encode()
    yield Case("csv zipped", "a.zip", zipped({"data/a.csv": text}))
    beside = {"__MACOSX/._a.csv": b"\0", "LICENS.pdf": b"%PDF-1.7 x"}
    yield Case("csv zipped with a note", "a.zip", zipped({"a.csv": text, **beside}))
    yield Case("csv packed", "a.csv.gz", gzip.compress(text))
    yield Case("zip in a zip", "a.zip", zipped({"b.zip": zipped({"a.csv": text})}),
               refused="archive within an archive")  # fmt: skip
