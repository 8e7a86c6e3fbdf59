// The places on the map: tiles are fetched, what lies close together is drawn as one figure.

import * as L from "leaflet";
import { filled, symbol, type MapData } from "./data";
import { shapesIn, type Shape } from "./tiles";

const SIDE = 512;
/** From this level on tiles hold places, precise to a metre; closer ones are not needed. */
const CLOSEST = 13;
/** Pixels. Symbols whose middles fall into one such square are told as a number. */
const CELL = 46;
const SYMBOL = 32;

/** What is drawn at one spot: a symbol, or a figure for several. */
interface Spot {
  shapes: Shape[];
  count: number;
  at: [number, number];
}

interface Held {
  controller: AbortController;
  shapes: Shape[];
}

type Asked = { filter: string; q: string };

export class PlacesLayer extends L.GridLayer {
  private readonly held = new Map<string, Held>();
  private readonly drawn = new Map<string, L.Layer>();
  private readonly lines = L.canvas({ padding: 0.3, tolerance: 8 });
  private asked: Asked = { filter: "", q: "" };
  private waiting = 0;

  constructor(
    private readonly data: MapData,
    private readonly opened: (shape: Shape, at: L.LatLng) => void,
    private readonly failed: () => void,
  ) {
    super({
      tileSize: SIDE, maxNativeZoom: CLOSEST, minNativeZoom: 1, updateWhenZooming: false, keepBuffer: 1,
      // Beyond these there is nothing, and whoever asks all the same is told so by a 404.
      ...(data.extent ? { bounds: [[data.extent[1], data.extent[0]], [data.extent[3], data.extent[2]]] } : {}),
    });
    this.on("tileunload", (event) => this.forget((event as L.TileEvent).coords));
  }

  /** Show what a filter leaves. */
  ask(asked: Asked): void {
    if (asked.filter === this.asked.filter && asked.q === this.asked.q) return;
    this.asked = asked;
    if (this._map) this.redraw();
  }

  override onAdd(map: L.Map): this {
    super.onAdd(map);
    map.on("zoomend moveend", this.later, this);
    return this;
  }

  protected override createTile(coords: L.Coords, done: L.DoneCallback): HTMLElement {
    const tile = document.createElement("div");
    const held: Held = { controller: new AbortController(), shapes: [] };
    this.held.set(keyOf(coords), held);
    this.fetched(coords, held.controller.signal).then(
      (shapes) => {
        held.shapes = shapes;
        this.later();
        done(undefined, tile);
      },
      (error: Error) => {
        if (error.name !== "AbortError") this.failed();
        done(error, tile);
      },
    );
    return tile;
  }

  private async fetched(coords: L.Coords, signal: AbortSignal): Promise<Shape[]> {
    const response = await fetch(this.address(coords), { signal });
    if (response.status === 204 || response.status === 404) return [];
    if (!response.ok) throw new Error(`tile: ${response.status}`);
    // Without a network the worker gives the shapes as they are (offline/answering.ts).
    if (response.headers.get("content-type") === "application/json") return (await response.json()) as Shape[];
    // A tile of 512 points shows the level before the map's own.
    return shapesIn(await response.arrayBuffer(), coords.z - 1, coords.x, coords.y, this.data.language);
  }

  address(coords: { x: number; y: number; z: number }): string {
    const { filter, q } = this.asked;
    const query = new URLSearchParams({
      status: this.data.statuses, ...(filter ? { filter } : {}), ...(q ? { q } : {}),
    });
    const path = L.Util.template(this.data.tiles, { z: coords.z - 1, x: coords.x, y: coords.y });
    return `${path}?${query}`;
  }

  private forget(coords: L.Coords): void {
    this.held.get(keyOf(coords))?.controller.abort();
    this.held.delete(keyOf(coords));
    this.later();
  }

  private later(): void {
    cancelAnimationFrame(this.waiting);
    this.waiting = requestAnimationFrame(() => this.draw());
  }

  /** Draw what is held; what is drawn already and still holds stays as it is, and keeps focus. */
  private draw(): void {
    const map = this._map;
    if (!map) return;
    const seen = new Set<string>();
    for (const [key, make] of this.wanted(map)) {
      seen.add(key);
      if (this.drawn.has(key)) continue;
      const layer = make();
      this.drawn.set(key, layer);
      layer.addTo(map);
    }
    for (const [key, layer] of this.drawn) {
      if (seen.has(key)) continue;
      layer.remove();
      this.drawn.delete(key);
    }
  }

  private *wanted(map: L.Map): Generator<[string, () => L.Layer]> {
    const zoom = map.getZoom();
    const cells = new Map<string, Shape[]>();
    for (const shape of this.shapes(map)) {
      if (shape.parts.length) yield [`line-${shape.id}-${shape.parts[0]![0]}`, () => this.line(shape)];
      const { x, y } = map.project(shape.at, zoom);
      const cell = shape.count > 1 ? shape.id : `${Math.floor(x / CELL)}:${Math.floor(y / CELL)}`;
      const there = cells.get(cell);
      if (there) there.push(shape);
      else cells.set(cell, [shape]);
    }
    for (const { shapes, count, at } of apart(map, [...cells.values()])) {
      const [first] = shapes as [Shape];
      const key = count > 1 ? `${zoom}/${first.id}/${count}` : first.id;
      yield [key, () => (count > 1 ? this.several(shapes, count, at) : this.one(first))];
    }
  }

  /** Give each shape once, in an order that does not depend on which tile came first. */
  private shapes(map: L.Map): Shape[] {
    const level = Math.min(Math.round(map.getZoom()), CLOSEST);
    const found = new Map<string, Shape>();
    const pieces: Shape[] = [];
    for (const [key, { shapes }] of this.held) {
      if (!key.startsWith(`${level}/`)) continue;
      for (const shape of shapes) {
        if (!found.has(shape.id)) found.set(shape.id, shape);
        // The same line in another tile: only its course is drawn, the symbol stands once.
        else if (shape.parts.length) pieces.push(shape);
      }
    }
    for (const piece of pieces) found.get(piece.id)!.parts.push(...piece.parts);
    const view = map.getBounds().pad(0.5);
    return [...found.values()].filter((one) => view.contains(one.at) || one.parts.length);
  }

  private one(shape: Shape): L.Layer {
    const title = shape.name ?? this.data.categories[shape.category]?.label ?? shape.category;
    const html = document.createElement("span");
    html.append(symbol(this.data.symbols, shape.category, SYMBOL));
    return this.marker(shape.at, title, html, "spot", SYMBOL, (at) => this.opened(shape, at));
  }

  private several(shapes: Shape[], count: number, at: [number, number]): L.Layer {
    const html = document.createElement("span");
    html.textContent = count.toLocaleString(this.data.language);
    const title = filled(this.data.words["places_many"], count);
    return this.marker(at, title, html, "several", sizeOf(count), (spot) => this.closer(spot, shapes));
  }

  private closer(at: L.LatLng, shapes: Shape[]): void {
    const map = this._map;
    const apart = L.latLngBounds(shapes.map((one) => one.at));
    const isOneSpot = apart.getNorthEast().equals(apart.getSouthWest(), 1e-6);
    if (map.getZoom() >= map.getMaxZoom() - 1 && shapes.length > 1) this.opened(shapes[0]!, at);
    else if (shapes.length > 1 && !isOneSpot) map.fitBounds(apart.pad(0.3), { maxZoom: map.getZoom() + 4 });
    else map.setView(at, Math.min(map.getZoom() + 2, map.getMaxZoom()));
  }

  private marker(
    at: [number, number], title: string, html: HTMLElement, className: string, size: number,
    pressed: (at: L.LatLng) => void,
  ): L.Layer {
    const icon = L.divIcon({ className, html, iconSize: [size, size] });
    const marker = L.marker(at, { icon, title, alt: title, riseOnHover: true });
    marker.on("click", () => pressed(marker.getLatLng()));
    marker.on("keypress", ({ originalEvent }) => {
      if (originalEvent.key !== "Enter") return;
      pressed(marker.getLatLng());
      this._map?.getPane("popupPane")?.querySelector<HTMLElement>(".about a")?.focus();
    });
    marker.on("add", () => {
      marker.getElement()?.setAttribute("aria-label", title);
    });
    return marker;
  }

  private line(shape: Shape): L.Layer {
    const colour = this.data.categories[shape.category]?.colour ?? "#444444";
    const style = { renderer: this.lines, color: colour, weight: shape.closed ? 2 : 4, fillOpacity: 0.15 };
    const layer = shape.closed ? L.polygon(shape.parts, style) : L.polyline(shape.parts, style);
    return layer.on("click", (event) => this.opened(shape, event.latlng));
  }
}

function sizeOf(count: number): number {
  return count > 1 ? Math.round(30 + 8 * Math.log10(count)) : SYMBOL;
}

/** Join what would cover one another, the fewer into the more, so that each can be pressed. */
function apart(map: L.Map, cells: Shape[][]): Spot[] {
  const spots = cells.map(spotOf).sort((a, b) => b.count - a.count || (a.shapes[0]!.id < b.shapes[0]!.id ? -1 : 1));
  const kept: (Spot & L.Point)[] = [];
  for (const spot of spots) {
    const point = map.project(spot.at, map.getZoom());
    const near = kept.find((one) => {
      const room = (sizeOf(one.count) + sizeOf(spot.count)) / 2;
      return Math.abs(one.x - point.x) < room && Math.abs(one.y - point.y) < room && point.distanceTo(one) < room;
    });
    if (near) {
      near.shapes.push(...spot.shapes);
      near.count += spot.count;
    } else {
      kept.push(Object.assign(point, spot));
    }
  }
  return kept;
}

function spotOf(shapes: Shape[]): Spot {
  const count = shapes.reduce((sum, one) => sum + one.count, 0);
  const middle = (index: 0 | 1) => shapes.reduce((sum, one) => sum + one.at[index] * one.count, 0) / count;
  return { shapes: [...shapes], count, at: [middle(0), middle(1)] };
}

function keyOf({ z, x, y }: { x: number; y: number; z: number }): string {
  return `${z}/${x}/${y}`;
}
