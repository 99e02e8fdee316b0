"""From a slider's release to *what decides it*: the tornado, and the last flip value.

A figure's table is in sight and the hand rests.  An event ``change`` is dispatched on its first slider; the clock
stops when the tornado stands (each flip shows three dots) and when the last flip value does.  The 150 ms for
which the page waits after a release count.  The first release meets code that the browser has not compiled yet, the
best of the next ones code that it has.  Beside it the longest task that held the page up, from 50 ms on, and the
same table in Python.
"""

import time

from curves.figures import all_figures

from .page import bring, open_page

RELEASES = 4
WATCH = """async (figure) => {
  const body = figure.querySelector(".curves-decides tbody"), start = performance.now(), tasks = [];
  const busy = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((task) => task.duration)));
  busy.observe({ type: "longtask" });
  const both = new Promise((resolve) => {
    let tornado;
    const watch = new MutationObserver(() => {
      tornado ??= performance.now() - start;
      if ([...body.rows].some((row) => row.cells[2].textContent === "…")) return;
      watch.disconnect();
      resolve([tornado, performance.now() - start]);
    });
    watch.observe(body, { childList: true, characterData: true, subtree: true });
  });
  figure.querySelector("[data-input] input[type=range]:enabled").dispatchEvent(new Event("change", { bubbles: true }));
  const times = await both;
  await new Promise((resolve) => setTimeout(resolve, 200));
  busy.disconnect();
  return [...times, Math.max(0, ...tasks)];
}"""


def releases(browser, html):
    """For each figure that decides: id, draws; ms of tornado, flips, longest task at first, then at best; in Python."""
    known = {id: make for id, make in all_figures().items() if make().decides}
    for path in sorted(html.rglob("chapters/**/*.html")):
        text = path.read_text(encoding="utf-8")
        for id in [id for id in known if f'class="curves-figure" id="{id}"' in text]:
            page = open_page(browser, path.as_uri())
            figure = bring(page.locator(f"#{id}"))
            figure.locator(".curves-decides").scroll_into_view_if_needed()
            page.wait_for_timeout(1000)
            first, *others = [figure.evaluate(WATCH) for _ in range(RELEASES)]
            page.close()
            explorer, start = known[id](), time.perf_counter()
            explorer.tornado(), explorer.flips()
            yield id, explorer.draws, first, [min(times) for times in zip(*others, strict=True)], since(start)


def since(start):
    return (time.perf_counter() - start) * 1000
