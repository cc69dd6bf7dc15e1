// Names and quotes are set with textContent only: nothing in a table is ever read as HTML.

const WAIT = 120; // milliseconds of rest before what is typed is looked up

function named(text, className) {
  const node = element("bdi", className, text);
  node.dir = "auto";
  return node;
}

function count(n, word) {
  return `${n.toLocaleString("en")} ${word}${n === 1 ? "" : "s"}`;
}

function render({ model, el }) {
  // Not counted: each widget loads this module anew, so every count would start at one.
  const id = `ak-compare-${Math.random().toString(36).slice(2)}`;
  const root = element("div", "ak-theme ak-comparison");
  root.dataset.lmSuppressShortcuts = "true";
  const ask = (part) => model.send({ set: part });

  // What a column is.
  const asking = element("div", "ak-asking");
  const kinds = element("div", "ak-kinds");
  kinds.setAttribute("role", "radiogroup");
  kinds.setAttribute("aria-label", "Compare by");
  for (const [key, label] of model.get("kinds")) {
    const box = element("label", "", label);
    const radio = element("input");
    radio.type = "radio";
    radio.name = `${id}-by`;
    radio.value = key;
    radio.onchange = () => ask({ by: key });
    box.prepend(radio);
    kinds.append(box);
  }

  // Who: chips, and a field that finds more as one types.
  const who = element("div", "ak-who");
  const chips = element("div", "ak-chips");
  const field = element("input");
  field.id = `${id}-who`;
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", `${id}-found`);
  field.autocomplete = "off";
  const found = element("ul", "ak-found");
  found.id = `${id}-found`;
  found.setAttribute("role", "listbox");
  found.hidden = true;
  who.append(chips, field, found);

  const labelled = (text, control, className) => {
    const box = element("div", `ak-field ${className}`);
    const label = element("label", "", text);
    label.htmlFor = control.id;
    box.append(label, control === field ? who : control);
    return box;
  };
  const target = element("select");
  target.id = `${id}-target`;
  target.onchange = () => ask({ target: target.value ? target.value.slice(1) : null });
  const words = element("input");
  words.id = `${id}-words`;
  words.placeholder = "in the quote";
  words.autocomplete = "off";
  const targetBox = labelled("Target:", target, "ak-target");
  const kindBox = element("div", "ak-field");
  kindBox.append(element("span", "ak-label", "Compare:"), kinds);
  asking.append(
    kindBox, labelled("Side by side:", field, "ak-people"), targetBox,
    labelled("Words:", words, "ak-words-field"),
  );

  const problem = element("div");
  problem.setAttribute("role", "alert");
  const scroll = element("div", "ak-board");
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", "Quotes side by side, by day");
  const foot = element("div", "ak-pages");
  root.append(asking, problem, scroll, foot);
  el.append(root);

  let typing = 0;
  words.oninput = () => {
    clearTimeout(typing);
    typing = setTimeout(() => ask({ words: words.value }), 300);
  };
  words.onchange = () => {
    clearTimeout(typing);
    if (words.value.trim() !== (model.get("view").words ?? "")) ask({ words: words.value });
  };

  let looking = 0;
  let at = -1;
  let listed = null; // what was typed for the list in view
  let hurried = false; // Enter came before the list for what is typed
  const close = () => {
    clearTimeout(looking);
    found.hidden = true;
    at = -1;
    listed = null;
    hurried = false;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const look = () => model.send({ search: field.value });
  const pick = (name) => {
    field.value = "";
    close();
    ask({ who: [...model.get("view").who, name] });
  };
  const point = (to) => {
    const items = [...found.querySelectorAll("[role=option]")];
    at = items.length ? (to + items.length) % items.length : -1;
    items.forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    items[at]?.scrollIntoView({ block: "nearest" });
    if (items[at]) field.setAttribute("aria-activedescendant", items[at].id);
  };
  field.onfocus = look;
  field.oninput = () => {
    clearTimeout(looking);
    looking = setTimeout(look, WAIT);
  };
  field.onblur = close;
  field.onkeydown = (event) => {
    const { who: chosen } = model.get("view");
    if (event.key === "ArrowDown" && found.hidden) look();
    else if (event.key === "ArrowDown") point(at + 1);
    else if (event.key === "ArrowUp") point(at - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter") {
      hurried = listed !== field.value;
      if (hurried) look();
      else found.querySelector("[aria-selected=true]")?.pick();
    }
    else if (event.key === "Backspace" && !field.value && chosen.length) {
      ask({ who: chosen.slice(0, -1) });
    } else return;
    event.preventDefault();
  };
  who.onmousedown = (event) => {
    if (event.target === who || event.target === chips) {
      event.preventDefault();
      field.focus();
    }
  };

  function drawFound(content) {
    if (content.search !== field.value || field.ownerDocument.activeElement !== field) return;
    const items = content.found.map(([name, n, colour], i) => {
      if (name === null) {
        const more = n ? `${count(n, "further name")}: type to find them` : "";
        return element("li", "ak-more", more);
      }
      const item = element("li");
      item.id = `${id}-found-${i}`;
      item.setAttribute("role", "option");
      const dot = element("i");
      dot.style.background = colour;
      item.append(dot, named(name), element("b", "", n.toLocaleString("en")));
      item.onmousedown = (event) => {
        event.preventDefault();
        pick(name);
      };
      item.pick = () => pick(name);
      return item;
    });
    if (items.length === 1) items.unshift(element("li", "ak-more", "No other such name"));
    found.replaceChildren(...items);
    found.hidden = false;
    field.setAttribute("aria-expanded", "true");
    point(0);
    listed = content.search;
    if (hurried) found.querySelector("[aria-selected=true]")?.pick();
    hurried = false;
  }

  function drawAsking() {
    const view = model.get("view");
    for (const radio of kinds.querySelectorAll("input")) radio.checked = radio.value === view.by;
    renew(
      chips,
      view.columns.map(({ name, colour }) => {
        const chip = element("span", "ak-chip");
        const dot = element("i");
        dot.style.background = colour;
        const off = button("", "×", `Take ${name} out`);
        off.setAttribute("aria-label", `Take ${name} out`);
        off.onclick = () => ask({ who: view.who.filter((each) => each !== name) });
        chip.append(dot, named(name), off);
        return chip;
      }),
      field,
    );
    const left = view.groups - view.who.length;
    field.placeholder = left ? `add a ${view.by} (${left.toLocaleString("en")} more)` : view.groups ? "no others" : `no ${view.by} is named`;
    targetBox.hidden = view.targets === null;
    if (view.targets) {
      const any = element("option", "", "Any target");
      any.value = "";
      const options = view.targets.map(([id, n, name]) => {
        const option = element("option", "", `${name} (${n.toLocaleString("en")})`);
        option.value = `=${id}`;
        return option;
      });
      target.replaceChildren(any, ...options);
      target.value = view.target === null ? "" : `=${view.target}`;
    }
    if (words.ownerDocument.activeElement !== words) words.value = view.words;
  }

  function head(column) {
    const cell = element("th", "ak-column");
    cell.scope = "col";
    cell.style.setProperty("--ak-camp", column.colour);
    const name = named(column.name, "ak-name");
    const span = column.first
      ? column.first === column.last ? column.first : `${column.first} to ${column.last}`
      : "no date";
    const all = column.all === column.n ? "" : `${column.n.toLocaleString("en")} of `;
    const facts = [all + count(column.all, "quote")];
    if (column.outlets) facts.push(count(column.outlets, "outlet"));
    if (column.n) facts.push(span);
    if (column.undated && column.first) facts.push(`${column.undated.toLocaleString("en")} undated`);
    cell.append(name);
    if (column.camp) cell.append(named(column.camp, "ak-side"));
    cell.append(element("div", "ak-facts", facts.join(" · ")));
    if (column.stances.length) {
      const bar = element("div", "ak-bar");
      const list = element("div", "ak-stances");
      for (const [label, n, colour] of column.stances) {
        const piece = element("i");
        piece.style.background = colour;
        piece.style.flexGrow = n;
        piece.title = `${label}: ${n.toLocaleString("en")}`;
        bar.append(piece);
        const key = element("span");
        const dot = element("i");
        dot.style.background = colour;
        key.append(dot, `${label} `, element("b", "", n.toLocaleString("en")));
        list.append(key);
      }
      cell.append(bar, list);
    }
    return cell;
  }

  function card(quote, colour) {
    const node = element("div", "ak-said");
    node.tabIndex = 0;
    node.dataset.quote = quote.id;
    node.setAttribute("role", "button");
    node.style.setProperty("--ak-camp", colour);
    const said = element("p", "", quote.quote);
    said.dir = "auto";
    if (quote.kind === "direct") said.className = "ak-direct";
    const under = element("div", "ak-under");
    const facts = [quote.speaker, quote.outlet].filter(Boolean);
    for (const fact of facts) under.append(named(fact));
    if (quote.kind) under.append(element("span", "", quote.kind));
    if (quote.sure) {
      const sure = element("span", "", `confidence ${quote.sure}`);
      sure.title = "How likely the quote is found and attributed right, from 0 to 1";
      under.append(sure);
    }
    const sides = element("div", "ak-sides");
    for (const [label, score, tone, to] of quote.stances) {
      const chip = element("span", "ak-stance", label === "unclear" ? label : `${label} ${score}`.trim());
      chip.dataset.label = label;
      chip.style.setProperty("--ak-tone", tone);
      sides.append(chip);
      if (to) sides.append(named(to, "ak-to"));
    }
    if (quote.stances.length) node.append(sides);
    node.append(said, under);
    node.onclick = () => {
      if (String(node.ownerDocument.getSelection())) return; // words are being copied
      model.set("quote", quote.id === model.get("quote") ? "" : quote.id);
      model.save_changes();
    };
    node.onkeydown = (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      node.onclick();
    };
    return node;
  }

  function drawBoard() {
    const { columns, days, total, words: typed, toward } = model.get("view");
    const nothing = !columns.length
      ? "Choose two or more to set side by side."
      : !total && "None of them is quoted " +
        [toward && `on ${toward}`, typed && `with the words “${typed}”`].filter(Boolean).join(" ") +
        (toward || typed ? "." : "here.");
    const table = element("table");
    table.style.minWidth = `${100 + columns.length * 230}px`;
    const top = table.createTHead().insertRow();
    const corner = element("th", "ak-day", "Day");
    corner.scope = "col";
    top.append(corner, ...columns.map(head));
    const body = table.createTBody();
    for (const { day, weekday, n, cells } of days) {
      const row = body.insertRow();
      const when = element("th", "ak-day");
      when.scope = "row";
      const here = cells.reduce((sum, cell) => sum + cell.length, 0);
      const told = n === here ? count(n, "quote") : `${here} of ${count(n, "quote")}`;
      const date = element("div", "ak-when");
      date.append(element("b", "", day), element("span", "", weekday), element("span", "", told));
      when.append(date);
      row.append(when);
      cells.forEach((cell, i) => {
        const place = row.insertCell();
        place.append(...cell.map((quote) => card(quote, columns[i].colour)));
        if (!cell.length) place.append(element("span", "ak-none", "—"));
      });
    }
    scroll.replaceChildren(...(columns.length ? [table] : []));
    if (nothing) scroll.append(element("p", "ak-nothing", nothing));
    mark();
  }

  function drawFoot() {
    const { page, pages, total, first, days } = model.get("view");
    const here = days.reduce((n, day) => n + day.cells.reduce((sum, cell) => sum + cell.length, 0), 0);
    foot.hidden = pages < 2;
    const turner = (label, to, enabled) => {
      const node = button("", label, `${label} page`);
      node.disabled = !enabled;
      node.onclick = () => {
        model.set("page", to);
        model.save_changes();
      };
      return node;
    };
    renew(foot, [
      element("span", "ak-range",
        `Quotes ${(first + 1).toLocaleString("en")} to ${(first + here).toLocaleString("en")} of ${total.toLocaleString("en")}, all columns together`),
      turner("First", 0, page > 0),
      turner("Previous", page - 1, page > 0),
      element("span", "", `Page ${page + 1} of ${pages.toLocaleString("en")}`),
      turner("Next", page + 1, page < pages - 1),
      turner("Last", pages - 1, page < pages - 1),
    ]);
  }

  function mark() {
    for (const node of scroll.querySelectorAll(".ak-said")) {
      node.setAttribute("aria-pressed", String(node.dataset.quote === model.get("quote")));
    }
  }
  let seen = "";
  function draw() {
    drawAsking();
    drawBoard();
    drawFoot();
    const { by, who: chosen, target: toward, words: typed, page } = model.get("view");
    const now = JSON.stringify([by, chosen, toward, typed, page]);
    if (now !== seen) scroll.scrollTop = 0;
    seen = now;
  }
  function drawError() {
    const words = model.get("error");
    problem.replaceChildren(...(words ? [element("div", "ak-error", words)] : []));
    problem.hidden = !words;
  }
  model.on("change:view", draw);
  model.on("change:quote", mark);
  model.on("change:error", drawError);
  model.on("msg:custom", drawFound);
  draw();
  drawError();
  return () => {
    clearTimeout(typing);
    clearTimeout(looking);
    model.off("change:view", draw);
    model.off("change:quote", mark);
    model.off("change:error", drawError);
    model.off("msg:custom", drawFound);
  };
}

export default { render };
