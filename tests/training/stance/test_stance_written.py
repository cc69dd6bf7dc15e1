from pathlib import Path

import pytest

pytest.importorskip("torch", reason="training needs the extra [train]")
from analystkit.training.stance.written import is_held, read_written

SENTENCES = Path(__file__).parents[3] / "data" / "stance_sentences"


def written(folder: Path, text: str) -> Path:
    (folder / "one.txt").write_text(text, "utf-8")
    return folder


def test_mentions_and_sides_are_read(tmp_path):
    rows = read_written(
        written(
            tmp_path,
            "{A:The union} called {B:the freeze} theft; {C:the minister} defended {D:it}.\n"
            "A B against; C D for; A C neutral; - B neutral\n\n"
            "{A:They} praised {B:him}.\nA B neutral; B A against; - B for\n",
        )
    )
    said = [(r.text[slice(*r.holder)] if r.holder else "-", r.text[slice(*r.target)]) for r in rows]
    assert said == [
        ("The union", "the freeze"),
        ("the minister", "it"),
        ("The union", "the minister"),
        ("-", "the freeze"),
        ("him", "They"),
        ("-", "him"),
    ]
    assert [r.label for r in rows] == [3, 1, 0, 1, 3, 2]


@pytest.mark.parametrize(
    "wrong",
    [
        "{A:They} praised {B:him}.\nA C for",
        "{A:They} praised {B:him}.\nA B warm",
        "{A:They} praised {B:him}.\nA B",
        "{A:They} praised {B:him}.",
        "{A:They} praised {B:him}.\nA B for; B A for",
    ],
)
def test_a_wrong_sentence_is_named(tmp_path, wrong):
    good = "{A:They} met {B:him}.\nA B neutral\n\n"
    with pytest.raises(ValueError, match=r"one\.txt, sentence 2"):
        read_written(written(tmp_path, good + wrong))


def test_a_folder_without_sentences_is_named(tmp_path):
    with pytest.raises(ValueError, match="holds no sentences"):
        read_written(tmp_path)


def test_our_sentences_ask_after_whole_words_and_a_tenth_is_held_out():
    rows = read_written(SENTENCES)
    assert len(rows) > 5000
    for row in rows:
        for start, end in (row.target, row.holder or row.target):
            words = row.text[start:end]
            assert words and words == words.strip() and "{" not in row.text
    texts = {row.text for row in rows}
    share = sum(is_held(row) for row in rows) / len(rows)
    assert len(texts) > 2000 and 0.07 < share < 0.13
