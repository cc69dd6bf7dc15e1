"""Invented coverage for the tests, built from a short template."""

import random

import pandas as pd

from analystkit import tables

SPEAKERS = [
    # name, words in the article, type, actor, camp
    ("Dana Whitfield", "Senator Dana Whitfield", "person", "Dana Whitfield", "US Congress"),
    ("Layth al-Samawi", "spokesman Layth al-Samawi", "person", "Layth al-Samawi",
     "Iraqi government"),
    ("Harlan Pruitt", "Major General Harlan Pruitt", "person", "Harlan Pruitt", "United States"),
    ("Abu Tamim al-Rubaie", "Abu Tamim al-Rubaie", "person", pd.NA, "Iran-aligned militias"),
    ("Shirin Vahedi", "Shirin Vahedi of the foreign ministry", "person", "Shirin Vahedi", "Iran"),
    ("نزار الجبوري", "نزار الجبوري", "person", pd.NA, "Iraqi government"),
    ("a border official", "a border official", "unnamed", pd.NA, pd.NA),
    (pd.NA, pd.NA, pd.NA, pd.NA, pd.NA),
]  # fmt: skip
OUTLETS = ["Northgate Wire", "Tigris Daily", "Gulf Lens", "Café Européen"]
SAYINGS = [
    "The raid crossed a line that we had drawn in public",
    "We will answer when the families have buried their dead",
    "Nobody asked this parliament before the aircraft left",
    "The convoy was hit twice, then a third time — near the bridge",
    "Costs of $2_000 a day are not the point",
]


def coverage(*, articles: int = 12, each: int = 4, seed: int = 7) -> tuple[pd.DataFrame, ...]:
    """Invented coverage: articles with a title, a lead and quotes of every shape."""
    draw, pages, rows = random.Random(seed), [], []
    for i in range(articles):
        text = f"Convoy struck near the border, day {i + 1}\n\nReports differed on Monday.\r\n\r\n"
        for j in range(each):
            row, part = _quotation(
                draw.choice(SPEAKERS), SAYINGS[(i + j) % len(SAYINGS)], len(text), j
            )
            text += part + "\n\n"
            row |= {"quote_id": f"a{i:03}#{j}", "article_id": f"a{i:03}", "paragraph": j + 2}
            row |= {"position": j / each, "confidence": round(draw.uniform(0.5, 0.99), 2)}
            rows.append(row)
        day = pd.Timestamp("2021-06-27T21:30Z") + pd.Timedelta(days=i % 31)
        pages.append(
            {
                "article_id": f"a{i:03}",
                "text": text,
                "title": f"Convoy struck near the border, day {i + 1}",
                "outlet": OUTLETS[i % len(OUTLETS)],
                "published": pd.NaT if i % 11 == 10 else day,
            }
        )
    frame = tables.as_articles(pages)
    texts = frame.set_index("article_id")["text"]
    for row in rows:
        page = texts[row["article_id"]]
        row["quote"] = " … ".join(page[start:end] for start, end in row["spans"])
    return frame, tables.as_quotes(rows)


def _quotation(who: tuple, saying: str, at: int, shape: int) -> tuple[dict, str]:
    name, words, kind_of, actor, camp = who
    row = {"speaker": name, "speaker_type": kind_of, "actor": actor, "camp": camp}
    half = len(saying) // 2
    if pd.isna(words):
        part, spans, marks = f"“{saying}.”", [(1, len(saying) + 2)], {}
        kind = "direct"
    elif shape % 3 == 0:
        head = f"{words} said "
        part, spans, kind = f"{head}that {saying.lower()}.", None, "indirect"
        spans = [(len(head), len(part) - 1)]
        marks = {"source": (0, len(words)), "cue": (len(words) + 1, len(words) + 5)}
    else:
        first = f"“{saying[:half]},”"
        middle = f" said\u00a0{words}, “"
        part, kind = first + middle + f"{saying[half:]}.”", "direct"
        spans = [(1, half + 2), (len(first + middle), len(part) - 1)]
        cue = len(first) + 1
        marks = {"cue": (cue, cue + 4), "source": (cue + 5, cue + 5 + len(words))}
    row |= {"kind": kind, "spans": [(at + start, at + end) for start, end in spans]}
    for key, (start, end) in marks.items():
        row |= {key: part[start:end], f"{key}_start": at + start, f"{key}_end": at + end}
    return row, part
