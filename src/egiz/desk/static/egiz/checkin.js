/* Badges at the door: scanned by the camera, read from a picture or typed; kept on the device until they are sent. */
(function () {
  "use strict";
  var root = document.getElementById("checkin");
  if (!root) { return; }
  var people = JSON.parse(document.getElementById("checkin-people").textContent);
  var byCode = new Map(people.map(function (one) { return [one.code, one]; }));
  var key = "egiz-scans:" + root.dataset.key;
  var said = document.getElementById("checkin-said");
  var input = document.getElementById("checkin-code");
  var goesOut = document.getElementById("checkin-out");
  var recent = { code: "", at: 0 };
  var sending = false;

  function queue() {
    try { return JSON.parse(localStorage.getItem(key)) || []; } catch (error) { return []; }
  }
  function keep(scans) {
    localStorage.setItem(key, JSON.stringify(scans));
    document.getElementById("checkin-waiting").textContent = String(scans.length);
  }
  function nameOf(person) { return [person.name, person.company].filter(Boolean).join(", "); }
  function hour(moment) {
    return new Date(moment).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  }
  function plain(text) {
    return text.toUpperCase().replace(/^EGIZ:/, "").replace(/[^0-9A-Z]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  }
  function labelOf(person) { return nameOf(person) + " · " + person.code; }

  function show(kind, text) {
    said.className = "checkin-said is-" + kind;
    said.textContent = text;
  }

  function take(text) {
    var typed = text.split(" · ").pop();
    var code = plain(typed);
    if (!code) { return; }
    var now = new Date();
    if (code === recent.code && now - recent.at < 4000) { return; }
    recent = { code: code, at: now };
    var person = byCode.get(code);
    if (!person) { show("unknown", root.dataset.unknown); return; }
    var out = goesOut.checked;
    if (out) {
      show("out", nameOf(person) + " " + root.dataset.out);
    } else if (person.since) {
      show("again", nameOf(person) + " " + root.dataset.again + " " + hour(person.since));
    } else {
      show("in", nameOf(person) + " " + root.dataset.in);
    }
    var wasHere = Boolean(person.since);
    if (out || !wasHere) {
      person.since = out ? "" : now.toISOString();
      var line = document.createElement("li");
      line.textContent = hour(now) + " " + said.textContent;
      var list = document.getElementById("checkin-last");
      list.prepend(line);
      while (list.children.length > 12) { list.lastElementChild.remove(); }
      count();
    }
    var random = crypto.getRandomValues(new Uint32Array(4));
    var nonce = Array.from(random, function (part) { return part.toString(36); }).join("-");
    keep(queue().concat([{ nonce: nonce, code: code, at: now.toISOString(), way: out ? "out" : "in" }]));
    send();
  }

  function count() {
    var here = people.filter(function (one) { return one.since; }).length;
    document.getElementById("checkin-here").textContent = String(here);
  }

  function send() {
    var scans = queue().slice(0, 200);
    if (!scans.length || sending) { return; }
    sending = true;
    fetch(root.dataset.send, {
      method: "POST",
      redirect: "error",
      headers: { "Content-Type": "application/json", "X-CSRFToken": root.dataset.csrf },
      body: JSON.stringify({ scans: scans })
    }).then(function (response) {
      if (response.status === 403 || response.status === 404) { show("unknown", root.dataset.refused); }
      if (!response.ok) { throw new Error("refused"); }
      return response.json();
    }).then(function (answer) {
      var done = new Set(answer.results.map(function (one) { return one.nonce; }));
      answer.results.forEach(function (one, place) {
        var person = byCode.get(scans[place].code);
        if (person && one.since && (!person.since || one.since < person.since)) { person.since = one.since; }
      });
      keep(queue().filter(function (one) { return !done.has(one.nonce); }));
      sending = false;
      if (queue().length) { send(); }
    }).catch(function () { sending = false; });
  }

  /* --- reading a picture --- */
  var canvas = document.createElement("canvas");
  var detector = null;
  if ("BarcodeDetector" in window) {
    BarcodeDetector.getSupportedFormats().then(function (formats) {
      if (formats.includes("qr_code")) { detector = new BarcodeDetector({ formats: ["qr_code"] }); }
    }).catch(function () { detector = null; });
  }
  function read(source, width, height) {
    var scale = Math.min(1, 1000 / Math.max(width, height));
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    var pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(source, 0, 0, canvas.width, canvas.height);
    if (detector) {
      return detector.detect(canvas).then(function (found) { return found.length ? found[0].rawValue : ""; });
    }
    var pixels = pen.getImageData(0, 0, canvas.width, canvas.height);
    var found = window.jsQR(pixels.data, canvas.width, canvas.height);
    return Promise.resolve(found ? found.data : "");
  }
  var video = document.getElementById("checkin-video");
  function look() {
    if (!video.srcObject) { return; }
    var next = function () { setTimeout(look, 180); };
    if (video.readyState < 2) { next(); return; }
    read(video, video.videoWidth, video.videoHeight).then(function (text) { if (text) { take(text); } }).then(next, next);
  }
  document.getElementById("checkin-start").addEventListener("click", function () {
    if (!navigator.mediaDevices) { show("unknown", root.dataset.noCamera); return; }
    navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).then(function (stream) {
      video.srcObject = stream;
      video.hidden = false;
      return video.play();
    }).then(look).catch(function () { show("unknown", root.dataset.noCamera); });
  });
  document.getElementById("checkin-photo").addEventListener("change", function (event) {
    var file = event.target.files[0];
    if (!file) { return; }
    createImageBitmap(file).then(function (picture) {
      return read(picture, picture.width, picture.height);
    }).then(function (text) {
      if (text) { take(text); } else { show("unknown", root.dataset.noCode); }
      event.target.value = "";
    });
  });

  document.getElementById("checkin-form").addEventListener("submit", function (event) {
    event.preventDefault();
    take(input.value);
    input.value = "";
    input.focus();
  });
  var names = document.getElementById("checkin-names");
  people.slice(0, 3000).forEach(function (one) {
    var option = document.createElement("option");
    option.value = labelOf(one);
    names.append(option);
  });
  /* What this device scanned and has not sent counts here too. */
  queue().forEach(function (scan) {
    var person = byCode.get(scan.code);
    if (person) { person.since = scan.way === "out" ? "" : person.since || scan.at; }
  });
  keep(queue());
  count();
  window.addEventListener("online", send);
  setInterval(send, 15000);
  send();
})();
