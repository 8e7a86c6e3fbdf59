// Projects: the municipalities by how many projects touched them, and each project's own area.
"use strict";

ViaUma.projects = (map, data, layer) => {
  const { filterStaticList, open, popupBox, remember, shadeList } = ViaUma;
  const entries = [...document.querySelectorAll("#entries > li")];
  const areas = ViaUma.areas(map, layer, { middles: data.middles, clicked: area });
  const SHADES = 5;

  // The map counts what the list shows, so a search narrows both.
  function draw(shown) {
    const counts = {};
    for (const entry of shown) for (const code of codesOf(entry)) counts[code] = (counts[code] ?? 0) + 1;
    const most = Math.max(1, ...Object.values(data.counts));
    const step = Math.max(1, Math.ceil(most / SHADES));
    for (const code of Object.keys(data.counts)) {
      const count = counts[code] ?? 0;
      areas.paint(code, count ? Math.floor((count - 1) / step) : "none");
      areas.write(code, data.names[code] ?? code, String(count));
    }
    const shades = Array.from({ length: Math.ceil(most / step) }, (_, shade) => shade);
    shadeList(shades.map((shade) => [shade, step === 1 ? String(shade + 1) : `${shade * step + 1} – ${Math.min(most, (shade + 1) * step)}`]));
  }

  const codesOf = (entry) => entry.dataset.codes.split(" ").filter((code) => areas.has(code));
  const titleOf = (entry) => [...entry.querySelector(".name").cloneNode(true).childNodes];

  function area(code, at) {
    const box = popupBox([data.names[code] ?? code]);
    const list = document.createElement("ul");
    for (const entry of entries.filter((one) => !one.hidden && codesOf(one).includes(code))) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "plain";
      button.append(...titleOf(entry));
      button.addEventListener("click", () => show(entry, entry.querySelector("button.entry")));
      const item = document.createElement("li");
      item.append(button);
      list.append(item);
    }
    box.append(list);
    open(map, at, box, null);
    // After opening: the popup that was open before takes its mark along when it closes.
    areas.mark([code]);
  }

  function show(entry, origin) {
    const codes = codesOf(entry);
    const box = popupBox(titleOf(entry));
    box.append(entry.querySelector(".facts").cloneNode(true));
    const ledger = entry.querySelector("details");
    ledger.open = true;
    entry.scrollIntoView({ block: "nearest" });
    // A project whose area is unknown has no spot on the map, and is not given one.
    if (!codes.length) {
      map.closePopup();
      return;
    }
    map.fitBounds(areas.bounds(codes), { padding: [20, 20], animate: false });
    open(map, data.at[entry.dataset.key] ?? areas.middles[codes[0]], box, origin);
    areas.mark(codes);
    remember("place", entry.dataset.key);
  }

  document.getElementById("entries").addEventListener("click", (event) => {
    const button = event.target.closest("button.entry");
    if (button) show(button.closest("li"), button);
  });
  map.on("popupclose", () => areas.mark([]));
  filterStaticList(draw);
};
