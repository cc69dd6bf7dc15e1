"""The words a quotation's stance is read from: the sentences around a mention, with the source."""

from collections.abc import Hashable, Mapping
from typing import Any

from analystkit.stance.marks import Span, gap, overlap
from analystkit.stance.toward import Question
from analystkit.tables import place_of
from analystkit.text.sentences import Sentences

FAR = 400  # characters between source and mention beyond which they are not read together


def passage(
    row: Mapping[Hashable, Any], mention: Span, text: str, sentences: Sentences
) -> Question:
    """What is asked of the sentence that holds the mention, from or up to a source that is near."""
    low, high = _sentence(sentences, mention)
    source = place_of(row, "source")
    if source is not None and overlap(source, mention):
        source = None
    if source is not None:
        first, last = _sentence(sentences, source)
        whole = min(low, first), max(high, last)
        together = "\n" not in text[whole[0] : whole[1]].strip()
        if together and (max(low, first) < min(high, last) or gap(source, mention) <= FAR):
            low, high = whole
        else:
            source = None
    high = max(low + len(text[low:high].rstrip()), mention[1], source[1] if source else 0)
    target = mention[0] - low, mention[1] - low
    return Question(text[low:high], target, source and (source[0] - low, source[1] - low))


def _sentence(sentences: Sentences, span: Span) -> Span:
    first, last = sentences.at(span[0]), sentences.at(max(span[0], span[1] - 1))
    return sentences.bounds[first][0], sentences.bounds[last][1]
