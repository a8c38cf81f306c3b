"""Every part of the settings, in the order in which they are listed."""

from crm_desktop.ui.pages.settings_company import CompanySection, LogoSection
from crm_desktop.ui.pages.settings_computer import ComputerSection
from crm_desktop.ui.pages.settings_hours import HolidaysSection, HoursSection
from crm_desktop.ui.pages.settings_lists import ChannelsSection, FieldsSection, ReasonsSection, ReturnReasonsSection, StaffSection
from crm_desktop.ui.pages.settings_numbers import NumbersSection, TagsSection
from crm_desktop.ui.pages.settings_refunds import RefundsSection
from crm_desktop.ui.pages.settings_section import Section

SECTIONS: tuple[type[Section], ...] = (
    ComputerSection,
    CompanySection,
    LogoSection,
    HoursSection,
    HolidaysSection,
    StaffSection,
    RefundsSection,
    ChannelsSection,
    ReasonsSection,
    ReturnReasonsSection,
    FieldsSection,
    TagsSection,
    NumbersSection,
)
