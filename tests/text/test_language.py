import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analystkit.text.language import language_of, not_english

SHARED = Path(__file__).parents[3] / "shared"
FOREIGN = {
    "de": "Die Besatzungen kehren am Montag zurück, sagte Senatorin Dana Whitfield, die "
    "den Ausschuss für Verkehr leitet. Die Reederei und die Gewerkschaft wollten "
    "sich zu den Bedingungen nicht äußern, doch zwei Beamte sagten, dass der Lohn "
    "im Juli steigen werde.",
    "fr": "Les équipages reprendront le travail lundi, a déclaré la sénatrice Dana "
    "Whitfield, qui préside la commission des transports. La compagnie et le "
    "syndicat n'ont pas voulu commenter l'accord, mais deux responsables ont dit "
    "que les salaires augmenteraient en juillet.",
    "es": "Las tripulaciones volverán el lunes, dijo la senadora Dana Whitfield, que "
    "preside la comisión de transporte. La compañía y el sindicato no quisieron "
    "hablar de las condiciones, pero dos funcionarios dijeron que los sueldos "
    "subirán en julio.",
    "it": "Gli equipaggi torneranno lunedì, ha detto la senatrice Dana Whitfield, che "
    "presiede la commissione trasporti. La compagnia e il sindacato non hanno "
    "voluto parlare delle condizioni, ma due funzionari hanno detto che gli "
    "stipendi saliranno a luglio.",
    "nl": "De bemanningen keren maandag terug, zei senator Dana Whitfield, die de "
    "commissie voor vervoer leidt. De rederij en de vakbond wilden niets over de "
    "voorwaarden zeggen, maar twee ambtenaren zeiden dat het loon in juli omhoog "
    "gaat.",
    "tr": "Mürettebat pazartesi günü işe dönecek, dedi ulaştırma komisyonuna başkanlık "
    "eden senatör Dana Whitfield. Şirket ve sendika koşullar hakkında konuşmak "
    "istemedi, ancak iki yetkili ücretlerin temmuz ayında artacağını ve gece "
    "seferlerinin yeniden başlayacağını söyledi.",
    "ar": "قالت السيناتور دانا ويتفيلد إن الأطقم ستعود إلى العمل يوم الاثنين، ورفضت "
    "الشركة والنقابة الحديث عن الشروط، لكن مسؤولين قالا إن الأجور سترتفع في يوليو.",
    "zh": "参议员达娜·惠特菲尔德周一表示，船员们将于下周复工。公司和工会都不愿谈论协议的条件，"
    "但两名官员说，工资将从七月起上涨，夜班渡轮也将恢复。",
    "ru": "Экипажи вернутся в понедельник, сказала сенатор Дана Уитфилд, которая "
    "возглавляет комитет по транспорту. Компания и профсоюз отказались говорить об "
    "условиях договора.",
    "fa": "سناتور دانا ویتفیلد گفت که خدمه روز دوشنبه به کار برمی‌گردند. شرکت و اتحادیه "
    "نخواستند درباره شرایط توافق چیزی بگویند، اما دو مقام گفتند که دستمزدها در "
    "تیرماه افزایش می‌یابد.",
}
ENGLISH = """Crews return on Monday, “and not a day later,” said Senator Dana Whitfield, who chairs
the transport panel. The company and the union declined to say more about the terms, but two
officials said that pay would rise by 4% from July."""


@pytest.mark.parametrize("code", FOREIGN)
def test_languages_are_told_and_are_not_english(code):
    text = FOREIGN[code]
    assert language_of(text) == code
    assert not_english(text) and not_english(text, "en")
    assert language_of(text * 50) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Crews return.",
        "HARBOUR TOWN — “No,” she said.",
        "Keine Einigung.",
        "Whitfield, Brook, Orsk, Pruitt, al-Samawi, Vahedi, al-Rubaie",
        "“No deal,” Angela Merkel told Der Spiegel in Berlin, Frankfurter Allgemeine said.",
        "Le Monde, Libération, Le Figaro, Die Zeit and El País all led with it.",
        "Results: Harbour Town 2, Northgate 1; Brook City 0, Tigris 0. 12 34 56 78 90 " * 3,
        "https://wire.example/2021/06/ferry " * 10,
        "0123456789 " * 40,
        ENGLISH[:80] + FOREIGN["de"][:80],
    ],
)
def test_what_is_not_sure_counts_as_english(text):
    assert language_of(text) in (None, "en")
    assert not_english(text) is None


def test_english_is_told_in_every_case_and_with_words_of_others_in_it():
    for text in (
        ENGLISH,
        ENGLISH.upper(),
        f"“{FOREIGN['fr'][:60]},” he wrote. {ENGLISH} {ENGLISH}",
    ):
        assert language_of(text) == "en"
    assert not_english(ENGLISH, "de") is None  # a page that is wrong about itself
    assert language_of(ENGLISH + "\n\n" + FOREIGN["ar"]) in (None, "en")


@pytest.mark.parametrize(
    ("said", "name"),
    [("de", "German"), ("de-AT", "German"), ("FR_fr", "French"), ("Arabic", "Arabic"),
     ("en", None), ("en-GB", None), ("English", None), ("und", None), ("Text", None), ("", None)],
)  # fmt: skip
def test_of_a_text_too_short_to_tell_the_file_says_the_language(said, name):
    assert not_english("Nein.", said) == name


@given(st.text(max_size=300))
def test_any_text_has_a_language_or_none(text):
    assert language_of(text) is None or language_of(text).isalpha()
    assert not_english(text) is None or not_english(text)


def test_english_needs_no_library():
    code = (
        "import sys; from analystkit.text.language import language_of; "
        f"assert language_of({ENGLISH!r}) == 'en'; assert 'py3langid' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_measured_coverage_is_english_or_not_sure():
    texts = sorted(Path(__file__).parents[2].glob("data/coverage/*.txt"))
    texts += sorted((SHARED / "corpora/polnear").glob("*/text/*.txt"))[::5]
    assert [path.name for path in texts if not_english(path.read_text("utf-8"))] == []
