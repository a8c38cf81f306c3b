"""Why customers of the sample company get in touch, and what staff write down about it.

{order} {product} {carrier} {day} {place} {count} {person} are filled in from the customer's own order.
"""

from typing import NamedTuple


class Scene(NamedTuple):
    """One story in three sentences, each told in several ways; `promise` is what is left to do when it cannot be settled at once."""

    summary: tuple[str, ...]
    asked: tuple[str, ...]
    found: tuple[str, ...]
    done: tuple[str, ...]
    promise: str


class Topic(NamedTuple):
    """`reason` is its name in `services.company.REASONS`; `upset` is how likely the customer is in a bad mood."""

    reason: str
    weight: float
    about_order: bool
    upset: float
    scenes: tuple[Scene, ...]


DAMAGED = Topic(
    "Damaged goods", 3.5, True, 0.75,
    (
        Scene(
            ("{product} arrived broken", "Damage: {product}", "{order}: {product} in pieces", "Broken {product}"),
            ("{product} from {order} arrived in pieces.", "Opened {order}: {product} is broken.",
             "Box looked fine outside, {product} broken inside.",
             "Heard it rattle before opening; {product} is broken."),
            ("Brought by {carrier}.", "Photos show a crushed corner; {carrier}.", "Only paper around it, no corner pads. {carrier}.",
             "Signed as undamaged at the door, {carrier}."),
            ("Replacement goes out today.", "Refunded the piece, nothing to send back.", "Sent a new one with double packing."),
            "Ask {person} whether the new {product} arrived whole",
        ),
        Scene(
            ("{count} × {product} damaged", "Scratches: {product}", "Dented box, {order}"),
            ("{count} × {product} damaged, the box was dented.", "{product} has a scratch across the front.",
             "Corner of {product} is bent."),
            ("{carrier} noted nothing.", "Photos came by e-mail.", "The outer box was too large."),
            ("Agreed on a lower price, keeps it.", "Claimed it with {carrier}, new one goes out.", "Takes it to us on Saturday."),
            "Claim {product} of {order} with {carrier}",
        ),
    ),
)  # fmt: skip

TOPICS = (
    Topic(
        "Order status", 22, True, 0.15,
        (
            Scene(
                ("Where is order {order}?", "Tracking for {order}", "Asked about {order}"),
                ("Wants to know when {order} will arrive.", "Has not had a shipping notice for {order} yet.",
                 "Sees “in transit” for {order} and asked what it means."),
                ("Ordered on {day}, handed to {carrier}.", "Parcel is at the depot near {place}.", "{carrier} shows it out for delivery."),
                ("Read out the tracking number, happy with that.", "Sent the tracking link by e-mail.",
                 "Gave the date that {carrier} states."),
                "Ask {carrier} about {order}",
            ),
            Scene(
                ("Delivery date of {order}", "{product} in time?", "{order} before the weekend?"),
                ("Needs {product} before the weekend and asked where it is.", "Asked whether {order} comes in one parcel.",
                 "Needs {count} × {product} by Friday."),
                ("Waiting for {product} from the supplier, rest is packed.", "Label printed, parcel not scanned yet.",
                 "Stands on the packing table."),
                ("Offered to send the rest ahead; prefers one parcel.", "Packed it at once, leaves today.", "Will make it; told them so."),
                "Ring when {order} leaves the house",
            ),
            Scene(
                ("{order}: leave with the neighbour", "Safe place for {order}"),
                ("Asked whether {order} can be left with the neighbour.", "Is away on the delivery day of {order}."),
                ("{carrier} takes a safe place.", "{carrier} can hold it for seven days."),
                ("Noted the safe place for the driver.", "Asked {carrier} to hold it."),
                "Tell {person} where {order} was left",
            ),
        ),
    ),
    Topic(
        "Change of order", 8, True, 0.1,
        (
            Scene(
                ("Add to {order}", "{order}: {count} more", "Fewer pieces in {order}"),
                ("Wants {count} × {product} more.", "Wants to take {product} off {order} again."),
                ("Not packed yet.", "Already packed, not collected.", "{product} is in stock."),
                ("Changed it and read the new total back.", "Told the packing table.", "Left as it was after we talked about shipping."),
                "Confirm the change of {order}",
            ),
            Scene(
                ("Other address for {order}", "{order} to the shop instead"),
                ("Typed the wrong house number for {order}.", "{order} should go to the other shop."),
                ("Not collected yet.", "Label was printed this morning."),
                ("Wrote the new address on the order.", "New label, old one torn up."),
                "Did {order} reach the new address?",
            ),
            Scene(
                ("Other kind of {product}", "{product}: exchange before shipping"),
                ("Would rather have the other kind of {product}.", "Asked for something else than {product}."),
                ("That one is due in about ten days.", "Both are here."),
                ("Waits for it.", "Changed, same price.", "Keeps the first choice."),
                "Tell {person} whether the other {product} came in",
            ),
        ),
    ),
    Topic(
        "Late delivery", 8, True, 0.7,
        (
            Scene(
                ("{order} is late", "Still waiting for {order}", "Late: {order}"),
                ("{order} was promised for last week and has not come.", "Ordered {product} on {day} and still waits.",
                 "Needs {product} in {place} this week and is getting nervous."),
                ("{carrier} missed the collection.", "Parcel went to the wrong depot.", "No scan since it left us.",
                 "Address label could not be read."),
                ("Apologised; {carrier} delivers tomorrow before noon.", "Opened a search with {carrier}.",
                 "Offered a second parcel at our cost."),
                "Check with {carrier} where {order} is",
            ),
            Scene(
                ("{carrier} did not come", "Nobody rang: {order}", "{order}: third day out for delivery"),
                ("Took a day off for {carrier} and nobody rang.", "Third day that {carrier} shows “out for delivery”."),
                ("Driver did not find the entrance.", "Backlog at {carrier}.", "{carrier} says nobody was in."),
                ("Refunded the shipping charge.", "New date agreed with {carrier}.", "Will fetch it at the depot."),
                "Ring {person} once {order} has arrived",
            ),
        ),
    ),
    DAMAGED,
    Topic(
        "Wrong item", 3, True, 0.5,
        (
            Scene(
                ("Wrong item in {order}", "Got something else than {product}", "{order}: wrong article"),
                ("Ordered {product}, got another article.", "Something else in the box than {product}.",
                 "The parcel holds another customer's slip."),
                ("Picked from the next shelf.", "Labels swapped at the packing table."),
                ("Right one goes out today, driver takes the other along.", "May keep the wrong one.", "Sent a return label."),
                "Check that the right {product} went out",
            ),
            Scene(
                ("Pieces missing in {order}", "{product}: count is wrong"),
                ("{count} × {product} missing.", "Slip says all, box says no: {product} is not there."),
                ("Count on the slip is right, in the box it is not.", "Lay on the packing table."),
                ("Missing pieces go out today.", "Paid the missing ones back."),
                "Have the missing pieces of {order} arrived?",
            ),
        ),
    ),
    Topic(
        "Complaint about service", 1.6, False, 0.85,
        (
            Scene(
                ("Nobody rang back", "Unhappy with how we answered"),
                ("Was promised a call and nobody rang.", "Says the answer by e-mail did not fit the question."),
                ("The note of that day says nothing about a call back.", "Right: we answered another question."),
                ("Apologised and settled it on the spot.", "Gave my direct line."),
                "Talk it over with the colleague and ring {person}",
            ),
            Scene(
                ("Complaint about a call", "Long wait on the line"),
                ("Waited on hold for ten minutes.", "Was passed on three times."),
                ("Lines were full that morning.", "Two of us were out."),
                ("Listened, apologised, no claim.", "Passed on to the supervisor."),
                "Ring {person} and say what changed",
            ),
        ),
    ),
    Topic(
        "Return or exchange", 8, True, 0.25,
        (
            Scene(
                ("Return of {product}", "Sends {product} back", "{order}: return label"),
                ("{product} does not fit the room, would like to return it.", "Bought {product} twice by mistake.",
                 "Got {product} as a gift and has one already."),
                ("Within thirty days, unused.", "Two days after the thirty days, regular customer.", "Opened but unused."),
                ("Sent the return label.", "Explained how to pack it.", "Took it back as a courtesy."),
                "Has {product} of {order} come back?",
            ),
            Scene(
                ("Exchange: {product}", "{order}: something else"),
                ("Wants to exchange {product} for something else.", "{product} is not what was hoped for."),
                ("Other one is in stock.", "Price is nearly the same."),
                ("Exchange agreed, pays the difference.", "Sends it first, then gets the new one."),
                "Send the exchange for {product}",
            ),
        ),
    ),
    Topic(
        "Invoice", 8, True, 0.2,
        (
            Scene(
                ("Invoice for {order}", "Copy of the invoice {order}", "Tax number on {order}"),
                ("Needs the invoice of {order} once more.", "Tax number is missing on the invoice of {order}."),
                ("Sent to an old address.", "Our mistake: it was left out.", "Went out on {day}."),
                ("Sent it again by e-mail.", "Corrected and sent."),
                "Correct the invoice of {order}",
            ),
            Scene(
                ("Payment of {order}", "Reminder for {order}"),
                ("Paid {order} but got a reminder.", "Wants to pay {order} in two parts.", "Asked what the shipping charge on {order} is."),
                ("Paid a few days after {day}.", "Reminder crossed with the payment.", "Regular customer, always paid."),
                ("Told them to ignore the reminder.", "Agreed, noted on the order.", "Explained the charge."),
                "Has {order} been paid?",
            ),
        ),
    ),
    Topic(
        "Charged twice", 1.3, True, 0.6,
        (
            Scene(
                ("Charged twice for {order}", "Double payment {order}"),
                ("Card shows {order} twice.", "Paid {order} by transfer and by card."),
                ("Second one is only reserved and falls away.", "Really paid twice."),
                ("Explained, will look again on Friday.", "Paid one back."),
                "Check with the bank about {order}",
            ),
        ),
    ),
    Topic(
        "Product question", 18, False, 0.05,
        (
            Scene(
                ("Question about {product}", "Size of {product}", "Advice: {product}"),
                ("Wanted the exact size of {product}.", "Compared {product} with one seen elsewhere.", "Asked what {product} is made of."),
                ("Measured one in the store room.", "The data sheet says it all.", "Same maker, other name."),
                ("Sent the data sheet.", "Thinks it over.", "Will order online."),
                "Send {person} the data sheet of {product}",
            ),
            Scene(
                ("Is {product} in stock?", "How many of {product}?", "{product} by Thursday?"),
                ("Asked how many of {product} we could send by Thursday.", "Wanted to know whether {product} is in stock."),
                ("Twelve on the shelf, more next week.", "Last three.", "Plenty."),
                ("Placed the order during the call.", "Reserved until Friday.", "Orders in the shop."),
                "Tell {person} when {product} is back in stock",
            ),
            Scene(
                ("Gift idea: {product}", "Looking for a gift"),
                ("Is looking for a gift and thought of {product}.", "Needs something for a new flat, perhaps {product}."),
                ("We can wrap it.", "Comes in a plain box."),
                ("Recommended the set.", "Takes it with a card.", "Looks at the catalogue first."),
                "Send {person} an offer for {product}",
            ),
        ),
    ),
    Topic(
        "Technical help", 5, False, 0.35,
        (
            Scene(
                ("{product}: something is loose", "Help with {product}"),
                ("A part of {product} is loose.", "{product} does not close properly any more."),
                ("Within warranty.", "A known thing with the first batch.", "Used every day for a year."),
                ("Went through it step by step, fine now.", "Sends a photo.", "Offered to look at it here."),
                "Is {product} all right again?",
            ),
            Scene(
                ("How to look after {product}", "Spare part for {product}", "Manual of {product}"),
                ("Asked how to oil {product}.", "Asked how to clean {product}.", "Needs a spare part for {product}."),
                ("Has to come from the maker.", "Is on our site, hard to find.", "Lukewarm water, no soap."),
                ("Sent the manual.", "Ordered the part.", "Explained it."),
                "Ask the maker about the part for {product}",
            ),
        ),
    ),
    Topic(
        "Account", 4, False, 0.15,
        (
            Scene(
                ("New e-mail address", "Change of address", "Other contact person"),
                ("Has a new e-mail address.", "Moved within {place}.", "There is a new person for orders."),
                ("Checked by order number and postcode.", "Old one was still on file."),
                ("Changed and confirmed.", "Took the old one off."),
                "Check that the new address works",
            ),
            Scene(
                ("Cannot sign in", "Password"),
                ("Cannot sign in to the shop.", "Never got the link for the password."),
                ("Account was there twice.", "Typed the old address."),
                ("Sent a new link, works.", "Joined the two."),
                "Can {person} sign in again?",
            ),
        ),
    ),
    Topic(
        "Feedback", 4, False, 0.0,
        (
            Scene(
                ("Praise for {product}", "Likes {product}"),
                ("Very happy with {product}.", "{product} is even nicer than in the picture."),
                ("Third order this year.", "Told the whole street about us."),
                ("Passed it on to everybody.", "Said thank you."),
                "Thank {person} with a card",
            ),
            Scene(
                ("Thanks", "Feedback on packing"),
                ("Thanks for the quick help last week.", "Likes that there is hardly any plastic in the parcel."),
                ("Regular customer.", "First time we heard that."),
                ("Passed it on to everybody.", "Told the packing table, they were glad."),
                "Thank {person} with a card",
            ),
            Scene(
                ("An idea for the range", "{product} in a darker colour?"),
                ("Would like {product} in a darker colour.", "Misses a larger size of {product}."),
                ("Others asked for that too.", "The maker had it once."),
                ("Noted for the next order from the maker.",),
                "Show the idea at the monthly meeting",
            ),
        ),
    ),
    Topic(
        "Other", 2, False, 0.1,
        (
            Scene(
                ("Opening hours", "Looked for a repair shop", "Donation request"),
                ("Asked when somebody is there on Saturdays.", "Asked for a raffle prize.", "Looked for somebody who sharpens knives."),
                ("Nothing to do with an order.", "Came by last year too."),
                ("Told the hours.", "Gave a voucher.", "Named a shop in {place}."),
                "Ask the owner about it",
            ),
        ),
    ),
)  # fmt: skip

CAMPAIGN = Topic(
    "Product question", 0, False, 0.05,
    (
        Scene(
            ("Asked how things are", "Offer for the season", "Reorder of {product}?"),
            ("Rang to ask whether stocks last.", "Told them about {product}.", "Asked how {product} sells."),
            ("Usually orders around this time.", "Still has enough.", "Budget only next month.", "Interested in larger amounts."),
            ("Sends an order this week.", "Wants the price list.", "No need at present."),
            "Ring {person} again about {product}",
        ),
    ),
)  # fmt: skip
"""When we ring a customer of ours without having been asked."""
