"use strict";

// Without this the page works by its forms and links; with it, new messages and codes come by themselves.
(() => {
  const codes = document.getElementById("codes");
  const compose = document.getElementById("compose");
  const body = document.getElementById("body");
  const address = new URLSearchParams({
    phone: compose.elements.from.value,
    to: compose.elements.to.value,
  });
  const picture = document.getElementById("picture");
  const chosen = document.getElementById("chosen");

  document.documentElement.classList.add("js");

  const fetched = async (url) => {
    const response = await fetch(url, { cache: "no-store" });
    return response.ok ? response.text() : null;
  };

  const quietly = (deed) => deed().catch(() => undefined);
  const shown = new Map();

  // Only what has changed is put anew, and whoever was on a phone's link stays there.
  const put = (part) => {
    if (shown.get(part.id) === part.outerHTML) return;
    const old = document.getElementById(part.id);
    const at = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    shown.set(part.id, part.outerHTML);
    old.replaceWith(part);
    if (at) part.querySelector(`[href="${CSS.escape(at)}"]`)?.focus({ preventScroll: true });
  };

  const look = () =>
    quietly(async () => {
      const html = await fetched(`/now?${address}`);
      if (html === null) return;
      for (const part of [...new DOMParser().parseFromString(html, "text/html").body.children]) put(part);
    });

  const clock = document.querySelector(".clock");
  const tick = () => {
    clock.textContent = new Date().toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
  };

  // Ten pictures of five megabytes each, as the carrier takes them.
  const tooMuch = () => {
    const files = [...picture.files];
    if (files.length > 10) return "Ten pictures at most.";
    return files.some((file) => file.size > 5_000_000) ? "Larger than 5 MB: the carrier does not take it." : "";
  };

  const tell = () => {
    const names = [...picture.files].map((file) => file.name).join(", ");
    chosen.textContent = tooMuch() || names;
    chosen.classList.toggle("bad", tooMuch() !== "");
  };

  picture.addEventListener("change", () => {
    tell();
    body.focus({ preventScroll: true });
  });

  compose.addEventListener("submit", async (event) => {
    event.preventDefault();
    if ((!body.value.trim() && !picture.files.length) || tooMuch() || compose.ariaBusy === "true") return;
    const fields = new FormData(compose);
    compose.ariaBusy = "true";
    body.value = "";
    picture.value = "";
    tell();
    await quietly(() => fetch("/send", { method: "POST", body: fields, redirect: "manual" }));
    compose.ariaBusy = "false";
    await look();
    body.focus({ preventScroll: true });
  });

  body.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      compose.requestSubmit();
    }
  });

  codes.addEventListener("click", async (event) => {
    const code = event.target.closest(".copy");
    if (!code) return;
    await quietly(() => navigator.clipboard.writeText(code.dataset.plain ?? code.textContent));
    code.classList.add("copied");
    setTimeout(() => code.classList.remove("copied"), 1200);
  });

  const turn = () => {
    const left = 30 - (Math.floor(Date.now() / 1000) % 30);
    for (const bar of codes.querySelectorAll("progress")) bar.value = left;
    if (left === 30) {
      quietly(async () => {
        codes.innerHTML = (await fetched("/codes")) ?? codes.innerHTML;
      });
    }
  };

  tick();
  setInterval(tick, 10000);
  setInterval(turn, 1000);
  setInterval(look, 1000);
})();
