"""Numbers of payment cards, which must not lie in notes: found, and cut down to their last four digits."""

import re

from crm_desktop.core.text import clean, clean_line

# Digits in groups. What stands right before them tells a phone number (+), a numbered reference (#, SO-) or an IBAN (DE89, GB29 NWBK).
_RUN = re.compile(
    r"(?P<before>[+#]|[A-Z]{2}\d\d ?(?:[A-Z]{4} ?)?|[A-Za-z_][-/]?)?(?P<digits>\d+(?:[ \u00a0.\-–]\d+)*)(?P<after>\w)?", re.ASCII
)
_LONG = re.compile(r"[0-9](?:[ \u00a0.\-–]?[0-9]){12}")
_GROUP = re.compile(r"\d+", re.ASCII)
_ISSUERS = (
    (re.compile(r"4"), (13, 16, 19)),
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,)),
    (re.compile(r"3[47]"), (15,)),
    (re.compile(r"6011|64[4-9]|65|62|81"), (16, 17, 18, 19)),
    (re.compile(r"35(2[89]|[3-8])"), (16, 17, 18, 19)),
    (re.compile(r"30[0-5]|3[689]"), (14, 15, 16, 17, 18, 19)),
    (re.compile(r"5018|5020|5038|5893|6304|6390|67"), (13, 14, 15, 16, 17, 18, 19)),
)
_SHORTEST = 13
_LONGEST = 40
"""Digits with what parts them; more is no number that somebody is still typing."""
_TYPED = re.compile(r"[A-Za-z+#/\-]*\d[\d \u00a0.\-–]*$", re.ASCII)


def mask_cards(text: str) -> tuple[str, int]:
    """The text with each card number cut down to its last four digits, and how many there were."""
    count = 0

    def mask(found: re.Match[str]) -> str:
        nonlocal count
        if found["before"] or found["after"] or len(found["digits"]) < _SHORTEST:
            return found[0]
        masked, cards = _masked(found["digits"])
        count += cards
        return masked

    if not may_hold_card(text):
        return text, 0
    return _RUN.sub(mask, text), count


def may_hold_card(text: str) -> bool:
    """Whether so many digits stand together in one of its lines: else there is no card number in it."""
    return _LONG.search(text) is not None


def mask_behind(text: str, cursor: int) -> tuple[str, int]:
    """While it is typed: the text with its card numbers cut down, but for digits that end at the cursor and may go on; the new cursor."""
    behind = text[:cursor]
    tail = _TYPED.search(behind)
    if tail is not None and len(tail[0]) <= _LONGEST:
        behind = behind[: tail.start()]
    open_end = text[len(behind) : cursor]
    masked, rest = mask_cards(behind)[0], text[cursor:]
    rest = rest if open_end else mask_cards(rest)[0]
    return masked + open_end + rest, len(masked) + len(open_end)


def clean_note(text: str) -> str:
    """Free text as it is kept: as written, but for control characters, which are refused, and card numbers, which are cut down."""
    return mask_cards(clean(text))[0]


def clean_said(text: str) -> str:
    """A line that somebody says or writes, as it is kept."""
    return mask_cards(clean_line(text))[0]


def is_card(digits: str) -> bool:
    """13 to 19 digits that end in the right check digit and begin as an issuer's numbers do."""
    return any(len(digits) in lengths and pattern.match(digits) for pattern, lengths in _ISSUERS) and _luhn(digits)


def _masked(run: str) -> tuple[str, int]:
    """An expiry date or another number may stand beside the card's, so each row of groups is tried."""
    groups = list(_GROUP.finditer(run))
    written, at, count, first = "", 0, 0, 0
    while first < len(groups):
        last = _card_end(run, groups, first)
        if last is not None:
            written += f"{run[at : groups[first].start()]}•••• {_digits(groups[first : last + 1])[-4:]}"
            at, count, first = groups[last].end(), count + 1, last
        first += 1
    return written + run[at:], count


def _card_end(run: str, groups: list[re.Match[str]], first: int) -> int | None:
    """A number stands alone: only white space may lie between it and other digits, so that 76.6759… is none."""
    if first and not run[groups[first].start() - 1].isspace():
        return None
    for last in range(min(len(groups), first + 7) - 1, first - 1, -1):
        used = groups[first : last + 1]
        alone = last + 1 == len(groups) or run[groups[last].end()].isspace()
        if alone and all(len(group[0]) > 2 for group in used[:-1]) and is_card(_digits(used)):
            return last
    return None


def _digits(groups: list[re.Match[str]]) -> str:
    return "".join(group[0] for group in groups)


def _luhn(digits: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(map(int, digits[-1::-2]))) % 10 == 0
