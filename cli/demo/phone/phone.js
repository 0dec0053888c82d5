"use strict";

// Without this the page works by its forms and links; with it, new messages and codes come by themselves.
(() => {
  const log = document.getElementById("log");
  const codes = document.getElementById("codes");
  const compose = document.getElementById("compose");
  const body = document.getElementById("body");
  const address = new URLSearchParams({
    phone: compose.elements.from.value,
    to: compose.elements.to.value,
  });
  let seen = log.innerHTML;

  document.documentElement.classList.add("js");

  const fetchInto = async (url, place) => {
    const response = await fetch(url, { cache: "no-store" });
    if (!response.ok) return;
    const html = await response.text();
    if (place !== log || html.trim() !== seen.trim()) {
      place.innerHTML = html;
      if (place === log) seen = html;
    }
  };

  const quietly = (deed) => deed().catch(() => undefined);
  const look = () => quietly(() => fetchInto(`/thread?${address}`, log));

  const clock = document.querySelector(".clock");
  const tick = () => {
    clock.textContent = new Date().toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
  };

  compose.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(compose));
    if (!body.value.trim() || compose.ariaBusy === "true") return;
    compose.ariaBusy = "true";
    body.value = "";
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
    if (left === 30) quietly(() => fetchInto("/codes", codes));
  };

  tick();
  setInterval(tick, 10000);
  setInterval(turn, 1000);
  setInterval(look, 1000);
})();
