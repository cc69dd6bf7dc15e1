import { button, debounce, h, listen } from "./dom.js";
import { makeFacet, optionName } from "./facet.js";
import { makeViews } from "./views.js";

function field(label, node, className = "") {
  return h("div", { class: `ak-field ${className}` }, h("span", { class: "ak-label" }, label), node);
}

function chip(label, value, title, remove) {
  const off = `Remove the filter ${label}: ${title}`;
  return h(
    "span", { class: "ak-chip" },
    h("span", { class: "ak-chip-text", title }, h("b", {}, `${label} `), h("bdi", {}, value)),
    button("×", { title: off, "aria-label": off, onclick: remove }),
  );
}

function write(node, value) {
  // What someone is typing is not taken from under their hands.
  if (node.value !== value && node !== document.activeElement) node.value = value;
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const isNothing = (value) => value === "" || value === 0 || (Array.isArray(value) && !value.length);

class Filters {
  constructor(model) {
    this.model = model;
    this.filters = model.get("state").filters;
    this.sent = model.get("state").seen;
    this.facets = model.get("facets");
    this.makeWords();
    this.makeDays(model.get("limits").days);
    this.makeConfidence();
    this.parts = this.facets.map((facet) => makeFacet(facet, {
      chosen: (key) => this.filters[key] ?? [],
      choose: (key, values) => this.change({ [key]: values }),
      ask: (key, typed) => this.ask(key, typed),
    }));
    this.views = makeViews(model, (action, name) => {
      if (action === "restore") this.typing.stop();
      this.post({ view: [action, name] });
    });
    this.undo = button("Reset", { class: "ak-plain", title: "Show all quotes again" });
    this.undo.onclick = () => this.reset();
    const slider = h("div", { class: "ak-slider" }, this.least, this.leastShown);
    const between = h("div", { class: "ak-between" }, this.days[0], h("span", {}, "to"), this.days[1]);
    const grid = h(
      "div", { class: "ak-grid" },
      field("Words in the quote", this.words, "ak-wide"),
      ...this.parts.map(({ node }) => node),
      field("Days (UTC)", between, "ak-wide"),
      model.get("limits").confidence && field("Confidence", slider),
      h("div", { class: "ak-field ak-end" }, this.views.node, this.undo),
    );
    this.chips = h("div", { class: "ak-chips", "aria-label": "Active filters" });
    this.root = h(
      "div", {
        class: "ak-filters", role: "search", "aria-label": "Filters",
        "data-lm-suppress-shortcuts": "true",
      }, grid, this.chips,
    );
  }

  makeWords() {
    this.words = h("input", {
      type: "search", "aria-label": "Words in the quote", placeholder: "each must stand in it",
    });
    this.typing = debounce(200, () => this.change({ words: this.words.value.trim() }));
    this.words.oninput = this.typing;
  }

  makeDays([first, last]) {
    this.days = ["From day", "To day"].map((name) => {
      const limits = { min: first, max: last, disabled: !first };
      const node = h("input", { type: "date", "aria-label": name, ...limits });
      // A year being typed passes through 0002 and 0020: wait for a whole one.
      node.oninput = debounce(200, () => {
        if (node.value && node.value < "1000") return;
        this.change({ from: this.days[0].value, to: this.days[1].value });
      });
      return node;
    });
  }

  makeConfidence() {
    this.least = h("input", {
      type: "range", "aria-label": "Least confidence", min: 0, max: 1, step: 0.05, value: 0,
    });
    this.leastShown = h("output", {}, "any");
    const sliding = debounce(120, () => this.change({ min_confidence: Number(this.least.value) }));
    this.least.oninput = () => {
      this.drawConfidence();
      sliding();
    };
  }

  post(content) {
    this.sent += 1;
    this.model.send({ ...content, seen: this.sent });
  }

  change(values) {
    this.filters = { ...this.filters, ...values };
    for (const key of Object.keys(values)) {
      if (isNothing(values[key])) delete this.filters[key];
    }
    this.post({ filters: this.filters });
    this.draw();
  }

  reset() {
    this.typing.stop();
    this.filters = {};
    this.post({ filters: {} });
    this.draw();
  }

  part(key) {
    return this.parts[this.facets.findIndex((facet) => facet.key === key)];
  }

  ask(key, typed) {
    // What Python has counted beforehand shows at once, even while it draws.
    const { filters, options } = this.model.get("ready");
    if (key && !typed && same(filters, this.filters)) this.part(key).showOptions(options[key]);
    this.post({ open: key, typed });
  }

  *setFilters() {
    const one = (key, label, shown) => [key, label, shown, ""];
    const { words, from, to, min_confidence: least } = this.filters;
    if (words) yield one("words", "Words", words);
    for (const facet of this.facets) {
      for (const value of this.filters[facet.key] ?? []) {
        const rest = this.filters[facet.key].filter((other) => other !== value);
        yield [facet.key, facet.label, optionName(facet, value), rest];
      }
    }
    if (from) yield one("from", "From", from);
    if (to) yield one("to", "To", to);
    if (least) yield one("min_confidence", "Confidence", `≥ ${least.toFixed(2)}`);
  }

  drawChips() {
    const chips = [...this.setFilters()];
    // An answer that changes nothing must not take the button under someone's finger away.
    if (same(chips, this.drawn)) return;
    this.drawn = chips;
    const nodes = chips.map(([key, label, shown, rest]) =>
      chip(label, shown, shown, () => {
        this.change({ [key]: rest });
        (this.chips.querySelector("button") ?? this.words).focus();
      }));
    this.chips.replaceChildren(...nodes);
    this.chips.hidden = !nodes.length;
  }

  drawConfidence() {
    const value = Number(this.least.value);
    this.leastShown.textContent = value ? `≥ ${value.toFixed(2)}` : "any";
    this.least.setAttribute("aria-valuetext", this.leastShown.textContent);
  }

  draw() {
    for (const { tick } of this.parts) tick();
    this.drawChips();
    if (!this.typing.pending()) write(this.words, this.filters.words ?? "");
    this.days.forEach((node, i) => write(node, this.filters[i ? "to" : "from"] ?? ""));
    write(this.least, String(this.filters.min_confidence ?? 0));
    this.drawConfidence();
    this.undo.disabled = !Object.keys(this.filters).length;
  }

  answered() {
    const { seen, filters, open } = this.model.get("state");
    // An answer to an earlier question must not undo what was chosen since.
    if (seen >= this.sent || !this.sent) this.filters = filters;
    if (open) this.part(open.key)?.showOptions(open);
    this.draw();
  }
}

function render({ model, el }) {
  const bar = new Filters(model);
  el.append(bar.root);
  bar.draw();
  bar.views.draw();
  return listen(model, {
    "change:state": () => bar.answered(), "change:views": () => bar.views.draw(),
  });
}

export default { render };
