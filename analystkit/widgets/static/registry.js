import {
  bdi, button, change, debounce, dot, drawPages, h, listen, number, option, plural, showError,
  uniqueId,
} from "./dom.js";

const TYPES = {
  person: "Person", organisation: "Organisation", document: "Document", unnamed: "Unnamed source",
};

const typeOptions = () => Object.entries(TYPES).map(([value, label]) => option(value, label));
const plainOptions = (values) => values.map((value) => option(value, value));

// What a new entry will do, in words.
function consequence(row, { name, type, camp, camps }) {
  const told = [];
  if (type === "unnamed") {
    told.push("Whoever is described in these words is put into the camp; no actor.");
  } else if (name !== row.speaker) told.push(`“${row.speaker}” becomes its alias.`);
  if (camp && !camps.includes(camp)) told.push(`“${camp}” will be a new camp.`);
  return told.join(" ");
}

class Desk {
  constructor(model) {
    this.model = model;
    this.id = uniqueId("registry");
    this.open = null; // the speaker whose form is open
    this.camps = h("datalist", { id: `${this.id}-camps` });
    this.actors = h("datalist", { id: `${this.id}-actors` });
    this.note = h("div", { class: "ak-note", role: "status" });
    this.problem = h("div", { role: "alert" });
    this.list = h("ul", { class: "ak-rows" });
    this.foot = h("div", { class: "ak-pages" });
    this.root = h(
      "div", { class: "ak-theme ak-desk", "data-lm-suppress-shortcuts": "true" },
      this.makeTop(), this.problem, this.note, this.list, this.foot, this.camps, this.actors,
    );
  }

  view() {
    return this.model.get("view");
  }

  ask(content) {
    this.root.setAttribute("aria-busy", "true");
    this.model.send(content);
  }

  labelled(text, control, name) {
    control.id = `${this.id}-${name}`;
    return h("div", { class: "ak-field" }, h("label", { for: control.id }, text), control);
  }

  makeTop() {
    this.counts = h("div", { class: "ak-lacking" });
    this.words = h("input", { placeholder: "in the name", autocomplete: "off" });
    this.typing = debounce(250, () => change(this.model, { words: this.words.value.trim() }));
    this.words.oninput = this.typing;
    this.type = h("select", {}, option("", "All"), ...typeOptions());
    this.type.onchange = () => change(this.model, { type: this.type.value });
    this.undo = button("Undo", { class: "ak-undo", onclick: () => this.ask({ do: "undo" }) });
    return h(
      "div", { class: "ak-top" }, this.counts, this.labelled("Speaker:", this.words, "words"),
      this.labelled("Type:", this.type, "type"), this.undo,
    );
  }

  listInput(list, attributes) {
    return h("input", { list: list.id, autocomplete: "off", ...attributes });
  }

  formOf(row) {
    const { speaker } = row;
    const other = this.listInput(this.actors, { placeholder: "an entry of the registry" });
    const alias = button("Add alias", {
      class: "ak-main", onclick: () => this.ask({ do: "alias", speaker, actor: other.value.trim() }),
    });
    const name = h("input", { value: speaker, dir: "auto", autocomplete: "off" });
    const type = h("select", {}, ...typeOptions());
    type.value = row.type || "person";
    const camp = this.listInput(this.camps, { dir: "auto", placeholder: "choose, or name a new one" });
    const entry = () => ({ speaker, name: name.value, type: type.value, camp: camp.value });
    const add = button("Add entry", {
      class: "ak-main", onclick: () => this.ask({ do: "new", ...entry() }),
    });
    const hint = h("div", { class: "ak-hint", "aria-live": "polite" });
    const tell = () => {
      const [given, chosen] = [name.value.trim(), camp.value.trim()];
      const camps = this.view().camps.map(([each]) => each);
      hint.textContent = consequence(row, { name: given, type: type.value, camp: chosen, camps });
      add.disabled = !given || (type.value === "unnamed" && !chosen);
      alias.disabled = !other.value.trim();
    };
    for (const [control, press] of [[name, add], [type, add], [camp, add], [other, alias]]) {
      control.oninput = tell;
      control.onkeydown = ({ key }) => {
        if (key === "Enter" && !press.disabled) press.click();
        else if (key === "Escape") this.toggle(null, speaker);
      };
    }
    tell();
    queueMicrotask(() => camp.focus({ preventScroll: true }));
    return h(
      "div", { class: "ak-form" },
      h(
        "div", { class: "ak-line" }, this.labelled("New entry:", name, "name"),
        this.labelled("Type:", type, "kind"), this.labelled("Camp:", camp, "camp"), add,
      ),
      hint, h("div", { class: "ak-or" }, "or"),
      h("div", { class: "ak-line" }, this.labelled("Alias of:", other, "other"), alias),
    );
  }

  toggle(speaker, back) {
    this.open = speaker;
    this.drawRows();
    this.list.querySelector(`[data-speaker="${CSS.escape(back)}"] .ak-more`)?.focus();
  }

  nearOf(speaker, [name, camp, score, colour]) {
    const of = camp ? `${name} (${camp})` : name;
    const node = button("", {
      class: "ak-near", "aria-label": `Alias of ${name}`,
      title: `Make “${speaker}” an alias of ${of}; spelled alike: ${score} of 100`,
      onclick: () => this.ask({ do: "alias", speaker, actor: name }),
    });
    node.append(dot(colour), bdi(name), h("small", {}, Math.round(score)));
    return node;
  }

  exampleOf({ example, facts, quote }) {
    const read = button("Read", {
      class: "ak-read", title: "Show this quote in its article below",
      onclick: () => this.ask({ do: "read", quote }),
    });
    return h(
      "div", { class: "ak-example" }, h("p", { dir: "auto", title: example }, example),
      h(
        "div", { class: "ak-facts" }, ...facts.map((fact) => bdi(fact)),
        this.view().readable && read,
      ),
    );
  }

  rowOf(row) {
    const { speaker, near } = row;
    const open = this.open === speaker;
    const counts = `${plural(row.quotes, "quote")} in ${plural(row.articles, "article")}`;
    const more = button(near.length ? "Other or new…" : "Add to the registry…", {
      class: "ak-more", "aria-expanded": String(open),
      onclick: () => this.toggle(this.open === speaker ? null : speaker, speaker),
    });
    const facts = [TYPES[row.type], counts].filter(Boolean).join(" · ");
    const who = h(
      "div", { class: "ak-who" }, bdi(speaker, "ak-name"), h("div", { class: "ak-facts" }, facts),
    );
    const acts = h(
      "div", { class: "ak-acts" }, near.length ? h("span", { class: "ak-facts" }, "Alias of") : null,
      ...near.map((each) => this.nearOf(speaker, each)), more,
    );
    const line = h("div", { class: "ak-row" }, who, this.exampleOf(row), acts);
    return h("li", { "data-speaker": speaker }, line, open && this.formOf(row));
  }

  drawRows() {
    const { rows, all, total, whole } = this.view();
    if (!rows.some(({ speaker }) => speaker === this.open)) this.open = null;
    const items = rows.map((row) => this.rowOf(row));
    if (!total) {
      const done = whole ? "Every speaker is in the registry." : "There are no quotes.";
      const text = all ? "No speaker matches these filters." : done;
      items.push(h("li", { class: "ak-nothing" }, text));
    }
    this.list.replaceChildren(...items);
  }

  drawTop() {
    const { all, file, quotes, whole, total, edits } = this.view();
    const shown = total === all ? "" : ` · ${number(total)} shown`;
    this.counts.replaceChildren(
      h("b", {}, number(all)), ` ${all === 1 ? "speaker" : "speakers"} not in `, bdi(file),
      h("div", { class: "ak-facts" }, `${number(quotes)} of ${plural(whole, "quote")}${shown}`),
    );
    const n = edits.length;
    this.undo.disabled = !n;
    this.undo.textContent = n ? `Undo (${number(n)})` : "Undo";
    this.undo.title = n ? `Take back: ${edits[n - 1]}` : "Nothing to undo";
    if (document.activeElement !== this.words) this.words.value = this.model.get("words");
    this.type.value = this.model.get("type");
  }

  draw() {
    const { camps, actors, page, pages } = this.view();
    this.camps.replaceChildren(...plainOptions(camps.map(([camp]) => camp)));
    this.actors.replaceChildren(...plainOptions(actors));
    this.drawTop();
    this.drawRows();
    this.foot.hidden = pages < 2;
    drawPages(this.foot, { page, pages, turn: (to) => change(this.model, { page: to }) });
  }

  drawNote() {
    this.note.textContent = this.model.get("note");
    this.note.hidden = !this.note.textContent;
    showError(this.problem, this.model.get("error"));
  }
}

function render({ model, el }) {
  const desk = new Desk(model);
  el.append(desk.root);
  desk.draw();
  desk.drawNote();
  const stop = listen(model, {
    "change:view": () => desk.draw(),
    "change:note change:error": () => desk.drawNote(),
    "change:answered": () => desk.root.removeAttribute("aria-busy"),
  });
  return () => {
    desk.typing.stop();
    stop();
  };
}

export default { render };
