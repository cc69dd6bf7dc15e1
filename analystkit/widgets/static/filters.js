function render({ model, el }) {
  const root = element("div", "ak-filters");
  root.dataset.lmSuppressShortcuts = "true";
  root.setAttribute("role", "search");
  root.setAttribute("aria-label", "Filters");
  const grid = element("div", "ak-grid");
  const active = element("div", "ak-chips");
  active.setAttribute("aria-label", "Active filters");
  root.append(grid, active);
  el.append(root);

  const facets = model.get("facets");
  let filters = model.get("state").filters;
  let sent = model.get("state").seen;

  function post(content) {
    sent += 1;
    model.send({ ...content, seen: sent });
  }
  function change(key, value) {
    filters = { ...filters };
    const none = value === "" || value === 0 || (Array.isArray(value) && !value.length);
    if (none) delete filters[key];
    else filters[key] = value;
    post({ filters });
    draw();
  }
  function changeDays() {
    filters = { ...filters };
    days.forEach((node, i) => {
      const key = i ? "to" : "from";
      if (node.value) filters[key] = node.value;
      else delete filters[key];
    });
    post({ filters });
    draw();
  }
  function reset() {
    typing.stop();
    filters = {};
    post({ filters });
    draw();
  }

  function field(label, ...nodes) {
    const node = element("div", "ak-field");
    node.append(element("span", "ak-label", label), ...nodes);
    grid.append(node);
    return node;
  }
  function input(type, name) {
    const node = element("input");
    node.type = type;
    node.setAttribute("aria-label", name);
    return node;
  }

  const words = input("search", "Words in the quote");
  words.placeholder = "each must stand in it";
  const typing = later(200, () => change("words", words.value.trim()));
  words.oninput = typing;
  field("Words in the quote", words).classList.add("ak-wide");

  const parts = facets.map((facet) => makeFacet(facet, {
    chosen: (key) => filters[key] ?? [],
    choose: change,
    ask(key, typed) {
      // What Python has counted beforehand shows at once, even while it draws.
      const { filters: counted, options } = model.get("ready");
      if (key && !typed && same(counted, filters)) part(key).showOptions(options[key]);
      post({ open: key, typed });
    },
  }));
  const part = (key) => parts[facets.findIndex((facet) => facet.key === key)];
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  grid.append(...parts.map(({ node }) => node));

  const [first, last] = model.get("limits").days;
  const days = ["from", "to"].map((key) => {
    const node = input("date", key === "from" ? "From day" : "To day");
    if (first) [node.min, node.max] = [first, last];
    node.disabled = !first;
    // A year being typed passes through 0002 and 0020: wait for a whole one.
    node.oninput = later(200, () => {
      if (!node.value || node.value >= "1000") changeDays();
    });
    return node;
  });
  const between = element("div", "ak-between");
  between.append(days[0], element("span", "", "to"), days[1]);
  field("Days (UTC)", between).classList.add("ak-wide");

  const least = input("range", "Least confidence");
  [least.min, least.max, least.step, least.value] = ["0", "1", "0.05", "0"];
  const leastShown = element("output", "", "any");
  const sliding = later(120, () => change("min_confidence", Number(least.value)));
  least.oninput = () => {
    showLeast();
    sliding();
  };
  function showLeast() {
    const value = Number(least.value);
    leastShown.textContent = value ? `≥ ${value.toFixed(2)}` : "any";
    least.setAttribute("aria-valuetext", leastShown.textContent);
  }
  const slider = element("div", "ak-slider");
  slider.append(least, leastShown);
  if (model.get("limits").confidence) field("Confidence", slider);

  const saved = makeViews(model, (content) => {
    if (content.view[0] === "restore") typing.stop();
    post(content);
  });
  const undo = button("ak-plain", "Reset", "Show all quotes again");
  undo.onclick = reset;
  const end = element("div", "ak-field ak-end");
  end.append(saved.node, undo);
  grid.append(end);

  function chip(label, value, title, remove) {
    const node = element("span", "ak-chip");
    const text = element("span", "ak-chip-text");
    text.append(element("b", "", `${label} `), element("bdi", "", value));
    text.title = title;
    const off = button("", "×", `Remove the filter ${label}: ${title}`);
    off.setAttribute("aria-label", off.title);
    off.onclick = () => {
      remove();
      (active.querySelector("button") ?? words).focus();
    };
    node.append(text, off);
    return node;
  }

  function chips() {
    const nodes = [];
    const one = (key, label, shown) => {
      if (filters[key] !== undefined) {
        nodes.push(chip(label, shown, shown, () => change(key, "")));
      }
    };
    one("words", "Words", filters.words);
    for (const facet of facets) {
      for (const value of filters[facet.key] ?? []) {
        const name = optionName(facet, value);
        const rest = () => filters[facet.key].filter((other) => other !== value);
        nodes.push(chip(facet.label, name, name, () => change(facet.key, rest())));
      }
    }
    one("from", "From", filters.from);
    one("to", "To", filters.to);
    one("min_confidence", "Confidence", `≥ ${filters.min_confidence?.toFixed(2)}`);
    active.replaceChildren(...nodes);
    active.hidden = !nodes.length;
  }

  function write(node, value) {
    // What someone is typing is not taken from under their hands.
    if (node.value !== value && node !== document.activeElement) node.value = value;
  }

  function draw() {
    for (const { tick } of parts) tick();
    chips();
    if (!typing.pending()) write(words, filters.words ?? "");
    days.forEach((node, i) => write(node, filters[i ? "to" : "from"] ?? ""));
    write(least, String(filters.min_confidence ?? 0));
    showLeast();
    undo.disabled = !Object.keys(filters).length;
  }

  function answered() {
    const state = model.get("state");
    // An answer to an earlier question must not undo what was chosen since.
    if (state.seen >= sent || !sent) filters = state.filters;
    if (state.open) part(state.open.key)?.showOptions(state.open);
    draw();
  }
  model.on("change:state", answered);
  model.on("change:views", saved.draw);
  draw();
  saved.draw();
  return () => {
    model.off("change:state", answered);
    model.off("change:views", saved.draw);
  };
}

export default { render };
