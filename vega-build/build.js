// Builds ../lib/curves/vendor/vega.min.js: `npm ci && npm run build`. See README.md.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { minify } from "terser";

const HERE = import.meta.dirname;
const VENDOR = join(HERE, "../lib/curves/vendor");

// Cuts in the packages' sources: file, what is replaced (every place; at least one), by what.
// What is then used by nobody, esbuild leaves out: among others d3-geo, d3-dsv and topojson-client.
const CUTS = [
  // One renderer: SVG, not canvas.  Before a view has a container, the SVG handler keeps the events, too.
  ["vega-scenegraph/src/modules.js", /^import SVGStringRenderer .*\n|^ +headless: SVGStringRenderer,\n/gm, ""],
  ["vega-scenegraph/src/modules.js", /^import \w*(Canvas|Hybrid)\w* .*\n|^modules\[(Canvas|Hybrid)\][^;]*;\n/gm, ""],
  ["vega-scenegraph/index.js", /^export .*(Canvas|Hybrid)\w+\.js';\n/gm, ""],
  ["vega-scenegraph/src/Scenegraph.js", /^  toJSON.*\n.*\n  \}\n|^import .*serialize\.js';\n/gm, ""],
  ["vega-scenegraph/src/Scenegraph.js", "sceneFromJSON(scene)", "scene"],
  ["vega-view/src/View.js", /^.*watchPixelRatio.*\n/gim, ""],
  ["vega-view/src/View.js", /\bCanvasHandler\b/g, "SVGHandler"],
  ["vega-view/src/initialize.js", /\bCanvasHandler\b/g, "SVGHandler"],
  ...["group", "image", "markItemPath", "markMultiItemPath", "path", "rect", "rule", "text"].map((mark) =>
    [`vega-scenegraph/src/marks/${mark}.js`, /^ +(draw|pick): .*,\n/gm, ""]),
  // No maps, no trees, no fingers that pinch, no free-hand selections in expressions.
  ["vega-functions/src/codegen.js", /^expressionFunction\('(geo|tree)\w+', .*\n/gm, ""],
  ["vega-functions/src/codegen.js", /^ {2}(pinchDistance|pinchAngle|lassoAppend|lassoPath|intersectLasso),?\n/gm, ""],
  ["vega-functions/src/codegen.js", /^import \{[^}]*\} from '\.\/functions\/(geo|tree|pinch|lasso)\.js';\n/gm, ""],
  ["vega-functions/index.js", /^export \{[^}]*\} from '\.\/src\/functions\/(geo|tree|pinch)\.js';\n/gm, ""],
  // Data come with the chart: no CSV, no TopoJSON.
  ["vega-loader/src/formats/index.js", /^import .*(dsv|topojson)\.js';\n|^ {2}(dsv|csv|tsv|topojson): .*\n/gm, ""],
  // Nobody moves between colours or numbers by CSS transforms or by zooming.
  ["d3-interpolate/src/index.js", /^.*interpolate(TransformCss|Zoom)\b.*\n/gm, ""],
  // Letters of all scripts: the engine knows them and needs no table.
  ["vega-expression/src/parser.js", /(RegexNonAsciiIdentifierStart = ).*,$/gm, "$1/\\p{ID_Start}/u,"],
  ["vega-expression/src/parser.js", /(RegexNonAsciiIdentifierPart = ).*;$/gm, "$1/[\\p{ID_Continue}\\u200C\\u200D]/u;"],
];

const HEAD = "/*! Vega 6.2.0 and d3, cut to what this book's charts need: see vega-build/. Licences: vega.LICENSE */";

const used = (...path) => ({ path: join(...path), sideEffects: false });
const made = new Set();
const cut = {
  name: "cut",
  setup({ onResolve, onLoad }) {
    // Vega's packages by their sources, not their builds: what a file declares is kept only if somebody uses the file.
    onResolve({ filter: /^vega-[a-z-]+$|^\.\.?\// }, ({ path, importer, resolveDir }) => {
      if (path.startsWith(".")) return importer.includes("/node_modules/vega-") ? used(resolveDir, path) : undefined;
      const browser = path === "vega-loader" || path === "vega-canvas" ? ".browser" : "";
      return used(HERE, "node_modules", path, `index${browser}.js`);
    });
    onLoad({ filter: /\.js$/ }, ({ path }) => {
      let contents = readFileSync(path, "utf8");
      for (const entry of CUTS.filter(([file]) => path.endsWith(`/node_modules/${file}`))) {
        const [file, from, to] = entry, shorter = contents.replaceAll(from, to);
        if (shorter === contents) throw Error(`${file} no longer holds ${from}`);
        contents = shorter;
        made.add(entry);
      }
      return { contents, resolveDir: dirname(path) };
    });
  },
};

const bundled = await build({
  entryPoints: [join(HERE, "entry.js")],
  bundle: true,
  minify: true,
  format: "iife",
  plugins: [cut],
  metafile: true,
  write: false,
  legalComments: "none",
  logOverride: { "commonjs-variable-in-esm": "silent" },
});
for (const entry of CUTS) if (!made.has(entry)) throw Error(`nobody reads ${entry[0]}: its cut does nothing`);

const options = { ecma: 2020, compress: { passes: 3, pure_getters: true, lhs_constants: false }, format: { preamble: HEAD } };
const { code } = await minify(bundled.outputFiles[0].text, options);
writeFileSync(join(VENDOR, "vega.min.js"), `${code}\n`);
console.log(`${code.length + 1} bytes, ${gzipSync(`${code}\n`, { level: 9 }).length} gzipped`);

// Licences: each text once, under the packages that it covers; and notices inside of sources.
const files = Object.entries(Object.values(bundled.metafile.outputs)[0].inputs)
  .filter(([file, { bytesInOutput }]) => bytesInOutput && file.includes("node_modules/")).map(([file]) => join(HERE, file));
const texts = new Map();
for (const name of new Set(files.map((file) => file.match(/.*node_modules\/([^/]+)/)[1]))) {
  const text = readFileSync(join(HERE, "node_modules", name, "LICENSE"), "utf8").trim();
  texts.set(text, [...(texts.get(text) ?? []), name]);
}
for (const file of files) {
  const notice = readFileSync(file, "utf8").match(/^\/\*(?:(?!\*\/)[^])*(?:copyright|licen[cs]e)(?:(?!\*\/)[^])*\*\//i);
  if (notice) texts.set(notice[0].slice(2, -2).replace(/^ {2}/gm, "").trim(), [file.split("/node_modules/")[1]]);
}
const parts = [...texts].map(([text, names]) => [names.sort().join(", "), text]).sort(([a], [b]) => (a < b ? 1 : -1));
writeFileSync(join(VENDOR, "vega.LICENSE"), parts.map(([names, text]) => `${names}:\n\n${text}\n`).join(`\n${"-".repeat(80)}\n\n`));
