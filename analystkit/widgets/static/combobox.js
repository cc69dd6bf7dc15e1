// A field that finds names as one types: Python is asked, and answers with a list to choose from.

import { bdi, debounce, dot, h, number, plural } from "./dom.js";

const WAIT = 120; // milliseconds of rest before what is typed is looked up

export class Combobox {
  // `pick` is called with the name chosen, `takeLast` by backspace in the empty field.
  constructor(id, { search, pick, takeLast }) {
    Object.assign(this, { id, search, pick, takeLast });
    this.list = h("ul", { class: "ak-found", id: `${id}-found`, role: "listbox", hidden: true });
    this.field = h("input", {
      id: `${id}-who`, role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": this.list.id, autocomplete: "off",
    });
    this.looking = debounce(WAIT, () => this.look());
    this.close();
    this.field.onfocus = () => this.look();
    this.field.oninput = this.looking;
    this.field.onblur = () => this.close();
    this.field.onkeydown = (event) => this.key(event);
  }

  look() {
    this.search(this.field.value);
  }

  close() {
    this.looking.stop();
    this.list.hidden = true;
    this.at = -1;
    this.listed = null; // what was typed for the list in view
    this.hurried = false; // Enter came before the list for what is typed
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  choose(name) {
    this.field.value = "";
    this.close();
    this.pick(name);
  }

  chooseMarked() {
    this.list.querySelector("[aria-selected=true]")?.choose();
  }

  point(to) {
    const items = [...this.list.querySelectorAll("[role=option]")];
    this.at = items.length ? (to + items.length) % items.length : -1;
    items.forEach((item, i) => item.setAttribute("aria-selected", String(i === this.at)));
    items[this.at]?.scrollIntoView({ block: "nearest" });
    if (items[this.at]) this.field.setAttribute("aria-activedescendant", items[this.at].id);
  }

  key(event) {
    const { key } = event;
    if (key === "ArrowDown" && this.list.hidden) this.look();
    else if (key === "ArrowDown") this.point(this.at + 1);
    else if (key === "ArrowUp") this.point(this.at - 1);
    else if (key === "Escape") this.close();
    else if (key === "Enter") {
      this.hurried = this.listed !== this.field.value;
      if (this.hurried) this.look();
      else this.chooseMarked();
    } else if (key === "Backspace" && !this.field.value) this.takeLast();
    else return;
    event.preventDefault();
  }

  item([name, n, colour, note = n ? number(n) : ""], i) {
    const item = h(
      "li", { id: `${this.id}-found-${i}`, role: "option" },
      dot(colour), bdi(name), h("b", {}, note),
    );
    item.choose = () => this.choose(name);
    item.onmousedown = (event) => {
      event.preventDefault();
      item.choose();
    };
    return item;
  }

  // What Python found; the last of the list says how many more there are.
  show({ found, search }) {
    if (search !== this.field.value || document.activeElement !== this.field) return;
    const items = found.slice(0, -1).map((each, i) => this.item(each, i));
    if (!items.length) items.push(h("li", { class: "ak-more" }, "No other such name"));
    const [, n] = found.at(-1);
    const more = n ? `${plural(n, "further name")}: type to find them` : "";
    this.list.replaceChildren(...items, h("li", { class: "ak-more" }, more));
    this.list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    this.point(0);
    this.listed = search;
    if (this.hurried) this.chooseMarked();
    this.hurried = false;
  }
}
