// The visitor's map: it shows what the list beside it holds, and the address is its state.

import "./page";
import type * as L from "leaflet";
import { element, readData, type MapData } from "./data";
import { addGround } from "./ground";
import { makeMap } from "./leaflet-map";
import { PlacesLayer } from "./places-layer";
import { openPlace } from "./popup";
import { Results } from "./results";
import { watchSearch } from "./suggest";
import { addTools, tellOnMap } from "./tools";

const data = readData<MapData>("map-data");
const map = makeMap(document.getElementById("map")!, data);
followAddress(map);

const places = new PlacesLayer(
  data,
  (shape, at) => openPlace(map, data, shape, at),
  () => tellOnMap(map, data.words["tiles_failed"] ?? ""),
);
const tellCount = addSwitch();
const results = new Results(data, (state) => {
  places.ask(state);
  tellCount();
});
places.ask(results.state);
places.addTo(map);
places.once("load", () => performance.mark("map-usable"));
addTools(map, data, results);
watchSearch(data, (lat, lon) => map.setView([lat, lon], 12));
void addGround(map, data);

/** The hash tells what the map shows: #zoom/lat/lon. */
function followAddress(map: L.Map): void {
  const [zoom, lat, lon] = location.hash.slice(1).split("/").map(Number);
  if (zoom !== undefined && lat !== undefined && lon !== undefined && [zoom, lat, lon].every(Number.isFinite)
      && Math.abs(lat) <= 85 && Math.abs(lon) <= 180) {
    map.setView([lat, lon], zoom);
  }
  map.on("moveend", () => {
    const { lat, lng } = map.getCenter();
    const digits = map.getZoom() > 12 ? 5 : 3;
    history.replaceState(history.state, "", `#${map.getZoom()}/${lat.toFixed(digits)}/${lng.toFixed(digits)}`);
  });
}

/** On a phone the list covers the map or the other way round. */
function addSwitch(): () => void {
  const page = document.body;
  const button = element("button", { type: "button", className: "switch" });
  const tell = () => {
    const count = document.getElementById("count")?.textContent ?? "";
    button.textContent = page.classList.contains("shows-list") ? data.words["map"] ?? "" : `${data.words["list"]} · ${count}`;
  };
  button.addEventListener("click", () => {
    page.classList.toggle("shows-list");
    tell();
    map.invalidateSize();
    if (page.classList.contains("shows-list")) document.getElementById("content")?.focus();
  });
  page.append(button);
  tell();
  return tell;
}
