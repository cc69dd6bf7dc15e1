"""Word lists for names, titles and descriptions; everything is in lower case."""

from __future__ import annotations

from functools import cache
from pathlib import Path

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


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MALE_TITLES = _words(
    "mr mister sir lord congressman councilman councilor assemblyman chairman spokesman king "
    "prince father monsignor sheikh sheik imam ayatollah pope cardinal businessman salesman "
    "salesmen brother husband son grandson uncle nephew gentleman man boy guy dad grandfather "
    "actor waiter fireman policeman anchorman newsman widower fisherman frontman serviceman"
)
FEMALE_TITLES = _words(
    "mrs ms miss madam madame dame lady congresswoman councilwoman assemblywoman chairwoman "
    "spokeswoman queen princess sister businesswoman mother wife daughter granddaughter aunt "
    "niece woman girl mom mum grandmother actress waitress policewoman anchorwoman widow nun "
    "heroine hostess servicewoman"
)
ABBREVIATIONS = {
    "sen": "senator", "sens": "senator", "rep": "representative", "reps": "representative",
    "gov": "governor", "govs": "governor", "pres": "president", "gen": "general",
    "col": "colonel", "lt": "lieutenant", "capt": "captain", "sgt": "sergeant", "maj": "major",
    "adm": "admiral", "cmdr": "commander", "cpl": "corporal", "prof": "professor",
    "rev": "reverend", "hon": "honorable", "del": "delegate", "amb": "ambassador",
    "atty": "attorney", "dr": "doctor", "pm": "prime minister", "veep": "vice president",
}  # fmt: skip
TITLES = (
    _words(
        "grand mr mister mrs ms miss mx sir dame lord lady madam madame monsignor dr doctor prof "
        "professor senator senators representative representatives congressman congresswoman "
        "governor president vice prime minister premier chancellor secretary undersecretary "
        "ambassador envoy general colonel major captain lieutenant sergeant staff corporal "
        "private admiral commander commodore marshal brigadier chief judge justice attorney "
        "solicitor counsel mayor alderman councilman councilwoman councillor assemblyman "
        "assemblywoman delegate sheriff officer detective deputy chairman chairwoman chair "
        "chairperson director speaker leader whip commissioner comptroller treasurer reverend "
        "father sister brother pope cardinal bishop archbishop rabbi imam ayatollah sheikh "
        "sheik sayyed king queen prince princess emperor sultan emir spokesman spokeswoman "
        "spokesperson candidate nominee presumptive presidential ceo cfo founder cofounder "
        "co-founder editor host anchor correspondent columnist reporter coach former "
        "ex acting interim then-president ex-president ex-governor honorable superintendent "
        "first second strategist pollster analyst adviser advisor aide manager consultant "
        "hopeful frontrunner front-runner surrogate activist lawyer author economist star "
        "billionaire mogul tycoon businessman businesswoman congressmen inspector foreign "
        "defense defence interior finance pfc spc ret principal dean provost"
    )
    | ABBREVIATIONS.keys()
)
PORTFOLIOS = _words(
    "state defense defence treasury labor commerce education energy interior agriculture health "
    "transportation homeland veterans"
)
PEOPLE_NOUNS = TITLES | _words(
    "politician lawmaker legislator candidate nominee contender rival opponent democrat "
    "republican libertarian conservative liberal independent socialist progressive magnate "
    "developer executive entrepreneur banker financier investor donor celebrity personality "
    "commentator pundit journalist writer blogger broadcaster novelist scholar historian "
    "scientist researcher expert physician surgeon nurse psychiatrist psychologist teacher "
    "student prosecutor veteran retiree resident voter supporter fan critic official "
    "operative organizer owner operator farmer rancher driver worker engineer actor actress singer "
    "musician rapper comedian director filmmaker producer player athlete coach pastor minister "
    "priest cleric evangelist preacher militant fighter guard soldier diplomat statesman jurist "
    "nominee appointee successor predecessor colleague ally friend neighbor wife husband "
    "mother father son daughter brother sister cousin uncle aunt nephew niece spouse widow "
    "girlfriend boyfriend man woman boy girl native newcomer outsider incumbent freshman "
    "member fellow head boss partner founder publisher moderator interviewer tutor witness "
    "victim suspect defendant plaintiff immigrant refugee survivor vermonter texan floridian "
    "buckeye new-yorker hoosier hawk hero icon legend guru maverick insider builder "
    "secretary-general congressperson treasurer trustee pollster strategist professor "
    "freelancer photographer landlord homemaker chef architect designer lobbyist whistleblower "
    "hacker demonstrator protester participant attendee observer insurgent commander"
)
ORG_NOUNS = _words(
    "government administration campaign ministry department committee subcommittee party "
    "military army navy police court council agency bureau commission union association "
    "federation foundation institute institution university college school company firm "
    "corporation bank organization organisation newspaper magazine network channel outlet "
    "paper publication website site group team office board panel house senate congress "
    "parliament legislature cabinet coalition alliance force forces pentagon kremlin vatican "
    "embassy church center centre pac pacs super-pac caucus chamber academy league society trust "
    "lab laboratory studio broadcaster station journal times post news press faction movement "
    "militia brigade front authority regime establishment junta leadership service tribunal "
    "airline hospital retailer bank consortium nonprofit charity network startup maker "
    "manufacturer committee inc corp co llc llp ltd plc intelligence conference guild fund "
    "initiative project coalition state-department mission command rnc dnc gop"
)
CAPITAL_ORG_NOUNS = ORG_NOUNS | _words(
    "units brigades "
    "herald tribune gazette chronicle globe observer inquirer dispatch register review "
    "enquirer sentinel reuters bloomberg twitter facebook google yahoo politico breitbart "
    "buzzfeed america committees partners group holdings industries international systems "
    "technologies airlines motors services associates brothers sons records pictures "
    "entertainment media radio tv television online daily weekly digest beacon politics "
    "today bulletin post-gazette post-dispatch vox vice slate salon gawker wikileaks wikipedia "
    "instagram youtube amazon microsoft apple ibm boeing exxon gallup quinnipiac rasmussen "
    "politifact factcheck isis hezbollah hamas taliban qaeda reserve treasury supreme capitol "
    "homeland strategies consulting communications capital ventures solutions energy coal steel "
    "oil customs affairs justice defense resources protection security rights studies "
    "action watch matters project monitor research survey poll caller examiner"
)
DOCUMENT_NOUNS = _words(
    "report reports poll polls survey surveys polling study studies statement statements letter "
    "letters memo memos memorandum email emails e-mail e-mails ad ads advertisement commercial "
    "article articles book books bill law laws document documents transcript transcripts data "
    "research essay editorial editorials op-ed column filing filings lawsuit complaint suit "
    "affidavit petition tweet tweets video videos recording audio analysis rule rules treaty "
    "constitution headline headlines story stories page webpage release records record "
    "statistics figures numbers findings evidence results agreement resolution order ruling "
    "opinion decision verdict indictment testimony deposition subpoena manifesto platform "
    "proposal plan plans legislation amendment act post blog dossier file files note notes "
    "script speech spreadsheet database estimate estimates projection projections forecast "
    "census chart map sign signs poster banner slogan film movie documentary song ballot "
    "guidelines policy policies provision text message messages invitation script dispatch "
    "account accounts coverage review biography memoir autobiography returns photo photos "
    "photograph photographs picture pictures image images contract receipt brief tape tapes "
    "paper papers clip clips standards spot footage code bylaws finding textbook newsletter "
    "bulletin"
)
PLURALS = _words(
    "people men women children police staff media public media crowd youth folks clergy gop "
    "personnel troops brass faithful majority electorate"
)
NOT_PLURAL = _words(
    "news congress politics press us texas kansas arkansas illinois is was has says its this "
    "as his goes does series always perhaps class business process isis status mass loss "
    "success address analysis chris james thomas campus virus crisis basis dallas las los "
    "boss witness princess actress hostess heiress mistress governess waitress less across "
    "times states nations york's tennis gas bus plus minus yes thus various"
)
QUANTIFIERS = _words(
    "some several many few numerous various two three four five six seven eight nine ten "
    "eleven twelve dozen dozens hundreds thousands most all both other others another one "
    "countless certain more multiple a an the this that these those each every any"
)
DETERMINERS = _words(
    "the a an this that these those his her its their our my your another one some any every "
    "each no both several many few two three four five six"
)
CLOSED = DETERMINERS | _words(
    "and or but nor so yet for of in on at by to from with without into onto about over under "
    "after before since until while when where why how if as than because though although "
    "whether unless between among against toward towards through during despite like unlike "
    "near is are was were be been being am has have had do does did will would can could may "
    "might shall should must not also then there here now he she it they we i you him them "
    "us me who whom whose which what ever never just only even still again already once "
    "too very more most said says say told tells asked added wrote called argued noted "
    "according per via amid upon off out up down yes no ok okay well however meanwhile "
    "moreover instead later earlier today yesterday tomorrow such perhaps maybe"
)
OPENERS = CLOSED | _words(
    "asked speaking standing according given following citing noting unlike both neither "
    "either previously recently finally indeed still sometimes often nearly almost despite "
    "during former last next meanwhile nonetheless nevertheless otherwise thus therefore "
    "hence rather plus besides afterward sunday monday tuesday wednesday thursday friday "
    "saturday january february march april june july august september october november "
    "december dear hello thank thanks let see read watch click related photo updated exclusive "
    "report breaking correction editor's whatever whoever everyone everything nobody nothing "
    "something someone anyone people part much my our his her its their rival fellow longtime "
    "supporters critics aides officials asking adding saying told"
)
CALENDAR = _words(
    "sunday monday tuesday wednesday thursday friday saturday january february march april may "
    "june july august september october november december jan feb aug sept oct nov dec"
)
PARTICLES = _words("al el bin ibn bint abu de la del der den van von da di du dos das le ter ten")
SUFFIXES = _words("jr sr ii iii iv")
# titles that also stand inside the names of bodies: "Kataib Imam …"
HONORIFICS = _words("sheikh sheik sayyed sayyid imam king prince father sister brother mr major")
# Arabic and Persian nouns that open a body's name: brigades, movement, party, army …
BODY_OPENERS = _words(
    "kataib kata'ib katibat harakat haraka hizb hezb hashd hashed jaysh jaish asaib asa'ib saraya "
    "liwa jabhat hayat ansar faylaq majlis munazzamat tanzim jund lashkar sepah pasdaran basij "
    "hezbollah hizbollah hizbullah"
)
ARMED_GROUPS = _words(
    "group militia force faction movement organisation organization umbrella alliance coalition "
    "brigade front network party"
)
PARTIES = _words(
    "republican democrat democratic libertarian conservative liberal gop independent socialist "
    "republicans democrats tory labour rival fellow another then-candidate then-sen longtime "
    "veteran retired late outgoing incoming hollywood evangelical catholic house senate white"
)


@cache
def given_names() -> dict[str, str]:
    """Return common given names with the gender they usually carry, "m" or "f".

    Returns
    -------
    dict
        Lower-case name to ``"m"`` or ``"f"``; a name listed under both is left out.
    """
    genders: dict[str, set[str]] = {}
    gender = ""
    text = Path(__file__).with_name("given_names.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            gender = line.strip("[]")
        elif not line.startswith("#"):
            for name in line.split():
                genders.setdefault(name, set()).add(gender)
    return {name: found.pop() for name, found in genders.items() if len(found) == 1}


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
