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

  /* A meeting of a draft is picked up by "m" or by the mouse and put into another hour of its row; what that
     would break is said before anything is done. */
  var held = null;
  var saying = document.getElementById("move-said");
  var asked = 0;

  function mark(cell, kind) {
    document.querySelectorAll(".is-target, .is-broken").forEach(function (one) { one.classList.remove("is-target", "is-broken"); });
    if (cell) { cell.classList.add(kind); }
  }
  function letGo() {
    held = null;
    mark(null);
    if (saying) { saying.textContent = ""; }
  }
  function pick(link) {
    var table = link.closest("[data-moves]");
    if (!table) { return false; }
    held = { link: link, table: table, row: link.closest("tr"), cell: link.closest("td"), place: "", at: link.closest("td").cellIndex };
    saying.textContent = table.dataset.picked;
    mark(held.cell, "is-target");
    return true;
  }
  function tryAt(cell, then) {
    var number = asked += 1;
    held.place = "";
    held.at = cell.cellIndex;
    mark(cell, "is-target");
    fetch(held.table.dataset.moves + held.link.dataset.m + "/try/?slot=" + (cell.cellIndex - 1)).then(function (response) {
      return response.json();
    }).then(function (answer) {
      if (!held || number !== asked) { return; }
      held.place = answer.place;
      mark(cell, answer.broken.length ? "is-broken" : "is-target");
      saying.textContent = answer.broken.length ? answer.broken.join(" ") : held.table.dataset.free;
      if (then) { then(); }
    });
  }
  function put() {
    if (!held || !held.place) { return; }
    var form = document.getElementById("move-form");
    form.action = held.table.dataset.moves + held.link.dataset.m + "/move/";
    form.elements.place.value = held.place;
    form.requestSubmit();
  }
  document.addEventListener("keydown", function (event) {
    if (!held) {
      var link = event.target.closest && event.target.closest("[data-m]");
      if (link && event.key === "m" && pick(link)) { event.preventDefault(); event.stopPropagation(); }
      return;
    }
    if (event.key === "Escape") { letGo(); event.preventDefault(); }
    if (event.key === "Enter") { event.preventDefault(); put(); }
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      event.preventDefault();
      event.stopImmediatePropagation();
      var cell = held.row.cells[held.at + (event.key === "ArrowRight" ? 1 : -1)];
      if (cell && cell.tagName === "TD") { tryAt(cell); }
    }
  }, true);
  document.addEventListener("dragstart", function (event) {
    var link = event.target.closest && event.target.closest("[data-m]");
    if (link && pick(link)) { event.dataTransfer.effectAllowed = "move"; }
  });
  document.addEventListener("dragover", function (event) {
    var cell = held && event.target.closest("td");
    if (!cell || cell.parentElement !== held.row) { return; }
    event.preventDefault();
    if (cell.cellIndex !== held.at) { tryAt(cell); }
  });
  document.addEventListener("drop", function (event) {
    var cell = held && event.target.closest("td");
    if (!cell || cell.parentElement !== held.row) { return; }
    event.preventDefault();
    held.dropped = true;
    tryAt(cell, put);
  });
  document.addEventListener("dragend", function () {
    if (held && !held.dropped) { letGo(); }
  });

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
  /* The big screen counts down to the end of the hour; the server renews the rest. */
  function countDown() {
    document.querySelectorAll("[data-until]").forEach(function (place) {
      var left = Math.max(0, Math.round((new Date(place.dataset.until) - Date.now()) / 1000));
      place.textContent = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
    });
  }
  if (document.querySelector(".hall")) { countDown(); setInterval(countDown, 1000); }

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
})();
