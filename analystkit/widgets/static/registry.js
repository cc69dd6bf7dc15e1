// Names and quotes are set with textContent only: nothing in a table is ever read as HTML.

const TYPES = [
  ["person", "Person"],
  ["organisation", "Organisation"],
  ["document", "Document"],
  ["unnamed", "Unnamed source"],
];

function named(text, className) {
  const node = element("bdi", className, text);
  node.dir = "auto";
  return node;
}

function dot(colour) {
  const node = element("i");
  node.style.background = colour;
  return node;
}

function options(list) {
  return list.map(([value, label]) => {
    const option = element("option", "", label);
    option.value = value;
    return option;
  });
}

function count(n, word) {
  return `${n.toLocaleString("en")} ${word}${n === 1 ? "" : "s"}`;
}

function render({ model, el }) {
  // Not counted: each widget loads this module anew, so every count would start at one.
  const id = `ak-registry-${Math.random().toString(36).slice(2)}`;
  const root = element("div", "ak-theme ak-desk");
  root.dataset.lmSuppressShortcuts = "true";

  function labelled(text, control, name) {
    const box = element("div", "ak-field");
    const label = element("label", "", text);
    control.id = `${id}-${name}`;
    label.htmlFor = control.id;
    box.append(label, control);
    return box;
  }
  function change(name, value) {
    model.set(name, value);
    model.save_changes();
  }
  function ask(content) {
    root.setAttribute("aria-busy", "true");
    model.send(content);
  }

  const top = element("div", "ak-top");
  const counts = element("div", "ak-lacking");
  const words = element("input");
  words.placeholder = "in the name";
  words.autocomplete = "off";
  const type = element("select");
  type.append(...options([["", "All"], ...TYPES]));
  type.onchange = () => change("type", type.value);
  const undo = button("ak-undo", "Undo");
  undo.onclick = () => ask({ do: "undo" });
  top.append(counts, labelled("Speaker:", words, "words"), labelled("Type:", type, "type"), undo);
  let typing = 0;
  words.oninput = () => {
    clearTimeout(typing);
    typing = setTimeout(() => change("words", words.value.trim()), 250);
  };

  const note = element("div", "ak-note");
  note.setAttribute("role", "status");
  const problem = element("div");
  problem.setAttribute("role", "alert");
  const list = element("ul", "ak-rows");
  const foot = element("div", "ak-pages");
  const camps = element("datalist");
  camps.id = `${id}-camps`;
  const actors = element("datalist");
  actors.id = `${id}-actors`;
  root.append(top, problem, note, list, foot, camps, actors);
  el.append(root);

  let open = null; // the speaker whose form is open

  function form(row) {
    const box = element("div", "ak-form");
    const other = element("input");
    other.setAttribute("list", actors.id);
    other.autocomplete = "off";
    other.placeholder = "an entry of the registry";
    const alias = button("ak-main", "Add alias");
    alias.onclick = () => ask({ do: "alias", speaker: row.speaker, actor: other.value.trim() });
    const first = element("div", "ak-line");
    first.append(labelled("Alias of:", other, "other"), alias);

    const name = element("input");
    name.value = row.speaker;
    name.dir = "auto";
    name.autocomplete = "off";
    const kind = element("select");
    kind.append(...options(TYPES));
    kind.value = row.type || "person";
    const camp = element("input");
    camp.setAttribute("list", camps.id);
    camp.autocomplete = "off";
    camp.dir = "auto";
    camp.placeholder = "choose, or name a new one";
    const add = button("ak-main", "Add entry");
    const hint = element("div", "ak-hint");
    hint.setAttribute("aria-live", "polite");
    const tell = () => {
      const given = camp.value.trim();
      const known = model.get("view").camps.some(([each]) => each === given);
      const unnamed = kind.value === "unnamed";
      const said = [];
      if (unnamed) said.push("Whoever is described in these words is put into the camp; no actor.");
      else if (name.value.trim() !== row.speaker) said.push(`“${row.speaker}” becomes its alias.`);
      if (given && !known) said.push(`“${given}” will be a new camp.`);
      hint.textContent = said.join(" ");
      add.disabled = !name.value.trim() || (unnamed && !given);
      alias.disabled = !other.value.trim();
    };
    for (const control of [name, kind, camp, other]) control.oninput = tell;
    const send = () => ask({
      do: "new", speaker: row.speaker, name: name.value, type: kind.value, camp: camp.value,
    });
    add.onclick = send;
    const enter = (control, press) => {
      control.onkeydown = (event) => {
        if (event.key === "Enter" && !press.disabled) press.click();
        else if (event.key === "Escape") toggle(null, row.speaker);
      };
    };
    for (const control of [name, kind, camp]) enter(control, add);
    enter(other, alias);
    const second = element("div", "ak-line");
    second.append(
      labelled("New entry:", name, "name"), labelled("Type:", kind, "kind"),
      labelled("Camp:", camp, "camp"), add,
    );
    box.append(second, hint, element("div", "ak-or", "or"), first);
    tell();
    queueMicrotask(() => camp.focus({ preventScroll: true }));
    return box;
  }

  function toggle(speaker, back) {
    open = speaker;
    drawRows();
    if (back) list.querySelector(`[data-speaker="${CSS.escape(back)}"] .ak-more`)?.focus();
  }

  function item(row) {
    const node = element("li");
    node.dataset.speaker = row.speaker;
    const line = element("div", "ak-row");
    const who = element("div", "ak-who");
    who.append(named(row.speaker, "ak-name"));
    const kind = TYPES.find(([key]) => key === row.type)?.[1];
    const facts = [kind, `${count(row.quotes, "quote")} in ${count(row.articles, "article")}`];
    who.append(element("div", "ak-facts", facts.filter(Boolean).join(" · ")));

    const said = element("div", "ak-example");
    const words = element("p", "", row.example);
    words.dir = "auto";
    words.title = row.example;
    const under = element("div", "ak-facts");
    for (const fact of row.facts) under.append(named(fact));
    if (model.get("view").readable) {
      const read = button("ak-read", "Read", "Show this quote in its article below");
      read.onclick = () => ask({ do: "read", quote: row.quote });
      under.append(read);
    }
    said.append(words, under);

    const acts = element("div", "ak-acts");
    if (row.near.length) acts.append(element("span", "ak-facts", "Alias of"));
    for (const [name, camp, score, colour] of row.near) {
      const near = button("ak-near", "", `Make “${row.speaker}” an alias of ${name}` +
        `${camp ? ` (${camp})` : ""}; spelled alike: ${score} of 100`);
      near.setAttribute("aria-label", `Alias of ${name}`);
      near.append(dot(colour), named(name), element("small", "", Math.round(score)));
      near.onclick = () => ask({ do: "alias", speaker: row.speaker, actor: name });
      acts.append(near);
    }
    const more = button("ak-more", row.near.length ? "Other or new…" : "Add to the registry…");
    more.setAttribute("aria-expanded", String(open === row.speaker));
    more.onclick = () => toggle(open === row.speaker ? null : row.speaker, row.speaker);
    acts.append(more);
    line.append(who, said, acts);
    node.append(line);
    if (open === row.speaker) node.append(form(row));
    return node;
  }

  function drawRows() {
    const { rows, all, total, whole } = model.get("view");
    if (!rows.some(({ speaker }) => speaker === open)) open = null;
    const items = rows.map(item);
    if (!total) {
      const done = whole ? "Every speaker is in the registry." : "There are no quotes.";
      const text = all ? "No speaker matches these filters." : done;
      items.push(element("li", "ak-nothing", text));
    }
    list.replaceChildren(...items);
  }

  function drawFoot() {
    const { page, pages } = model.get("view");
    foot.hidden = pages < 2;
    const turner = (label, to, enabled) => {
      const node = button("", label, `${label} page`);
      node.disabled = !enabled;
      node.onclick = () => change("page", to);
      return node;
    };
    renew(foot, [
      element("span", "", `Page ${page + 1} of ${pages.toLocaleString("en")}`),
      turner("Previous", page - 1, page > 0),
      turner("Next", page + 1, page < pages - 1),
    ]);
  }

  function draw() {
    const view = model.get("view");
    const several = view.all === 1 ? "speaker" : "speakers";
    counts.replaceChildren(
      element("b", "", view.all.toLocaleString("en")), ` ${several} not in `, named(view.file),
      element("div", "ak-facts",
        `${view.quotes.toLocaleString("en")} of ${count(view.whole, "quote")}` +
        (view.total === view.all ? "" : ` · ${view.total.toLocaleString("en")} shown`)),
    );
    camps.replaceChildren(...options(view.camps.map(([camp]) => [camp, camp])));
    actors.replaceChildren(...options(view.actors.map((actor) => [actor, actor])));
    const n = view.edits.length;
    undo.disabled = !n;
    undo.textContent = n ? `Undo (${n.toLocaleString("en")})` : "Undo";
    undo.title = n ? `Take back: ${view.edits[n - 1]}` : "Nothing to undo";
    if (document.activeElement !== words) words.value = model.get("words");
    type.value = model.get("type");
    drawRows();
    drawFoot();
  }
  function drawNote() {
    note.textContent = model.get("note");
    note.hidden = !note.textContent;
    const wrong = model.get("error");
    problem.replaceChildren(...(wrong ? [element("div", "ak-error", wrong)] : []));
    problem.hidden = !wrong;
  }
  const free = () => root.removeAttribute("aria-busy");
  model.on("change:view", draw);
  model.on("change:note change:error", drawNote);
  model.on("change:answered", free);
  draw();
  drawNote();
  return () => {
    clearTimeout(typing);
    model.off("change:view", draw);
    model.off("change:note change:error", drawNote);
    model.off("change:answered", free);
  };
}

export default { render };
