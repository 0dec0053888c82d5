// How html-validate judges our pages: every recommended rule, but for these, each with its reason.
export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // One way of writing: <!doctype html>, small as every other tag.
    "doctype-style": ["error", { style: "lowercase" }],
    // A box without a type is one for text, as the standard has it.
    "no-implicit-input-type": "off",
    // Where a window is narrow the rows of a table lie as a list, and without its roles would be none to a screen reader.
    "no-redundant-role": "off",
    // Every field has a <label for>, also where it lies in its label: voice control finds it by either.
    "no-redundant-for": "off",
    // Several boxes of one question have one name, as several buttons have.
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "button", "submit"] }],
    // A form, a list or a table may be named by its heading: WAI-ARIA allows it, and one finds the way by it.
    "aria-label-misuse": ["error", { allowAnyNamable: true }],
    // Browsers without a calendar for a month or a moment show a text box, and then go by its pattern and its example.
    "input-attributes": "off",
    // A title begins with what went wrong, whole, since a screen reader says it first.
    "long-title": "off",
    // A phone number may break where the window is that narrow; it is text, and nobody dials it by a press.
    "tel-non-breaking": "off",
    // Taste: what a template leaves at the end of a line changes nothing.
    "no-trailing-whitespace": "off",
  },
};
