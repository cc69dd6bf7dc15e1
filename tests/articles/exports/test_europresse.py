import re

import pandas as pd
import pytest
from export_files import DATA, REAL, docx, paragraph

from analystkit.articles import load_articles
from analystkit.articles.exports.markup import page_of

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


def as_text(text, folder, kind):
    path = folder / f"export.{kind.partition(' ')[0]}"
    if kind == "rtf":
        coded = "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text)
        path.write_text("{\\rtf1\\ansi " + coded.replace("\n", "\\par\n") + "}")
    elif kind == "docx":
        docx(path, "".join(map(paragraph, text.split("\n"))))
    else:
        path.write_bytes(text.encode(kind.partition(" ")[2]))
    return path


TEXT = (DATA / "europresse.txt").read_text("utf-8")
KINDS = ["txt utf-8", "txt cp1252", "txt utf-16", "rtf", "docx"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "left_out",
    [
        *("^$", "^(?:Numéro|news·).*", "^Numéro.*", "^(?:news·|Ce certificat|©).*"),
        "^(?:Numéro|news·|Ce certificat|Date|Le présent).*",
    ],
)
def test_documents_as_text_are_never_one_article(tmp_path, kind, left_out):
    text = re.sub(left_out, "", TEXT, flags=re.MULTILINE)
    articles = load_articles(as_text(text, tmp_path, kind))
    assert not len(articles)
    (said,) = articles.attrs["problems"]["problem"]
    assert "looks like 2 documents of Europresse" in said
    assert "export them again as HTML, or one document a file" in said


@pytest.mark.parametrize("kind", KINDS)
def test_one_document_as_text_is_an_article(tmp_path, kind):
    text = TEXT[: TEXT.index("La Rive")].strip()
    articles = load_articles(as_text(text, tmp_path, kind))
    assert "une promesse écrite" in articles["text"].item()
    assert not len(articles.attrs["problems"])


@pytest.mark.parametrize(
    "text",
    [
        # rights of two owners under one article
        "Le pont ferme\n9 janvier 2021\nUn texte.\n© 2021 La Rive. Tous droits réservés.\n"
        "Photo de Mona Prat\n© 2020 Agence du Port. Tous droits réservés.",
        # and a page that says when it was changed
        "Le pont ferme\nPublié le 9 janvier 2021\nUn texte.\n"
        "© 2021 Mona Prat. Tous droits réservés.\nMis à jour le 10 janvier 2021\nUn autre.\n"
        "© 2021 La Rive. Tous droits réservés.",
        "Numéro de document : 12\nUn texte.\nNuméro de document : 13\nUn autre.",
        "Elle cite news·20210112·CP·431807 et news·20210109·RIVW·0912 dans une note.",
        "Le certificat émis à Paris et le certificat émis le 9 mai sont faux.",
    ],
)
def test_what_only_speaks_of_such_things_is_an_article(tmp_path, text):
    assert load_articles(as_text(text, tmp_path, "txt utf-8"))["text"].tolist() == [text]


def test_a_page_of_a_site_is_an_article_whatever_rights_it_names(tmp_path):
    rights = "<p>Le 9 janvier 2021</p><p>Un texte.</p><p>© 2021 La Rive. Tous droits réservés.</p>"
    path = tmp_path / "a.html"
    path.write_text(f"<html><body><article>{2 * rights}</article></body></html>", "utf-8")
    assert len(load_articles(path)) == 1


@real
def test_a_real_page_saved_as_text_is_a_problem_and_no_article(tmp_path):
    page = (REAL / "europresse_test1.html").read_text("utf-8")
    text = "\n".join(para.text for para in page_of(page))
    articles = load_articles(as_text(text, tmp_path, "txt utf-8"))
    assert not len(articles)
    assert "looks like 3 documents of Europresse" in articles.attrs["problems"]["problem"][0]


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
