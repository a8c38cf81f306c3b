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
