const GROUPS = [["speaker", "camp"], ["quote"], ["outlet", "published"], ["kind", "confidence"], ["stance"]];

function highlighted(text, words) {
  const parts = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (!parts.length) return [document.createTextNode(text)];
  // Splitting by a pattern in brackets puts what matched at the odd places.
  return text.split(new RegExp(`(${parts.join("|")})`, "giu"))
    .map((part, i) => (i % 2 ? element("mark", "", part) : document.createTextNode(part)));
}

function render({ model, el }) {
  const box = element("div", "ak-table");
  box.dataset.lmSuppressShortcuts = "true";
  const scroll = element("div", "ak-scroll");
  const table = element("table");
  table.setAttribute("aria-label", "Quotes");
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

  // Two short columns share one, the second under the first, to leave the quote its room.
  function groups() {
    const keys = model.get("columns").map(([key]) => key);
    return GROUPS.map((group) => group.filter((key) => keys.includes(key))).filter(({ length }) => length);
  }

  function drawHead() {
    const row = element("tr");
    const [sorted, direction] = model.get("sort");
    const labels = Object.fromEntries(model.get("columns"));
    for (const group of groups()) {
      const cell = element("th", `ak-group-${group[0]}`);
      cell.scope = "col";
      for (const key of group) {
        const sorter = button("", labels[key], `Sort by ${labels[key].toLowerCase()}`);
        sorter.dataset.key = key;
        if (key === sorted) {
          cell.setAttribute("aria-sort", direction);
          sorter.classList.add(`ak-${direction}`);
        }
        sorter.onclick = () => {
          const again = key === sorted && direction === "ascending";
          change("sort", [key, again ? "descending" : "ascending"]);
        };
        cell.append(sorter);
      }
      row.append(cell);
    }
    const focused = head.contains(document.activeElement) && document.activeElement.dataset.key;
    head.replaceChildren(row);
    if (focused) [...row.querySelectorAll("button")].find((node) => node.dataset.key === focused)?.focus();
  }

  function drawValue(key, text, colour) {
    const value = element("div", text ? `ak-col-${key}` : `ak-col-${key} ak-none`);
    value.dir = "auto";
    value.title = text;
    if (key === "quote" && text) value.append(...highlighted(text, model.get("words")));
    else if (key === "stance") value.append(...text.split("; ").map((line) => element("span", "", line)));
    else value.textContent = text || "—";
    if (key === "camp") {
      const dot = element("i");
      dot.style.background = colour;
      value.prepend(dot);
    }
    return value;
  }

  function drawBody() {
    const keys = model.get("columns").map(([key]) => key);
    const columns = groups();
    const selected = model.get("selected");
    const rows = model.get("rows").map(({ id, colour, cells }) => {
      const row = element("tr");
      row.tabIndex = 0;
      row.dataset.quote = id;
      row.setAttribute("aria-selected", String(id === selected));
      for (const group of columns) {
        const cell = element("td", `ak-group-${group[0]}`);
        cell.append(...group.map((key) => drawValue(key, cells[keys.indexOf(key)], colour)));
        row.append(cell);
      }
      row.onclick = () => {
        // Marking words with the mouse, to copy them, is no choice of the row.
        if (String(document.getSelection()) && row.contains(document.getSelection().anchorNode)) return;
        change("selected", id === model.get("selected") ? "" : id);
      };
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
    const node = button("", label, title);
    node.disabled = !enabled;
    node.onclick = () => change("page", page);
    return node;
  }

  const sizes = element("select");
  sizes.setAttribute("aria-label", "Rows to a page");
  sizes.onchange = () => change("size", Number(sizes.value));

  function drawFoot() {
    const [page, pages, total, size] = ["page", "pages", "total", "size"].map((name) => model.get(name));
    const first = page * size;
    const count = model.get("rows").length;
    const range = total ? `${number(first + 1)}–${number(first + count)} of ${number(total)}` : "0 quotes";
    const offered = [...new Set([10, 25, 50, 100, size])].sort((a, b) => a - b);
    sizes.replaceChildren(...offered.map((n) => {
      const option = element("option", "", `${n} rows`);
      option.value = String(n);
      option.selected = n === size;
      return option;
    }));
    renew(foot, [
      element("span", "ak-range", range),
      sizes,
      turner("First", "First page", 0, page > 0),
      turner("Previous", "Previous page", page - 1, page > 0),
      element("span", "", `Page ${number(page + 1)} of ${number(pages)}`),
      turner("Next", "Next page", page + 1, page < pages - 1),
      turner("Last", "Last page", pages - 1, page < pages - 1),
    ]);
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
  model.on("change:columns change:rows change:sort change:total change:page change:size change:words", draw);
  model.on("change:selected", mark);
  draw();
  return () => {
    model.off(null, draw);
    model.off(null, mark);
  };
}

export default { render };
