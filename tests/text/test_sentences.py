import pandas as pd

from analystkit.tables import as_quotes
from analystkit.targets import Target, Targets, quote_targets
from analystkit.text import sentences
from analystkit.text.paragraphs import paragraphs
from analystkit.text.sentences import Sentences, sentences_of


def test_sentences_and_paragraphs_of_a_text_are_found_once(monkeypatch):
    text = "The senator condemned the strikes. “Tehran will answer,” she warned Washington."
    sentences_of.cache_clear()
    cut = []
    monkeypatch.setattr(sentences, "Sentences", lambda text: cut.append(text) or Sentences(text))
    said = {
        "kind": "direct",
        "quote": "Tehran will answer,",
        "spans": [(36, 55)],
        "article_id": "a",
    }
    quotes = as_quotes([{"quote_id": f"a#{n}", **said} for n in range(3)])
    articles = pd.DataFrame({"article_id": ["a"], "text": [text]})
    for _ in range(2):
        quote_targets(quotes, articles, Targets([Target("iran", "Iran", ("Tehran",))]))
    assert cut == [text]
    assert paragraphs(text) is paragraphs(text)
