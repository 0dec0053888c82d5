// An open queue hears that something has come in, and says so where room was kept for it. Nothing in the list
// moves, the focus stays where it is, and what is read aloud is read aloud once.
"use strict";

(() => {
  const place = document.getElementById("news");
  const said = document.getElementById("news-said");
  if (!place || !said || !window.EventSource) return;

  const FIRST_WAIT = 15000;
  const LONGEST_WAIT = 300000;
  const link = document.createElement("a");
  let stream = null;
  let timer = 0;
  let wait = FIRST_WAIT;
  let over = false;

  function say(words, address, aloud) {
    if (link.textContent !== words) {
      link.textContent = words;
      link.href = address;
    }
    if (!link.isConnected) {
      place.append(link);
      said.textContent = aloud;
    }
  }

  function stop() {
    clearTimeout(timer);
    if (stream) stream.close();
    stream = null;
  }

  function listen() {
    if (stream || over || document.hidden) return;
    stream = new EventSource(place.dataset.events);
    stream.onmessage = (event) => {
      const count = Number(event.data);
      wait = FIRST_WAIT;
      if (count > 0) say(`${count.toLocaleString("en-CA")} ${place.dataset.new}`, place.dataset.here, place.dataset.said);
    };
    stream.addEventListener("over", () => {
      over = true;
      stop();
      link.remove();
      say(place.dataset.over, "/sign-in", place.dataset.over);
    });
    // A stream that only broke off is opened again by the browser; one that was refused is not.
    stream.onerror = () => {
      if (!stream || stream.readyState !== EventSource.CLOSED) return;
      stop();
      timer = setTimeout(listen, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };
  }

  place.hidden = false;
  // A browser has six connections to a site: a tab that nobody sees keeps none of them.
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));
  addEventListener("pagehide", stop);
  listen();
})();
