import { change, debounce, h, listen } from "./dom.js";

function measure(box, model) {
  const style = getComputedStyle(box);
  const inner = box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  // A scrollbar that comes and goes is no reason to draw again.
  if (inner < 100 || Math.abs(inner - model.get("width")) < 36) return;
  change(model, { width: Math.floor(inner / 20) * 20 });
}

function render({ model, el }) {
  const box = h("div", { class: "ak-chart", role: "group", "aria-label": model.get("label") });
  el.append(box);
  // In a tree of its own the chart's ids meet no other's; the page's colours reach it all the same.
  const page = box.attachShadow({ mode: "open" });
  // Our own drawing, in which matplotlib has escaped all text.
  const draw = () => { page.innerHTML = SHEET + model.get("svg"); };

  const measured = debounce(150, () => measure(box, model));
  const watch = new ResizeObserver(measured);
  watch.observe(box);
  const stop = listen(model, { "change:svg": draw });
  draw();
  return () => {
    watch.disconnect();
    measured.stop();
    stop();
  };
}

const SHEET = `<style>
  svg { display: block; width: 100%; height: auto; max-height: 3.3in; overflow: visible; }
  svg * { stroke-linejoin: round; stroke-linecap: butt; }
  text { font-family: "DejaVu Sans", Verdana, "Bitstream Vera Sans", Geneva, sans-serif; }
</style>`;

export default { render };
