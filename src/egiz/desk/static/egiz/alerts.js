/* Lets a company ask for alerts in this browser, after a press of a button and never by itself. */
(function () {
  "use strict";
  var box = document.getElementById("alerts");
  if (!box || !("serviceWorker" in navigator)) { return; }
  var on = box.querySelector('[data-alerts="on"]'), off = box.querySelector('[data-alerts="off"]');

  function say(name) {
    box.querySelectorAll("[data-says]").forEach(function (one) { one.hidden = one.dataset.says !== name; });
  }

  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (one) { return one.charCodeAt(0); });
  }

  function tell(data) {
    var token = box.querySelector("[name=csrfmiddlewaretoken]").value;
    return fetch(box.dataset.to, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(data)
    }).then(function (answer) { if (!answer.ok) { throw new Error(answer.status); } });
  }

  function show(subscription) {
    on.hidden = Boolean(subscription);
    off.hidden = !subscription;
  }

  box.hidden = false;
  if (!("PushManager" in window)) { say("home"); return; }
  navigator.serviceWorker.ready.then(function (worker) {
    worker.pushManager.getSubscription().then(show);
    on.addEventListener("click", function () {
      Notification.requestPermission().then(function (answer) {
        if (answer !== "granted") { say("denied"); return undefined; }
        return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(box.dataset.key) })
          .then(function (made) { return tell(made.toJSON()).then(function () { say(""); show(made); }); });
      }).catch(function () { say("failed"); });
    });
    off.addEventListener("click", function () {
      worker.pushManager.getSubscription().then(function (made) {
        if (!made) { show(null); return undefined; }
        return tell({ endpoint: made.endpoint, off: true }).then(function () { return made.unsubscribe(); })
          .then(function () { say(""); show(null); });
      }).catch(function () { say("failed"); });
    });
  });
})();
