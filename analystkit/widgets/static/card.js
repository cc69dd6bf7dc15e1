// What is known of a quote, set as text. An opened quote also shows the words behind each stance.

import { bdi, h } from "./dom.js";

const NO_ANSWER = "No answer from Python yet: the words are found by the notebook's kernel, "
  + "which is busy or not running.";
const NO_WORD = "No single word moves the score by 0.05 or more.";

const waiting = (text) => h("p", { class: "ak-wait" }, text);

function piece({ role, text, tone, strength, side, effect }) {
  if (role !== "word") return h("span", { class: role && `ak-is-${role}` }, text);
  return h("span", {
    class: "ak-is-word", title: `${effect}, moves it ${side}`,
    "--ak-tone": tone, "--ak-strength": `${Math.round(48 * strength)}%`,
  }, text);
}

function moved({ text, effect, side, tone }) {
  return h("li", { class: `ak-${side}`, "--ak-tone": tone }, bdi(text), " ", h("b", {}, effect));
}

function wordsBehind(answer, late) {
  if (!answer) return [waiting(late ? NO_ANSWER : "Finding the words that moved it …")];
  if (answer.error) return [h("p", { class: "ak-wrong", role: "alert" }, answer.error)];
  return [
    h("p", { class: "ak-passage", dir: "auto" }, ...answer.pieces.map(piece)),
    answer.words.length
      ? h("ul", { class: "ak-moved" }, ...answer.words.map(moved)) : waiting(NO_WORD),
  ];
}

// The colours come with the answers, from the palette that charts use too.
function keyOf(answers) {
  const words = answers.flatMap((answer) => answer?.words ?? []);
  const tones = new Map(words.map(({ side, tone }) => [side, tone]));
  const samples = [...tones].flatMap(([side, tone]) => [
    h("span", { class: "ak-is-word", "--ak-tone": tone, "--ak-strength": "40%" }, `moves it ${side}`),
    "  ",
  ]);
  const rest = tones.size ? "target underlined, speaker dotted" : "";
  return h("p", { class: "ak-key-words" }, ...samples, rest);
}

function stanceOf({ target, label, colour, words }, behind) {
  return h(
    "section", { class: "ak-stance" },
    h(
      "div", { class: "ak-side" },
      h("span", { class: "ak-label", "data-label": label, "--ak-tone": colour }, label), " ",
      bdi(target, "ak-target"),
    ),
    h("div", { class: "ak-told" }, words),
    behind && h("div", { class: "ak-words" }, ...behind),
  );
}

export function fillCard(card, quote, { opened, words, late }) {
  card.classList.toggle("ak-peek", Boolean(quote) && !opened);
  if (!quote) {
    card.style.removeProperty("--ak-camp");
    card.replaceChildren(waiting("Choose a quote to see who says it."));
    return;
  }
  card.style.setProperty("--ak-camp", quote.colour);
  const speaker = quote.speaker
    ? bdi(quote.speaker) : h("span", { class: "ak-wait" }, "Speaker not found");
  const rows = quote.rows.flatMap(([label, value]) => [h("dt", {}, label), h("dd", {}, bdi(value))]);
  const answers = quote.stances.map((_, i) => words.get(`${quote.id} ${i}`));
  card.replaceChildren(
    h("div", { class: "ak-who" }, speaker), h("dl", {}, ...rows),
    ...quote.stances.map((stance, i) => stanceOf(stance, opened && wordsBehind(answers[i], late))),
    ...(opened ? [keyOf(answers)] : []),
  );
}
