"""The sheet with the recovery code (恢复码): printed once, folded into an envelope, locked into the safe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop_app.paper.fonts import STRONG, Style
from desktop_app.paper.ink import Ink
from desktop_app.paper.look import (
    ALARM,
    FRAME,
    HAIRLINE,
    INK,
    LABEL_TINT,
    QUIET,
    SHOP,
    SIGNING_LINE,
    SMALL,
    SOFT,
    TITLE,
)
from desktop_app.paper.sheet import LEFT, MIDDLE, PORTRAIT, RIGHT, TOP, WIDTH
from desktop_app.paper.single_lines import put_centred, put_left, put_right
from desktop_app.paper.text import printable, wrap

TITLE_WORDS = "恢复码"
ACROSS, GROUP_HEIGHT, GAP = 4, 62.0, 10.0
GROUP = Style(27.0, 34.0, INK, STRONG)
LABEL, VALUE = Style(10.0, 16.0, SOFT), Style(12.0, 18.0, INK)
HEADING, BODY = Style(12.0, 20.0, INK, STRONG), Style(11.0, 19.0, INK)
WARNING = Style(11.5, 20.0, ALARM, STRONG)
HOW = (
    "忘了密码时，在登录页点“忘了密码，用恢复码”后选姓名，照着输入八组，再设一个新密码。",
    "大小写都可以，空格和横线不用输。里面没有数字 0、1，也没有字母 O、I。",
    "在程序里换了新的恢复码以后，这张纸作废，请销毁。",
)
WHERE = (
    "装进信封封好，锁进保险柜，由总经理或指定的人保管，不要和电脑放在一起。",
    "不要拍照，不要发到聊天软件，也不要存进电脑或网盘。",
    "拿到它和数据文件夹的人，就能打开全部客户资料。",
)
WARNING_WORDS = "程序里没有留底。这张纸丢了，又忘了全部密码，数据就再也打不开了。"
TO_FILL_IN = ("保管人", "存放地点", "封存日期")


@dataclass(frozen=True, slots=True)
class RecoveryPaper:
    """What stands on the sheet: the code in groups, whose shop, which account it was given to, and the day."""

    code: str
    shop: str
    account: str
    day: date


def print_recovery_sheet(paper: RecoveryPaper) -> bytes:
    """One A4 page as PDF; nothing is written to disk and nothing is kept."""
    ink = Ink(PORTRAIT, TITLE_WORDS, printable(paper.shop))
    put_centred(ink, MIDDLE, TOP + 14, printable(paper.shop), SHOP, WIDTH)
    put_centred(ink, MIDDLE, TOP + 44, TITLE_WORDS, TITLE, WIDTH)
    y = _facts(ink, paper, TOP + 66)
    y = _groups(ink, paper.code.split("-"), y + 20)
    y = _advice(ink, "怎样使用", HOW, y + 26)
    y = _advice(ink, "放在哪里", WHERE, y + 14)
    y = _warning(ink, y + 16)
    _to_fill_in(ink, y + 40)
    put_left(ink, LEFT, PORTRAIT[1] - 20, "客户关系工作台 · 请勿复印", SMALL, WIDTH / 2)
    put_right(ink, RIGHT, PORTRAIT[1] - 20, "第 1/1 页", SMALL, WIDTH / 2)
    ink.end_page()
    return ink.finish()


def _facts(ink: Ink, paper: RecoveryPaper, top: float) -> float:
    facts = (("店名", paper.shop), ("账号", paper.account), ("日期", paper.day.isoformat()))
    wide, high, label = WIDTH / len(facts), 30.0, 40.0
    for place, (name, value) in enumerate(facts):
        x = LEFT + place * wide
        ink.tint(x, top, label, high, LABEL_TINT)
        put_left(ink, x + 8, top + 19, name, LABEL, label - 8)
        put_left(ink, x + label + 8, top + 19, printable(value), VALUE, wide - label - 12)
        if place:
            ink.line(x, top, x, top + high, HAIRLINE)
    ink.frame(LEFT, top, WIDTH, high, FRAME)
    return top + high


def _groups(ink: Ink, groups: list[str], top: float) -> float:
    wide = (WIDTH - (ACROSS - 1) * GAP) / ACROSS
    with ink.reading_as("-".join(groups)):
        for number, group in enumerate(groups):
            x, y = LEFT + number % ACROSS * (wide + GAP), top + number // ACROSS * (GROUP_HEIGHT + GAP)
            ink.frame(x, y, wide, GROUP_HEIGHT, FRAME)
            put_left(ink, x + 7, y + 14, str(number + 1), SMALL, wide)
            # one character after another, wide apart, so that nobody loses the place while copying
            _spread(ink, x + wide / 2, y + 42, group)
    lines = (len(groups) + ACROSS - 1) // ACROSS
    return top + lines * GROUP_HEIGHT + (lines - 1) * GAP


def _spread(ink: Ink, middle: float, baseline: float, group: str, spacing: float = 3.0) -> None:
    wide = GROUP.width(group) + spacing * (len(group) - 1)
    ink.text(middle - wide / 2, baseline, group, GROUP, spacing=spacing)


def _advice(ink: Ink, heading: str, sentences: tuple[str, ...], top: float) -> float:
    put_left(ink, LEFT, top + 12, heading, HEADING, WIDTH)
    y = top + HEADING.leading + 2
    for number, sentence in enumerate(sentences, 1):
        put_left(ink, LEFT + 2, y + 12, f"{number}.", BODY, 20)
        y = _lines(ink, LEFT + 22, y, sentence, BODY, WIDTH - 22)
    return y


def _warning(ink: Ink, top: float) -> float:
    ink.line(LEFT, top, RIGHT, top, (0.9, QUIET))
    return _lines(ink, LEFT, top + 8, WARNING_WORDS, WARNING, WIDTH)


def _lines(ink: Ink, x: float, top: float, text: str, style: Style, width: float) -> float:
    with ink.reading_as(text):
        for line in wrap(text, width, style):
            ink.text(x, top + 12, line, style)
            top += style.leading
    return top


def _to_fill_in(ink: Ink, baseline: float) -> None:
    wide = WIDTH / len(TO_FILL_IN)
    for place, words in enumerate(TO_FILL_IN):
        x = LEFT + place * wide
        start = x + LABEL.width(words) + 8
        put_left(ink, x, baseline, words, LABEL, wide)
        ink.line(start, baseline + 3, x + wide - 14, baseline + 3, SIGNING_LINE)
