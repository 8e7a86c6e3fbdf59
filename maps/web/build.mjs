// Copies what browsers need from the npm packages into viauma_maps/assets/, with a manifest.
//
// Node's standard library only: a bundler would be one more thing to trust, and nothing here
// needs bundling. Run it after `npm ci`; the result is a function of package-lock.json.

import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const ASSETS = join(HERE, "..", "viauma_maps", "assets");

// Package → its licence file, and pairs of (folder or file in the package, place in assets/).
const PACKAGES = {
  leaflet: {
    licence: "LICENSE",
    files: [
      ["dist/leaflet.js", "leaflet/leaflet.js"],
      ["dist/leaflet.css", "leaflet/leaflet.css"],
      ["dist/images", "leaflet/images"],
    ],
  },
  "leaflet.markercluster": {
    licence: "MIT-LICENCE.txt",
    files: [
      ["dist/leaflet.markercluster.js", "markercluster/leaflet.markercluster.js"],
      ["dist/MarkerCluster.css", "markercluster/MarkerCluster.css"],
      ["dist/MarkerCluster.Default.css", "markercluster/MarkerCluster.Default.css"],
    ],
  },
  // Reads tiles out of a PMTiles file by byte ranges; its bundle holds all that it needs.
  "protomaps-leaflet": {
    licence: "LICENSE",
    files: [["dist/protomaps-leaflet.js", "protomaps/protomaps-leaflet.js"]],
  },
  // What that bundle is made of beside Protomaps' own; only the licences are copied.
  "@mapbox/point-geometry": { licence: "LICENSE", files: [] },
  "@mapbox/vector-tile": { licence: "LICENSE.txt", files: [] },
  // Bundled into the visitor's pages by Vite.
  "lucide-static": { licence: "LICENSE", files: [] },
  color2k: { licence: "LICENSE", files: [] },
  fflate: { licence: "LICENSE", files: [] },
  pbf: { licence: "LICENSE", files: [] },
  potpack: { licence: "LICENSE", files: [] },
  quickselect: { licence: "LICENSE", files: [] },
  rbush: { licence: "LICENSE", files: [] },
  "@mapbox/maki": { licence: "LICENSE.txt", files: [["icons", "maki"]] },
  "swagger-ui-dist": {
    licence: "LICENSE",
    files: [
      ["swagger-ui.css", "swagger/swagger-ui.css"],
      ["swagger-ui-bundle.js", "swagger/swagger-ui-bundle.js"],
      ["swagger-ui-bundle.js.LICENSE.txt", "swagger/swagger-ui-bundle.js.LICENSE.txt"],
      ["favicon-32x32.png", "swagger/favicon-32x32.png"],
      ["NOTICE", "swagger/NOTICE"],
    ],
  },
  // The land around the region (Natural Earth 1:50m), so that a neighbour is not drawn as sea.
  "world-atlas": {
    licence: "LICENSE",
    files: [["land-50m.json", "land/land.json", landAsGeoJson]],
  },
};

const manifest = {};

await rm(ASSETS, { recursive: true, force: true });
for (const [name, { licence, files }] of Object.entries(PACKAGES)) {
  const root = join(HERE, "node_modules", name);
  const { version, license } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const about = { package: name, version, licence: license };
  for (const [from, to, change] of files) await copy(join(root, from), to, about, change);
  await copy(join(root, licence), `licences/${name.replaceAll("/", "-")}.txt`, about);
}
const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
await writeFile(join(ASSETS, "manifest.json"), `${JSON.stringify(sorted, null, 1)}\n`);
console.log(`${Object.keys(sorted).length} files in maps/viauma_maps/assets`);

async function copy(from, to, about, change = withoutSourceMap) {
  const names = await readdir(from).catch(() => null);
  if (names) {
    for (const name of names.sort()) await copy(join(from, name), `${to}/${name}`, about);
    return;
  }
  const bytes = change(await readFile(from), to);
  await mkdir(dirname(join(ASSETS, to)), { recursive: true });
  await writeFile(join(ASSETS, to), bytes);
  manifest[to] = { ...about, sha256: createHash("sha256").update(bytes).digest("hex") };
}

// A sourceMappingURL makes browsers ask for a file that is not there.
function withoutSourceMap(bytes, to) {
  if (!/\.(js|css)$/.test(to)) return bytes;
  return Buffer.from(bytes.toString("utf8").replace(/\n?\/[/*][#@] sourceMappingURL=.*\s*$/, "\n"));
}

// TopoJSON shares borders as arcs of differences; a map page wants plain polygons.
function landAsGeoJson(bytes) {
  const { arcs, transform, objects } = JSON.parse(bytes.toString("utf8"));
  const lines = arcs.map((arc) => decoded(arc, transform));
  const coordinates = objects.land.geometries.flatMap(({ type, arcs: parts }) =>
    (type === "Polygon" ? [parts] : parts).map((rings) => rings.map((ring) => joined(ring, lines))),
  );
  return Buffer.from(JSON.stringify({ type: "MultiPolygon", coordinates }));
}

function decoded(arc, { scale, translate }) {
  let x = 0;
  let y = 0;
  return arc.map(([dx, dy]) => {
    x += dx;
    y += dy;
    return [round(x * scale[0] + translate[0]), round(y * scale[1] + translate[1])];
  });
}

// A negative index means the arc is walked backwards; the first point repeats the last one.
function joined(ring, lines) {
  return ring.flatMap((index, position) => {
    const line = index < 0 ? lines[~index].toReversed() : lines[index];
    return position === 0 ? line : line.slice(1);
  });
}

function round(degrees) {
  return Math.round(degrees * 1000) / 1000;
}
