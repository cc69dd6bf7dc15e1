import json
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analystkit.quotes.entities import Name, find_names, load_language
from analystkit.quotes.speakers.history import Speaker
from analystkit.quotes.speakers.resolve import resolve_speakers
from analystkit.text.spacy_model import MODEL

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared"


def speakers(marked, *, author=None, names=()):
    """Resolve the sources marked «so» in a text."""
    text, spans, start = "", [], 0
    for piece in re.split("([«»])", marked):
        if piece == "«":
            start = len(text)
        elif piece == "»":
            spans.append((start, len(text)))
        else:
            text += piece
    found = [(n, n + len(name), label) for name, label in names for n in [text.index(name)]]
    return resolve_speakers(text, spans, names=[Name(*f) for f in found], author=author)


def names_of(marked, **options):
    return [speaker.name for speaker in speakers(marked, **options)]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Rep. Dana Whitfield (D-Md.)", "Dana Whitfield"),
        ("Ostrian Prime Minister Mustafa al-Rubaie", "Mustafa al-Rubaie"),
        ("former Utah governor Michael Ferrand, a Holt confidant,", "Michael Ferrand"),
        ("Ostrian Secretary of State Laura Pell", "Laura Pell"),
        ("conservative columnist Hugh Ambler", "Hugh Ambler"),
        ("Karen Sandel's", "Karen Sandel"),
        ("Karen Sandel’s", "Karen Sandel"),
        ("Thomas Reyle Jr., the mayor,", "Thomas Reyle Jr."),
        ("his father, Sam Ferrand,", "Sam Ferrand"),
        ("a spokeswoman, Anna Richter Vale,", "Anna Richter Vale"),
        ("Channel Nine’s Chuck Odell", "Chuck Odell"),
        ("Peter Holm, who was elected in 2012", "Peter Holm"),
        ('state Sen. Marcia "Cia" Prewett', 'Marcia "Cia" Prewett'),
        ("Richard Almeida and Susan Trask", "Richard Almeida and Susan Trask"),
        ("Linda Farrow and her aides", "Linda Farrow"),
    ],
)
def test_a_source_with_a_name_is_stripped_to_it(source, name):
    [speaker] = speakers(f"Late on Monday «{source}» said the plan was dead.")
    assert (speaker.name, speaker.type) == (name, "person")


@pytest.mark.parametrize(
    ("source", "name", "kind"),
    [
        ("the Ministry of Transport", "Ministry of Transport", "organisation"),
        ("the Ostrian government", "Ostrian government", "organisation"),
        ("The Whitfield campaign", "Whitfield campaign", "organisation"),
        ("a ministry spokesman", "ministry spokesman", "unnamed"),
        ("Several harbour pilots", "harbour pilots", "unnamed"),
        ("Two senior officers, speaking on condition of anonymity,", "senior officers", "unnamed"),
        ("one of the pilots", "pilot", "unnamed"),
        ("some people briefed on the plan", "people briefed on the plan", "unnamed"),
        ("Whitfield's critics", "Whitfield's critics", "unnamed"),
        ("a new survey by Dana Whitfield", "new survey by Dana Whitfield", "document"),
        ("the letter", "letter", "document"),
        ("42% of voters", "42% of voters", "unnamed"),
    ],
)
def test_a_source_without_a_person_keeps_its_description(source, name, kind):
    [speaker] = speakers(f"In the port «{source}» said the plan was dead.")
    assert (speaker.name, speaker.type) == (name, kind)


def test_a_source_without_words_has_no_speaker():
    assert resolve_speakers("Nothing was said.", [None], names=[]) == [Speaker()]


def test_short_names_grow_to_the_fullest_in_the_article():
    text = (
        "«Whitfield» spoke first. Senator Dana J. Whitfield then left, and «Ms. Whitfield» "
        "said no more. «Dana Whitfield» has been here before."
    )
    assert names_of(text) == ["Dana J. Whitfield"] * 3


def test_an_arabic_article_before_a_surname_is_no_hindrance():
    text = "Prime Minister Mustafa al-Rubaie spoke. «Rubaie» said no. «Al-Rubaie» left."
    assert names_of(text) == ["Mustafa al-Rubaie"] * 2


def test_two_people_with_one_surname_are_told_apart_by_title():
    text = (
        "Helen Corwin and Robert Corwin met. «Mrs. Corwin» said yes. «Mr. Corwin» said no. "
        "«Helen» agreed."
    )
    assert names_of(text) == ["Helen Corwin", "Robert Corwin", "Helen Corwin"]


def test_two_people_with_one_surname_are_not_joined_when_nothing_tells_them_apart():
    assert names_of("Helen Corwin and Robert Corwin met. «Corwin» said no.") == ["Corwin"]


def test_the_main_bearer_of_a_shared_surname_wins():
    text = (
        "Helen Corwin opened the port. Helen Corwin cut the ribbon. Her brother, Robert "
        "Corwin, stood by. «Corwin» said the day had come."
    )
    assert names_of(text) == ["Helen Corwin"]


def test_an_office_is_not_lent_to_a_relative_named_later():
    text = "«President Varga» said no. His wife, Michelle Varga, stayed away. «Mr. Varga» left."
    assert names_of(text) == ["Varga", "Varga"]


def test_two_given_names_before_one_surname_are_two_people():
    text = "Thomas and Helen Corwin came. «Mr. Corwin» said yes. «Mrs. Corwin» said no."
    assert names_of(text) == ["Thomas Corwin", "Helen Corwin"]


def test_pronouns_follow_gender():
    text = (
        "Robert Lang met Helen Corwin in the port. «She» said the talks went well. "
        "«He» said they did not."
    )
    assert names_of(text) == ["Helen Corwin", "Robert Lang"]


def test_gender_comes_from_the_article_where_the_given_name_is_rare():
    text = (
        "Oyelaran Tinubra, a councilwoman, met Quillon Adebar, the chairman. «He» said no. "
        "«She» said yes."
    )
    assert names_of(text) == ["Quillon Adebar", "Oyelaran Tinubra"]


def test_whoever_spoke_goes_on_speaking():
    text = (
        "“We will vote no,” said «Robert Lang», a senator. “Peter Holm is wrong,” «he» added. "
        "“He always was.”"
    )
    start = text.replace("«", "").replace("»", "").index("Peter")
    plain = text.replace("«", "").replace("»", "")
    sources = [(24, 35), (plain.index(" he ") + 1, plain.index(" he ") + 3)]
    content = [[(1, 18)], [(start, start + 19)]]
    found = resolve_speakers(plain, sources, names=[], content=content)
    assert [speaker.name for speaker in found] == ["Robert Lang"] * 2


def test_a_pronoun_without_a_fitting_person_stays_open():
    [speaker] = speakers("Robert Lang left the port early. «She» said the talks went well.")
    assert speaker == Speaker(None, "person")


@pytest.mark.parametrize("possessive", ["his", "His"])
def test_possessed_bodies_and_people_carry_the_owners_surname(possessive):
    text = (
        f"Robert Lang left. «{possessive} campaign» said little, «{possessive.lower()} aides» none."
    )
    assert names_of(text) == ["Lang campaign", "Lang's aides"]


def test_they_are_the_last_group():
    text = "Harbour pilots aligned with the north stopped work. «They» vowed to go on."
    assert names_of(text) == ["Harbour pilots"]
    text = "«Harbour pilots loyal to the north» said no. «They» vowed to go on."
    assert names_of(text) == ["Harbour pilots loyal to the north", "Harbour pilots"]


def test_it_is_the_last_body():
    text = "«The Ministry of Transport» said no. «It» added that the port stays shut."
    assert names_of(text) == ["Ministry of Transport"] * 2


def test_who_is_the_noun_before():
    text = (
        "Peter Holm, a lawyer from Ohio, «who» said no, and spoke to voters «who» said yes and "
        "people in Maine «who» laughed and to Dana Whitfield of Maine, a Democrat «who» wavered."
    )
    assert names_of(text) == ["Peter Holm", "voters", "people in Maine", "Dana Whitfield"]


def test_i_inside_a_quote_is_its_speaker_even_when_named_after():
    text = "“I think the port is lost,” said Peter Holm."
    found = resolve_speakers(
        text, [(1, 2), (33, 43)], names=[], content=[[(9, 25)], [(1, 26)]], author="Ann Author"
    )
    assert [speaker.name for speaker in found] == ["Peter Holm"] * 2


@pytest.mark.parametrize(
    ("author", "name", "kind"),
    [("Ann Author", "Ann Author", "person"), (None, "author", "unnamed")],
)
def test_i_outside_quotes_is_the_author(author, name, kind):
    [speaker] = speakers("«I» think the port is lost.", author=author)
    assert (speaker.name, speaker.type) == (name, kind)


@pytest.mark.parametrize(
    ("introduction", "role"),
    [
        ("Ostrian Prime Minister Mustafa al-Rubaie", "the prime minister"),
        ("Vermont Sen. Dana Whitfield", "the Vermont senator"),
        ("Dana Whitfield, the Ohio governor,", "The Ohio governor"),
        ("Dana Whitfield, a Democratic nominee,", "the Democratic nominee"),
        ("Dana Whitfield, 63,", "the 63-year-old"),
        ("Rep. Dana Whitfield (R-Ky.)", "the Kentucky lawmaker"),
        ("Dana Whitfield, a retired surgeon,", "the surgeon"),
    ],
)
def test_roles_mean_whom_the_article_introduced_so(introduction, role):
    text = f"{introduction} met Peter Holm, a banker, on Monday. The talks, «{role}» said, failed."
    assert names_of(text) in (["Dana Whitfield"], ["Mustafa al-Rubaie"])


@pytest.mark.parametrize(
    ("introduction", "role"),
    [
        ("Mayor Dana Whitfield", "Mayor"),
        ("spokeswoman Dana Whitfield", "spokeswoman"),
        ("Dana Whitfield, an engineer,", "engineer"),
        ("Mayor Dana Whitfield, the mayor of Larn,", "mayor of Larn"),
        ("Foreign Minister Dana Whitfield", "Foreign Minister"),
        ("Mayor Dana Whitfield, wife of the senator,", "wife of the senator; Mayor"),
        ("Mrs Dana Whitfield", None),
        ("Dr Dana Whitfield", None),
    ],
)
def test_what_the_article_says_somebody_is(introduction, role):
    [speaker] = speakers(f"On Monday «{introduction}» said that the talks had failed.")
    assert (speaker.name, speaker.role) == ("Dana Whitfield", role)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("«Dana Whitfield, who served as U.S. envoy to Ostria until May,» said no.",
         "served as U.S. envoy to Ostria until May"),
        ("«Dana Whitfield, who is the mayor of Larn,» said no.", "mayor of Larn"),
        ("He met Peter Holm and Dana Whitfield, who sent Mr. Varga away. «Whitfield» said no.",
         None),
        ("«Dana Whitfield, an aide to President Varga whom Mr. Holm hired,» said no.",
         "aide to President Varga"),
        ("«Dana Whitfield, the director of Quay Media -- the owner of the site --» said no.",
         "director of Quay Media"),
        ("«Dana Whitfield, director of the Quay Centre and whose son sails,» said no.",
         "director of the Quay Centre"),
        ('«Dana Whitfield, anchor of the "Night Watch,"» said no.', 'anchor of the "Night Watch"'),
        ("The paper wrote at the time that the port's director, Dana Whitfield, was ill. "
         "«Whitfield» said no.", "port's director"),
        ("Given the city's plan to sell -- which its mayor, Dana Whitfield, backed -- much is "
         "open. «Whitfield» said no.", "mayor"),
        ("The dockers told the mayor, Dana Whitfield, to go. «Whitfield» said no.", "mayor"),
        ("The wife of the mayor, Dana Whitfield, left. «Whitfield» said no.", "wife of the mayor"),
        ("Dana Whitfield left. It was so when she was secretary of state. «Whitfield» said no.",
         None),
        ("Peter Holm described Democratic council candidate Dana Whitfield as lazy. "
         "«Whitfield» said no.", "Democratic council candidate"),
        ("He met retired general Dana Whitfield. «Whitfield» said no.", "retired general"),
        ("He pumped suburban council leader Dana Whitfield for news. «Whitfield» said no.",
         "suburban council leader"),
        ("He was free on Jan. 5. Former Ohio governor Dana Whitfield left. «Whitfield» said no.",
         "Former Ohio governor"),
        ("There were new rules. New Jersey Gov. Dana Whitfield left. «Whitfield» said no.",
         "New Jersey Gov."),
        ("The white house burnt. White House Chief of Staff Dana Whitfield left. "
         "«Whitfield» said no.", "White House Chief of Staff"),
        ("Dana Whitfield, Ohio Gov. Peter Holm and Sen. Paul Varga left. «Whitfield» said no.",
         None),
        ("Peter Holm, Dana Whitfield, and Sen. Paul Varga of Ohio left. «Whitfield» said no.",
         None),
        ("Rivals, including front-runner Dana Whitfield, left. «Whitfield» said no.",
         "front-runner"),
        ("She served as secretary of state under President Dana Whitfield. «Whitfield» said no.",
         "President"),
        ("The old secretary of state and Dana Whitfield left. «Whitfield» said no.", None),
        ("Many saw a studiously presidential Dana Whitfield. «Whitfield» said no.", None),
        ("Dana Whitfield, a Holm adviser and lawyer, left. «Whitfield» said no.",
         "Holm adviser and lawyer"),
        ("He met the united dockers' head, retired Larn captain Dana Whitfield. "
         "«Whitfield» said no.", "retired Larn captain"),
        ("Larn's oil minister, Sheikh Dana Whitfield, left. «Whitfield» said no.",
         "Larn's oil minister"),
        ("She left, beating opponent Dana Whitfield. «Whitfield» said no.", "opponent"),
        ("He would fight Larn council leader Dana Whitfield. «Whitfield» said no.",
         "Larn council leader"),
        ("Holm quotes former captain Dana Whitfield. «Whitfield» said no.", "former captain"),
        ("LATEST EXPLOSION Larn captain Dana Whitfield left. «Whitfield» said no.",
         "Larn captain"),
        ("By Secretary of State Dana Whitfield. «Whitfield» said no.", "Secretary of State"),
        ("Holm was ahead of opponent Dana Whitfield. «Whitfield» said no.", "opponent"),
        ("Dana Whitfield, for years a pilot, left. «Whitfield» said no.", None),
        ("Dana Whitfield, whom he called a friend, left. «Whitfield» said no.", None),
        ("«Dana Whitfield, a pastor at a church in Ft. Larn,» said no.",
         "pastor at a church in Ft. Larn"),
        ("«Dana Whitfield, a star of “Cake Night,”» said no.", "star of “Cake Night”"),
        ("The council leader Dana Whitfield left. Larn council leader Dana Whitfield spoke. "
         "«Whitfield» said no.", "Larn council leader"),
        ("Larn House press secretary Dana Whitfield left. «Whitfield» said no.",
         "Larn House press secretary"),
        ("QUAYLINE senior writer Dana Whitfield left. «Whitfield» said no.",
         "QUAYLINE senior writer"),
        ("They gave it to conservative radio host Dana Whitfield. «Whitfield» said no.",
         "conservative radio host"),
        ("Holm accused Larn campaign manager Dana Whitfield. «Whitfield» said no.",
         "Larn campaign manager"),
        ("A motion condemning Larn candidate Dana Whitfield failed. «Whitfield» said no.",
         "Larn candidate"),
        ("The former acting director Dana Whitfield left. «Whitfield» said no.",
         "former acting director"),
        ("«Dana Whitfield», who is not a doctor, said no.", None),
        ("Dana Whitfield, while still a candidate, left. «Whitfield» said no.", None),
        ("«Dana Whitfield, who was chief aide to Holm when he died,» said no.",
         "was chief aide to Holm"),
        ("«Dana Whitfield», Ostria's envoy to the U.S. She left.", "Ostria's envoy to the U.S."),
        ("«The swimming coach Dana Whitfield» said no.", "swimming coach"),
        ("They met Larn shed builder Dana Whitfield. «Whitfield» said no.", "Larn shed builder"),
        ("NBC TV host Dana Whitfield left. «Whitfield» said no.", "NBC TV host"),
        ("Dana Whitfield, a Larn Democrat, left. «Whitfield» said no.", "Larn Democrat"),
        ("After Deputy Secretary of State Dana Whitfield left, «Whitfield» said no.",
         "Deputy Secretary of State"),
        ("Dana Whitfield, an adviser to Peter Holm, left. «Whitfield» said no.",
         "adviser to Peter Holm"),
    ],
)  # fmt: skip
def test_a_role_is_a_description_and_nothing_beside_it(text, role):
    [speaker] = speakers(text)
    assert (speaker.name, speaker.role) == ("Dana Whitfield", role)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("«A lawyer representing Dana Whitfield» said no.",
         "lawyer representing Dana Whitfield", "unnamed"),
        ("«A federal judge handling a Freedom of Information Act suit» said no.",
         "federal judge handling a Freedom of Information Act suit", "unnamed"),
        ("«A onetime rival, former Ohio governor Dana Whitfield,» said no.",
         "Dana Whitfield", "person"),
        ("«His father, Sam Whitfield,» said no.", "Sam Whitfield", "person"),
        ("“We came late,” said «Will Varga, the chairman of the union».", "Will Varga", "person"),
        ("“How do we win?” «Will Varga, the union's chairman,» asked.", "Will Varga", "person"),
        ("The council met Theresa May in May. «May» said no.", "Theresa May", "person"),
        ("Dana Whitfield, «whose campaign» said it was over, left.",
         "Whitfield campaign", "organisation"),
        ("Dana Whitfield left. «Her own aide» said it was over.", "Whitfield's aide", "unnamed"),
        ("Outside GOP groups spent more. «The groups» said no.", "groups", "unnamed"),
        ("«Tennis great Dana Whitfield» said no.", "Dana Whitfield", "person"),
        ("«Former US secretary of state Dana Whitfield» said no.", "Dana Whitfield", "person"),
        ("Dana Whitfield left. «Dana Whitfield Vows» to stay.", "Dana Whitfield", "person"),
        ("«Dean Johnson, a salesman,» said no.", "Dean Johnson", "person"),
        ("«Supervisor of Elections Dana Whitfield» said no.", "Dana Whitfield", "person"),
        ("We came, said «Fr. Frank Pavel».", "Frank Pavel", "person"),
        ("«Less than a third» say no.", "less than a third", "unnamed"),
        ("Many «EU Member States» say no.", "EU Member States", "organisation"),
        ("«Celebrities Susan Whitfield and Peter Holm» said no to the plan of the council.",
         "Susan Whitfield and Peter Holm", "person"),
        ("«The Larn Teachers Union» said no.", "Larn Teachers Union", "organisation"),
        ("«James A. Baker» said no.", "James A. Baker", "person"),
        ("«Former mayor Jan Brewer» said no.", "Jan Brewer", "person"),
        ("«The columnist George Will» said no.", "George Will", "person"),
        ("«South Ostrian-born Dana Whitfield» said no.", "Dana Whitfield", "person"),
        ("«Co-moderator Dana Whitfield» said no.", "Dana Whitfield", "person"),
        ("«Larn County Recorder Dana Whitfield» said no.", "Dana Whitfield", "person"),
        ("«Former secretary of state Dana Quay Whitfield» said no.",
         "Dana Quay Whitfield", "person"),
        ("They went to meet Sen. Dana Whitfield of Ohio, «who» said no to them.",
         "Dana Whitfield", "person"),
        ("«The columnist George» Will said that the harbour was lost.", "George Will", "person"),
        ("«Republicans Dana Whitfield and Sam Varga» said no to all of them.",
         "Dana Whitfield and Sam Varga", "person"),
        ("“Go,” said «a supporter, embracing former senator Dana Whitfield».",
         "supporter", "unnamed"),
        ("Mary Jo Williams spoke. Mary Jo left. «Williams» said no.",
         "Mary Jo Williams", "person"),
        ("An April Gallup poll failed in the city. «Gallup» said no.", "Gallup", "organisation"),
        ("Tomas Holm spoke. After June Holm left the city. «Holm» said no.",
         "Tomas Holm", "person"),
        ("Zorra Varga, dean of the law school, spoke. «Dean Varga» said no.",
         "Zorra Varga", "person"),
        ("He studied World War I. Dana Whitfield, a judge, left. «Whitfield» said no.",
         "Dana Whitfield", "person"),
        ("Glenn Close spoke to them. «Close» said no.", "Glenn Close", "person"),
        ("They met Tomas Varga of Ohio, «whose lawyers» said no.", "whose lawyers", "unnamed"),
        ("«Dana Whitfield KC», a judge, said no to them.", "Dana Whitfield KC", "person"),
        ("«General Electric» said no.", "General Electric", "organisation"),
        ("«The Islamic State» said no.", "Islamic State", "organisation"),
        ("«President Enrique PeÃ±a Nieto» said no to the plan of the council.",
         "Enrique Peña Nieto", "person"),
        ("President Dana Whitfield met Peter Holm. «The French president» said no.",
         "French president", "unnamed"),
        ("Dana Whitfield left. «She and other captains» said no.",
         "Whitfield and other captains", "unnamed"),
        ("«June Carter» said the boat was late.", "June Carter", "person"),
        ("They met in April. «Ryan» said no.", "Ryan", "person"),
        ("«Close to 50 interviews» suggest a strike.", "interviews", "unnamed"),
        ("We knew nothing, said «Ohio-based Dana Whitfield».", "Dana Whitfield", "person"),
        ("We knew nothing, said «Quay City Public Advocate Trish Jameson».",
         "Trish Jameson", "person"),
        ("We knew nothing, said «United Dockers Secretary-Treasurer Gary Castle».",
         "Gary Castle", "person"),
    ],
)  # fmt: skip
def test_the_name_is_that_of_who_speaks(text, name, kind):
    speaker = speakers(text)[-1]
    assert (speaker.name, speaker.type) == (name, kind)


def test_a_role_nobody_was_introduced_in_stays_described():
    text = "Sen. Dana Whitfield met Peter Holm, a banker. «The pilot» said the talks failed."
    assert [(s.name, s.type) for s in speakers(text)] == [("pilot", "unnamed")]


@pytest.mark.parametrize(
    ("source", "name", "kind"),
    [
        ("The Council on Foreign Relations", "Council on Foreign Relations", "organisation"),
        ("The Institute for Defense Analyses", "Institute for Defense Analyses", "organisation"),
        ("The nonpartisan Commission on Presidential Debates",
         "Commission on Presidential Debates", "organisation"),
        ("The Association of Chief Police Officers", "Association of Chief Police Officers",
         "organisation"),
        ("The Quay Institute for Harbour Studies", "Quay Institute for Harbour Studies",
         "organisation"),
        ("The official Quay News Agency QNA", "Quay News Agency QNA", "organisation"),
        ("The state-run Quay News Agency", "Quay News Agency", "organisation"),
        ("The Office of Governor Dana Whitfield", "Dana Whitfield", "person"),
        ("Council on Foreign Affairs President Dana Whitfield", "Dana Whitfield", "person"),
    ],
)  # fmt: skip
def test_a_title_inside_the_name_of_a_body_is_nobodys(source, name, kind):
    [speaker] = speakers(f"«{source}» said on Monday that the talks had failed.")
    assert (speaker.name, speaker.type) == (name, kind)


def test_acronyms_and_short_names_of_bodies():
    text = (
        "The Popular Harbour Front (PHF) met. «The PHF» said no. The Quinby Post asked. "
        "«The Post» said yes. «The FBI» was silent."
    )
    assert names_of(text, names=[("Quinby Post", "ORG")]) == [
        "Popular Harbour Front",
        "Quinby Post",
        "FBI",
    ]


def test_short_descriptions_of_bodies_and_documents_mean_the_last_named():
    text = (
        "A Quinby University poll came out. «The poll» showed a draw. The Whitfield campaign "
        "was glad. «The campaign» said so."
    )
    assert names_of(text) == ["Quinby University poll", "Whitfield campaign"]


def test_officials_are_those_of_the_nation_named_last():
    text = (
        "The US military struck two sites, but «officials» said little. “It is over,” «one of the "
        "officials» said. «A defense official» agreed."
    )
    assert names_of(text) == ["US officials", "US official", "US defense official"]


def test_a_recogniser_that_errs_is_overruled():
    text = "Mr. Whitfield left. Dana Whitfield lost. «Whitfield» said no."
    errors = [("Dana Whitfield", "ORG"), ("Mr. Whitfield", "GPE")]
    assert names_of(text, names=errors) == ["Dana Whitfield"]


def test_headlines_make_no_names():
    headline = "Harbour Rejects Whitfield Plan Over Growing Costs"
    text = f"{headline}\n\nDana Whitfield lost. «Whitfield» said."
    assert names_of(text) == ["Dana Whitfield"]


def test_the_mention_that_carried_the_name_is_told():
    text = "Senator Dana Whitfield left. «She» said no."
    [speaker] = speakers(text)
    plain = text.replace("«", "").replace("»", "")
    assert plain[speaker.start : speaker.end] == "Dana Whitfield"


def test_find_names_trims_the_recognisers_names():
    doc = load_language(MODEL)("The Quinby Times asked Dana Whitfield's aide in Ohio on Monday.")
    found = find_names(doc)
    assert all(doc.text[n.start : n.end].strip(" '’.") == doc.text[n.start : n.end] for n in found)
    assert not {"Monday"} & {doc.text[n.start : n.end] for n in found}


def test_a_bodys_name_is_kept_whole():
    text = (
        "«Kataib Sayyed al-Bahr» said no. «The Popular Harbour Forces», the umbrella of several "
        "crews, said little."
    )
    errors = [("al-Bahr", "PERSON"), ("Popular", "PERSON")]
    assert names_of(text, names=errors) == ["Kataib Sayyed al-Bahr", "Popular Harbour Forces"]


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("On a rainy Monday «the Popular» Harbour Forces denied it.", "Popular Harbour Forces"),
        ("«Kata’ib» Sayyid al-Bahr denied it.", "Kata’ib Sayyid al-Bahr"),
        ("«Another captain joined in. Omar al-Rubaie», a pilot, denied it.", "Omar al-Rubaie"),
        ("D«ana Whitf»ield denied it.", "Dana Whitfield"),
        ("He asked «a clerk» at a desk in Quinby.", "clerk at a desk in Quinby"),
        ("He asked «a clerk» in an interview on Monday.", "clerk"),
        ("He asked «a clerk» on Monday.", "clerk"),
        ("«Dana Whitfield» Slams Harbour Plan", "Dana Whitfield"),
    ],
)
def test_a_source_cut_short_or_too_long_is_put_right(marked, name):
    assert names_of(marked) == [name]


@pytest.mark.parametrize(
    ("introduction", "role"),
    [
        ("Prime Minister Mustafa al-Rubaie met pilots.", "Iraq's prime minister"),
        ("Mustafa al-Rubaie, Iraq's prime minister, met pilots.", "the Iraqi premier"),
        ("The government of Mustafa al-Rubaie met pilots.", "the prime minister"),
        ("The group's press secretary, Mustafa al-Rubaie, met pilots.", "The spokesman"),
        ("Speaking for the armed forces, Mustafa al-Rubaie met pilots.", "the military spokesman"),
        ("US Secretary of State Mustafa al-Rubaie met pilots.", "the top U.S. diplomat"),
        ("Mustafa al-Rubaie, who commands Harakat al-Bahr, met pilots.", "the militia's leader"),
    ],
)
def test_nations_and_offices_are_compared_by_their_meaning(introduction, role):
    assert names_of(f"{introduction} On Monday «{role}» said no.") == ["Mustafa al-Rubaie"]


@pytest.mark.parametrize(
    ("introduction", "role"),
    [
        ("Iranian Prime Minister Mustafa al-Rubaie met pilots.", "the Iraqi prime minister"),
        ("Foreign ministry spokesman Omar al-Rubaie rose.", "the military spokesman"),
        ("Deputy Governor Dana Whitfield met Governor Peter Holm.", "the pilot"),
    ],
)
def test_a_role_of_another_nation_or_body_stays_described(introduction, role):
    [speaker] = speakers(f"{introduction} On Monday «{role}» said no.")
    assert speaker.type == "unnamed"


def test_a_report_may_tell_the_office_before_the_name():
    text = (
        "The port stays shut, «the Foreign Ministry spokesman» said.\n\n“It is over,” said "
        "«Omar al-Rubaie».\n\nOn Monday Karim Varga spoke of war. He left.\n\nThe spokesman’s "
        "line has not changed. It was, «he» said, over."
    )
    assert names_of(text) == ["Omar al-Rubaie"] * 3


def test_a_rank_may_be_told_of_whoever_spoke_last():
    text = "«Omar al-Rubaie», the spokesman of the US-led fleet, rose. «The American colonel» left."
    assert names_of(text) == ["Omar al-Rubaie"] * 2


def test_an_office_is_not_given_to_somebody_who_holds_another():
    text = "The port stays shut, «the mayor» said.\n\n“No,” said «Senator Dana Whitfield»."
    assert names_of(text) == ["mayor", "Dana Whitfield"]


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("«The Harbour Forces» said no. “Never,” «its statement» said.", "Harbour Forces"),
        ("“Never,” read «a statement by the Harbour Forces».", "Harbour Forces"),
        ("Dana Whitfield left. «Peter Holm» said no. “Never,” «the statement» read.", "Peter Holm"),
        ("Nobody spoke. “Never,” «the statement» read.", "statement"),
    ],
)
def test_a_statement_speaks_for_who_made_it(marked, name):
    assert names_of(marked)[-1] == name


@pytest.mark.parametrize(
    "short", ["the group", "the umbrella group", "They", "the PHF", "The force"]
)
def test_short_names_of_an_armed_group_mean_the_one_named_last(short):
    text = (
        f"“No,” «an officer» said. Then «the Popular Harbour Forces» said no. Later «{short}» went."
    )
    assert names_of(text)[-1] == "Popular Harbour Forces"


def test_a_newspaper_is_no_group():
    text = "«The White House» said no. «The group» said yes."
    assert names_of(text) == ["White House", "group"]


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("«US officials» count five ships, said «one of them».", "US official"),
        (
            "«The pilots along Quay Street» hope. “No,” «one of them» said.",
            "pilot along Quay Street",
        ),
        ("In the port the barbers sat. “No,” said «one of them».", "barber"),
    ],
)
def test_one_of_them_is_one_of_the_group(marked, name):
    assert names_of(marked)[-1] == name


def test_they_are_no_object_of_the_sentence_before():
    text = "The boats left two ports. «They» said no."
    assert names_of(text)[-1] in ("boats", None)


def test_a_pronoun_may_stand_for_somebody_unnamed():
    text = (
        "Peter Holm left.\n\n“No,” said «a dock worker in Quinby». «He» waited. “Never,” «he» said."
    )
    assert names_of(text) == ["dock worker in Quinby"] * 3


def test_what_somebody_heads():
    text = (
        "Iraqi Prime Minister Mustafa al-Rubaie rose. «His government» said no.\n\nKarim Varga, "
        "the leader of Harakat al-Bahr, rose. «His group» said yes."
    )
    assert names_of(text) == ["Iraqi government", "Harakat al-Bahr"]


def test_others_keep_what_tells_who_they_are():
    assert names_of("«Others in the queue for the ferry» said no.") == [
        "others in the queue for the ferry"
    ]


WORDS = (
    "Dana Whitfield Holm al-Rubaie Mr. Mrs. Sen. President the The a officials they They who He "
    "she his I said and of for , . ; “ ” \" ' ’s ( ) — \n PHF (PHF) US poll campaign senator 63, "
    "WHITFIELD Jr. \u00a0 é 中 \x00 'S"
).split(" ")
PIECES = st.one_of(st.sampled_from(WORDS), st.text(max_size=4))


def test_a_source_cut_inside_the_last_word_is_no_error():
    assert resolve_speakers("Dana Dana Dana Dana", [(16, 17)], names=[])[0].name


@settings(max_examples=300, deadline=None)
@given(
    st.lists(PIECES, max_size=60).map(" ".join),
    st.lists(
        st.one_of(st.none(), st.tuples(st.integers(-3, 300), st.integers(-3, 300))), max_size=8
    ),
    st.lists(st.tuples(st.integers(-3, 300), st.integers(-3, 300)), max_size=8),
)
def test_any_input_gives_a_speaker_made_of_the_articles_words(text, sources, spans):
    names = [Name(s, e, label) for (s, e), label in zip(spans, ("PERSON", "ORG") * 4, strict=False)]
    found = resolve_speakers(text, sources, names=names, content=[[span] for span in spans])
    assert len(found) == len(sources)
    for speaker, source in zip(found, sources, strict=True):
        if source is None:
            assert speaker == Speaker()
        assert speaker.type in (None, "person", "organisation", "unnamed", "document")
        if speaker.start is not None:
            assert 0 <= speaker.start < speaker.end <= len(text)
        if speaker.name is not None and speaker.name != "author":
            assert speaker.name
            # a singular ("party" of "parties") keeps at least the beginning of its word
            for word in re.findall(r"\w+", speaker.name.replace("'s", "").lower()):
                assert word[:3] in text.lower()


@pytest.mark.parametrize(
    "unit",
    [
        "Sen. Dana Whitfield said no. ",
        "He said (PHF) the PHF officials left. ",
        "I said they, who think, ",
        "Aaa ",
        "“",
    ],
)
def test_long_articles_cost_what_their_length_says(unit):
    """Counts the work, not the time: three times the text, about three times the steps."""

    def steps(times):
        text = unit * times
        size = len(unit)
        sources = [(i * size, min(len(text), i * size + 3)) for i in range(times)]
        count = 0

        def tick(*_):
            nonlocal count
            count += 1

        sys.setprofile(tick)
        try:
            resolve_speakers(text, sources, names=[], content=[[s] for s in sources])
        finally:
            sys.setprofile(None)
        return count

    assert steps(600) < 4 * steps(200) + 1000


def gold_sources(rows):
    return [
        (min(s for s, _ in row["source"]), max(e for _, e in row["source"]))
        if row["source"]
        else None
        for row in rows
    ]


@pytest.fixture(scope="module")
def scorer():
    folder = SHARED / "benchmarks"
    if not (folder / "score_attribution.py").exists():
        pytest.skip("the attribution scorer (../shared/benchmarks) is not here")
    sys.path.insert(0, str(folder))
    import score_attribution

    sys.path.remove(str(folder))
    return score_attribution


@pytest.fixture(scope="module")
def nlp():
    return load_language(MODEL)


@pytest.mark.parametrize("recogniser", [True, False])
def test_seed_article_is_named_in_full(scorer, nlp, recogniser):
    gold = SHARED / "seed" / "gold.jsonl"
    if not gold.exists():
        pytest.skip("the seed article (../shared/seed) is not here")
    [(_, text, rows)] = scorer.documents(gold)
    names = find_names(nlp(text)) if recogniser else []
    found = resolve_speakers(
        text, gold_sources(rows), names=names, content=[row["content"] for row in rows]
    )
    wrong = [
        (row["speaker"], speaker.name)
        for row, speaker in zip(rows, found, strict=True)
        if not scorer.same_name(row["speaker"], speaker.name)
    ]
    assert not wrong


def test_speakers_of_twenty_polnear_articles(scorer, nlp, figure):
    """The names were annotated by reading; sources are PolNeAR's own."""
    corpus = SHARED / "corpora" / "polnear" / "dev"
    if not corpus.exists():
        pytest.skip("the PolNeAR articles (../shared/corpora) are not here")
    lines = (HERE / "speakers_polnear_dev.jsonl").read_text(encoding="utf-8").splitlines()
    wanted = {}
    for row in map(json.loads, lines):
        wanted[row["doc"], str(row["content"]), str(row["source"])] = row
    right = types = 0
    for doc, text, rows in scorer.documents(corpus):
        if doc not in {key[0] for key in wanted}:
            continue
        rows = [{k: sorted(map(list, r[k])) for k in ("source", "content")} for r in rows]
        found = resolve_speakers(
            text,
            gold_sources(rows),
            names=find_names(nlp(text)),
            content=[row["content"] for row in rows],
        )
        for row, speaker in zip(rows, found, strict=True):
            gold = wanted.pop((doc, str(row["content"]), str(row["source"])), None)
            if gold:
                right += scorer.same_name(gold["speaker"], speaker.name)
                types += gold["type"] == speaker.type
    assert not wanted
    asked = len(lines)
    figure("twenty dev articles, names of gold sources", right / asked, stated=0.96, of=asked)
    figure("twenty dev articles, speaker types", types / asked, stated=0.96, of=asked)
