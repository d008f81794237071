"""The colours, pens and margins that all printed pages share."""

from __future__ import annotations

from desktop_app.paper.fonts import STRONG, Style

Pen = tuple[float, str]
"""Line width in points, and a colour as the PDF writes it: red, green and blue from 0 to 1."""

INK, SOFT, QUIET = "0.09 0.12 0.17", "0.24 0.28 0.35", "0.40 0.44 0.51"
"""Text, labels, and what stands back."""
ALARM = "0.65 0.11 0.11"
LABEL_TINT, BAND_TINT = "0.955 0.962 0.972", "0.895 0.912 0.935"

HAIRLINE: Pen = (0.5, "0.70 0.73 0.78")
FRAME: Pen = (0.9, "0.42 0.46 0.53")
SIGNING_LINE: Pen = (0.7, QUIET)

SHOP = Style(10.0, 14.0, QUIET)
TITLE = Style(17.0, 24.0, INK, STRONG)
RUNNING_TITLE = Style(9.5, 14.0, INK, STRONG)
SUBTITLE = Style(9.0, 12.0, SOFT)
SMALL = Style(8.0, 12.0, QUIET)
