function render({ model, el }) {
  const box = element("figure", "ak-chart");
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", model.get("label"));
  el.append(box);
  let drawing = 0;

  async function draw() {
    const svg = model.get("svg");
    const mine = ++drawing;
    if (!svg) return;
    const inks = Object.entries(model.get("dark"));
    const dark = inks.reduce((text, [ink, other]) => text.replaceAll(ink, other), svg);
    const addresses = [svg, dark].map((text) => URL.createObjectURL(new Blob([text], { type: "image/svg+xml" })));
    const images = addresses.map((address, i) => {
      const image = element("img", i ? "ak-dark" : "ak-light");
      image.alt = model.get("alt");
      image.src = address;
      return image;
    });
    // The old image stays until the new one can be painted.
    await Promise.allSettled(images.map((image) => image.decode()));
    if (mine === drawing) box.replaceChildren(...images);
    for (const address of addresses) URL.revokeObjectURL(address);
  }

  const measured = later(150, () => {
    const style = getComputedStyle(box);
    const inner = box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const width = Math.floor(inner / 20) * 20;
    // A scrollbar that comes and goes is no reason to draw again.
    if (inner < 100 || Math.abs(inner - model.get("width")) < 36) return;
    model.set("width", width);
    model.save_changes();
  });
  const watch = new ResizeObserver(measured);
  watch.observe(box);
  model.on("change:svg", draw);
  draw();
  return () => {
    watch.disconnect();
    measured.stop();
    model.off("change:svg", draw);
  };
}

export default { render };
