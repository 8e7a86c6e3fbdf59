// The map inside somebody else's page: no form, and every link opens outside of the frame.

import "./page.css";
import "./embed.css";
import { readData, type MapData } from "./data";
import { addGround } from "./ground";
import { makeMap } from "./leaflet-map";
import { PlacesLayer } from "./places-layer";
import { openPlace } from "./popup";
import { tellOnMap } from "./tools";

const data = readData<MapData>("map-data");
const map = makeMap(document.getElementById("map")!, data);
const places = new PlacesLayer(
  data,
  (shape, at) => openPlace(map, data, shape, at, { isFramed: true }),
  () => tellOnMap(map, data.words["tiles_failed"] ?? ""),
);
places.ask({ filter: document.body.dataset["filter"] ?? "", q: "" });
places.addTo(map);
void addGround(map, data);

for (const link of document.querySelectorAll<HTMLAnchorElement>(".places a")) {
  link.target = "_blank";
  link.rel = "noopener";
}
