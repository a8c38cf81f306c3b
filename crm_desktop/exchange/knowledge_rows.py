"""Articles and templates of a file: what their forms demand is demanded of them, and card numbers are cut down."""

from typing import Any

from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds_of_knowledge import TemplateKind
from crm_desktop.exchange.rejects import BadField
from crm_desktop.services.articles import ArticleInput
from crm_desktop.services.templates import TemplateInput

Values = dict[str, Any]


def complete_article(values: Values) -> None:
    _take(values, ("title", "body", "language", "shortcut"), ArticleInput, "title")


def complete_template(values: Values) -> None:
    """Without a kind, what has a subject is an e-mail, and anything else for a chat."""
    values["kind"] = values.get("kind") or str(TemplateKind.EMAIL if values.get("subject") else TemplateKind.CHAT)
    _take(values, ("name", "body", "subject", "language", "shortcut", "kind"), TemplateInput, "name")


def _take(values: Values, names: tuple[str, ...], wanted: type[ArticleInput] | type[TemplateInput], told: str) -> None:
    """`told`: the column under which it is said what is wrong. What the file has no column for stays as it is."""
    given = {name: values[name] for name in names if name in values}
    try:
        checked = wanted(**given).checked()
    except UserError as error:
        raise BadField(told, str(values[told]), str(error)) from error
    values.update({name: str(getattr(checked, name)) for name in given})
