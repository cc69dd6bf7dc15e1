// Of what comes from tables the page alone is HTML; all else is set as text.

import { Combobox } from "./combobox.js";
import {
  bdi, button, h, holdKeys, listen, number, once, option, plural, showError, uniqueId,
} from "./dom.js";
import { ReviewPage } from "./review_page.js";

const SILENT = 5_000; // milliseconds without an answer after which the desk says so
const NO_ANSWER = "No answer from Python: what you decided last may not be kept. The notebook's "
  + "kernel is busy or has ended; run the cell again and go on where you were.";
const TURNS = {
  kind: ["direct", "mixed", "indirect"], stance: ["against", "neutral", "for", "unclear"],
};
const NONE = { speaker: "nobody named", camp: "no camp" };
const STATES = {
  accept: "You found this right", not_a_quote: "You found this no quote", skip: "You skipped this",
};
const MOST = 30; // names in a list
// What the keys do: those at the end also where no quote is left.
const KEYS = [
  { keys: ["Enter", "a"], shown: "Enter or a", what: "right as shown", step: (desk) => desk.accept() },
  { keys: ["x"], what: "not a quote", step: (desk) => desk.send({ do: "not_a_quote" }) },
  { keys: ["ArrowRight"], shown: "→", what: "skip, or go on", step: (desk) => desk.send({ do: "forward" }) },
  { keys: ["w"], what: "who speaks", step: (desk) => desk.change("speaker") },
  { keys: ["c"], what: "camp", step: (desk) => desk.change("camp") },
  { keys: ["k"], what: "kind", step: (desk) => desk.change("kind") },
  {
    keys: [..."123456789"], shown: "1 … 9", what: "a stance",
    step: (desk, { key }) => desk.change(desk.sides()[key - 1]?.key),
  },
  { keys: ["q"], what: "the quote's words", step: (desk, { shiftKey }) => desk.page.place("spans", shiftKey) },
  { keys: [], shown: "Shift+Q", what: "a further piece of it" },
  { keys: ["r"], what: "reporting words", step: (desk) => desk.change("cue") },
  { keys: ["s"], what: "source", step: (desk) => desk.change("source") },
  { keys: ["m"], what: "a missed quote", step: (desk) => desk.page.place("missed") },
  { keys: ["n"], what: "note", step: (desk) => desk.note() },
  { keys: ["Escape"], step: (desk) => desk.escape() },
  { keys: ["ArrowLeft", "b"], shown: "←", what: "back", step: (desk) => desk.send({ do: "back" }), end: true },
  { keys: ["u", "z"], what: "undo", step: (desk) => desk.send({ do: "undo" }), end: true },
  { keys: ["?"], what: "this list", step: (desk) => desk.toggleLegend(), end: true },
];

const isStance = ({ key }) => key.startsWith("stance:");

function keyButton(text, key, attributes) {
  const node = button(text, attributes);
  node.append(" ", kbd(key));
  return node;
}

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
    this.finding = null; // the list of names that is open: { key, box }
    this.added = new Set(); // targets shown for this quote though nothing is said of them
    this.makeTop();
    this.page = new ReviewPage(() => this.view(), (content) => this.send(content));
    this.panel = h("aside", { class: "ak-card", "aria-label": "Answers" });
    this.said = h("div", { class: "ak-said", role: "status" });
    this.problem = h("div", { role: "alert" });
    this.both = h("div", { class: "ak-both" }, this.page.node, this.panel);
    this.end = h("div", { class: "ak-nothing", hidden: true });
    this.root = h(
      "div", {
        class: "ak-theme ak-reading ak-review", role: "region", "aria-label": "Review desk",
        tabindex: -1,
      },
      this.bar, this.legend, this.problem, this.both, this.end,
    );
    this.root.onkeydown = (event) => this.key(event);
    this.noting = h("input", { autocomplete: "off", dir: "auto", id: `${this.id}-note` });
    this.noting.onkeydown = (event) => this.noteKey(event);
    this.noteField = h(
      "div", { class: "ak-field", hidden: true }, h("label", { for: this.noting.id }, "Note:"),
      this.noting,
    );
    this.look = once(() => this.page.drawHint());
  }

  view() {
    return this.model.get("view");
  }

  makeTop() {
    const act = (text, key, title, step) =>
      keyButton(text, key, { title: `${title} (${key})`, onclick: step });
    this.skip = act("Skip", "→", "Leave it undecided", () => this.send({ do: "forward" }));
    this.help = act("Keys", "?", "What the keys do", () => this.toggleLegend());
    this.help.setAttribute("aria-expanded", "false");
    this.meter = h("progress", { "aria-label": "Decided", max: 1, value: 0 });
    this.count = h("span", { class: "ak-count" });
    this.pace = h("span", { class: "ak-pace" });
    this.bar = h(
      "div", { class: "ak-bar" }, this.count, this.meter, this.pace,
      act("Back", "←", "The quote before", () => this.send({ do: "back" })), this.skip,
      act("Undo", "u", "Take the last decision back", () => this.send({ do: "undo" })), this.help,
    );
    const told = KEYS.filter(({ what }) => what);
    this.legend = h(
      "dl", { class: "ak-legend-keys", hidden: true },
      ...told.flatMap(({ keys, shown, what }) => [h("dt", {}, h("kbd", {}, shown ?? keys[0])), h("dd", {}, what)]),
    );
  }

  toggleLegend() {
    this.legend.hidden = !this.legend.hidden;
    this.help.setAttribute("aria-expanded", String(!this.legend.hidden));
  }

  send(content) {
    if (this.silence) return;
    this.silence = setTimeout(() => showError(this.problem, NO_ANSWER), SILENT);
    this.root.setAttribute("aria-busy", "true");
    try {
      this.model.send({ ...content, quote: this.view().quote });
    } catch { // of a kernel that has been started anew
      showError(this.problem, NO_ANSWER);
    }
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
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.stopPropagation();
    const { target, shiftKey } = event;
    if (target.matches("input, select")) {
      if (event.key !== "Escape") return;
      this.leave();
      this.page.focus();
      return;
    }
    if (target.matches("button") && (event.key === "Enter" || event.key === " ")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (this.press({ key, shiftKey })) event.preventDefault();
  }

  press(event) {
    if (this.silence) {
      this.waiting.push(event);
      return true;
    }
    if (this.page.choice && this.page.key(event.key, event.shiftKey)) return true;
    const found = KEYS.find(({ keys }) => keys.includes(event.key));
    if (!found || !(found.end || this.view().quote)) return false;
    found.step(this, event);
    return true;
  }

  accept() {
    // Words marked by mouse are meant for something: a decision over them is likely a slip.
    if (this.page.words.selected()) {
      this.page.drawHint("First say what these words are, or leave them: Escape.");
    } else this.send({ do: "accept" });
  }

  escape() {
    if (this.page.words.selected()) this.page.leave();
    else if (this.view().draft) this.send({ do: "discard" });
  }

  // An answer to set right: from a list, the next of a few, or words in the text.
  change(key) {
    const field = this.fields().find((each) => each.key === key);
    if (!field) return;
    const turns = TURNS[isStance(field) ? "stance" : key];
    if (turns) {
      const value = turns[(turns.indexOf(field.value) + 1) % turns.length];
      this.send({ do: "answer", field: key, value });
    } else if (key in NONE) this.find(field);
    else this.page.place(key);
  }

  // A field with a list of names under it; what is typed is offered too.
  find({ key, label }) {
    const box = new Combobox(`${this.id}-${key}`, {
      search: (typed) => box.show({ found: this.found(key, typed.trim()), search: typed }),
      pick: (name) => {
        this.finding = null;
        this.page.focus();
        this.send({ do: "answer", field: key, value: name === NONE[key] ? null : name });
      },
      takeLast: () => {},
    });
    box.field.dir = "auto";
    box.field.setAttribute("aria-label", label);
    box.field.addEventListener("blur", () => this.finding?.box === box && this.leave());
    this.finding = { key, box };
    this.drawPanel();
    box.field.focus({ preventScroll: true });
  }

  leave() {
    if (!this.finding) return;
    this.finding = null;
    this.drawPanel();
  }

  found(key, typed) {
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
    const shown = fitting.slice(0, MOST);
    if (fits([NONE[key]])) shown.push([NONE[key], 0, ""]);
    if (typed && !names.has(typed)) shown.push([typed, 0, "", "as typed"]);
    return [...shown, [null, Math.max(0, fitting.length - MOST), ""]];
  }

  note() {
    this.noteField.hidden = false;
    this.noting.value = this.view().note;
    this.noting.focus();
  }

  noteKey(event) {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    this.noteField.hidden = true;
    this.page.focus();
    if (event.key === "Enter") this.send({ do: "note", text: this.noting.value });
    event.preventDefault();
    event.stopPropagation();
  }

  // All answers, those on targets of which nothing is said so far behind them.
  fields() {
    const { fields, targets } = this.view();
    const more = targets.filter(([key]) => this.added.has(key) && !fields.some((each) => each.key === key));
    return [...fields, ...more.map(([key, label]) => ({ key, label, value: "", was: [], open: true }))];
  }

  sides() {
    return this.fields().filter(isStance);
  }

  drawTop() {
    const { total, done, skipped, left, pace, at, missed, blind, quote } = this.view();
    const marks = [blind && "blind", missed && `${number(missed)} added`, skipped && `${number(skipped)} skipped`];
    this.count.textContent = quote ? `Quote ${number(at)} of ${number(total)}` : plural(total, "quote");
    Object.assign(this.meter, { max: Math.max(1, total), value: total - left });
    const time = pace && left ? `${lasting(pace)} each, ${lasting(pace * left)} to go` : "";
    this.pace.textContent = [`${number(left)} left`, ...marks, time].filter(Boolean).join(" · ");
    this.pace.title = `${number(done)} decided`;
    this.skip.setAttribute("aria-disabled", String(!quote));
  }

  rowOf(field, hotkey) {
    const { key, label, value, was, open, colour } = field;
    const side = isStance(field);
    const text = value || (open ? "to answer" : NONE[key] ?? "none");
    const set = button("", {
      class: "ak-answer", title: hotkey && `Change (${hotkey})`, "aria-keyshortcuts": hotkey,
      "aria-label": `${side ? "Stance on " : ""}${label}: ${text}`, onclick: () => this.change(key),
      onmousedown: (event) => event.preventDefault(), // the marked words stay marked
    });
    const shade = value ? "" : open ? "ak-open" : "ak-wait";
    set.append(
      side && value ? h("span", { "data-label": value, "--ak-tone": colour }, value)
        : h("span", { class: `ak-given ${shade}` }, bdi(text)),
      hotkey ? kbd(hotkey) : "",
    );
    const { box } = this.finding?.key === key ? this.finding : {};
    const before = was.map((old) =>
      h("del", { title: "what the machine has" }, bdi(old || (side ? "nothing said" : "none"))));
    return [
      h("dt", {}, bdi(label)),
      h(
        "dd", { class: was.length ? "ak-changed" : "", "data-field": key },
        box ? h("div", { class: "ak-field ak-finding" }, box.field, box.list) : set, ...before,
      ),
    ];
  }

  moreTargets() {
    const shown = new Set(this.sides().map(({ key }) => key));
    const others = this.view().targets.filter(([key]) => !shown.has(key));
    if (!others.length) return "";
    const list = h(
      "select", { class: "ak-list", "aria-label": "Another target" },
      option("", "A stance on another target …"), ...others.map(([key, name]) => option(key, name)),
    );
    list.onchange = () => {
      this.added.add(list.value);
      this.drawPanel();
      this.page.focus();
    };
    return list;
  }

  drawPanel() {
    const { state, draft, sure, note, colour, blind, quote } = this.view();
    if (!quote) return;
    this.panel.style.setProperty("--ak-camp", colour);
    const [fields, sides] = [this.fields(), this.sides()];
    const changed = fields.some(({ was }) => was.length);
    const right = draft ? "Keep this quote" : blind ? "Done" : changed ? "Right as corrected" : "Right";
    const head = draft ? "A quote that was missed" : blind && !state ? "What do you say?" : "Is this right?";
    const how = draft && "Press r and s, or mark words first, for how it is reported and who is named.";
    const acts = draft ? [keyButton("Leave", "Esc", { onclick: () => this.send({ do: "discard" }) })] : [
      keyButton("Not a quote", "x", { onclick: () => this.send({ do: "not_a_quote" }) }),
      keyButton("Missed", "m", {
        title: "Add a quote the machine has not found: mark its words, then press m",
        onclick: () => this.page.place("missed"), onmousedown: (event) => event.preventDefault(),
      }),
      keyButton("Note", "n", { onclick: () => this.note() }),
    ];
    this.panel.replaceChildren(
      h("div", { class: "ak-who" }, head),
      h("div", { class: "ak-told" }, [how, STATES[state], sure && `The machine: ${sure}`].filter(Boolean).join(" · ")),
      h("dl", {}, ...fields.flatMap((each) => (isStance(each) ? [] : this.rowOf(each, each.hotkey)))),
      sides.length ? h("div", { class: "ak-told ak-head" }, "Stance on") : "",
      h("dl", { class: "ak-sides" }, ...sides.flatMap((each, i) => this.rowOf(each, i < 9 && `${i + 1}`))),
      this.moreTargets(),
      note && !draft ? h("p", { class: "ak-note-text" }, "Note: ", bdi(note)) : "",
      h("div", { class: "ak-decide" }, this.noteField, h(
        "div", { class: "ak-acts" },
        keyButton(right, "Enter", { class: "ak-main", onclick: () => this.accept() }), ...acts,
      ), this.said),
    );
  }

  draw() {
    const { quote } = this.view();
    const held = this.root.contains(document.activeElement);
    const typing = document.activeElement?.matches?.("input");
    this.drawTop();
    this.both.hidden = !quote;
    this.end.hidden = Boolean(quote);
    if (quote) {
      this.same = this.page.draw();
      if (!this.same) this.added.clear();
      this.said.textContent = this.model.get("said");
      this.drawPanel();
    } else {
      this.same = false;
      this.page.shown = {};
      this.drawEnd();
    }
    showError(this.problem, this.model.get("error"));
    if (held && !typing) (quote ? this.page.pane : this.root).focus({ preventScroll: true });
  }

  // Opened by a click elsewhere on the page: into view, ready for the keys.
  come() {
    requestAnimationFrame(() => {
      this.root.scrollIntoView({ block: "nearest" });
      this.page.focus();
    });
  }

  drawEnd() {
    const { total, done, skipped } = this.view();
    const text = total ? `All of these are done: ${number(done)} decided` : "There are no quotes to review";
    this.end.replaceChildren(
      h("p", {}, skipped ? `${text}, ${number(skipped)} skipped.` : `${text}.`),
      skipped ? button("Go to the skipped ones", { onclick: () => this.send({ do: "skipped" }) }) : "",
    );
  }
}

function render({ model, el }) {
  const desk = new ReviewDesk(model);
  el.append(desk.root);
  desk.draw();
  if (model.get("opened")) desk.come();
  const freed = holdKeys(desk.root);
  const marked = () => desk.both.hidden || desk.page.choice || desk.look();
  document.addEventListener("selectionchange", marked);
  const stop = listen(model, {
    "change:answered": () => desk.answered(),
    "change:view": () => desk.silence || desk.draw(),
    "change:error": () => showError(desk.problem, model.get("error")),
  });
  // Where the desk is drawn while hidden, the quote comes into view when it has a size.
  const sized = new ResizeObserver(() => {
    if (!desk.page.pane.clientHeight || !desk.page.words) return;
    sized.disconnect();
    desk.page.toQuote();
  });
  sized.observe(desk.page.pane);
  return () => {
    clearTimeout(desk.silence);
    sized.disconnect();
    freed();
    document.removeEventListener("selectionchange", marked);
    stop();
  };
}

export default { render };
