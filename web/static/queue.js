// An open queue hears that something has come in or has changed, and says so where room was kept for it. Nothing
// in the list moves, the focus stays where it is, and what is read aloud is read aloud once.
"use strict";

(() => {
  const place = document.getElementById("news");
  const aloud = document.getElementById("news-said");
  if (!place || !aloud || !window.EventSource) return;

  const words = place.dataset;
  const FIRST_WAIT = 15000;
  const LONGEST_WAIT = 300000;
  // The stream says something every second: after so long a machine has slept, or the line is dead.
  const SILENCE = 10000;
  const bell = words.bell && window.Notification && Notification.permission === "granted";
  const link = document.createElement("a");
  const read = new Set();
  let stream = null;
  let timer = 0;
  let wait = FIRST_WAIT;
  let heard = 0;
  let over = false;
  let danger = Number(words.danger);
  let release = null;

  function say(shown, address) {
    if (link.textContent === shown) return;
    link.textContent = shown;
    link.href = address;
    if (!link.isConnected) place.append(link);
  }

  function sayAloud(sentence) {
    if (read.has(sentence)) return;
    read.add(sentence);
    aloud.textContent = sentence;
  }

  function tell(fresh, changed) {
    const parts = [];
    if (fresh > 0) parts.push(`${fresh.toLocaleString("en-CA")} ${words.new}`);
    if (changed > 0) parts.push(`${changed.toLocaleString("en-CA")} ${words.changed}`);
    if (!parts.length) return;
    say([parts.join(" · "), words.where].filter(Boolean).join(" "), words.here);
    if (changed > 0) sayAloud(words.saidChanged);
    if (fresh > 0) sayAloud(words.saidNew);
  }

  function ring(count) {
    if (bell && count > danger) new Notification(words.bell, { tag: "tip" });
    danger = count;
  }

  function stop() {
    clearTimeout(timer);
    if (stream) stream.close();
    stream = null;
  }

  function listen() {
    if (stream || over) return;
    heard = Date.now();
    stream = new EventSource(words.events);
    stream.onmessage = (event) => {
      const [fresh, changed, dangers] = event.data.split(" ").map(Number);
      heard = Date.now();
      wait = FIRST_WAIT;
      tell(fresh, changed);
      ring(dangers);
    };
    stream.addEventListener("over", () => {
      over = true;
      stop();
      clearInterval(watch);
      say(words.over, "/sign-in");
      sayAloud(words.over);
    });
    // A stream that only broke off is opened again by the browser; one that was refused is not.
    stream.onerror = () => {
      if (!stream || stream.readyState !== EventSource.CLOSED) return;
      stop();
      timer = setTimeout(listen, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };
  }

  function anew() {
    stop();
    listen();
  }

  // A browser has six connections to a site: a tab that nobody sees keeps none of them. Where danger is told by
  // the browser, one hidden tab of all keeps its own.
  function hide() {
    if (!bell || !navigator.locks) {
      stop();
      return;
    }
    navigator.locks.request("bell", { ifAvailable: true }, (lock) => {
      if (!document.hidden) return null;
      if (!lock) {
        stop();
        return null;
      }
      listen();
      return new Promise((free) => (release = free));
    });
  }

  function show() {
    if (release) release();
    release = null;
    listen();
  }

  const watch = setInterval(() => {
    if (stream && Date.now() - heard > SILENCE) anew();
  }, SILENCE / 2);
  place.hidden = false;
  document.addEventListener("visibilitychange", () => (document.hidden ? hide() : show()));
  addEventListener("online", anew);
  addEventListener("pagehide", stop);
  addEventListener("pageshow", (event) => event.persisted && listen());
  if (document.hidden) hide();
  else listen();
})();
