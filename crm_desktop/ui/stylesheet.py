"""The one stylesheet of the application: `resources/styles/window.qss`, filled in from the theme's constants."""

from collections.abc import Mapping
from pathlib import Path
from string import Template

from crm_desktop.core.paths import resource
from crm_desktop.ui import theme
from crm_desktop.ui.icons import coloured_svg
from crm_desktop.ui.theme import Palette, Tone, sized

_CHIP_HEIGHT, _FACT_HEIGHT, _BOX = 15, 20, 15
_CHIP = Template(
    'QLabel[chip="$tone"] { color: $ink; background: $ground; border-radius: 8px; padding: 1px 8px; min-height: ${chip}px;'
    " max-height: ${chip}px;"
    " font-size: ${tiny}px; font-weight: 600; }"
)
_TAG = Template('QPushButton[role="tag"][tone="$tone"] { color: $ink; background: $ground; border-color: $ground; }')
_MESSAGE = Template(
    'QFrame[role="message"][tone="$tone"] { background: $ground; } QFrame[role="message"][tone="$tone"] QLabel { color: $ink; }'
)


def stylesheet(colours: Palette, pictures: Path) -> str:
    """`pictures`: a folder for the arrows and ticks, which a stylesheet can only take from files."""
    named = {name: getattr(colours, name) for name in Palette.__dataclass_fields__ if name != "tones"}
    rules = Template(resource("styles", "window.qss").read_text(encoding="utf-8"))
    return rules.substitute(
        {**named, **_sizes()},
        control=sized(theme.CONTROL),
        # A frame of two pixels instead of one: what has the keyboard stays as high as it was.
        control_inside=sized(theme.CONTROL) - 2,
        chip_inside=sized(_CHIP_HEIGHT) - 2,
        fact_inside=sized(_FACT_HEIGHT) - 2,
        search_inside=_search_room() - 1,
        radius=theme.RADIUS,
        bad=colours.tones[Tone.BAD][0],
        warn=colours.tones[Tone.WARN][0],
        ok=colours.tones[Tone.OK][0],
        accent_ink=colours.tones[Tone.INFO][0],
        chips=_for_tones(colours.tones, _CHIP),
        tags=_for_tones({tone: pair for tone, pair in colours.tones.items() if tone is not Tone.PLAIN}, _TAG),
        messages=_for_tones(colours.tones, _MESSAGE),
        down=_picture(pictures, "chevron-down", colours.soft),
        up=_picture(pictures, "chevron-up", colours.soft),
        chevron_on_accent=_picture(pictures, "chevron-down", colours.on_accent),
        tick=_picture(pictures, "check", colours.on_accent),
    )


def _for_tones(tones: Mapping[Tone, tuple[str, str]], rule: Template) -> str:
    return "\n".join(rule.substitute(_sizes(), tone=tone, ink=ink, ground=ground) for tone, (ink, ground) in tones.items())


def _search_room() -> int:
    """Before what is typed: the glass, and what is around it."""
    return sized(theme.ICON) + 14


def _circle() -> dict[str, int]:
    """What is chosen has a ring of the accent around a dot, and is as large as what is not."""
    whole, ring = sized(_BOX) + 2, sized(5)
    return {"box_round": whole // 2, "ring": ring, "dot": whole - 2 * ring}


def _sizes() -> dict[str, int]:
    """Pixels that grow with the text."""
    sizes = {"tiny": theme.TINY, "small": theme.SMALL, "body": theme.BODY, "large": theme.LARGE, "title": theme.TITLE, "hero": theme.HERO}
    heights = {"chip": _CHIP_HEIGHT, "status": 18, "tab": 32, "head": 32, "choice": 54, "box": _BOX, "circle": 40, "circle_round": 20}
    arrows = {"arrow": 14, "arrow_room": 24, "small_arrow": 12, "menu_room": 26, "fact": _FACT_HEIGHT}
    # A rail has a dozen buttons, and a screen is no higher for larger text: beside the text they keep their distance.
    grown = {name: sized(pixels) for name, pixels in (sizes | heights | arrows).items()}
    return {"rail": sized(18) + 11, "search": _search_room(), "menu_room_inside": sized(arrows["menu_room"]) - 1, **_circle(), **grown}


def _picture(folder: Path, name: str, colour: str) -> str:
    path = folder / f"{name}-{colour.lstrip('#')}.svg"
    if not path.exists():
        path.write_bytes(coloured_svg(name, colour))
    return path.as_posix()
