"""Let the shipped network answer questions that nobody labelled, for a next one to keep to.

``python -m analystkit.training.stance.teacher CORPORA FOLDER --out FILE`` writes what the network
in FOLDER (``analystkit/models``) thinks of names and nouns in PolNeAR and NewsMTSC, for
``analystkit.training.stance.train … --taught FILE``, which takes the mean of several; with
``--questions FILE`` it writes the questions too, for a network of another kind.  After Hinton,
Vinyals and Dean, "Distilling the knowledge in a neural network", 2015.
"""

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from analystkit.evaluation.gold import GoldAttribution, read_polnear
from analystkit.models.loading import cores
from analystkit.stance.marks import Marked, Span, overlap
from analystkit.stance.network import Floats, ask, calibrated, load_tokenizer
from analystkit.text.sentences import Sentences
from analystkit.training.fine_tuning import command
from analystkit.training.stance.data import Encoded, Labelled, Sources, read_sources, without_copies

FAR = 400
_NAME = re.compile(r"\b[A-Z][\w’'.-]*[\w](?: (?:of |the |for )?[A-Z][\w’'.-]*[\w])*")
_NOUN = re.compile(
    r"\b(?:the|this|that|his|her|their|its|a|an) ((?:[a-z-]+ )?[a-z-]{3,})"
    r"(?= (?:of|on|in|by|against|to|that|was|is|were|are|would|will|had|has|and|as)\b|[.,;”\"])"
)
Annotated = tuple[str, str, list[GoldAttribution]]
_PRONOUNS = frozenset("I It He She They We You The This That These Those But And".split())


def taught(rows: Sequence[Encoded], answers: Floats) -> list[Encoded]:
    """The questions with a network's answers as their aims."""
    if len(answers) != len(rows):
        raise ValueError(f"{len(answers)} answers to {len(rows)} questions")
    return [replace(row, aim=tuple(a)) for row, a in zip(rows, answers, strict=True)]


def mean_answers(files: Sequence[Path]) -> Floats:
    """The mean of several networks' answers to the same questions."""
    every = [np.load(file)["unlabelled"] for file in files]
    for file, answers in zip(files, every, strict=True):
        if answers.shape != every[0].shape:
            raise ValueError(
                f"{file} answers {len(answers)} questions, {files[0]} {len(every[0])}: "
                "they must have been asked the same"
            )
    return np.asarray(np.mean(every, axis=0))


def probabilities(logits: Floats, rows: Sequence[Marked]) -> Floats:
    """The five classes' probabilities, of a mention in the order of its own three."""
    p = calibrated(logits, 1.0)
    alone = np.array([not row.holder for row in rows])
    p[alone] = p[alone][:, [3, 0, 1, 2, 4]]
    return p.astype(np.float32)


def main(argv: list[str] | None = None) -> None:
    """Ask the network everything, and write what it says."""
    parser = command(__doc__, "corpora", "folder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--unlabelled", type=int, default=28000)
    parser.add_argument("--questions", type=Path, help="write them here (.jsonl)")
    args = parser.parse_args(argv)
    tokenizer, special = load_tokenizer(args.folder)
    asked = unlabelled(args.corpora, read_sources(args.corpora), count=args.unlabelled)
    if args.questions is not None:
        lines = (json.dumps([row.text, row.target, row.holder]) for row in asked)
        args.questions.write_text("\n".join(lines) + "\n", "utf-8")
    rows = [Encoded.of(a, tokenizer).marked(special) for a in asked]
    found = ask(rows, threads=cores(), folder=args.folder)
    np.savez_compressed(args.out, unlabelled=probabilities(found, rows))


def unlabelled(corpora: Path, sources: Sources, *, count: int) -> list[Labelled]:
    """At most `count` questions, the same each time.

    Half of what somebody speaks of, a quarter each of names and of pairs that share a sentence.
    """
    rng = random.Random(11)
    texts = list(read_polnear(corpora / "polnear" / "train"))
    held = sources.held_newsmtsc + sources.held_dse
    names, pairs = _other_names(sources.newsmtsc, rng), _pairs(texts, rng)
    rows: list[Labelled] = []
    for share, found in ((2, _spoken(texts, rng)), (4, names), (4, pairs)):
        some = without_copies(list(found), held)
        rng.shuffle(some)
        rows += some[: count // share]
    rng.shuffle(rows)
    return rows


def _spoken(texts: Iterable[Annotated], rng: random.Random) -> Iterator[Labelled]:
    """A name and a noun of each attribution, asked of its source or of the sentence itself."""
    for article, text, attributions in texts:
        sentences = Sentences(text)
        for number, row in enumerate(attributions):
            if not row.source:
                continue
            source = min(row.source)[0], max(row.source)[1]
            found = (list(_places(p, text, row.content, [source])) for p in (_NAME, _NOUN))
            for target in (rng.choice(places) for places in found if places):
                at = [sentences.at(place) for a, b in (source, target) for place in (a, b - 1)]
                low, high = sentences.bounds[min(at)][0], sentences.bounds[max(at)][1]
                if high - low > 3 * FAR or "\n" in text[low:high].strip():
                    continue
                name = f"{article}:{number}:{target[0]}"
                asked, holder = ((a - low, b - low) for a, b in (target, source))
                known = rng.random() < 0.75
                words = text[low:high].rstrip()
                yield Labelled(name, words, asked, holder if known else None, 0 if known else 1)


def _pairs(texts: Iterable[Annotated], rng: random.Random) -> Iterator[Labelled]:
    """Two names of a sentence that names two or more."""
    for article, text, _ in texts:
        for low, high in Sentences(text).bounds:
            sentence = text[low:high].strip()
            names = list(_places(_NAME, sentence, [(0, len(sentence))], []))
            if len(names) > 1 and len(sentence) <= FAR and "\n" not in sentence:
                target, holder = rng.sample(names, 2)
                yield Labelled(f"pair:{article}:{low}", sentence, target, holder, 0)


def _places(
    pattern: re.Pattern[str], text: str, within: Iterable[Span], taken: Sequence[Span]
) -> Iterator[Span]:
    """Where the pattern finds a name or noun that touches nothing taken."""
    for start, end in within:
        for match in pattern.finditer(text, start, end):
            place = match.span(match.lastindex or 0)
            if text[slice(*place)] not in _PRONOUNS and not any(overlap(place, s) for s in taken):
                yield place


def _other_names(rows: Iterable[Labelled], rng: random.Random) -> Iterator[Labelled]:
    """A name or noun of each sentence that its own questions do not ask about."""
    taken: dict[str, list[Span]] = {}
    for row in rows:
        taken.setdefault(row.text, []).append(row.target)
    for number, (text, spans) in enumerate(taken.items()):
        whole = [(0, len(text))]
        found = [p for pattern in (_NAME, _NOUN) for p in _places(pattern, text, whole, spans)]
        if found:
            target = rng.choice(found)
            yield Labelled(f"other:{number}:{target[0]}", text, target, None, 1)


if __name__ == "__main__":
    main()
