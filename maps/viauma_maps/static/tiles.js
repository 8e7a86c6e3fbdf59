// Tiles read from the PMTiles file beside the page: a circle for a place, a figure for several.
"use strict";

(() => {
  const { fit, json, labels, open, popupBox, prepare, say } = ViaUma;
  const { areas, bounds, categories, file, land, municipalities, words, zooms } = json("tiles-data");
  const SIDE = 512;
  const LISTED = 8;

  // Faded tiles stay while others come, and a place would be counted twice for a moment.
  const map = L.map("map", { fadeAnimation: false, minZoom: Math.max(zooms[0] + 1, 4), maxZoom: 18 });
  L.control.scale({ imperial: false }).addTo(map);
  const dots = L.canvas({ padding: 0.5, tolerance: 6 });
  const notice = document.getElementById("notice");
  let shown = [];

  function ground() {
    const options = (className) => ({ interactive: false, smoothFactor: 0.5, style: { className } });
    map.createPane("ground").style.zIndex = 200;
    const pane = { pane: "ground", renderer: L.svg({ pane: "ground", padding: 0.5 }) };
    L.geoJSON(land, { ...options("land"), ...pane }).addTo(map);
    for (const { geometry, member } of areas) {
      L.geoJSON(geometry, { ...options(member ? "area focus" : "area"), ...pane }).addTo(map);
    }
    labels(map, areas.map(({ middle, name, member }) => [...middle, name, member]));
  }

  function tell(text) {
    notice.replaceChildren();
    say(notice, text);
    notice.hidden = false;
  }

  const colourOf = (about) => categories[about.category]?.colour ?? "#444444";
  const nameOf = (about) => {
    const first = about.name_sv ?? about.name_en ?? about.name;
    return first ? { sv: first, en: about.name_en ?? first } : words.unnamed;
  };

  function drawn({ geom, geomType, props }, at) {
    const lines = geom.map((line) => line.map(at));
    if (!("count" in props)) return L.polyline(lines, { weight: 1.2, color: "#66736f", interactive: false });
    const style = { renderer: dots, color: colourOf(props), weight: 3 };
    if (geomType === 2) return L.polyline(lines, style);
    if (geomType === 3) return L.polygon(lines, { ...style, weight: 1, fillOpacity: 0.35 });
    if (props.count > 1) return several(lines[0][0], props);
    return L.circleMarker(lines[0][0], { ...style, color: "#fff", fillColor: style.color, fillOpacity: 1, weight: 1.5, radius: 6 });
  }

  function several(at, props) {
    const html = document.createElement("span");
    html.textContent = props.count;
    const size = Math.round(20 + 7 * Math.log10(props.count));
    const icon = L.divIcon({ className: "several", html, iconSize: [size, size] });
    const marker = L.marker(at, { icon, zIndexOffset: props.count });
    return marker.on("add", () => {
      marker.getElement().style.backgroundColor = colourOf(props);
    });
  }

  function popup(props) {
    const box = popupBox([]);
    const line = (...said) => box.append(say(document.createElement("p"), ...said));
    if (props.count > 1) {
      say(box.firstChild, words.places_many, props.count);
      box.append(counts(props));
    } else {
      say(box.firstChild, nameOf(props));
      line(categories[props.category]?.label ?? props.category);
      if (props.municipality) line(municipalities[props.municipality] ?? props.municipality);
    }
    return box;
  }

  function counts(props) {
    const table = document.createElement("table");
    const rows = Object.entries(props).filter(([name]) => name.startsWith("count_"));
    for (const [name, number] of rows.sort((a, b) => b[1] - a[1]).slice(0, LISTED)) {
      const row = table.insertRow();
      const key = name.slice("count_".length);
      say(row.insertCell(), categories[key]?.label ?? key);
      row.insertCell().append(number);
    }
    return table;
  }

  const Tiles = L.GridLayer.extend({
    createTile(coords, done) {
      const tile = document.createElement("div");
      // A tile of 512 points shows the level before the map's own.
      const address = { z: coords.z - 1, x: coords.x, y: coords.y };
      source.get(address, SIDE).then((layers) => {
        tile.group = tile.gone ? null : draw(layers, coords);
        done(null, tile);
      }, (error) => {
        tell(words.unreadable);
        done(error, tile);
      });
      return tile;
    },
  });

  function draw(layers, coords) {
    const at = ({ x, y }) => map.unproject([coords.x * SIDE + x, coords.y * SIDE + y], coords.z);
    const group = L.layerGroup();
    for (const feature of [...layers.values()].flat()) {
      const layer = drawn(feature, at);
      if ("count" in feature.props) {
        layer.on("click", ({ latlng }) => open(map, layer.getLatLng?.() ?? latlng, popup(feature.props)));
      }
      layer.about = feature.props;
      group.addLayer(layer);
    }
    shown.push(group);
    return group.addTo(map);
  }

  function forget({ tile }) {
    tile.gone = true;
    tile.group?.remove();
    shown = shown.filter((group) => group !== tile.group);
  }

  prepare(map);
  fit(map, bounds ?? [-180, -60, 180, 75]);
  ground();
  if (location.protocol === "file:") {
    tell(words.needs_server);
    return;
  }
  const source = new protomapsL.PmtilesSource(new URL(file, location.href).href, false);
  new Tiles({ tileSize: SIDE, maxNativeZoom: zooms[1] + 1, noWrap: true, updateWhenZooming: false })
    .on("tileunload", forget)
    .addTo(map);
  ViaUma.shownPlaces = () =>
    shown.flatMap((group) => group.getLayers()).reduce((sum, { about }) => sum + (about.count ?? 0), 0);
})();
