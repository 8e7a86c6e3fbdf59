// Search as you type: a combobox as the ARIA practices describe it; without it the form searches.

import { announce, element, filled, symbol, type MapData } from "./data";

interface Suggestion {
  type: "place" | "category" | "municipality" | "locality";
  id: string;
  slug: string;
  name: string;
  detail: string | null;
  lon: number | null;
  lat: number | null;
}

const PAUSE_MS = 120;

export function watchSearch(data: MapData, went: (lat: number, lon: number) => void): void {
  const field = document.getElementById("q") as HTMLInputElement;
  const list = element("ul", { id: "suggestions", className: "suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.querySelector('label[for="q"]')?.textContent ?? "");
  field.after(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", "suggestions");
  let asking = new AbortController();
  let waiting = 0;
  let active = -1;

  const options = () => [...list.querySelectorAll<HTMLElement>("[role=option]")];
  const close = () => {
    list.hidden = true;
    active = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const mark = (at: number) => {
    const all = options();
    active = all.length ? (at + all.length) % all.length : -1;
    all.forEach((one, index) => one.setAttribute("aria-selected", String(index === active)));
    if (active >= 0) {
      field.setAttribute("aria-activedescendant", all[active]!.id);
      all[active]!.scrollIntoView({ block: "nearest" });
    }
  };
  close();

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    asking.abort();
    if (!field.value.trim()) return close();
    waiting = window.setTimeout(() => void ask(), PAUSE_MS);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) return;
      event.preventDefault();
      mark(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      options()[active]!.click();
    }
  });
  field.addEventListener("blur", () => setTimeout(close, 200));

  async function ask(): Promise<void> {
    asking = new AbortController();
    const query = new URLSearchParams({ q: field.value.trim(), lang: data.language });
    const response = await fetch(`${data.base}/search?${query}`, { signal: asking.signal }).catch(() => null);
    if (!response?.ok) return close();
    const { suggestions } = (await response.json()) as { suggestions: Suggestion[] };
    list.replaceChildren(...suggestions.map(row));
    list.hidden = !suggestions.length;
    active = -1;
    field.setAttribute("aria-expanded", String(!list.hidden));
    announce(suggestions.length ? filled(data.words["suggestions"], suggestions.length) : data.words["suggestions_none"] ?? "");
  }

  function row(one: Suggestion, index: number): HTMLElement {
    const item = element("li", { id: `suggestion-${index}` });
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    if (one.type === "category") item.append(symbol(data.symbols, one.id, 22));
    item.append(element("span", {}, element("strong", { textContent: one.name }), element("small", { textContent: one.detail ?? "" })));
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => choose(one));
    return item;
  }

  function choose(one: Suggestion): void {
    close();
    const home = `${data.base}/${data.language}`;
    if (one.type === "place") location.href = `${home}/places/${one.slug}`;
    else if (one.type === "category") location.href = `${home}/?${new URLSearchParams({ filter: `category = '${one.id}'` })}`;
    else if (one.type === "municipality") location.href = `${home}/municipalities/${one.slug}`;
    else if (one.lat !== null && one.lon !== null) {
      field.value = "";
      went(one.lat, one.lon);
    }
  }
}
