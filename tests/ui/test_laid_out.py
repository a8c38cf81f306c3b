"""What lies in a layout is found without things that outlive it: Python took freed memory for what lay there before."""

import gc
import re
from pathlib import Path

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayoutItem, QPushButton, QVBoxLayout, QWidget

import crm_desktop.ui
from crm_desktop.ui.focus import tab_stops
from crm_desktop.ui.widgets.flow import Flow
from crm_desktop.ui.widgets.laid_out import laid_out


def made():
    around, outer, line = QWidget(), QVBoxLayout(), QHBoxLayout()
    around.setLayout(outer)
    last, first, middle, beside = (QPushButton(name) for name in ("last", "first", "middle", "beside"))
    QLabel("in no layout", around)
    outer.addWidget(last)
    outer.insertWidget(0, first)
    outer.insertLayout(1, line)
    line.addWidget(middle)
    line.addLayout(flow := Flow(beside))
    return around, outer, [first, line, last], [middle, flow], [first, middle, beside, last]


def test_it_comes_in_its_order_with_layouts_in_it(qapp):
    around, outer, parts, inner, stops = made()
    assert laid_out(outer) == parts
    assert laid_out(parts[1]) == inner
    assert tab_stops(around) == stops
    assert laid_out(QVBoxLayout()) == []


def items():
    """What Python keeps of layouts' items."""
    return [each for each in shiboken6.getAllValidWrappers() if isinstance(each, QLayoutItem) and type(each).__name__ == "QWidgetItem"]


def test_nothing_of_it_is_left_when_it_is_gone(qapp):
    before = items()
    around, outer, _parts, _inner, stops = made()
    tab_stops(around)
    for each in stops:
        each.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert (outer.count(), [each for each in items() if each not in before]) == (1, [])


def test_no_part_of_the_window_asks_a_layout_for_its_items():
    asked = re.compile(r"(?<!def )\bitemAt(?:Position)?\((?!event)")
    found = [str(path) for path in Path(crm_desktop.ui.__file__).parent.rglob("*.py") if asked.search(path.read_text(encoding="utf-8"))]
    assert found == []
