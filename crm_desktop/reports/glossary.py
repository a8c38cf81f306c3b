"""The words of the service desk that a report explains, each where the figure before it is printed."""

from crm_desktop.core.i18n import N_

TERMS = (
    ("contacts", N_("Interaction"), N_("One contact with a customer: a call, an e-mail, a chat, a letter, a visit.")),
    ("contacts", N_("pts"), N_("Percentage points: from 40% to 45% are 5 points.")),
    ("contacts", N_("Usual"), N_("The mean of up to three periods before.")),
    ("first_contact_resolved", N_("Resolved at once"), N_("Nobody had to come back for the same reason.")),
    ("cases_opened", N_("Case"), N_("What a customer wants settled, however many interactions it takes.")),
    ("complaints_opened", N_("Complaint"), N_("A case in which a customer says that something went wrong.")),
    ("complaint_cause", N_("Cause"), N_("Where it went wrong: the product, the carrier, our handling.")),
    ("remedies_given", N_("Remedy"), N_("What was given or done to make it good.")),
    ("escalations", N_("Escalation"), N_("Somebody who knows or may decide more was asked to take a case over.")),
    ("sla_response", N_("SLA"), N_("Service level agreement: within how much time we promise to answer and to solve.")),
    ("sla_response", N_("Working time"), N_("Opening hours without holidays, and without the time in which we waited for somebody else.")),
    ("follow_ups_kept", N_("Follow-up"), N_("What somebody promised to do, and until when.")),
    ("csat", N_("Satisfied"), N_("Whoever answers 4 or 5 of 5.")),
    ("nps", N_("Promoter, detractor"), N_("Whoever would recommend us with 9 or 10 of 10; whoever answers 6 or less.")),
    ("qa_score", N_("Fatal criterion"), N_("What must never be missed: with it the whole assessment counts nought.")),
    ("goodwill_given", N_("Goodwill"), N_("Given though nothing was owed.")),
    ("store_credit_given", N_("Store credit"), N_("A voucher in place of money back.")),
)
"""Figure, word, what is meant."""
