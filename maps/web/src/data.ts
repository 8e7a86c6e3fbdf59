// What the page says to its script, and how a script says something to people.

export interface MapData {
  base: string;
  language: "sv" | "en";
  tiles: string;
  /** Which statuses a visitor wants to know of, as the API names them. */
  statuses: string;
  ground: string;
  symbols: string;
  extent: [number, number, number, number] | null;
  categories: Record<string, { label: string; colour: string }>;
  basemap: { raster: string | null; vector: string | null; attribution: string };
  words: Record<string, string>;
}

export function readData<T>(id: string): T {
  return JSON.parse(document.getElementById(id)!.textContent!) as T;
}

/** Put values where {0}, {1} … stand. */
export function filled(text: string | undefined, ...values: unknown[]): string {
  return (text ?? "").replace(/\{(\d+)\}/g, (_, at: string) => String(values[Number(at)]));
}

/** Tell everybody, also those who hear the page. */
export function announce(text: string): void {
  const status = document.getElementById("status");
  if (status) status.textContent = text;
}

export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

/** Draw a category's symbol, which stands in a file of its own. */
export function symbol(file: string, category: string, side: number): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${file}#symbol-${category}`);
  svg.setAttribute("width", String(side));
  svg.setAttribute("height", String(side));
  svg.setAttribute("class", "symbol");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** Write a distance in metres as people of a language do. */
export function distance(metres: number, language: string): string {
  const inKm = metres >= 1000;
  const digits = inKm && metres < 100_000 ? 1 : 0;
  const number = (inKm ? metres / 1000 : metres).toLocaleString(language, { maximumFractionDigits: digits });
  return `${number} ${inKm ? "km" : "m"}`;
}
