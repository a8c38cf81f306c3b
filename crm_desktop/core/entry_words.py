"""The words of the one-line entry, language by language. A translator adds a table; words are folded, as `core.text.fold` does."""

from collections.abc import Iterable, Mapping
from enum import Enum, auto

from crm_desktop.core.kinds import ChannelKind
from crm_desktop.core.text import fold


class Sense(Enum):
    """What a word can say; beside each, what its value is."""

    VERB = auto()
    """The channel it goes by."""
    ABOUT = auto()
    WHOM = auto()
    DAY = auto()
    """Days from today."""
    WEEKDAY = auto()
    """0 is Monday."""
    SHORT_DAY = auto()
    """The same, for a word that may be a name: it counts where a time follows, or nothing."""
    MONTH = auto()
    NEXT = auto()
    EVERY = auto()
    OTHER = auto()
    """Every other: each second."""
    OFTEN = auto()
    """A whole frequency in a word."""
    WORKDAY = auto()
    UNTIL = auto()
    AND = auto()
    UNIT = auto()
    """d, w, m, y, h or min."""
    END_OF = auto()
    """w or m."""
    NUMBER = auto()
    IN = auto()
    ON = auto()
    ARTICLE = auto()
    """Before the number of a day."""
    OF = auto()
    AT = auto()
    AM = auto()
    PM = auto()
    CLOCK = auto()
    PART = auto()
    """A time of day."""


Value = str | int
Table = Mapping[Sense, Mapping[str, Value]]


def _alike(value: Value, words: str) -> dict[str, Value]:
    return {fold(word.replace("_", " ")): value for word in words.split()}


def _numbered(words: str, first: int) -> dict[str, Value]:
    """Several words for one number stand with a slash between them."""
    return {fold(word): first + place for place, group in enumerate(words.split()) for word in group.split("/")}


ENGLISH: Table = {
    Sense.VERB: {
        **_alike(ChannelKind.PHONE, "call call_back phone ring ring_back telephone"),
        **_alike(ChannelKind.EMAIL, "email e-mail mail write write_to"),
        **_alike(ChannelKind.IN_PERSON, "meet meet_with visit see"),
        **_alike(ChannelKind.MESSENGER, "text message"),
        **_alike(ChannelKind.CHAT, "chat_with chat"),
        **_alike(ChannelKind.VIDEO, "video_call"),
        **_alike(ChannelKind.FAX, "fax"),
    },
    Sense.ABOUT: _alike("", "about regarding concerning re re:"),
    Sense.WHOM: _alike("", "for to with"),
    Sense.DAY: {"today": 0, "tonight": 0, "tomorrow": 1, "day after tomorrow": 2, "the day after tomorrow": 2},
    Sense.WEEKDAY: _numbered(
        "monday/mondays tuesday/tuesdays wednesday/wednesdays thursday/thursdays friday/fridays saturday/saturdays sunday/sundays", 0
    ),
    Sense.SHORT_DAY: _numbered("mon tue/tues wed thu/thur/thurs fri sat sun", 0),
    Sense.MONTH: _numbered(
        "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sep/sept october/oct november/nov "
        "december/dec",
        1,
    ),
    Sense.NEXT: _alike("", "next"),
    Sense.EVERY: _alike("", "every each"),
    Sense.OTHER: _alike(2, "other second"),
    Sense.OFTEN: {"daily": "DAILY", "weekly": "WEEKLY", "monthly": "MONTHLY", "yearly": "YEARLY", "annually": "YEARLY"},
    Sense.WORKDAY: _alike("", "workday weekday working_day workdays weekdays"),
    Sense.UNTIL: _alike("", "until till"),
    Sense.AND: _alike("", "and"),
    Sense.UNIT: {
        **_alike("d", "day days"), **_alike("w", "week weeks"), **_alike("m", "month months"), **_alike("y", "year years"),
        **_alike("h", "hour hours h"), **_alike("min", "minute minutes min mins"),
    },
    Sense.END_OF: {"end of week": "w", "end of the week": "w", "end of month": "m", "end of the month": "m"},
    Sense.NUMBER: {**_numbered("one two three four five six seven eight nine ten eleven twelve", 1), "a": 1, "an": 1},
    Sense.IN: _alike("", "in"),
    Sense.ON: _alike("", "on this coming by on_the by_the"),
    Sense.ARTICLE: _alike("", "the on_the"),
    Sense.OF: _alike("", "of"),
    Sense.AT: _alike("", "at @"),
    Sense.AM: _alike("", "am a.m."),
    Sense.PM: _alike("", "pm p.m."),
    Sense.CLOCK: _alike("", "o'clock"),
    Sense.PART: {"morning": "09:00", "noon": "12:00", "midday": "12:00", "afternoon": "14:00", "evening": "18:00"},
}  # fmt: skip
GERMAN: Table = {
    Sense.VERB: {
        **_alike(ChannelKind.PHONE, "anrufen zurückrufen telefonieren anruf rückruf"),
        **_alike(ChannelKind.EMAIL, "mailen schreiben anschreiben e-mail mail"),
        **_alike(ChannelKind.IN_PERSON, "treffen besuchen"),
        **_alike(ChannelKind.CHAT, "chatten"),
        **_alike(ChannelKind.FAX, "faxen"),
    },
    Sense.ABOUT: _alike("", "wegen betreffend betr. bzgl. bezüglich über"),
    Sense.WHOM: _alike("", "für an mit bei"),
    Sense.DAY: {"heute": 0, "morgen": 1, fold("übermorgen"): 2},
    Sense.WEEKDAY: _numbered("montag/montags dienstag/dienstags mittwoch/mittwochs donnerstag/donnerstags freitag/freitags "
                             "samstag/sonnabend/samstags sonntag/sonntags", 0),
    Sense.SHORT_DAY: _numbered("mo di mi do fr sa so", 0),
    Sense.MONTH: _numbered("januar/jänner februar/feb märz/mrz april/apr mai juni/jun juli/jul august/aug september/sept oktober/okt "
                           "november/nov dezember/dez", 1),
    Sense.NEXT: _alike("", "nächste nächsten nächster nächstes"),
    Sense.EVERY: _alike("", "jeden jede jedes alle"),
    Sense.OTHER: _alike(2, "zweite zweiten zweites"),
    Sense.OFTEN: {fold("täglich"): "DAILY", fold("wöchentlich"): "WEEKLY", "monatlich": "MONTHLY", fold("jährlich"): "YEARLY"},
    Sense.WORKDAY: _alike("", "werktag arbeitstag"),
    Sense.UNTIL: _alike("", "bis"),
    Sense.AND: _alike("", "und"),
    Sense.UNIT: {
        **_alike("d", "tag tage tagen"), **_alike("w", "woche wochen"), **_alike("m", "monat monate monaten"),
        **_alike("y", "jahr jahre jahren"), **_alike("h", "stunde stunden"), **_alike("min", "minute minuten"),
    },
    Sense.END_OF: {"ende der woche": "w", "wochenende": "w", "ende des monats": "m", "monatsende": "m"},
    Sense.NUMBER: {**_numbered("eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf", 1),
                   **_alike(1, "ein eine einem einer einen")},
    Sense.IN: _alike("", "in"),
    Sense.ON: _alike("", "am kommenden diesen bis_zum zum"),
    Sense.ARTICLE: _alike("", "der den dem"),
    Sense.OF: {},
    Sense.AT: _alike("", "um gegen"),
    Sense.AM: {},
    Sense.PM: {},
    Sense.CLOCK: _alike("", "uhr"),
    Sense.PART: {fold("früh"): "09:00", "vormittag": "09:00", "vormittags": "09:00", "mittag": "12:00", "mittags": "12:00",
                 "nachmittag": "14:00", "nachmittags": "14:00", "abend": "18:00", "abends": "18:00"},
}  # fmt: skip
LANGUAGES: Mapping[str, Table] = {"en": ENGLISH, "de": GERMAN}


def words_for(languages: Iterable[str]) -> Table:
    """Of several languages at once, such as the window's and the company's; the first wins where a word says different things."""
    tables = [LANGUAGES[language] for language in dict.fromkeys(languages) if language in LANGUAGES] or [ENGLISH]
    merged: dict[Sense, dict[str, Value]] = {sense: {} for sense in Sense}
    for table in reversed(tables):
        for sense, words in table.items():
            merged[sense] |= words
    return merged
