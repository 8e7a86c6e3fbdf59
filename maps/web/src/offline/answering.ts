// Answers in the server's place from what is saved: the map's page, tiles, suggestions, items, pages.

import { shapesIn, type Shape } from "../tiles";
import { askedOf, type Asked } from "./asked";
import type { Place, Shelf } from "./shelf";
import { entries, escaped, mapPage, marked, type Words } from "./writing";

export interface Question {
  /** Below the landing page, with its query. */
  address: string;
  path: string;
  query: URLSearchParams;
  language: string;
}

export interface Known {
  words: Record<string, Words>;
}

const TILE = /^\/collections\/places\/tiles\/WebMercatorQuad\/(\d+)\/(\d+)\/(\d+)$/;
const ITEM = /^\/collections\/places\/items\/([^/]+)$/;
const PLACE = /^\/(?:sv|en)\/places\/([^/]+)$/;
/** From here on tiles hold places, and are saved; wider ones are made of the list of places. */
const SAVED_LEVEL = 12;
const MOST_SUGGESTIONS = 8;

export async function answer(question: Question, shelf: Shelf, known: Known): Promise<Response | undefined> {
  const { path, query, language, address } = question;
  const words = known.words[language]!;
  const tile = TILE.exec(path);
  if (tile) return json(await shapes(tile.slice(1).map(Number), askedOf(query), shelf, language));
  if (path === `/${language}/`) {
    const asked = askedOf(query);
    return page(await shelf.file(`/${language}/offline/map`), (empty) => mapPage(empty, asked, shelf.matching(asked), words, language));
  }
  if (path === "/search") return json({ suggestions: suggestions(askedOf(query), shelf) });
  const item = ITEM.exec(path);
  if (item) return itemOf(shelf, decodeURIComponent(item[1]!));
  const place = PLACE.exec(path);
  if (place) return page(await shelf.file(addressOf(shelf, decodeURIComponent(place[1]!), language)), marked);
  if (path.startsWith(`/${language}/`)) return page(await shelf.file(path), marked);
  return shelf.file(address);
}

/** Say that a page is not saved, on the page that says what is; of a day plan, show the places that are. */
export async function missing(question: Question, offline: Response | undefined, shelf: Shelf | null, known: Known): Promise<Response | undefined> {
  const slugs = question.path === `/${question.language}/plan` ? (question.query.get("places") ?? "").split(",") : [];
  const picked = slugs.map((slug) => shelf?.places.find((one) => one.slug === slug)).filter((one) => one !== undefined);
  const found = picked.map((place) => ({ place, distanceM: null }));
  const words = known.words[question.language]!;
  const list = `<h2 id="picked">${escaped(words["picked"]!)}</h2>
<ul class="places" aria-labelledby="picked">${entries(found, words, question.language)}</ul>`;
  const isItself = question.path === `/${question.language}/offline`;
  return page(offline, (text) =>
    marked(text)
      .replace('<p class="problem" id="not-kept" hidden>', (whole) => (isItself ? whole : '<p class="problem" id="not-kept" role="alert">'))
      .replace('<h2 id="kept">', (whole) => (found.length ? list : "") + whole));
}

async function page(kept: Response | undefined, change: (text: string) => string): Promise<Response | undefined> {
  if (!kept) return undefined;
  // Its policy and its language stay; what describes the bytes that came does not.
  const headers = new Headers(kept.headers);
  for (const name of ["etag", "content-encoding", "content-length"]) headers.delete(name);
  return new Response(change(await kept.text()), { headers });
}

function json(body: unknown): Response {
  return new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } });
}

/** What a tile would show, without the detour of encoding it: see PlacesLayer. */
async function shapes([z, y, x]: number[], asked: Asked, shelf: Shelf, language: string): Promise<Shape[]> {
  const found = shelf.matching(asked).map((one) => one.place);
  if (z! < SAVED_LEVEL) return found.filter((one) => isIn(one, z!, x!, y!)).map(spot);
  const address = `/collections/places/tiles/WebMercatorQuad/${z}/${y}/${x}`;
  const name = shelf.copies.flatMap((one) => one.files).find((one) => one.address.startsWith(`${address}?`))?.address;
  const tile = name && (await shelf.file(name));
  if (!tile) return [];
  const ids = new Set(found.map((one) => one.id));
  return shapesIn(await tile.arrayBuffer(), z!, x!, y!, language).filter((one) => ids.has(one.id));
}

function spot({ id, category, name, municipality, lat, lon }: Place): Shape {
  return { id, count: 1, category, name, municipality, at: [lat, lon], parts: [], closed: false };
}

function isIn({ lon, lat }: Place, z: number, x: number, y: number): boolean {
  const side = 2 ** z;
  const column = Math.floor(((lon + 180) / 360) * side);
  const row = Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * side);
  return column === x && row === y;
}

function suggestions(asked: Asked, shelf: Shelf): unknown[] {
  return shelf.matching(asked).slice(0, MOST_SUGGESTIONS).map(({ place }) => ({
    type: "place", id: place.id, slug: place.slug, category: place.category, name: place.name,
    detail: [place.label, place.municipality_name].filter(Boolean).join(" · "), lon: place.lon, lat: place.lat,
  }));
}

function itemOf(shelf: Shelf, reference: string): Response | undefined {
  const found = placeOf(shelf, reference);
  return found && json({ type: "Feature", id: found.id, properties: found });
}

/** The map leads to places by their ids; pages are saved under their slugs. */
function addressOf(shelf: Shelf, reference: string, language: string): string {
  return `/${language}/places/${encodeURIComponent(placeOf(shelf, reference)?.slug ?? reference)}`;
}

function placeOf(shelf: Shelf, reference: string): Place | undefined {
  return shelf.places.find((one) => one.id === reference || one.slug === reference);
}
