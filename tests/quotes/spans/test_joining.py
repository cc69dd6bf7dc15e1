from analystkit.quotes.spans.page_layout import sign
from analystkit.quotes.spans.placing import finish, join
from analystkit.quotes.spans.quotation import Marks, Quotation


def quotation(text, *parts, cue=None, source=None):
    def span(part):
        return text.index(part), text.index(part) + len(part)

    spans = [span(part) for part in parts]
    return Quotation(spans, cue and span(cue), source and span(source), {})


def pieces(text, quotations):
    return [[text[start:end] for start, end in q.spans] for q in quotations]


def test_paragraphs_of_one_quotation_come_together():
    text = "The mayor said: “We came at night.\n\n“We left at dawn.”"
    parts = [
        quotation(text, "We came at night.", cue="said", source="The mayor"),
        quotation(text, "We left at dawn."),
    ]
    (whole,) = join(parts, Marks(text))
    assert pieces(text, [whole]) == [["We came at night.", "We left at dawn."]]
    assert finish(whole, Marks(text)).kind == "direct"
    assert text[slice(*whole.source)] == "The mayor"


def test_quotations_of_two_speakers_stay_apart():
    text = "“We came,” the mayor said. “We left,” a clerk said."
    parts = [
        quotation(text, "We came,", cue="said", source="the mayor"),
        quotation(text, "We left,", source="a clerk"),
    ]
    assert join(parts, Marks(text)) == parts


def test_the_first_half_of_a_marked_piece_goes_to_the_clause_behind_it():
    text = "“We came,” the mayor said. “We left. We ran,” a clerk replied. “We hid,” she added."
    first = quotation(text, "We came,", "We left.", cue="said", source="the mayor")
    second = quotation(text, "We ran,", cue="replied", source="a clerk")
    joined = join([first, second], Marks(text))
    assert pieces(text, joined) == [["We came,"], ["We left. We ran,"]]
    assert [finish(q, Marks(text)).spans for q in joined] == [
        [(text.index("We came"), text.index("” the"))],
        [(text.index("We left"), text.index("” a clerk"))],
    ]
    # who speaks before the piece keeps it where the clause behind is of other words
    other = quotation(text, "We hid,", cue="added", source="she")
    kept = pieces(text, join([first, other], Marks(text)))
    assert kept == [["We came,", "We left."], ["We hid,"]]


def test_unmarked_words_are_not_part_of_a_marked_quotation():
    text = "“We left at dawn,” the mayor said. The town thought otherwise."
    one = quotation(text, "We left at dawn,", "The town thought otherwise", cue="said")
    first, second = join([one], Marks(text))
    assert pieces(text, [first, second]) == [["We left at dawn,"], ["The town thought otherwise"]]
    kinds = tuple(finish(one, Marks(text)).kind for one in (first, second))
    assert kinds == ("direct", "indirect")
    assert second.cue is None


def test_a_mixed_piece_keeps_its_quotation_whole():
    text = "The raid, he said, was “a disgrace” and “a crime”."
    one = quotation(text, "The raid", "was “a disgrace” and “a crime”", cue="said")
    assert join([one], Marks(text)) == [one]


def signed(text, *quotations):
    found = sign(quotations, Marks(text))
    return [
        (*(text[start:end] for start, end in q.spans), q.source and text[slice(*q.source)])
        for q in found
    ]


def test_a_dash_and_a_name_sign_a_quotation():
    text = "“We should have been told earlier.” ― Dana Whitfield\n\n“Nobody asked us.”\n— Ben Ode"
    wrong = quotation(text, "Nobody asked us.", source="Dana Whitfield")
    assert signed(text, wrong) == [
        ("We should have been told earlier.", "Dana Whitfield"),
        ("Nobody asked us.", "Ben Ode"),
    ]


def test_a_dash_that_goes_on_in_the_sentence_signs_nothing():
    text = "The “very long red line” — Whitfield drew it in March, the clerk said — is gone."
    assert signed(text) == []
    assert signed("The “red line” - Ben Ode") == []


def test_a_sentence_after_a_dash_is_no_signature():
    for rest in ("Ruiz told reporters on Monday.", "He said it twice.", "The mayor again"):
        assert signed(f"“We will not accept this deal” – {rest}") == []


def test_a_signature_may_hold_a_role_and_end_any_line():
    text = "“We should have been told earlier.”\r\n— Ana Ruiz, harbour master\r\nThe end."
    assert signed(text) == [("We should have been told earlier.", "Ana Ruiz, harbour master")]


def test_words_cut_off_before_the_source_join_the_rest_of_their_marked_piece():
    text = "“We came at night. We left at dawn,” the mayor said."
    parts = [
        quotation(text, "We came at night."),
        quotation(text, "We left at dawn,", cue="said", source="the mayor"),
    ]
    (whole,) = join(parts, Marks(text))
    assert pieces(text, [whole]) == [["We came at night.", "We left at dawn,"]]
    assert text[slice(*whole.source)] == "the mayor"


def test_who_is_named_inside_the_marks_does_not_take_the_words_before():
    text = "“We came at night. The clerk said he was ill. We left.”"
    parts = [
        quotation(text, "We came at night."),
        quotation(text, "he was ill", cue="said", source="The clerk"),
    ]
    assert join(parts, Marks(text)) == parts


def test_a_signature_on_a_line_of_its_own_may_end_with_a_full_stop():
    text = "“Maybe we can build a bridge.” ― Dana Ortiz.\n\n“We all can build it.” ― Sam Hale Jr."
    signed = sign([], Marks(text))
    assert [text[slice(*q.source)] for q in signed] == ["Dana Ortiz", "Sam Hale Jr."]
