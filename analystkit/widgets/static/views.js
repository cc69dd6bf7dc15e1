// Selections saved by name: choose one to restore it.

function makeViews(model, post) {
  const node = element("div", "ak-views");
  const opener = button("ak-plain ak-open", "Views", "Save these filters under a name, or go back to saved ones");
  const panel = element("div", "ak-panel");
  panel.setAttribute("aria-label", "Saved views");
  const list = element("div", "ak-options");
  const form = element("div", "ak-save");
  const name = element("input");
  name.type = "text";
  name.placeholder = "Name of this view";
  name.setAttribute("aria-label", name.placeholder);
  const save = button("ak-plain", "Save", "Save the filters and the sorting");
  form.append(name, save);
  panel.append(list, form);
  node.append(opener, panel);

  const control = makePanel(opener, panel, { onOpen: () => name.focus(), onClose() {} });
  save.onclick = () => {
    if (name.value.trim()) post({ view: ["save", name.value] });
    name.value = "";
    name.focus();
  };
  name.onkeydown = (event) => {
    if (event.key === "Enter") save.click();
  };

  function draw() {
    const views = model.get("views");
    opener.textContent = views.length ? `Views (${views.length})` : "Views";
    list.replaceChildren(...views.map((view) => {
      const row = element("div", "ak-view");
      const go = button("ak-link", view, `Restore the view ${view}`);
      go.dir = "auto";
      go.onclick = () => {
        post({ view: ["restore", view] });
        control.close(true);
      };
      const drop = button("ak-drop", "×", `Delete the view ${view}`);
      drop.setAttribute("aria-label", drop.title);
      drop.onclick = () => {
        name.focus();
        post({ view: ["delete", view] });
      };
      row.append(go, drop);
      return row;
    }));
    if (!views.length) list.append(element("div", "ak-note", "No saved views yet."));
  }
  return { node, draw };
}
