"""Short things that staff of the sample company write into fields."""

TAILS = (
    "Speaks slowly, prefers e-mail.", "Best reached in the morning.", "Friendly as ever.", "Was in a hurry.", "Line was bad.",
    "Asked to greet the packing table.", "Also asked about opening hours.", "Second contact this week.", "Spells the name for everybody.",
    "Would like a paper catalogue.",
)  # fmt: skip
CALL_BACKS = ("Called back after the missed call.", "Rang back; had only wanted to leave a number.", "Returned the call from earlier.")
VOICEMAILS = ("Left a message with our number.", "Spoke on the answering machine.", "Asked on the voicemail to ring us.")
WRONG_NUMBERS = ("Looked for a dentist.", "Wanted the shop next door.", "Wrong area code.")
UNKNOWN_CALLERS = ("Walk-in, no name", "Number withheld", "A student", "A neighbour", "A journalist", "Somebody from a trade fair")
VERIFIED = ("Order number", "Name and postcode", "Date of the last order", "E-mail address", "Known voice")
CANCEL_REASONS = ("Changed their mind", "Ordered twice by mistake", "Took too long", "Not in stock", "Found it cheaper", "Payment failed")
ORDER_NOTES = ("Please ring before delivery.", "It is a gift, no prices on the slip.", "Goods entrance at the back.",
"Leave with the neighbour.",
               "Deliver after the 10th.", "Purchase order follows by e-mail.")  # fmt: skip
QUICK_FACTS = ("Prefers e-mail.", "Closed on Mondays.", "Pays within a week.", "Two shops, one invoice.", "Collects blue pottery.",
               "Has a dog called Biscuit.", "Orders for the whole street.", "Vegan kitchen.", "Moves in spring.",
               "Likes to talk.")  # fmt: skip
OUTCOMES = (
    "Done, customer is happy.",
    "Told them by phone.",
    "Sent by e-mail.",
    "Settled.",
    "Arrived.",
    "Paid back.",
    "No longer needed, thanks.",
)
OWN_IDEAS = ("Show {name} the new range", "Ask {name} how the last delivery was", "Thank {name} for three years",
             "Check the address of {name}", "Offer {name} a standing order", "Ring {name} before the season")  # fmt: skip
RECURRING = (
    ("Ask about the weekly order", "FREQ=WEEKLY", 7, "09:30"),
    ("Send the price list", "FREQ=MONTHLY", 30, ""),
    ("Count the shelf stock together", "FREQ=MONTHLY;INTERVAL=3", 91, "14:00"),
    ("Ring about the season's order", "FREQ=MONTHLY;INTERVAL=2", 61, "10:00"),
)
"""Title, rule, about how many days apart, time."""
ROLES = ("Purchasing", "Owner", "Accounts", "Office manager", "Head of kitchen", "Reception", "Store manager", "Assistant")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
"""Notes are in English, whatever the computer's language is."""
RETURN_NOTES = (
    ("In pieces when it was unpacked.", "Crushed corner, broken inside.", "Rattled in the box.", "Shards in the paper.", "Rim is chipped."),
    ("Smaller than in the picture.", "Colour does not go with the rest.", "Was a gift, they have one.", "Ordered one too many.",
     "Never opened.", "Box opened, not used.", "Found one closer to home."),
)  # fmt: skip
"""Of broken goods, and of others."""
WINDOW_REASONS = ("Under warranty", "Gift, given later", "Was in hospital", "Regular customer", "We sent the wrong one first")
"""Why a return is taken though its time is over; the first is for warranty."""
DECLINED_RETURNS = ("Cut to length for the customer", "Used for a year", "Not bought here", "Hygiene seal broken")
CANCELLED_RETURNS = ("Keeps it after all", "Found the missing part", "Gave it to a neighbour")
REJECTED_LINES = ("Scratched by use, not on the way", "Burnt, no fault of the material", "Parts of it are missing")
FAULTS = ("Switch hangs", "Handle is loose", "Flickers after an hour", "Lid does not close", "Grinds too coarse", "Blade wobbles")
SUPPLIERS = ("Fjordglas Works", "Keramik Ostwald", "Brixham Tools", "Lumière du Val", "Oakhollow Joiners")
GOODWILL_REFUNDS = ("Came late", "Shipping as an apology", "Price was lower last week")
WRONG_INVOICES = ("Wrong billing address", "Cost centre missing", "Name of the company misspelt")
SERVICES = (
    ("Coffee filters every month", 1, 1_470),
    ("Service of the grinders", 12, 14_900),
    ("Knife sharpening, four times a year", 3, 5_900),
    ("Table linen on loan", 6, 32_000),
    ("Seasonal decoration", 12, 48_000),
    ("Office supplies, standing order", 1, 8_900),
)
"""What is agreed, months of a term, cents per term."""
STOP_REASONS = ("Closed the shop", "Does it themselves now", "Too expensive", "Moved away")
APPOINTMENTS = (
    ("New range", 60, "there"),
    ("Tasting", 90, "here"),
    ("Order for the season", 30, "video"),
    ("Fitting of the lamps", 120, "there"),
    ("Talk about the delivery", 20, "video"),
    ("Pick-up", 15, "here"),
)
"""Title, minutes, where."""
CALLED_OFF = ("Is ill", "No time this week", "Settled by phone")
GROUPS = ("Hotels and cafés", "Shops", "Offices", "Private")
"""Choices of a field of the company's own."""
TAGS = ("regular", "press", "pays late", "pottery", "invoice by e-mail", "trade fair", "careful packing")
