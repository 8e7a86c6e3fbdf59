// Draws the features of a page over the municipalities; the table below holds the same for everybody.
"use strict";
(() => {
  const frame = document.getElementById("items-map");
  if (!frame || typeof L === "undefined") return;
  const features = JSON.parse(document.getElementById("items-data").textContent);
  if (!features.features.length) return;
  frame.hidden = false;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(frame, { zoomAnimation: !still, fadeAnimation: !still, maxZoom: 16 });
  map.attributionControl.setPrefix(false);
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();

  const popup = (feature) => {
    const link = document.createElement("a");
    link.href = `${frame.dataset.items}/${encodeURIComponent(feature.id)}?f=html`;
    link.textContent = feature.properties.name || feature.properties.slug;
    return link;
  };
  const layer = L.geoJSON(features, {
    style: (feature) => feature.geometry && feature.geometry.type === "Point"
      ? { color: colour("--paper"), weight: 2, fillColor: colour("--mark"), fillOpacity: 1 }
      : { color: colour("--mark"), weight: 3, fillOpacity: 0.2 },
    pointToLayer: (feature, at) => L.circleMarker(at, { radius: 7 }),
    onEachFeature: (feature, shape) => shape.bindPopup(() => popup(feature)),
  }).addTo(map);
  const bounds = layer.getBounds();
  if (!bounds.isValid()) { frame.hidden = true; return; }
  map.fitBounds(bounds, { padding: [24, 24], maxZoom: 13 });

  fetch(frame.dataset.outlines).then((answer) => answer.json()).then((outlines) => {
    L.geoJSON(outlines, {
      interactive: false,
      style: { color: colour("--line"), weight: 1, fillColor: colour("--land"), fillOpacity: 0.8 },
    }).addTo(map).bringToBack();
  }).catch(() => { /* Without outlines the features still stand where they are. */ });
})();
