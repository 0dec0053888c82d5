// What Lighthouse says of pages that no address leads to: each is the answer to a form, which is filled in and sent here.
//
//     node steps.mjs CHROMIUM < steps.json
//
// Reads a list of {address, fill, press, sees, hold, name}: an address is opened where there is one, boxes are filled by
// their selectors, a button is pressed; what is then seen must have the element `sees`, so that nothing else is judged
// in its place. What has a name is judged. A form that is sent to `hold` gets no answer, so that a page that
// goes on by itself stays. Writes {name: {category: score}}.

import { readFileSync } from "node:fs";
import { startFlow } from "lighthouse";
import puppeteer from "puppeteer-core";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];

const steps = JSON.parse(readFileSync(0, "utf8"));
const browser = await puppeteer.launch({ executablePath: process.argv[2], args: ["--no-sandbox"] });
const page = await browser.newPage();
const flow = await startFlow(page, {
  config: {
    extends: "lighthouse:default",
    // A page is read with what it was given: nothing is kept that could be cleared, and a tip is not sent twice.
    settings: { onlyCategories: CATEGORIES, skipAudits: ["robots-txt"], disableStorageReset: true },
  },
});

let held = "";
page.on("request", (request) => {
  if (!held) {
    return;
  }
  if (request.method() === "POST" && request.url().endsWith(held)) {
    request.respond({ status: 204 });
  } else {
    request.continue();
  }
});

for (const step of steps) {
  held = step.hold ?? "";
  await page.setRequestInterception(Boolean(held));
  if (step.address && step.press) {
    await page.goto(step.address);
  }
  for (const [box, words] of Object.entries(step.fill ?? {})) {
    await page.$eval(box, (one, typed) => { one.value = typed; }, words);
  }
  const press = () => page.$eval(step.press, (one) => one.click());
  if (step.name) {
    await flow.navigate(step.press ? press : step.address, { name: step.name });
  } else {
    await Promise.all([page.waitForNavigation(), press()]);
  }
  await page.waitForSelector(step.sees, { timeout: 5000 });
}

const told = await flow.createFlowResult();
await browser.close();
const scores = told.steps.map(({ name, lhr }) => [
  name,
  Object.fromEntries(Object.entries(lhr.categories).map(([one, { score }]) => [one, Math.round(100 * score)])),
]);
process.stdout.write(JSON.stringify(Object.fromEntries(scores)));
