"""What the sample company sells."""

from typing import NamedTuple


class Item(NamedTuple):
    """`price` in cents; each variant is a product; `share` is how often it is bought beside others; `most` of it in one line."""

    name: str
    price: int
    share: float
    most: int = 3
    variants: tuple[str, ...] = ()
    months: int = 0
    """Of warranty."""


class Category(NamedTuple):
    name: str
    code: str
    items: tuple[Item, ...]


_COLOURS = ("blue", "moss green", "oat")
FRAGILE = "Glass carafe 1.2 l"
"""The product that arrives broken more and more often…"""
ROUGH = "Fennick Parcel"
"""…when this carrier brings it."""


class Carrier(NamedTuple):
    """`share` is how often it is given a parcel beside others; `code` begins its tracking numbers, `page` says where one is."""

    name: str
    share: int
    code: str
    page: str


CARRIERS = (
    Carrier("Tolland Post", 50, "TP", "https://tolland-post.example/where?parcel={tracking}"),
    Carrier(ROUGH, 32, "FN", "https://track.fennick.example/{tracking}"),
    Carrier("Brisk & Daly Freight", 18, "BD", "https://brisk-daly.example/shipments/{tracking}"),
)
BY_NAME = {carrier.name: carrier for carrier in CARRIERS}

CATALOGUE = (
    Category(
        "Kitchen", "KI",
        (
            Item(FRAGILE, 2490, 16, 4),
            Item("Stoneware mug", 1290, 4, 12, _COLOURS),
            Item("Breakfast bowl", 1450, 3, 8, _COLOURS),
            Item("Dinner plate 27 cm", 1890, 2.5, 12, _COLOURS),
            Item("Cast-iron pot 4 l", 8900, 2, 2, ("black", "cream"), 60),
            Item("Olive-wood board", 3450, 4, 3),
            Item("Kitchen scale, mechanical", 4200, 2, 1, months=24),
            Item("Paring knife", 1990, 4, 4, months=24),
            Item("Bread knife 24 cm", 4490, 2, 2, months=24),
            Item("Measuring jug 0.5 l", 990, 4, 4),
            Item("Mixing bowls, set of three", 3900, 3, 2),
            Item("Linen apron", 3600, 3, 6, ("natural", "navy")),
            Item("Pepper mill", 2950, 3, 4, ("beech", "walnut"), 24),
        ),
    ),
    Category(
        "Coffee and tea", "CT",
        (
            Item("Hand filter, porcelain", 1950, 4, 4),
            Item("Filter papers, 100 pieces", 490, 6, 20),
            Item("Hand grinder", 6900, 2.5, 2, months=24),
            Item("Teapot 1 l", 3850, 3, 4, ("white", "celadon")),
            Item("Tea strainer", 850, 4, 6),
            Item("Milk jug 0.6 l", 2450, 3, 4),
            Item("Espresso cups, set of four", 3200, 3, 6),
            Item("Kettle 1.7 l, enamel", 5400, 2.5, 2, ("cream", "red"), 24),
            Item("Storage tin, airtight", 1690, 4, 12),
        ),
    ),
    Category(
        "Lighting", "LI",
        (
            Item("Desk lamp, jointed", 7900, 2.5, 4, ("black", "sage"), 24),
            Item("Pendant lamp 35 cm", 12900, 1.5, 6, ("brass", "white"), 24),
            Item("Storm lantern", 3290, 3, 6),
            Item("Bedside lamp", 4900, 2, 4, _COLOURS, 24),
            Item("Filament bulb E27", 690, 5, 24),
            Item("Textile cable, 3 m", 1890, 1.5, 4),
        ),
    ),
    Category(
        "Storage", "ST",
        (
            Item("Willow basket", 3490, 3, 4, ("small", "large")),
            Item("Folding crate 32 l", 1590, 4, 12),
            Item("Wall hooks, set of five", 1990, 4, 4),
            Item("Shelf board, oak 80 cm", 5900, 2, 6),
            Item("Archive box A4", 1150, 4, 30),
            Item("Glass jars, set of six", 2690, 3, 6),
            Item("Key cabinet", 3900, 1.5, 2),
        ),
    ),
    Category(
        "Garden", "GA",
        (
            Item("Hand trowel", 1790, 3, 3, months=60),
            Item("Pruning shears", 3490, 3, 2, months=60),
            Item("Watering can 9 l", 3990, 3, 4, ("zinc", "green")),
            Item("Clay pot 24 cm", 1490, 4, 20),
            Item("Bird feeder", 2890, 2.5, 2),
            Item("Garden twine, 100 m", 690, 4, 8),
            Item("Bistro chair", 11900, 1, 12, ("anthracite", "mint"), 24),
            Item("Bistro table 60 cm", 18900, 0.8, 4, ("anthracite", "mint"), 24),
        ),
    ),
    Category(
        "Workshop", "WO",
        (
            Item("Folding rule 2 m", 1290, 3, 6),
            Item("Screwdrivers, set of six", 3690, 2.5, 2, months=60),
            Item("Claw hammer", 2790, 2, 2, months=60),
            Item("Spirit level 60 cm", 3190, 2, 2, months=24),
            Item("Tool box, steel", 5900, 1.5, 2),
            Item("Work gloves", 990, 4, 24, ("M", "L", "XL")),
            Item("Cordless screwdriver", 8900, 1.2, 1, months=24),
        ),
    ),
    Category(
        "Office", "OF",
        (
            Item("Notebook A5, dotted", 1390, 4, 20, ("grey", "rust")),
            Item("Fountain pen", 3900, 2, 3, ("M", "F"), 24),
            Item("Ink, 50 ml", 1190, 2.5, 6, ("royal blue", "black")),
            Item("Desk tray", 2490, 2, 6),
            Item("Letter scale", 2990, 1, 1, months=24),
            Item("Cork board 60 × 90 cm", 3590, 1.5, 4),
            Item("Paper knife, brass", 1890, 1.5, 2),
        ),
    ),
    Category(
        "Textiles", "TE",
        (
            Item("Tea towel, linen", 1290, 5, 24, _COLOURS),
            Item("Table cloth 140 × 240 cm", 6900, 1.5, 6, ("white", "flax")),
            Item("Wool blanket", 9900, 1.5, 4, ("grey", "ochre")),
            Item("Cushion cover 45 cm", 2490, 3, 8, _COLOURS),
            Item("Bath towel 70 × 140 cm", 2990, 3, 24, ("white", "sand")),
            Item("Napkins, set of four", 1990, 3, 12, ("flax", "brick")),
        ),
    ),
)  # fmt: skip
