// The work of the page "Your tip is kept": done in workers, then the form sends itself. Without it there is the button.
"use strict";

(() => {
  const form = document.querySelector("form[data-challenge]");
  const { challenge, worker } = form.dataset;
  const asked = JSON.parse(challenge);
  const count = Math.max(1, Math.min(4, navigator.hardwareConcurrency || 1));
  let working = [];

  // One of two sentences stands there: that the page goes on by itself, or that there is a button to press.
  function say(itself) {
    document.getElementById("working").hidden = !itself;
    document.getElementById("wait-hint").hidden = itself;
  }

  function end() {
    for (const one of working) one.terminate();
    working = [];
  }

  // Whatever a browser cannot do: the words that promise that it goes on by itself are taken back.
  function giveUp() {
    end();
    say(false);
  }

  function found(solution) {
    if (!working.length) return;
    if (!solution || solution.error) {
      giveUp();
      return;
    }
    end();
    form.elements.proof.value = btoa(JSON.stringify({ challenge: asked, solution }));
    form.submit();
  }

  try {
    for (let start = 0; start < count; start += 1) {
      const one = new Worker(worker);
      one.addEventListener("message", (message) => found(message.data));
      one.addEventListener("error", giveUp);
      working.push(one);
      one.postMessage({ type: "work", challenge: asked, counterStart: start, counterStep: count });
    }
    say(true);
  } catch {
    giveUp();
  }
})();
