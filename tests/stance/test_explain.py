from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analystkit.stance import explain_stance, stance_toward
from analystkit.stance.explain import MOST, without

TEXT = "The ministry, wary as ever, condemned the strikes as a shameful crime."
TARGET = (TEXT.index("strikes"), TEXT.index("strikes") + 7)
HOLDER = (4, 12)


class Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.text, self.tags = "", set()

    def handle_data(self, data):
        self.text += data

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)


def test_the_verdict_is_the_same_and_the_verb_counts_most():
    found = explain_stance(TEXT, target=TARGET, holder=HOLDER)
    assert found.stance == stance_toward(TEXT, target=TARGET, holder=HOLDER)
    words = found.words
    assert [TEXT[r.start : r.end] for r in words.itertuples()] == words["word"].tolist()
    assert not {"ministry", "strikes"} & set(words["word"])
    strongest = words.loc[words["effect"].abs().nlargest(3).index, "word"]
    assert "condemned" in set(strongest)
    assert words.set_index("word").loc["crime", "vader"] < 0


def test_small_effects_are_not_told_and_look_small():
    found = explain_stance(TEXT, target=TARGET, holder=HOLDER)
    noise = found.words.assign(effect=[0.02, *[0.0] * (len(found.words) - 1)])
    quiet = replace(found, words=noise)
    assert repr(quiet).endswith(": no word alone moves it")
    assert "no word alone moves it" in quiet._repr_html_()
    assert "background" not in quiet.html()
    loud = replace(found, words=noise.assign(effect=noise["effect"] * 15))
    assert repr(loud).endswith("+0.30") and "background" in loud.html()


def test_an_effect_is_what_the_score_loses():
    found = explain_stance(TEXT, target=TARGET, holder=HOLDER)
    row = found.words.set_index("word").loc["condemned"]
    left = TEXT.replace("condemned ", "")
    back = len("condemned ")
    other = stance_toward(left, target=(TARGET[0] - back, TARGET[1] - back), holder=HOLDER)
    assert row["effect"] == pytest.approx(found.stance.score - other.score, abs=1e-5)


def test_hostile_text_is_shown_and_never_run():
    text = "<script>alert(1)</script> <b>The ministry</b> condemned “the strikes” & left."
    target = (text.index("strikes"), text.index("strikes") + 7)
    found = explain_stance(text, target=target)
    page = Words()
    page.feed(found.html())
    assert page.text == text
    assert page.tags == {"p", "span"}


def test_a_text_of_the_mention_alone_and_a_long_one():
    assert explain_stance("Strikes", target=(0, 7)).words.empty
    long = "The mayor spoke at length. " * 200 + TEXT
    shift = len(long) - len(TEXT)
    found = explain_stance(long, target=(TARGET[0] + shift, TARGET[1] + shift))
    assert len(found.words) <= MOST
    assert "condemned" in set(found.words["word"])


@settings(max_examples=200)
@given(st.data())
def test_the_mentions_stay_where_they_are_when_a_word_goes(data):
    words = data.draw(st.lists(st.sampled_from(["ab", "c", "def"]), min_size=3, max_size=9))
    text = " ".join(words)
    ends = [sum(map(len, words[: i + 1])) + i for i in range(len(words))]
    places = [(end - len(w), end) for w, end in zip(words, ends, strict=True)]
    a, b, c = data.draw(st.permutations(range(len(words))))[:3]
    question = without(text, places[a], places[b], places[c])
    assert question.text[slice(*question.target)] == words[b]
    assert question.text[slice(*question.holder)] == words[c]
    assert question.text.split() == words[:a] + words[a + 1 :]
