"""Forms filled with invented values, and how other programs see the pages that come out."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from desktop_app.callbacks.questionnaire_file import shipped
from desktop_app.paper.forms import Form, load
from desktop_app.paper.pages import print_form

RARE_NAME = "曹䶮㛃堃喆𫖯𠅤𬭎"
SHOP = "云岭汽车"
PRINTED = "打印：温既明 2026-10-31 18:30"
MODES = ("", "-layout", "-raw")
"""How pdftotext can be asked: it guesses the reading order, keeps the layout, or follows the page's own order."""

CASE: dict[str, object] = {
    "number": "TS-202610-0007",
    "accepted_at": datetime(2026, 10, 15, 12, 38),
    "cause": "时间过长",
    "model": "锐志 2.5V 尊锐导航版",
    "vin": "LFMBE84B2C0167345",
    "sale_reference": "XS-19-0882",
    "plate": "皖N·2A719",
    "bought_on": date(2019, 5, 18),
    "odometer": 86214,
    "customer_name": RARE_NAME,
    "sex": "男",
    "usage": "家用",
    "phone": "13712349025",
    "landline": "0564-3311223",
    "email": "lixia.cao@example.cn",
    "address": "金安区皋城中路 21 号枫林小区 3 栋 2 单元 1102 室",
    "postcode": "237000",
    "customer_overview": "八年老客户，在店保养 17 次，金卡会员。",
    "repair_description": "四万公里保养，约定 10:00 交车，实际 13:05 交车。",
    "team": "维修一组",
    "advisor": "周岚",
    "complaint_and_demands": "“说好一个小时，等了三个小时也没人来说一声。”要一个说法。",
    "handling": "10-15 15:20 方禾电话致歉。\n10-16 09:30 客户接受免费更换机油一次。",
    "handler": "方禾",
    "handled_on": date(2026, 10, 16),
    "result_summary": "客户接受道歉，预约制度在售后晨会上重申。",
    "follow_up_record": "10-18 回访，客户满意。",
    "department": "售后部",
    "department_manager": "贺云舟",
    "first_receiver": "乔安",
    "taken_by": "乔安",
    "solution": "电话致歉并说明派工延误的缘由。",
    "solved_at": datetime(2026, 10, 16, 9, 30),
    "caller_name": "柳新禾",
    "grade": "投诉",
    "accused": "林澄",
    "sale_details": "本店 2019-05-18 许槿",
    "acceptance": "基本接受",
    "contact_person": "柳新禾",
    "review_opinion": "处理及时，同意结案。",
    "other_information": "本月第二位反映等待过久的客户。",
    "channel": "来电",
    "occasion": "再次",
    "occurrence": "2026-10-15 上午，售后接待区",
    "words": "我下午还要开会。",
    "demands": "以后保养先约好钟点。",
    "desk_opinion": "属实，请售后部两小时内联系。",
    "follow_up_result": "满意",
}
FILE: dict[str, object] = {
    "number": "D000123",
    "name": RARE_NAME,
    "sex": "女",
    "birthday": date(1986, 3, 9),
    "phone": "13712349025",
    "address": "裕安区梅山南路 8 号",
    "preferred_contact": "短信",
    "vin": "LFMBE84B2C0167345",
    "plate": "皖N·2A719",
    "insured_here": True,
    "policy_number": "PDAA-2026-0517",
    "has_complaint": False,
    "visits_one_year": 2,
    "odometer": 86214,
    "next_service_odometer": 91000,
    "vehicle_remark": "左后门有旧划痕。",
    "personal_remark": "喜欢钓鱼。",
}
CALL: dict[str, object] = {
    "reference": "XS-26-1001",
    "name": RARE_NAME,
    "phone": "13712349025",
    "vin": "LFMBE84B2C0167345",
    "advisor": "林澄",
    "delivered_on": date(2026, 10, 1),
    "caller": "乔安",
}
REMARK = "油灯亮着，自己开去加油。"


def filled(form: Form) -> bytes:
    """The form with the values that fit it."""
    return printed(form.name, values_of(form))


def values_of(form: Form) -> dict[str, object]:
    if form.questionnaire:
        return CALL
    return FILE if form.name.endswith("-card") else CASE


def printed(name: str, values: Mapping[str, object], **wishes: Any) -> bytes:
    """A form of that name; a questionnaire with its questions and some answers."""
    form = load(name)
    if form.questionnaire:
        questions = shipped(form.questionnaire).questions
        answers: dict[int, object] = {1: 9, 8: True, 11: "等候区再多几个充电口。"}
        answers |= {4: "部分说明"} if form.questionnaire == "service" else {4: False}
        wishes = {"questions": questions, "answers": answers, "notes": {5: REMARK}} | wishes
    return print_form(form, values, **({"shop": SHOP, "printed": PRINTED} | wishes))


def text_of(pdf: bytes, mode: str = "", area: Iterable[int] = ()) -> str:
    """What ``pdftotext`` reads; ``area`` is x, y, width and height in points."""
    crop = [word for option, value in zip("xyWH", area, strict=False) for word in (f"-{option}", str(value))]
    command = ["pdftotext", *mode.split(), "-r", "72", *crop, "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode("utf-8")


def squeezed(text: str) -> str:
    """The text without any blank, line end or page end."""
    return "".join(text.split())


def missing_in_order(words: Iterable[str], text: str) -> list[str]:
    """The words that do not stand in the text behind those before them, blanks apart."""
    text = squeezed(text)
    at, missing = 0, []
    for word in map(squeezed, words):
        found = text.find(word, at)
        if found < 0:
            missing.append(word)
        else:
            at = found + len(word)
    return missing


def image_of(pdf: bytes, folder: Path, resolution: int) -> Path:
    """The first page as a picture."""
    file = folder / "page.pdf"
    file.write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", str(resolution), "-gray", "-png", "-singlefile", file, folder / "page"], check=True
    )
    return folder / "page.png"


@dataclass(frozen=True)
class Word:
    """A word with its box in points from the top left corner."""

    left: float
    top: float
    right: float
    foot: float
    text: str


_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')


def pages_of_words(pdf: bytes) -> list[tuple[float, float, list[Word]]]:
    """Width, height and words of each page."""
    return [
        (
            float(width),
            float(height),
            [Word(*map(float, edges), text) for *edges, text in _WORD.findall(body)],
        )
        for width, height, body in _PAGE.findall(text_of(pdf, "-bbox"))
    ]


def collisions(words: list[Word], slack: float = 1.0) -> list[tuple[Word, Word]]:
    """Pairs of words that lie over one another by more than ``slack`` points both ways."""
    return [
        (one, other)
        for at, one in enumerate(words)
        for other in words[at + 1 :]
        if min(one.right, other.right) - max(one.left, other.left) > slack
        and min(one.foot, other.foot) - max(one.top, other.top) > slack
    ]
