"""What people wrote is a text in tooltips too: none of it is markup, and nothing it names is loaded."""

from pathlib import Path

import pytest
from PySide6.QtGui import QTextDocument

from crm_desktop import ui
from crm_desktop.ui.plain_tip import plain_tip
from crm_desktop.ui.widgets.facts import Fact

HOSTILE = [
    'Phone: <img src="file:///etc/passwd">',
    "<b>Bob</b>",
    "Smith & Sons <5 kg>",
    "&lt;b&gt;",
    "<img src=//server/share/a.png>",
    "plain\ntwo",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_tip_reads_as_it_was_written(text, qapp):
    document = QTextDocument()
    shown = plain_tip(text)
    document.setHtml(shown) if shown != text else document.setPlainText(shown)
    assert document.toPlainText().replace("\xa0", " ") == text


def test_a_customers_phone_is_no_markup(qtbot):
    fact = Fact(None, "phone", HOSTILE[0], "Phone")
    qtbot.addWidget(fact)
    assert "&lt;img" in fact.toolTip()


@pytest.mark.parametrize("name", ["facts", "board", "going_along", "week_grid", "month_view", "chart_view", "figure_choices"])
def test_widgets_that_show_data_in_a_tip_ask_for_a_plain_one(name):
    text = (Path(ui.__file__).parent / "widgets" / f"{name}.py").read_text(encoding="utf-8")
    shown = [line for line in text.splitlines() if "setToolTip(" in line or "showText(" in line]
    assert shown and all("plain_tip(" in line for line in shown)
