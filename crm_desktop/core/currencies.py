"""Currencies by their ISO 4217 codes."""

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _


def checked_currency(code: str) -> str:
    """The code in capitals. Raises UserError for one that no country uses."""
    from babel.numbers import list_currencies

    wanted = code.strip().upper()
    if wanted not in list_currencies():
        raise UserError(_("There is no currency “{code}”. Nothing was changed; use a code like EUR.").format(code=code))
    return wanted


def digits_of(code: str) -> int:
    """Digits after the point: 0 for JPY, 2 for EUR, 3 for KWD."""
    return _DIGITS.get(code, 2)


_NONE = """ADP AFN ALL BIF BYR CLP DJF ESP GNF IQD IRR ISK ITL JPY KMF KPW KRW LAK LBP LUF MGA MGF MMK MRO PYG RSD RWF SLL SOS STD SYP
TMM TRL UGX UYI VND VUV XAF XOF XPF YER ZMK ZWD"""
_DIGITS = {
    **dict.fromkeys(_NONE.split(), 0),
    **dict.fromkeys(("BHD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}
"""Where there are not two, as Babel knows it: loading its tables would hold up the first list by as long as reading it."""
