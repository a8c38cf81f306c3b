"""Every part of the settings, in the order in which they are listed."""

from crm_desktop.ui.pages.settings_access import AccessSection
from crm_desktop.ui.pages.settings_backups import BackupsSection
from crm_desktop.ui.pages.settings_cases import CasesSection, ChecklistsSection, StatusesSection
from crm_desktop.ui.pages.settings_company import CompanySection, LogoSection
from crm_desktop.ui.pages.settings_computer import ComputerSection
from crm_desktop.ui.pages.settings_hours import HolidaysSection, HoursSection
from crm_desktop.ui.pages.settings_lists import ChannelsSection, FieldsSection, ReasonsSection, ReturnReasonsSection, StaffSection
from crm_desktop.ui.pages.settings_mail import MailSection
from crm_desktop.ui.pages.settings_numbers import NumbersSection, TagsSection
from crm_desktop.ui.pages.settings_people import RightsSection, SignInSection
from crm_desktop.ui.pages.settings_privacy import IncidentsSection, RequestsSection
from crm_desktop.ui.pages.settings_protection import ProtectionSection
from crm_desktop.ui.pages.settings_refunds import RefundsSection
from crm_desktop.ui.pages.settings_retention import RetentionSection
from crm_desktop.ui.pages.settings_section import Section
from crm_desktop.ui.pages.settings_service import EscalationRulesSection, RoutingSection, ServiceLevelsSection
from crm_desktop.ui.pages.settings_targets import TargetsSection
from crm_desktop.ui.pages.settings_team import AbsencesSection, SkillsSection, TeamsSection
from crm_desktop.ui.pages.settings_verification import VerificationSection

SECTIONS: tuple[type[Section], ...] = (
    ComputerSection,
    BackupsSection,
    MailSection,
    CompanySection,
    LogoSection,
    HoursSection,
    HolidaysSection,
    StaffSection,
    ProtectionSection,
    SignInSection,
    RightsSection,
    RetentionSection,
    RequestsSection,
    IncidentsSection,
    AccessSection,
    TeamsSection,
    SkillsSection,
    AbsencesSection,
    RefundsSection,
    TargetsSection,
    VerificationSection,
    ServiceLevelsSection,
    EscalationRulesSection,
    RoutingSection,
    ChannelsSection,
    ReasonsSection,
    ReturnReasonsSection,
    StatusesSection,
    ChecklistsSection,
    CasesSection,
    FieldsSection,
    TagsSection,
    NumbersSection,
)
