"""A number is found by its national digits too, whatever country it is of."""

import phonenumbers
import pytest

from crm_desktop.core.phones import spellings


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_the_national_digits_are_those_that_phonenumbers_finds(region):
    example = phonenumbers.example_number(region)
    if example is None:
        pytest.skip(f"no example of {region}")
    normal = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    assert "0" + phonenumbers.national_significant_number(phonenumbers.parse(normal)) in spellings(normal, normal)


def test_a_number_of_no_country_is_found_by_its_digits():
    assert "999123456" in spellings("+999 123456", "+999123456")
