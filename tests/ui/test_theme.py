import re

import pytest
from PySide6.QtGui import QPixmap, QPixmapCache
from PySide6.QtWidgets import QPushButton

from crm_desktop.core.paths import resource
from crm_desktop.ui import icons, words
from crm_desktop.ui.look import sheet
from crm_desktop.ui.pages import PAGES
from crm_desktop.ui.theme import DARK, LIGHT, Choice, Tone, theme
from crm_desktop.ui.widgets.avatar import initials

BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour):
    """Relative luminance as the guidelines for web contents define it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink, ground):
    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@BOTH
def test_text_stands_out_from_every_ground_it_is_on(colours):
    grounds = colours.ground, colours.rail, colours.card, colours.field, colours.chosen, colours.hover
    pairs = [(ink, ground) for ink in (colours.ink, colours.soft) for ground in grounds]
    pairs += [*colours.tones.values(), (colours.on_accent, colours.accent), (colours.on_accent, colours.accent_hover)]
    pairs += [
        (colours.tones[Tone.INFO][0], colours.chosen),
        (colours.tones[Tone.BAD][0], colours.card),
        (colours.tones[Tone.BAD][0], colours.ground),
    ]
    assert [(ink, ground, round(contrast(ink, ground), 2)) for ink, ground in pairs if contrast(ink, ground) < 4.5] == []


@BOTH
def test_the_frame_of_what_has_the_keyboard_stands_out(colours):
    assert all(contrast(colours.accent, ground) >= 3 for ground in (colours.card, colours.ground, colours.field, colours.rail))


def test_a_chosen_theme_is_put_on_at_once(dressed, qapp):
    button = QPushButton()
    icons.set_icon(button, "phone")
    seen = {}
    for choice, colours in ((Choice.DARK, DARK), (Choice.LIGHT, LIGHT)):
        theme().choose(choice)
        assert theme().colours is colours
        assert colours.ground in sheet() and qapp.palette().window().color().name() == colours.ground
        seen[choice] = button.icon().pixmap(16).toImage()
    assert seen[Choice.DARK] != seen[Choice.LIGHT]
    theme().choose(Choice.SYSTEM)
    button.deleteLater()


def test_every_name_in_the_stylesheet_is_filled_in(dressed, qapp):
    assert "$" not in sheet()
    assert all(path for path in re.findall(r'url\("(.*?)"\)', sheet()))


def test_every_icon_that_is_named_is_there_and_no_other():
    folder = resource("icons")
    named = {page.icon for page in PAGES} | {*words.ENTITY_ICONS.values(), *words.CHANNEL_ICONS.values(), *words.POINT_ICONS.values()}
    source = "".join(path.read_text(encoding="utf-8") for path in resource("icons").parents[1].glob("crm_desktop/ui/**/*.py"))
    there = {path.stem for path in folder.glob("*.svg")}
    assert named <= there
    assert [name for name in sorted(there) if f'"{name}"' not in source and name not in named and name != "crm-desktop"] == []
    assert "ISC License" in (folder / "LICENSE.lucide").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Maria Anders", "MA"), ("Bon app’", "BA"), ("Ælfred", "Æ"), ("& Co", "C"), ("", "?"), ("3M", "3"), ("Ada Lovelace (old)", "AL")],
)
def test_initials_are_those_of_the_first_and_last_word(name, expected):
    assert initials(name) == expected


def test_icons_that_nobody_sees_any_more_do_not_fill_memory(look):
    """Each that is drawn anew is kept by Qt under a new name, until there is no more room."""
    QPixmapCache.clear()
    made = [f"old {number}" for number in range(800)]
    for name in made:
        QPixmapCache.insert(name, QPixmap(48, 48))
    kept = sum(QPixmapCache.find(name, QPixmap()) for name in made)
    QPixmapCache.clear()
    assert 0 < kept * 48 * 48 * 4 <= 4_096 * 1024
