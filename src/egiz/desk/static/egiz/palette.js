/* From anywhere to anything: Ctrl K opens the box that finds things and pages, "g" and a digit go to a room,
   "?" names the keys. What was looked at lately is kept in this browser, for one person and desk, and goes
   with the log-out. */
(function () {
  "use strict";

  var MOST = 6;
  var box = document.getElementById("search");
  var hits = document.getElementById("search-hits");
  var keys = document.getElementById("keys");
  var words = document.getElementById("recent-words");
  var desk = /^\/d\/[^/]+\//.exec(location.pathname);
  if (!box || !hits || !keys || !words || !desk) { return; }
  var key = "egiz-recent:" + document.body.dataset.person + ":" + desk[0];
  var store = null;
  try { store = window.localStorage; } catch (refused) { /* nothing is kept here */ }

  function recent() {
    try { return JSON.parse(store.getItem(key)) || []; } catch (broken) { return []; }
  }

  /* A thing has a number in its address; lists and forms are found by their words. */
  function remember() {
    var head = document.querySelector("main h1");
    if (!store || !head || !/\/\d+\/(page\/)?$/.test(location.pathname)) { return; }
    var others = recent().filter(function (one) { return one.url !== location.pathname; });
    others.unshift({ url: location.pathname, title: head.textContent.trim().slice(0, 120) });
    try { store.setItem(key, JSON.stringify(others.slice(0, MOST + 1))); } catch (full) { /* nor here */ }
  }

  function showRecent() {
    var seen = recent().filter(function (one) { return one.url !== location.pathname; }).slice(0, MOST);
    if (box.value || !seen.length) { return; }
    var section = words.content.cloneNode(true);
    seen.forEach(function (one) {
      var link = document.createElement("a");
      link.href = one.url;
      link.textContent = one.title;
      section.querySelector("ul").appendChild(document.createElement("li")).appendChild(link);
    });
    hits.prepend(section);
  }

  document.body.addEventListener("htmx:afterSwap", function (event) {
    if (event.target === hits) { showRecent(); }
  });

  document.addEventListener("submit", function (event) {
    if (store && /\/logout\//.test(event.target.action)) {
      Object.keys(store).forEach(function (one) { if (one.startsWith("egiz-recent:")) { store.removeItem(one); } });
    }
  });

  var waiting = false; /* "g" was pressed, a digit may follow */
  document.addEventListener("keydown", function (event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      box.focus();
      box.select();
      return;
    }
    if (window.egiz.typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || keys.open) { return; }
    if (event.key === "?") { keys.showModal(); }
    var rooms = document.querySelectorAll(".rail a");
    if (waiting && rooms[Number(event.key) - 1]) { location.href = rooms[Number(event.key) - 1].href; }
    waiting = event.key === "g";
  });

  remember();
})();
