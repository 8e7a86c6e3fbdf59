// What opens at a place on the map: its name, what it is, and the way to its page.

import * as L from "leaflet";
import { element, filled, type MapData } from "./data";
import { show as showPlan } from "./plan";
import type { Shape } from "./tiles";

const OUTSIDE = { target: "_blank", rel: "noopener" };

export function openPlace(
  map: L.Map, data: MapData, shape: Shape, at: L.LatLng, { isFramed = false } = {},
): void {
  const label = data.categories[shape.category]?.label ?? shape.category;
  const address = `${data.base}/${data.language}/places/${shape.id}`;
  const box = element("div", { className: "about" },
    element("h3", {}, element("a", { href: address, textContent: shape.name ?? label, ...(isFramed ? OUTSIDE : {}) })),
    element("p", { textContent: label }),
  );
  const popup = L.popup({ maxWidth: 280, autoPanPadding: [24, 24], closeButton: true })
    .setLatLng(at).setContent(box).openOn(map);
  void more(box, data, shape, isFramed).then(() => {
    if (!popup.isOpen()) return;
    const active = document.activeElement as HTMLElement | null;
    popup.update();
    // The content is put in anew, which takes the focus away.
    if (active && box.contains(active)) active.focus();
  });
}

async function more(box: HTMLElement, data: MapData, shape: Shape, isFramed: boolean): Promise<void> {
  const response = await fetch(`${data.base}/collections/places/items/${shape.id}?f=json`).catch(() => null);
  if (!response?.ok) return;
  const { properties } = (await response.json()) as { properties: Record<string, string | null> };
  const where = [properties["municipality_name"], properties["street"]].filter(Boolean).join(" · ");
  if (where) box.append(element("p", { textContent: where }));
  if (isFramed) return;
  const { add = "", remove = "", added = "", removed = "" } = data.words;
  const button = element("button", { type: "button", textContent: filled(add) });
  Object.assign(button.dataset, { plan: properties["slug"] ?? "", add, remove, added, removed });
  box.append(element("p", {}, button));
  showPlan();
}
