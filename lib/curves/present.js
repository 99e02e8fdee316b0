/* The presentation: page.html?present=3#fig-x?state shows one figure alone (see follow() in explorer.js). This script
   puts a bar under it with the question for the room, leads from slide to slide, also by a clicker's keys, fits the
   type to the screen, and shows the state as a QR code. The slides come from data/slides.csv. */
(() => {
  "use strict";

  const asked = new URLSearchParams(location.search).get("present");
  if (asked === null) return;
  const here = document.currentScript.src, page = location.href.split(/[?#]/)[0];
  const beside = (name) => new URL(name, here).href, root = beside("../../"), chapters = beside("../../chapters/");
  const SMALLEST = 0.65, STEP = 0.05, NARROW = "(max-width: 700px)"; // the last stands in present.css, too
  let slides = [], home = "", bar, dialog;

  const fragment = (link) => link.slice(link.indexOf("#"));
  const figureOf = (link) => globalThis.curves?.figures[curves.splitLink(fragment(link)).id];
  const present = () => figureOf(location.hash);

  // ---- From slide to slide ------------------------------------------------------------------

  function place() { // among the slides, or -1: the figure of this address, with the number that it names first
    const { id } = curves.splitLink(location.hash);
    const here = slides.filter(({ link }) => chapters + link.split("#")[0] === page && curves.splitLink(link).id === id);
    return slides.indexOf(here.find(({ slide }) => slide === asked) ?? here[0]);
  }

  function go(step) {
    const next = slides[place() + step];
    if (!next) return;
    const [name] = next.link.split("#");
    location.assign(`${chapters}${name}?present=${next.slide}${fragment(next.link)}`);
  }

  function leave() { // to the page itself, in the state that the figure has now
    const figure = present(), hash = figure ? stateOf(figure, true) : location.hash;
    location.assign(page + hash);
  }

  // The figure's state as a link. One that still waits for a guess gives its id alone, which asks whoever opens it.
  function stateOf({ root, address }, moved = false) {
    const asks = root.classList.contains("curves-asks") && !(moved && !address.reset.disabled);
    return asks ? `#${root.id}` : address.hash;
  }

  const KEYS = { ArrowRight: 1, PageDown: 1, n: 1, ArrowLeft: -1, PageUp: -1, p: -1 };

  // A clicker sends PageUp and PageDown, and these count wherever the focus is, also on a slider that was moved last:
  // it keeps its arrow keys, Home and End. What is typed or chosen with a key stays where it is typed.
  function press(event) {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.key === "Escape") {
      const card = document.querySelector(".curves-about:is(:hover, :focus-within):not(.curves-away)");
      if (!dialog.open && !card) leave();
      return;
    }
    const inside = event.target instanceof Element && event.target.closest("input, select, textarea");
    if (!Object.hasOwn(KEYS, event.key) || (inside && !event.key.startsWith("Page"))) return;
    event.preventDefault();
    go(KEYS[event.key]);
  }

  // ---- The bar -------------------------------------------------------------------------------

  function build() {
    document.body.insertAdjacentHTML("beforeend", `<nav class="present" aria-label="Presentation">
      <button type="button" class="present-back"><span aria-hidden="true">‹ </span>Back</button>
      <p><span class="present-place"></span> <span class="present-ask"></span></p>
      <button type="button" class="present-show">Code</button>
      <button type="button" class="present-leave">Leave</button>
      <button type="button" class="present-next">Next<span aria-hidden="true"> ›</span></button>
      <dialog class="present-code" aria-label="This state on another screen">
        <div class="present-qr"></div><p class="present-address"></p>
        <form><p>This copy has no public address. Where does the class find the book? Type it once; this browser keeps
        it.</p><label>Address of the book <input type="url" placeholder="https://" required></label>
        <button>Make the code</button><p role="alert"></p></form>
        <button type="button" class="present-close">Close</button></dialog></nav>`);
    bar = document.querySelector("nav.present");
    dialog = bar.querySelector("dialog");
    const on = (name, act) => bar.querySelector(`.present-${name}`).addEventListener("click", act);
    on("back", () => go(-1));
    on("next", () => go(1));
    on("leave", leave);
    on("show", show);
    on("close", () => dialog.close());
    dialog.querySelector("form").addEventListener("submit", keepHome);
  }

  function write() { // where we are, and what to ask
    const i = place(), { slide, minute, title, ask } = slides[i] ?? {}, find = (name) => bar.querySelector(name);
    find(".present-place").textContent = i < 0 ? "Not one of the slides"
      : `Slide ${slide} of ${slides.length}, minute ${minute}: ${title}`;
    find(".present-ask").textContent = ask ?? "";
    find(".present-back").disabled = i <= 0;
    find(".present-next").disabled = i === slides.length - 1 || !slides.length;
    if (title) document.title = `${title} — ${document.title.split(" — ").pop()}`;
    if (dialog.open) dialog.close();
  }

  // ---- As large as fits ----------------------------------------------------------------------

  function fit() {
    const figure = present();
    document.documentElement.style.setProperty("--present-bar", `${bar.offsetHeight}px`);
    if (!figure) return;
    const { root, views } = figure, narrow = matchMedia(NARROW).matches;
    const parts = [root, ...root.querySelectorAll(".curves-answer, .curves-guess, :scope > .curves-inputs")];
    const chart = root.querySelector(".curves-chart"), em = () => parseFloat(getComputedStyle(chart).fontSize);
    const fits = () => parts.every((part) => part.scrollHeight <= part.clientHeight + 1)
      && (root.classList.contains("curves-asks") || chart.clientHeight >= 18 * em()); // in proportion to its text about as high as in the book
    for (let size = 1; size >= SMALLEST; size -= STEP) {
      root.style.setProperty("--present-size", size.toFixed(2));
      if (narrow || fits()) break;
    }
    for (const { view, fit } of views) if (fit()) view.runAsync();
  }

  let waiting = 0;
  function fitSoon() {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(fit);
  }

  // ---- The state as a code -------------------------------------------------------------------

  function isPublic({ protocol, hostname }) {
    return /^https?:$/.test(protocol) && !/^(localhost|127\.|\[::1\])/.test(hostname);
  }

  function kept() {
    try { return localStorage.getItem("curves:home") ?? ""; } catch { return typed; }
  }
  let typed = ""; // where the host keeps nothing

  function keepHome(event) {
    event.preventDefault();
    const form = event.target, said = form.querySelector("[role=alert]");
    const address = URL.canParse(form.querySelector("input").value) && new URL(form.querySelector("input").value);
    said.textContent = address && isPublic(address) ? "" : "Type an address that begins with https:// or http://.";
    if (said.textContent) return;
    const path = address.pathname.replace(/(chapters\/.*|[^/]*\.html)$/, "").replace(/\/?$/, "/");
    typed = address.origin + path;
    try { localStorage.setItem("curves:home", typed); } catch { /* then for this page */ }
    show();
  }

  function link() { // this state at the book's public address, or nothing where that is not known
    const figure = present(), base = isPublic(location) ? root : home || kept();
    if (!base) return "";
    return new URL(page.slice(root.length), base.replace(/\/?$/, "/")).href + (figure ? stateOf(figure) : "");
  }

  function show() {
    const address = link(), [square, words, form] = dialog.children;
    square.innerHTML = address && drawn(address);
    words.textContent = address;
    form.hidden = isPublic(location) || !!home;
    form.firstChild.hidden = !!address;
    form.querySelector("input").value = kept();
    if (!dialog.open) dialog.showModal();
  }

  // Black on white in the dark, too: many cameras know no other.
  function drawn(address) {
    const code = qrcode(0, "L"), QUIET = 4;
    try {
      code.addData(address);
      code.make();
    } catch {
      return "This state is too long for a code.";
    }
    const count = code.getModuleCount(), numbers = Array.from({ length: count }, (_, i) => i), side = count + 2 * QUIET;
    const path = numbers.flatMap((y) => numbers.filter((x) => code.isDark(y, x)).map((x) => `M${x} ${y}h1v1h-1z`));
    return `<svg viewBox="${-QUIET} ${-QUIET} ${side} ${side}" role="img" aria-label="QR code of the address below" `
      + `shape-rendering="crispEdges"><path fill="#fff" d="M${-QUIET} ${-QUIET}h${side}v${side}h${-side}z"/>`
      + `<path d="${path.join("")}"/></svg>`;
  }

  // ---- Start ---------------------------------------------------------------------------------

  function load(tag, attributes) {
    const element = Object.assign(document.createElement(tag), attributes);
    return new Promise((done) => {
      element.onload = element.onerror = done;
      document.head.append(element);
    });
  }

  async function start() {
    await Promise.all([
      load("link", { rel: "stylesheet", href: beside("present.css") }),
      load("script", { src: beside("slides.js") }),
      load("script", { src: beside("qrcode.js") }),
    ]);
    ({ slides, home } = globalThis.curvesPresentation ?? { slides, home });
    build();
    write();
    delete document.documentElement.dataset.waits;
    addEventListener("hashchange", write);
    addEventListener("keydown", press, { capture: true }); // before a card is put away by the same Escape
    const watch = new ResizeObserver(fitSoon), changes = new MutationObserver(fitSoon);
    watch.observe(bar);
    watch.observe(document.documentElement);
    for (const { root } of Object.values(curves.figures)) {
      changes.observe(root, { attributeFilter: ["class"] });
      watch.observe(root.querySelector(".curves-shown"));
    }
    fit();
  }

  start();
})();
