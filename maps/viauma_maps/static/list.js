// The map's own furniture, its popups, and the list whose entries are in the page already.
"use strict";

(() => {
  const { fold, json, resay, say, whenSpoken } = window.ViaUma;
  const page = json("page-data");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  L.Map.mergeOptions({ zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still });
  if (still) {
    // Leaflet slides to a popup whatever the options say; who asked for stillness gets a jump.
    const { panBy } = L.Map.prototype;
    L.Map.include({ panBy(by, options) { return panBy.call(this, by, { ...options, animate: false }); } });
  }
  // On a phone the legend would cover the map; it is one tap away.
  const narrow = window.matchMedia("(max-width: 760px)").matches;
  for (const legend of narrow ? document.querySelectorAll(".legend") : []) legend.open = false;

  function text(value) {
    const element = document.createElement("span");
    element.textContent = value;
    return element.innerHTML;
  }

  function prepare(map) {
    attribute(map);
    whenSpoken((language) => {
      name(".leaflet-control-zoom-in", page.words.zoom_in[language]);
      name(".leaflet-control-zoom-out", page.words.zoom_out[language]);
    });
    const note = document.getElementById("accuracy-note");
    if (note && json("accuracy")) {
      resay(note, page.words.outlines_note, json("accuracy"));
      note.hidden = false;
    }
    new ResizeObserver(() => map.invalidateSize()).observe(map.getContainer());
    window.ViaUma.map = map;
  }

  // Every source is named on the map; in one line, that opens when one asks for it.
  function attribute(map) {
    const control = map.attributionControl;
    control.setPrefix(false);
    for (const attribution of page.attributions) control.addAttribution(text(attribution));
    control.addAttribution("Leaflet");
    const line = control.getContainer();
    line.tabIndex = 0;
    line.setAttribute("role", "button");
    const toggle = () => line.setAttribute("aria-expanded", String(line.classList.toggle("whole")));
    line.setAttribute("aria-expanded", "false");
    line.addEventListener("click", toggle);
    line.addEventListener("keydown", ({ key }) => key === "Enter" && toggle());
  }

  // How far the legend reaches into the map from the right; nothing when it leaves no room at all.
  function taken(map) {
    const legend = document.querySelector(".legend[open]");
    const width = legend && legend.offsetHeight > 200 ? legend.offsetWidth + 10 : 0;
    return width < map.getContainer().clientWidth / 2 ? width : 0;
  }

  // Shows a box in what the legend leaves free of the map.
  function fit(map, [west, south, east, north]) {
    map.fitBounds([[south, west], [north, east]], {
      paddingTopLeft: [16, 16],
      paddingBottomRight: [taken(map) + 16, 32],
      animate: false,
    });
  }

  function name(selector, label) {
    for (const element of document.querySelectorAll(selector)) {
      element.title = label;
      element.setAttribute("aria-label", label);
    }
  }

  function labels(map, places) {
    map.createPane("labels").classList.add("labels");
    for (const [lat, lon, label, isMember] of places) {
      const element = document.createElement("span");
      element.textContent = label;
      const icon = L.divIcon({ className: isMember ? "label member" : "label", html: element, iconSize: null });
      L.marker([lat, lon], { icon, interactive: false, keyboard: false, pane: "labels" }).addTo(map);
    }
  }

  // Opens a popup and hands it the keyboard; Escape gives the keyboard back to where it came from.
  function open(map, at, content, origin, offset = [0, 0]) {
    const { clientWidth, clientHeight } = map.getContainer();
    const popup = L.popup({
      offset,
      minWidth: 220,
      maxWidth: Math.min(320, clientWidth - 50),
      maxHeight: Math.min(360, clientHeight - 140),
      // Clear of the zoom buttons and of the legend: beside them, or on a phone below them.
      autoPanPaddingTopLeft: narrow ? [8, 78] : [56, 12],
      autoPanPaddingBottomRight: narrow ? [8, 34] : [taken(map) + 12, 34],
    });
    popup.setLatLng(at).setContent(content).openOn(map);
    name(".leaflet-popup-close-button", page.words.close[document.documentElement.lang]);
    if (origin && map.getContainer().getBoundingClientRect().top < 0) {
      map.getContainer().scrollIntoView({ block: "nearest" });
    }
    content.focus({ preventScroll: true });
    popup.getElement().addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      map.closePopup(popup);
      (origin ?? map.getContainer()).focus();
    });
    return popup;
  }

  function popupBox(heading) {
    const box = document.createElement("article");
    box.className = "popup";
    box.tabIndex = -1;
    const title = document.createElement("h2");
    title.append(...heading);
    box.append(title);
    return box;
  }

  // A list that stands in the page: the filter hides what does not match.
  function filterStaticList(changed) {
    const entries = [...document.querySelectorAll("#entries[data-static] > li")];
    const haystacks = entries.map((entry) => fold(entry.textContent));
    const count = document.getElementById("count");
    const filter = document.getElementById("filter");
    const words = Object.fromEntries(["one", "many", "of"].map((key) => [key, JSON.parse(count.dataset[key])]));
    const apply = () => {
      const wanted = fold(filter.value).split(/\s+/).filter(Boolean);
      entries.forEach((entry, number) => {
        entry.hidden = !wanted.every((part) => haystacks[number].includes(part));
      });
      const shown = entries.filter((entry) => !entry.hidden);
      if (shown.length < entries.length) resay(count, words.of, shown.length, entries.length);
      else resay(count, shown.length === 1 ? words.one : words.many, shown.length);
      changed(shown);
    };
    filter.addEventListener("input", apply);
    apply();
  }

  Object.assign(window.ViaUma, { filterStaticList, fit, labels, open, popupBox, prepare, say, still });
})();
