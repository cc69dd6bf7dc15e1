// The article is HTML that Python has escaped; all else is set as text and never read as HTML.

import { fillCard } from "./card.js";
import { button, change, debounce, h, listen, once, option, plural } from "./dom.js";

const SILENT = 30_000; // milliseconds without an answer after which the reader says so
const HOVER = 120;
const STEPS = {
  j: 1, n: 1, ArrowRight: 1, k: -1, p: -1, ArrowLeft: -1, Home: -Infinity, End: Infinity,
};

const numbersOf = (mark) => mark.dataset.quote.split(" ").map(Number);

// Scrolls the pane alone: scrollIntoView would move the whole notebook.
function reveal(pane) {
  const first = pane.querySelector(".ak-focus.ak-quote") ?? pane.querySelector(".ak-focus");
  if (!first) return;
  const box = pane.getBoundingClientRect();
  const mark = first.getBoundingClientRect();
  const above = mark.top - box.top;
  if (above < 12 || mark.top + Math.min(mark.height, box.height / 2) > box.bottom - 24) {
    pane.scrollTop += above - pane.clientHeight / 3;
  }
}

// A reader that opens below the fold would look as if the click had done nothing.
function surface(root) {
  if (root.getBoundingClientRect().top > window.innerHeight - 160) {
    root.scrollIntoView({ block: "nearest" });
  }
}

// Asks Python for the words behind stances: one question at a time, of the quote in focus only,
// so that whoever leafs on leaves no queue behind.
class Words {
  constructor(model, onLate) {
    this.model = model;
    this.onLate = onLate;
    this.forget();
  }

  forget() {
    this.answers = new Map(); // "quote and number" to what Python answered
    this.settle();
  }

  settle() {
    clearTimeout(this.silence);
    this.asked = "";
    this.late = false;
  }

  ask(quote) {
    if (!quote || this.asked) return;
    const number = quote.stances.findIndex((_, i) => !this.answers.has(`${quote.id} ${i}`));
    if (number < 0) return;
    this.asked = `${quote.id} ${number}`;
    this.silence = setTimeout(() => {
      this.late = true;
      this.onLate();
    }, SILENT);
    this.model.send({ explain: [quote.id, number] });
  }

  take(content) {
    const key = `${content.quote} ${content.number}`;
    this.answers.set(key, content);
    if (this.asked === key) this.settle();
  }
}

class Reader {
  constructor(model) {
    this.model = model;
    this.facts = [];
    this.peeked = -1;
    this.mine = false; // the focus moves by a click or key in here
    this.words = new Words(model, () => this.drawCard(this.focused(), true));
    this.before = button("‹ Previous", { title: "Previous quote (k, p or left arrow)" });
    this.count = h("span", { class: "ak-count" });
    this.after = button("Next ›", { title: "Next quote (j, n or right arrow)" });
    this.list = h("select", { class: "ak-list", "aria-label": "Quotes of this article" });
    this.act = button("", { class: "ak-act" });
    this.bar = h(
      "div", { class: "ak-bar" }, this.before, this.count, this.after, this.act, this.list,
    );
    this.pane = h("div", { class: "ak-pane", tabindex: 0, role: "document" });
    this.card = h("aside", {
      class: "ak-card", "aria-label": "About the quote", "aria-live": "polite", tabindex: 0,
    });
    this.root = h(
      "div", { class: "ak-theme ak-reading", role: "region", "data-lm-suppress-shortcuts": "true" },
      this.bar, h("div", { class: "ak-both" }, this.pane, this.card),
    );
    this.dwell = debounce(HOVER, (over) => {
      this.peek(over.length && !over.includes(this.focused()) ? over[0] : -1);
    });
    this.redraw = once(() => {
      this.draw();
      surface(this.root);
    });
    this.follow();
  }

  // What the reader's mouse and keys do.
  follow() {
    this.pane.onclick = ({ target }) => this.clicked(target.closest?.("[data-quote]"));
    this.pane.onmouseover = ({ target }) => {
      const hit = target.closest?.("[data-quote]");
      this.dwell(hit ? numbersOf(hit) : []);
    };
    this.pane.onmouseleave = () => {
      this.dwell.stop();
      this.peek(-1);
    };
    this.before.onclick = () => this.focused() > 0 && this.step(-1);
    this.after.onclick = () => this.step(1);
    this.act.onclick = () => this.model.send({ act: this.model.get("focus") });
    this.list.onchange = () => this.open(Number(this.list.value));
    this.root.onkeydown = (event) => {
      event.stopPropagation();
      if (event.ctrlKey || event.metaKey || event.altKey || event.target === this.list) return;
      const by = STEPS[event.key];
      if (by) this.step(by);
      else if (event.key === "Escape") change(this.model, { focus: "" });
      else return;
      event.preventDefault();
    };
  }

  focused() {
    return this.facts.findIndex(({ id }) => id === this.model.get("focus"));
  }

  marks(number) {
    return [...this.pane.querySelectorAll(`[data-quote~="${number}"]`)];
  }

  open(number) {
    if (!this.facts[number]) return;
    this.mine = true;
    change(this.model, { focus: this.facts[number].id });
    this.mine = false;
  }

  step(by) {
    if (!this.facts.length) return;
    const [at, last] = [this.focused(), this.facts.length - 1];
    const next = at < 0 ? (by > 1 ? last : 0) : at + by;
    this.open(Math.min(Math.max(next, 0), last));
  }

  clicked(hit) {
    if (!hit || !document.getSelection()?.isCollapsed) return;
    const over = numbersOf(hit);
    // Where quotes lie over one another, a further click goes to the next one out.
    this.open(over[(over.indexOf(this.focused()) + 1) % over.length]);
  }

  peek(number) {
    if (number === this.peeked) return;
    for (const old of this.pane.querySelectorAll(".ak-hover")) old.classList.remove("ak-hover");
    this.peeked = number;
    for (const node of number >= 0 ? this.marks(number) : []) node.classList.add("ak-hover");
    this.drawCard(number >= 0 ? number : this.focused(), number < 0);
  }

  drawBar() {
    const [at, n] = [this.focused(), this.facts.length];
    this.bar.hidden = this.card.hidden = !n;
    this.act.textContent = this.model.get("action");
    this.act.hidden = at < 0 || !this.act.textContent;
    this.count.textContent = at < 0 ? plural(n, "quote") : `Quote ${at + 1} of ${n}`;
    // Not disabled, which would drop the keyboard's place to the notebook at the last quote.
    this.before.setAttribute("aria-disabled", String(at <= 0));
    this.after.setAttribute("aria-disabled", String(at === n - 1));
    this.list.value = String(at);
  }

  drawList() {
    const named = this.facts.map(({ speaker, excerpt }, i) =>
      option(i, `${i + 1}. ${speaker || "speaker not found"}: ${excerpt}`));
    this.list.replaceChildren(option(-1, "Go to a quote …"), ...named);
  }

  drawCard(number, opened) {
    const { answers, late } = this.words;
    fillCard(this.card, this.facts[number], { opened, words: answers, late });
  }

  holdsFocus() {
    return this.pane.contains(document.activeElement);
  }

  mark() {
    const at = this.focused();
    const held = this.holdsFocus();
    for (const old of this.pane.querySelectorAll(".ak-focus")) {
      old.classList.remove("ak-focus");
      old.removeAttribute("tabindex");
      old.style.removeProperty("--ak-edge");
    }
    this.marks(at).forEach((node, i) => {
      node.classList.add("ak-focus");
      node.style.setProperty("--ak-edge", this.facts[at].colour);
      if (i === 0) node.tabIndex = -1;
    });
    // The keyboard's place follows, so that a screen reader reads on from the quote.
    const first = this.pane.querySelector(".ak-focus[tabindex]") ?? this.pane;
    if (held) first.focus({ preventScroll: true });
    this.peeked = -1;
    this.drawBar();
    this.drawCard(at, true);
    reveal(this.pane);
    this.words.ask(this.facts[at]);
  }

  draw() {
    this.facts = this.model.get("facts");
    this.words.forget();
    const height = `${this.model.get("height")}px`;
    this.pane.style.maxHeight = this.card.style.maxHeight = height;
    if (this.holdsFocus()) this.pane.focus({ preventScroll: true });
    this.pane.innerHTML = this.model.get("html");
    this.pane.scrollTop = 0;
    this.facts.forEach(({ checked }, i) => {
      if (checked) this.marks(i).findLast((node) => node.matches(".ak-quote"))?.classList.add("ak-checked");
    });
    const title = this.pane.querySelector(".ak-title")?.textContent;
    this.root.setAttribute("aria-label", title ? `Article: ${title}` : "Article");
    this.drawList();
    this.mark();
  }

  refocus() {
    if (this.redraw.pending()) return; // the article changes too, and draws its focus itself
    this.mark();
    if (!this.mine) surface(this.root);
  }

  answered(content) {
    if (content?.quote === undefined) return;
    this.words.take(content);
    const quote = this.facts[this.focused()];
    if (this.peeked < 0 && quote?.id === content.quote) this.drawCard(this.focused(), true);
    this.words.ask(quote);
  }
}

function render({ model, el }) {
  const reader = new Reader(model);
  el.append(reader.root);
  reader.draw();
  const stop = listen(model, {
    "change:html change:facts change:height change:action": reader.redraw,
    "change:focus": () => reader.refocus(),
    "msg:custom": (content) => reader.answered(content),
  });
  // Where the reader is drawn while hidden, the quote comes into view when it has a size.
  const sized = new ResizeObserver(() => {
    if (!reader.pane.clientHeight) return;
    sized.disconnect();
    reveal(reader.pane);
  });
  sized.observe(reader.pane);
  return () => {
    sized.disconnect();
    reader.words.settle();
    reader.dwell.stop();
    stop();
  };
}

export default { render };
