/* Reading a report: a quote and its card light each other; deciding goes by keys. */
(function () {
  "use strict";

  function light(numbers) {
    document.querySelectorAll(".lit").forEach(function (lit) { lit.classList.remove("lit"); });
    numbers.forEach(function (number) {
      document.querySelectorAll('.quote[data-n~="' + number + '"]').forEach(function (quote) { quote.classList.add("lit"); });
      var card = document.getElementById("card-" + number);
      if (card) { card.classList.add("lit"); }
    });
  }

  function numbersOf(target) {
    var holder = target.closest && target.closest("[data-n]");
    return holder ? holder.dataset.n.split(" ") : [];
  }

  function bringQuote(number) {
    var quote = document.getElementById("quote-" + number);
    var text = document.querySelector(".text");
    if (!quote || !text || text.scrollHeight <= text.clientHeight) { return; }
    var at = quote.getBoundingClientRect().top - text.getBoundingClientRect().top + text.scrollTop;
    text.scrollTop = at - text.clientHeight / 3;
  }

  document.addEventListener("mouseover", function (event) { light(numbersOf(event.target)); });
  document.addEventListener("focusin", function (event) {
    var numbers = numbersOf(event.target);
    light(numbers);
    if (numbers.length && event.target.closest(".card")) { bringQuote(numbers[0]); }
  });

  document.addEventListener("click", function (event) {
    var quote = event.target.closest(".quote");
    if (!quote) { return; }
    var card = document.getElementById("card-" + quote.dataset.n.split(" ")[0]);
    if (card) { card.focus(); card.scrollIntoView({ block: "center" }); }
  });

  function cards() { return Array.from(document.querySelectorAll(".card")); }
  function card() { return document.activeElement.closest(".card"); }

  function move(step) {
    var all = cards();
    var at = all.indexOf(card());
    /* The first press goes to the first card that waits for a decision. */
    var waiting = all.findIndex(function (one) { return one.matches(".card-suggested"); });
    var next = all[at < 0 ? (step > 0 ? Math.max(waiting, 0) : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  }

  function press(act) {
    var button = card() && card().querySelector('[data-act="' + act + '"]');
    if (button) { button.click(); }
  }

  function unfold(part, field) {
    var details = card() && card().querySelector(part);
    if (!details) { return; }
    details.open = true;
    var input = details.querySelector(field);
    if (input) { input.focus(); if (input.select) { input.select(); } }
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === "Escape" && card()) { card().focus(); return; }
    if (window.egiz.typing(event.target)) { return; }
    var act = {
      j: function () { move(1); },
      k: function () { move(-1); },
      e: function () { unfold(".correct", "input[name=title]"); },
      m: function () { unfold(".merge", "select"); },
      x: function () { press("reject"); },
      u: function () { press("undo"); }
    }[event.key];
    if (event.key === "Enter" && event.target.classList.contains("card")) { act = function () { press("confirm"); }; }
    if (act) { event.preventDefault(); act(); }
  });

  /* After a decision the next card that waits takes the focus (after htmx has given the focus back to the redrawn one). */
  document.body.addEventListener("htmx:afterSettle", function (event) {
    var number = event.detail.elt && event.detail.elt.dataset && event.detail.elt.dataset.n;
    var fresh = number && document.getElementById("card-" + number);
    if (!fresh) { return; }
    document.querySelectorAll('.quote[data-n="' + number + '"]').forEach(function (quote) {
      quote.classList.toggle("faded", fresh.matches(".card-rejected, .card-merged"));
    });
    if (fresh.matches(".card-suggested")) { fresh.focus(); return; }
    var all = cards();
    var rest = all.slice(all.indexOf(fresh) + 1).concat(all).filter(function (one) { return one.matches(".card-suggested"); });
    (rest[0] || fresh).focus();
  });
})();
