import { button, change, dot, drawPages, h, listen, number, once, option, pressed } from "./dom.js";

// Two short columns share one, the second under the first, to leave the quote its room.
const GROUPS = [
  ["speaker", "camp"], ["quote"], ["outlet", "published"], ["kind", "confidence", "checked"], ["stance"],
];
const SIZES = [10, 25, 50, 100];

function highlighted(text, words) {
  const parts = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (!parts.length) return [text];
  // Splitting by a pattern in brackets puts what matched at the odd places.
  return text.split(new RegExp(`(${parts.join("|")})`, "giu"))
    .map((part, i) => (i % 2 ? h("mark", {}, part) : part));
}

function groupsOf(columns) {
  const keys = columns.map(([key]) => key);
  return GROUPS.map((group) => group.filter((key) => keys.includes(key))).filter((group) => group.length);
}

function sorter(model, key, label) {
  const [sorted, direction] = model.get("sort");
  const next = key === sorted && direction === "ascending" ? "descending" : "ascending";
  return button(label, {
    class: key === sorted && `ak-${direction}`, title: `Sort by ${label.toLowerCase()}`,
    "data-key": key, onclick: () => change(model, { sort: [key, next] }),
  });
}

function drawHead(head, model) {
  const [sorted, direction] = model.get("sort");
  const labels = Object.fromEntries(model.get("columns"));
  const cells = groupsOf(model.get("columns")).map((group) => h(
    "th", {
      class: `ak-group-${group[0]}`, scope: "col", "aria-sort": group.includes(sorted) && direction,
    }, ...group.map((key) => sorter(model, key, labels[key])),
  ));
  const focused = head.contains(document.activeElement) && document.activeElement.dataset.key;
  head.replaceChildren(h("tr", {}, ...cells));
  if (focused) head.querySelector(`[data-key="${focused}"]`)?.focus();
}

function valueOf(key, text, colour, words) {
  let content = [text || (key === "checked" ? "" : "—")];
  if (key === "checked" && text) content.unshift("✓ ");
  if (key === "quote" && text) content = highlighted(text, words);
  if (key === "stance") content = text.split("; ").map((line) => h("span", {}, line));
  if (key === "camp") content.unshift(dot(colour));
  const className = text ? `ak-col-${key}` : `ak-col-${key} ak-none`;
  return h("div", { class: className, dir: "auto", title: text }, ...content);
}

function moveRow(event, row) {
  const next = { ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling };
  if (event.key in next) {
    next[event.key]?.focus();
    event.preventDefault();
  } else pressed(event, row.onclick);
  if (event.defaultPrevented) event.stopPropagation();
}

function rowOf(model, { id, colour, cells }, groups, keys) {
  const words = model.get("words");
  const row = h(
    "tr", { tabindex: 0, "data-quote": id },
    ...groups.map((group) => h(
      "td", { class: `ak-group-${group[0]}` },
      ...group.map((key) => valueOf(key, cells[keys.indexOf(key)], colour, words)),
    )),
  );
  row.onclick = () => {
    // Marking words with the mouse, to copy them, is no choice of the row.
    const marked = document.getSelection();
    if (String(marked) && row.contains(marked.anchorNode)) return;
    change(model, { selected: id === model.get("selected") ? "" : id });
  };
  row.onkeydown = (event) => moveRow(event, row);
  return row;
}

function drawBody(body, model) {
  const columns = model.get("columns");
  const groups = groupsOf(columns);
  const keys = columns.map(([key]) => key);
  const rows = model.get("rows").map((row) => rowOf(model, row, groups, keys));
  if (!rows.length) {
    const cell = h("td", { colspan: Math.max(1, groups.length) }, "No quotes match these filters.");
    rows.push(h("tr", { class: "ak-empty" }, cell));
  }
  const focused = body.contains(document.activeElement) && document.activeElement.dataset.quote;
  body.replaceChildren(...rows);
  if (focused) rows.find((row) => row.dataset.quote === focused)?.focus();
  markSelected(body, model);
}

function markSelected(body, model) {
  const selected = model.get("selected");
  for (const row of body.rows) {
    row.setAttribute("aria-selected", String(Boolean(selected) && row.dataset.quote === selected));
  }
}

function drawFoot(foot, sizes, model) {
  const [page, pages, total, size] = ["page", "pages", "total", "size"].map((name) => model.get(name));
  const offered = [...new Set([...SIZES, size])].sort((a, b) => a - b);
  sizes.replaceChildren(...offered.map((n) => option(n, `${n} rows`, { selected: n === size })));
  const [first, last] = [page * size + 1, page * size + model.get("rows").length];
  const range = total ? `${number(first)}–${number(last)} of ${number(total)}` : "0 quotes";
  const before = [h("span", { class: "ak-range" }, range), sizes];
  drawPages(foot, { page, pages, turn: (to) => change(model, { page: to }), before });
}

function render({ model, el }) {
  const head = h("thead");
  const body = h("tbody");
  const foot = h("div", { class: "ak-pages" });
  const sizes = h("select", { "aria-label": "Rows to a page" });
  sizes.onchange = () => change(model, { size: Number(sizes.value) });
  el.append(h(
    "div", { class: "ak-table", "data-lm-suppress-shortcuts": "true" },
    h("div", { class: "ak-scroll" }, h("table", { "aria-label": "Quotes" }, head, body)), foot,
  ));
  const draw = () => {
    drawHead(head, model);
    drawBody(body, model);
    drawFoot(foot, sizes, model);
  };
  draw();
  return listen(model, {
    "change:columns change:rows change:sort change:total change:page change:size change:words":
      once(draw),
    "change:selected": () => markSelected(body, model),
  });
}

export default { render };
