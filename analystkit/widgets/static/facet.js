// A button that opens a list of options to tick, each with its count.

import { button, debounce, dot, h, number } from "./dom.js";
import { makePanel } from "./panel.js";

export function optionName(facet, value) {
  if (value === null) return "(none given)";
  return (facet.names[value] ?? value).trim() || "(blank)";
}

function optionRow(facet, value, { chosen, choose }) {
  const name = optionName(facet, value);
  const box = h("input", { type: "checkbox" });
  const count = h("span", { class: "ak-n" });
  box.onchange = () => {
    const others = chosen(facet.key).filter((other) => other !== value);
    choose(facet.key, box.checked ? [...others, value] : others);
  };
  const row = h(
    "label", { class: "ak-option", title: name }, box,
    facet.colours[value] ? dot(facet.colours[value]) : null,
    h("span", { class: value === null ? "ak-name ak-none" : "ak-name", dir: "auto" }, name), count,
  );
  return { value, row, box, count };
}

function moveBetween(event, boxes, search) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) {
    if (event.key === "Enter" && event.target.type === "checkbox") event.target.click();
    return;
  }
  const at = boxes.indexOf(document.activeElement) + step;
  event.preventDefault();
  if (at < 0 && !search.hidden) search.focus();
  else boxes[Math.min(Math.max(at, 0), boxes.length - 1)]?.focus();
}

// `bar` is what the filter bar offers: chosen(key), choose(key, values), ask(key, typed).
export function makeFacet(facet, bar) {
  const lower = facet.label.toLowerCase();
  const find = `Find in ${lower}`;
  const shown = h("span", { class: "ak-value" });
  const opener = h("button", { type: "button", class: "ak-open" }, shown);
  const search = h("input", {
    type: "search", class: "ak-search", placeholder: find, "aria-label": find, hidden: !facet.many,
  });
  const list = h("div", {
    class: "ak-options", role: "group", "aria-label": `${facet.label}: options`,
  });
  const note = h("span", { class: "ak-note" });
  const clear = button("Clear", {
    class: "ak-link", title: `Show every ${lower}`, onclick: () => bar.choose(facet.key, []),
  });
  const foot = h("div", { class: "ak-foot" }, note, clear);
  const panel = h("div", { class: "ak-panel", "aria-label": facet.label }, search, list, foot);
  const node = h(
    "div", { class: "ak-field" }, h("span", { class: "ak-label" }, facet.label), opener, panel,
  );

  let rows = [];
  const typing = debounce(120, () => bar.ask(facet.key, search.value));
  search.oninput = typing;
  panel.onkeydown = (event) => moveBetween(event, rows.map(({ box }) => box), search);
  makePanel(opener, panel, {
    onOpen() {
      search.value = "";
      bar.ask(facet.key, "");
      if (facet.many) search.focus();
    },
    onClose() {
      typing.stop();
      bar.ask("", "");
    },
  });

  function renewRows(options) {
    const focused = rows.find(({ box }) => box === document.activeElement)?.value;
    rows = options.map(([value]) => optionRow(facet, value, bar));
    list.replaceChildren(...rows.map(({ row }) => row));
    if (focused !== undefined) rows.find(({ value }) => value === focused)?.box.focus();
    list.scrollTop = 0;
  }
  function showOptions({ options, found }) {
    const same = rows.length === options.length
      && rows.every(({ value }, i) => value === options[i][0]);
    if (!same) renewRows(options);
    rows.forEach(({ row, count }, i) => {
      count.textContent = number(options[i][1]);
      row.classList.toggle("ak-zero", options[i][1] === 0);
    });
    note.textContent = !found ? "Nothing found" : found > options.length
      ? `First ${options.length} of ${number(found)}: type to find others` : "";
    tick();
  }
  function tick() {
    const values = bar.chosen(facet.key);
    for (const { box, value } of rows) box.checked = values.includes(value);
    const names = values.map((value) => optionName(facet, value));
    shown.textContent = names.length ? names.join(", ") : "All";
    opener.title = names.join("\n");
    opener.setAttribute("aria-label", `${facet.label}: ${shown.textContent}`);
    node.classList.toggle("ak-set", names.length > 0);
    clear.hidden = !names.length;
    foot.hidden = clear.hidden && !note.textContent;
  }
  return { node, tick, showOptions };
}
