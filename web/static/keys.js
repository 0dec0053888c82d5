// Single keys, for who has switched them on: the letters stand on the page, and so does what each one leads to.
// A key moves the real focus or presses what could be pressed; it does nothing that the page cannot do without.
"use strict";

(() => {
  const keys = new Map(JSON.parse(document.documentElement.dataset.keys).map(([deed, letter]) => [letter, deed]));
  const TYPED_INTO = "input:not([type=checkbox]):not([type=radio]):not([type=submit]), textarea, select, [contenteditable]";
  const ROW = ".queue tbody tr";

  // What stands last on the page is nearest to what somebody does: the rail comes first.
  const at = (deed) => [...document.querySelectorAll(`[data-key=${deed}]`)].pop();
  const shown = (found) => found.offsetParent !== null;
  const unsent = () => [...document.querySelectorAll("textarea")].find((box) => box.value !== box.defaultValue && shown(box));
  const row = () => document.activeElement.closest(ROW);

  function go(found) {
    found.focus();
    found.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const rows = [...document.querySelectorAll(ROW)];
    const here = rows.indexOf(row());
    const next = rows[here < 0 ? 0 : here + by];
    if (next) go(next.querySelector("a"));
  }

  // Who has typed something that is not sent is led back to it: a letter must not take it away.
  function press(found) {
    const box = unsent();
    if (box) go(box);
    else found.click();
  }

  function lead(deed) {
    const found = at(deed);
    if (!found) return;
    if (found.matches(`${TYPED_INTO}, [data-look]`)) go(found);
    else press(found);
  }

  const DEEDS = {
    down: () => step(1),
    up: () => step(-1),
    open: () => row() && press(row().querySelector("a")),
    tick: () => {
      const box = row() && row().querySelector("input[type=checkbox]:not(:disabled)");
      if (!box) return;
      go(box);
      box.click();
    },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
    if (event.target.closest(TYPED_INTO)) return;
    const deed = keys.get(event.key.toLowerCase());
    if (!deed || (event.repeat && deed !== "down" && deed !== "up")) return;
    event.preventDefault();
    (DEEDS[deed] || (() => lead(deed)))();
  });
})();
