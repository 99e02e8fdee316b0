/* Marks and their cards. A mark is a link, and the style sheet shows its card on hover and focus. This script brings
   the card, which a page holds once, to the mark that asks for it, keeps it inside the window, and puts it away on
   Escape. */
(() => {
  "use strict";

  const MARGIN = 8, NARROW = 600; // px; the second stands in book.css, too
  let touched = false; // the pointer last used was a finger
  let tapped = null; // the mark whose card a finger has opened

  const markOf = (node) => node instanceof Element ? node.closest(".has-card") : null;
  const shown = () => document.querySelectorAll(".has-card:is(:hover, :focus-within):not(.card-away)");

  function bring(mark) {
    const card = document.getElementById(mark.querySelector("a").getAttribute("aria-describedby"));
    if (card.parentNode !== mark) mark.append(card);
    mark.classList.remove("card-away");
    place(mark);
  }

  // Under the mark, or above it where there is more room; on a narrow screen along the foot of the window, or its
  // head. A card that is longer than the room scrolls.
  function place(mark) {
    const card = mark.querySelector(".book-card");
    if (!card) return;
    const at = mark.querySelector("a").getBoundingClientRect();
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const narrow = window.innerWidth <= NARROW;
    card.style.left = card.style.top = "0";
    card.style.maxHeight = "";
    card.style.width = narrow ? `${width}px` : ""; // 100vw reaches under a scroll bar
    let box = card.getBoundingClientRect(); // 0, 0 is not always the window's corner: a figure contains it
    const above = at.top - MARGIN, under = height - at.bottom - MARGIN;
    const below = box.height <= under || under >= above;
    if (box.height > (below ? under : above)) {
      card.style.maxHeight = `${below ? under : above}px`;
      box = card.getBoundingClientRect();
    }
    const x = narrow ? 0 : Math.max(MARGIN, Math.min(at.left, width - box.width - MARGIN));
    const y = narrow ? (below ? height - box.height : 0) : below ? at.bottom : at.top - box.height;
    card.style.left = `${x - box.left}px`;
    card.style.top = `${y - box.top}px`;
  }

  function putAway() {
    for (const mark of shown()) {
      const inside = mark.contains(document.activeElement);
      if (inside) mark.querySelector("a").focus();
      mark.classList.add("card-away");
    }
    tapped = null;
  }

  function comes(event) {
    const mark = markOf(event.target);
    if (mark && mark !== markOf(event.relatedTarget) && event.pointerType !== "touch") bring(mark);
  }

  function connectMarks() {
    document.addEventListener("pointerover", comes);
    document.addEventListener("focusin", comes);
    document.addEventListener("keydown", (event) => event.key === "Escape" && putAway());
    document.addEventListener("pointerdown", (event) => {
      touched = event.pointerType === "touch";
      if (touched && !markOf(event.target)) putAway();
    });
    document.addEventListener("click", (event) => { // a first tap shows the card, a second follows the link
      const mark = markOf(event.target);
      if (!touched || !mark || event.target.closest(".book-card") || tapped === mark) return;
      event.preventDefault();
      mark.querySelector("a").focus();
      bring(mark);
      tapped = mark;
    });
    const again = () => shown().forEach(place);
    addEventListener("scroll", again, { passive: true, capture: true });
    addEventListener("resize", again);
  }

  connectMarks();
})();
