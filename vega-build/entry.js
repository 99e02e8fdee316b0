// What the book's charts need of Vega, by Vega's own names.  Whatever Vega-Lite does not compile to stays out.
import { transforms } from "vega-dataflow";
import { axisticks, datajoin, encode, legendentries, scale, sortitems, stack } from "vega-encode";
import { parse } from "vega-parser";
import * as tables from "vega-transforms";
import { View } from "vega-view";
import * as views from "vega-view-transforms";

Object.assign(transforms, tables, views, { axisticks, datajoin, encode, legendentries, scale, sortitems, stack });

const vega = { version: "6.2.0", View, parse }; // of these very packages: see package.json
if (typeof module === "object" && module.exports) module.exports = vega; // as a module, in JupyterLab
else globalThis.vega = vega;
