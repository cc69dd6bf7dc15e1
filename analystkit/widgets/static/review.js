// The article is HTML that Python has escaped; all else is set as text and never read as HTML.

import { Combobox } from "./combobox.js";
import {
  bdi, button, h, listen, number, once, option, plural, showError, uniqueId,
} from "./dom.js";
import { TextWords } from "./words.js";

const SILENT = 5_000; // milliseconds without an answer after which the desk says so
const NO_ANSWER = "No answer from Python: what you decided last may not be kept. The notebook's "
  + "kernel is busy or has ended; run the cell again and go on where you were.";
const LABELS = ["against", "neutral", "for", "unclear"];
const NOBODY = "nobody named";
const NO_CAMP = "no camp";
const PLACES = { q: "spans", r: "cue", s: "source", m: "missed" };
const ROLES = {
  spans: "the quote", cue: "the reporting words", source: "who is named", missed: "a missed quote",
};
const LEGEND = [
  ["Enter or a", "right as shown"], ["x", "not a quote"], ["→", "skip, or go on"], ["←", "back"],
  ["u", "undo"], ["w", "who speaks"], ["c", "camp"], ["k", "kind"], ["1 … 9", "a stance"],
  ["q", "the quote's words"], ["Shift+Q", "a further piece of it"], ["r", "reporting words"],
  ["s", "source"], ["m", "a missed quote"], ["n", "note"], ["?", "this list"],
];

const kbd = (key) => h("kbd", { "aria-hidden": "true" }, key);

// "35 s" or "2 min", for the pace and what is left.
function lasting(seconds) {
  return seconds < 90 ? `${number(Math.max(1, Math.round(seconds)))} s`
    : `${number(Math.round(seconds / 60))} min`;
}

class ReviewDesk {
  constructor(model) {
    this.model = model;
    this.id = uniqueId("review");
    this.waiting = []; // keys pressed before Python has answered
    this.editing = ""; // speaker or camp, whose list is open
    this.choosing = null; // words being chosen by keyboard: { role, piece, words }
    this.added = new Set(); // targets shown for this quote though nothing is said of them
    this.shown = null;
    this.makeTop();
    this.pane = h("div", { class: "ak-pane", tabindex: 0, role: "document", "aria-label": "Article" });
    this.panel = h("aside", { class: "ak-card", "aria-label": "Answers" });
    this.hint = h("div", { class: "ak-hint", role: "status" });
    this.said = h("div", { class: "ak-said", role: "status" });
    this.problem = h("div", { role: "alert" });
    this.both = h("div", { class: "ak-both" }, this.pane, this.panel);
    this.end = h("div", { class: "ak-nothing", hidden: true });
    this.root = h(
      "div", {
        class: "ak-theme ak-reading ak-review", role: "region", "aria-label": "Review desk",
        tabindex: -1, "data-lm-suppress-shortcuts": "true",
      },
      this.bar, this.legend, this.problem, this.hint, this.both, this.end,
    );
    this.root.onkeydown = (event) => this.key(event);
    this.fields = {
      speaker: this.makeList("speaker", NOBODY), camp: this.makeList("camp", NO_CAMP),
    };
    this.noting = h("input", { autocomplete: "off", dir: "auto", id: `${this.id}-note` });
    this.noting.onkeydown = (event) => this.noteKey(event);
    this.noteField = h(
      "div", { class: "ak-field", hidden: true }, h("label", { for: this.noting.id }, "Note:"),
      this.noting,
    );
    this.look = once(() => this.drawHint());
  }

  view() {
    return this.model.get("view");
  }

  makeTop() {
    const act = (text, key, title, step) => {
      const node = button(text, { title: `${title} (${key})`, onclick: step });
      node.append(" ", kbd(key));
      return node;
    };
    this.back = act("Back", "←", "The quote before", () => this.send({ do: "back" }));
    this.skip = act("Skip", "→", "Leave it undecided", () => this.send({ do: "forward" }));
    this.undo = act("Undo", "u", "Take the last decision back", () => this.send({ do: "undo" }));
    this.help = act("Keys", "?", "What the keys do", () => this.toggleLegend());
    this.help.setAttribute("aria-expanded", "false");
    this.meter = h("progress", { "aria-label": "Decided", max: 1, value: 0 });
    this.count = h("span", { class: "ak-count" });
    this.pace = h("span", { class: "ak-pace" });
    this.bar = h(
      "div", { class: "ak-bar" }, this.count, this.meter, this.pace, this.back, this.skip,
      this.undo, this.help,
    );
    this.legend = h(
      "dl", { class: "ak-legend-keys", hidden: true },
      ...LEGEND.flatMap(([key, what]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, what)]),
    );
  }

  toggleLegend() {
    this.legend.hidden = !this.legend.hidden;
    this.help.setAttribute("aria-expanded", String(!this.legend.hidden));
  }

  // A field with a list of names under it; what is typed is offered too.
  makeList(key, nothing) {
    const box = new Combobox(`${this.id}-${key}`, {
      search: (typed) => box.show({ found: this.found(key, typed.trim(), nothing), search: typed }),
      pick: (name) => {
        this.editing = "";
        this.pane.focus({ preventScroll: true });
        this.send({ do: "answer", field: key, value: name === nothing ? null : name });
      },
      takeLast: () => {},
    });
    box.field.dir = "auto";
    box.field.addEventListener("blur", () => this.leave(key));
    return box;
  }

  leave(key) {
    if (this.editing !== key) return;
    this.editing = "";
    this.drawPanel();
  }

  found(key, typed, nothing) {
    const known = this.model.get(key === "speaker" ? "names" : "camps");
    const about = new Map(known.map((each) => [each[0], each]));
    const here = key === "speaker" ? this.view().here : [];
    const names = new Map([...here, ...about.keys()].map((name) => [name, about.get(name) ?? [name, 0, ""]]));
    const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = ([name]) => wanted.every((word) => name.toLowerCase().includes(word));
    // Names of this article first, then those with a word that begins as typed.
    const rank = ([name]) => !` ${name.toLowerCase()}`.includes(` ${wanted[0]}`) - 2 * here.includes(name);
    const fitting = [...names.values()].filter(fits);
    if (wanted.length) fitting.sort((a, b) => rank(a) - rank(b));
    const shown = fitting.slice(0, 30);
    if (!typed || fits([nothing])) shown.push([nothing, 0, ""]);
    if (typed && !names.has(typed)) shown.push([typed, 0, ""]);
    return [...shown, [null, fitting.length - Math.min(30, fitting.length), ""]];
  }

  send(content) {
    if (this.silence) return;
    this.silence = setTimeout(() => showError(this.problem, NO_ANSWER), SILENT);
    this.root.setAttribute("aria-busy", "true");
    this.model.send({ ...content, quote: this.view().quote });
  }

  answered() {
    clearTimeout(this.silence);
    this.silence = 0;
    this.root.removeAttribute("aria-busy");
    this.draw();
    const keys = this.same ? this.waiting : [];
    this.waiting = [];
    keys.forEach((event) => this.press(event));
  }

  key(event) {
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { target } = event;
    if (target.matches("input, select")) {
      if (event.key !== "Escape") return;
      this.leave(this.editing);
      this.pane.focus({ preventScroll: true });
      return;
    }
    if (target.matches("button") && (event.key === "Enter" || event.key === " ")) return;
    const { key, shiftKey } = event;
    if (this.press({ key, shiftKey })) event.preventDefault();
  }

  press(event) {
    if (this.silence) {
      this.waiting.push(event);
      return true;
    }
    const { key } = event;
    if (key === "?") this.toggleLegend();
    else if (this.choosing && this.chosenKey(event)) return true;
    else if (key === "u" || key === "z") this.send({ do: "undo" });
    else if (key === "ArrowLeft" || key === "b") this.send({ do: "back" });
    else if (!this.view().quote) return false;
    else if (key === "Enter" || key === "a") this.accept();
    else if (key === "x") this.send({ do: "not_a_quote" });
    else if (key === "ArrowRight") this.send({ do: "forward" });
    else if (key === "w") this.edit("speaker");
    else if (key === "c") this.edit("camp");
    else if (key === "k") this.turnKind();
    else if (key === "n") this.note();
    else if (key === "Escape") this.escape();
    else if (/^[1-9]$/.test(key)) this.turnStance(this.sides()[Number(key) - 1]);
    else if (key.toLowerCase() in PLACES) this.place(PLACES[key.toLowerCase()], event.shiftKey);
    else return false;
    return true;
  }

  accept() {
    // Words marked by mouse are meant for something: a decision over them is likely a slip.
    if (this.words.selected()) this.drawHint("First say what these words are, or leave them: Escape.");
    else this.send({ do: "accept" });
  }

  escape() {
    if (this.words.selected()) document.getSelection().removeAllRanges();
    else if (this.view().draft) this.send({ do: "discard" });
    this.drawHint();
  }

  edit(key) {
    if (!this.view().fields.some((field) => field.key === key)) return;
    this.editing = key;
    this.drawPanel();
    this.fields[key].field.focus({ preventScroll: true });
  }

  turnKind() {
    const field = this.view().fields.find(({ key }) => key === "kind");
    if (!field) return;
    const { kinds } = this.view();
    const next = kinds[(kinds.indexOf(field.raw) + 1) % kinds.length];
    this.send({ do: "answer", field: "kind", value: next });
  }

  turnStance(side) {
    if (!side) return;
    const value = LABELS[(LABELS.indexOf(side.label) + 1) % LABELS.length];
    this.send({ do: "answer", field: `stance:${side.target}`, value });
  }

  note() {
    this.noteField.hidden = false;
    this.noting.value = this.view().note;
    this.noting.focus({ preventScroll: true });
  }

  noteKey(event) {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    this.noteField.hidden = true;
    this.pane.focus({ preventScroll: true });
    if (event.key === "Enter") this.send({ do: "note", text: this.noting.value });
    event.preventDefault();
    event.stopPropagation();
  }

  // A place in the text: from words that are marked, else chosen by keys from where it is now.
  place(role, further) {
    const { fields, marks, draft } = this.view();
    if (role === "missed" ? draft : !fields.some(({ key }) => key === role)) return;
    const marked = this.words.selected();
    if (marked) this.take(role, marked, { further });
    else {
      const pieces = role === "spans" ? marks.spans : [marks[role] ?? marks.spans[0]];
      const own = pieces.map((piece) => this.words.in(piece));
      const fresh = role === "missed" || (further && role === "spans");
      const words = fresh ? this.words.sentence(own.at(-1), 1) : own[0];
      // A place that is not known yet begins as one word beside the quote.
      const one = role !== "spans" && role !== "missed" && !marks[role];
      const from = one ? this.words.stretch([words[0], words[0] + 1], "end", 0) : words;
      this.choose({ role, piece: fresh ? -1 : 0, pieces: own, words: from, further });
    }
  }

  choose(choosing) {
    this.choosing = choosing;
    this.scrollTo(this.words.select(choosing.words));
    this.drawHint();
  }

  chosenKey({ key, shiftKey }) {
    const { role, piece, pieces, words } = this.choosing;
    const by = { ArrowRight: 1, ArrowLeft: -1 }[key];
    const line = { ArrowDown: 1, ArrowUp: -1 }[key];
    const move = (to) => this.choose({ ...this.choosing, words: to });
    if (by) move(this.words.stretch(words, shiftKey ? "start" : "end", by));
    else if (line) move(this.words.sentence(words, line));
    else if (key.toLowerCase() === "q" && role === "spans" && pieces.length > 1 && piece >= 0) {
      const next = (piece + 1) % pieces.length;
      this.choose({ ...this.choosing, piece: next, words: pieces[next] });
    } else if (key === "Enter") this.take(role, words, this.choosing);
    else if (key === "Escape") this.unchoose();
    else if (key === "Delete" || key === "Backspace") this.clear(role, piece, pieces);
    else return key in { w: 1, c: 1, k: 1, a: 1, x: 1, n: 1, r: 1, s: 1, m: 1, q: 1 };
    return true;
  }

  unchoose() {
    this.choosing = null;
    document.getSelection().removeAllRanges();
    this.drawHint();
  }

  clear(role, piece, pieces) {
    const left = role === "spans" ? pieces.filter((_, i) => i !== piece) : null;
    if (role === "missed" || (left && !left.length)) return;
    this.unchoose();
    const value = left && left.map((each) => this.words.out(each));
    this.send({ do: "answer", field: role, value });
  }

  take(role, words, { further, piece, pieces }) {
    this.unchoose();
    const found = this.words.out(words);
    if (role === "missed") this.send({ do: "missed", spans: [found] });
    else if (role !== "spans") this.send({ do: "answer", field: role, value: found });
    else this.send({ do: "answer", field: role, value: this.pieces(found, { further, piece, pieces }) });
  }

  // Marked words stand for the piece they lie over, or for the whole quote where there are others.
  pieces(found, { further, piece, pieces }) {
    const own = this.view().marks.spans;
    if (further || piece === -1) return [...own, found];
    const over = own.map(([start, end], i) => (found[0] < end && start < found[1] ? i : -1))
      .filter((i) => i >= 0);
    const at = pieces ? piece : over.length === 1 ? over[0] : -1;
    return at < 0 ? [found] : own.map((each, i) => (i === at ? found : each));
  }

  scrollTo(range) {
    const [box, mark] = [this.pane.getBoundingClientRect(), range.getBoundingClientRect()];
    if (mark.top < box.top + 12 || mark.bottom > box.bottom - 24) {
      this.pane.scrollTop += mark.top - box.top - this.pane.clientHeight / 3;
    }
  }

  sides() {
    const { sides, targets } = this.view();
    const said = new Set(sides.map(({ target }) => target));
    const more = targets.filter(([id]) => this.added.has(id) && !said.has(id));
    return [...sides, ...more.map(([target, name]) => ({ target, name, label: "", was: [] }))];
  }

  drawTop() {
    const { total, done, skipped, left, pace, at, missed, blind, quote } = this.view();
    const marks = [blind && "blind", missed && `${number(missed)} added`, skipped && `${number(skipped)} skipped`];
    this.count.textContent = quote ? `Quote ${number(at)} of ${number(total)}` : plural(total, "quote");
    Object.assign(this.meter, { max: Math.max(1, total), value: total - left });
    const time = pace && left ? `${lasting(pace)} each, ${lasting(pace * left)} to go` : "";
    this.pace.textContent = [`${number(left)} left`, ...marks, time].filter(Boolean).join(" · ");
    this.pace.title = `${number(done)} decided`;
  }

  rowOf({ key, label, hotkey, value, was, open }) {
    const text = value || (open ? "to answer" : { speaker: NOBODY, camp: NO_CAMP }[key] ?? "none");
    const list = this.editing === key && this.fields[key];
    const act = { speaker: () => this.edit(key), camp: () => this.edit(key), kind: () => this.turnKind() };
    const step = act[key] ?? (() => this.place(key));
    const set = button("", {
      class: "ak-answer", title: `Change (${hotkey})`, onclick: step, "aria-keyshortcuts": hotkey,
      onmousedown: (event) => event.preventDefault(), // the marked words stay marked
    });
    const shade = value ? "" : open ? "ak-open" : "ak-wait";
    set.append(h("span", { class: `ak-value ${shade}` }, bdi(text)), kbd(hotkey));
    set.setAttribute("aria-label", `${label}: ${text}`);
    const before = was.map((old) => h("del", { title: "what the machine has" }, bdi(old || "none")));
    const holder = list && h("div", { class: "ak-field ak-finding" }, list.field, list.list);
    if (list) list.field.setAttribute("aria-label", label);
    return [
      h("dt", {}, label),
      h("dd", { class: was.length ? "ak-changed" : "", "data-field": key }, holder || set, ...before),
    ];
  }

  sideOf(side, i) {
    const { name, label, colour, was } = side;
    const set = button("", {
      class: "ak-answer", title: `Change (${i + 1})`, onclick: () => this.turnStance(side),
      "aria-label": `Stance on ${name}: ${label || "to answer"}`,
    });
    const mark = label
      ? h("span", { "data-label": label, "--ak-tone": colour }, label)
      : h("span", { class: "ak-open" }, "to answer");
    set.append(mark, i < 9 ? kbd(i + 1) : "");
    const before = was.map((old) => h("del", {}, old || "nothing said"));
    return [
      h("dt", {}, bdi(name)),
      h("dd", { class: was.length ? "ak-changed" : "", "data-field": `stance:${side.target}` }, set, ...before),
    ];
  }

  moreTargets() {
    const shown = new Set(this.sides().map(({ target }) => target));
    const others = this.view().targets.filter(([id]) => !shown.has(id));
    if (!others.length) return null;
    const list = h(
      "select", { class: "ak-list", "aria-label": "Another target" },
      option("", "A stance on another target …"), ...others.map(([id, name]) => option(id, name)),
    );
    list.onchange = () => {
      this.added.add(list.value);
      this.drawPanel();
      this.pane.focus({ preventScroll: true });
    };
    return list;
  }

  drawPanel() {
    const { fields, state, draft, sure, note, colour } = this.view();
    if (!fields) return;
    this.panel.style.setProperty("--ak-camp", colour);
    const main = (text, key, attributes) => {
      const node = button(text, attributes);
      node.append(" ", kbd(key));
      return node;
    };
    const changed = fields.some(({ was }) => was.length) || this.sides().some(({ was }) => was.length);
    const { blind } = this.view();
    const right = draft ? "Keep this quote" : blind ? "Done" : changed ? "Right as corrected" : "Right";
    const head = draft ? "A quote that was missed" : blind && !state ? "What do you say?" : "Is this right?";
    const how = draft && "Press r and s, or mark words first, for how it is reported and who is named.";
    const states = { accept: "You found this right", not_a_quote: "You found this no quote", skip: "You skipped this" };
    const sides = this.sides();
    this.panel.replaceChildren(
      h("div", { class: "ak-who" }, head),
      h("div", { class: "ak-told" }, [how, states[state], sure && `The machine: ${sure}`].filter(Boolean).join(" · ")),
      h("dl", {}, ...fields.flatMap((field) => this.rowOf(field))),
      sides.length ? h("div", { class: "ak-told ak-head" }, "Stance on") : "",
      h("dl", { class: "ak-sides" }, ...sides.flatMap((side, i) => this.sideOf(side, i))),
      this.moreTargets() ?? "",
      note && !draft ? h("p", { class: "ak-note-text" }, "Note: ", bdi(note)) : "",
      h("div", { class: "ak-foot" }, this.noteField, h(
        "div", { class: "ak-acts" },
        main(right, "Enter", { class: "ak-main", onclick: () => this.accept() }),
        draft
          ? main("Leave", "Esc", { onclick: () => this.send({ do: "discard" }) })
          : main("Not a quote", "x", { onclick: () => this.send({ do: "not_a_quote" }) }),
        !draft && main("Missed", "m", {
          title: "Add a quote the machine has not found: mark its words, then press m",
          onclick: () => this.place("missed"), onmousedown: (event) => event.preventDefault(),
        }),
        !draft && main("Note", "n", { onclick: () => this.note() }),
      ), this.said),
    );
  }

  // What Delete does to the place that is being chosen.
  clearing() {
    const { role, pieces } = this.choosing;
    if (role === "spans") return pieces.length > 1 ? ["q", "the next piece", "Delete", "this piece"] : [];
    return role === "missed" ? [] : ["Delete", "none"];
  }

  // What marked words can become, or how words are chosen by keys.
  drawHint(text) {
    const role = this.choosing?.role;
    const marked = !role && this.words?.selected();
    const keys = role
      ? ["→ ←", "the end", "Shift+→ ←", "the beginning", "↑ ↓", "another sentence", "Enter", "take",
        "Esc", "leave", ...this.clearing()]
      : ["q", ROLES.spans, "Shift+Q", "a further piece", "r", ROLES.cue, "s", ROLES.source,
        ...(this.view().draft ? [] : ["m", ROLES.missed])];
    const pairs = keys.flatMap((each, i) => (i % 2 ? [` ${each}  `] : [h("kbd", {}, each)]));
    const head = role ? `Choosing ${ROLES[role]}: ` : "These words are: ";
    this.hint.replaceChildren(...(text ? [text] : role || marked ? [head, ...pairs] : []));
    this.hint.hidden = !this.hint.childNodes.length;
  }

  drawPage() {
    const { html, quote } = this.view();
    this.same = this.shown === quote;
    if (!this.same) this.added.clear();
    if (html === this.html && this.same) return;
    const top = this.pane.scrollTop;
    [this.html, this.shown] = [html, quote];
    this.pane.innerHTML = html;
    this.words = new TextWords(this.pane.querySelector(".ak-text"));
    const focus = [...this.pane.querySelectorAll(".ak-focus")];
    for (const node of focus) node.style.setProperty("--ak-edge", this.view().colour);
    this.pane.scrollTop = this.same ? top : 0;
    const quoted = focus.find((node) => node.classList.contains("ak-quote")) ?? focus[0];
    if (quoted) this.scrollTo(quoted);
  }

  draw() {
    const view = this.view();
    const held = this.root.contains(document.activeElement);
    const typing = document.activeElement?.matches?.("input");
    this.drawTop();
    this.both.hidden = !view.quote;
    this.end.hidden = Boolean(view.quote);
    this.skip.setAttribute("aria-disabled", String(!view.quote));
    if (view.quote) {
      this.choosing = null;
      this.drawPage();
      this.drawPanel();
      this.said.textContent = this.model.get("said");
      this.drawHint();
    } else {
      [this.shown, this.html] = ["", ""];
      this.drawEnd();
    }
    showError(this.problem, this.model.get("error"));
    if (held && !typing) (view.quote ? this.pane : this.root).focus({ preventScroll: true });
  }

  // Opened by a click elsewhere on the page: into view, ready for the keys.
  come() {
    requestAnimationFrame(() => {
      this.root.scrollIntoView({ block: "nearest" });
      this.pane.focus({ preventScroll: true });
    });
  }

  drawEnd() {
    const { total, done, skipped } = this.view();
    const text = total ? `All of these are done: ${number(done)} decided` : "There are no quotes to review";
    this.end.replaceChildren(
      h("p", {}, skipped ? `${text}, ${number(skipped)} skipped.` : `${text}.`),
      skipped ? button("Go to the skipped ones", { onclick: () => this.send({ do: "skipped" }) }) : "",
    );
    this.hint.hidden = true;
  }
}

function render({ model, el }) {
  const desk = new ReviewDesk(model);
  el.append(desk.root);
  desk.draw();
  if (model.get("opened")) desk.come();
  const marked = () => desk.both.hidden || desk.choosing || desk.look();
  document.addEventListener("selectionchange", marked);
  const stop = listen(model, {
    "change:answered": () => desk.answered(),
    "change:view": () => desk.silence || desk.draw(),
    "change:error": () => showError(desk.problem, model.get("error")),
  });
  // Where the desk is drawn while hidden, the quote comes into view when it has a size.
  const sized = new ResizeObserver(() => {
    const quoted = desk.pane.clientHeight && desk.pane.querySelector(".ak-focus.ak-quote");
    if (!quoted) return;
    sized.disconnect();
    desk.scrollTo(quoted);
  });
  sized.observe(desk.pane);
  return () => {
    clearTimeout(desk.silence);
    sized.disconnect();
    document.removeEventListener("selectionchange", marked);
    stop();
  };
}

export default { render };
