import { change, debounce, h, listen } from "./dom.js";

function image(svg, model, className) {
  const src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  return h("img", { class: className, alt: model.get("alt"), src });
}

function inDarkInks(model) {
  const inks = Object.entries(model.get("dark"));
  return inks.reduce((text, [ink, other]) => text.replaceAll(ink, other), model.get("svg"));
}

function measure(box, model) {
  const style = getComputedStyle(box);
  const inner = box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  // A scrollbar that comes and goes is no reason to draw again.
  if (inner < 100 || Math.abs(inner - model.get("width")) < 36) return;
  change(model, { width: Math.floor(inner / 20) * 20 });
}

function render({ model, el }) {
  const box = h("figure", { class: "ak-chart", role: "group", "aria-label": model.get("label") });
  el.append(box);
  let drawing = 0;

  async function draw() {
    const mine = ++drawing;
    if (!model.get("svg")) return;
    const images = [
      image(model.get("svg"), model, "ak-light"), image(inDarkInks(model), model, "ak-dark"),
    ];
    // The old image stays until the new one can be painted.
    await Promise.allSettled(images.map((each) => each.decode()));
    if (mine === drawing) box.replaceChildren(...images);
    for (const { src } of images) URL.revokeObjectURL(src);
  }

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

export default { render };
