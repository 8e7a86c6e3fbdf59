// A map as all our pages have it: calm where calm is wished, controls in the page's language.

import "leaflet/dist/leaflet.css";
import "./map.css";
import * as L from "leaflet";
import { type MapData } from "./data";

export function makeMap(box: HTMLElement, { base, language, words, extent }: MapData): L.Map {
  box.hidden = false;
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(box, {
    minZoom: 4, maxZoom: 18, zoomControl: false, fadeAnimation: false,
    zoomAnimation: !isCalm, markerZoomAnimation: !isCalm, inertia: !isCalm,
  });
  map.attributionControl.setPrefix(false).addAttribution(`<a href="${base}/${language}/about">${words["sources"]}</a>`);
  L.control.zoom({ position: "topright", zoomInTitle: words["zoom_in"]!, zoomOutTitle: words["zoom_out"]! }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  if (extent) map.fitBounds([[extent[1], extent[0]], [extent[3], extent[2]]]);
  else map.setView([64, 20], 7);
  return map;
}
