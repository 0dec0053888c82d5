"""What a page must have for somebody who cannot see it, cannot point, or sees it very large."""

from typing import Final

from playwright.sync_api import Page

NARROWEST: Final = 320
"""CSS pixels: a small phone, or a screen of 1280 at 400 %."""

FINGER: Final = 44
"""CSS pixels that a target of a public page is high at least."""

FAULTS: Final = """
() => {
  const faults = [], all = (what) => [...document.querySelectorAll(what)];
  const say = (what, one) => faults.push(`${what}: ${one.outerHTML.slice(0, 90)}`);
  if (!document.documentElement.lang) faults.push("no language");
  if (!document.title.trim()) faults.push("no title");
  for (const one of ["h1", "main"])
    if (all(one).length !== 1) faults.push(`${all(one).length} of ${one}`);
  if (!all(".skip[href='#main']").length && all("body > header").length) faults.push("no way past the head");
  let level = 1;
  for (const one of all("h1, h2, h3, h4")) {
    const found = Number(one.tagName[1]);
    if (found > level + 1) say("a heading that skips a level", one);
    level = Math.max(found, 1);
  }
  for (const one of all("input:not([type=hidden], [hidden]), select, textarea"))
    if (!one.labels.length) say("a field without a label", one);
  for (const one of all("a[href], button"))
    if (!one.textContent.trim() && !one.ariaLabel) say("nothing to call it by", one);
  for (const one of all("[id]"))
    if (all(`[id='${one.id}']`).length > 1) say("an id used twice", one);
  for (const name of ["aria-describedby", "aria-labelledby"])
    for (const one of all(`[${name}]`))
      for (const id of one.getAttribute(name).split(" "))
        if (!document.getElementById(id)) say(`${name} names what is not there`, one);
  for (const one of all("table"))
    if (!one.caption && !one.getAttribute("aria-labelledby")) say("a table without a name", one);
  for (const one of all("th"))
    if (!one.scope) say("a head of a table that says not whose", one);
  for (const one of all("fieldset"))
    if (!one.querySelector("legend")) say("a group without a question", one);
  for (const one of all("nav"))
    if (!one.ariaLabel) say("a list of places without a name", one);
  return faults;
}
"""

SMALL: Final = """
(least) => ["a[href]", "button", "summary", "select", "textarea", "input:not([type=hidden], [hidden])"]
  .flatMap((what) => [...document.querySelectorAll(what)])
  .filter((one) => one.tagName !== "A" || getComputedStyle(one).display !== "inline")
  .map((one) => [one, (one.closest("label") ?? one).getBoundingClientRect()])
  .filter(([one, box]) => box.right > 0 && box.left < innerWidth)
  .filter(([one, box]) => box.height > 0 && box.height < least - 0.5)
  .map(([one, box]) => `${one.outerHTML.slice(0, 60)} is ${Math.round(box.height)} high`)
"""

FOCUS: Final = """
() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return [shown, one.outerHTML.slice(0, 80)];
}
"""
"""Past the last stop a browser goes to its own bar, and the body is what has the focus of the page."""


def faults(page: Page) -> list[str]:
    """What this page lacks, each with the element."""
    found: list[str] = page.evaluate(FAULTS)
    return found


def too_wide(page: Page) -> int:
    """By how many pixels the page must be pushed sideways on the narrowest screen."""
    before = page.viewport_size
    page.set_viewport_size({"width": NARROWEST, "height": 720})
    by: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if before is not None:
        page.set_viewport_size(before)
    return max(by, 0)


def too_small(page: Page) -> list[str]:
    """What a finger would miss; a link within a sentence may be as high as its line."""
    found: list[str] = page.evaluate(SMALL, FINGER)
    return found


def unseen_stops(page: Page) -> list[str]:
    """The stops of the Tab key, from the top, at which nothing shows where one is."""
    page.evaluate("document.activeElement.blur()")
    stops = page.locator("a[href], button, summary, select, textarea, input").count()
    unseen = []
    for _ in range(min(stops, 12)):
        page.keyboard.press("Tab")
        shown, where = page.evaluate(FOCUS)
        if where.startswith("<body"):
            break
        if not shown:
            unseen.append(where)
    return unseen
