// Places: markers in clusters, the list of the same places, and popups. One filter for all three.
"use strict";

ViaUma.places = (map, options) => {
  const { fold, json, language, open, remember, resay, say, state, still, whenSpoken } = ViaUma;
  const data = json("places-data");
  const { words, places, categories } = data;
  const { labelOf, nameIn, nameOf, other, popup, prefixed, where } = ViaUma.placeTexts(data);
  // A list of more than this is slow to lay out on a phone; the rest comes on demand.
  const CHUNK = 500;
  const CLOSE_UP = 14;

  const list = document.getElementById("entries");
  const count = document.getElementById("count");
  const none = document.getElementById("none");
  const more = document.getElementById("more");
  const filter = document.getElementById("filter");
  const switches = [...document.querySelectorAll("[data-group]")];

  const SVG = "http://www.w3.org/2000/svg";
  const icons = categories.map(({ key }) => {
    const icon = L.divIcon({ className: "place", html: symbol(key), iconSize: [30, 30], popupAnchor: [0, -13] });
    const muted = L.divIcon({ ...icon.options, className: "place muted" });
    return { icon, muted };
  });

  function symbol(key) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "symbol");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS(SVG, "use");
    use.setAttribute("href", `#symbol-${key}`);
    svg.append(use);
    return svg.outerHTML;
  }

  const titleIn = (place, spoken) => `${nameIn(place, spoken)}, ${other(labelOf(place), spoken)}`;

  const haystacks = places.map((place) =>
    fold([place.name, place.name_en, ...Object.values(labelOf(place)), data.municipalities[place.municipality], place.address].filter(Boolean).join(" ")),
  );

  // Markers are made when the map has been drawn once; ten thousand would delay the list.
  const markers = places.map((place) => {
    const { icon, muted } = icons[place.category];
    const marker = L.marker(place.at, { icon: place.status ? muted : icon, title: titleIn(place, language()), riseOnHover: true });
    marker.on("click", () => show(place, null));
    return marker;
  });
  const clusters = L.markerClusterGroup({
    chunkedLoading: true,
    maxClusterRadius: options.radius,
    disableClusteringAtZoom: CLOSE_UP + 2,
    showCoverageOnHover: false,
    spiderfyOnMaxZoom: true,
    animate: !still,
    iconCreateFunction: clusterIcon,
  }).addTo(map);
  const shapes = L.layerGroup().addTo(map);

  function clusterIcon(cluster) {
    const number = cluster.getChildCount();
    const size = number < 10 ? "small" : number < 100 ? "medium" : "large";
    const box = document.createElement("div");
    const spoken = say(document.createElement("span"), words.cluster);
    spoken.className = "unseen";
    box.append(number, " ", spoken);
    return L.divIcon({ html: box, className: `marker-cluster marker-cluster-${size}`, iconSize: [40, 40] });
  }

  function drawShapes(shown) {
    shapes.clearLayers();
    for (const number of shown) {
      const geometry = data.shapes[places[number].id];
      if (!geometry) continue;
      const style = { className: "shape", color: categories[places[number].category].colour, weight: 2 };
      L.geoJSON(geometry, { style, interactive: false }).addTo(shapes);
    }
  }

  let shown = [];
  let listed = 0;

  function apply() {
    const wanted = fold(filter.value).split(/\s+/).filter(Boolean);
    const off = new Set(switches.filter((box) => !box.checked).map((box) => box.dataset.group));
    shown = [];
    places.forEach((place, number) => {
      if (off.has(categories[place.category].group)) return;
      if (wanted.every((part) => haystacks[number].includes(part))) shown.push(number);
    });
    clusters.clearLayers();
    clusters.addLayers(shown.map((number) => markers[number]));
    drawShapes(shown);
    list.replaceChildren();
    listed = 0;
    listMore();
    tell();
  }

  function listMore() {
    const next = shown.slice(listed, listed + CHUNK);
    const focus = listed && document.activeElement === more;
    list.append(...next.map(entry));
    listed += next.length;
    const rest = shown.length - listed;
    more.hidden = rest === 0;
    resay(more, words.more, Math.min(CHUNK, rest));
    if (focus) list.children[listed - next.length].firstChild.focus();
    if (listed > CHUNK) tell();
  }

  function tell() {
    none.hidden = shown.length > 0;
    if (shown.length < places.length) resay(count, words.places_of, shown.length, places.length);
    else resay(count, shown.length === 1 ? words.places_one : words.places_many, shown.length);
    if (listed < shown.length) say(count, prefixed(", ", words.listed), listed);
  }

  function entry(number) {
    const place = places[number];
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = place.status ? "entry muted" : "entry";
    button.dataset.number = number;
    button.insertAdjacentHTML("beforeend", symbol(categories[place.category].key));
    const name = say(document.createElement("span"), nameOf(place));
    name.className = place.name ? "name" : "name unnamed";
    const sub = say(document.createElement("span"), labelOf(place));
    sub.className = "sub";
    where(sub, place, " · ");
    if (place.status) say(sub, prefixed(" · ", data.statuses[place.status]));
    button.append(name, sub);
    item.append(button);
    return item;
  }

  function show(place, origin) {
    // From the list the map goes there; from the map one is there already.
    if (origin) map.setView(place.at, Math.max(map.getZoom(), CLOSE_UP), { animate: false });
    open(map, place.at, popup(place), origin, [0, -10]);
    remember("place", place.id);
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-number]");
    if (button) show(places[button.dataset.number], button);
  });
  more.addEventListener("click", listMore);
  let pause;
  filter.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(apply, 80);
  });
  filter.addEventListener("keydown", (event) => {
    if (event.key === "Enter") list.querySelector("button")?.click();
  });
  for (const box of switches) box.addEventListener("change", apply);
  map.on("popupclose", () => remember("place", null));
  whenSpoken((spoken) => {
    markers.forEach((marker, number) => {
      marker.options.title = titleIn(places[number], spoken);
      marker.getElement()?.setAttribute("title", marker.options.title);
    });
  });

  const asked = state().get("place");
  apply();
  const linked = places.find((place) => place.id === asked);
  if (linked) show(linked, filter);
  ViaUma.shownPlaces = () => shown.length;
};
