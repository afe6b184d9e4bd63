/* Leaving at once. In the head, because a page reached by Back must be checked before it is painted. */
(function () {
  "use strict";
  var root = document.documentElement;
  var data = document.currentScript.dataset;
  var words = data.words.split("|");
  var alone = false;
  var presses = [];
  var timer;
  var line = document.createElement("p");

  // The mark stays in this tab. Where the browser refuses to keep anything, there is none.
  function mark(act) {
    try { return act(sessionStorage); } catch (refused) { return null; }
  }
  function left() {
    return mark(function (tab) { return tab.getItem("left"); });
  }
  function leave() {
    root.hidden = true;
    // A tab without any title would show the address.
    document.title = "\u200b";
    mark(function (tab) { tab.setItem("left", "1"); });
    location.replace(data.exit);
  }
  // Only a typed address or a fresh link is a wish to be here again; Back and reload are not.
  function isFresh() {
    var entry = performance.getEntriesByType("navigation")[0];
    return entry ? entry.type === "navigate" : performance.navigation.type === 0;
  }

  if (left()) {
    if (isFresh()) { mark(function (tab) { tab.removeItem("left"); }); } else { leave(); }
  }
  // A page the browser keeps in memory must come back blank until the mark has been looked at.
  // Not by `hidden` here, which would lose the reader's place on the page.
  addEventListener("pagehide", function () { root.style.opacity = 0; });
  addEventListener("pageshow", function (event) {
    if (event.persisted) {
      if (left()) { leave(); } else { root.hidden = false; }
    }
    root.style.opacity = "";
  });
  addEventListener("click", function (event) {
    if (event.button === 0 && event.target.closest('a[href$="/exit/"]')) {
      event.preventDefault();
      leave();
    }
  }, true);

  addEventListener("click", function (event) {
    var button = event.target.closest("[data-copied]");
    if (!button) { return; }
    // Italics go along where they are pasted into a text with a layout.
    function text(kind, part) {
      var marks = button.parentNode.querySelectorAll(".mark");
      var all = Array.from(marks, function (each) { return each[part]; });
      return new Blob([all.join(kind === "html" ? "<br>" : "\n")], { type: "text/" + kind });
    }
    navigator.clipboard.write([
      new ClipboardItem({ "text/html": text("html", "innerHTML"), "text/plain": text("plain", "textContent") })
    ]).then(function () { say(button.dataset.copied); setTimeout(say, 3000, ""); });
  });

  // Titles to choose from while somebody types.
  addEventListener("input", function (event) {
    var box = event.target;
    var typed = box.value;
    if (!box.list) { return; }
    fetch(box.dataset.titles + encodeURIComponent(typed)).then(function (answer) {
      return answer.json();
    }).then(function (titles) {
      if (box.value === typed) {
        box.list.replaceChildren(...titles.map(function (title) { return new Option("", title); }));
      }
    }).catch(Object);
  });

  line.id = "leaving";
  line.setAttribute("role", "status");
  addEventListener("DOMContentLoaded", function () {
    document.body.append(line);
    document.querySelectorAll("[data-copied]").forEach(function (button) {
      button.hidden = !navigator.clipboard;
    });
  });
  function say(text) { line.textContent = text; }
  function stop() {
    presses = [];
    say(words[2]);
    timer = setTimeout(say, 3000, "");
  }
  // Shift held for a capital letter, or with Alt to change the keyboard, is not meant.
  addEventListener("keydown", function (event) {
    alone = event.key === "Shift" && !(event.altKey || event.ctrlKey || event.metaKey);
    if (!alone && presses.length) { clearTimeout(timer); stop(); }
  });
  addEventListener("keyup", function (event) {
    if (event.key !== "Shift" || !alone) { return; }
    var now = Date.now();
    alone = false;
    clearTimeout(timer);
    presses = presses.filter(function (at) { return now - at < 5000; }).concat(now);
    if (presses.length > 2) { say(words[1]); leave(); return; }
    say(words[0].replace("%1", presses.length));
    timer = setTimeout(stop, 5000);
  });
}());
