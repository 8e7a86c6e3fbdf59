// What is saved in one language, read together: the places of all copies, and the way to a file.

import { wordsOf, type Asked } from "./asked";
import type { Saved, Stores } from "./stores";

export interface Place {
  id: string;
  name: string;
  /** Nameless ones are called by their category, and listed last. */
  is_named: boolean;
  slug: string;
  category: string;
  label: string;
  municipality: string | null;
  municipality_name: string | null;
  street: string | null;
  opening_hours: string | null;
  words: string;
  lon: number;
  lat: number;
  /** Its entry in a list, as the server writes it. */
  html: string;
}

export interface Found {
  place: Place;
  distanceM: number | null;
}

const EARTH_M = 6_371_009;
const RADIANS = Math.PI / 180;

export class Shelf {
  private constructor(
    private readonly stores: Stores,
    readonly copies: Saved[],
    readonly places: Place[],
    private readonly words: Map<string, string[]>,
  ) {}

  static async of(stores: Stores, language: string): Promise<Shelf | null> {
    const copies = (await stores.saved()).filter((one) => one.language === language);
    if (!copies.length) return null;
    const places = new Map<string, Place>();
    for (const copy of copies) {
      const address = `${stores.base}/offline/${copy.code}/places.json?lang=${language}`;
      const response = await (await caches.open(copy.cache)).match(address, { ignoreVary: true });
      const { places: own } = (await response!.json()) as { places: Place[] };
      for (const place of own) places.set(place.id, place);
    }
    const sorted = [...places.values()].sort((one, other) =>
      Number(other.is_named) - Number(one.is_named) || one.name.localeCompare(other.name, language));
    const words = new Map(sorted.map((one) => [one.id, wordsOf(`${one.name} ${one.words}`)]));
    return new Shelf(stores, copies, sorted, words);
  }

  /** Find what matches: every word that is asked for begins a word of the place. */
  matching({ categories, municipalities, words, near, needsNetwork }: Asked): Found[] {
    if (needsNetwork) return [];
    const from = positionOf(near);
    const found = this.places
      .filter((one) => !categories.length || categories.includes(one.category))
      .filter((one) => !municipalities.length || municipalities.includes(one.municipality ?? ""))
      .filter((one) => words.every((word) => this.words.get(one.id)!.some((own) => own.startsWith(word))))
      .map((place) => ({ place, distanceM: from ? distanceM(from, place) : null }));
    return from ? found.sort((one, other) => one.distanceM! - other.distanceM!) : found;
  }

  /** Find a file of any copy by its address below the landing page; the newest copy's first. */
  async file(address: string): Promise<Response | undefined> {
    const newest = [...this.copies].sort((one, other) => (one.savedAt < other.savedAt ? 1 : -1));
    for (const { cache } of newest) {
      const found = await (await caches.open(cache)).match(`${this.stores.base}${address}`, { ignoreVary: true });
      if (found) return found;
    }
    return undefined;
  }
}

function positionOf(near: string): { lon: number; lat: number } | null {
  const [lon, lat] = near.split(",").map(Number);
  return lon !== undefined && lat !== undefined && Number.isFinite(lon + lat) ? { lon, lat } : null;
}

/** On a sphere: half a percent off at most, and no one walks straighter. */
function distanceM(one: { lon: number; lat: number }, other: { lon: number; lat: number }): number {
  const half = (degrees: number) => Math.sin((degrees * RADIANS) / 2) ** 2;
  const across = Math.cos(one.lat * RADIANS) * Math.cos(other.lat * RADIANS) * half(other.lon - one.lon);
  return 2 * EARTH_M * Math.asin(Math.sqrt(half(other.lat - one.lat) + across));
}
