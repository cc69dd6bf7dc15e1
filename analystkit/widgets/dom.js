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
    waiting = setTimeout(step, milliseconds, ...given);
  };
  ask.stop = () => clearTimeout(waiting);
  return ask;
}

const number = (n) => n.toLocaleString("en");
