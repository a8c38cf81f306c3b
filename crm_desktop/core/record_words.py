"""What tables and their columns are called where people read a record as it is kept: in history, and in what is held about a person."""

from crm_desktop.core.i18n import N_, in_context

THINGS_OF_SERVICE = {
    "support_case": N_("Case"), "case_event": N_("What happened"), "case_remedy": N_("Remedy"), "case_status": N_("Status"),
    "checklist_item": N_("On a checklist"), "case_check": N_("Checked"), "mention": N_("Mention"),
    "case_payment": N_("Disputed payment"),
}  # fmt: skip
FIELDS_OF_SERVICE = {
    "after": N_("Now"), "agreement": N_("Agreement"), "assignee": N_("In the hands of"), "before": N_("Before"), "case": N_("Case"),
    "case_close_days": N_("Days until a solved case closes"),
    "case_reopen_days": N_("Days in which a contact reopens a solved case"), "case_event": N_("Note"), "cause": N_("Cause"),
    "cause_note": N_("About the cause"), "closes_on": N_("Closes on"),
    "complaint_follow_up_days": N_("Days until a complaint is followed up"), "item": N_("On the checklist"), "opened_at": N_("Opened"),
    "payment": N_("Payment"), "payments": N_("Payments"),
    "subject": N_("Subject"), "validity": N_("Validity"), "visibility": N_("Who knows"),
}  # fmt: skip
THINGS_OF_ESCALATION = {
    "sla": N_("Service level"), "sla_target": N_("Target"), "escalation_rule": N_("Escalation rule"), "escalation": N_("Escalation"),
    "approval": N_("Approval"), "routing_rule": N_("Routing rule"), "staff_absence": N_("Absence"),
}  # fmt: skip
FIELDS_OF_ESCALATION = {
    "call_target_seconds": N_("Seconds a call should take"),
    "accepted_at": N_("Taken on"), "accepted_by": N_("Taken on by"), "around_the_clock": N_("Counts all day"), "asked_by": N_("Asked by"),
    "asked_of": N_("Asked of"), "by_language": N_("By language"), "case": N_("Case"), "case_kinds": N_("Kinds of case"),
    "decided_at": N_("Decided"), "decided_by": N_("Decided by"), "decision": N_("Decision"), "due_at": N_("Due"),
    "due_minutes": N_("Minutes to take it on"), "fallback": N_("For all other cases"), "from_on": N_("From"), "from_staff": N_("From"),
    "handed_back_at": N_("Handed back"), "level": N_("Level"), "only_available": N_("Only who is available"), "outside": N_("From outside"),
    "pauses_for_others": N_("Pauses for others"), "priorities": N_("Priorities"), "resolution_minutes": N_("Minutes to resolve"),
    "response_minutes": N_("Minutes to respond"), "sla": N_("Service level"), "speciality": N_("Field"), "to_staff": N_("To"),
    "to_team": N_("To the team"), "trigger": N_("When"), "until_on": N_("Until"), "vip_only": N_("Only important customers"),
    "wanted": N_("What is to be done"), "way": N_("Chosen by"), "what": N_("What"), "words": N_("Words"),
}  # fmt: skip
THINGS_OF_QUALITY = {
    "scorecard": N_("Scorecard"), "criterion": N_("Criterion"), "quality_sample": N_("Draw by lot"), "assessment": N_("Assessment"),
    "assessment_score": N_("Score"), "training": N_("Training"),
}  # fmt: skip
FIELDS_OF_QUALITY = {
    "assessment": N_("Assessment"), "coaching": N_("What to learn from it"), "coaching_action": N_("What is done about it"),
    "coaching_due": N_("Until"), "contact_on": N_("Day of the conversation"), "criterion": N_("Criterion"),
    "drawn_by": N_("Drawn by"), "drawn_from": N_("Drawn from"), "edition": N_("Edition"), "fatal": N_("Fatal"), "given_by": N_("Given by"),
    "guidance": N_("Guidance"), "handled": N_("Conversations that month"), "held_on": N_("Day"), "hours": N_("Hours"),
    "judged_at": N_("Judged"), "month": N_("Month"), "peers": N_("Colleagues may judge by it"), "reviewer": N_("Reviewer"),
    "sample": N_("Draw by lot"), "scale": N_("Scale"), "scorecard": N_("Scorecard"), "section": N_("Section"), "seed": N_("Seed"),
    "topic": N_("Topic"), "wanted": N_("To be drawn"), "weight": N_("Weight"),
}  # fmt: skip
THINGS_OF_SURVEYS = {
    "survey": N_("Survey"), "survey_question": N_("Question"), "survey_response": N_("Survey asked"), "survey_answer": N_("Answer"),
}  # fmt: skip
FIELDS_OF_SURVEYS = {
    "answered_at": N_("Answered"), "asked_at": N_("Asked"), "asked_by": N_("Asked by"), "comment": N_("In their words"),
    "declined_at": N_("Declined"), "entered_by": N_("Entered by"), "follow_up_days": N_("Days until the follow-up"),
    "follow_up_owner": N_("Who gets the follow-up"), "highest": N_("Highest"), "intro": N_("Said before"), "item": N_("Line"),
    "items": N_("Lines"), "low_score": N_("Low score"), "lowest": N_("Lowest"), "options": N_("Answers to choose from"),
    "question": N_("Question"), "required": N_("Must be answered"), "response": N_("Survey asked"), "score": N_("Score"),
    "survey": N_("Survey"), "text": N_("Words"), "thanks": N_("Said after"),
}  # fmt: skip
THINGS_OF_PRIVACY = {
    "access_log": N_("Looked at, printed, exported"),
    "incident": N_("Incident with data"),
    "privacy_request": N_("Request about their data"),
}
FIELDS_OF_PRIVACY = {
    "action": N_("What was done"),
    "answered_on": N_("Answered"), "asked_on": N_("Asked"), "closed_at": N_("Closed"), "data": N_("Which data"),
    "extended_because": N_("Why it takes longer"), "found_at": N_("Found"), "happened_at": N_("Happened"),
    "identity": N_("How we know who asks"), "measures": N_("What was done"), "persons": N_("How many people"),
    "persons_told_at": N_("Those concerned were told"), "reported_at": N_("The authority was told"), "risk": N_("Risk"),
    "who": N_("Who asks"), "why_not": N_("Why nobody was told"),
}  # fmt: skip
FIELDS_COUNTED = {
    "attempts": N_("Attempts"), "balance": N_("Balance"), "credited": N_("Credited"), "ends_at": N_("Ends"),
    "first_response_at": N_("First response"), "fulfilment": N_("Sent so far"), "last_contact_at": N_("Last contact"),
    "last_event_at": N_("Last happened"), "line_count": N_("Number of lines"), "next_due_at": N_("Next promise due"),
    "next_warn_at": N_("Next warning"), "on_hand": N_("In stock"), "order_count": N_("Number of orders"), "paid": N_("Paid"),
    "payment_state": N_("State of payment"), "refunded": N_("Refunded"), "remaining": N_("Still left"), "remedy": N_("Remedy"),
    "remedy_cost": N_("Cost of the remedies"), "reopened": N_("Times reopened"), "resolution_due_at": N_("To be solved by"),
    "resolution_took": N_("Seconds until it was solved"), "resolved_at": N_("Solved"), "response_due_at": N_("To be answered by"),
    "response_took": N_("Seconds until the first response"), "returned": N_("Sent back"), "shipped": N_("Shipped"),
    "sla_held": N_("Clock stands still"), "sla_id": N_("Number of the service level"), "sla_left": N_("Seconds left"),
    "spent": N_("Spent"), "starts_at": N_("Begins"), "urgency": N_("Urgency"), "used": N_("Used"), "uses": N_("Times used"),
}  # fmt: skip
"""Of columns that the program works out from others: never in history, but stored."""
HIDDEN = frozenset(
    {
        "content", "created_at", "custom", "dated", "entity_table", "id", "import_run", "import_run_id", "initials", "key", "media_type",
        "normal", "password_hash", "position", "retention", "row_id", "second_factor", "sha256", "size", "source_id", "staff_id", "uid",
        "updated_at", "version", "zone",
    }
)  # fmt: skip
"""What the program keeps for itself, and says nothing to a person."""
THINGS = {
    "company": N_("Company"), "role_limit": N_("Limit of a role"), "business_hours": N_("Opening hours"), "holiday": N_("Holiday"),
    "figure_target": N_("Target of a figure"),
    "staff": N_("Staff"), "team": N_("Team"), "team_member": N_("Member of a team"), "channel": N_("Channel"),
    "contact_reason": N_("Contact reason"), "return_reason": N_("Return reason"), "customer": N_("Customer"), "contact": N_("Contact"),
    "contact_point": N_("Phone or e-mail"), "address": N_("Address"), "consent": N_("Consent"), "tag": N_("Tag"),
    "attachment": N_("Document"), "product_category": N_("Category"), "product": N_("Product"), "agreement": N_("Agreement"),
    "sales_order": N_("Order"), "order_line": N_("Line"), "stock_movement": N_("Stock movement"), "interaction": N_("Interaction"),
    "follow_up": N_("Follow-up"), "follow_up_attempt": N_("Attempt"), "reminder": N_("Reminder"), "voucher": N_("Voucher"),
    "invoice": N_("Invoice"), "invoice_line": N_("Line of the invoice"), "return_request": N_("Return"), "shipment": N_("Parcel"),
    "shipment_line": N_("In the parcel"), "return_line": N_("Line of the return"), "repair": N_("Repair"),
    "supplier_return": N_("Return to the supplier"), "payment": N_("Payment"), "appointment": N_("Appointment"),
    "appointment_reminder": N_("Reminder"), "attendee": N_("Who comes along"), "custom_field": N_("Further field"),
    "numbering": N_("Numbering"), "saved_view": N_("View of a list"), "tag_look": N_("Look of a tag"), "kept_apart": N_("Kept apart from"),
    **THINGS_OF_SERVICE,
    **THINGS_OF_ESCALATION,
    "verification_check": N_("Check of callers"),
    "article": N_("Article"), "article_link": N_("What an article is about"), "script": N_("Script"), "script_node": N_("Step of a script"),
    "script_path": N_("Way through a script"), "template": N_("Template"), "knowledge_use": N_("Use of an article or template"),
    "mail_message": N_("Head of an e-mail"), "mail_reference": N_("Earlier e-mail"),
    **THINGS_OF_SURVEYS, **THINGS_OF_QUALITY, **THINGS_OF_PRIVACY,
}  # fmt: skip
FIELDS = {
    "account_owner": N_("Account owner"), "active": N_("In use"), "address": N_("Address"), "allowance": N_("Discount for paying early"),
    "amount": N_("Amount"), "answer": N_("Answer"), "appointment": N_("Appointment"), "at": N_("When"), "availability": N_("Availability"),
    "bank": N_("Bank"), "barcode": N_("Barcode"), "best_time": N_("Best time"), "billing_address": N_("Billing address"),
    "birthday": N_("Birthday"), "caller": N_("Caller"), "cancel_reason": N_("Why cancelled"), "cancelled": N_("Cancelled"),
    "cancelled_at": N_("Cancelled"), "carrier": N_("Carrier"), "category": N_("Category"), "channel": N_("Channel"),
    "choices": N_("Choices"), "chosen_reason": N_("Reason"), "city": N_("City"), "closes": N_("Closes"), "code": N_("Code"),
    "completed_at": N_("Completed"), "condition": N_("Condition"), "contact": N_("Contact"), "corrects": N_("Corrects"),
    "cost": N_("Cost"), "country": N_("Country"), "credit": N_("Credit"), "credit_limit": N_("Credit limit"), "currency": N_("Currency"),
    "customer": N_("Customer"), "customer_since": N_("Customer since"), "day": N_("Day"), "deadline": N_("Deadline"),
    "delivered_on": N_("Delivered"), "department": N_("Department"), "description": N_("Description"), "direction": N_("Direction"),
    "discount": N_("Discount"), "discount_percent": N_("Discount in percent"), "disposition": N_("Where it goes"),
    "do_not_contact": N_("Do not contact by"), "due_on": N_("Due"), "due_time": N_("Time"), "email": N_("E-mail"), "ended_at": N_("Ended"),
    "ends_on": N_("Until"), "evidence": N_("Proof"),
    "except_days": N_("Except on"), "expires_on": N_("Valid until"), "fault": N_("Fault"), "file_name": N_("File"),
    "first_name": N_("First name"), "follow_up": N_("Follow-up"), "given_at": N_("Given"), "goods": N_("Goods"),
    "gross": N_("Before discount"), "holds": N_("On hold"), "in_use": N_("In use"), "interaction": N_("Interaction"),
    "invalid": N_("Does not work"), "invoice": N_("Invoice"), "issued_on": N_("Issued"), "kind": N_("Kind"), "label": N_("Called"),
    "labour": N_("Labour"), "language": N_("Language"), "languages": N_("Languages"), "last_name": N_("Last name"),
    "lawful_basis": N_("Lawful basis"), "legal_name": N_("Legal name"),
    "legal_hold": N_("Kept for a legal matter"), "lines": N_("Street"), "link": N_("Link"),
    "locale": N_("How numbers are written"), "login": N_("Login"), "main": N_("Main one"), "max_uses": N_("Uses at most"),
    "merged_into": N_("Merged into"), "method": N_("Paid by"), "minutes": N_("Minutes"), "mood_after": N_("Mood after"),
    "mood_before": N_("Mood before"), "moved_on": N_("Moved"), "name": N_("Name"), "net": N_("Net"), "note": N_("Note"),
    "notes": N_("Notes"), "number": N_("Number"), "opens": N_("Opens"), "opted_out": N_("Opted out"), "order": N_("Order"),
    "order_line": N_("Line of the order"), "ordered_at": N_("Ordered"), "other": N_("The other customer"),
    "other_id": N_("The other customer"), "outcome": N_("Outcome"), "owner": N_("Owner"), "page": N_("Page"), "paper": N_("Paper"),
    "parent": N_("Part of"), "parts": N_("Parts"), "percent": N_("Percent"), "phone": N_("Phone"), "place": N_("Place"),
    "postal_code": N_("Postal code"), "preferred_channel": N_("Preferred channel"), "prefix": N_("Letters before a number"),
    "price": N_("Price"), "prices_include_tax": N_("Prices include tax"), "priority": N_("Priority"), "product": N_("Product"),
    "promise": N_("Promised"), "purpose": N_("Purpose"), "quantity": N_("Quantity"), "quick_facts": N_("What to know at once"),
    "reason": N_("Reason"), "received_at": N_("Received"), "recording": N_("Recording"), "recurrence": N_("Repeats"),
    "reference": N_("Reference"), "refund_limit": N_("Refund limit"), "region": N_("Region"), "remind_before": N_("Reminder before"),
    "renewal_months": N_("Months of a renewal"), "renews_on": N_("Renews"), "replacement": N_("Replacement"),
    "requested_at": N_("Asked for"), "resolution": N_("Settled by"), "resolution_note": N_("Note on settling"),
    "responsible": N_("Responsible"), "result": N_("Result"), "return_instructions": N_("How to return"),
    "return_line": N_("Line of the return"), "return_request": N_("Return"), "return_window_days": N_("Days to return"),
    "role": N_("Role"), "salutation": N_("Salutation"), "sent_on": N_("Sent"), "settled_at": N_("Settled"),
    "settled_by": N_("Settled by whom"), "shelf": N_("Lies in"), "shipment": N_("Parcel"), "shipped_on": N_("Shipped"),
    "shipping_address": N_("Shipping address"), "shipping_charge": N_("Shipping"), "shown_at": N_("Shown"), "sku": N_("Article number"),
    "snoozed_until": N_("Later"), "source": N_("Came from"), "specialities": N_("Specialities"), "split_from": N_("Split from"),
    "staff": N_("Staff"), "start": N_("Begins with"), "started_at": N_("Started"), "starts_on": N_("From"), "starts_time": N_("Time"),
    "state": N_("State"), "state_reason": N_("Why"), "status": N_("Status"), "stocked": N_("Kept in stock"),
    "stop_reason": N_("Why stopped"), "summary": N_("Summary"), "supplier": N_("Supplier"), "tax": N_("Tax"), "tax_id": N_("Tax number"),
    "tax_rate": N_("Tax rate"), "taxes": N_("Taxes"), "team": N_("Team"), "text_version": N_("Text agreed to"), "title": N_("Title"),
    "tone": N_("Colour"), "total": N_("Total"), "tracking": N_("Tracking number"), "unit": N_("Unit"), "unit_price": N_("Price"),
    "value": N_("Value"), "verified": N_("Verified by"), "vip": N_("VIP"), "voucher": N_("Voucher"), "warranty": N_("Under warranty"),
    "warranty_months": N_("Months of warranty"), "weekday": N_("Weekday"), "width": N_("Digits of a number"),
    "window_reason": N_("Why taken late"), "withdrawal": N_("How they withdrew"), "withdrawn_at": N_("Withdrawn"),
    "withdrawn_by": N_("Withdrawn with"), "noted_by": N_("Noted by"), "wrap_up_ended_at": N_("Wrap-up ended"),
    "about": N_("About"), "approved_at": N_("Approved"), "approver": N_("Approved by"), "article": N_("Article"),
    "aim": N_("Target"), "figure": N_("Figure"),
    "ask": N_("What is asked"), "audience": N_("Who may read it"), "author": N_("Written by"), "body": N_("Text"),
    "checks_needed": N_("Checks of a caller"), "copies": N_("Copies to"), "ended": N_("How it ended"),
    "hide_until_verified": N_("Hidden until a caller is checked"), "mail": N_("E-mail"), "message_id": N_("Sign of the e-mail"),
    "next_step": N_("What comes next"), "recipients": N_("To"), "review_by": N_("Look at it again"), "say": N_("What is said"),
    "scope": N_("For whom"), "script": N_("Script"), "script_version": N_("Edition of the script"), "seconds": N_("Seconds it may take"),
    "sender": N_("From"), "shortcut": N_("Shortcut"), "steps": N_("Steps taken"), "template": N_("Template"), "used_at": N_("Used"),
    "used_in": N_("Used in"), "ways": N_("Ways from here"),
    **FIELDS_OF_SERVICE,
    **FIELDS_OF_SURVEYS, **FIELDS_OF_QUALITY, **FIELDS_OF_PRIVACY,
    **FIELDS_OF_ESCALATION, **FIELDS_COUNTED,
}  # fmt: skip
RECORD = "record"
"""The context of these words for who translates them: some mean another thing at the head of an invoice."""


def thing_word(table: str) -> str:
    """What people call a record of this table."""
    return in_context(RECORD, THINGS[table]) if table in THINGS else table.replace("_", " ").capitalize()


def field_word(name: str) -> str:
    """Fields that a company defined are called as it calls them."""
    if name.startswith("custom."):
        return name.removeprefix("custom.")
    return in_context(RECORD, FIELDS[name]) if name in FIELDS else name.replace("_", " ").capitalize()
