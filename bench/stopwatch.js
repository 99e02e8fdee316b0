// A stopwatch in the page, injected before any other script. How it measures: bench/page.py.
globalThis.stopwatch = (() => {
  "use strict";
  const PATIENCE = 10000; // ms until a move counts as lost
  const frame = requestAnimationFrame.bind(globalThis);
  const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  let inFrame = false;

  function afterTask(then) {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { channel.port1.close(); then(); };
    channel.port2.postMessage(0);
  }

  // Callbacks, style, layout and paint of a frame are one task: a message posted in it arrives when it is over.
  globalThis.requestAnimationFrame = (callback) => frame((time) => {
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

  // What stands in `root`: its drawings, or else its text.
  function content(root) {
    const drawings = [...root.querySelectorAll("svg, img, canvas")];
    return drawings.map((d) => (d.toDataURL ? d.toDataURL() : d.outerHTML)).join() || root.textContent;
  }

  function watch(root, stirred) { // each change in `root`, but for what only a screen reader hears
    const observer = new MutationObserver((records) => {
      const spoken = (node) => node.nodeType === 1 && node.matches(".curves-status");
      if (records.some((r) => !spoken(r.target))) stirred();
    });
    observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    root.addEventListener("load", stirred, true); // an image is there when it has loaded
    return () => { observer.disconnect(); root.removeEventListener("load", stirred, true); };
  }

  // One move: ms from the event to the last frame that changed `root`; null if its content is what it was.
  async function move(act, root, quiet) {
    const before = content(root);
    await rest(20);
    let painted = 0, changed = 0, pending = 0;
    const stop = watch(root, () => {
      changed = performance.now();
      pending += 1;
      whenPainted(() => { painted = performance.now(); pending -= 1; });
    });
    const start = performance.now();
    act();
    performance.measure("bench-event", { start, end: start });
    while (performance.now() - start < PATIENCE && !(painted && !pending && performance.now() - changed > quiet)) await rest(20);
    stop();
    if (painted) performance.measure("bench-painted", { start: painted, end: painted });
    return painted && content(root) !== before ? painted - start : null;
  }

  // `count` moves of native sliders, in turn, to places spread over their ranges.
  async function native(root, sliders, count, quiet = 150) {
    const times = [];
    for (let k = 0; k < count; k++) {
      const slider = sliders[k % sliders.length], [low, high] = [+slider.min, +slider.max];
      slider.value = low + (high - low) * ((0.3 + k * 0.618034) % 1);
      times.push(await move(() => slider.dispatchEvent(new Event("input", { bubbles: true })), root, quiet));
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

  // Frames in which `root` changes, from now until the function returned is called.
  function count(root) {
    const frames = new Set();
    const stop = watch(root, () => frames.add(document.timeline.currentTime));
    return () => { stop(); return frames.size; };
  }

  return { native, widget, count };
})();
