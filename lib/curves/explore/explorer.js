// Curves & Controls: what a figure does once a reader touches it.
// One classic script with one global, for the published page (also from disk, where modules and
// fetch do not load) and, with one export line added by Python, for JupyterLab.
// A figure is HTML made by page.py; its model is JavaScript printed by javascript.py.
var curves = (() => {
  "use strict";

  // ---- Twins: what numpy does and JavaScript's own operators do not ------------------------

  const AS241 = { // Wichura's coefficients, as in draws.py
    centre: [
      [3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
       67265.7709270087, 33430.57558358813, 2509.0809287301227],
      [1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
       28729.085735721943, 5226.495278852854],
    ],
    shoulder: [
      [1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
       0.2417807251774506, 0.022723844989269184, 0.0007745450142783414],
      [1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
       0.0005475938084995345, 1.0507500716444169e-09],
    ],
    tail: [
      [6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
       0.0012426609473880784, 2.7115555687434876e-05, 2.0103343992922881e-07],
      [1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
       1.8463183175100548e-05, 1.421511758316446e-07, 2.0442631033899397e-15],
    ],
  };

  function ratio([top, bottom], r) {
    let a = top[7], b = bottom[7];
    for (let k = 6; k >= 0; k--) {
      a = a * r + top[k];
      b = b * r + bottom[k];
    }
    return a / b;
  }

  const bits = new DataView(new ArrayBuffer(8));

  function logarithm(x) { // by + - * / alone, so that it is bit-equal in Python and here
    bits.setFloat64(0, x);
    let exponent = ((bits.getUint32(0) >>> 20) & 0x7ff) - 1022;
    bits.setUint32(0, (bits.getUint32(0) & 0x800fffff) | (1022 << 20));
    let mantissa = bits.getFloat64(0);
    if (mantissa < 0.7071067811865476) {
      mantissa = 2 * mantissa;
      exponent -= 1;
    }
    const s = (mantissa - 1) / (mantissa + 1), square = s * s;
    let total = 0;
    for (let k = 23; k > 0; k -= 2) total = total * square + 1 / k;
    return exponent * 0.6931471805599453 + 2 * s * total;
  }

  let latest = {}; // several quantiles of one column sort it once

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
    normalQuantile(u) {
      const q = u - 0.5;
      if (Math.abs(q) <= 0.425) return q * ratio(AS241.centre, 0.180625 - q * q);
      if (!(u > 0 && u < 1)) return NaN;
      const r = Math.sqrt(-logarithm(q < 0 ? u : 1 - u));
      const far = r <= 5 ? ratio(AS241.shoulder, r - 1.6) : ratio(AS241.tail, r - 5);
      return q < 0 ? -far : far;
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
    leastSoFar(column) {
      const out = new Float64Array(column.length);
      for (let i = 0, least = Infinity; i < column.length; i++) out[i] = least = Math.min(least, column[i]);
      return out;
    },
    sobol(directions, n) { // point i is the XOR of the directions where i's Gray code has a bit
      const points = new Float64Array(n), spare = directions.length - Math.log2(n); // bits, of fewer points
      if (spare) directions = directions.map((direction) => direction >> spare);
      for (let i = 0; i < n; i++) {
        let j = 0;
        for (let gray = i ^ (i >> 1), bit = 0; gray; gray >>= 1, bit++) if (gray & 1) j ^= directions[bit];
        points[i] = (j + 0.5) / n;
      }
      return points;
    },
    quantile(column, level) { // numpy's "linear" rule, exact
      if (column !== latest.column) latest = { column, at: ranks(column) };
      const { at } = latest, last = column.length - 1;
      if (at === null) return NaN;
      const place = last * level, low = Math.floor(place), t = place - low;
      const a = at(low), b = at(Math.min(low + 1, last)), step = a === b ? 0 : b - a;
      return t >= 0.5 ? b - step * (1 - t) : a + step * t;
    },
  };

  // The value at each rank of a column, or null if some are NaN. Rows are grouped by where they lie between the
  // least and the greatest; only the groups that are asked for are sorted.
  function ranks(column) {
    const n = column.length, groups = (n >> 2) + 1, group = new Uint32Array(n), ends = new Uint32Array(groups + 1);
    let low = Infinity, high = -Infinity;
    for (let i = 0; i < n; i++) {
      const x = column[i];
      if (x !== x) return null;
      if (x < low) low = x;
      if (x > high) high = x;
    }
    const scale = (groups - 1) / (high - low);
    if (!(scale > 0 && scale < Infinity)) { // all alike, or some infinite
      const sorted = column.slice().sort();
      return (rank) => sorted[rank];
    }
    for (let i = 0; i < n; i++) ends[(group[i] = Math.floor((column[i] - low) * scale)) + 1]++;
    for (let g = 0; g < groups; g++) ends[g + 1] += ends[g]; // now each group's start, and soon its end
    const grouped = new Float64Array(n), sorted = new Set();
    for (let i = 0; i < n; i++) grouped[ends[group[i]]++] = column[i];
    return (rank) => {
      let below = -1, g = groups - 1; // the first group that ends beyond the rank
      while (g - below > 1) {
        const middle = (below + g) >> 1;
        if (ends[middle] > rank) g = middle; else below = middle;
      }
      if (!sorted.has(g)) {
        sorted.add(g);
        grouped.subarray(g ? ends[g - 1] : 0, ends[g]).sort();
      }
      return grouped[rank];
    };
  }

  const due = [];
  let channel;

  function soon(work) { // after what the browser has to do, but without the 4 ms that a timer waits
    if (!channel) {
      channel = new MessageChannel();
      channel.port1.onmessage = () => due.shift()();
    }
    due.push(work);
    channel.port2.postMessage(null);
  }

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
    } else if (spec[0] === "$") text = "$" + short(size, +spec[2]);
    else if (spec[0] === "k") text = short(size, +spec[2]);
    else if (spec[0] === "#") text = count(size, +spec[2]);
    else if (spec.endsWith("e")) text = size.toExponential(+spec[1]).replace("e+", "e");
    else {
      text = spec[0] === "," ? grouped(fixed(size, +spec[2])) : fixed(size, +spec[1]);
      if (spec.endsWith("%")) text += "%";
    }
    return value < 0 && /[1-9]/.test(text.split("e")[0]) ? "−" + text : text;
  }

  function fixed(size, digits) { // toFixed writes exponents from 1e21 on; BigInt does not
    return size < 1e21 ? size.toFixed(digits) : BigInt(size) + (digits ? "." + "0".repeat(digits) : "");
  }

  function grouped(text) {
    return text.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));
  }

  function short(size, places) {
    const [mantissa, power] = size.toExponential(places - 1).split("e");
    const group = Math.min(Math.max(Math.floor(+power / 3), 0), 4);
    return scaled(mantissa, +power - 3 * group) + ["", "k", "M", "B", "T"][group];
  }

  function count(size, places) {
    const [mantissa, power] = size.toExponential(places - 1).split("e");
    const group = +power < 6 ? 0 : Math.min(Math.floor(+power / 3), 4);
    return grouped(scaled(mantissa, +power - 3 * group)) + ["", "", " million", " billion", " trillion"][group];
  }

  function scaled(mantissa, power) { // the digits with their point, of which the first stands for that power of ten
    const known = mantissa.replace(".", ""), point = Math.max(power + 1, 1);
    const digits = "0".repeat(Math.max(-power, 0)) + known + "0".repeat(Math.max(power + 1 - known.length, 0));
    const rest = digits.slice(point).replace(/0+$/, "");
    return digits.slice(0, point) + (rest && "." + rest);
  }

  const TYPED = /^[$\s]*([-−+]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*(k|m(?:illion)?|b(?:n|illion)?|t(?:rillion)?|%)?$/i;

  const MONTH = /^([a-z]{3})[a-z]*\.?\s+(\d{4})$/i;

  function parse(text, spec) { // what a reader typed, or null
    const dated = spec === "date" && MONTH.exec(text.trim());
    if (dated) {
      const month = MONTHS.findIndex((name) => name.toLowerCase() === dated[1].toLowerCase());
      return month < 0 ? null : +dated[2] + month / 12;
    }
    const match = TYPED.exec(text.trim());
    if (!match) return null;
    const factor = { k: 1e3, m: 1e6, b: 1e9, t: 1e12 }[(match[2] || "").toLowerCase()[0]] || 1;
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
    if (input.scale !== "log") return Math.min(Math.max(+(+place).toPrecision(12), input.min), input.max);
    const span = Math.log(input.max / input.min), value = input.min * Math.exp((span * place) / PLACES);
    const digits = Math.max(3, Math.ceil(1 - Math.log10(span / PLACES))); // fewer, and two places share a value
    const tidy = +value.toPrecision(digits);
    return Math.min(Math.max(tidy, input.min), input.max);
  }

  // ---- A figure ----------------------------------------------------------------------------

  // page.html?present: one figure alone, as large as the screen; see present.js.
  const presents = typeof location !== "undefined" && new URLSearchParams(location.search).has("present");

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
      this.kept = null; // the values of a state that is drawn beside the present one
      for (const input of this.payload.inputs) {
        this.values[input.name] = input.value;
        this.controls[input.name] = this.connect(input);
      }
      this.downloads = new Downloads(this);
      this.update();
      root.classList.add("curves-live");
      connectPresets(this);
      if (this.payload.decides) this.watchTable();
      this.asking = this.payload.guess && new Asking(this);
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
        control.addEventListener("input", () => {
          this.bringChart(control);
          this.set(input.name, fromPlace(input, +control.value));
        });
        entry.addEventListener("input", () => { entry.typing = true; }); // what is being typed stays
        entry.addEventListener("blur", () => { entry.typing = false; });
        const commit = () => {
          entry.typing = false;
          const fault = this.fault(input, entry.value);
          if (!fault) return this.set(input.name, parse(entry.value, input.format));
          problem.textContent = fault;
          entry.setAttribute("aria-invalid", "true");
        };
        entry.addEventListener("change", commit);
        entry.addEventListener("keydown", (event) => event.key === "Enter" && commit());
      }
      const free = box.querySelector(".curves-free");
      free?.addEventListener("click", () => {
        this.set(input.name, null);
        control.focus();
      });
      control.addEventListener("change", () => this.decideSoon());
      return { box, control, entry, problem, free, reason: box.querySelector(".curves-reason") };
    }

    // What is wrong with a typed value, and what to do; empty when nothing is.
    fault(input, text) {
      const value = parse(text, input.format), now = this.values[input.name];
      const kept = now === null ? "varies" : format(now, input.format);
      if (value === null) {
        return `“${text}” is not a number. Type one such as ${format(input.default, input.format)}; ${kept} is kept.`;
      }
      if (value >= input.min && value <= input.max) return "";
      const [low, high] = [input.min, input.max].map((end) => format(end, input.format));
      return `${input.label} goes from ${low} to ${high}; “${text}” is outside. ${kept} is kept.`;
    }

    set(name, value) {
      this.values[name] = value;
      this.schedule();
      this.say();
      this.decideSoon();
      for (const listener of this.listeners) listener(name, value);
    }

    // While a hand moves a slider far below the chart, as on a phone, the chart comes along.
    bringChart(control) {
      const chart = this.root.querySelector(".curves-chart"), above = document.querySelector(".bd-header-article");
      const { top, height } = chart.getBoundingClientRect();
      const edge = Math.max(above?.getBoundingClientRect().bottom ?? 0, 0), here = control.getBoundingClientRect().top;
      if (!presents && top < edge && here > edge + height + 40) {
        chart.style.setProperty("--curves-edge", `${edge}px`);
        chart.classList.add("curves-along");
      }
      clearTimeout(this.leaving);
      this.leaving = setTimeout(() => chart.classList.remove("curves-along"), 2000);
    }

    schedule() {
      if (this.waiting) return;
      this.waiting = true;
      requestAnimationFrame(() => {
        this.waiting = false;
        this.update();
      });
    }

    get variant() { return this.variantOf(this.values); }

    variantOf(values) {
      return this.payload.inputs.filter((i) => i.options).map((i) => `${i.name}=${values[i.name]}`).join("&");
    }

    // Run the model: numbers go to the table "point", columns to "curve", lists over time to "steps".
    // With `only`, of a figure over draws, no more than what decides it; with `draws`, over so many.
    outputs(values = this.values, only = "", draws = undefined) {
      const whole = this.variantOf(values), variant = only + whole in this.models ? only + whole : whole;
      const key = `${draws} ${variant}`;
      if (!this.made.has(key)) this.made.set(key, this.models[variant].map((factory) => factory(h, draws)));
      const point = { ...values }, curve = {}, steps = {}, numbers = {};
      for (const name in values) numbers[name] = values[name] === null ? NaN : values[name]; // null: it is drawn
      this.made.get(key).forEach((model, i) => {
        for (const [name, value] of Object.entries(model(numbers))) {
          if (value instanceof Float64Array) curve[name] = value;
          else if (i > 0) continue;
          else if (Array.isArray(value)) steps[name] = value;
          else point[name] = value;
        }
      });
      return { point, curve, steps };
    }

    update() {
      const outputs = this.outputs();
      this.tables = { ...tablesOf(outputs), ...this.keptTables };
      this.writeSentence(outputs.point);
      this.writeKept();
      this.showControls();
      this.address?.show();
      this.downloads.changed();
      for (const { feed } of this.views) feed();
    }

    // Draw a state (values of all inputs) pale beside the present one, or none.
    keep(values) {
      this.kept = values && { ...values };
      const outputs = values && this.outputs(this.kept), names = ["point", "curve", "steps"];
      const tables = values ? tablesOf(outputs) : { point: [], curve: [], steps: [] };
      this.keptTables = Object.fromEntries(names.map((name) => [`kept_${name}`, tables[name]]));
      this.keptSaid = "";
      if (values) {
        const sentence = this.root.querySelector(".curves-sentence").cloneNode(true);
        this.writeSentence(outputs.point, sentence);
        this.keptSaid = sentence.textContent;
      }
      this.schedule();
    }

    writeKept() { // in which inputs the two states differ, and what the kept one says
      const line = this.root.querySelector(".curves-kept");
      if (!this.kept) return void (line.textContent = "");
      const write = (input, value) => input.options ? value : value === null ? "varies" : format(value, input.format);
      const differing = this.payload.inputs.filter(({ name }) => this.kept[name] !== this.values[name]).map((input) =>
        `${input.label} ${write(input, this.kept[input.name])} (now ${write(input, this.values[input.name])})`);
      const text = differing.length ? `Kept, pale and dashed: ${differing.join("; ")}. ${this.keptSaid}`
        : "This state is kept, pale and dashed. Move something, and the two part.";
      if (line.textContent !== text) line.textContent = text;
    }

    writeSentence(point, sentence = this.root.querySelector(".curves-sentence")) {
      if (!sentence) return;
      for (const slot of sentence.querySelectorAll("[data-slot]")) {
        const value = point[slot.dataset.slot], spec = slot.dataset.format;
        const number = (_, name, spec) => format(point[name], spec);
        const text = spec[0] === "?" ? spec.slice(1).split("|")[value ? 0 : 1].replace(/\{([^{}:]+):(.+?)\}/g, number)
          : spec ? format(value, spec) : String(value);
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
        const { box, control, entry, problem, reason, free } = this.controls[input.name];
        const value = this.values[input.name];
        if (input.options) {
          control.selectedIndex = input.options.indexOf(value);
          box.querySelector(".curves-printed").textContent = value;
          continue;
        }
        const shown = value === null ? "varies" : format(value, input.format);
        control.value = toPlace(input, value === null ? input.default : value);
        control.setAttribute("aria-valuetext", value === null ? input.varies : `${shown} ${input.unit}`.trim());
        box.classList.toggle("curves-varies", value === null);
        free.hidden = !input.varies || value === null;
        if (!entry.typing && (entry.value !== shown || problem.textContent)) {
          entry.value = shown;
          entry.removeAttribute("aria-invalid");
          problem.textContent = "";
        }
        const idle = !used.includes(input.name);
        control.disabled = entry.disabled = idle;
        box.classList.toggle("curves-idle", idle);
        reason.textContent = idle ? this.idleBecause() : value === null ? input.varies : "";
      }
    }

    // What decides it: tornado and flip values, as decides.py has them; some at a time, so that no frame is lost.
    decideSoon() {
      if (!this.payload.decides) return;
      clearTimeout(this.deciding);
      this.deciding = setTimeout(() => this.decide(), 150);
    }

    at(name, value, draws) {
      return this.outputs({ ...this.values, [name]: value }, "decides ", draws).point;
    }

    * tornado() {
      const { output } = this.payload.decides, used = this.payload.used[this.variant], ranked = [];
      for (const input of this.payload.inputs.filter((input) => !input.options && used.includes(input.name))) {
        const ends = [input.low, input.high], outputs = [];
        for (const end of ends) {
          outputs.push(this.at(input.name, end)[output]);
          yield;
        }
        const width = Math.abs(outputs[1] - outputs[0]);
        ranked.push({ input, ends, outputs, width: width === width ? width : Infinity });
      }
      return ranked.sort((a, b) => b.width - a.width || 0);
    }

    * flip(input) { // the nearest value at which the verdict turns, or null
      const { verdict } = this.payload.decides, { few } = this.payload, log = input.scale === "log";
      const GRID = 65, HALVINGS = 20, places = Array.from({ length: GRID }, (_, k) => k / (GRID - 1));
      const at = (share) =>
        log ? input.min * Math.pow(input.max / input.min, share) : input.min + (input.max - input.min) * share;
      const found = (value, draws) => +this.at(input.name, value, draws)[verdict];
      const holds = (share) => found(at(share)) >= 0.5;
      const start = this.values[input.name] ?? input.default;
      const here = log ? Math.log(start / input.min) / Math.log(input.max / input.min)
        : (start - input.min) / (input.max - input.min);
      const whole = found(start), began = whole >= 0.5;
      const now = this.values[input.name] === null ? found(null) >= 0.5 : began;
      // Over draws a few of them search, shifted by what they are off here; all are asked again where it matters.
      const off = few ? whole - found(start, few) : 0, tried = [];
      for (const share of places) {
        yield;
        tried.push(found(at(share), few ?? undefined) + off);
      }
      const away = (k) => Math.abs(places[k] - here), miss = (k) => Math.abs(tried[k] - 0.5);
      const nearest = [...places.keys()].filter((k) => away(k)).sort((a, b) => away(a) - away(b));
      let turned = nearest.filter((k) => tried[k] >= 0.5 !== began), k;
      if (!turned.length) turned = [nearest.reduce((best, k) => miss(k) < miss(best) ? k : best)];
      for (const candidate of turned) {
        yield;
        if (holds(places[candidate]) === began) continue;
        k = candidate;
        break;
      }
      if (k === undefined) return null;
      const way = places[k] > here ? 1 : -1, beyond = () => way * (places[k - way] - here) > 0;
      while (beyond() && holds(places[k - way]) !== began) {
        yield;
        k -= way;
      }
      let near = beyond() ? places[k - way] : here, far = places[k];
      for (let i = 0; i < HALVINGS; i++) {
        yield;
        const middle = (near + far) / 2;
        if (holds(middle) === began) near = middle; else far = middle;
      }
      return at(began === now ? far : near);
    }

    decide() {
      this.search = { state: JSON.stringify(this.values), work: this.tableOf() };
      this.searchOn();
    }

    * tableOf() {
      const body = this.root.querySelector(".curves-decides tbody"), { format: spec } = this.payload.decides;
      const ranked = yield* this.tornado();
      const ends = ranked.flatMap((row) => row.outputs).filter(Number.isFinite);
      const low = Math.min(...ends), span = Math.max(...ends) - low || 1;
      const write = ([a, b], how) => `${format(a, how)} to ${format(b, how)}`;
      ranked.forEach(({ input, ends, outputs }, i) => {
        const [label, result, flip] = body.rows[i] ? body.rows[i].cells : newRow(body);
        label.firstChild.data = `${input.label} `;
        label.lastChild.textContent = `${write(ends, input.format)} ${input.unit}`;
        const [left, right] = [...outputs].sort((a, b) => a - b).map((v) => (100 * (v - low)) / span);
        result.querySelector(".curves-bar").style.cssText = `left:${left.toFixed(1)}%;width:${(right - left).toFixed(1)}%`;
        result.lastChild.data = write(outputs, spec);
        flip.textContent = "…";
      });
      while (body.rows.length > ranked.length) body.deleteRow(-1);
      for (const [i, { input }] of ranked.entries()) {
        const value = yield* this.flip(input);
        body.rows[i].cells[2].textContent = value === null ? "no value" : format(value, input.format);
      }
    }

    searchOn(length = 6) { // some ms at a time while the table is in sight, until the reader moves on
      const { state, work } = this.search, until = performance.now() + length, turn = this.turn = {};
      while (performance.now() < until) {
        if (state !== JSON.stringify(this.values) || work.next().done) return;
      }
      if (this.inSight) soon(() => this.turn === turn && this.searchOn());
    }

    // Over draws it takes seconds: it waits until the table comes into sight, or onto paper.
    watchTable() {
      this.search = {};
      new IntersectionObserver((entries) => {
        this.inSight = entries.at(-1).isIntersecting;
        if (this.inSight) this.searchOn();
      }, { rootMargin: "200px" }).observe(this.root.querySelector(".curves-decides"));
      addEventListener("beforeprint", () => this.searchOn(Infinity));
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
        const fit = () => fitted(view, slot);
        fit();
        const feed = () => {
          for (const name in this.tables) if (named.has(name)) view.data(name, this.tables[name]);
          return view.runAsync();
        };
        await feed();
        slot.replaceChildren(live);
        live.className = "";
        this.views.push({ view, feed, fit });
        new ResizeObserver(() => {
          if (slot.clientWidth && (presents || view.width() !== slot.clientWidth)) fit().runAsync();
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

  // A chart takes the width that it finds; a presentation fills the height, too, and shows it enlarged.
  function fitted(view, slot) {
    if (!presents) return view.width(slot.clientWidth);
    const LEAST = 280; // of the height, in a chart's own pixels: below it, labels come to lie on each other
    const scale = Math.min(parseFloat(getComputedStyle(slot).fontSize) / 15, slot.clientHeight / LEAST || 1);
    return view.width(slot.clientWidth / scale).height(slot.clientHeight / scale);
  }

  function tablesOf({ point, curve, steps }) {
    return { point: [point], curve: rows(curve), steps: rows(steps, "step") };
  }

  function rows(columns, count) {
    const names = Object.keys(columns);
    if (!names.length) return [];
    return Array.from(columns[names[0]], (_, i) => {
      const row = count ? { [count]: i } : {};
      for (const name of names) row[name] = columns[name][i];
      return row;
    });
  }

  function newRow(body) {
    const row = body.rows[0].cloneNode(true);
    body.append(row);
    return row.cells;
  }

  // ---- Whose numbers: set the inputs to what a document says -----------------------------------

  function connectPresets(figure) {
    const box = figure.root.querySelector(".curves-presets"), { presets, inputs } = figure.payload;
    if (!box) return;
    const select = box.querySelector("select"), says = box.querySelector(".curves-says");
    const label = (name) => inputs.find((input) => input.name === name).label;
    const mute = presets.filter((preset) => !Object.keys(preset.values).length).map((preset) => preset.name);
    select.disabled = false;
    select.addEventListener("change", () => {
      const preset = presets.find(({ name }) => name === select.value);
      const { defaults } = figure.payload.address;
      for (const { name, options } of inputs) {
        const value = preset?.values[name] ?? defaults[name];
        if (!options && figure.values[name] !== value) figure.set(name, value);
      }
      says.textContent = !preset ? "" : [
        `${preset.name}: ${Object.entries(preset.values).map(([name, value]) => {
          const input = inputs.find((one) => one.name === name), why = [preset.claims[name], preset.note[name]];
          return `${input.label} ${format(value, input.format)} (${why.filter(Boolean).join(": ")})`;
        }).join("; ")}.`,
        preset.silent.length && `Silent on ${preset.silent.map(label).join(", ")}: there the book’s start stands.`,
        mute.length && `${mute.join(", ")} ${mute.length > 1 ? "give" : "gives"} no number for any of these.`,
      ].filter(Boolean).join(" ");
    });
    figure.listeners.push((name, value) => { // a hand that moves on leaves the document behind
      const preset = presets.find((one) => one.name === select.value);
      if (preset && value !== (preset.values[name] ?? figure.payload.address.defaults[name])) {
        select.value = says.textContent = "";
      }
    });
  }

  // ---- A guess before the answer ----------------------------------------------------------------

  class Asking {
    constructor(figure) {
      const find = (name) => figure.root.querySelector(name);
      Object.assign(this, { figure, item: figure.payload.guess, guess: null, others: [] });
      for (const [key, name] of Object.entries({ form: ".curves-guess", entry: ".curves-guess .curves-entry",
        range: ".curves-guess input[type=range]", problem: ".curves-guess .curves-problem", skip: ".curves-skip",
        told: ".curves-guesses", line: ".curves-guessed", strip: ".curves-strip", box: ".curves-guesses textarea" })) {
        this[key] = find(name);
      }
      this.range.addEventListener("input", () => { this.entry.value = format(+this.range.value, this.item.format); });
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        const [value, fault] = this.entry.value ? this.read(this.entry.value) : [null, "Type a guess or drag one, or skip."];
        this.problem.textContent = fault;
        if (!fault) this.tell(value);
      });
      this.skip.addEventListener("click", () => this.tell(null));
      this.box.addEventListener("input", () => this.overlay());
      this.cover(!recall(`told:${figure.root.id}`).figure);
      if (presents && (this.box.value = recall(`class:${figure.root.id}`).text ?? "")) this.overlay();
    }

    read(text) { // a typed guess or what is wrong with it
      const value = parse(text, this.item.format), [low, high] = [this.item.min, this.item.max];
      if (value !== null && value >= low && value <= high) return [value, ""];
      const ends = `${format(low, this.item.format)} to ${format(high, this.item.format)}`;
      return [null, value === null ? `“${shown(text)}” is not a number; guess from ${ends}.` : `Guess from ${ends}.`];
    }

    cover(covered) {
      const { root } = this.figure;
      root.classList.toggle("curves-asks", covered);
      for (const part of root.querySelectorAll(":is(.curves-answer, .curves-presets, .curves-inputs, .curves-fold, .curves-actions, .curves-decides, .curves-data)")) {
        part.inert = covered;
      }
      this.told.hidden = covered;
      if (!covered) this.write();
    }

    tell(guess) { // by hand or by a link
      this.guess = guess;
      const held = this.form.contains(document.activeElement);
      if (held) remember(`told:${this.figure.root.id}`, { value: 1, figure: this.figure.root.id });
      if (held) this.figure.address?.put(this.item.at); // the state that the question was about
      this.cover(false);
      if (held) {
        this.line.tabIndex = -1;
        this.line.focus({ preventScroll: true });
      }
      this.figure.address?.show();
    }

    write() {
      const { output, format: spec, at } = this.item, { defaults } = this.figure.payload.address;
      const answer = this.figure.outputs({ ...defaults, ...at }).point[output], write = (value) => format(value, spec);
      const all = [...this.others, ...(this.guess === null ? [] : [this.guess])].sort((a, b) => a - b);
      const middle = (all[Math.floor((all.length - 1) / 2)] + all[Math.ceil((all.length - 1) / 2)]) / 2;
      this.line.textContent = [
        this.form.firstElementChild.textContent,
        this.guess !== null && `The guess was ${write(this.guess)}.`,
        `The answer is ${write(answer)}.`,
        this.others.length && `${all.length} guesses, from ${write(all[0])} to ${write(all[all.length - 1])}, the middle one ${write(middle)}.`,
        this.leftOut,
      ].filter(Boolean).join(" ");
      const mark = (value, kind) => {
        const share = (value - this.item.min) / (this.item.max - this.item.min);
        return `<span class="curves-${kind}" style="left:${(100 * share).toFixed(1)}%"></span>`;
      };
      this.strip.hidden = !all.length;
      this.strip.setAttribute("aria-label", this.line.textContent);
      this.strip.innerHTML = mark(answer, "truth") + all.map((value) => mark(value, "dot")).join("");
    }

    overlay() { // what a class pasted: links of this figure with a guess, or bare numbers
      const left = [], { id: own } = this.figure.root;
      if (presents) remember(`class:${own}`, { value: 1, text: this.box.value }); // for when the slide comes again
      this.others = this.box.value.split("\n").map((line) => line.trim()).filter(Boolean).flatMap((line) => {
        const { id, query } = splitLink(line), link = line.includes("#");
        const { guess } = link ? readState(query, [], { aliases: {}, version: "0", guess: this.item })
          : { guess: this.read(line)[0] };
        if (guess !== null && (!link || id === own)) return [guess];
        left.push(`“${shown(line, 30)}”`);
        return [];
      });
      const more = left.length > 3 ? ` and ${left.length - 3} more` : "";
      this.leftOut = left.length ? `Without a guess for this figure: ${left.slice(0, 3).join(", ")}${more}.` : "";
      this.write();
    }
  }

  // ---- Address: a figure's state as a link, the twin of address.py ---------------------------

  const NUMBER = /^[-+ ]?(?:\d+\.?\d*|\.\d+)(?:e[-+ ]?\d+)?$/i; // a plus sign arrives as a space
  const RELEASE = /^\d{1,4}(?:\.\d{1,4}){0,3}$/;
  const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

  function splitLink(link) {
    const [, id, query] = /^([^?]*)\??([^]*)$/.exec(link.slice(link.indexOf("#") + 1));
    return { id: decode(id) || "", query };
  }

  function readState(query, inputs, { aliases, version, guess }) {
    const values = {}, seen = {}, leftOut = [];
    const find = (name) => inputs.find((input) => input.name === name);
    let guessed = null, beside = null;
    for (const part of query.split("&").filter(Boolean)) {
      const [name, text] = /^([^=]*)=?([^]*)$/.exec(part).slice(1).map(decode);
      const key = !find(name) && Object.hasOwn(aliases, name) ? aliases[name] : name, input = find(key);
      if (name === null || text === null) leftOut.push(`“${shown(part)}” cannot be read`);
      else if (Object.hasOwn(seen, key)) leftOut.push(`“${shown(name)}” comes twice, and the first counts`);
      else if (input) {
        const [value, fault] = readValue(input, text);
        if (fault) leftOut.push(fault); else values[key] = value;
        seen[key] = "";
      } else if (key === "guess" && guess) {
        const [value, fault] = readValue(guess, text);
        if (fault) leftOut.push(fault);
        [guessed, seen.guess] = [value, ""];
      } else if (key === "beside") {
        const [kept, faults] = readKept(text, inputs, aliases);
        leftOut.push(...faults);
        [beside, seen.beside] = [kept, ""];
      } else if (key === "title" || (key === "v" && RELEASE.test(text))) seen[key] = text;
      else if (key === "v") leftOut.push(`“${shown(text)}” is no version of the book`);
      else leftOut.push(`“${shown(name)}” is no input of this figure`);
    }
    const made = seen.v || version, padded = (release) => release.replace(/\d+/g, (part) => part.padStart(4, "0"));
    const more = leftOut.length > 5 ? `; and ${leftOut.length - 5} more` : "";
    const notes = [
      leftOut.length && `Left out of the link: ${leftOut.slice(0, 5).join("; ")}${more}.`,
      padded(made) < padded(version)
        && `The link is of version ${made} of the book, this is ${version}: the model may have changed since.`,
    ];
    return { values, title: shown(seen.title || "", 80), note: notes.filter(Boolean).join(" "), guess: guessed, beside };
  }

  function readKept(query, inputs, aliases) { // the state that a link keeps beside its own
    const values = {}, leftOut = [], find = (name) => inputs.find((input) => input.name === name);
    for (const part of query.split("&").filter(Boolean)) {
      const [name, text] = /^([^=]*)=?([^]*)$/.exec(part).slice(1).map(decode);
      const key = !find(name) && Object.hasOwn(aliases, name ?? "") ? aliases[name] : name, input = find(key);
      if (!input || text === null || Object.hasOwn(values, key)) {
        leftOut.push(`“${shown(part)}” of the kept state cannot be used`);
        continue;
      }
      const [value, fault] = readValue(input, text);
      if (fault) leftOut.push(`in the kept state ${fault}`);
      values[key] = value;
    }
    for (const name in values) if (values[name] === null) delete values[name];
    return [values, leftOut];
  }

  function readValue(input, text) { // the value or null, and what is wrong
    const said = `“${shown(text)}”`;
    if (input.options) {
      const found = input.options.find((option) => String(option) === text);
      return found === undefined ? [null, `“${input.label}” has no option ${said}`] : [found, ""];
    }
    const number = NUMBER.test(text) ? +text.replaceAll(" ", "+") + 0 : NaN;
    if (number !== number) return [null, `${input.label}: ${said} is not a number`];
    if (number >= input.min && number <= input.max) return [number, ""];
    const [low, high] = [input.min, input.max].map((end) => format(end, input.format));
    return [null, `${input.label} goes from ${low} to ${high}, and ${said} is outside`];
  }

  function writeState(inputs, values, title, { defaults, version }, guess, beside) {
    const names = inputs.map((input) => input.name), kept = beside ? joined(moved(names, beside, defaults)) : null;
    const special = { guess: guess === null || guess === undefined ? null : word(guess), beside: kept, title: title || null, v: version || null };
    return joined([...moved(names, values, defaults),
      ...Object.entries(special).filter(([key, text]) => text !== null && !names.includes(key))]);
  }

  function moved(names, values, defaults) {
    return names.filter((name) => values[name] !== defaults[name]).map((name) => [name, word(values[name])]);
  }

  function joined(pairs) { return pairs.map(([name, text]) => `${name}=${encode(text)}`).join("&"); }

  function word(value) { // a number as short as it goes without losing a bit, laid out as Python does
    const size = typeof value === "number" && Math.abs(value);
    return size && (size < 1e-4 || size >= 1e16) ? value.toExponential().replace("+", "") : String(value);
  }

  function decode(text) {
    try { return decodeURIComponent(text.replaceAll("+", " ")); } catch { return null; }
  }

  function encode(text) {
    const coded = (sign) => "%" + sign.charCodeAt(0).toString(16).toUpperCase();
    return encodeURIComponent(text).replace(/[!'()*]/g, coded).replaceAll("%20", "+");
  }

  function shown(text, most = 40) {
    const signs = Array.from(text.replace(HIDDEN, " "));
    return signs.length <= most ? signs.join("") : signs.slice(0, most - 1).join("") + "…";
  }

  // What stands below a figure's inputs: Reset and Copy link. In the book's pages the address bar
  // follows the reader's hand, and what it chose in one figure is offered in others.
  class Address {
    constructor(figure, inBook) {
      const { inputs, address } = figure.payload, find = (name) => figure.root.querySelector(`.curves-${name}`);
      Object.assign(this, { figure, inBook, inputs, address, byHand: new Set(), offers: new Map() });
      for (const name of ["heading", "note", "reset", "all", "keep", "copy", "link", "open", "said", "paper"]) {
        this[name] = find(name);
      }
      this.base = inBook ? location.href.split(/[?#]/)[0] : "";
      this.copy.hidden = !inBook; // a notebook has Explorer.url
      this.reset.addEventListener("click", () => this.restore());
      this.copy.addEventListener("click", () => this.share());
      this.all.addEventListener("click", () => this.takeAll());
      this.keep.addEventListener("click", () => {
        figure.keep(figure.kept ? null : figure.values);
        this.moved("");
      });
      figure.listeners.push((name) => this.moved(name));
      this.lookUp();
    }

    get hash() {
      const { values, kept, asking, root } = this.figure;
      const query = writeState(this.inputs, values, this.heading.textContent, this.address, asking?.guess, kept);
      return `#${root.id}?${query}`;
    }

    isMoved(name) { return this.figure.values[name] !== this.address.defaults[name]; }

    show() { // after each move
      const moved = !!this.figure.kept || this.inputs.some(({ name }) => this.isMoved(name));
      this.reset.disabled = !moved;
      this.keep.setAttribute("aria-pressed", `${!!this.figure.kept}`);
      this.keep.textContent = this.figure.kept ? "Drop the kept one" : "Keep to compare";
      this.open.href = this.base + this.hash;
      this.paper.textContent = moved && this.base ? this.open.href : "";
      for (const [name, offer] of this.offers) offer.hidden = this.isMoved(name);
      this.all.hidden = [...this.offers.values()].filter((offer) => !offer.hidden).length < 2;
    }

    takeAll() { // what stands on offer, in one go
      for (const offer of [...this.offers.values()].filter((offer) => !offer.hidden)) offer.click();
    }

    put(values) {
      for (const name in values) {
        if (this.figure.values[name] === values[name]) continue;
        this.figure.set(name, values[name]);
        const fold = this.figure.root.querySelector(`[data-input="${name}"]`).closest(".curves-fold");
        if (fold) fold.open = true;
      }
    }

    apply(query) { // what a link says, and defaults for the rest
      const { asking, payload } = this.figure, info = { ...this.address, guess: payload.guess };
      const { values, title, note, guess, beside } = readState(query, this.inputs, info);
      this.put({ ...this.address.defaults, ...values });
      this.figure.keep(beside && { ...this.address.defaults, ...beside });
      if (!presents || guess !== null) asking?.tell(guess); // a class is asked, whatever state a slide has
      clearTimeout(this.resting);
      this.byHand.clear();
      this.heading.textContent = title;
      this.note.textContent = note;
    }

    restore() {
      this.put(this.address.defaults);
      this.figure.keep(null);
      this.byHand.clear();
      for (const name of this.address.shared) if (recall(name).figure === this.figure.root.id) remember(name);
      this.note.textContent = "";
      this.figure.root.querySelector(".curves-inputs :is(input[type=range], select):enabled")?.focus();
    }

    share() {
      this.link.value = this.base + this.hash;
      this.link.hidden = false;
      copy(this.link, this.said);
    }

    moved(name) {
      this.byHand.add(name);
      this.link.hidden = true;
      this.said.textContent = "";
      clearTimeout(this.resting);
      if (this.inBook) this.resting = setTimeout(() => this.settle(), 500);
    }

    settle() { // the hand rests
      try { history.replaceState(history.state, "", this.hash); } catch { /* some hosts refuse */ }
      for (const name of this.address.shared.filter((name) => this.byHand.has(name))) {
        remember(name, this.isMoved(name) && { value: this.figure.values[name], figure: this.figure.root.id });
      }
      this.byHand.clear();
      for (const other of Object.values(figures)) other.address.lookUp();
    }

    lookUp() { // what the reader chose in another figure
      for (const offer of this.offers.values()) offer.remove();
      this.offers.clear();
      for (const input of this.inBook ? this.inputs : []) {
        const { value, figure } = this.address.shared.includes(input.name) ? recall(input.name) : {};
        if (value === this.address.defaults[input.name] || figure === this.figure.root.id) continue;
        if (value >= input.min && value <= input.max) this.offers.set(input.name, this.offer(input, value));
      }
      this.show();
    }

    offer(input, value) {
      const button = document.createElement("button"), { box, control } = this.figure.controls[input.name];
      Object.assign(button, { type: "button", className: "curves-offer", textContent: `Use my ${format(value, input.format)}` });
      button.setAttribute("aria-label", `${button.textContent} for ${input.label}`);
      button.addEventListener("click", () => {
        this.put({ [input.name]: value });
        this.byHand.delete(input.name);
        control.focus();
      });
      box.append(button);
      return button;
    }
  }

  async function copy(field, said) { // to the clipboard; where that is refused, what to copy is selected
    field.focus();
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = "Copied";
    } catch {
      said.textContent = "Selected: copy it by hand";
    }
  }

  // What the browser keeps: for good or, in a presentation, for this tab, so that a rehearsal tells no answer.
  const shelf = () => presents ? sessionStorage : localStorage;

  function remember(name, kept) {
    try {
      if (kept) shelf().setItem(`curves:${name}`, JSON.stringify(kept));
      else shelf().removeItem(`curves:${name}`);
    } catch { /* without storage nothing is offered */ }
  }

  function recall(name) {
    try {
      const kept = JSON.parse(shelf().getItem(`curves:${name}`));
      return typeof kept.value === "number" ? kept : {};
    } catch { return {}; }
  }

  function follow() { // what the page's address asks for, at the start and after each change of it
    const { id, query } = splitLink(location.hash), asks = location.hash.includes("?");
    const embed = new URLSearchParams(location.search).has("embed"), { classList } = document.documentElement;
    const figure = Object.hasOwn(figures, id) && figures[id], alone = embed || presents;
    classList.toggle("curves-embed", embed && !presents && !!figure);
    classList.toggle("curves-present", presents && !!figure);
    for (const { root, address } of Object.values(figures)) {
      root.classList.toggle("curves-alone", alone && root.id === id);
      if (asks) clearTimeout(address.resting); // the link is newer than the hand
    }
    tell(figure || !(alone || asks || (id.startsWith("fig-") && !document.getElementById(id))) ? ""
      : id ? `This page has no figure “${shown(id)}”; it is shown as it is.`
      : "The link names no figure; the whole page is shown.");
    if (!figure) return;
    if (asks) figure.address.apply(query);
    figure.root.scrollIntoView({ behavior: "instant" });
  }

  function tell(text) { // a note at the top of the page
    const page = document.querySelector("article") ?? document.body;
    if (page.firstElementChild?.className !== "curves-note") {
      page.insertAdjacentHTML("afterbegin", '<p class="curves-note" role="status"></p>');
    }
    page.firstElementChild.textContent = text;
  }

  // ---- Data and downloads: what is drawn as tables, as files and in Python -------------------

  const FILES = { csv: "text/csv", svg: "image/svg+xml", png: "image/png" };
  const CAPTIONS = { point: "At this point", curve: "Along the curve", steps: "Step by step", shown: "Also drawn" };

  // What unfolds below a figure. It is made when it is first opened; while open it follows the hand once that rests.
  class Downloads {
    constructor(figure) {
      const { root } = figure, details = root.querySelector(".curves-data");
      Object.assign(this, { figure, root, details, title: root.getAttribute("aria-label") });
      this.source = root.querySelector(".curves-source").textContent; // now, before a claim's card comes into it
      details.dataset.lmSuppressShortcuts = "true";
      details.firstElementChild.ariaLabel = `${details.textContent}: ${this.title}`;
      details.addEventListener("toggle", () => details.open && this.refresh());
    }

    changed() { // after each move
      clearTimeout(this.resting);
      if (this.details.open) this.resting = setTimeout(() => this.refresh(), 250);
    }

    build() {
      const title = xml(this.title), files = Object.keys(FILES).slice(0, this.figure.payload.charts.length ? 3 : 1);
      const button = (text, file) =>
        `<button type="button" value="${file}" aria-label="${text}: ${title}">${text}</button>`;
      const field = (words) => `<textarea readonly rows="5" wrap="off" aria-label="${words}: ${title}"></textarea>`;
      this.details.insertAdjacentHTML("beforeend", `<div class="curves-actions">`
        + files.map((file) => button(file.toUpperCase(), file)).join("") + button("Copy Python", "")
        + `<span role="status"></span></div>${field("Text of the file")}${field("These numbers in Python")}`
        + `<div class="curves-scroll" role="region" tabindex="0" aria-label="Data: ${title}"></div>`);
      [this.said, this.text, this.code, this.data] = this.details.querySelectorAll("span, textarea, .curves-scroll");
      for (const button of this.details.querySelectorAll("button")) {
        button.addEventListener("click", () => this.press(button.value));
      }
    }

    refresh() {
      if (!this.data) this.build();
      if (this.figure.waiting) this.figure.update();
      const { page } = this.figure.payload.address, { hash } = this.figure.address, link = JSON.stringify(page + hash);
      if (hash === this.hash) return;
      this.hash = hash;
      this.code.value = (page ? `from curves import Explorer\n\nexplorer = Explorer.from_url(${link})`
        : "# explorer: your own name for this figure") + "\nprint(explorer.say())\nprint(explorer.outputs())";
      this.said.textContent = "";
      this.text.hidden = true;
      this.data.innerHTML = this.tables().map(htmlOf).join("");
    }

    // The model's tables, then what came with the charts; read anew, for Vega may have written into its copy.
    tables() {
      const { charts, shown } = JSON.parse(this.root.querySelector("script[type='application/json']").textContent);
      const given = charts.flatMap(({ data }, i) =>
        data.filter(({ name }) => name in shown[i]).map(({ name, values }) => [shown[i][name], values]));
      return [...Object.entries(this.figure.tables), ...given].filter(([, rows]) => rows.length);
    }

    words() { // what every file says of itself
      const { address, payload } = this.figure, { page, version } = payload.address;
      return [this.title, this.root.querySelector(".curves-sentence").textContent, this.source,
        (address.base || page) + address.hash, `Curves & Controls, version ${version}`];
    }

    press(ending) {
      this.refresh(); // the hand may not have rested yet
      this.text.hidden = true;
      if (ending) this.save(ending); else copy(this.code, this.said);
    }

    async save(ending) {
      const name = `${this.root.id}.${ending}`;
      let content = "";
      try {
        content = await this[ending]();
        const href = URL.createObjectURL(new Blob([content], { type: FILES[ending] }));
        Object.assign(document.createElement("a"), { href, download: name }).click();
        setTimeout(() => URL.revokeObjectURL(href), 60_000);
        this.said.textContent = `Downloading ${name}`;
        if (self === top) return;
        this.said.textContent += ". If nothing arrives, this frame refuses files."; // it would not tell
      } catch (error) {
        this.said.textContent = `${name} could not be saved: ${error.message}.`;
      }
      if (!content || content instanceof Blob) return;
      this.said.textContent += " This is its text:";
      Object.assign(this.text, { hidden: false, value: content }).select();
    }

    csv() { // one table as in RFC 4180, its first column the name of the part
      const words = this.words().filter(Boolean), tables = this.tables();
      const columns = columnsOf(tables.flatMap(([, rows]) => rows));
      const lines = tables.flatMap(([name, rows]) => rows.map((row) => [name, ...columns.map((key) => row[key])]));
      return [...words.map(remark), ...[["table", ...columns], ...lines].map((line) => line.map(cell).join(","))]
        .map((line) => line + "\r\n").join("");
    }

    // The charts one below the other, between title and words, in the colours that they have now.
    async svg() {
      const [title, sentence, source, link] = this.words(), slots = [...this.root.querySelectorAll(".curves-chart")];
      if (this.figure.views.length < slots.length) throw new Error("its chart is still being drawn");
      await Promise.all(this.figure.views.map(({ feed }) => feed())); // the last move counts
      const charts = slots.map((slot) => new XMLSerializer().serializeToString(slot.querySelector("svg")));
      const style = getComputedStyle(this.root), pen = document.createElement("canvas").getContext("2d");
      const margin = 16, width = Math.max(...slots.map((slot) => slot.clientWidth));
      let y = margin, body = "";
      const write = (text, size, ink, weight = 400) => {
        pen.font = `${weight} ${size}px ${style.fontFamily}`;
        for (const line of wrapped(text, (words) => pen.measureText(words).width <= width)) {
          body += `<text x="${margin}" y="${y + size}" font-size="${size}" font-weight="${weight}" `
            + `fill="var(--curves-${ink})">${xml(line)}</text>`;
          y += Math.ceil(1.4 * size);
        }
        y += 8;
      };
      write(title, 17, "ink", 600);
      charts.forEach((chart, i) => { // Vega's ids are the page's, so they are the file's, too
        body += chart.replace("<svg ", `<svg x="${margin}" y="${y}" overflow="visible" `);
        y += slots[i].clientHeight + 8;
      });
      write(sentence, 15, "ink");
      write(source, 12, "muted");
      const halo = "stroke: var(--curves-halo); stroke-width: 3px; paint-order: stroke; stroke-linejoin: round";
      const box = [width + 2 * margin, y + 8];
      const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${box[0]}" height="${box[1]}" `
        + `viewBox="0 0 ${box.join(" ")}" font-family="${xml(style.fontFamily)}"><title>${xml(title)}</title>`
        + `<desc>${xml(`${sentence} ${link}`)}</desc><style>.role-mark text { ${halo} }</style>`
        + `<rect width="100%" height="100%" fill="var(--curves-halo)"/>${body}</svg>`;
      return drawing.replace(/var\((--[\w-]+)\)/g, (_, name) => style.getPropertyValue(name).trim());
    }

    async png() { // at twice the size; from a data address, so that every browser lets the canvas be read
      const image = new Image(), canvas = document.createElement("canvas");
      image.src = `data:image/svg+xml,${encodeURIComponent(await this.svg())}`;
      await image.decode();
      const [width, height] = [canvas.width, canvas.height] = [2 * image.width, 2 * image.height];
      canvas.getContext("2d").drawImage(image, 0, 0, width, height);
      return new Promise((resolve) => canvas.toBlob(resolve));
    }
  }

  function columnsOf(rows) { return [...new Set(rows.flatMap((row) => Object.keys(row)))]; }

  function cell(value) { // to the last bit; text is no formula, nor a comment
    if (typeof value !== "string") return value === undefined || value === null ? "" : word(value);
    const text = value.replace(/^(?=\s*[-=+@])/, "'");
    return /[",\r\n#]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  function remark(text) { // a comment line; what stands behind its commas is a cell to a spreadsheet
    return `# ${text.replace(/\s+/g, " ").replace(/([,;] ?)(?=[-=+@"])/g, "$1'")}`;
  }

  function htmlOf([name, rows]) { // the point, which is one row, runs down
    if (name === "point") rows = Object.entries(rows[0]).map(([name, value]) => ({ name, value: value ?? "varies" }));
    const columns = columnsOf(rows), row = (cells) => `<tr>${cells.join("")}</tr>`;
    const head = columns.map((column) => `<th scope="col">${xml(column)}</th>`);
    const lines = rows.map((each) => columns.map((column, i) =>
      i ? `<td>${plain(each[column])}</td>` : `<th scope="row">${plain(each[column])}</th>`));
    return `<table><caption>${xml(CAPTIONS[name] ?? name)}</caption><thead>${row(head)}</thead>`
      + `<tbody>${lines.map(row).join("")}</tbody></table>`;
  }

  function plain(value) { // for the table: whole numbers, others with six digits
    if (value === undefined || value === null || value !== value) return "–";
    if (typeof value !== "number") return xml(String(value));
    const text = word(Number.isSafeInteger(value) ? value : +value.toPrecision(6));
    return text.replace(/^-?\d{5,}/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));
  }

  function wrapped(text, fits) { // as lines
    const lines = [];
    for (const one of text.split(/\s+/)) {
      const longer = `${lines.at(-1)} ${one}`;
      if (lines.length && fits(longer)) lines.splice(-1, 1, longer); else lines.push(one);
    }
    return lines;
  }

  function xml(text) { return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`); }

  // ---- Hosts -------------------------------------------------------------------------------

  const figures = {};

  function boot() { // the published page
    for (const root of document.querySelectorAll("figure.curves-figure")) {
      try {
        const figure = new Figure(root, globalThis.curvesModels[root.id], async () => globalThis.vega);
        figure.address = new Address(figure, true);
        figures[root.id] = figure;
      } catch (error) {
        console.error(`Figure ${root.id} stays as printed:`, error);
      }
    }
    follow();
    addEventListener("hashchange", follow);
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
    for (const control of el.querySelectorAll("input, select, button")) {
      control.dataset.lmSuppressShortcuts = "true"; // its keys are not the notebook's
    }
    const models = await moduleFrom(`export default ${model.get("_models")};`);
    const figure = new Figure(el.querySelector("figure"), models, () => vegaFrom(model));
    figure.address = new Address(figure, false);
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
  return { h, format, parse, toPlace, fromPlace, splitLink, readState, writeState, Figure, figures, boot, render };
})();
