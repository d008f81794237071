"""The colours of the window by their meaning, light and dark."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour by its meaning, as ``#RRGGBB``; see the two constants below for the values."""

    dark: bool
    chrome: str
    """Window, header and status line."""
    sheet: str
    """Panels, inputs, buttons."""
    sub: str
    """Quiet cards inside a sheet, heads of reports, labels of forms."""
    hover: str
    press: str
    """Pressed fill, empty track of a bar, ground of segments."""
    row: str
    """Hairline between rows of a table."""
    line: str
    """Border of a sheet, dividers."""
    line2: str
    """Border of buttons, chips and inputs, grid of forms."""
    edge: str
    """Bottom border of inputs, outline of check boxes and steps."""
    t1: str
    t2: str
    t3: str
    dis: str
    acc: str
    acc_h: str
    acc_p: str
    onacc: str
    soft: str
    soft2: str
    red: str
    red_s: str
    red_b: str
    red_l: str
    yel: str
    yel_s: str
    yel_b: str
    yel_l: str
    grn: str
    grn_s: str
    grn_b: str
    tea: str
    tea_b: str
    gry: str
    gry_s: str
    gry_b: str
    c1: str
    c2: str
    c3: str
    c4: str


LIGHT = Tokens(
    dark=False,
    chrome="#EDF0F4", sheet="#FFFFFF", sub="#F6F7F9", hover="#F2F4F7", press="#E6EAF0",
    row="#ECEFF3", line="#E3E7ED", line2="#CBD2DC", edge="#8791A1",
    t1="#1B2330", t2="#475166", t3="#5D677A", dis="#98A1B0",
    acc="#2457C5", acc_h="#1D48A8", acc_p="#173A88", onacc="#FFFFFF", soft="#E9EFFC", soft2="#D5E1FA",
    red="#A61B1B", red_s="#C8281E", red_b="#FDE9E7", red_l="#F3C3BE",
    yel="#7A4B00", yel_s="#B57600", yel_b="#FFF3D1", yel_l="#EBD08A",
    grn="#0F6B43", grn_s="#1C8A5A", grn_b="#E4F4EB",
    tea="#0B6B66", tea_b="#DFF2F0",
    gry="#5D677A", gry_s="#8791A1", gry_b="#EEF0F4",
    c1="#3D6CD6", c2="#A9C1F2", c3="#D9741C", c4="#C9D0DB",
)  # fmt: skip

DARK = Tokens(
    dark=True,
    chrome="#14181E", sheet="#1D232C", sub="#232A34", hover="#262E39", press="#2E3744",
    row="#283039", line="#2D3541", line2="#3E4857", edge="#76839A",
    t1="#E6EAF0", t2="#B3BCCB", t3="#98A3B4", dis="#667182",
    acc="#8FB2FF", acc_h="#A9C4FF", acc_p="#C3D6FF", onacc="#0E1B38", soft="#24345A", soft2="#2E4273",
    red="#FFA79F", red_s="#FF7A6E", red_b="#43221F", red_l="#6E3631",
    yel="#F3C969", yel_s="#F0B93A", yel_b="#3D3217", yel_l="#6B5821",
    grn="#7FD6A6", grn_s="#4FBF85", grn_b="#173A2A",
    tea="#7AD3CB", tea_b="#17393A",
    gry="#98A3B4", gry_s="#76839A", gry_b="#2A323D",
    c1="#7BA3FF", c2="#4C6BB8", c3="#F09A4A", c4="#3E4857",
)  # fmt: skip
