"""Where the sample company's customers live, and what people and streets are called there.

Phone numbers come from ranges that a country keeps free for films and books (Ireland, Britain, Germany, France, Sweden,
North America, Australia); elsewhere they begin with zeros, as no number that was ever given out does.
"""

from typing import NamedTuple


class City(NamedTuple):
    """In `postal`, # is any digit and @ any letter."""

    name: str
    postal: str
    region: str = ""


class Country(NamedTuple):
    """A surname may be written `his/hers`; # in a phone is any digit; `street` has {name} and {number}."""

    code: str
    language: str
    weight: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]
    cities: tuple[City, ...]
    street: str
    streets: tuple[str, ...]
    phones: tuple[str, ...]
    mobiles: tuple[str, ...]
    trades: tuple[str, ...]
    """What companies are called: {name} is an invented word."""


_ENGLISH_TRADES = (
    "{name} Kitchen Store Ltd", "{name} House Hotel", "The {name} Tea Rooms", "{name} Interiors Ltd", "{name} Catering", "Café {name}",
    "{name} & Daughters", "{name} Garden Centre", "{name} Office Services Ltd", "{name} Guest House",
)  # fmt: skip

COUNTRIES = (
    Country(
        "IE", "en", 30,
        ("Aoife", "Saoirse", "Niamh", "Ciara", "Róisín", "Sinéad", "Gráinne", "Éabha", "Clodagh", "Maeve", "Aisling", "Fionnuala"),
        ("Seán", "Conor", "Pádraig", "Oisín", "Cillian", "Darragh", "Eoin", "Tadhg", "Rory", "Fergal", "Declan", "Cormac"),
        ("Ó Brádaigh/Ní Bhrádaigh", "Kavanagh", "Delahunt", "Mac Gearailt/Nic Gearailt", "Breathnach", "Tuohy", "Halligan", "Fennelly",
         "Ó Conghaile/Ní Chonghaile", "Lenehan", "Scully", "Prendergast", "Mulvaney", "Geraghty", "Costigan", "Rafferty"),
        (City("Dublin", "D0# @###"), City("Cork", "T12 @###"), City("Galway", "H91 @###"), City("Limerick", "V94 @###"),
         City("Waterford", "X91 @###"), City("Sligo", "F91 @###"), City("Dún Laoghaire", "A96 @###")),
        "{number} {name}",
        ("Lantern Row", "Saltmarsh Road", "Heron Quay", "Old Mill Lane", "Gorse Hill", "Weavers Court", "Chandler Street",
         "Swallow Terrace"),
        ("020 91# ####",), (),
        _ENGLISH_TRADES,
    ),
    Country(
        "GB", "en", 22,
        ("Harriet", "Imogen", "Priya", "Bronwen", "Eilidh", "Agnes", "Nadia", "Olive", "Zainab", "Philippa", "Siân", "Rosalind"),
        ("Alistair", "Rhys", "Jasper", "Callum", "Imran", "Gareth", "Leopold", "Desmond", "Tobias", "Ewan", "Arjun", "Humphrey"),
        ("Thackeray", "Pemberton", "Llewelyn", "Ashworth", "Okonkwo", "MacAskill", "Whitlock", "Ramanathan", "Fairweather", "Birtwistle",
         "Achterberg", "Cholmondeley", "Penhaligon", "Sutcliffe", "Nakamura-Hale", "Drummond"),
        (City("London", "SE# #@@", "Greater London"), City("Leeds", "LS# #@@", "West Yorkshire"), City("Edinburgh", "EH# #@@", "Lothian"),
         City("Birmingham", "B# #@@", "West Midlands"), City("Caernarfon", "LL5# #@@", "Gwynedd"), City("Manchester", "M# #@@")),
        "{number} {name}",
        ("Cooper's Yard", "Bellflower Road", "Tanner Street", "Quarry Gardens", "Larch Avenue", "Postern Lane", "Ropewalk", "Candle Court"),
        ("020 7946 0###", "0113 496 0###", "0131 496 0###", "0161 496 0###"), ("07700 900###",),
        _ENGLISH_TRADES,
    ),
    Country(
        "DE", "de", 12,
        ("Annegret", "Jördis", "Käthe", "Mareike", "Ulrike", "Şirin", "Friederike", "Bärbel", "Leonie", "Svenja", "Grete", "Wiebke"),
        ("Jürgen", "Götz", "Henning", "Björn", "Matthäus", "Cem", "Lüder", "Volkmar", "Thorben", "Jannik", "Rüdiger", "Aurel"),
        ("Grünwald", "Böttcher", "Kößling", "Overbeck", "Yıldız", "Späth", "Wüstefeld", "Lindemann", "Rößler", "Hasenclever", "Tiedemann",
         "Müllerleile", "Brüggemann", "Oßwald", "Schönfelder", "Niehüser"),
        (City("Hamburg", "20###"), City("Köln", "506##"), City("München", "80###"), City("Görlitz", "028##", "Sachsen"),
         City("Würzburg", "970##", "Bayern"), City("Lübeck", "235##", "Schleswig-Holstein")),
        "{name} {number}",
        ("Kastanienweg", "Am Färbergraben", "Löwenstraße", "Mühlendamm", "Fährgasse", "Große Bleiche", "Sperlingsgasse", "Am Südhang"),
        ("030 23125 ###", "040 66969 ###", "089 99998 ###", "0221 4710 ###"), ("0171 39200##",),
        ("{name} Haushaltswaren GmbH", "Café {name}", "Bäckerei {name}", "Hotel {name}", "{name} Bürobedarf GmbH", "Gärtnerei {name}"),
    ),
    Country(
        "FR", "fr", 8,
        ("Amélie", "Zoé", "Inès", "Maëlle", "Hélène", "Océane", "Capucine", "Françoise", "Solène", "Aïcha"),
        ("Étienne", "Loïc", "Gaël", "Rémi", "Anaël", "Théo", "François", "Côme", "Aurélien", "Baptiste"),
        ("Lefèvre", "Beauchêne", "d'Arçon", "Quéméneur", "Châtelain", "Bénard", "Delacroix", "Maréchal", "Noël", "Fauré", "Sérusier",
         "Guéguen", "Lagrange", "Boissières"),
        (City("Nantes", "440##"), City("Lyon", "6900#"), City("Besançon", "250##"), City("Angoulême", "160##"), City("Orléans", "450##")),
        "{number} {name}",
        ("rue des Tilleuls", "place de la Fontaine", "allée des Grèbes", "rue du Chêne", "quai des Brumes", "impasse du Lavoir"),
        ("01 99 00 ## ##", "04 65 71 ## ##", "02 61 91 ## ##"), ("06 39 98 ## ##",),
        ("Maison {name}", "Hôtel {name}", "Café {name}", "{name} Décoration SARL", "Les Jardins de {name}"),
    ),
    Country(
        "SE", "sv", 5,
        ("Åsa", "Märta", "Ingegerd", "Linnéa", "Tuva", "Sol-Britt", "Yrsa", "Majken"),
        ("Göran", "Håkan", "Björn", "Malte", "Östen", "Åke", "Torbjörn", "Sixten"),
        ("Sjöström", "Ångström", "Hägglund", "Lindqvist", "Öberg", "Strömberg", "Åkerblom", "Bäckman", "Norrgård", "Fältskog"),
        (City("Göteborg", "4## ##"), City("Malmö", "2## ##"), City("Umeå", "90# ##"), City("Örebro", "70# ##")),
        "{name} {number}",
        ("Ängsvägen", "Björkgatan", "Södra Hamngatan", "Kvarnbacken", "Östra Esplanaden"),
        ("08-465 004 ##", "031-390 06 ##", "040-628 04 ##"), ("070-174 06 ##",),
        ("{name} Konditori", "{name} Inredning AB", "Hotell {name}", "{name} Trädgård AB"),
    ),
    Country(
        "US", "en", 4,
        ("Marisol", "Keisha", "Abigail", "Noor", "Dolores", "Willa", "Tamsin", "Mei"),
        ("Ezekiel", "Marcus", "Dashiell", "Hiroshi", "Santiago", "Amos", "Levi", "Theodore"),
        ("Hollingsworth", "Okafor", "Ybarra", "Castellanos", "Winslow", "Tanaka", "Abernathy", "Delacruz", "Featherstone", "Nguyễn"),
        (City("Portland", "972##", "OR"), City("Santa Fe", "875##", "NM"), City("Savannah", "314##", "GA"), City("Duluth", "558##", "MN")),
        "{number} {name}",
        ("Juniper Street", "Old Ferry Road", "Cottonwood Avenue", "Mockingbird Lane", "Harvest Court"),
        ("(503) 555-01##", "(505) 555-01##", "(912) 555-01##"), (),
        ("{name} Mercantile Inc.", "The {name} Inn", "{name} Coffee Roasters", "{name} Home Goods LLC"),
    ),
    Country(
        "PL", "pl", 4,
        ("Zofia", "Małgorzata", "Grażyna", "Jadwiga", "Łucja", "Bożena"), ("Michał", "Wojciech", "Łukasz", "Paweł", "Zdzisław", "Józef"),
        ("Wiśniewski/Wiśniewska", "Dąbrowski/Dąbrowska", "Wójcik", "Kaczmarek", "Grzelak", "Źródłowski/Źródłowska", "Pięta", "Brzęczek"),
        (City("Łódź", "90-###"), City("Kraków", "30-###"), City("Gdańsk", "80-###"), City("Wrocław", "50-###")),
        "ul. {name} {number}", ("Źródlana", "Dębowa", "Młyńska", "Słoneczna", "Wąska"),
        ("+48 00 000 ## ##",), (), ("Kawiarnia {name}", "{name} Wnętrza sp. z o.o.", "Pensjonat {name}"),
    ),
    Country(
        "CZ", "cs", 3,
        ("Božena", "Kateřina", "Zdeňka", "Eliška", "Věra"), ("Jiří", "Ondřej", "Lukáš", "Vojtěch", "Bedřich"),
        ("Dvořák/Dvořáková", "Růžička/Růžičková", "Šťastný/Šťastná", "Kučera/Kučerová", "Říha/Říhová", "Vlček/Vlčková"),
        (City("Brno", "6## 00"), City("Plzeň", "3## 00"), City("Český Krumlov", "381 01"), City("Děčín", "405 0#")),
        "{name} {number}", ("Příčná", "Na Výšině", "Lipová", "U Řeky", "Květinová"),
        ("+420 000 00# ###",), (), ("Kavárna {name}", "{name} Domácnost s.r.o.", "Penzion {name}"),
    ),
    Country(
        "GR", "el", 4,
        ("Ελένη", "Αικατερίνη", "Δέσποινα", "Ευγενία", "Χριστίνα", "Ζωή"), ("Νίκος", "Γιώργος", "Θανάσης", "Παναγιώτης", "Ηλίας",
         "Λευτέρης"),
        ("Παπαδόπουλος/Παπαδοπούλου", "Οικονόμου", "Ξανθάκης/Ξανθάκη", "Βλαχογιάννης/Βλαχογιάννη", "Αγγελίδης/Αγγελίδου", "Ψαρράς/Ψαρρά"),
        (City("Αθήνα", "10# ##"), City("Θεσσαλονίκη", "54# ##"), City("Χανιά", "731 ##"), City("Ιωάννινα", "45# ##")),
        "{name} {number}", ("Οδός Ελιάς", "Λεωφόρος Θάλασσας", "Οδός Ανέμων", "Πλατεία Πλατάνου"),
        ("+30 000 000 ####",), (), ("Καφενείο {name}", "Ξενοδοχείο {name}", "{name} Είδη Σπιτιού ΕΠΕ"),
    ),
    Country(
        "BG", "bg", 3,
        ("Цветелина", "Йорданка", "Росица", "Елица", "Снежана"), ("Любомир", "Стоян", "Жельо", "Асен", "Огнян"),
        ("Дойчинов/Дойчинова", "Желязков/Желязкова", "Щерев/Щерева", "Хаджийски/Хаджийска", "Юруков/Юрукова", "Цонев/Цонева"),
        (City("София", "1###"), City("Пловдив", "40##"), City("Велико Търново", "50##"), City("Бургас", "80##")),
        "ул. {name} {number}", ("Черешова", "Липова", "Ясен", "Морски бряг"),
        ("+359 00 000 ####",), (), ("Кафене {name}", "Хотел {name}", "{name} Дом ООД"),
    ),
    Country(
        "ES", "es", 4,
        ("Begoña", "Nieves", "Lucía", "Rocío", "Montserrat", "Nuria"), ("Íñigo", "Álvaro", "Andrés", "Joaquín", "Raúl", "Jesús"),
        ("Muñoz Ibáñez", "Peña Cárdenas", "Núñez", "Echevarría", "Güell", "Sáenz de Ayala", "Ordóñez", "Lázaro"),
        (City("Málaga", "290##"), City("A Coruña", "150##"), City("Logroño", "260##"), City("Cádiz", "110##")),
        "{name} {number}", ("Calle del Olmo", "Plaza de la Cigüeña", "Paseo Marítimo", "Calle Peñón"),
        ("+34 000 00# ###",), (), ("Cafetería {name}", "Hostal {name}", "{name} Hogar S.L."),
    ),
    Country(
        "IT", "it", 4,
        ("Nicoletta", "Giosuè Maria", "Letizia", "Ornella", "Fiorenza"), ("Nicolò", "Ettore", "Cosimo", "Giosuè", "Ruggero"),
        ("Dell'Acqua", "Bevilacqua", "Forlì", "Santarcangelo", "Malaspina", "Quattrocchi", "Cefalù", "D'Angiò"),
        (City("Forlì", "4712#", "FC"), City("Torino", "101##", "TO"), City("Cefalù", "90015", "PA"), City("Trieste", "341##", "TS")),
        "{name} {number}", ("Via dei Glicini", "Corso della Libertà", "Via Mulino Vecchio", "Piazzetta del Pozzo"),
        ("+39 000 000 ####",), (), ("Caffè {name}", "Albergo {name}", "{name} Casalinghi S.r.l."),
    ),
    Country(
        "NL", "nl", 4,
        ("Sanne", "Fenna", "Liesbeth", "Noortje", "Zoë"), ("Joost", "Daniël", "Sjoerd", "Thijs", "Maarten"),
        ("van der Eycken", "de Bruijn", "IJsselstein", "Hoekstra", "ten Cate-Vos", "Kuijpers", "Zandvliet", "van 't Hoff"),
        (City("Utrecht", "35## @@"), City("Groningen", "97## @@"), City("'s-Hertogenbosch", "52## @@"), City("Leiden", "23## @@")),
        "{name} {number}", ("Wilgenlaan", "Oude Gracht", "Zeedijk", "Molenstraat"),
        ("+31 00 000 ####",), (), ("Lunchroom {name}", "{name} Interieur B.V.", "Hotel {name}"),
    ),
    Country(
        "PT", "pt", 2,
        ("Conceição", "Inês", "Graça"), ("João", "Simão", "Estêvão"), ("Magalhães", "Simões", "Guimarães", "Assunção", "Brandão"),
        (City("Évora", "7000-###"), City("Guimarães", "4800-###"), City("Setúbal", "2900-###")),
        "{name}, {number}", ("Rua da Nogueira", "Travessa do Moinho", "Largo das Andorinhas"),
        ("+351 000 00# ###",), (), ("Pastelaria {name}", "{name} Casa Lda."),
    ),
    Country(
        "HU", "hu", 2,
        ("Erzsébet", "Zsófia", "Ágnes"), ("Győző", "Lőrinc", "Örs"), ("Szűcs", "Kőszegi", "Nádasdy", "Gyöngyösi", "Fűzfa"),
        (City("Győr", "902#"), City("Pécs", "762#"), City("Eger", "330#")),
        "{name} {number}.", ("Kőrösi út", "Fő tér", "Tölgyfa utca"),
        ("+36 00 000 ####",), (), ("{name} Cukrászda", "{name} Lakberendezés Kft."),
    ),
    Country(
        "AU", "en", 2,
        ("Matilda", "Jacinta", "Thuy"), ("Lachlan", "Bodhi", "Angus"), ("Wetherill", "Kowalczyk", "Trần", "Gallacher", "Papas"),
        (City("Hobart", "70##", "TAS"), City("Ballarat", "335#", "VIC"), City("Fremantle", "616#", "WA")),
        "{number} {name}", ("Banksia Street", "Wattlebird Crescent", "Jetty Road"),
        ("(02) 5550 ####", "(03) 5550 ####"), (), ("{name} Homewares Pty Ltd", "{name} Bakehouse"),
    ),
)  # fmt: skip

LATIN_STARTS = (
    "Vel", "Tarn", "Ostr", "Quil", "Brand", "Hel", "Mor", "Lind", "Sor", "Kest", "Alder", "Fenn", "Grav", "Isl", "Jorr", "Nev", "Pell",
    "Rav",
    "Thist", "Ulm", "Wynd", "Yar", "Zell", "Cor", "Dun", "Est",
)  # fmt: skip
LATIN_ENDS = (
    "wick",
    "mora",
    "haven",
    "ander",
    "ova",
    "quist",
    "elle",
    "mar",
    "stead",
    "una",
    "ombe",
    "iro",
    "adel",
    "holt",
    "ine",
    "umbra",
)
GREEK_STARTS = ("Αιγλ", "Θαλπ", "Ορφ", "Μελισσ", "Ανθ", "Λυχν", "Φοιν", "Ηλιολ")
GREEK_ENDS = ("ώνα", "ία", "ίδα", "ανή", "ώ", "ήνη")
CYRILLIC_STARTS = ("Ясен", "Звезд", "Мелн", "Ветр", "Калин", "Росен", "Черен", "Щург")
CYRILLIC_ENDS = ("ово", "ица", "ина", "град", "ола", "ея")
STEMS = {"GR": (GREEK_STARTS, GREEK_ENDS), "BG": (CYRILLIC_STARTS, CYRILLIC_ENDS)}
"""Names of companies are put together from these; elsewhere from the Latin ones."""

_GREEK = "αβγδεζηθικλμνξοπρσςτυφχψω"
_GREEK_LATIN = (
    "a",
    "v",
    "g",
    "d",
    "e",
    "z",
    "i",
    "th",
    "i",
    "k",
    "l",
    "m",
    "n",
    "x",
    "o",
    "p",
    "r",
    "s",
    "s",
    "t",
    "y",
    "f",
    "ch",
    "ps",
    "o",
)
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъьюя"
_CYRILLIC_LATIN = (
    "a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "h", "ts", "ch", "sh", "sht",
    "a", "y", "yu", "ya",
)  # fmt: skip
TO_LATIN = str.maketrans(dict(zip(_GREEK + _CYRILLIC, _GREEK_LATIN + _CYRILLIC_LATIN, strict=True)))
"""For mail addresses, after folding."""
