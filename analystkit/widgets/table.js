// Cells are written with textContent only: nothing in a table of quotes is ever read as HTML.

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function render({ model, el }) {
  const box = element("div", "ak-table");
  const scroll = element("div", "ak-scroll");
  const table = element("table");
  const head = table.createTHead();
  const body = table.createTBody();
  const foot = element("div", "ak-pages");
  scroll.append(table);
  box.append(scroll, foot);
  el.append(box);

  function change(name, value) {
    model.set(name, value);
    model.save_changes();
  }

  function drawHead() {
    const row = element("tr");
    const [sorted, direction] = model.get("sort");
    for (const [key, label] of model.get("columns")) {
      const cell = element("th", `ak-col-${key}`);
      cell.scope = "col";
      const button = element("button", "", label);
      button.type = "button";
      button.title = `Sort by ${label.toLowerCase()}`;
      if (key === sorted) cell.setAttribute("aria-sort", direction);
      button.onclick = () => {
        const again = key === sorted && direction === "ascending";
        change("sort", [key, again ? "descending" : "ascending"]);
      };
      cell.append(button);
      row.append(cell);
    }
    head.replaceChildren(row);
  }

  function drawBody() {
    const columns = model.get("columns");
    const selected = model.get("selected");
    const rows = model.get("rows").map(({ id, colour, cells }) => {
      const row = element("tr");
      row.tabIndex = 0;
      row.dataset.quote = id;
      row.setAttribute("aria-selected", String(id === selected));
      cells.forEach((text, i) => {
        const key = columns[i][0];
        const cell = element("td", `ak-col-${key}`);
        const inner = element("div", text ? "" : "ak-none", text || "—");
        inner.dir = "auto";
        if (key === "camp") {
          const dot = element("i");
          dot.style.background = colour;
          inner.prepend(dot);
        }
        if (key === "quote") inner.title = text;
        cell.append(inner);
        row.append(cell);
      });
      row.onclick = () => change("selected", id === model.get("selected") ? "" : id);
      row.onkeydown = (event) => {
        if (event.key === "Enter" || event.key === " ") row.onclick();
        else if (event.key === "ArrowDown") row.nextElementSibling?.focus();
        else if (event.key === "ArrowUp") row.previousElementSibling?.focus();
        else return;
        event.preventDefault();
        event.stopPropagation();
      };
      return row;
    });
    if (!rows.length) {
      const row = element("tr", "ak-empty");
      const cell = element("td", "", "No quotes match these filters.");
      cell.colSpan = Math.max(1, columns.length);
      row.append(cell);
      rows.push(row);
    }
    const focused = body.contains(document.activeElement) && document.activeElement.dataset.quote;
    body.replaceChildren(...rows);
    if (focused) rows.find((row) => row.dataset.quote === focused)?.focus();
  }

  function turner(label, title, page, enabled) {
    const button = element("button", "", label);
    button.type = "button";
    button.title = title;
    button.disabled = !enabled;
    button.onclick = () => change("page", page);
    return button;
  }

  function drawFoot() {
    const [page, pages, total] = ["page", "pages", "total"].map((name) => model.get(name));
    const first = model.get("first");
    const count = model.get("rows").length;
    const range = total
      ? `${(first + 1).toLocaleString("en")}–${(first + count).toLocaleString("en")} of ${total.toLocaleString("en")}`
      : "0 quotes";
    foot.replaceChildren(
      element("span", "ak-range", range),
      turner("First", "First page", 0, page > 0),
      turner("Previous", "Previous page", page - 1, page > 0),
      element("span", "", `Page ${page + 1} of ${pages.toLocaleString("en")}`),
      turner("Next", "Next page", page + 1, page < pages - 1),
      turner("Last", "Last page", pages - 1, page < pages - 1),
    );
  }

  let waiting = false;
  function draw() {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      drawHead();
      drawBody();
      drawFoot();
    });
  }
  function mark() {
    const selected = model.get("selected");
    for (const row of body.rows) {
      row.setAttribute("aria-selected", String(Boolean(selected) && row.dataset.quote === selected));
    }
  }
  model.on("change:columns change:rows change:sort change:total change:page", draw);
  model.on("change:selected", mark);
  draw();
  return () => {
    model.off(null, draw);
    model.off(null, mark);
  };
}

export default { render };
