function render({ model, el }) {
  const pane = document.createElement("div");
  pane.className = "ak-pane";
  pane.tabIndex = 0;
  pane.setAttribute("role", "region");
  pane.setAttribute("aria-label", "Article");
  el.append(pane);

  function draw() {
    pane.innerHTML = model.get("html");
    const focus = pane.querySelector(".ak-focus");
    // Scrolls the pane alone: scrollIntoView would move the whole notebook.
    const offset = focus
      ? focus.getBoundingClientRect().top - pane.getBoundingClientRect().top
      : 0;
    pane.scrollTop = Math.max(0, pane.scrollTop + offset - pane.clientHeight / 3);
  }
  function show() {
    draw();
    // A reader that opens below the fold would look as if the click had done nothing.
    if (pane.getBoundingClientRect().top > window.innerHeight - 160) {
      pane.scrollIntoView({ block: "nearest" });
    }
  }
  model.on("change:html", show);
  draw();
  requestAnimationFrame(draw);
  return () => model.off("change:html", show);
}

export default { render };
