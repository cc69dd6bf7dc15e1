import { Combobox } from "./combobox.js";
import {
  bdi, button, change, debounce, dot, drawPages, h, listen, number, option, plural, pressed, renew,
  showError, uniqueId,
} from "./dom.js";

const SURE = "How likely the quote is found and attributed right, from 0 to 1";

function labelled(text, control, className, box = control) {
  const label = h("label", { for: control.id }, text);
  return h("div", { class: `ak-field ${className}` }, label, box);
}

const size = (cells) => cells.reduce((sum, cell) => sum + cell.length, 0);

function stancesOf(stances) {
  const part = ([label, n, colour]) => {
    const piece = h("i", { title: `${label}: ${number(n)}` });
    Object.assign(piece.style, { background: colour, flexGrow: n });
    return piece;
  };
  const key = ([label, n, colour]) =>
    h("span", {}, dot(colour), `${label} `, h("b", {}, number(n)));
  return [
    h("div", { class: "ak-bar" }, ...stances.map(part)),
    h("div", { class: "ak-stances" }, ...stances.map(key)),
  ];
}

function headOf(column) {
  const { n, all, first, last, outlets, undated } = column;
  const span = !first ? "no date" : first === last ? first : `${first} to ${last}`;
  const facts = [
    (all === n ? "" : `${number(n)} of `) + plural(all, "quote"),
    outlets && plural(outlets, "outlet"), n && span, undated && first && `${number(undated)} undated`,
  ];
  return h(
    "th", { class: "ak-column", scope: "col", "--ak-camp": column.colour },
    bdi(column.name, "ak-name"), column.camp ? bdi(column.camp, "ak-side") : null,
    h("div", { class: "ak-facts" }, facts.filter(Boolean).join(" · ")),
    ...(column.stances.length ? stancesOf(column.stances) : []),
  );
}

function sidesOf(stances) {
  return stances.flatMap(([label, score, tone, to]) => [
    h(
      "span", { class: "ak-stance", "data-label": label, "--ak-tone": tone },
      label === "unclear" ? label : `${label} ${score}`.trim(),
    ),
    ...(to ? [bdi(to, "ak-to")] : []),
  ]);
}

function cardOf(model, quote, colour) {
  const { stances, speaker, outlet, kind, sure } = quote;
  const node = h(
    "div", {
      class: "ak-said", tabindex: 0, role: "button", "data-quote": quote.id, "--ak-camp": colour,
    },
    stances.length ? h("div", { class: "ak-sides" }, ...sidesOf(stances)) : null,
    h("p", { dir: "auto", class: kind === "direct" && "ak-direct" }, quote.quote),
    h(
      "div", { class: "ak-under" }, ...[speaker, outlet].filter(Boolean).map((fact) => bdi(fact)),
      kind ? h("span", {}, kind) : null,
      sure ? h("span", { title: SURE }, `confidence ${sure}`) : null,
    ),
  );
  node.onclick = () => {
    if (String(document.getSelection())) return; // words are being copied
    change(model, { quote: quote.id === model.get("quote") ? "" : quote.id });
  };
  node.onkeydown = (event) => pressed(event, node.onclick);
  return node;
}

function dayOf(model, { day, weekday, n, cells }, columns) {
  const here = size(cells);
  const count = n === here ? plural(n, "quote") : `${here} of ${plural(n, "quote")}`;
  const parts = [h("b", {}, day), h("span", {}, weekday), h("span", {}, count)];
  const when = h("th", { class: "ak-day", scope: "row" }, h("div", { class: "ak-when" }, ...parts));
  const places = cells.map((cell, i) => h(
    "td", {}, ...cell.map((quote) => cardOf(model, quote, columns[i].colour)),
    cell.length ? null : h("span", { class: "ak-none" }, "—"),
  ));
  return h("tr", {}, when, ...places);
}

function tableOf(model) {
  const { columns, days } = model.get("view");
  const corner = h("th", { class: "ak-day", scope: "col" }, "Day");
  const table = h(
    "table", {}, h("thead", {}, h("tr", {}, corner, ...columns.map(headOf))),
    h("tbody", {}, ...days.map((day) => dayOf(model, day, columns))),
  );
  table.style.minWidth = `${100 + columns.length * 230}px`;
  return table;
}

function nothingIn({ columns, total, words, toward }) {
  if (!columns.length) return "Choose two or more to set side by side.";
  if (total) return "";
  const asked = [toward && `on ${toward}`, words && `with the words “${words}”`].filter(Boolean);
  return `None of them is quoted ${asked.join(" ")}${asked.length ? "." : "here."}`;
}

class Board {
  constructor(model) {
    this.model = model;
    this.id = uniqueId("compare");
    this.found = new Combobox(this.id, {
      search: (typed) => model.send({ search: typed }),
      pick: (name) => this.ask({ who: [...this.view().who, name] }),
      takeLast: () => this.view().who.length && this.ask({ who: this.view().who.slice(0, -1) }),
    });
    this.problem = h("div", { role: "alert" });
    this.scroll = h("div", {
      class: "ak-board", tabindex: 0, role: "region", "aria-label": "Quotes side by side, by day",
    });
    this.foot = h("div", { class: "ak-pages" });
    this.root = h(
      "div", { class: "ak-theme ak-comparison", "data-lm-suppress-shortcuts": "true" },
      this.makeControls(), this.problem, this.scroll, this.foot,
    );
  }

  view() {
    return this.model.get("view");
  }

  ask(part) {
    this.model.send({ set: part });
  }

  makeControls() {
    this.kinds = h(
      "div", { class: "ak-kinds", role: "radiogroup", "aria-label": "Compare by" },
      ...this.model.get("kinds").map(([key, label]) => h(
        "label", {},
        h("input", {
          type: "radio", name: `${this.id}-by`, value: key, onchange: () => this.ask({ by: key }),
        }), label,
      )),
    );
    const title = h("span", { class: "ak-label" }, "Compare:");
    this.chips = h("div", { class: "ak-chips" });
    const { field, list } = this.found;
    const who = h("div", { class: "ak-who" }, this.chips, field, list);
    who.onmousedown = (event) => {
      if (event.target !== who && event.target !== this.chips) return;
      event.preventDefault();
      field.focus();
    };
    this.target = h("select", { id: `${this.id}-target` });
    this.target.onchange = () => this.ask({ target: this.target.value.slice(1) || null });
    this.targetBox = labelled("Target:", this.target, "ak-target");
    return h(
      "div", { class: "ak-asking" }, h("div", { class: "ak-field" }, title, this.kinds),
      labelled("Side by side:", field, "ak-people", who), this.targetBox,
      labelled("Words:", this.makeWords(), "ak-words-field"),
    );
  }

  makeWords() {
    const words = h("input", {
      id: `${this.id}-words`, placeholder: "in the quote", autocomplete: "off",
    });
    this.typing = debounce(300, () => this.ask({ words: words.value }));
    words.oninput = this.typing;
    words.onchange = () => {
      this.typing.stop();
      if (words.value.trim() !== (this.view().words ?? "")) this.ask({ words: words.value });
    };
    this.words = words;
    return words;
  }

  drawControls() {
    const { by, who, groups, columns, targets, target, words } = this.view();
    for (const radio of this.kinds.querySelectorAll("input")) radio.checked = radio.value === by;
    renew(this.chips, columns.map(({ name, colour }) => h(
      "span", { class: "ak-chip" }, dot(colour), bdi(name),
      button("×", {
        title: `Take ${name} out`, "aria-label": `Take ${name} out`,
        onclick: () => this.ask({ who: who.filter((each) => each !== name) }),
      }),
    )), this.found.field);
    const left = groups - who.length;
    const none = groups ? "no others" : `no ${by} is named`;
    this.found.field.placeholder = left ? `add a ${by} (${number(left)} more)` : none;
    this.targetBox.hidden = targets === null;
    const options = (targets ?? []).map(([id, n, name]) => option(`=${id}`, `${name} (${number(n)})`));
    this.target.replaceChildren(option("", "Any target"), ...options);
    this.target.value = target === null ? "" : `=${target}`;
    if (document.activeElement !== this.words) this.words.value = words;
  }

  drawBoard() {
    const view = this.view();
    const nothing = nothingIn(view);
    this.scroll.replaceChildren(
      ...(view.columns.length ? [tableOf(this.model)] : []),
      ...(nothing ? [h("p", { class: "ak-nothing" }, nothing)] : []),
    );
    this.mark();
  }

  drawFoot() {
    const { page, pages, total, first, days } = this.view();
    const last = first + days.reduce((sum, { cells }) => sum + size(cells), 0);
    const range = `Quotes ${number(first + 1)} to ${number(last)} of ${number(total)}`;
    this.foot.hidden = pages < 2;
    drawPages(this.foot, {
      page, pages, turn: (to) => change(this.model, { page: to }),
      before: [h("span", { class: "ak-range" }, `${range}, all columns together`)],
    });
  }

  mark() {
    const chosen = this.model.get("quote");
    for (const node of this.scroll.querySelectorAll(".ak-said")) {
      node.setAttribute("aria-pressed", String(node.dataset.quote === chosen));
    }
  }

  draw() {
    this.drawControls();
    this.drawBoard();
    this.drawFoot();
    const { by, who, target, words, page } = this.view();
    const now = JSON.stringify([by, who, target, words, page]);
    if (now !== this.seen) this.scroll.scrollTop = 0;
    this.seen = now;
  }
}

function render({ model, el }) {
  const board = new Board(model);
  el.append(board.root);
  const drawError = () => showError(board.problem, model.get("error"));
  board.draw();
  drawError();
  const stop = listen(model, {
    "change:view": () => board.draw(),
    "change:quote": () => board.mark(),
    "change:error": drawError,
    "msg:custom": (content) => board.found.show(content),
  });
  return () => {
    board.typing.stop();
    board.found.looking.stop();
    stop();
  };
}

export default { render };
