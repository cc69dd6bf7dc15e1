// The article on the review desk, and the words chosen in it by mouse or by keys. It is HTML that
// Python has escaped.

import { h } from "./dom.js";
import { TextWords } from "./words.js";

const ROLES = {
  spans: "the quote", cue: "the reporting words", source: "who is named", missed: "a missed quote",
};

export class ReviewPage {
  constructor(view, send) {
    Object.assign(this, { view, send });
    this.choice = null; // while words are chosen by keys: { role, piece, pieces, words, further }
    this.shown = {};
    this.pane = h("div", { class: "ak-pane", tabindex: 0, role: "document", "aria-label": "Article" });
    this.hint = h("div", { class: "ak-hint", role: "status", hidden: true });
    this.node = h("div", { class: "ak-left" }, this.pane, this.hint);
  }

  focus() {
    this.pane.focus({ preventScroll: true });
  }

  // Says whether it is the quote that was shown before.
  draw() {
    const { html, quote, colour } = this.view();
    const { shown, pane } = this;
    const same = shown.quote === quote;
    this.choice = null;
    this.shown = { html, quote };
    if (html !== shown.html || !same) {
      const top = pane.scrollTop;
      pane.innerHTML = html;
      this.words = new TextWords(pane.querySelector(".ak-text"));
      for (const node of pane.querySelectorAll(".ak-focus")) node.style.setProperty("--ak-edge", colour);
      pane.scrollTop = same ? top : 0;
      this.toQuote();
    }
    this.drawHint();
    return same;
  }

  toQuote() {
    const quoted = this.pane.querySelector(".ak-focus.ak-quote") ?? this.pane.querySelector(".ak-focus");
    if (quoted) this.scrollTo(quoted);
  }

  scrollTo(range) {
    const [box, mark] = [this.pane.getBoundingClientRect(), range.getBoundingClientRect()];
    if (mark.top < box.top + 12 || mark.bottom > box.bottom - 24) {
      this.pane.scrollTop += mark.top - box.top - this.pane.clientHeight / 3;
    }
  }

  // From words that are marked, else chosen by keys from where the place is now.
  place(role, further) {
    const { fields, now, draft } = this.view();
    if (role === "missed" ? draft : !fields.some(({ key }) => key === role)) return;
    const marked = this.words.selected();
    if (marked) {
      this.take(role, marked, { further });
      return;
    }
    const pieces = (role === "spans" || !now[role] ? now.spans : [now[role]])
      .map((piece) => this.words.in(piece));
    const fresh = role === "missed" || (further && role === "spans");
    let words = fresh ? this.words.sentence(pieces.at(-1), 1) : pieces[0];
    // Reporting words or a source that are not known yet begin as one word beside the quote.
    if (role in now && !now[role]) words = this.words.stretch([words[0], words[0] + 1], "end", 0);
    this.choose({ role, piece: fresh ? -1 : 0, pieces, words, further });
  }

  choose(choice) {
    this.choice = choice;
    this.scrollTo(this.words.select(choice.words));
    this.drawHint();
  }

  // A key while words are chosen; says whether it meant something, as letters do that must not.
  key(key, shiftKey) {
    const { role, piece, pieces, words } = this.choice;
    const by = { ArrowRight: 1, ArrowLeft: -1 }[key];
    const line = { ArrowDown: 1, ArrowUp: -1 }[key];
    const move = (to) => this.choose({ ...this.choice, words: to });
    if (by) move(this.words.stretch(words, shiftKey ? "start" : "end", by));
    else if (line) move(this.words.sentence(words, line));
    else if (key === "q" && this.several()) {
      const next = (piece + 1) % pieces.length;
      this.choose({ ...this.choice, piece: next, words: pieces[next] });
    } else if (key === "Enter") this.take(role, words, this.choice);
    else if (key === "Escape") this.leave();
    else if (key === "Delete" || key === "Backspace") this.clear();
    else return "wckaxnrsmq".includes(key);
    return true;
  }

  several() {
    const { role, piece, pieces } = this.choice;
    return role === "spans" && pieces.length > 1 && piece >= 0;
  }

  leave() {
    this.choice = null;
    document.getSelection().removeAllRanges();
    this.drawHint();
  }

  clear() {
    const { role, piece, pieces } = this.choice;
    if (role === "missed" || (role === "spans" && !this.several())) return;
    this.leave();
    const left = pieces.filter((_, i) => i !== piece).map((each) => this.words.out(each));
    this.send({ do: "answer", field: role, value: role === "spans" ? left : null });
  }

  take(role, words, { further, piece }) {
    this.leave();
    const found = this.words.out(words);
    if (role === "missed") this.send({ do: "missed", spans: [found] });
    else {
      const value = role === "spans" ? this.joined(found, further, piece) : found;
      this.send({ do: "answer", field: role, value });
    }
  }

  // Marked words stand for the piece they lie over, or for the whole quote where there are others.
  joined(found, further, piece) {
    const own = this.view().now.spans;
    if (further) return [...own, found];
    const over = [...own.keys()].filter((i) => found[0] < own[i][1] && own[i][0] < found[1]);
    const at = piece ?? (over.length === 1 ? over[0] : -1);
    return at < 0 ? [found] : own.map((each, i) => (i === at ? found : each));
  }

  // What marked words can become, or how words are chosen by keys.
  drawHint(text) {
    const role = this.choice?.role;
    const keys = [];
    if (role) {
      keys.push(["→ ←", "the end"], ["Shift+→ ←", "the beginning"], ["↑ ↓", "another sentence"],
        ["Enter", "take"], ["Esc", "leave"]);
      if (this.several()) keys.push(["q", "the next piece"], ["Delete", "this piece"]);
      else if (role === "cue" || role === "source") keys.push(["Delete", "none"]);
    } else if (this.words.selected()) {
      keys.push(["q", ROLES.spans], ["Shift+Q", "a further piece"], ["r", ROLES.cue], ["s", ROLES.source]);
      if (!this.view().draft) keys.push(["m", ROLES.missed]);
    }
    const head = role ? `Choosing ${ROLES[role]}: ` : "These words are: ";
    const pairs = keys.flatMap(([key, what]) => [h("kbd", {}, key), ` ${what}  `]);
    this.hint.replaceChildren(...(text ? [text] : keys.length ? [head, ...pairs] : []));
    this.hint.hidden = !this.hint.childNodes.length;
  }
}
