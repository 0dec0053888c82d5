// A browser's notification, asked for when somebody presses the button and never before.
"use strict";

(() => {
  const form = document.getElementById("screen");
  const here = document.getElementById("here");
  const said = document.getElementById("screen-said");
  if (!form || !window.Notification) return;

  const on = form.dataset.on === "yes";
  form.hidden = false;
  here.hidden = on && Notification.permission === "granted";

  here.addEventListener("click", async (event) => {
    event.preventDefault();
    if ((await Notification.requestPermission()) !== "granted") {
      said.textContent = form.dataset.refused;
      return;
    }
    try {
      // Shown once as it will look: some browsers allow it and cannot do it from a page.
      new Notification(form.dataset.says, { tag: "tip" });
    } catch {
      said.textContent = form.dataset.cannot;
      return;
    }
    if (on) here.hidden = true;
    else form.submit();
  });
})();
