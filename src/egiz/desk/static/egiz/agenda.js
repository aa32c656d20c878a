/* Keeps a participant's page for when there is no connection, and says so when it is shown from memory. */
(function () {
  "use strict";
  var body = document.querySelector("[data-worker]");
  var worker = body && body.dataset.worker;
  if (!worker || !("serviceWorker" in navigator)) { return; }
  var key = "egiz-agenda-seen:" + location.pathname;
  var note = document.getElementById("offline-note");

  function addresses() {
    var found = performance.getEntriesByType("resource").map(function (one) { return one.name; });
    return [location.href].concat(found).filter(function (address) { return address.startsWith(location.origin + "/"); });
  }

  function said(text) {
    note.querySelector("[data-when]").textContent = text;
    note.hidden = false;
  }

  function look() {
    // A HEAD passes the worker by: it is answered by the server or not at all.
    fetch(worker, { method: "HEAD", cache: "no-store" }).then(function () {
      note.hidden = true;
      localStorage.setItem(key, new Date().toISOString());
    }).catch(function () {
      var seen = localStorage.getItem(key);
      said(seen ? new Date(seen).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }) : "–");
    });
  }

  navigator.serviceWorker.register(worker, { scope: body.dataset.scope }).then(function () {
    return navigator.serviceWorker.ready;
  }).then(function (ready) {
    ready.active.postMessage({ kind: "keep", addresses: addresses() });
    body.dataset.kept = "asked";
  });
  window.addEventListener("online", look);
  window.addEventListener("offline", look);
  look();
})();
