/* What is being typed is kept in this browser until the desk has taken it: a log-in that runs out, another
   language or a closed window lose nothing. Only the fields that were changed are kept, for one person, for a
   week; they go when the form is taken, on "Discard" and with the log-out. Files and passwords are never kept. */
(function () {
  "use strict";

  var PREFIX = "egiz-draft:";
  var WEEK = 7 * 24 * 3600 * 1000;
  var person = document.body.dataset.person;
  var words = document.getElementById("draft-words");
  var store;
  try { store = window.localStorage; } catch (refused) { return; }
  if (!person || !words || !store) { return; }

  function keys() { return Object.keys(store).filter(function (key) { return key.startsWith(PREFIX); }); }

  function read(key) {
    try { return JSON.parse(store.getItem(key)); } catch (broken) { return null; }
  }

  function write(key, draft) {
    try { store.setItem(key, JSON.stringify(draft)); } catch (full) { /* nothing can be kept here */ }
  }

  function formsOfPage() {
    return Array.from(document.querySelectorAll("main form[method=post], aside form[method=post]"));
  }

  function fields(form) {
    return Array.from(form.elements).filter(function (field) {
      return field.name && !/^(hidden|file|password|submit|button|reset|image|fieldset)$/.test(field.type);
    });
  }

  function keyOf(form) {
    var action = form.getAttribute("action") || location.pathname;
    var same = formsOfPage().filter(function (one) { return (one.getAttribute("action") || location.pathname) === action; });
    return PREFIX + person + ":" + action + ":" + same.indexOf(form);
  }

  function stateOf(field, first) {
    if (/^(checkbox|radio)$/.test(field.type)) { return first ? field.defaultChecked : field.checked; }
    if (field.tagName === "SELECT") {
      return Array.from(field.options).filter(function (option) {
        return first ? option.defaultSelected : option.selected;
      }).map(function (option) { return option.value; }).join("\n");
    }
    return first ? field.defaultValue : field.value;
  }

  /* A select whose page marks none shows its first choice. */
  function wasOf(field) {
    var was = stateOf(field, true);
    return field.type === "select-one" && was === "" && field.options.length ? field.options[0].value : was;
  }

  function nameOf(field) { return /^(checkbox|radio)$/.test(field.type) ? field.name + "=" + field.value : field.name; }

  function hidden(form, name) { return form.querySelector('input[type=hidden][name="' + name + '"]'); }

  function keep(form) {
    var changed = {};
    fields(form).forEach(function (field) {
      if (stateOf(field, false) !== wasOf(field)) { changed[nameOf(field)] = stateOf(field, false); }
    });
    var key = keyOf(form);
    if (!Object.keys(changed).length) { store.removeItem(key); return; }
    var old = read(key);
    var seen = hidden(form, "seen");
    write(key, {
      at: Date.now(),
      fields: changed,
      /* What the reader saw when the typing began: a change by somebody else is noticed by the desk. */
      seen: old && old.seen || (seen ? seen.value : "")
    });
  }

  function restoreSeen(form, draft) {
    var seen = hidden(form, "seen");
    if (!seen || !draft.seen) { return; }
    try {
      var now = JSON.parse(seen.value), then = JSON.parse(draft.seen);
      Object.keys(draft.fields).forEach(function (name) {
        var field = name.split("=")[0];
        if (field in then) { now[field] = then[field]; }
      });
      seen.value = JSON.stringify(now);
    } catch (broken) { /* the desk then compares with what the page says now */ }
  }

  function put(field, value) {
    if (typeof value === "boolean") { field.checked = value; return; }
    if (field.tagName === "SELECT") {
      var chosen = value.split("\n");
      Array.from(field.options).forEach(function (option) { option.selected = chosen.indexOf(option.value) >= 0; });
      return;
    }
    field.value = value;
  }

  function say(form, key) {
    var notice = words.content.firstElementChild.cloneNode(true);
    notice.querySelector("button").addEventListener("click", function () {
      store.removeItem(key);
      form.reset();
      notice.remove();
    });
    form.prepend(notice);
  }

  function restore(form) {
    var key = keyOf(form), draft = read(key);
    if (!draft || form.dataset.draftSeen) { return; }
    form.dataset.draftSeen = "1";
    var put_any = false;
    fields(form).forEach(function (field) {
      var name = nameOf(field);
      if (!(name in draft.fields) || stateOf(field, false) === draft.fields[name]) { return; }
      put(field, draft.fields[name]);
      put_any = true;
      for (var fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) { fold.open = true; }
    });
    if (put_any) { restoreSeen(form, draft); say(form, key); }
  }

  /* What was sent and taken is not a draft any more; the desk says by a cookie which form it took last. */
  function letGo() {
    var taken = /(?:^|; )(?:__Host-)?egiz_sent=([^;]+)/.exec(document.cookie);
    keys().forEach(function (key) {
      var draft = read(key);
      if (!draft || Date.now() - draft.at > WEEK || taken && draft.sent === taken[1]) { store.removeItem(key); }
    });
  }

  function look() { formsOfPage().forEach(restore); }

  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (form && formsOfPage().indexOf(form) >= 0) { keep(form); }
  });

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (/\/logout\/$/.test(form.getAttribute("action") || "")) {
      keys().forEach(function (key) { store.removeItem(key); });
      return;
    }
    var key = keyOf(form), draft = read(key), once = hidden(form, "once");
    if (draft && once) { draft.sent = once.value; write(key, draft); }
    /* "Back" may fetch the page again with another token: its place in the history remembers which was sent. */
    if (once && fields(form).length) {
      history.replaceState(Object.assign({}, history.state, { once: once.value, from: keyOf(form) }), "");
    }
  });

  /* Before the answer is put in: it may replace the form that asked, and with it the place by which it is known. */
  document.addEventListener("htmx:beforeOnLoad", function (event) {
    var form = event.detail.elt.closest("form"), xhr = event.detail.xhr;
    var to = xhr.getResponseHeader("HX-Redirect") || "";
    var taken = xhr.status >= 200 && xhr.status < 400 && event.detail.requestConfig.verb === "post";
    if (form && taken && to.indexOf("/accounts/login/") < 0) { store.removeItem(keyOf(form)); }
  });
  document.addEventListener("htmx:afterSettle", look);

  function sameTokenAgain() {
    var state = history.state || {};
    formsOfPage().forEach(function (form) {
      var once = hidden(form, "once");
      if (once && state.once && state.from === keyOf(form)) { once.value = state.once; }
    });
  }

  letGo();
  look();
  sameTokenAgain();
})();
