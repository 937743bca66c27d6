"""How Teams shows cards: its sizes and spacing, and the colours of its three themes.

Numbers are those of Microsoft's published host configuration for Teams and of Fluent's palettes.
"""

from dataclasses import dataclass
from typing import Any

PHONE, DESKTOP = 344, 600
"""Widths of a card in CSS pixels."""

_FONT = "'Segoe UI', 'Liberation Sans', Arial, sans-serif"


@dataclass(frozen=True)
class Theme:
    """Colours. `boxes` are the backgrounds of containers by style, `told` the foregrounds by a text's colour."""

    name: str
    page: str
    card: str
    border: str
    text: str
    subtle: str
    field: str
    button: str
    button_border: str
    main: str
    main_text: str
    told: dict[str, str]
    boxes: dict[str, str]
    box_border: str = "transparent"


LIGHT = Theme(
    name="light",
    page="#f5f5f5",
    card="#ffffff",
    border="#e0e0e0",
    text="#242424",
    subtle="#616161",
    field="#ffffff",
    button="#ffffff",
    button_border="#d1d1d1",
    main="#5b5fc7",
    main_text="#ffffff",
    told={"accent": "#5b5fc7", "good": "#237b4b", "warning": "#835c00", "attention": "#c4314b"},
    boxes={
        "emphasis": "#f0f0f0",
        "accent": "#e8ebfa",
        "good": "#e7f2da",
        "warning": "#fbf6d9",
        "attention": "#fcf4f6",
    },
)
DARK = Theme(
    name="dark",
    page="#1f1f1f",
    card="#292929",
    border="#3d3d3d",
    text="#ffffff",
    subtle="#adadad",
    field="#1f1f1f",
    button="#292929",
    button_border="#666666",
    main="#5b5fc7",
    main_text="#ffffff",
    told={"accent": "#a6a7dc", "good": "#92c353", "warning": "#f8d22a", "attention": "#e37d80"},
    boxes={
        "emphasis": "#1f1f1f",
        "accent": "#2f2f4a",
        "good": "#1b3a23",
        "warning": "#463100",
        "attention": "#3f1011",
    },
)
CONTRAST = Theme(
    name="contrast",
    page="#000000",
    card="#000000",
    border="#ffffff",
    text="#ffffff",
    subtle="#ffffff",
    field="#000000",
    button="#000000",
    button_border="#ffffff",
    main="#1aebff",
    main_text="#000000",
    told={"accent": "#ffff01", "good": "#3ff23f", "warning": "#ffff01", "attention": "#ffff01"},
    boxes=dict.fromkeys(("emphasis", "accent", "good", "warning", "attention"), "#000000"),
    box_border="#ffffff",
)
THEMES = (LIGHT, DARK, CONTRAST)


def host_config(theme: Theme) -> dict[str, Any]:
    """What Microsoft's renderer is told."""
    boxes = {"default": theme.card, **theme.boxes}
    return {
        "spacing": {"small": 8, "default": 12, "medium": 16, "large": 20, "extraLarge": 24, "padding": 16},
        "separator": {"lineThickness": 1, "lineColor": theme.border},
        "fontFamily": _FONT,
        "fontSizes": {"small": 12, "default": 14, "medium": 14, "large": 18, "extraLarge": 24},
        "fontWeights": {"lighter": 200, "default": 400, "bolder": 600},
        "imageSizes": {"small": 32, "medium": 52, "large": 100},
        "containerStyles": {
            style: {"backgroundColor": colour, "foregroundColors": _foregrounds(theme)}
            for style, colour in boxes.items()
        },
        "actions": {
            "maxActions": 6,
            "spacing": "default",
            "buttonSpacing": 8,
            "showCard": {"actionMode": "inline", "inlineTopMargin": 16, "style": "emphasis"},
            "actionsOrientation": "horizontal",
            "actionAlignment": "left",
        },
        "factSet": {
            "title": {"weight": "bolder", "wrap": True, "maxWidth": 150},
            "value": {"wrap": True},
            "spacing": 16,
        },
        "inputs": {
            "label": {
                "inputSpacing": "small",
                "requiredInputs": {"suffix": " *", "suffixColor": "attention"},
                "optionalInputs": {},
            },
            "errorMessage": {"color": "attention"},
        },
    }


def _foregrounds(theme: Theme) -> dict[str, dict[str, str]]:
    told = {"default": theme.text, "dark": theme.text, "light": theme.text, **theme.told}
    return {
        name: {"default": colour, "subtle": theme.subtle if name in {"default", "dark", "light"} else colour}
        for name, colour in told.items()
    }


def style(theme: Theme) -> str:
    """CSS of the card's frame, fields and buttons, which Teams styles itself."""
    return f"""
* {{box-sizing: border-box}}
body {{margin: 0; padding: 12px; background: {theme.page}; color: {theme.text}; font: 14px/20px {_FONT}}}
.card {{margin-bottom: 12px; background: {theme.card}; border: 1px solid {theme.border}; border-radius: 8px;
 overflow: hidden}}
.ac-adaptiveCard {{outline: none}}
.ac-container[style*="background-color"] {{border-radius: 4px; outline: 1px solid {theme.box_border}}}
.ac-pushButton {{font: 600 14px/20px {_FONT}; padding: 5px 12px; border: 1px solid {theme.button_border};
 border-radius: 4px; background: {theme.button}; color: {theme.text}; white-space: nowrap; overflow: hidden;
 text-overflow: ellipsis}}
.ac-pushButton.style-positive {{background: {theme.main}; border-color: {theme.main}; color: {theme.main_text}}}
.ac-pushButton.style-destructive {{color: {theme.told["attention"]}; border-color: {theme.told["attention"]}}}
.ac-input {{width: 100%; min-height: 32px; padding: 5px 10px; border: 1px solid {theme.button_border};
 border-radius: 4px; font: 14px/20px {_FONT}; background: {theme.field}; color: {theme.text}}}
.ac-input::placeholder {{color: {theme.subtle}}}
textarea.ac-input {{min-height: 64px; resize: vertical; display: block}}
input[type=radio].ac-input, input[type=checkbox].ac-input,
.ac-choiceSetInput-expanded, .ac-choiceSetInput-multiSelect {{width: auto; min-height: 0; border: 0; padding: 0;
 background: transparent}}
""".strip()
