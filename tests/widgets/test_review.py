"""The desk without a browser: what each key does to the file of decisions."""

import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from analystkit import apply_labels, explore, read_article, review, tables
from analystkit.reviewing import checked_tables, read_labels

IDS = ["a000#1", "a001#0", "a002#2", "a003#1"]


@pytest.fixture
def stance(quotes):
    return tables.as_stance(
        {"quote_id": key, "target": target, "label": "for", "score": 0.6}
        for key in quotes["quote_id"]
        for target in ("raid", "talks")
    )


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "labels.jsonl"


@pytest.fixture
def open_desk(quotes, articles, stance, file):
    def opener(**more):
        more = {"reviewer": "Ana", "sample": IDS, **more}
        return review(quotes, articles, stance, labels=file, **more)

    return opener


def press(desk, do: str, **more) -> None:
    quote = desk.selection.get("quote", "")
    desk._handle_custom_msg({"quote": quote, "do": do, **more}, [])


def answer(desk, field: str, value) -> None:
    press(desk, "answer", field=field, value=value)
    assert desk.error == ""


def lines(file) -> list[dict]:
    own = file.with_name("labels.ana.jsonl")
    return [json.loads(line) for line in own.read_text("utf-8").splitlines()]


def shown(desk, key: str) -> dict:
    return next(field for field in desk.view["fields"] if field["key"] == key)


def test_right_is_kept_with_all_that_was_shown_before_the_next_quote_comes(
    open_desk, file, quotes, monkeypatch
):
    desk = open_desk()
    row = quotes.set_index("quote_id").loc[IDS[0]]
    seen = []
    desk.observe(lambda change: seen.append((change.new["quote"], len(lines(file)))), "view")
    press(desk, "accept")
    assert seen == [(IDS[1], 1)]
    (made,) = lines(file)
    assert made["field"] == "accept" and made["value"] is True
    assert made["before"] == {
        "speaker": row["speaker"] if pd.notna(row["speaker"]) else None,
        "camp": row["camp"] if pd.notna(row["camp"]) else None, "kind": row["kind"],
        "spans": [list(span) for span in row["spans"]],
        "cue": [row["cue_start"], row["cue_end"]] if pd.notna(row["cue_start"]) else None,
        "source": [row["source_start"], row["source_end"]] if pd.notna(row["cue_start"]) else None,
        "stance:raid": "for", "stance:talks": "for",
    }  # fmt: skip
    assert made["words"] == row["quote"] and made["probability"] is None
    assert (made["design"], made["pass"], made["reviewer"]) == ("list", 1, "Ana")


def test_a_correction_is_kept_at_once_and_right_says_nothing_of_it(open_desk, file):
    desk = open_desk()
    answer(desk, "speaker", "Somebody Else")
    assert lines(file)[-1]["value"] == "Somebody Else" and desk.selection["quote"] == IDS[0]
    answer(desk, "stance:talks", "against")
    answer(desk, "spans", [[66, 75], [70, 80], [90, 95]])
    answer(desk, "cue", None)
    press(desk, "accept")
    *_, spans, _, accept = lines(file)
    assert spans["value"] == [[66, 80], [90, 95]] and spans["spans"] == spans["before"]
    assert set(accept["before"]) == {"camp", "kind", "source", "stance:raid"}
    press(desk, "back")
    assert shown(desk, "speaker")["value"] == "Somebody Else" and desk.view["state"] == "accept"


def test_the_machines_own_answer_takes_a_correction_back(open_desk, file):
    desk = open_desk()
    kind = desk.view["now"]["kind"]
    answer(desk, "kind", kind)
    assert not file.with_name("labels.ana.jsonl").exists()
    answer(desk, "kind", "mixed")
    answer(desk, "kind", kind)
    assert [line["field"] for line in lines(file)] == ["kind", "undo"]
    assert read_labels(file).empty and shown(desk, "kind")["was"] == []
    for each in ("mixed", "indirect", kind):  # once around, as the key k goes
        answer(desk, "kind", each)
    assert read_labels(file).empty and shown(desk, "kind")["value"] == kind


def test_corrected_places_are_found_by_their_words_in_a_later_edition(
    open_desk, file, quotes, articles
):
    desk = open_desk(fields=["spans", "cue"])
    text = articles.set_index("article_id").loc["a000", "text"]
    start = quotes.set_index("quote_id").loc[IDS[0], "spans"][0][0]
    answer(desk, "cue", [text.index("Reports"), text.index(" differed")])
    end = text.index(" ", start + 8)
    answer(desk, "spans", [[start, end]])
    assert lines(file)[0]["value_words"] == ["Reports"]
    assert lines(file)[1]["value_words"] == [text[start:end]]
    # In the next edition other words stand between the quote and the words chosen for it.
    later = text.replace("Reports differed", "Reports from the border differed")
    moved = quotes[quotes["quote_id"] == IDS[0]].copy()
    further = len(later) - len(text)
    moved["spans"] = moved["spans"].map(
        lambda spans: [(a + further, b + further) for a, b in spans]
    )
    edition = tables.as_articles([{"article_id": "a000", "text": later}])
    for name in ("cue", "source"):
        moved[[f"{name}_start", f"{name}_end"]] += further
    found = apply_labels(moved, file, articles=edition)
    assert found.loc[found.index[0], "cue"] == "Reports" and found.attrs["unplaced"].empty


def test_the_camp_goes_with_the_speaker_or_it_is_said_that_it_does_not(quotes, articles, file):
    quotes["speaker"] = quotes["camp"] = pd.NA
    for i, (name, camp) in enumerate([("Dana", "Congress"), ("Shirin", "Iran"), ("Ray", "City")]):
        quotes.loc[i, ["speaker", "camp"]] = [name, camp]
    desk = review(quotes, articles, labels=file, reviewer="Ana", sample=["a000#0"])

    def now(speaker: str | None) -> tuple[str, str]:
        answer(desk, "speaker", speaker)
        return shown(desk, "camp")["value"], desk.said

    assert now("Shirin") == ("Iran", "The camp goes with the speaker: Iran.")
    assert now("Ray") == ("City", "The camp goes with the speaker: City.")
    assert now("Dana") == ("Congress", "The camp goes with the speaker: Congress.")
    assert read_labels(file).empty, "as the machine has it"
    # Of somebody unknown no camp is known, and none is made up.
    assert now("Noor") == ("Congress", "The camp is still Congress: press c if it is another.")
    answer(desk, "camp", "Greens")
    assert now("Shirin") == ("Greens", "The camp is still Greens: press c if it is another.")


def test_a_correction_of_what_was_found_right_opens_it_again(open_desk, file):
    desk = open_desk()
    press(desk, "accept")
    press(desk, "back")
    answer(desk, "kind", "mixed")
    assert desk.progress["left"] == 4 and desk.view["state"] == ""
    assert list(read_labels(file)["field"]) == ["kind"]
    press(desk, "not_a_quote")
    assert sorted(read_labels(file)["field"]) == ["kind", "not_a_quote"]
    press(desk, "back")
    press(desk, "accept")
    assert sorted(read_labels(file)["field"]) == ["accept", "kind"]


def test_undo_goes_back_step_by_step_to_where_each_decision_was_taken(open_desk, file):
    desk = open_desk()
    answer(desk, "kind", "mixed")
    answer(desk, "kind", "indirect")
    press(desk, "accept")
    press(desk, "forward")
    assert desk.selection["quote"] == IDS[2] and desk.progress["skipped"] == 1
    states = []
    for _ in range(4):
        press(desk, "undo")
        states.append((desk.selection["quote"], shown(desk, "kind")["value"], desk.view["state"]))
    second, machine = states[0][1], states[3][1]
    assert states == [
        (IDS[1], second, ""), (IDS[0], "indirect", ""), (IDS[0], "mixed", ""),
        (IDS[0], machine, ""),
    ]  # fmt: skip
    assert read_labels(file).empty
    press(desk, "undo")
    assert desk.error == "There is nothing to undo"


def test_undo_after_going_back_says_which_quote_it_was(open_desk):
    desk = open_desk()
    for _ in range(3):
        press(desk, "accept")
    for _ in range(3):
        press(desk, "back")
    assert desk.selection["quote"] == IDS[0] and desk.view["state"] == "accept"
    press(desk, "undo")
    assert desk.said == "Undone: Right, at quote 3." and desk.selection["quote"] == IDS[2]
    assert desk.progress["done"] == 2


def test_the_desk_opens_again_where_it_was_left(open_desk, file):
    desk = open_desk(sample="random", n=20, seed=3)
    order = list(desk._session.order)
    for do in ("accept", "not_a_quote", "forward"):
        press(desk, do)
    answer(desk, "camp", "Another camp")
    again = open_desk(sample="random", n=20, seed=3)
    assert again._session.order == order and again.selection["quote"] == order[3]
    assert shown(again, "camp")["value"] == "Another camp"
    assert again.progress | {"pace": 0} == desk.progress | {"pace": 0}
    press(again, "undo")
    assert shown(again, "camp")["was"] == []
    assert {line["probability"] for line in lines(file)} == {20 / 48, None}  # none for undo
    for _ in range(17):
        press(again, "accept")
    assert again.progress["left"] == 0 and again.selection == {}
    press(again, "skipped")
    assert again.selection["quote"] == order[2]


def test_a_decision_on_other_words_under_the_same_id_does_not_count(open_desk, quotes, articles):
    desk = open_desk()
    press(desk, "accept")
    moved = quotes.copy()
    moved.loc[moved["quote_id"] == IDS[0], "quote"] = "Other words"
    again = review(moved, articles, labels=desk._path, reviewer="Ana", sample=IDS)
    assert again.progress["left"] == 4
    found = checked_tables(moved, articles, None, desk.labels)
    assert found.quotes["checked"].isna().all() and "1 decision" in next(iter(found.notes))


def test_a_click_for_a_quote_no_longer_shown_decides_nothing(open_desk, file):
    desk = open_desk()
    for _ in range(2):  # Enter pressed twice before the answer came
        desk._handle_custom_msg({"quote": IDS[0], "do": "accept"}, [])
    assert len(lines(file)) == 1 and desk.selection["quote"] == IDS[1] and desk.answered == 2


def test_a_missed_quote_is_put_together_and_kept_whole(open_desk, file, articles):
    desk = open_desk(fields=["kind"])  # one that was missed is asked for whole
    text = articles.set_index("article_id").loc["a000", "text"]
    press(desk, "missed", spans=[[0, 6]])
    assert desk.view["draft"] and not file.with_name("labels.ana.jsonl").exists()
    press(desk, "not_a_quote")
    assert "First keep the missed quote" in desk.error
    answer(desk, "cue", [7, 13])
    answer(desk, "speaker", "Shirin Vahedi")
    press(desk, "accept")
    (made,) = lines(file)
    assert made["field"] == "missed" and made["words"] == text[:6]
    assert made["value"] == {
        "speaker": "Shirin Vahedi", "camp": "Iran", "kind": "indirect", "cue": [7, 13],
        "source": None, "spans": [[0, 6]],
    }  # fmt: skip
    assert desk.selection["quote"] == IDS[0] and desk.progress["missed"] == 1
    press(desk, "missed", spans=[[8, 12]])
    press(desk, "discard")
    assert len(lines(file)) == 1 and not desk.view["draft"]
    press(desk, "undo")
    assert desk.progress["missed"] == 0 and read_labels(file).empty


def test_blind_hides_the_machine_until_the_reviewer_has_answered(open_desk, file, quotes):
    open_desk()._session.close("accept")
    desk = open_desk(blind=True)
    assert desk.progress["left"] == 4, "the first pass is another"
    row = quotes.set_index("quote_id").loc[IDS[0]]
    words = json.dumps({k: v for k, v in desk.view.items() if k not in ("html", "here")})
    for told in (row["speaker"], row["camp"], "for"):
        assert pd.isna(told) or f'"{told}"' not in words
    assert "ak-cue" not in desk.view["html"].split("ak-text")[1]
    assert "no camp given" in desk.view["html"] and "US Congress" not in desk.view["html"]
    press(desk, "accept")
    assert desk.error == "Still to answer: speaker, camp, kind, stance on raid, stance on talks; " \
        "or skip this quote"  # fmt: skip
    for field, value in {"speaker": row["speaker"], "camp": None, "kind": row["kind"]}.items():
        answer(desk, field, None if value is not None and pd.isna(value) else value)
    answer(desk, "stance:raid", "for")
    answer(desk, "stance:talks", "unclear")
    press(desk, "accept")
    assert desk.error == "" and desk.selection["quote"] == IDS[1]
    own = [line for line in lines(file) if line["pass"] == 2]
    assert [line["field"] for line in own] == [
        "speaker", "camp", "kind", "stance:raid", "stance:talks", "accept",
    ]  # fmt: skip
    assert set(own[-1]["before"]) == {"spans"}
    press(desk, "back")
    sides = [shown(desk, f"stance:{target}") for target in ("raid", "talks")]
    assert [side["was"] for side in sides] == [[], ["for"]]


def test_a_missed_quote_begun_shows_a_blind_reviewer_nothing_of_the_machine(open_desk, quotes):
    open_desk()._session.close("accept")
    desk = open_desk(blind=True)
    names = desk.view["here"]
    press(desk, "missed", spans=[[0, 6]])
    assert desk.view["draft"] and desk.view["here"] == names
    assert "ak-cue" not in desk.view["html"].split("ak-text")[1]
    own = quotes["camp"].dropna().unique()
    assert not [camp for camp in own if f">{camp}<" in desk.view["html"]]


def test_what_cannot_be_is_said_and_nothing_is_written(open_desk, file):
    desk = open_desk(fields=["speaker", "kind", "spans"])
    for field, value, message in [
        ("kind", "drect", "kind 'drect' is not one of: direct, mixed, indirect"),
        ("camp", "Iran", "the field 'camp' is not one of: speaker, kind, spans"),
        ("spans", [[5, 2]], "spans [[5, 2]] is not words of the article"),
        ("spans", [[5, 10**6]], "beyond the end of the article"),
        ("spans", "x", "is not words of the article"),
    ]:
        press(desk, "answer", field=field, value=value)
        assert message in desk.error
    press(desk, "fly")
    assert desk.error == "review: there is no action 'fly'"
    assert not file.with_name("labels.ana.jsonl").exists()
    for more, message in [
        ({"fields": ["speker"]}, "fields: 'speker' is not one of.*speaker"),
        ({"reviewer": " "}, "reviewer"),
    ]:
        with pytest.raises(ValueError, match=message):
            open_desk(**more)


@pytest.mark.skipif(os.name == "nt", reason="limits the length of files")
def test_a_full_disk_keeps_the_quote_on_the_desk_and_leaves_no_piece_of_a_line(open_desk, file):
    import resource

    desk = open_desk()
    press(desk, "accept")
    kept = file.with_name("labels.ana.jsonl").read_bytes()
    least, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(kept) + 50, most))
    try:
        for do in ("accept", "undo", "note"):
            press(desk, do, text="ask again")
            assert desk.error.startswith("The decision is not kept: ") and str(file.parent) in (
                desk.error
            )
            assert desk.selection["quote"] == IDS[1] and desk.progress["done"] == 1
            assert desk.view["note"] == "" and desk.said == ""
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (least, most))
    assert file.with_name("labels.ana.jsonl").read_bytes() == kept
    press(desk, "accept")
    assert desk.error == "" and desk.selection["quote"] == IDS[2]


def test_a_file_that_cannot_be_written_is_said_plainly(open_desk, file):
    desk = open_desk()
    file.with_name("labels.ana.jsonl").mkdir()  # refused to root too, unlike a file read-only
    press(desk, "accept")
    assert desk.error.startswith("The decision is not kept: ") and "labels.ana.jsonl" in desk.error
    assert "Errno" not in desk.error and desk.selection["quote"] == IDS[0]


def test_a_second_desk_of_the_same_reviewer_is_told_and_overrules_nothing_unseen(open_desk, file):
    first, second = open_desk(), open_desk()
    press(first, "accept")
    press(second, "not_a_quote")
    assert "another desk has written decisions of 'Ana'" in second.error
    assert len(lines(file)) == 1
    # What the other decided is there to be seen, and can be decided anew.
    assert second.selection["quote"] == IDS[0] and second.view["state"] == "accept"
    press(second, "not_a_quote")
    assert second.error == "" and list(read_labels(file)["field"]) == ["not_a_quote"]
    press(first, "undo")
    assert "another desk" in first.error and len(lines(file)) == 2
    press(first, "undo")
    assert first.error == "" and list(read_labels(file)["field"]) == ["accept"]
    press(open_desk(reviewer="Bo"), "accept")
    press(first, "accept")
    assert first.error == "", "another reviewer has a file of their own"


def test_a_reviewers_name_in_other_letters_is_refused_where_it_would_begin_anew(open_desk):
    press(open_desk(reviewer="Ana Weiß"), "accept")
    with pytest.raises(ValueError, match="has the decisions of 'Ana Weiß'"):
        open_desk(reviewer="ana weiss")


def test_quotes_without_their_article_are_left_out_and_counted(quotes, articles, file):
    desk = review(quotes, articles.iloc[2:], labels=file, reviewer="Ana", n=10**6)
    assert desk.progress["total"] == 40 and desk._session._queue.drawn["a002#0"] == 1
    assert "8 quotes left out: the articles were not given." in desk.said


def test_no_field_of_a_table_becomes_markup(quotes, articles, file):
    evil = "<img src=x onerror=hacked()>"
    quotes["speaker"] = quotes["camp"] = evil
    articles["title"] = evil
    articles["text"] = evil + articles["text"].str[len(evil) :]
    desk = review(quotes, articles, labels=file, reviewer="Ana", sample=IDS)
    press(desk, "missed", spans=[[0, 20]])
    assert evil not in desk.view["html"] and "&lt;img src=x" in desk.view["html"]


def test_desks_at_once_keep_all_that_they_show_as_decided(open_desk, quotes, articles, file):
    shown, begun = dict[str, list[str]](), threading.Barrier(3, timeout=60)

    def work(key: str, reviewer: str) -> None:
        desk = review(quotes, articles, labels=file, reviewer=reviewer, n=48)
        own = shown.setdefault(key, [])
        begun.wait()
        while quote := desk.selection.get("quote"):
            desk._handle_custom_msg({"quote": quote, "do": "accept"}, [])
            own += [] if desk.error else [quote]

    pairs = [("a", "Ana"), ("b", "Bo"), ("c", "Ana")]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, *zip(*pairs, strict=True)))
    labels = read_labels(file)
    ana, bo = (set(labels.loc[labels["reviewer"] == name, "quote_id"]) for name in ("Ana", "Bo"))
    assert ana == {*shown["a"], *shown["c"]} and bo == {*shown["b"]}
    assert len(ana) == len(bo) == 48


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks desks")
def test_desks_killed_and_desks_side_by_side_lose_no_decision():
    # In full: --kills 100 --decisions 1000.
    here = Path(__file__).parents[1]
    paths = os.pathsep.join([str(here), str(here.parent)])
    job = subprocess.run(
        [sys.executable, "-m", "benchmarks.review_kills", "--kills", "5", "--decisions", "80"],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths}, check=False,
    )  # fmt: skip
    assert job.returncode == 0, job.stdout + job.stderr


def test_reader_and_explorer_show_what_is_checked_and_open_the_desk(
    open_desk, quotes, articles, file
):
    desk = open_desk()
    press(desk, "accept")
    answer(desk, "camp", "Another")
    press(desk, "accept")
    reading = read_article(articles.iloc[1], quotes, labels=file)
    facts = {fact["id"]: fact for fact in reading.facts}
    assert ["Checked", "Ana: camp changed"] in facts["a001#0"]["rows"]
    assert [fact["checked"] for fact in reading.facts] == [True, False, False, False]
    assert reading.quotes["camp"][0] == "Another" and ["Camp", "Another"] in facts["a001#0"]["rows"]

    explorer = explore(quotes, articles, labels=file, reviewer="Ana")
    assert "<b>2</b> checked" in explorer._counts.value
    explorer.selection = {"quote": "a005#1"}
    assert explorer._pane.action == "Review this quote" and len(explorer.children) == 7
    explorer._pane._handle_custom_msg({"act": "a005#1"}, [])
    opened = explorer.children[-1]
    assert opened.selection == {"quote": "a005#1"} and opened.progress["total"] == 48
    press(opened, "not_a_quote")
    assert explorer.error == "" and "<b>3</b> checked" in explorer._counts.value
    assert explorer.quotes.set_index("quote_id").loc["a005#1", "checked"] == "Ana: not a quote"
    row = explorer._table.rows[explorer._table.place("a005#1") % 10]
    assert row["id"] != "a005#1" or "Ana: not a quote" in row["cells"]
    assert explore(quotes, articles, labels=desk.labels)._pane.action == ""
    with pytest.raises(ValueError, match="reviewer='Ana' needs the path of labels"):
        explore(quotes, articles, labels=desk.labels, reviewer="Ana")
