"""Countries, states and other places, and the adjectives that name them."""

from __future__ import annotations

# "Iraqi" and "Iraq": the adjective and the country
DEMONYMS = {
    "us": "us", "u.s": "us", "american": "us", "uk": "britain", "u.k": "britain",
    "british": "britain", "scottish": "scotland", "irish": "ireland", "canadian": "canada",
    "mexican": "mexico", "cuban": "cuba", "haitian": "haiti", "brazilian": "brazil",
    "colombian": "colombia", "venezuelan": "venezuela", "argentine": "argentina",
    "chilean": "chile", "peruvian": "peru", "french": "france", "german": "germany",
    "italian": "italy", "spanish": "spain", "portuguese": "portugal", "greek": "greece",
    "dutch": "netherlands", "belgian": "belgium", "swiss": "switzerland",
    "austrian": "austria", "swedish": "sweden", "norwegian": "norway", "danish": "denmark",
    "finnish": "finland", "polish": "poland", "hungarian": "hungary", "czech": "czechia",
    "romanian": "romania", "bulgarian": "bulgaria", "serbian": "serbia", "russian": "russia",
    "ukrainian": "ukraine", "belarusian": "belarus", "georgian": "georgia",
    "armenian": "armenia", "azerbaijani": "azerbaijan", "turkish": "turkey",
    "iraqi": "iraq", "iranian": "iran", "israeli": "israel", "syrian": "syria",
    "palestinian": "palestine", "lebanese": "lebanon", "jordanian": "jordan",
    "egyptian": "egypt", "saudi": "saudi", "kuwaiti": "kuwait", "qatari": "qatar",
    "bahraini": "bahrain", "emirati": "uae", "omani": "oman", "yemeni": "yemen",
    "kurdish": "kurdistan", "libyan": "libya", "tunisian": "tunisia", "algerian": "algeria",
    "moroccan": "morocco", "sudanese": "sudan", "somali": "somalia",
    "ethiopian": "ethiopia", "kenyan": "kenya", "nigerian": "nigeria", "afghan": "afghanistan",
    "pakistani": "pakistan", "indian": "india", "chinese": "china", "taiwanese": "taiwan",
    "japanese": "japan", "korean": "korea", "vietnamese": "vietnam", "thai": "thailand",
    "indonesian": "indonesia", "malaysian": "malaysia", "australian": "australia",
    "european": "europe", "western": "west", "arab": "arab", "nato": "nato",
}  # fmt: skip
STATES = {
    "ala": "alabama", "alaska": "alaska", "ariz": "arizona", "ark": "arkansas",
    "calif": "california", "colo": "colorado", "conn": "connecticut", "del": "delaware",
    "fla": "florida", "ga": "georgia", "hawaii": "hawaii", "idaho": "idaho", "ill": "illinois",
    "ind": "indiana", "iowa": "iowa", "kan": "kansas", "ky": "kentucky", "la": "louisiana",
    "maine": "maine", "md": "maryland", "mass": "massachusetts", "mich": "michigan",
    "minn": "minnesota", "miss": "mississippi", "mo": "missouri", "mont": "montana",
    "neb": "nebraska", "nev": "nevada", "n.h": "new hampshire", "n.j": "new jersey",
    "n.m": "new mexico", "n.y": "new york", "n.c": "north carolina", "n.d": "north dakota",
    "ohio": "ohio", "okla": "oklahoma", "ore": "oregon", "pa": "pennsylvania",
    "r.i": "rhode island", "s.c": "south carolina", "s.d": "south dakota", "tenn": "tennessee",
    "texas": "texas", "utah": "utah", "vt": "vermont", "va": "virginia", "wash": "washington",
    "w.va": "west virginia", "wis": "wisconsin", "wyo": "wyoming",
}  # fmt: skip
STATE_WORDS = frozenset(word for state in STATES.values() for word in state.split())
_CITIES = (
    "baghdad tehran washington moscow london paris beijing jerusalem damascus manhattan brooklyn "
    "chicago boston houston miami philadelphia detroit atlanta dallas denver cleveland phoenix "
    "seattle basra mosul erbil anbar beirut tripoli aleppo cairo riyadh doha dubai amman ankara "
    "istanbul kabul gaza brussels berlin geneva vienna tower street avenue square road bridge "
    "city county hotel airport plaza island beach river lake mountain hills park hall"
)
PLACES = (
    STATE_WORDS
    | frozenset(DEMONYMS.values()) - {"saudi", "arab", "west", "nato"}
    | frozenset(f"us u.s usa uk america {_CITIES}".split())
)
_US = frozenset(("america", "usa", "u.s.a"))
_COUNTRIES = frozenset(DEMONYMS.values())


def nation(word: str) -> str:
    """Give the country that a lower-case adjective or name stands for, "" for none.

    Examples
    --------
    >>> nation("iraqi"), nation("u.s"), nation("us-led"), nation("harbour")
    ('iraq', 'us', 'us', '')
    """
    word = word.removesuffix("-led").rstrip(".")
    if word in _US:
        return "us"
    return DEMONYMS.get(word, word if word in _COUNTRIES else "")
