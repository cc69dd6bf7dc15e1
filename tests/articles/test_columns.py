import pytest

from analystkit.articles.columns import check_mapping, check_present, choose, unique_names
from analystkit.tables import TableError


def test_usual_names_are_found_whatever_their_case():
    header = ["Headline", "Full Text", "Newspaper", "Publication-Date", "By line", "LINK", "Words"]
    assert choose(header, {}) == {
        "text": "Full Text",
        "title": "Headline",
        "outlet": "Newspaper",
        "published": "Publication-Date",
        "url": "LINK",
    }


def test_the_contracts_own_name_goes_before_others():
    assert choose(["body", "text", "source", "outlet"], {}) == {"text": "text", "outlet": "outlet"}


def test_the_mapping_goes_before_all_and_uses_a_column_once():
    assert choose(["text", "body", "source"], {"text": "body", "author": "source"}) == {
        "text": "body",
        "author": "source",
    }


def test_a_mapping_names_columns_of_the_contract():
    with pytest.raises(TableError, match=r"'txt' is not a column.*did you mean 'text'"):
        check_mapping({"txt": "body"})
    with pytest.raises(TableError, match=r"write columns=\{'text': 'body'\}"):
        check_mapping({"body": "text"})
    with pytest.raises(TableError, match="expected a dict"):
        check_mapping(["text"])


def test_a_column_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(TableError, match=r"no column 'boddy'.*did you mean 'body'.*headline"):
        check_present(["body", "headline"], {"text": "boddy"})
    with pytest.raises(TableError, match=r"no column with the text.*headline, summary"):
        check_present(["headline", "summary"], {})


def test_header_cells_become_distinct_names():
    assert unique_names(["\ufefftext", "text", None, " ", "text", 7]) == [
        *("text", "text.1", "column 3", "column 4", "text.2", "7")
    ]


@pytest.mark.parametrize(
    "heads",
    [
        ("Titel", "Volltext", "Quelle", "Datum", "Autorin", "Sprache"),
        ("Titre", "Texte", "Média", "Date de publication", "Auteur", "Langue"),
        ("Título", "Texto", "Periódico", "Fecha", "Autora", "Idioma"),
        ("Titolo", "Testo", "Testata", "Data", "Autore", "Lingua"),
    ],
)
def test_heads_in_other_languages_are_known(heads):
    names = ("title", "text", "outlet", "published", "author", "language")
    assert choose(heads, {}) == dict(zip(names, heads, strict=True))


def test_a_list_of_addresses_is_told_what_it_lacks():
    with pytest.raises(TableError, match="save those pages and load them"):
        check_present(["media_name", "publish_date", "title", "url"], {})
    with pytest.raises(TableError) as error:
        check_present(["title", "summary"], {})
    assert "pages" not in str(error.value)


@pytest.mark.parametrize(
    "name", ["media_name", "paper", "newspaper", "publication", "source", "Publication Title"]
)
def test_what_outlets_are_called(name):
    assert choose(["text", name], {})["outlet"] == name
