"""How figures and people read on a page: in the company's formats, a dash where nothing is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from crm_desktop.core.figure import Better
from crm_desktop.core.figure_targets import Reached, Target
from crm_desktop.core.figures import FIGURES_BY_ID, Figure, Unit, Value, change
from crm_desktop.core.formats import NOTHING, Formats
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.money import from_store
from crm_desktop.core.spans_of_time import duration

REACHED = {Reached.MET: N_("met"), Reached.NEAR: N_("nearly"), Reached.MISSED: N_("missed")}
"""Whether a target was."""
Arrow = Literal["up", "down", ""]


@dataclass(frozen=True, slots=True)
class Tile:
    """`change` is empty when there is nothing to compare with; `is_better` None: neither good nor bad."""

    name: str
    value: str
    change: str = ""
    arrow: Arrow = ""
    is_better: bool | None = None
    remark: str = ""
    aim: str = ""
    reached: Reached | None = None


class Size(NamedTuple):
    sign: str
    text: str
    arrow: Arrow
    is_better: bool | None


class Printer:
    """`customers` and `staff` hold names by number and by login; an erased customer has None."""

    def __init__(
        self, formats: Formats, customers: Mapping[str, str | None], staff: Mapping[str, str], *, hide_names: bool = False
    ) -> None:
        self.formats = formats
        self._customers, self._staff, self._hide_names = customers, staff, hide_names

    def value(self, value: Value) -> str:
        """A share of too few cases is printed as its two numbers, a mean of too few with their number."""
        amount = value.amount
        if amount is None:
            return NOTHING
        figure = FIGURES_BY_ID[value.figure]
        if value.is_enough:
            return self._amount(amount, figure, value.currency)
        if figure.unit is not Unit.SHARE or not figure.is_part:
            cases = self.formats.number(value.denominator or 0)
            return _("{mean} ({cases})").format(mean=self._amount(amount, figure, value.currency), cases=cases)
        part, whole = (Fraction(number or 0, figure.scale) for number in (value.numerator, value.denominator))
        return _("{part} of {whole}").format(part=self.formats.quantity(part), whole=self.formats.quantity(whole))

    def _amount(self, amount: Fraction, figure: Figure, currency: str) -> str:
        if figure.unit is Unit.MONEY:
            return self.formats.money(Decimal(amount.numerator) / Decimal(amount.denominator), currency)
        if figure.unit is Unit.SHARE:
            return self.formats.percent(amount, 1 if 0 < amount < _fine_below(figure) else 0)
        if figure.unit in (Unit.SECONDS, Unit.DAYS, Unit.RATIO):
            return self._measure(amount, figure.unit)
        return self.formats.quantity(amount)

    def _measure(self, amount: Fraction, unit: Unit) -> str:
        if unit is Unit.DAYS:
            return _("{days} days").format(days=self.formats.number(amount, 1))
        return duration(amount) if unit is Unit.SECONDS else self.formats.number(amount, 2)

    def target(self, target: Target, currency: str) -> str:
        """≥ 90 %; a sum is of this currency."""
        figure = FIGURES_BY_ID[target.figure]
        return f"{'≥' if figure.better is Better.MORE else '≤'} {self._amount(target.amount, figure, currency)}"

    def change(self, now: Value, before: Value) -> str:
        """+6 %, −2 pts, +0:12; a dash where it says nothing."""
        size = self._size(now, before)
        return size.sign + size.text if size else NOTHING

    def _size(self, now: Value, before: Value) -> Size | None:
        """What is nought when rounded has no direction, and is neither better nor worse."""
        changed = change(now, before)
        if changed is None:
            return None
        amount, figure = abs(changed.amount), FIGURES_BY_ID[now.figure]
        if changed.is_relative:
            text = self.formats.percent(amount)
        elif figure.unit is Unit.SHARE:
            points = self.formats.number(amount * 100, 0 if figure.scale == 1 else 1)
            text = (_("{points} pt") if points == "1" else _("{points} pts")).format(points=points)
        else:
            text = self._measure(amount, figure.unit)
        if not any(digit in text for digit in "123456789"):
            return Size("±", text, "", None)
        return Size("+", text, "up", changed.is_better) if changed.amount > 0 else Size("−", text, "down", changed.is_better)

    def amount(self, stored: int, currency: str) -> str:
        return self.formats.money(from_store(stored), currency)

    def tile(self, now: Value, before: Value, remark: str, target: Target | None = None) -> Tile:
        size, name = self._size(now, before), _(FIGURES_BY_ID[now.figure].name)
        aim, reached = ("", None) if target is None else (self.target(target, now.currency), target.reached(now))
        if size is None:
            return Tile(name, self.value(now), remark=remark, aim=aim, reached=reached)
        text = size.text if size.arrow else _("unchanged")
        if size.is_better is not None:
            text = _("{change}, better").format(change=text) if size.is_better else _("{change}, worse").format(change=text)
        return Tile(name, self.value(now), text, size.arrow, size.is_better, remark, aim, reached)

    def customer(self, number: str) -> str:
        """The name; the number when names are hidden or the person was erased."""
        if not number or self._hide_names:
            return number or NOTHING
        name = self._customers.get(number)
        return _("erased ({number})").format(number=number) if name is None else name

    def colleague(self, login: str) -> str:
        return self._staff.get(login, login) if login else _("Nobody recorded")


def _fine_below(figure: Figure) -> Fraction:
    """Shares below this show a decimal place. A rate of goods is small, and its tenths matter."""
    return Fraction(1, 100 if figure.scale == 1 else 10)
