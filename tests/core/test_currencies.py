from babel.numbers import get_currency_precision, list_currencies

from crm_desktop.core.currencies import digits_of


def test_every_currency_has_the_digits_that_babel_gives_it():
    assert {code: digits_of(code) for code in list_currencies()} == {code: get_currency_precision(code) for code in list_currencies()}
