/* Minutes while the meeting is on: Alt+P marks the line as a promise, and the next line is ready at once. */
(function () {
  "use strict";

  document.addEventListener("keydown", function (event) {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyP") { return; }
    var form = document.querySelector("form.say");
    var mark = form && form.querySelector("[name=is_promise]");
    if (!mark) { return; }
    event.preventDefault();
    mark.checked = !mark.checked;
    form.querySelector(mark.checked ? "[name=owner_text]" : "[name=text]").focus();
  });

  document.body.addEventListener("htmx:afterSettle", function (event) {
    if (!event.detail.elt || event.detail.elt.id !== "minutes") { return; }
    var from = event.detail.requestConfig && event.detail.requestConfig.elt;
    var field = from && from.matches(".one-field") ? "#here_name" : "form.say [name=text]";
    var next = document.querySelector(field);
    if (next) { next.focus(); }
  });
})();
