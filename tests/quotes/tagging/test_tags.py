import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analystkit.quotes.tagging.tags import TAGS, best_tags, spans_of

SCORES = arrays(
    np.float32, st.tuples(st.integers(0, 7), st.just(7)), elements=st.floats(-9, 0, width=32)
)


def legal(tags):
    return all(
        tag == 0 or tag % 2 == 1 or (i > 0 and tags[i - 1] in (tag - 1, tag))
        for i, tag in enumerate(tags)
    )


@given(SCORES)
def test_the_path_is_legal_and_none_is_better(scores):
    tags = best_tags(scores)
    assert len(tags) == len(scores)
    assert legal(tags)
    total = sum(float(scores[i, t]) for i, t in enumerate(tags))
    best = {(): 0.0}
    for row in scores[:4]:
        best = {
            (*p, t): s + float(row[t])
            for p, s in best.items()
            for t in range(len(TAGS))
            if legal((*p, t))
        }
    if 0 < len(scores) <= 4:
        assert abs(total - max(best.values())) < 1e-4


def test_adjacent_spans_of_one_role_stay_apart():
    assert [(s.begin, s.end) for s in spans_of([5, 6, 5, 0, 5])] == [(0, 2), (2, 3), (4, 5)]
