"""The words of the sample company's articles and templates."""

from typing import NamedTuple

from crm_desktop.core.kinds_of_knowledge import ArticleKind, ArticleState, Audience, TemplateKind


class Words(NamedTuple):
    """An article."""

    title: str
    kind: ArticleKind
    reason: str
    body: str
    audience: Audience = Audience.INTERNAL
    state: ArticleState = ArticleState.PUBLISHED
    language: str = "en"
    shortcut: str = ""


class Text(NamedTuple):
    """A template."""

    name: str
    kind: TemplateKind
    language: str
    shortcut: str
    subject: str
    body: str


ARTICLES = (
    Words(
        "Transit damage: what we offer", ArticleKind.POLICY, "Damaged goods",
        """Whatever arrives broken within **14 days** is replaced free of charge. The customer need not send it back if it is worth less
than €50.

1. Ask for two photos: the outer carton, and what is broken.
2. Offer a **replacement** first, then the money back.
3. Note the carrier: we claim it there within seven days.

> A wet or crushed carton is the carrier's fault, also where nobody noticed it at the door.""",
    ),
    Words(
        "Returns: how long, and who pays", ArticleKind.POLICY, "Return or exchange",
        """Goods can come back for **30 days**, unused. We pay the way back where we were wrong; otherwise the customer does.

| What happened | Who pays the parcel |
| --- | --- |
| Broken, wrong or missing | we do |
| Changed their mind | the customer |
| Recalled by its maker | we do |

After 30 days a supervisor decides; say why in the return.""",
        Audience.CUSTOMERS,
    ),
    Words(
        "Where is my parcel?", ArticleKind.FAQ, "Late delivery",
        """A parcel takes two to four working days. The **tracking number** is in the confirmation of shipment.

If nothing has moved for three working days, we ask the carrier. Tell the customer when you will call back, and make a follow-up.""",
        Audience.CUSTOMERS, shortcut="parcel",
    ),
    Words(
        "Charged twice: how to check", ArticleKind.TROUBLESHOOTING, "Charged twice",
        """1. Open the order and look at its payments. A *pending* one is only a reservation; the bank lets it go within five days.
2. Two captured payments of the same amount: give one back, and say that it takes three days.
3. Only one is there: the other is the bank's reservation. Explain it; do not pay anything back.""",
    ),
    Words(
        "Glass carafe: cleaning and chips", ArticleKind.GUIDE, "Product question",
        """The carafe may go into the dishwasher **up to 55 °C**, standing free. Chalk goes with a spoon of citric acid, half an hour.

A chip at the rim is no fault of use in the first year: replace it. See *Transit damage* if it came that way.""",
        Audience.CUSTOMERS, shortcut="carafe",
    ),
    Words(
        "Hand grinder: it turns and nothing comes out", ArticleKind.TROUBLESHOOTING, "Technical help",
        """- Too fine a setting: turn the ring **three clicks** to the left.
- Oily beans stick: a handful of dry rice cleans the burrs.
- It squeaks: one drop of food-safe oil on the axle.

Warranty is 24 months. Repair first; replace after the second repair.""",
    ),
    Words(
        "Lamps: which bulb fits", ArticleKind.MANUAL, "Product question",
        """All our lamps take **E27**. Desk lamp: up to 8 W LED. Pendant lamp: up to 12 W LED. The storm lantern takes a candle only.

The textile cable may be shortened by an electrician; the warranty stays.""",
        Audience.CUSTOMERS, shortcut="bulbs",
    ),
    Words(
        "When somebody is angry", ArticleKind.DIALOGUE, "Complaint about service",
        """Let them finish. Then:

- *“You are right to be cross about this.”*
- *“Here is what I can do now: …”*
- *“I will call you tomorrow at ten, whatever happens.”*

Never explain our side before theirs was heard. Note the mood at first and afterwards.""",
    ),
    Words(
        "Invoice again, or to another address", ArticleKind.FAQ, "Invoice",
        """An issued invoice is never changed. For another address issue a **credit note** and a new invoice; the number changes.
A copy can be printed from the order at any time.""",
    ),
    Words(
        "Changing an order after it was placed", ArticleKind.POLICY, "Change of order",
        """As long as it is open: change lines, quantities and the address freely. Once it is packed, cancel it and place it anew.
Tell the customer the new day.""",
    ),
    Words(
        "Transportschaden: was wir anbieten", ArticleKind.POLICY, "Damaged goods",
        """Was innerhalb von **14 Tagen** beschädigt ankommt, ersetzen wir kostenlos. Zuerst Ersatz anbieten, dann das Geld zurück.
Zwei Fotos genügen: der Karton von außen und der Schaden.""",
        language="de",
    ),
    Words(
        "Gift wrapping from October", ArticleKind.FAQ, "Product question",
        "From October on every order can be wrapped as a gift for €3.50. It is a line of the order.",
        state=ArticleState.IN_REVIEW,
    ),
    Words(
        "Recall of the enamel kettle, 2024 batch", ArticleKind.POLICY, "Return or exchange",
        "Which batches, what to say, and how they come back. *Numbers are still missing.*",
        state=ArticleState.DRAFT,
    ),
)  # fmt: skip
TEMPLATES = (
    Text(
        "Replacement is on its way", TemplateKind.EMAIL, "en", "replacement", "Your replacement for order {order.number}",
        """Dear {customer.first_name,fallback=customer},

I am sorry that your order {order.number} arrived damaged. A replacement leaves our house today; you need not send anything back.

{cursor}

{signature}""",
    ),
    Text(
        "Ersatz ist unterwegs", TemplateKind.EMAIL, "de", "replacement", "Ersatz für Ihre Bestellung {order.number}",
        """Guten Tag {customer.salutation,fallback=} {customer.last_name,fallback=},

es tut mir leid, dass Ihre Bestellung {order.number} beschädigt ankam. Der Ersatz verlässt heute unser Haus; Sie müssen nichts
zurückschicken.

{cursor}

{signature}""",
    ),
    Text(
        "Refund is made", TemplateKind.EMAIL, "en", "refund", "We have paid back {refund.amount}",
        """Dear {customer.first_name,fallback=customer},

we have paid back {refund.amount} for order {order.number}. Your bank shows it within three working days.

{signature}""",
    ),
    Text(
        "Geld ist zurück", TemplateKind.EMAIL, "de", "refund", "Wir haben {refund.amount} erstattet",
        """Guten Tag {customer.salutation,fallback=} {customer.last_name,fallback=},

wir haben Ihnen {refund.amount} für die Bestellung {order.number} erstattet. Ihre Bank zeigt es in drei Werktagen.

{signature}""",
    ),
    Text(
        "Where the parcel is", TemplateKind.EMAIL, "en", "tracking", "Your order {order.number} is on its way",
        """Dear {customer.first_name,fallback=customer},

your order left our house on {shipment.date} with {shipment.carrier}. The tracking number is {shipment.tracking}.

{order.items}

{signature}""",
    ),
    Text(
        "How to send it back", TemplateKind.EMAIL, "en", "return", "Your return {return.number}",
        """Dear {customer.first_name,fallback=customer},

please send these back until {return.deadline} and write {return.number} on the parcel:

{return.items}

{signature}""",
    ),
    Text(
        "Apology by letter", TemplateKind.LETTER, "en", "sorry", "Your letter about order {order.number}",
        """Thank you for writing to us. What happened with your order {order.number} should not have happened, and I am sorry for it.

{cursor}

If there is anything else, ring me on {company.phone}.""",
    ),
    Text(
        "Entschuldigung als Brief", TemplateKind.LETTER, "de", "sorry", "Ihr Schreiben zur Bestellung {order.number}",
        """vielen Dank für Ihr Schreiben. Was mit Ihrer Bestellung {order.number} geschah, hätte nicht geschehen dürfen; ich bitte um
Entschuldigung.

{cursor}

Sie erreichen mich unter {company.phone}.""",
    ),
    Text("Hello", TemplateKind.CHAT, "en", "hi", "", "Hello {customer.first_name,fallback=there}, {staff.name} here. How can I help?"),
    Text("Hallo", TemplateKind.CHAT, "de", "hi", "", "Guten Tag, hier ist {staff.name}. Wie kann ich helfen?"),
    Text(
        "Call missed", TemplateKind.MESSAGE, "en", "missed", "",
        "{company.name}: we missed your call. We ring back today, or call us on {company.phone}.",
    ),
)  # fmt: skip
