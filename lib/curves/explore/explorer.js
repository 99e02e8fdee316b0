// Curves & Controls: what a figure does once a reader touches it.
// One classic script with one global, for the published page (also from disk, where modules and
// fetch do not load) and, with one export line added by Python, for JupyterLab.
// A figure is HTML made by page.py; its model is JavaScript printed by javascript.py.
var curves = (() => {
  "use strict";

  // ---- Twins: what numpy does and JavaScript's own operators do not ------------------------

  const h = {
    remainder(a, b) {
      const r = a % b;
      if (b === 0 || r !== r) return NaN;
      return r !== 0 ? (b < 0 !== r < 0 ? r + b : r) : b < 0 ? -0 : 0;
    },
    floorDivide(a, b) {
      if (b === 0) return a / b;
      let r = a % b;
      let quotient = (a - r) / b;
      if (r !== 0 && b < 0 !== r < 0) quotient -= 1;
      if (quotient === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
      const floor = Math.floor(quotient);
      return quotient - floor > 0.5 ? floor + 1 : floor;
    },
    power(a, b) {
      if (b === 0.5) return Math.sqrt(a); // as numpy does, also below zero
      return a === 1 || (a === -1 && (b === Infinity || b === -Infinity)) ? 1 : Math.pow(a, b);
    },
    rint(a) {
      const floor = Math.floor(a), half = a - floor === 0.5;
      return half ? (floor % 2 === 0 ? floor : floor + 1) : a - floor < 0.5 ? floor : Math.ceil(a);
    },
    interp(x, knots, heights) {
      const last = knots.length - 1;
      if (x !== x) return NaN;
      if (x >= knots[last]) return heights[last];
      if (x <= knots[0]) return heights[0];
      let low = 0, high = last;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (knots[middle] <= x) low = middle; else high = middle;
      }
      const slope = (heights[low + 1] - heights[low]) / (knots[low + 1] - knots[low]);
      return slope * (x - knots[low]) + heights[low];
    },
    sum(column) { // Neumaier's compensated sum
      let total = 0, lost = 0;
      for (let i = 0; i < column.length; i++) {
        const x = column[i], next = total + x;
        lost += Math.abs(total) >= Math.abs(x) ? total - next + x : x - next + total;
        total = next;
      }
      return lost === lost ? total + lost : total; // infinities lose nothing
    },
    count(column) {
      let n = 0;
      for (let i = 0; i < column.length; i++) if (column[i]) n++;
      return n;
    },
    min(column) { return column.reduce((a, b) => Math.min(a, b)); },
    max(column) { return column.reduce((a, b) => Math.max(a, b)); },
    cumsum(column) {
      const out = new Float64Array(column.length);
      for (let i = 0, total = 0; i < column.length; i++) out[i] = total = i ? total + column[i] : column[i];
      return out;
    },
    quantile(column, level) { // numpy's "linear" rule, exact
      const sorted = Float64Array.from(column).sort(), last = sorted.length - 1;
      if (sorted[last] !== sorted[last]) return NaN;
      const at = last * level, low = Math.floor(at), t = at - low;
      const a = sorted[low], b = sorted[Math.min(low + 1, last)], step = b - a;
      return t >= 0.5 ? b - step * (1 - t) : a + step * t;
    },
  };

  // ---- Formats: the twin of formats.py -----------------------------------------------------

  const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

  function format(value, spec) {
    if (spec.endsWith("%")) value *= 100;
    if (value !== value) return "–";
    if (value === Infinity || value === -Infinity) return value > 0 ? "∞" : "−∞";
    const size = Math.abs(value);
    let text;
    if (spec === "date") {
      const month = Math.floor(value * 12 + 0.5);
      return `${MONTHS[((month % 12) + 12) % 12]} ${Math.floor(month / 12)}`;
    } else if (spec[0] === "$") text = "$" + money(size, +spec[2]);
    else if (spec.endsWith("e")) text = size.toExponential(+spec[1]).replace("e+", "e");
    else {
      const grouped = spec[0] === ",";
      text = fixed(size, +spec[grouped ? 2 : 1]);
      if (grouped) text = text.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));
      if (spec.endsWith("%")) text += "%";
    }
    return value < 0 && /[1-9]/.test(text.split("e")[0]) ? "−" + text : text;
  }

  function fixed(size, digits) { // toFixed writes exponents from 1e21 on; BigInt does not
    return size < 1e21 ? size.toFixed(digits) : BigInt(size) + (digits ? "." + "0".repeat(digits) : "");
  }

  function money(size, count) {
    const [mantissa, power] = size.toExponential(count - 1).split("e");
    const group = Math.min(Math.max(Math.floor(+power / 3), 0), 4);
    let point = +power - 3 * group + 1;
    const digits = "0".repeat(Math.max(1 - point, 0)) + mantissa.replace(".", "") + "0".repeat(Math.max(point - count, 0));
    point = Math.max(point, 1);
    const rest = digits.slice(point).replace(/0+$/, "");
    return digits.slice(0, point) + (rest && "." + rest) + ["", "k", "M", "B", "T"][group];
  }

  const TYPED = /^[$\s]*([-−+]?(?:\d[\d,]*\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*(k|m|b|bn|t|%)?$/i;

  function parse(text, spec) { // what a reader typed, or null
    const match = TYPED.exec(text.trim());
    if (!match) return null;
    const factor = { k: 1e3, m: 1e6, b: 1e9, bn: 1e9, t: 1e12 }[(match[2] || "").toLowerCase()] || 1;
    return (+match[1].replace(/,/g, "").replace("−", "-") * factor) / (spec.endsWith("%") ? 100 : 1);
  }

  // ---- A slider's place and its value ------------------------------------------------------

  const PLACES = 400; // of a log slider, end to end

  function toPlace(input, value) {
    return input.scale === "log"
      ? Math.round((PLACES * Math.log(value / input.min)) / Math.log(input.max / input.min))
      : value;
  }

  function fromPlace(input, place) {
    const value = input.scale === "log" ? input.min * Math.pow(input.max / input.min, place / PLACES) : +place;
    const tidy = +value.toPrecision(input.scale === "log" ? 3 : 12);
    return Math.min(Math.max(tidy, input.min), input.max);
  }

  function spoken(input, value) {
    return `${format(value, input.format)} ${input.unit}`.trim();
  }

  // ---- A figure ----------------------------------------------------------------------------

  class Figure {
    constructor(root, models, loadVega) {
      this.root = root;
      this.payload = JSON.parse(root.querySelector("script[type='application/json']").textContent);
      this.loadVega = loadVega;
      this.models = models;
      this.made = new Map(); // one traced model a combination of choices, made when first needed
      this.views = [];
      this.listeners = [];
      this.values = {};
      this.controls = {};
      for (const input of this.payload.inputs) {
        this.values[input.name] = input.value;
        this.controls[input.name] = this.connect(input);
      }
      this.update();
      root.classList.add("curves-live");
      const seen = new IntersectionObserver((entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        seen.disconnect();
        this.draw();
      }, { rootMargin: "400px" });
      seen.observe(root);
    }

    // The two ways in: a slider or choice, and a typed value.
    connect(input) {
      const box = this.root.querySelector(`[data-input="${input.name}"]`);
      const control = box.querySelector("input[type=range], select");
      const entry = box.querySelector(".curves-entry");
      const problem = box.querySelector(".curves-problem");
      control.disabled = false;
      if (input.options) {
        control.addEventListener("change", () => this.set(input.name, input.options[control.selectedIndex]));
      } else {
        entry.disabled = false;
        control.addEventListener("input", () => this.set(input.name, fromPlace(input, +control.value)));
        const commit = () => {
          const fault = this.fault(input, entry.value);
          if (!fault) return this.set(input.name, parse(entry.value, input.format));
          problem.textContent = fault;
          entry.setAttribute("aria-invalid", "true");
        };
        entry.addEventListener("change", commit);
        entry.addEventListener("keydown", (event) => event.key === "Enter" && commit());
      }
      return { box, control, entry, problem, reason: box.querySelector(".curves-reason") };
    }

    // What is wrong with a typed value, and what to do; empty when nothing is.
    fault(input, text) {
      const value = parse(text, input.format), kept = format(this.values[input.name], input.format);
      if (value === null) return `“${text}” is not a number. Type one such as ${kept}; ${kept} is kept.`;
      if (value >= input.min && value <= input.max) return "";
      const [low, high] = [input.min, input.max].map((end) => format(end, input.format));
      return `${input.label} goes from ${low} to ${high}; “${text}” is outside. ${kept} is kept.`;
    }

    set(name, value) {
      this.values[name] = value;
      this.schedule();
      this.say();
      for (const listener of this.listeners) listener(name, value);
    }

    schedule() {
      if (this.waiting) return;
      this.waiting = true;
      requestAnimationFrame(() => {
        this.waiting = false;
        this.update();
      });
    }

    get variant() {
      return this.payload.inputs.filter((i) => i.options).map((i) => `${i.name}=${this.values[i.name]}`).join("&");
    }

    // Run the model: numbers go to the table "point", columns to the table "curve".
    outputs() {
      if (!this.made.has(this.variant)) {
        this.made.set(this.variant, this.models[this.variant].map((factory) => factory(h)));
      }
      const point = { ...this.values }, curve = {};
      this.made.get(this.variant).forEach((model, i) => {
        for (const [name, value] of Object.entries(model(this.values))) {
          if (value instanceof Float64Array) curve[name] = value;
          else if (i === 0) point[name] = value;
        }
      });
      return { point, curve };
    }

    update() {
      const outputs = this.outputs();
      this.tables = { point: [outputs.point], curve: rows(outputs.curve) };
      this.writeSentence(outputs.point);
      this.showControls();
      for (const { feed } of this.views) feed();
    }

    writeSentence(point) {
      const sentence = this.root.querySelector(".curves-sentence");
      if (!sentence) return;
      for (const slot of sentence.querySelectorAll("[data-slot]")) {
        const value = point[slot.dataset.slot], spec = slot.dataset.format;
        const text = spec[0] === "?" ? spec.slice(1).split("|")[value ? 0 : 1] : spec ? format(value, spec) : String(value);
        if (slot.textContent !== text) slot.textContent = text;
      }
    }

    say() { // a screen reader hears the sentence once the hand rests
      clearTimeout(this.saying);
      this.saying = setTimeout(() => {
        this.root.querySelector(".curves-status").textContent = this.root.querySelector(".curves-sentence").textContent;
      }, 500);
    }

    showControls() {
      const used = this.payload.used[this.variant];
      for (const input of this.payload.inputs) {
        const { box, control, entry, problem, reason } = this.controls[input.name];
        const value = this.values[input.name];
        if (input.options) {
          control.selectedIndex = input.options.indexOf(value);
          continue;
        }
        control.value = toPlace(input, value);
        control.setAttribute("aria-valuetext", spoken(input, value));
        if (entry.value !== format(value, input.format) || problem.textContent) {
          entry.value = format(value, input.format);
          entry.removeAttribute("aria-invalid");
          problem.textContent = "";
        }
        const idle = !used.includes(input.name);
        control.disabled = entry.disabled = idle;
        box.classList.toggle("curves-idle", idle);
        reason.textContent = idle ? this.idleBecause() : "";
      }
    }

    idleBecause() {
      const choices = this.payload.inputs.filter((i) => i.options);
      const state = choices.map((i) => `“${i.label}” is “${this.values[i.name]}”`).join(" and ");
      return `No effect while ${state || "the model is as it is"}.`;
    }

    // Replace the drawn SVG by live views, in place and at the same height.
    async draw() {
      const vega = await this.loadVega();
      const slots = [...this.root.querySelectorAll(".curves-chart")];
      await Promise.all(this.payload.charts.map(async (spec, i) => {
        const slot = slots[i], live = document.createElement("div");
        live.className = "curves-waiting";
        slot.append(live);
        const named = new Set(spec.data.map((table) => table.name));
        const view = new vega.View(vega.parse(spec), { renderer: "svg", container: live, hover: false });
        view.width(slot.clientWidth);
        const feed = () => {
          for (const name in this.tables) if (named.has(name)) view.data(name, this.tables[name]);
          return view.runAsync();
        };
        await feed();
        slot.replaceChildren(live);
        live.className = "";
        this.views.push({ view, feed });
        new ResizeObserver(() => {
          if (slot.clientWidth && view.width() !== slot.clientWidth) view.width(slot.clientWidth).runAsync();
        }).observe(slot);
      }));
      this.update();
      this.root.classList.add("curves-drawn");
    }

    remove() {
      clearTimeout(this.saying);
      for (const { view } of this.views) view.finalize();
    }
  }

  function rows(columns) {
    const names = Object.keys(columns);
    if (!names.length) return [];
    return Array.from(columns[names[0]], (_, i) => {
      const row = {};
      for (const name of names) row[name] = columns[name][i];
      return row;
    });
  }

  // ---- Hosts -------------------------------------------------------------------------------

  const figures = {};

  function boot() { // the published page
    for (const root of document.querySelectorAll("figure.curves-figure")) {
      try {
        figures[root.id] = new Figure(root, globalThis.curvesModels[root.id], async () => globalThis.vega);
      } catch (error) {
        console.error(`Figure ${root.id} stays as printed:`, error);
      }
    }
  }

  async function moduleFrom(text) {
    const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    try { return (await import(address)).default; } finally { URL.revokeObjectURL(address); }
  }

  // Vega travels to JupyterLab once, asked for by the first figure that is drawn.
  function vegaFrom(model) {
    globalThis.curvesVega ??= new Promise((resolve) => {
      model.on("msg:custom", (message) => message.vega && resolve(moduleFrom(message.vega)));
      model.send({ need: "vega" });
    });
    return globalThis.curvesVega;
  }

  async function render({ model, el }) { // JupyterLab, Binder, VS Code
    el.innerHTML = model.get("_html");
    for (const control of el.querySelectorAll("input, select")) {
      control.dataset.lmSuppressShortcuts = "true"; // its keys are not the notebook's
    }
    const models = await moduleFrom(`export default ${model.get("_models")};`);
    const figure = new Figure(el.querySelector("figure"), models, () => vegaFrom(model));
    const names = figure.payload.inputs.map((input) => input.name);
    for (const name of names) {
      figure.values[name] = model.get(name);
      model.on(`change:${name}`, () => {
        if (figure.values[name] === model.get(name)) return;
        figure.values[name] = model.get(name);
        figure.schedule();
      });
    }
    figure.listeners.push((name, value) => {
      model.set(name, value);
      model.save_changes();
    });
    figure.schedule();
    return () => figure.remove();
  }

  // Escape puts away a card about an input, which the style sheet shows, until it is asked for anew.
  function putAwayCards(event) {
    if (event.key !== "Escape") return;
    for (const about of document.querySelectorAll(".curves-about:is(:hover, :focus-within)")) {
      about.classList.add("curves-away");
      for (const leaving of ["pointerleave", "focusout"]) {
        about.addEventListener(leaving, () => about.classList.remove("curves-away"), { once: true });
      }
    }
  }
  if (typeof document !== "undefined") document.addEventListener("keydown", putAwayCards);

  if (typeof document !== "undefined" && globalThis.curvesModels) {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", boot);
    else boot();
  }
  return { h, format, parse, toPlace, fromPlace, Figure, figures, boot, render };
})();
