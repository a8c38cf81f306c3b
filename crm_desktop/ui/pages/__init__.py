"""Every page of the window, in the order of the rail."""

from crm_desktop.ui.pages.customers import CustomersPage
from crm_desktop.ui.pages.follow_ups import FollowUpsPage
from crm_desktop.ui.pages.history import HistoryPage
from crm_desktop.ui.pages.imports import ImportPage
from crm_desktop.ui.pages.interactions import InteractionsPage
from crm_desktop.ui.pages.log_interaction import LogInteractionPage
from crm_desktop.ui.pages.orders import OrdersPage
from crm_desktop.ui.pages.page import Page
from crm_desktop.ui.pages.products import ProductsPage
from crm_desktop.ui.pages.reports import ReportsPage
from crm_desktop.ui.pages.returns import ReturnsPage
from crm_desktop.ui.pages.settings import SettingsPage
from crm_desktop.ui.pages.today import TodayPage

PAGES: tuple[type[Page], ...] = (
    TodayPage,
    CustomersPage,
    OrdersPage,
    ReturnsPage,
    FollowUpsPage,
    InteractionsPage,
    ProductsPage,
    ReportsPage,
    HistoryPage,
    SettingsPage,
    ImportPage,
    LogInteractionPage,
)
