// Words of a text in the page chosen by mouse or keyboard; outside, places are counted in letters
// as Python counts them: a letter beyond the first plane is one, though JavaScript has it as two.

const segmented = (text, granularity) => [
  ...new Intl.Segmenter(undefined, { granularity }).segment(text),
].map(({ index, segment }) => ({ start: index, end: index + segment.length, segment }));

export class TextWords {
  constructor(node) {
    this.node = node;
    this.text = node.textContent;
    this.wide = /[\ud800-\udbff]/.test(this.text);
  }

  words() {
    this.found ??= segmented(this.text, "word").filter(({ segment }) => segment.trim());
    return this.found;
  }

  sentences() {
    this.lines ??= segmented(this.text, "sentence").flatMap(({ start, end, segment }) => {
      const words = segment.trim();
      const first = start + segment.indexOf(words);
      return words ? [{ start: first, end: first + words.length }] : [];
    });
    return this.lines;
  }

  // From JavaScript's count to Python's, and back.
  out([start, end]) {
    if (!this.wide) return [start, end];
    return [start, end].map((at) => [...this.text.slice(0, at)].length);
  }

  in([start, end]) {
    if (!this.wide) return [start, end];
    const letters = [...this.text];
    return [start, end].map((at) => letters.slice(0, at).join("").length);
  }

  // Whole words only: a letter more or less is never meant.
  whole([start, end]) {
    const under = this.words().filter((word) => word.end > start && word.start < end);
    return under.length ? [under[0].start, under.at(-1).end] : null;
  }

  selected() {
    const chosen = document.getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0);
    if (!range.intersectsNode(this.node)) return null;
    const own = document.createRange();
    own.selectNodeContents(this.node);
    if (own.comparePoint(range.startContainer, range.startOffset) > 0) return null;
    if (own.comparePoint(range.endContainer, range.endOffset) < 0) return null;
    const place = (node, offset, beyond) => {
      if (own.comparePoint(node, offset)) return beyond;
      const before = document.createRange();
      before.setStart(this.node, 0);
      before.setEnd(node, offset);
      return before.toString().length;
    };
    return this.whole([
      place(range.startContainer, range.startOffset, 0),
      place(range.endContainer, range.endOffset, this.text.length),
    ]);
  }

  select([start, end]) {
    const walker = document.createTreeWalker(this.node, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let done = 0, node = walker.nextNode(); node; node = walker.nextNode()) {
      const next = done + node.length;
      if (start >= done && start < next) range.setStart(node, start - done);
      if (end > done && end <= next) {
        range.setEnd(node, end - done);
        break;
      }
      done = next;
    }
    const chosen = document.getSelection();
    chosen.removeAllRanges();
    chosen.addRange(range);
    return range;
  }

  // The words with one end moved by so many words, never to nothing.
  stretch([start, end], edge, by) {
    const words = this.words();
    const first = words.findIndex((word) => word.end > start);
    const last = words.findLastIndex((word) => word.start < end);
    const [low, high] = edge === "start" ? [first + by, last] : [first, last + by];
    if (low < 0 || high >= words.length || low > high) return [start, end];
    return [words[low].start, words[high].end];
  }

  // The sentence before or after these words.
  sentence([start, end], by) {
    const lines = this.sentences();
    const found = by > 0
      ? lines.find((line) => line.start >= end) ?? lines.at(-1)
      : lines.findLast((line) => line.end <= start) ?? lines[0];
    return found ? [found.start, found.end] : [start, end];
  }
}
