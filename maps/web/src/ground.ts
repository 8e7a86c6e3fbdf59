// The base map: our own land and borders, or what the operator set.

import * as L from "leaflet";
import type { MapData } from "./data";

interface Ground {
  land: GeoJSON.MultiPolygon;
  areas: { code: string; name: string; slug: string; member: boolean; middle: [number, number]; geometry: GeoJSON.MultiPolygon }[];
  localities: { name: string; lon: number; lat: number; population: number }[];
}

const NAMED_FROM = [[50_000, 6], [8_000, 8], [1_500, 10], [0, 11]] as const;

export async function addGround(map: L.Map, data: MapData): Promise<void> {
  const { raster, vector, attribution } = data.basemap;
  if (raster) {
    L.tileLayer(raster, { attribution: plain(attribution), maxZoom: 18 }).addTo(map);
    return;
  }
  if (vector) {
    const { leafletLayer } = await import("protomaps-leaflet");
    (leafletLayer({ url: vector, flavor: "light", lang: data.language, attribution: plain(attribution) }) as unknown as L.GridLayer).addTo(map);
    return;
  }
  const response = await fetch(data.ground);
  if (!response.ok) return;
  const ground = (await response.json()) as Ground;
  map.attributionControl.addAttribution("GeoNames");
  const pane = map.createPane("ground");
  pane.style.zIndex = "200";
  const renderer = L.svg({ pane: "ground", padding: 0.5 });
  const drawn = (geometry: GeoJSON.Geometry, className: string) =>
    L.geoJSON(geometry, { interactive: false, pane: "ground", style: { className, renderer, noClip: true } as L.PathOptions }).addTo(map);
  drawn(ground.land, "land");
  for (const { geometry, member } of ground.areas) drawn(geometry, member ? "area focus" : "area");
  names(map, ground);
}

function names(map: L.Map, { areas, localities }: Ground): void {
  const pane = map.createPane("names");
  pane.style.zIndex = "450";
  pane.style.pointerEvents = "none";
  const labels = [
    ...areas.map(({ middle, name, member }) => ({ at: middle, name, from: member ? 7 : 8, until: 10, kind: "of-area" })),
    ...localities.map(({ lat, lon, name, population }) => ({
      at: [lat, lon] as [number, number], name, from: levelOf(population), until: 99, kind: "of-town",
    })),
  ].map((one) => {
    const icon = L.divIcon({ className: `name ${one.kind}`, html: L.Util.template("<span></span>", {}), iconSize: [0, 0] });
    const marker = L.marker(one.at, { icon, interactive: false, keyboard: false, pane: "names" });
    marker.on("add", () => {
      const box = marker.getElement();
      box?.setAttribute("aria-hidden", "true");
      if (box?.firstElementChild) box.firstElementChild.textContent = one.name;
    });
    return { ...one, marker };
  });
  const show = () => {
    const zoom = map.getZoom();
    for (const { marker, from, until } of labels) {
      if (zoom >= from && zoom < until) marker.addTo(map);
      else marker.remove();
    }
  };
  map.on("zoomend", show);
  show();
}

function levelOf(population: number): number {
  return NAMED_FROM.find(([least]) => population >= least)![1];
}

/** Leaflet writes attributions as HTML; a setting is text. */
function plain(text: string): string {
  const box = document.createElement("span");
  box.textContent = text;
  return box.innerHTML;
}
