"""From a slider's event to the screen, in Chromium.

A stopwatch (``stopwatch.js``) is put into the page before its own scripts.  For each move it

1. lets the page come to rest, so that the next frame starts when it is asked for;
2. reads the clock and dispatches the slider's event in the page;
3. sees each change of the figure with a MutationObserver (chart, sentence, controls; for an
   image, its loading);
4. reads the clock again when the frame that holds the last change is painted.  A frame is one
   task of the browser's main thread (callbacks, style, layout, paint, hand-over to the
   compositor), so a message posted within it arrives when that task is over: a change made in
   a frame's callback is timed by a message, any other by a message from the next frame;
5. waits until nothing has changed for a while, and compares drawing and sentence with those before:
   a move that left them as they were (its place was the slider's own) is not counted, but reported;
6. moves the slider back, so that each move starts from the figure as it is first shown.

All of a figure's sliders are moved in turn; moves follow each other as in a drag, before a
figure begins with "what decides it", which it does when the hand rests.

Every row is measured this way.  Not in it, for every row alike: raster and display after the
hand-over, and the wait for a screen's next refresh (up to 16.7 ms at 60 Hz).
"""

import time
from pathlib import Path

from curves.figures import all_figures

STOPWATCH = Path(__file__).with_name("stopwatch.js")
SIZE = {"width": 1280, "height": 900}
MOVES = 66
FLOOR = """<!doctype html><input type="range" min="0" max="100"><p></p>
<svg width="700" height="340"><path fill="none" stroke="navy" stroke-width="2.5"/></svg><script>
document.querySelector("input").addEventListener("input", (event) => {
  let d = "";
  for (let i = 0; i < 121; i++) d += `${i ? "L" : "M"}${(i * 700) / 120},${340 - (i * event.target.value) / 40}`;
  document.querySelector("path").setAttribute("d", d);
  document.querySelector("p").textContent = event.target.value;
});</script>"""
ARROW = {"key": "ArrowRight", "code": "ArrowRight", "windowsVirtualKeyCode": 39}


def launch(playwright, executable):
    """Chromium without a way out: no name resolves but this machine's own."""
    return playwright.chromium.launch(
        executable_path=executable,
        args=["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
    )


def open_page(browser, address=None):
    page = browser.new_page(viewport=SIZE)
    page.add_init_script(path=STOPWATCH)
    if address:
        page.goto(address)
    return page


def floor(browser):
    """The bare page: one slider, one path, no library."""
    page = open_page(browser, "about:blank")
    page.set_content(FLOOR)
    times = page.evaluate(f"stopwatch.native(document.body, [document.querySelector('input')], {MOVES})")
    page.close()
    return times


def figures(browser, html):
    """For each figure on the built pages: its id, times of moves, frames and keys a second under a held key."""
    for path in sorted(html.rglob("chapters/**/*.html")):
        text = path.read_text(encoding="utf-8")
        ids = [id for id in all_figures() if f'id="{id}"' in text]
        if not ids:
            continue
        page = open_page(browser, path.as_uri())
        for id in ids:
            figure = bring(page.locator(f"#{id}"))
            yield id, moves(figure), *held_key(page, figure)
        page.close()


def bring(figure):
    """Scroll to a figure (at once: the theme scrolls smoothly) and wait until it is drawn live."""
    figure.evaluate("e => e.scrollIntoView({ block: 'center', behavior: 'instant' })")
    figure.and_(figure.page.locator(".curves-drawn")).wait_for()
    figure.evaluate("e => e.querySelector('.curves-skip')?.click()")  # a question that covers the answer
    figure.page.wait_for_timeout(1000)
    return figure


def moves(figure, watched=None):
    """Times of moves of all sliders of a figure that have an effect, in turn, to the change of what is watched."""
    roots = [figure.element_handle(), (watched or figure).element_handle()]
    sliders = "[...figure.querySelectorAll('[data-input] input[type=range]')]"
    return figure.page.evaluate(f"([figure, root]) => stopwatch.native(root, {sliders}, {MOVES})", roots)


def held_key(page, figure, seconds=2, rate=60):
    """Frames drawn a second, and key events a second, while the arrow key is held on the finest slider."""
    slider = figure.evaluate_handle("""figure => {
      const steps = (slider) => (slider.max - slider.min) / slider.step;
      const sliders = [...figure.querySelectorAll("[data-input] input[type=range]:enabled")];
      const slider = sliders.sort((a, b) => steps(b) - steps(a))[0];
      slider.value = slider.min;
      slider.focus({ preventScroll: true });
      return slider;
    }""").as_element()
    devtools = page.context.new_cdp_session(page)
    page.wait_for_timeout(500)
    counter = page.evaluate_handle("figure => stopwatch.count(figure)", figure.element_handle())
    keys = slider.evaluate_handle("e => { let n = 0; e.addEventListener('input', () => n++); return () => n; }")
    start = time.perf_counter()
    for k in range(seconds * rate):
        devtools.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "autoRepeat": k > 0, **ARROW})
        time.sleep(max(0, start + (k + 1) / rate - time.perf_counter()))
    frames, events = counter.evaluate("stop => stop()"), keys.evaluate("count => count()")
    spent = time.perf_counter() - start
    devtools.send("Input.dispatchKeyEvent", {"type": "keyUp", **ARROW})
    return frames / spent, events / spent
