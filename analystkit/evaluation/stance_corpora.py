"""The stance network on NewsMTSC and DSE, on what it was not trained on, beside the word lists."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analystkit.evaluation.stances import SIDES, TOOLS, calibration_error

_BOUNDS = np.round(np.arange(-0.6, 0.65, 0.05), 2)
_POLARITY = {2.0: "against", 4.0: "neutral", 6.0: "for"}
_PAIR = ("neutral neutral", "for neutral", "neutral for", "against neutral", "neutral against")
_ENTITY = re.compile(r"\[([^\[\]]*)\]")
_WORD = re.compile(r"[a-z]+")
_Ints = npt.NDArray[np.int64]


def corpus_questions(corpora: str | Path, *, held_out: bool = True) -> pd.DataFrame:
    """The labelled questions of NewsMTSC and DSE, those the network was not trained on.

    Parameters
    ----------
    corpora : str or Path
        A folder with ``newsmtsc/train.jsonl`` and ``dse/{train,valid}.txt``.
    held_out : bool, default True
        The tenth of NewsMTSC's sentences that is held out, and DSE's valid set; else the
        other nine tenths, and DSE's train set.

    Returns
    -------
    DataFrame
        ``corpus`` ("NewsMTSC" or "DSE"), ``id`` (NewsMTSC's gid; for DSE the line from 0
        with ":p" or ":q" for the first or second entity's stance, next to each other),
        ``text, target, holder`` (offsets; NewsMTSC asks without a holder), ``gold``.

    Raises
    ------
    OSError
        When a file cannot be read.
    ValueError
        When a line is no example; the message names file and line.

    Notes
    -----
    NewsMTSC: Hamborg and Donnay, EACL 2021.  DSE: Park, Pan and Joo, Findings of ACL 2021.
    """
    folder = Path(corpora)
    mentions = _examples(folder / "newsmtsc" / "train.jsonl", _of_newsmtsc)
    pairs = _examples(folder / "dse" / ("valid.txt" if held_out else "train.txt"), _of_dse)
    rows = [row for row in mentions if is_held_out(row["text"]) == held_out]
    columns = ["corpus", "id", "text", "target", "holder", "gold"]
    return pd.DataFrame([*rows, *pairs], columns=columns)


def is_held_out(text: str) -> bool:
    """Whether a NewsMTSC sentence is of the tenth that is never trained on.

    The rule of `analystkit.training.stance.data`, which cannot be imported without torch.
    """
    digest = hashlib.sha256(" ".join(_WORD.findall(text.casefold())).encode()).digest()
    return digest[0] * 256 + digest[1] < 65536 / 10


def _examples(
    path: Path, read: Callable[[int, str], Iterator[dict[str, Any]]]
) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            try:
                yield from read(number, line)
            except (ValueError, TypeError, KeyError, IndexError) as error:
                raise ValueError(
                    f"{path}, line {number + 1}: {type(error).__name__}: {error}"
                ) from error


def _of_newsmtsc(_: int, line: str) -> Iterator[dict[str, Any]]:
    row = json.loads(line)
    for mention in row["targets"]:
        yield {
            "corpus": "NewsMTSC",
            "id": mention["Input.gid"],
            "text": row["sentence_normalized"],
            "target": (mention["from"], mention["to"]),
            "holder": None,
            "gold": _POLARITY[float(mention["polarity"])],
        }


def _of_dse(number: int, line: str) -> Iterator[dict[str, Any]]:
    sentence, _, _, label = line.rstrip("\n").split("\t")
    one, other = list(_ENTITY.finditer(sentence))[:2]
    text = _ENTITY.sub(r"\1", sentence, count=2)
    first = (one.start(), one.end() - 2)
    second = (other.start() - 2, other.end() - 4)
    sides = _PAIR[int(label)].split()
    for asked, holder, target, gold in zip(
        "pq", (first, second), (second, first), sides, strict=True
    ):
        yield {
            "corpus": "DSE",
            "id": f"{number}:{asked}",
            "text": text,
            "target": target,
            "holder": holder,
            "gold": gold,
        }


def corpus_answers(questions: pd.DataFrame, *, threads: int | None = None) -> pd.DataFrame:
    """The shipped network's answers to `corpus_questions`.

    Returns
    -------
    DataFrame
        ``corpus, id, gold``, ``label``, ``leaning`` (the answer without abstaining),
        ``score`` and ``confidence``, as `analystkit.stance.Stance` has them.
    """
    from analystkit.stance import Question, stances

    asked = zip(questions["text"], questions["target"], questions["holder"], strict=True)
    found = stances((Question(*question) for question in asked), threads=threads)
    told = {
        name: [getattr(s, name) for s in found]
        for name in ("label", "leaning", "score", "confidence")
    }
    return questions[["corpus", "id", "gold"]].assign(**told)


def word_list_answers(questions: pd.DataFrame, *, tuned_on: pd.DataFrame) -> pd.DataFrame:
    """What TextBlob's and VADER's polarity of the whole text answers, each at its best.

    A text is against below one bound and for above another, between them neutral; both
    directions of a pair get the same answer.  For each tool and corpus the two bounds are
    those, among −0.6, −0.55, … 0.6, that score best on other questions: by macro F1, for
    DSE by that over the five classes of the pair.

    Parameters
    ----------
    questions, tuned_on : DataFrame
        What `corpus_questions` gives, held out and not.

    Returns
    -------
    DataFrame
        ``TextBlob`` and ``VADER``, on the index of `questions`; ``attrs["bounds"]`` has the
        two bounds by (corpus, tool).
    """
    from analystkit.sentiment import score_sentiment

    said = pd.DataFrame("neutral", index=questions.index, columns=list(TOOLS))
    said.attrs["bounds"] = {}
    asked, known = (score_sentiment(q, text="text") for q in (questions, tuned_on))
    for corpus in questions["corpus"].unique():
        here, there = asked[asked["corpus"] == corpus], known[known["corpus"] == corpus]
        for tool, column in TOOLS.items():
            bounds = _tuned(_number(there[column]), _codes(there["gold"]), corpus)
            answers = _between(_number(here[column]), *bounds)
            said.loc[here.index, tool] = np.array(SIDES)[answers]
            said.attrs["bounds"][corpus, tool] = bounds
    return said


def _tuned(polarity: npt.NDArray[np.float64], gold: _Ints, corpus: str) -> tuple[float, float]:
    best = "five_f1" if corpus == "DSE" else "macro_f1"
    tried = [(low, high) for low in _BOUNDS for high in _BOUNDS if low <= high]
    low, high = max(tried, key=lambda b: _judged(gold, _between(polarity, *b), corpus)[best])
    return float(low), float(high)


def _between(polarity: npt.NDArray[np.float64], low: float, high: float) -> _Ints:
    return 1 + (polarity > high).astype(np.int64) - (polarity < low)


def _number(values: pd.Series) -> npt.NDArray[np.float64]:
    return values.to_numpy(float, na_value=0.0)


def _codes(sides: pd.Series) -> _Ints:
    return np.asarray(sides.map(SIDES.index), np.int64)


def corpus_figures(answers: pd.DataFrame) -> pd.DataFrame:
    """Figures of each way to answer, on each corpus; those of the public scorers.

    Parameters
    ----------
    answers : DataFrame
        What `corpus_answers` gives, with the columns of `word_list_answers` where wanted.

    Returns
    -------
    DataFrame
        One row a corpus and way ("ours", the word lists, "always neutral" or whichever
        label is commonest): ``questions, accuracy, macro_f1`` (over the three sides),
        ``polar_f1`` (the mean of against and for), ``five_f1`` (DSE: macro F1 over the
        pair's five classes, where an answer polar both ways counts as the first entity's)
        and ``ece`` (ours: expected calibration error of ``confidence``).
    """
    rows = {}
    for corpus, here in answers.groupby("corpus", sort=False):
        most = here["gold"].mode().iloc[0]
        ways = {"ours": here["leaning"]}
        ways |= {tool: here[tool] for tool in TOOLS if tool in here}
        ways[f"always {most}"] = pd.Series(most, index=here.index)
        for way, said in ways.items():
            rows[corpus, way] = _judged(_codes(here["gold"]), _codes(said), str(corpus))
        rows[corpus, "ours"]["ece"] = calibration_error(here)
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis(["corpus", "way"])
    return table.astype({"questions": int})


def _judged(gold: _Ints, said: _Ints, corpus: str) -> dict[str, float]:
    by_side = _f1_by_class(gold, said, 3)
    return {
        "questions": len(gold),
        "accuracy": float((gold == said).mean()),
        "macro_f1": float(by_side.mean()),
        "polar_f1": float(by_side[[0, 2]].mean()),
        "five_f1": float(_f1_by_class(_five(gold), _five(said), 5).mean())
        if corpus == "DSE"
        else np.nan,
    }


def _five(sides: _Ints) -> _Ints:
    one, other = sides.reshape(-1, 2).T
    first = np.array([3, 0, 1])[one]
    return np.where(first > 0, first, np.array([4, 0, 2])[other])


def _f1_by_class(gold: _Ints, said: _Ints, classes: int) -> npt.NDArray[np.float64]:
    both = np.bincount(gold * classes + said, minlength=classes**2).reshape(classes, classes)
    return np.asarray(2 * both.diagonal() / np.maximum(1, both.sum(axis=0) + both.sum(axis=1)))


def write_corpus_answers(answers: pd.DataFrame, corpora: str | Path, folder: str | Path) -> None:
    """Write the answers as the public scorers read them.

    ``newsmtsc.jsonl`` holds ``id, label``, and ``dse.jsonl`` ``id, p_to_q, q_to_p,
    confidence`` (the lower of the two), −1 against, 0 neutral, 1 for.  Score the first
    against ``newsmtsc_held_out.jsonl``, the held-out lines of the corpus, written beside
    it, and the second against ``dse/valid.txt``.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    told = answers.assign(answer=_codes(answers["leaning"]) - 1)
    mentions, pairs = (told[told["corpus"] == corpus] for corpus in ("NewsMTSC", "DSE"))
    lines = [{"id": row.id, "label": row.answer} for row in mentions.itertuples()]
    _write(folder / "newsmtsc.jsonl", map(json.dumps, lines))
    records = pairs.to_dict("records")
    lines = [
        {
            "id": int(p["id"].removesuffix(":p")),
            "p_to_q": p["answer"],
            "q_to_p": q["answer"],
            "confidence": round(min(p["confidence"], q["confidence"]), 4),
        }
        for p, q in zip(records[::2], records[1::2], strict=True)
    ]
    _write(folder / "dse.jsonl", map(json.dumps, lines))
    with (Path(corpora) / "newsmtsc" / "train.jsonl").open(encoding="utf-8") as file:
        held = [line for line in file if is_held_out(json.loads(line)["sentence_normalized"])]
    _write(folder / "newsmtsc_held_out.jsonl", (line.rstrip("\n") for line in held))


def _write(path: Path, lines: Iterator[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
