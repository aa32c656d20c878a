/* The little every page needs: "/" goes to the search box, Escape and a click outside close what floats. */
(function () {
  "use strict";

  function typing(target) {
    return target.closest("input, textarea, select, [contenteditable]") !== null;
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "/" && !typing(event.target) && !event.ctrlKey && !event.metaKey) {
      var box = document.getElementById("search");
      if (box) { event.preventDefault(); box.focus(); box.select(); }
    }
    if (event.key === "Escape") {
      document.querySelectorAll("details.menu[open]").forEach(function (menu) { menu.open = false; });
      var hits = document.getElementById("search-hits");
      if (hits) { hits.replaceChildren(); }
    }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.closest(".search")) {
      var stops = Array.from(document.querySelectorAll("#search, #search-hits a"));
      var next = stops.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
      if (stops[next]) { event.preventDefault(); stops[next].focus(); }
    }
  });

  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
    var hits = document.getElementById("search-hits");
    if (hits && !event.target.closest(".search")) { hits.replaceChildren(); }
  });

  window.egiz = { typing: typing };
})();
