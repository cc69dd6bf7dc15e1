// What is known of a quote, set as text. An opened quote also shows the words behind each stance.

function named(text, className) {
  const node = element("bdi", className, text);
  node.dir = "auto";
  return node;
}

function wordsBehind(answer, late) {
  const box = element("div", "ak-words");
  if (!answer) {
    box.append(element("p", "ak-wait", late
      ? "No answer from Python yet: the words are found by the notebook's kernel, which is busy or not running."
      : "Finding the words that moved it …"));
    return box;
  }
  if (answer.error) {
    const wrong = element("p", "ak-wrong", answer.error);
    wrong.setAttribute("role", "alert");
    box.append(wrong);
    return box;
  }
  const passage = element("p", "ak-passage");
  passage.dir = "auto";
  for (const { role, text, tone, strength, side, effect } of answer.pieces) {
    const piece = element("span", role && `ak-is-${role}`, text);
    if (role === "word") {
      piece.style.setProperty("--ak-tone", tone);
      piece.style.setProperty("--ak-strength", `${Math.round(48 * strength)}%`);
      piece.title = `${effect}, moves it ${side}`;
    }
    passage.append(piece);
  }
  const chips = element("ul", "ak-moved");
  for (const { text, effect, side, tone } of answer.words) {
    const chip = element("li", `ak-${side}`);
    chip.style.setProperty("--ak-tone", tone);
    chip.append(named(text), " ", element("b", "", effect));
    chips.append(chip);
  }
  const none = "No single word moves the score by 0.05 or more.";
  box.append(passage, answer.words.length ? chips : element("p", "ak-wait", none));
  return box;
}

// The colours come with the answers, from the palette that charts use too.
function keyOf(answers) {
  const line = element("p", "ak-key-words");
  const tones = new Map();
  for (const answer of answers) {
    for (const { side, tone } of answer?.words ?? []) tones.set(side, tone);
  }
  for (const [side, tone] of tones) {
    const sample = element("span", "ak-is-word", `moves it ${side}`);
    sample.style.setProperty("--ak-tone", tone);
    sample.style.setProperty("--ak-strength", "40%");
    line.append(sample, "  ");
  }
  if (tones.size) line.append("target underlined, speaker dotted");
  return line;
}

function fillCard(card, quote, { opened, words, late }) {
  card.classList.toggle("ak-peek", Boolean(quote) && !opened);
  if (!quote) {
    card.style.removeProperty("--ak-camp");
    card.replaceChildren(element("p", "ak-wait", "Choose a quote to see who says it."));
    return;
  }
  card.style.setProperty("--ak-camp", quote.colour);
  const who = element("div", "ak-who");
  who.append(quote.speaker ? named(quote.speaker) : element("span", "ak-wait", "Speaker not found"));
  const rows = element("dl");
  for (const [label, value] of quote.rows) {
    const term = element("dd");
    term.append(named(value));
    rows.append(element("dt", "", label), term);
  }
  card.replaceChildren(who, rows);
  const answers = quote.stances.map((_, i) => words.get(`${quote.id} ${i}`));
  quote.stances.forEach(({ target, label, colour, words: told }, i) => {
    const stance = element("section", "ak-stance");
    const line = element("div", "ak-side");
    const pill = element("span", "ak-label", label);
    pill.dataset.label = label;
    pill.style.setProperty("--ak-tone", colour);
    line.append(pill, " ", named(target, "ak-target"));
    stance.append(line, element("div", "ak-told", told));
    if (opened) stance.append(wordsBehind(answers[i], late));
    card.append(stance);
  });
  if (opened) card.append(keyOf(answers));
}

