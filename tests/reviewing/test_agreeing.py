"""Who agrees with whom: the machine first, each reading of a reviewer for itself."""

import pandas as pd
import pytest

from analystkit import tables
from analystkit.reviewing import agreement

KINDS = ["direct", "indirect", "direct", "indirect", "mixed", "direct", "direct", "indirect"]
QUOTES = tables.as_quotes(
    {
        "quote_id": f"a{i // 2}#{i}", "article_id": f"a{i // 2}", "kind": kind,
        "quote": f"The ferry sails at {i}", "spans": [(4, 24)],
        "speaker": "Mira Okafor" if i % 3 else pd.NA, "camp": "Harbour" if i % 3 else pd.NA,
    }
    for i, kind in enumerate(KINDS)
)  # fmt: skip
STANCE = tables.as_stance(
    {"quote_id": row, "target": "ferry", "label": label}
    for row, label in zip(
        QUOTES["quote_id"],
        ["for", "for", "against", "neutral", "neutral", "for", "unclear", "against"],
        strict=True,
    )
)


def label(i: int, field: str, value: object, who: str = "Ana", turn: int = 1) -> dict:
    row = QUOTES.iloc[i]
    shown = {"speaker": row["speaker"], "camp": row["camp"], "kind": row["kind"]}
    shown = {k: None if pd.isna(v) else v for k, v in shown.items()}
    shown["stance:ferry"] = str(STANCE["label"][i])
    return {
        "quote_id": row["quote_id"], "article_id": row["article_id"], "field": field,
        "value": value, "before": shown if field == "accept" else None, "words": row["quote"],
        "spans": row["spans"], "reviewer": who, "pass": turn,
    }  # fmt: skip


def pairs(table: pd.DataFrame, field: str) -> list[tuple[str, str]]:
    own = table[table["field"] == field]
    return list(zip(own["one"], own["other"], strict=True))


def test_machine_and_reviewers_stand_against_one_another_in_every_field():
    labels = pd.DataFrame(
        [label(i, "accept", True) for i in range(8)]
        + [label(i, "kind", "direct", "Björn") for i in range(5)]
        + [label(i, "kind", "mixed", "Ana", 2) for i in range(3)]
    )
    table = agreement(labels, QUOTES, stance=STANCE)
    assert pairs(table, "kind") == [
        ("machine", "Ana"), ("machine", "Ana (pass 2)"), ("machine", "Björn"),
        ("Ana", "Ana (pass 2)"), ("Ana", "Björn"), ("Ana (pass 2)", "Björn"),
    ]  # fmt: skip
    kind = table[table["field"] == "kind"].set_index(["one", "other"])
    figures = ["n", "articles", "agreement", "kappa", "alpha"]
    assert kind.loc[("machine", "Ana"), figures].tolist() == [8, 4, 1, 1, 1]
    assert kind.loc[("Ana", "Björn"), "agreement"] == pytest.approx(2 / 5)
    assert set(table["field"]) >= {"speaker", "camp", "stance:ferry", "stance:ferry: clear"}


def test_stances_are_ordinal_where_they_are_clear():
    labels = pd.DataFrame(
        [label(i, "stance:ferry", said) for i, said in enumerate(
            ["for", "neutral", "against", "neutral", "against", "for", "for", "against"])]
    )  # fmt: skip
    table = agreement(labels, QUOTES, stance=STANCE).set_index("field")
    assert table.loc["stance:ferry", ["n", "measure"]].tolist() == [8, "nominal"]
    assert table.loc["stance:ferry: clear", ["n", "measure"]].tolist() == [7, "ordinal"]
    # two near misses, and no against taken for for
    assert table.loc["stance:ferry: clear", "alpha"] > table.loc["stance:ferry", "alpha"]


def test_the_confusion_table_holds_every_pair_once_and_those_without_a_speaker():
    labels = pd.DataFrame([label(i, "speaker", "Mira Okafor") for i in range(8)])
    table = agreement(labels, QUOTES)
    confusion = table.attrs["confusion"].set_index(["field", "value_one", "value_other"])["n"]
    assert confusion[("speaker", "(none)", "Mira Okafor")] == 3
    assert confusion[("speaker", "Mira Okafor", "Mira Okafor")] == 5


def test_where_one_value_alone_occurs_there_is_no_coefficient():
    labels = pd.DataFrame([label(i, "accept", True) for i in range(8)])
    row = agreement(labels, QUOTES).set_index("field").loc["quote"]
    assert row["agreement"] == 1 and pd.isna(row["kappa"]) and pd.isna(row["alpha"])


def test_no_quote_is_an_answer_too():
    labels = pd.DataFrame([label(i, "accept", True) for i in range(6)]
                          + [label(i, "not_a_quote", True) for i in (6, 7)])  # fmt: skip
    table = agreement(labels, QUOTES)
    assert table.set_index("field").loc["quote", "agreement"] == 0.75
    assert table.set_index("field").loc["kind", "n"] == 6


def test_no_labels_is_a_table_without_rows():
    table = agreement(pd.DataFrame(columns=list(label(0, "accept", True))), QUOTES)
    assert table.empty and "alpha_low" in table
