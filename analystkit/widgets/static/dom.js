// Text is only ever set as text: nothing in a table of quotes is read as HTML.

// An element with its attributes, listeners (onclick …) and custom properties (--ak-camp …).
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") node[key] = value;
    else if (key.startsWith("--")) node.style.setProperty(key, value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => (child ?? false) !== false));
  return node;
}

export function button(text, attributes) {
  return h("button", { type: "button", ...attributes }, text);
}

// A name or a sentence of the tables, in the direction of its own script.
export function bdi(text, className) {
  return h("bdi", { class: className, dir: "auto" }, text);
}

export function dot(colour) {
  const node = h("i", { class: "ak-dot" });
  node.style.background = colour;
  return node;
}

export function option(value, text, attributes) {
  return h("option", { value, ...attributes }, text);
}

export const number = (n) => n.toLocaleString("en");

export function plural(n, word) {
  return `${number(n)} ${word}${n === 1 ? "" : "s"}`;
}

export function debounce(milliseconds, step) {
  let waiting = 0;
  const ask = (...given) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      waiting = 0;
      step(...given);
    }, milliseconds);
  };
  ask.stop = () => {
    clearTimeout(waiting);
    waiting = 0;
  };
  ask.pending = () => waiting !== 0;
  return ask;
}

export function change(model, values) {
  for (const [name, value] of Object.entries(values)) model.set(name, value);
  model.save_changes();
}

// Listens to a model; what it gives back ends that.
export function listen(model, listeners) {
  for (const [names, step] of Object.entries(listeners)) model.on(names, step);
  return () => {
    for (const [names, step] of Object.entries(listeners)) model.off(names, step);
  };
}

// Several changes that come in one message are one reason to draw.
export function once(step) {
  let waiting = false;
  const ask = () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      step();
    });
  };
  ask.pending = () => waiting;
  return ask;
}

// Keys pressed in it are no shortcuts of the notebook's, but for the one that saves. What is given
// back ends that.
export function holdKeys(node) {
  const hold = ({ ctrlKey, metaKey, key }) =>
    node.toggleAttribute("data-lm-suppress-shortcuts", !((ctrlKey || metaKey) && key === "s"));
  hold({});
  window.addEventListener("keydown", hold, true); // before JupyterLab, which listens at the document
  return () => window.removeEventListener("keydown", hold, true);
}

// Enter and the space bar press what is no button by nature.
export function pressed(event, press) {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  press();
}

// Not counted: each widget loads its module anew, so every count would start at one.
export function uniqueId(name) {
  return `ak-${name}-${Math.random().toString(36).slice(2)}`;
}

export function showError(place, text) {
  place.replaceChildren(...(text ? [h("div", { class: "ak-error" }, text)] : []));
  place.hidden = !text;
}

// The keyboard's place stays on the button of the same title, or goes to the next best.
export function renew(parent, nodes, otherwise) {
  const held = parent.contains(document.activeElement) && document.activeElement.title;
  parent.replaceChildren(...nodes);
  if (held === false) return;
  const buttons = [...parent.querySelectorAll("button")].filter((node) => !node.disabled);
  (buttons.find((node) => node.title === held) ?? otherwise ?? buttons[0])?.focus();
}

// The line under a table that leads to its other pages; `before` stands at its beginning.
export function drawPages(foot, { page, pages, turn, before = [] }) {
  const turner = (text, to, enabled) =>
    button(text, { title: `${text} page`, disabled: !enabled, onclick: () => turn(to) });
  renew(foot, [
    ...before,
    turner("First", 0, page > 0),
    turner("Previous", page - 1, page > 0),
    h("span", {}, `Page ${number(page + 1)} of ${number(pages)}`),
    turner("Next", page + 1, page < pages - 1),
    turner("Last", pages - 1, page < pages - 1),
  ]);
}
