import pytest
from hypothesis import given
from hypothesis import strategies as st

from analystkit.charts import cue_lemma
from analystkit.text.lemmas import is_speech, word_lemma

FORMS = {
    "say": "said says saying say Said SAID: said, “said",
    "tell": "told tells telling",
    "claim": "claimed claims claiming",
    "vow": "vowed vows vowing",
    "argue": "argued argues arguing",
    "deny": "denied denies denying",
    "lie": "lied lies lying",
    "agree": "agreed agrees agreeing",
    "admit": "admitted admits admitting",
    "refer": "referred refers referring",
    "stress": "stressed stresses stressing",
    "call": "called calls calling",
    "compel": "compelled compels compelling",
    "add": "added adds adding",
    "describe": "described describes describing",
    "note": "noted notes noting",
    "promote": "promoted promotes promoting",
    "predict": "predicted predicts predicting",
    "announce": "announced announces announcing",
    "accuse": "accused accuses accusing",
    "denounce": "denounced denounces denouncing",
    "focus": "focused focuses focusing",
    "require": "required requires requiring",
    "conclude": "concluded concludes concluding",
    "suggest": "suggested suggests suggesting",
    "explain": "explained explains explaining",
    "declare": "declared declares declaring",
    "offer": "offered offers offering",
    "insist": "insisted insists insisting",
    "bring": "brought brings bringing",
    "write": "wrote writes writing written",
    "veto": "vetoed vetoes vetoing",
    "reply": "replied replies replying reply",
}


@pytest.mark.parametrize("lemma", FORMS)
def test_all_forms_of_a_verb_are_one(lemma):
    assert {cue_lemma(form) for form in FORMS[lemma].split()} == {lemma}


@pytest.mark.parametrize(
    ("cue", "lemma"),
    [
        ("has said", "say"),
        ("said in a long statement", "say"),
        ("also said", "say"),
        ("has repeatedly said", "say"),
        ("said Friday", "say"),
        ("went on to say", "say"),
        ("went on", "go on"),
        ("told reporters", "tell"),
        ("According to", "according to"),
        ("’s according to", "according to"),
        ("called for", "call for"),
        ("has called on", "call on"),
        ("called", "call"),
        ("pointed out", "point out"),
        ("made it clear", "make clear"),
        ("did not immediately respond to", "not respond"),
        ("hasn’t said", "not say"),
        ("isn’t saying", "not say"),
        ("is expected", "expect"),
        ("will reply", "reply"),
        ("a statement", "statement"),
        ("reportedly", "reportedly"),
        ("had", "had"),
        ("—", "—"),
        (":", ":"),
        (": \xa0", ":"),
        ("قال", "قال"),
        ("a déclaré", "déclaré"),
        ("說", "說"),
    ],
)
def test_a_cue_of_several_words_keeps_its_head(cue, lemma):
    assert cue_lemma(cue) == lemma


@given(st.text(min_size=1))
def test_it_is_never_empty_whatever_the_cue(cue):
    assert cue_lemma(cue)


@given(st.text())
def test_it_does_not_depend_on_case_or_on_space_around(cue):
    assert (
        cue_lemma(f" {cue}\n".upper().lower()) == cue_lemma(cue.upper().lower()) or not cue.strip()
    )


@pytest.mark.parametrize("lemma", FORMS)
def test_a_lemma_is_its_own_lemma(lemma):
    assert word_lemma(lemma) == lemma == cue_lemma(cue_lemma(lemma))


def test_words_that_only_look_like_forms_stay():
    for word in ("red", "bed", "king", "this", "perhaps", "need", "press", "status", "analysis"):
        assert word_lemma(word) == word


def test_verbs_of_speech_are_told_from_acts():
    assert is_speech("told reporters")
    assert is_speech("said in a statement")
    assert not is_speech("nodded")
