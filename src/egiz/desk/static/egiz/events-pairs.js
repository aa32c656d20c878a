/* Pairs of entries: moving and deciding by keys, as on the page of a report. */
(function () {
  "use strict";

  function pairs() { return Array.from(document.querySelectorAll(".pair")); }
  function pair() { return document.activeElement.closest(".pair"); }

  function move(step) {
    var all = pairs();
    var at = all.indexOf(pair());
    var next = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  }

  function press(act) {
    var button = pair() && pair().querySelector('[data-act="' + act + '"]');
    if (button) { button.click(); }
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || window.egiz.typing(event.target)) { return; }
    var act = {
      j: function () { move(1); },
      k: function () { move(-1); },
      x: function () { press("different"); },
      u: function () { press("undo"); }
    }[event.key];
    if (event.key === "Enter" && event.target.classList.contains("pair")) { act = function () { press("same"); }; }
    if (act) { event.preventDefault(); act(); }
  });

  /* After a decision the next pair that waits takes the focus; the decided one stays for "take back". */
  document.body.addEventListener("htmx:afterSettle", function (event) {
    var fresh = event.detail.elt && event.detail.elt.id && document.getElementById(event.detail.elt.id);
    if (!fresh || !fresh.classList.contains("pair")) { return; }
    if (fresh.matches(".pair-waiting")) { fresh.focus(); return; }
    var all = pairs();
    var rest = all.slice(all.indexOf(fresh) + 1).concat(all).filter(function (one) { return one.matches(".pair-waiting"); });
    (rest[0] || fresh).focus();
  });
})();
