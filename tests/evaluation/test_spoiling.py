import random

import pandas as pd
import pytest

from analystkit.evaluation.spoiling import MANNERS, spoil, spoil_all

TEXT = 'The mayor spoke. “We cannot pay,” she said.\n\n"No more boats," he said. He “left” town.'


@pytest.mark.parametrize("manner", MANNERS)
def test_annotated_words_are_found_again(manner):
    spoiled = spoil(TEXT, manner, random.Random(1))
    assert spoiled.text != TEXT or manner == "lost"
    for words in ("We cannot pay,", "she", "No more boats,", "town"):
        start = TEXT.index(words)
        moved = spoiled.text[slice(*spoiled.moved((start, start + len(words))))]
        assert moved.lower() == words.lower()


def test_marks_are_lost_and_bare():
    assert not set(spoil(TEXT, "bare", random.Random(1)).text) & set('“”"')
    lost = {spoil(TEXT, "lost", random.Random(n)).text for n in range(9)}
    assert len(lost) > 1


def test_articles_take_the_manners_in_turn():
    articles = pd.DataFrame({"article_id": list("abc"), "text": [TEXT] * 3})
    at = TEXT.index("We")
    gold = pd.DataFrame(
        {"article_id": ["b"], "content": [[(at, at + 14)]], "source": [[]], "cue": [[]]}
    )
    texts, moved = spoil_all(articles, gold)
    assert texts["text"].nunique() == 3
    ((start, end),) = moved["content"][0]
    assert texts["text"][1][start:end] == "We cannot pay,"
