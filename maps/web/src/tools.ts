// The buttons on the map: near me, draw an area, measure, full screen, share.

import * as L from "leaflet";
import { announce, distance, element, filled, type MapData } from "./data";
import type { Results } from "./results";

type Press = (button: HTMLButtonElement) => void;

export function addTools(map: L.Map, data: MapData, results: Results): void {
  const say = (name: string) => data.words[name] ?? "";
  const bar = new (L.Control.extend({
    onAdd() {
      const box = element("div", { className: "leaflet-bar tools" });
      L.DomEvent.disableClickPropagation(box);
      const sketch = new Sketch(map, data);
      box.append(
        tool("near", say("near"), () => void near(map, data, results)),
        tool("draw", say("draw"), (button) => sketch.toggle(button, "draw", (corners) => drawn(corners, results, say))),
        tool("measure", say("measure"), (button) => sketch.toggle(button, "measure", () => undefined)),
        tool("share", say("share"), () => void share(say)),
      );
      if (document.fullscreenEnabled) box.append(tool("full", say("full"), () => void full(map)));
      return box;
    },
  }))({ position: "topright" });
  bar.addTo(map);
}

function tool(name: string, title: string, press: Press): HTMLButtonElement {
  const button = element("button", { type: "button", title, className: `tool tool-${name}` });
  button.setAttribute("aria-label", title);
  button.addEventListener("click", () => press(button));
  return button;
}

async function near(map: L.Map, data: MapData, results: Results): Promise<void> {
  try {
    const { coords } = await new Promise<GeolocationPosition>((found, refused) =>
      navigator.geolocation.getCurrentPosition(found, refused, { timeout: 10_000, maximumAge: 60_000 }));
    const at: [number, number] = [coords.latitude, coords.longitude];
    L.circleMarker(at, { radius: 8, className: "you" }).bindTooltip(data.words["you"] ?? "").addTo(map);
    map.setView(at, Math.max(map.getZoom(), 11));
    // Five decimals are a metre; more would only tell more.
    await results.set({ near: `${coords.longitude.toFixed(5)},${coords.latitude.toFixed(5)}` });
    announce(data.words["near_found"] ?? "");
  } catch {
    tellOnMap(map, data.words["near_refused"] ?? "");
  }
}

/** Say something for a while, over the map and to those who hear it. */
export function tellOnMap(map: L.Map, text: string): void {
  const box = map.getContainer();
  box.querySelector(".notice")?.remove();
  const notice = element("p", { className: "notice", textContent: text });
  box.append(notice);
  announce(text);
  setTimeout(() => notice.remove(), 8_000);
}

function drawn(corners: L.LatLng[], results: Results, say: (name: string) => string): void {
  if (corners.length < 3) {
    if (corners.length) announce(say("draw_few"));
    return;
  }
  const ring = [...corners, corners[0]!].map(({ lng, lat }) => `${lng.toFixed(5)} ${lat.toFixed(5)}`);
  void results.set({ area: `S_INTERSECTS(geometry, POLYGON((${ring.join(", ")})))` });
}

async function full(map: L.Map): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await map.getContainer().requestFullscreen();
}

async function share(say: (name: string) => string): Promise<void> {
  try {
    if (navigator.share) await navigator.share({ title: document.title, url: location.href });
    else {
      await navigator.clipboard.writeText(location.href);
      announce(say("shared"));
    }
  } catch {
    // Whoever closes the sheet shares nothing.
  }
}

/** Points pressed onto the map: an area while drawing, a course with its length while measuring. */
class Sketch {
  private points: L.LatLng[] = [];
  private button: HTMLButtonElement | null = null;
  private shape: L.Polyline | L.Polygon | null = null;
  private done: (points: L.LatLng[]) => void = () => undefined;

  constructor(private readonly map: L.Map, private readonly data: MapData) {}

  toggle(button: HTMLButtonElement, kind: "draw" | "measure", done: (points: L.LatLng[]) => void): void {
    const isSame = this.button === button;
    if (this.button) this.end();
    if (isSame) return;
    this.button = button;
    this.done = done;
    button.setAttribute("aria-pressed", "true");
    const options = { className: "sketch", interactive: false };
    this.shape = (kind === "draw" ? L.polygon([], options) : L.polyline([], options)).addTo(this.map);
    this.map.getContainer().classList.add("sketching");
    this.map.on("click", this.press, this);
    tellOnMap(this.map, this.data.words[`${kind}_hint`] ?? "");
  }

  private press(event: L.LeafletMouseEvent): void {
    this.points.push(event.latlng);
    this.shape?.setLatLngs(this.points);
    if (this.button?.classList.contains("tool-measure") && this.points.length > 1) {
      const metres = this.points.slice(1).reduce((sum, one, at) => sum + this.points[at]!.distanceTo(one), 0);
      tellOnMap(this.map, filled(this.data.words["measured"], distance(metres, this.data.language)));
    }
  }

  private end(): void {
    this.map.off("click", this.press, this);
    this.map.getContainer().classList.remove("sketching");
    this.button?.setAttribute("aria-pressed", "false");
    this.shape?.remove();
    const { points, done } = this;
    this.button = null;
    this.points = [];
    done(points);
  }
}
