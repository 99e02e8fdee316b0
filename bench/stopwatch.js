// A stopwatch in the page, injected before any other script. How it measures: bench/page.py.
globalThis.stopwatch = (() => {
  "use strict";
  const PATIENCE = 5000; // ms until a move counts as lost
  const frame = requestAnimationFrame.bind(globalThis);
  const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  let inFrame = false, stamp = NaN; // the latest frame's

  function afterTask(then) {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { channel.port1.close(); then(); };
    channel.port2.postMessage(0);
  }

  // Callbacks, style, layout and paint of a frame are one task: a message posted in it arrives when it is over.
  globalThis.requestAnimationFrame = (callback) => frame((time) => {
    stamp = time;
    if (!inFrame) {
      inFrame = true;
      afterTask(() => { inFrame = false; });
    }
    callback(time);
  });

  function whenPainted(then) {
    if (inFrame) afterTask(then);
    else frame(() => afterTask(then));
  }

  // What stands in `root`: its text and its drawings.
  function content(root) {
    const text = root.querySelector(".curves-sentence") || root;
    const drawings = [...root.querySelectorAll("svg, img, canvas")];
    return [text.textContent, ...drawings.map((d) => (d.toDataURL ? d.toDataURL() : d.outerHTML))].join();
  }

  // Each change in `root`. "What decides it" and what only a screen reader hears come later, and have a time of their own.
  function watch(root, stirred) {
    const later = (node) => (node.closest ? node : node.parentElement)?.closest(".curves-status, .curves-decides");
    const observer = new MutationObserver((records) => {
      if (records.some((r) => !later(r.target))) stirred();
    });
    observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    root.addEventListener("load", stirred, true); // an image is there when it has loaded
    return () => { observer.disconnect(); root.removeEventListener("load", stirred, true); };
  }

  // One move: ms from the event to the last frame that changed `root`; null if its content is what it was.
  async function move(act, root, quiet) {
    const before = content(root);
    await rest(20);
    let changed = NaN, painted = NaN, pending = 0;
    const stop = watch(root, () => {
      changed = performance.now();
      pending += 1;
      whenPainted(() => { painted = performance.now(); pending -= 1; });
    });
    const atWork = () => pending || document.querySelector(".curves-decides")?.textContent.includes("…");
    const start = performance.now();
    act();
    while (performance.now() - start < PATIENCE && (atWork() || !(performance.now() - changed > quiet))) await rest(15);
    stop();
    performance.measure("bench-move", { start, end: painted || start });
    return content(root) !== before && painted ? painted - start : null;
  }

  // `count` moves of native sliders, in turn, each from the figure's first state to a place of its range; those without
  // effect are passed over. The way back is not timed.
  async function native(root, sliders, count, quiet = 80) {
    const times = [], homes = new Map(sliders.map((slider) => [slider, slider.value]));
    const to = (slider, place) => () => {
      slider.value = place;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    };
    for (let k = 0; k < count; k++) {
      const live = sliders.filter((slider) => !slider.disabled), slider = live[k % live.length];
      const [low, high] = [+slider.min, +slider.max];
      times.push(await move(to(slider, low + (high - low) * ((0.3 + k * 0.618034) % 1)), root, quiet));
      const free = slider.closest(".curves-input")?.querySelector(".curves-free:not([hidden])");
      await move(free ? () => free.click() : to(slider, homes.get(slider)), root, quiet);
    }
    return times;
  }

  // The same for the slider of ipywidgets, which is no native one: arrow keys on its handle.
  async function widget(root, handle, count, quiet = 400) {
    const times = [];
    for (let k = 0; k < count; k++) {
      const key = k % 20 < 10 ? "ArrowRight" : "ArrowLeft";
      times.push(await move(() => handle.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })), root, quiet));
    }
    return times;
  }

  // Frames with a change of `root`, from now until the function returned is called.
  function count(root) {
    const frames = new Set();
    const stop = watch(root, () => (inFrame ? frames.add(stamp) : frame((time) => frames.add(time))));
    return () => { stop(); return frames.size; };
  }

  return { native, widget, count };
})();
