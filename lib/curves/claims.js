/* The filters on the page of all claims. */
(() => {
  "use strict";

  function connectFilters(form) {
    const rows = [...document.querySelectorAll(".claim-list > li")];
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const fits = (row, i) =>
      ["type", "stance", "chapter"].every((name) => !form[name].value || row.dataset[name] === form[name].value) &&
      (!form.document.value || row.parentNode.dataset.document === form.document.value) &&
      (!form.opponents.checked || row.querySelector(".claim-opponents")) &&
      form.words.value.toLowerCase().split(/\s+/).every((word) => texts[i].includes(word));
    const apply = () => {
      rows.forEach((row, i) => row.classList.toggle("claim-out", !fits(row, i)));
      const count = rows.filter((row) => row.matches(":not(.claim-out), :target")).length;
      form.querySelector("output").textContent = `${count} of ${rows.length} claims shown`;
    };
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(apply));
    addEventListener("hashchange", apply);
    addEventListener("pageshow", apply);
    apply();
  }

  document.querySelectorAll(".claim-filters").forEach(connectFilters);
})();
