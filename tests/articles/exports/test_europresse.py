import pandas as pd
import pytest
from export_files import DATA, REAL

from analystkit.articles import load_articles

pytestmark = pytest.mark.filterwarnings("ignore:not all was read")
real = pytest.mark.skipif(not REAL.is_dir(), reason="needs ../shared/samples/exports")


def test_articles_of_a_page():
    articles = load_articles(DATA / "europresse.html")
    assert articles["article_id"].tolist() == [
        *("news·20210112·CP·4318_07", "news·20210109·RIVW·0912")
    ]
    assert articles["title"].tolist() == ["Les ferries reprennent la mer", "Le pont ferme"]
    assert articles["outlet"].tolist() == ["Le Courrier du Port", "La Rive (site web)"]
    assert articles["author"].tolist() == ["Marta Quist", pd.NA]
    assert articles["published"].tolist() == [
        pd.Timestamp("2021-01-12 08:41", tz="UTC"),
        pd.Timestamp("2021-01-09", tz="UTC"),
    ]
    first = articles.iloc[0]
    assert (first["section"], first["page"], first["length"]) == ("Économie", "7", "412 mots")
    assert (first["issue"], first["subtitle"]) == ("no. 4318", "Neuf heures de discussions")
    assert first["text"].startswith("Les équipages remonteront à bord lundi.\n\n« Nous avons")
    assert not articles["text"].str.contains("Certificat|©|news·").any()
    assert not len(articles.attrs["problems"])


def test_documents_without_what_tells_them_apart_are_a_problem_and_no_article(tmp_path):
    named = '<div><span class="DocPublicationName">La Rive</span><p>Un texte entier.</p></div>'
    path = tmp_path / "page.html"
    path.write_text(f"<html><body>{named * 3}</body></html>")
    articles = load_articles(path)
    assert not len(articles)
    assert "looks like 3 documents" in articles.attrs["problems"]["problem"][0]


@real
def test_real_page_has_the_dates_of_the_articles_and_not_of_the_certificate():
    articles = load_articles(REAL / "europresse_test1.html")
    assert articles["title"].tolist() == [
        *("A heading: some text", "Another heading with colored text inside", "Heading")
    ]
    assert articles["outlet"].tolist() == ["l'Humanité", "Mag", "Magazine 1"]
    assert articles["author"].tolist() == [pd.NA, "Second Author", "Author Name"]
    assert articles["published"].dt.strftime("%Y-%m-%d").tolist() == [
        *("2013-10-05", "2012-10-03", "2012-10-04")
    ]
    assert articles["text"].tolist() == [
        "Some text, and a few accentuated characters: éèêù. Continuation. More text, a "
        "sentence.\n\nTest.",
        "Contents of the article.\n\n(1) A note.",
        "This is a test: a test",
    ]
    assert articles["kicker"][2] == "Subtitle"
