"""Every page of the window, in the order of the rail."""

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.i18n import N_
from crm_desktop.core.links import CALL
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.ui.pages.page import Badge, PageCard, Where


def _follow_ups(by: Actor) -> Badge:
    """Mine: overdue ones in red, else how many are open."""
    from crm_desktop.queries.follow_ups import waiting

    found = waiting(by.id, utc_now())
    return Badge(found.overdue or found.open, found.overdue > 0)


def _returns(_by: Actor) -> Badge:
    from crm_desktop.queries.return_sheets import open_returns

    return Badge(open_returns(), is_urgent=False)


def _reviews(by: Actor) -> Badge:
    """For whoever may approve: what waits to be read."""
    from crm_desktop.queries.articles import waiting_for_review

    return Badge(waiting_for_review() if Right.APPROVE_KNOWLEDGE in RIGHTS[by.role] else 0, is_urgent=False)


def _assessments(by: Actor) -> Badge:
    """Mine to judge, and what was said about me."""
    from crm_desktop.queries.assessment_sheets import waiting_for

    return Badge(waiting_for(by.id), is_urgent=False)


def _surveys(_by: Actor) -> Badge:
    """Sheets that are out, and wait for their answers."""
    from crm_desktop.queries.survey_sheets import waiting_responses

    return Badge(waiting_responses(), is_urgent=False)


def _asked(by: Actor) -> Badge:
    """What colleagues ask of this person."""
    from crm_desktop.queries.escalations import asked_count

    return Badge(asked_count(by.id), is_urgent=True)


def _cases(by: Actor) -> Badge:
    """Mine that wait for us; urgent ones in red."""
    from crm_desktop.queries.cases import waiting_for_us

    found = waiting_for_us(by.id)
    return Badge(found.open, found.urgent > 0)


PAGES = (
    PageCard("today", "today:TodayPage", N_("Today"), "sun", "Ctrl+0"),
    PageCard(
        Entity.CUSTOMER.value, "customers:CustomersPage", N_("Customers"), "users", "Ctrl+1",
        new_title=N_("Customer …"), adds=Right.EDIT_CUSTOMERS,
    ),
    PageCard(
        Entity.ORDER.value, "orders:OrdersPage", N_("Orders"), "shopping-cart", "Ctrl+2",
        new_title=N_("Order …"), adds=Right.PLACE_ORDERS,
    ),
    PageCard(
        Entity.RETURN.value, "returns:ReturnsPage", N_("Returns"), "package-open", "Ctrl+3", badge=_returns,
        new_title=N_("Return without an order …"), adds=Right.HANDLE_RETURNS,
    ),
    PageCard(
        Entity.CASE.value, "cases:CasesPage", N_("Cases"), "message-square-warning", "Ctrl+9", new_title=N_("Case …"), badge=_cases,
        adds=Right.HANDLE_CASES,
        also=N_("complaint ticket problem"),
    ),
    PageCard(
        Entity.FOLLOW_UP.value, "follow_ups:FollowUpsPage", N_("Follow-ups"), "bell", "Ctrl+4",
        new_title=N_("Follow-up …"), badge=_follow_ups, adds=Right.PLAN_FOLLOW_UPS,
    ),
    PageCard(
        Entity.APPOINTMENT.value, "calendar:CalendarPage", N_("Calendar"), "calendar", "Ctrl+8",
        new_title=N_("Appointment …"), adds=Right.PLAN_APPOINTMENTS,
    ),
    PageCard(
        Entity.INTERACTION.value, "interactions:InteractionsPage", N_("Interactions"), "messages-square", "Ctrl+5",
        adds=Right.LOG_INTERACTIONS,
    ),
    PageCard(
        Entity.PRODUCT.value, "products:ProductsPage", N_("Products"), "package", "Ctrl+6",
        new_title=N_("Product …"), adds=Right.EDIT_PRODUCTS,
    ),
    PageCard(
        Entity.ARTICLE.value, "knowledge:KnowledgePage", N_("Knowledge"), "book-open", "", new_title=N_("Article …"), badge=_reviews,
        also=N_("articles scripts templates faq help"), adds=Right.WRITE_KNOWLEDGE,
    ),
    PageCard(
        Entity.SURVEY_RESPONSE.value, "surveys:SurveysPage", N_("Surveys"), "star", new_title=N_("Survey …"), badge=_surveys,
        also=N_("csat nps ces satisfaction questionnaire feedback"), adds=Right.ASK_SURVEYS,
    ),
    PageCard("team", "team:TeamPage", N_("Team"), "handshake", badge=_asked, also=N_("escalations approvals late absence colleagues")),
    PageCard(
        Entity.ASSESSMENT.value, "quality:QualityPage", N_("Quality"), "shield-check", badge=_assessments,
        also=N_("qa scorecard assessment review coaching training"), adds=Right.ASSESS,
    ),
    PageCard("figures", "figures:FiguresPage", N_("Figures"), "chart-column", also=N_("kpi key figures statistics"), right=Right.REPORT),
    PageCard(
        "trends", "trends:TrendsPage", N_("Trends"), "trending-up",
        also=N_("rising reasons risk churn statistics"), right=Right.REPORT,
    ),
    PageCard("reports", "reports:ReportsPage", N_("Reports"), "file-chart-column", "Ctrl+7", right=Right.PRINT),
    PageCard(
        "settings", "settings:SettingsPage", N_("Settings"), "settings", "Ctrl+,", Where.FOOT, also=N_("preferences options configure")
    ),
    PageCard("history", "history:HistoryPage", N_("What happened"), "history", where=Where.MENU, also=N_("history log audit")),
    PageCard(
        "import", "imports:ImportPage", N_("Bring my data"), "folder-open", where=Where.MENU, new_title=N_("Data from a file …"),
        also=N_("import csv excel upload migrate"), right=Right.IMPORT,
    ),
    PageCard(
        "log", "log_interaction:LogInteractionPage", N_("Log call"), "phone", "F2", Where.HEADER,
        new_title=N_("Earlier contact"), answers=frozenset({CALL}), right=Right.LOG_INTERACTIONS,
    ),
)  # fmt: skip
