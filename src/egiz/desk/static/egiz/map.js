/* Maps of the desk: Leaflet over outlines that the desk serves itself; tiles only if its machine names a server. */
(function () {
  "use strict";

  var WORLD = [[-55, -170], [72, 180]];
  var LABELS = 24; // more labels than this would only cover each other

  function words(point) {
    var box = document.createElement("div");
    var head = document.createElement(point.url ? "a" : "strong");
    if (point.url) { head.href = point.url; }
    head.textContent = point.title;
    box.append(head);
    if (point.note) {
      var note = document.createElement("div");
      note.textContent = point.note;
      box.append(note);
    }
    return box;
  }

  function kind(base, mark) {
    return [base, mark.side === "ours" || mark.side === "theirs" ? mark.side : "", mark.faded ? "faded" : "", mark.dashed ? "dashed" : ""]
      .filter(Boolean).join(" ");
  }

  function ground(map, box) {
    if (box.dataset.tiles) {
      L.tileLayer(box.dataset.tiles, { attribution: box.dataset.tilesBy, maxZoom: 18 }).addTo(map);
      return;
    }
    map.createPane("ground").style.zIndex = 200;
    fetch(box.dataset.outlines).then(function (answer) { return answer.json(); }).then(function (outlines) {
      var common = { pane: "ground", interactive: false, smoothFactor: 0.6 };
      L.polygon(outlines.land.map(function (ring) { return [ring]; }), Object.assign({ className: "map-land" }, common)).addTo(map);
      L.polyline(outlines.borders, Object.assign({ className: "map-border" }, common)).addTo(map);
    });
  }

  /* A label that would cover an earlier one stays hidden at this zoom; its point still tells its name. */
  function untangle(box) {
    var kept = [];
    box.querySelectorAll(".map-label").forEach(function (label) {
      label.hidden = false;
      var here = label.getBoundingClientRect();
      label.hidden = kept.some(function (other) {
        return here.left < other.right && other.left < here.right && here.top + 3 < other.bottom && other.top + 3 < here.bottom;
      });
      if (!label.hidden) { kept.push(here); }
    });
  }

  function draw(box) {
    var data = JSON.parse(box.querySelector("script").textContent);
    var map = L.map(box, { scrollWheelZoom: false, zoomControl: false, zoomSnap: 0.25, maxZoom: 12, minZoom: 1, worldCopyJump: false });
    map.attributionControl.setPrefix(false);
    L.control.zoom({ zoomInTitle: box.dataset.zoomIn, zoomOutTitle: box.dataset.zoomOut }).addTo(map);
    var bounds = L.latLngBounds([]);
    ground(map, box);
    data.lines.forEach(function (line) {
      var drawn = L.polyline(line.coords, { className: kind("map-line", line) }).addTo(map);
      if (line.title) { drawn.bindTooltip(line.title, { sticky: true }); }
      bounds.extend(drawn.getBounds());
    });
    data.points.forEach(function (point) {
      var dot = L.circleMarker([point.lat, point.lon], { radius: 6, className: kind("map-dot", point) }).addTo(map);
      dot.bindPopup(words(point));
      if (data.points.length <= LABELS) {
        dot.bindTooltip(point.label || point.title, { permanent: true, direction: "right", offset: [6, 0], className: "map-label" });
      }
      bounds.extend(dot.getLatLng());
    });
    map.on("zoomend moveend", function () { untangle(box); });
    // A name stands to the right of its point, so the point farthest to the right needs room for it.
    var room = [data.points.length <= LABELS ? 64 : 0, 0];
    map.fitBounds(bounds.isValid() ? bounds.pad(0.12) : WORLD, { maxZoom: 8, animate: false, paddingBottomRight: room });
    untangle(box);
  }

  document.querySelectorAll("[data-map]").forEach(draw);
  document.addEventListener("htmx:load", function (event) {
    event.detail.elt.querySelectorAll("[data-map]:not(.leaflet-container)").forEach(draw);
  });
})();
