// Rates by municipality: the reader picks what is counted, map, legend and list follow.
"use strict";

ViaUma.choropleth = (map, data, layer) => {
  const { filterStaticList, language, open, popupBox, remember, say, shadeList, whenSpoken } = ViaUma;
  const select = document.getElementById("measure");
  const unplaced = document.getElementById("unplaced");
  const entries = new Map([...document.querySelectorAll("#entries > li")].map((entry) => [entry.dataset.key, entry]));
  const areas = ViaUma.areas(map, layer, { middles: data.middles, clicked: (code, at) => show(code, at, null) });
  const noData = { sv: "–", en: "–" };

  const number = (value, spoken, digits) =>
    value.toLocaleString(spoken, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  // Small rates need more digits to differ.
  const digitsFor = (breaks) => (breaks.at(-1) >= 10 ? 1 : 2);

  function both(value, digits) {
    if (value === null || value === undefined) return noData;
    return { sv: number(value, "sv", digits), en: number(value, "en", digits) };
  }

  function draw() {
    const measure = data.measures.find(({ key }) => key === select.value);
    const digits = digitsFor(measure.breaks);
    for (const [code, [count, rate, shade]] of Object.entries(measure.areas)) {
      areas.paint(code, shade);
      areas.write(code, entries.get(code).querySelector(".name").textContent, number0(rate, digits));
      for (const slot of document.querySelectorAll(`[data-area="${CSS.escape(code)}"]`)) {
        slot.replaceChildren();
        say(slot, slot.dataset.figure === "rate" ? both(rate, digits) : both(count, 0));
      }
    }
    legend(measure, digits);
    unplaced.hidden = !measure.unplaced;
    unplaced.lastElementChild.textContent = measure.unplaced;
  }

  const number0 = (rate, digits) => (rate === null ? "–" : number(rate, language(), digits));

  function legend({ breaks, areas: figures }, digits) {
    const rows = breaks.slice(1).map((high, shade) => [
      shade,
      Object.fromEntries(["sv", "en"].map((spoken) => [spoken, `${number(breaks[shade], spoken, digits)} – ${number(high, spoken, digits)}`])),
    ]);
    if (!rows.length) rows.push([0, { sv: number(0, "sv", 0), en: number(0, "en", 0) }]);
    if (Object.values(figures).some(([, rate]) => rate === null)) rows.push(["none", noData]);
    shadeList(rows);
  }

  function show(code, at, origin) {
    const entry = entries.get(code);
    const box = popupBox([entry.querySelector(".name").textContent]);
    box.append(entry.querySelector(".facts").cloneNode(true));
    if (origin) map.fitBounds(areas.bounds([code]), { maxZoom: 9, animate: false });
    open(map, at ?? areas.middles[code], box, origin);
    // After opening: the popup that was open before takes its mark along when it closes.
    areas.mark([code]);
    remember("place", code);
  }

  document.getElementById("entries").addEventListener("click", (event) => {
    const button = event.target.closest("button.entry");
    if (button) show(button.closest("li").dataset.key, null, button);
  });
  select.addEventListener("change", draw);
  map.on("popupclose", () => areas.mark([]));
  filterStaticList(() => {});
  whenSpoken(draw);
};
