// Municipalities that carry a figure and answer to a click: choropleth and projects share them.
"use strict";

ViaUma.areas = (map, layer, { middles, clicked }) => {
  const shapes = new Map();
  const figures = new Map();
  layer.eachLayer((shape) => {
    const code = String(shape.feature.id);
    shapes.set(code, shape);
    shape.on("click", (event) => clicked(code, event.latlng));
  });

  const pane = map.createPane("figures");
  pane.classList.add("labels");
  for (const [code, at] of Object.entries(middles)) {
    const element = document.createElement("span");
    const icon = L.divIcon({ className: "label member figure-label", html: element, iconSize: null });
    L.marker(at, { icon, interactive: false, keyboard: false, pane: "figures" }).addTo(map);
    figures.set(code, element);
  }

  return {
    middles,
    bounds: (codes) => codes.reduce((all, code) => all.extend(shapes.get(code).getBounds()), L.latLngBounds([])),
    paint(code, shade) {
      const path = shapes.get(code)?.getElement();
      if (path) path.dataset.shade = shade ?? "none";
    },
    mark(codes) {
      for (const [code, shape] of shapes) {
        shape.getElement()?.classList.toggle("marked", codes.includes(code));
        if (codes.includes(code)) shape.bringToFront();
      }
    },
    write(code, name, figure) {
      const strong = document.createElement("strong");
      strong.append(figure);
      figures.get(code)?.replaceChildren(name, document.createElement("br"), strong);
    },
    has: (code) => shapes.has(code),
  };
};

ViaUma.shadeList = (rows) => {
  const list = document.getElementById("classes");
  list.replaceChildren(
    ...rows.map(([shade, label]) => {
      const item = document.createElement("li");
      const swatch = document.createElement("i");
      swatch.dataset.shade = shade;
      item.append(swatch, " ");
      ViaUma.say(item, label);
      return item;
    }),
  );
};
