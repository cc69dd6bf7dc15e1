"""A widget alone in a page, Python behind it: what JupyterLab adds is left to the journeys."""

import json

MODEL = """async ([script, css, state]) => {
    const style = document.createElement("style");
    style.textContent = css;
    document.head.append(style);
    const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    const { default: widget } = await import(url);
    const steps = {};
    let now = JSON.parse(state);
    const take = (text) => {
        const next = JSON.parse(text);
        const changed = Object.keys(next).filter(
            (key) => JSON.stringify(next[key]) !== JSON.stringify(now[key]));
        now = next;
        for (const key of changed) for (const step of steps[`change:${key}`] ?? []) step();
    };
    const model = {
        get: (key) => now[key],
        send: (content) => window.toPython(content).then(take),
        on: (names, step) => names.split(" ").forEach((name) => (steps[name] ??= []).push(step)),
        off() {},
    };
    const place = document.createElement("div");
    document.body.append(place);
    await widget.render({ model, el: place });
}"""


def show_alone(page, widget) -> None:
    """Draw a widget in an empty page; what it sends goes to Python, what it holds comes back."""

    def state() -> str:
        held = widget.get_state()
        return json.dumps({key: value for key, value in held.items() if key[0] != "_"})

    def answer(content: dict) -> str:
        widget._handle_custom_msg(content, [])
        return state()

    page.expose_function("toPython", answer)
    page.set_content("<body data-jp-theme-light='true'></body>")
    page.evaluate(MODEL, [str(widget._esm), str(widget._css), state()])
