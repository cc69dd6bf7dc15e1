// A button that opens a list of options to tick, each with its count.

function optionName(facet, value) {
  if (value === null) return "(none given)";
  return (facet.names[value] ?? value).trim() || "(blank)";
}

// A panel under a button: closed by Escape, by a click elsewhere, by the focus moving on.
function makePanel(opener, panel, { onOpen, onClose }) {
  opener.setAttribute("aria-haspopup", "dialog");
  opener.setAttribute("aria-expanded", "false");
  panel.hidden = true;
  panel.setAttribute("role", "dialog");
  // A click on a name keeps the focus in here: it would go to the notebook's cell, and close this.
  panel.tabIndex = -1;
  const holder = opener.parentElement;
  const away = (event) => {
    if (!holder.contains(event.target)) close();
  };
  function open() {
    panel.hidden = false;
    panel.classList.remove("ak-flush-right");
    const edge = opener.closest(".ak-filters").getBoundingClientRect().right;
    if (panel.getBoundingClientRect().right > edge) panel.classList.add("ak-flush-right");
    opener.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", away, true);
    onOpen();
  }
  function close(refocus) {
    if (panel.hidden) return;
    panel.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", away, true);
    onClose();
    if (refocus) opener.focus();
  }
  opener.onclick = () => (panel.hidden ? open() : close(true));
  holder.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    event.stopPropagation();
    event.preventDefault();
    close(true);
  });
  holder.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !holder.contains(event.relatedTarget)) close();
  });
  return { open, close };
}

function makeFacet(facet, { chosen, choose, ask }) {
  const node = element("div", "ak-field");
  const label = element("span", "ak-label", facet.label);
  const opener = button("ak-open");
  const shown = element("span", "ak-value");
  opener.append(shown);
  const panel = element("div", "ak-panel");
  panel.setAttribute("aria-label", facet.label);
  const search = element("input", "ak-search");
  search.type = "search";
  search.placeholder = `Find in ${facet.label.toLowerCase()}`;
  search.setAttribute("aria-label", search.placeholder);
  search.hidden = !facet.many;
  const list = element("div", "ak-options");
  list.setAttribute("role", "group");
  list.setAttribute("aria-label", `${facet.label}: options`);
  const foot = element("div", "ak-foot");
  const note = element("span", "ak-note");
  const clear = button("ak-link", "Clear", `Show every ${facet.label.toLowerCase()}`);
  foot.append(note, clear);
  panel.append(search, list, foot);
  node.append(label, opener, panel);

  let rows = [];
  const typing = later(120, () => ask(facet.key, search.value));
  search.oninput = typing;
  clear.onclick = () => choose(facet.key, []);
  makePanel(opener, panel, {
    onOpen() {
      search.value = "";
      ask(facet.key, "");
      if (facet.many) search.focus();
    },
    onClose() {
      typing.stop();
      ask("", "");
    },
  });
  panel.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) {
      if (event.key === "Enter" && event.target.type === "checkbox") event.target.click();
      return;
    }
    const boxes = rows.map(({ box }) => box);
    const at = boxes.indexOf(document.activeElement) + step;
    event.preventDefault();
    if (at < 0 && facet.many) search.focus();
    else boxes[Math.min(Math.max(at, 0), boxes.length - 1)]?.focus();
  };

  function makeRow(value) {
    const row = element("label", "ak-option");
    const box = element("input");
    box.type = "checkbox";
    const name = element("span", value === null ? "ak-name ak-none" : "ak-name");
    name.textContent = row.title = optionName(facet, value);
    name.dir = "auto";
    const count = element("span", "ak-n");
    row.append(box);
    if (facet.colours[value]) {
      const dot = element("i");
      dot.style.background = facet.colours[value];
      row.append(dot);
    }
    row.append(name, count);
    box.onchange = () => {
      const others = chosen(facet.key).filter((other) => other !== value);
      choose(facet.key, box.checked ? [...others, value] : others);
    };
    return { value, row, box, count };
  }

  function showOptions({ options, found }) {
    const same = rows.length === options.length && rows.every(({ value }, i) => value === options[i][0]);
    if (!same) {
      const focused = rows.find(({ box }) => box === document.activeElement)?.value;
      rows = options.map(([value]) => makeRow(value));
      list.replaceChildren(...rows.map(({ row }) => row));
      if (focused !== undefined) rows.find(({ value }) => value === focused)?.box.focus();
      list.scrollTop = 0;
    }
    rows.forEach(({ row, count }, i) => {
      count.textContent = number(options[i][1]);
      row.classList.toggle("ak-zero", options[i][1] === 0);
    });
    const more = found > options.length;
    note.textContent = !found
      ? "Nothing found"
      : more ? `First ${options.length} of ${number(found)}: type to find others` : "";
    tick();
  }

  function tick() {
    const values = chosen(facet.key);
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
