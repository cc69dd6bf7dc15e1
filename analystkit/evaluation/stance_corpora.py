"""The stance network on NewsMTSC and DSE, on what it was not trained on, beside the word lists."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from analystkit.evaluation.gold import each_line
from analystkit.evaluation.scoring import f1_of
from analystkit.evaluation.stances import ANSWER, SIDES, TOOLS, calibration_error
from analystkit.sentiment import score_sentiment
from analystkit.stance import Question, stances

_BOUNDS = np.round(np.arange(-0.6, 0.65, 0.05), 2)
_POLARITY = {2.0: 0, 4.0: 1, 6.0: 2}
# what a pair's five classes answer, 0 against, 1 neutral, 2 for, asked one way and the other
THERE, BACK = np.array([1, 2, 1, 0, 1]), np.array([1, 1, 2, 1, 0])
_ENTITY = re.compile(r"\[([^\[\]]*)\]")
_WORD = re.compile(r"[a-z]+")
Ints = npt.NDArray[np.int64]
Figures = dict[str, float]


def corpus_questions(corpora: str | Path, *, held_out: bool = True) -> pd.DataFrame:
    """The questions of NewsMTSC and DSE that the network was not, or was, trained on."""
    folder = Path(corpora)
    pairs = folder / "dse" / ("valid.txt" if held_out else "train.txt")
    rows: list[tuple[object, ...]] = [
        ("NewsMTSC", q.id, q.text, q.target, None, SIDES[q.label])
        for q in read_newsmtsc(folder / "newsmtsc" / "train.jsonl")
        if is_held_out(q.text) == held_out
    ]
    for q in read_dse(pairs):  # the stance of either entity, next to each other
        rows.append(("DSE", f"{q.id}:p", q.text, q.target, q.holder, SIDES[THERE[q.label]]))
        rows.append(("DSE", f"{q.id}:q", q.text, q.holder, q.target, SIDES[BACK[q.label]]))
    return pd.DataFrame(rows, columns=["corpus", "id", "text", "target", "holder", "gold"])


@dataclass(frozen=True)
class Labelled:
    """One labelled question."""

    id: str
    text: str
    target: tuple[int, int]  # characters of the text
    holder: tuple[int, int] | None
    # Without a holder 0 against, 1 neutral, 2 for. Else the pair's: 0 neutral, 1 holder for target,
    # 2 target for holder, 3 and 4 the same against.
    label: int


def read_newsmtsc(path: Path) -> list[Labelled]:
    """Sentiment toward one mention (Hamborg and Donnay, EACL 2021)."""

    def read(line: str) -> list[Labelled]:
        row = json.loads(line)
        text = row["sentence_normalized"]
        return [
            Labelled(
                m["Input.gid"], text, (m["from"], m["to"]), None, _POLARITY[float(m["polarity"])]
            )
            for m in row["targets"]
        ]

    return [asked for of_line in each_line(path, read) for asked in of_line]


def read_dse(path: Path) -> list[Labelled]:
    """Who is for or against whom (Park, Pan and Joo, Findings of ACL 2021); holder first."""

    def read(line: str) -> tuple[str, tuple[int, int], tuple[int, int], int]:
        sentence, _, _, label = line.split("\t")
        one, other = list(_ENTITY.finditer(sentence))[:2]
        first, second = (one.start(), one.end() - 2), (other.start() - 2, other.end() - 4)
        return _ENTITY.sub(r"\1", sentence, count=2), second, first, range(len(THERE))[int(label)]

    return [Labelled(str(n), *found) for n, found in enumerate(each_line(path, read))]


def words_of(text: str) -> list[str]:
    """The words alone, to tell sentences apart that differ in marks or figures only."""
    return _WORD.findall(text.casefold())


def is_held_out(text: str) -> bool:
    """Whether a NewsMTSC sentence is of the tenth that is never trained on."""
    digest = hashlib.sha256(" ".join(words_of(text)).encode()).digest()
    return digest[0] * 256 + digest[1] < 65536 / 10


def corpus_answers(questions: pd.DataFrame) -> pd.DataFrame:
    """The shipped network's answers to `corpus_questions`."""
    asked = zip(questions["text"], questions["target"], questions["holder"], strict=True)
    found = stances(Question(*question) for question in asked)
    columns = {name: [getattr(s, name) for s in found] for name in ANSWER}
    return questions[["corpus", "id", "gold"]].assign(**columns)


def word_list_answers(questions: pd.DataFrame, *, tuned_on: pd.DataFrame) -> pd.DataFrame:
    """The sides by polarity: against below one bound, for above another; the best on `tuned_on`."""
    said = pd.DataFrame("neutral", index=questions.index, columns=list(TOOLS))
    said.attrs["bounds"] = {}
    asked, known = (score_sentiment(q, text="text") for q in (questions, tuned_on))
    for corpus in questions["corpus"].unique():
        here, there = asked[asked["corpus"] == corpus], known[known["corpus"] == corpus]
        for tool, column in TOOLS.items():
            bounds = _tuned(there[column], _codes(there["gold"]), corpus)
            answers = _between(here[column], *bounds)
            said.loc[here.index, tool] = np.array(SIDES)[answers]
            said.attrs["bounds"][corpus, tool] = bounds
    return said


def _tuned(polarity: pd.Series, gold: Ints, corpus: str) -> tuple[float, float]:
    pairs = corpus == "DSE"
    tried = [(float(low), float(high)) for low in _BOUNDS for high in _BOUNDS if low <= high]
    best = "five_f1" if pairs else "macro_f1"
    return max(tried, key=lambda b: judged(gold, _between(polarity, *b), pairs=pairs)[best])


def _between(polarity: pd.Series, low: float, high: float) -> Ints:
    values = polarity.to_numpy(float, na_value=0.0)
    return 1 + (values > high).astype(np.int64) - (values < low)


def _codes(sides: pd.Series) -> Ints:
    return np.asarray(sides.map(SIDES.index), np.int64)


def corpus_figures(answers: pd.DataFrame) -> pd.DataFrame:
    """The public scorers' figures of each way to answer, on each corpus."""
    rows = {}
    for corpus, here in answers.groupby("corpus", sort=False):
        most = here["gold"].mode().iloc[0]
        ways = {"ours": here["leaning"]}
        ways |= {tool: here[tool] for tool in TOOLS if tool in here}
        ways[f"always {most}"] = pd.Series(most, index=here.index)
        for way, said in ways.items():
            gold = _codes(here["gold"])
            rows[corpus, way] = judged(gold, _codes(said), pairs=corpus == "DSE")
            rows[corpus, way]["questions"] = len(here)
        rows[corpus, "ours"]["ece"] = calibration_error(here)
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis(["corpus", "way"])
    columns = ["questions", "accuracy", "macro_f1", "polar_f1", "five_f1", "ece"]
    return table.reindex(columns=columns).astype({"questions": int})


def judged(gold: Ints, said: Ints, *, pairs: bool) -> Figures:
    """The scorers' figures of answers by side, those of a pair next to each other."""
    by_side = f1_by_class(gold, said, 3)
    found = {
        "accuracy": float((gold == said).mean()),
        "macro_f1": float(by_side.mean()),
        "polar_f1": float(by_side[[0, 2]].mean()),
    }
    if pairs:
        found["five_f1"] = float(f1_by_class(_pair_class(gold), _pair_class(said), 5).mean())
    return found


def _pair_class(sides: Ints) -> Ints:
    """Each pair's class from its two answers; polar both ways counts as the first's."""
    one = np.array([3, 0, 1])[sides[::2]]
    return np.where(one > 0, one, np.array([4, 0, 2])[sides[1::2]])


def f1_by_class(gold: Ints, said: Ints, classes: int) -> npt.NDArray[np.float64]:
    """F1 of each class."""
    return np.array([f1_of(gold, said, label) for label in range(classes)])


def write_corpus_answers(answers: pd.DataFrame, corpora: str | Path, folder: str | Path) -> None:
    """Write the answers as the public scorers read them, beside NewsMTSC's held-out lines."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    coded = answers.assign(answer=_codes(answers["leaning"]) - 1)
    mentions, records = (
        coded[coded["corpus"] == corpus].to_dict("records") for corpus in ("NewsMTSC", "DSE")
    )
    lines = [{"id": row["id"], "label": row["answer"]} for row in mentions]
    _write(folder / "newsmtsc.jsonl", map(json.dumps, lines))
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


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
