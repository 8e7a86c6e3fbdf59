// Writes the map's page from the empty one that is saved: the list, the count, the form as it is set.

import { distance, filled } from "../data";
import type { Asked } from "./asked";
import type { Found } from "./shelf";

const RESULTS = /<div id="results"[\s\S]*?<\/div>(?=\s*<p class="keep">)/;

export type Words = Record<string, string>;

export function mapPage(empty: string, asked: Asked, found: Found[], words: Words, language: string): string {
  return withForm(marked(empty), asked)
    .replaceAll(/\/(sv|en)\/offline\/map/g, "/$1/")
    .replace(RESULTS, () => results(asked, found, words, language));
}

/** Set the form as it is asked: its script takes over from a page what is set in it. */
function withForm(page: string, asked: Asked): string {
  const set = [
    ...asked.others,
    ...asked.categories.map((key) => ["category", key]),
    ...asked.municipalities.map((code) => ["municipality", code]),
  ];
  const isSet = (name: string, value: string) => set.some(([one, its]) => one === name && its && escaped(its) === value);
  const openAt = asked.others.find(([name]) => name === "open_at")?.[1] ?? "";
  const near = asked.near && `<input type="hidden" name="near" value="${escaped(asked.near)}">`;
  return page
    .replaceAll(/<input type="checkbox" name="(\w+)" value="([^"]*)"/g, (whole, name: string, value: string) =>
      isSet(name, value) ? `${whole} checked` : whole)
    .replaceAll(/<select id="\w+" name="(\w+)">.*?<\/select>/g, (select, name: string) =>
      select.replaceAll(/<option value="([^"]*)"/g, (whole, value: string) => (isSet(name, value) ? `${whole} selected` : whole)))
    .replace('name="open_at" value=""', () => `name="open_at" value="${escaped(openAt)}"`)
    .replace('id="q" name="q" type="search" value=""', () => `id="q" name="q" type="search" value="${escaped(asked.q)}"`)
    .replace('<p class="buttons">', (whole) => near + whole);
}

/** Mark a page as a copy; its script then says what is saved and since when. */
export function marked(page: string): string {
  return page.replace('<p class="offline" id="offline"', '<p class="offline" id="offline" data-copy');
}

export function entries(found: Found[], words: Words, language: string): string {
  return found.map(({ place, distanceM }) => {
    if (distanceM === null) return place.html;
    const away = filled(words["away"], distance(distanceM, language));
    const at = place.html.lastIndexOf("</p>");
    return `${place.html.slice(0, at)} · <span class="distance">${escaped(away)}</span>${place.html.slice(at)}`;
  }).join("\n");
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}

function results(asked: Asked, found: Found[], words: Words, language: string): string {
  const { filter, q, near } = asked;
  const set = Number(asked.categories.length > 0) + Number(asked.municipalities.length > 0);
  const count = found.length === 1 ? words["one"]! : filled(words["many"], found.length.toLocaleString(language));
  const list = `<ul class="places" aria-labelledby="count">\n${entries(found, words, language)}\n</ul>`;
  const problem = `<p class="problem" role="alert">${escaped(words["needs_network"]!)}</p>`;
  return `<div id="results" data-filter="${escaped(filter)}" data-q="${escaped(q)}" data-near="${escaped(near)}" data-set="${set}">
${asked.needsNetwork ? problem : ""}
<h2 id="count" class="count-line">${count}</h2>
${found.length ? list : ""}
</div>`;
}
