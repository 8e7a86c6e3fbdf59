// Vector tiles as features: a place, or a cell that stands for several.

import { VectorTile } from "@mapbox/vector-tile";
import Pbf from "pbf";

export interface Shape {
  id: string;
  count: number;
  category: string;
  name: string | null;
  municipality: string | null;
  /** lat, lon of where a symbol stands. */
  at: [number, number];
  /** lat, lon of a line's or polygon's parts; empty for points. */
  parts: [number, number][][];
  closed: boolean;
}

/** Read a tile; what several tiles share carries the same id in each. */
export function shapesIn(bytes: ArrayBuffer, z: number, x: number, y: number, language: string): Shape[] {
  const layer = new VectorTile(new Pbf(new Uint8Array(bytes))).layers["places"];
  if (!layer) return [];
  const found: Shape[] = [];
  for (let index = 0; index < layer.length; index += 1) {
    const feature = layer.feature(index);
    const said = feature.properties;
    const geometry = feature.toGeoJSON(x, y, z).geometry;
    const parts = partsOf(geometry);
    const at = geometry.type === "Point" ? flipped(geometry.coordinates) : parts[0]?.[0];
    if (!at) continue;
    const other = language === "sv" ? said["name_en"] : said["name_sv"];
    found.push({
      id: said["id"] ? String(said["id"]) : `cell-${z}-${feature.id}`,
      count: Number(said["count"] ?? 1),
      category: String(said["category"] ?? ""),
      name: (said[`name_${language}`] ?? other ?? null) as string | null,
      municipality: (said["municipality"] ?? null) as string | null,
      at,
      parts: geometry.type.endsWith("Point") ? [] : parts,
      closed: geometry.type.endsWith("Polygon"),
    });
  }
  return found;
}

function flipped(position: number[]): [number, number] {
  return [position[1]!, position[0]!];
}

function partsOf(geometry: GeoJSON.Geometry): [number, number][][] {
  switch (geometry.type) {
    case "MultiPoint":
      return [geometry.coordinates.map(flipped)];
    case "LineString":
      return [geometry.coordinates.map(flipped)];
    case "MultiLineString":
    case "Polygon":
      return geometry.coordinates.map((line) => line.map(flipped));
    case "MultiPolygon":
      return geometry.coordinates.flat().map((line) => line.map(flipped));
    default:
      return [];
  }
}
