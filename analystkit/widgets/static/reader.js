// The article is HTML that Python has escaped; all else is set as text and never read as HTML.

const SILENT = 30_000; // milliseconds without an answer after which the reader says so
const HOVER = 120;
const STEPS = {
  j: 1, n: 1, ArrowRight: 1, k: -1, p: -1, ArrowLeft: -1, Home: -Infinity, End: Infinity,
};

function render({ model, el }) {
  const root = element("div", "ak-theme ak-reading");
  root.dataset.lmSuppressShortcuts = "true";
  root.setAttribute("role", "region");
  const bar = element("div", "ak-bar");
  const before = button("", "‹ Previous", "Previous quote (k, p or left arrow)");
  const count = element("span", "ak-count");
  const after = button("", "Next ›", "Next quote (j, n or right arrow)");
  const list = element("select", "ak-list");
  list.setAttribute("aria-label", "Quotes of this article");
  bar.append(before, count, after, list);
  const body = element("div", "ak-both");
  const pane = element("div", "ak-pane");
  pane.tabIndex = 0;
  pane.setAttribute("role", "document");
  const card = element("aside", "ak-card");
  card.setAttribute("aria-label", "About the quote");
  card.setAttribute("aria-live", "polite");
  card.tabIndex = 0;
  body.append(pane, card);
  root.append(bar, body);
  el.append(root);

  let facts = [];
  let words = new Map(); // "quote and number" to what Python answered
  let asked = null;
  let silence = 0;
  let peeked = -1;
  let mine = false;

  const focused = () => facts.findIndex(({ id }) => id === model.get("focus"));
  const marks = (number) => [...pane.querySelectorAll(`[data-quote~="${number}"]`)];
  const numbers = (mark) => mark.dataset.quote.split(" ").map(Number);

  function open(number) {
    if (!facts[number]) return;
    mine = true;
    model.set("focus", facts[number].id);
    model.save_changes();
    mine = false;
  }

  function step(by) {
    if (!facts.length) return;
    const at = focused();
    const next = at < 0 ? (by > 1 ? facts.length - 1 : 0) : at + by;
    open(Math.min(Math.max(next, 0), facts.length - 1));
  }

  function reveal() {
    const first = pane.querySelector(".ak-focus.ak-quote") ?? pane.querySelector(".ak-focus");
    if (!first) return;
    // Scrolls the pane alone: scrollIntoView would move the whole notebook.
    const box = pane.getBoundingClientRect();
    const mark = first.getBoundingClientRect();
    const above = mark.top - box.top;
    if (above < 12 || mark.top + Math.min(mark.height, box.height / 2) > box.bottom - 24) {
      pane.scrollTop += above - pane.clientHeight / 3;
    }
  }

  function drawBar() {
    const at = focused();
    const n = facts.length;
    bar.hidden = card.hidden = !n;
    count.textContent = at < 0 ? `${n} quote${n === 1 ? "" : "s"}` : `Quote ${at + 1} of ${n}`;
    // Not disabled, which would drop the keyboard's place to the notebook at the last quote.
    before.setAttribute("aria-disabled", String(at <= 0));
    after.setAttribute("aria-disabled", String(at === n - 1));
    list.value = String(at);
  }

  function drawList() {
    const none = element("option", "", "Go to a quote …");
    none.value = "-1";
    list.replaceChildren(none, ...facts.map(({ speaker, excerpt }, i) => {
      const option = element("option", "", `${i + 1}. ${speaker || "speaker not found"}: ${excerpt}`);
      option.value = String(i);
      return option;
    }));
  }

  function drawCard(number, opened) {
    fillCard(card, facts[number], { opened, words, late: Boolean(asked?.late) });
  }

  // One question at a time, of the quote in focus only: whoever leafs on leaves no queue behind.
  function ask() {
    const quote = facts[focused()];
    if (!quote || asked) return;
    const number = quote.stances.findIndex((_, i) => !words.has(`${quote.id} ${i}`));
    if (number < 0) return;
    const question = { key: `${quote.id} ${number}`, late: false };
    asked = question;
    silence = setTimeout(() => {
      question.late = true;
      if (asked === question) drawCard(focused(), true);
    }, SILENT);
    model.send({ explain: [quote.id, number] });
  }

  function answered(content) {
    if (content?.quote === undefined) return;
    const key = `${content.quote} ${content.number}`;
    words.set(key, content);
    if (asked?.key === key) {
      clearTimeout(silence);
      asked = null;
    }
    if (peeked < 0 && facts[focused()]?.id === content.quote) drawCard(focused(), true);
    ask();
  }

  const holds = () => pane.contains(root.ownerDocument.activeElement);

  function mark() {
    const at = focused();
    const held = holds();
    for (const old of pane.querySelectorAll(".ak-focus")) {
      old.classList.remove("ak-focus");
      old.removeAttribute("tabindex");
      old.style.removeProperty("--ak-edge");
    }
    marks(at).forEach((node, i) => {
      node.classList.add("ak-focus");
      node.style.setProperty("--ak-edge", facts[at].colour);
      if (i === 0) node.tabIndex = -1;
    });
    // The keyboard's place follows, so that a screen reader reads on from the quote.
    if (held) (pane.querySelector(".ak-focus[tabindex]") ?? pane).focus({ preventScroll: true });
    peeked = -1;
    drawBar();
    drawCard(at, true);
    reveal();
    ask();
  }

  // A reader that opens below the fold would look as if the click had done nothing.
  function surface() {
    if (root.getBoundingClientRect().top > window.innerHeight - 160) {
      root.scrollIntoView({ block: "nearest" });
    }
  }

  function draw() {
    facts = model.get("facts");
    words = new Map();
    clearTimeout(silence);
    asked = null;
    pane.style.maxHeight = card.style.maxHeight = `${model.get("height")}px`;
    if (holds()) pane.focus({ preventScroll: true });
    pane.innerHTML = model.get("html");
    pane.scrollTop = 0;
    const title = pane.querySelector(".ak-title")?.textContent;
    root.setAttribute("aria-label", title ? `Article: ${title}` : "Article");
    drawList();
    mark();
  }

  let waiting = false;
  function redraw() {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      draw();
      surface();
    });
  }

  function refocus() {
    if (waiting) return; // the article changes too, and draws its focus itself
    mark();
    if (!mine) surface();
  }

  function peek(number) {
    if (number === peeked) return;
    for (const old of pane.querySelectorAll(".ak-hover")) old.classList.remove("ak-hover");
    peeked = number;
    if (number >= 0) marks(number).forEach((node) => node.classList.add("ak-hover"));
    drawCard(number >= 0 ? number : focused(), number < 0);
  }

  const dwell = later(HOVER, (over) => {
    peek(over.length && !over.includes(focused()) ? over[0] : -1);
  });

  pane.addEventListener("click", (event) => {
    const hit = event.target.closest?.("[data-quote]");
    if (!hit || !root.ownerDocument.getSelection()?.isCollapsed) return;
    const over = numbers(hit);
    // Where quotes lie over one another, a further click goes to the next one out.
    open(over[(over.indexOf(focused()) + 1) % over.length]);
  });
  pane.addEventListener("mouseover", (event) => {
    const hit = event.target.closest?.("[data-quote]");
    dwell(hit ? numbers(hit) : []);
  });
  pane.addEventListener("mouseleave", () => {
    dwell.stop();
    peek(-1);
  });
  before.onclick = () => focused() > 0 && step(-1);
  after.onclick = () => step(1);
  list.onchange = () => open(Number(list.value));
  root.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey || event.altKey || event.target === list) return;
    const by = STEPS[event.key];
    if (by) step(by);
    else if (event.key === "Escape") {
      model.set("focus", "");
      model.save_changes();
    } else return;
    event.preventDefault();
  });

  model.on("change:html change:facts change:height", redraw);
  model.on("change:focus", refocus);
  model.on("msg:custom", answered);
  draw();
  // Where the reader is drawn while hidden, the quote comes into view when it has a size.
  let seen = false;
  const sized = new ResizeObserver(() => {
    if (!seen && pane.clientHeight) {
      seen = true;
      reveal();
    }
  });
  sized.observe(pane);
  return () => {
    sized.disconnect();
    clearTimeout(silence);
    dwell.stop();
    model.off("change:html change:facts change:height", redraw);
    model.off("change:focus", refocus);
    model.off("msg:custom", answered);
  };
}

export default { render };
