/* Missions: light a meeting in both rows, walk the grid by arrow keys, narrow it while typing, copy, print. */
(function () {
  "use strict";

  function light(event, on) {
    var link = event.target.closest("[data-m]");
    if (!link) { return; }
    document.querySelectorAll('[data-m="' + link.dataset.m + '"]').forEach(function (other) {
      other.classList.toggle("lit", on);
    });
  }
  document.addEventListener("mouseover", function (event) { light(event, true); });
  document.addEventListener("mouseout", function (event) { light(event, false); });
  document.addEventListener("focusin", function (event) { light(event, true); });
  document.addEventListener("focusout", function (event) { light(event, false); });

  var STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

  function walk(event) {
    var step = STEPS[event.key];
    var cell = event.target.closest(".grid tbody td");
    if (!step || !cell) { return; }
    var rows = Array.from(cell.closest("tbody").rows).filter(function (row) { return !row.classList.contains("dim"); });
    var row = rows.indexOf(cell.parentElement);
    var column = cell.cellIndex;
    do {
      row += step[0];
      column += step[1];
      var next = rows[row] && rows[row].cells[column];
      var link = next && next.querySelector("[data-m]");
      if (link) { event.preventDefault(); link.focus(); return; }
    } while (next);
  }
  document.addEventListener("keydown", walk);

  document.addEventListener("input", function (event) {
    if (!event.target.matches("[data-narrow]")) { return; }
    var words = event.target.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    document.querySelectorAll("[data-company]").forEach(function (row) {
      var text = (row.textContent.slice(0, 200) + " " + row.dataset.company).toLocaleLowerCase();
      row.classList.toggle("dim", !words.every(function (word) { return text.includes(word); }));
    });
  });

  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-submit]")) { event.target.form.requestSubmit(); }
  });

  document.querySelectorAll("[data-copy-from]").forEach(function (button) {
    if (!navigator.clipboard) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(document.getElementById(button.dataset.copyFrom).value);
    });
  });
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
})();
