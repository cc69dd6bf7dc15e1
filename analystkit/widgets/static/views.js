// Selections saved by name: choose one to restore it.

import { button, h } from "./dom.js";
import { makePanel } from "./panel.js";

function viewRow(view, restore, drop) {
  return h(
    "div", { class: "ak-view" },
    button(view, {
      class: "ak-link", title: `Restore the view ${view}`, dir: "auto", onclick: restore,
    }),
    button("×", {
      class: "ak-drop", title: `Delete the view ${view}`, "aria-label": `Delete the view ${view}`,
      onclick: drop,
    }),
  );
}

// `post` is called with an action (save, restore, delete) and the name of a view.
export function makeViews(model, post) {
  const opener = button("Views", {
    class: "ak-plain ak-open", title: "Save these filters under a name, or go back to saved ones",
  });
  const list = h("div", { class: "ak-options" });
  const label = "Name of this view";
  const name = h("input", { type: "text", placeholder: label, "aria-label": label });
  const save = button("Save", { class: "ak-plain", title: "Save the filters and the sorting" });
  const form = h("div", { class: "ak-save" }, name, save);
  const panel = h("div", { class: "ak-panel", "aria-label": "Saved views" }, list, form);
  const node = h("div", { class: "ak-views" }, opener, panel);
  const close = makePanel(opener, panel, { onOpen: () => name.focus() });
  save.onclick = () => {
    if (name.value.trim()) post("save", name.value);
    name.value = "";
    name.focus();
  };
  name.onkeydown = ({ key }) => key === "Enter" && save.click();

  function draw() {
    const views = model.get("views");
    opener.textContent = views.length ? `Views (${views.length})` : "Views";
    const restore = (view) => {
      post("restore", view);
      close(true);
    };
    const drop = (view) => {
      name.focus();
      post("delete", view);
    };
    const rows = views.map((view) => viewRow(view, () => restore(view), () => drop(view)));
    list.replaceChildren(...rows);
    if (!rows.length) list.append(h("div", { class: "ak-note" }, "No saved views yet."));
  }
  return { node, draw };
}
