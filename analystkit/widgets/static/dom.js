// Text is only ever set as textContent: nothing in a table of quotes is read as HTML.

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function button(className, text, title) {
  const node = element("button", className, text);
  node.type = "button";
  if (title) node.title = title;
  return node;
}

function later(milliseconds, step) {
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

// The keyboard's place stays on the button of the same title, or goes to the next best.
function renew(parent, nodes, otherwise) {
  const held = parent.contains(document.activeElement) && document.activeElement.title;
  parent.replaceChildren(...nodes);
  if (held === false) return;
  const buttons = [...parent.querySelectorAll("button")].filter((node) => !node.disabled);
  (buttons.find((node) => node.title === held) ?? otherwise ?? buttons[0])?.focus();
}

const number = (n) => n.toLocaleString("en");
