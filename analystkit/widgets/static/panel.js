// A panel under a button: closed by Escape, by a click elsewhere, by the focus moving on.

export function makePanel(opener, panel, { onOpen, onClose }) {
  const holder = opener.parentElement;
  opener.setAttribute("aria-haspopup", "dialog");
  opener.setAttribute("aria-expanded", "false");
  panel.hidden = true;
  panel.setAttribute("role", "dialog");
  // A click on a name keeps the focus in here: it would go to the notebook's cell, and close this.
  panel.tabIndex = -1;
  const away = ({ target }) => holder.contains(target) || close();
  function open() {
    panel.hidden = false;
    panel.classList.remove("ak-flush-right");
    const edge = opener.closest(".ak-filters").getBoundingClientRect().right;
    if (panel.getBoundingClientRect().right > edge) panel.classList.add("ak-flush-right");
    opener.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", away, true);
    onOpen();
  }
  function close(refocus) {
    if (panel.hidden) return;
    panel.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", away, true);
    onClose?.();
    if (refocus) opener.focus();
  }
  opener.onclick = () => (panel.hidden ? open() : close(true));
  holder.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    event.stopPropagation();
    event.preventDefault();
    close(true);
  });
  holder.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !holder.contains(relatedTarget)) close();
  });
  return close;
}
