/* The promises by keyboard: j/k move, Enter opens beside the list, o/d/s/c go to the owner, day, status, comment. */
(function () {
  "use strict";

  var drawer = document.getElementById("drawer");
  var wanted = null;
  var opened = "";

  function links() { return Array.from(document.querySelectorAll(".promise-title")); }

  function current() {
    var row = document.activeElement && document.activeElement.closest(".promise");
    row = row || document.querySelector(".promise.is-open");
    return row ? row.querySelector(".promise-title") : null;
  }

  function move(step) {
    var all = links();
    if (!all.length) { return; }
    var at = all.indexOf(current());
    var next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
    all[next].focus();
    all[next].closest(".promise").scrollIntoView({ block: "nearest" });
    if (drawer && drawer.childElementCount) { all[next].click(); }
  }

  function close() {
    var row = document.querySelector(".promise.is-open");
    drawer.replaceChildren();
    opened = "";
    document.body.classList.remove("has-drawer");
    if (row) { row.classList.remove("is-open"); row.querySelector(".promise-title").focus(); }
  }

  function goTo(key) {
    var field = drawer.querySelector('[data-key="' + key + '"]');
    var fold = field && field.closest("details");
    if (fold) { fold.open = true; }
    if (field) { field.focus(); if (field.select) { field.select(); } }
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !drawer) { return; }
    if (event.key === "Escape" && drawer.childElementCount) { close(); return; }
    if (window.egiz.typing(event.target)) { return; }
    if (event.key === "j" || event.key === "k") { event.preventDefault(); move(event.key === "j" ? 1 : -1); return; }
    if ("odsc".indexOf(event.key) >= 0) {
      var link = current();
      if (!link) { return; }
      event.preventDefault();
      if (link.closest(".promise").classList.contains("is-open")) { goTo(event.key); } else { wanted = event.key; link.click(); }
    }
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-close-drawer]")) { close(); }
  });

  document.body.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.target !== drawer) { return; }
    document.body.classList.add("has-drawer");
    var from = event.detail.requestConfig && event.detail.requestConfig.elt;
    var row = from && from.closest(".promise");
    if (row) {
      document.querySelectorAll(".promise.is-open").forEach(function (open) { open.classList.remove("is-open"); });
      row.classList.add("is-open");
      opened = row.id;
      drawer.scrollTop = 0;
    }
  });

  /* Not sooner: until the page has settled, a form that is sent would leave it. A row that was drawn again gets
     its attributes from the server as the last step of settling, and only then takes its place as the open one. */
  document.body.addEventListener("htmx:afterSettle", function (event) {
    var row = opened && document.getElementById(opened);
    if (row && drawer && drawer.childElementCount) { row.classList.add("is-open"); }
    if (event.detail.target !== drawer || !wanted) { return; }
    goTo(wanted);
    wanted = null;
  });
})();
