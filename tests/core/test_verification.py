import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.verification import CheckKind, answers


@pytest.mark.parametrize(
    ("kind", "said", "known"),
    [
        (CheckKind.ORDER_NUMBER, "12", "SO-00012"),
        (CheckKind.ORDER_NUMBER, "so 00012", "SO-00012"),
        (CheckKind.CUSTOMER_NUMBER, "CU-00007", "CU-00007"),
        (CheckKind.POSTAL_CODE, "d02x285", "D02 X285"),
        (CheckKind.PHONE, "030 123 45 67", "+49 30 1234567"),
        (CheckKind.EMAIL, " ADA@example.org", "ada@example.org"),
        (CheckKind.BIRTHDAY, "3.4.1980", "1980-04-03"),
        (CheckKind.BIRTHDAY, "03/04/80", "1980-04-03"),
        (CheckKind.BIRTHDAY, "3.4.1980", "--04-03"),
    ],
)
def test_a_right_answer_is_right_however_it_is_said(kind, said, known):
    assert answers(kind, said, ["something else", known])


@pytest.mark.parametrize(
    ("kind", "said", "known"),
    [
        (CheckKind.ORDER_NUMBER, "13", "SO-00012"),
        (CheckKind.ORDER_NUMBER, "0", "SO-00012"),
        (CheckKind.POSTAL_CODE, "", "10115"),
        (CheckKind.PHONE, "67", "030 1234567"),
        (CheckKind.EMAIL, "ada", "ada@example.org"),
        (CheckKind.BIRTHDAY, "3.4.", "1980-04-03"),
        (CheckKind.BIRTHDAY, "1980", "1980-04-03"),
    ],
)
def test_a_wrong_or_half_answer_is_wrong(kind, said, known):
    assert not answers(kind, said, [known])


@given(kind=st.sampled_from(CheckKind), said=st.text())
def test_where_nothing_is_known_nothing_is_right(kind, said):
    assert not answers(kind, said, [])
    assert not answers(kind, said, [""])


@given(number=st.integers(1, 10**9), width=st.integers(0, 8))
def test_a_number_is_right_with_and_without_its_zeros(number, width):
    assert answers(CheckKind.ORDER_NUMBER, str(number), [f"SO-{number:0{width}}"])
