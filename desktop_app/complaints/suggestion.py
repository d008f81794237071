"""Which grade and 升级 mark the customer's words suggest, and why; a person decides."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop_app.complaints.new_complaint import NewComplaint
from desktop_app.complaints.vocabulary import CHANNEL_LABELS

REPEATS_THAT_ESCALATE = 3
"""With three earlier cases of the same customer the 升级 mark is suggested (department's rules, section 3)."""

_NOT = r"(?<!没)(?<!没有)(?<!未)(?<!不会)(?<!不是)"
_FAILS = (
    r"[^，。；！？\s]{0,6}"
    r"(?:失灵|失效|失控|锁死|卡死|卡住|断裂|脱落|没反应|没有反应|不管用|不起作用|踩不下|踩不住)"
)

URGENT: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("起火或冒烟", re.compile(_NOT + r"(?:起火|着火|失火|自燃|燃烧|烧起来|烧了起来|明火|冒烟|火灾)")),
    (
        "安全气囊",
        re.compile(
            r"气囊[^，。；！？\s]{0,8}(?:没|未|不|误|突然|自己|爆|弹|炸)|(?:没|未|误|突然|爆)[^，。；！？\s]{0,6}气囊"
        ),
    ),
    (
        "转向失控",
        re.compile(
            rf"(?:转向|方向盘|方向机|助力){_FAILS}|方向(?:失灵|失控|打不动)|方向盘[^，。]{{0,4}}打不动"
        ),
    ),
    ("制动失灵", re.compile(rf"(?:刹车|制动){_FAILS}|刹不住|刹车[^，。]{{0,4}}刹不|没有?刹车")),
    ("媒体", re.compile(r"媒体|记者|电视台|报社|曝光|热搜|上电视|发到网上|发抖音|发微博|直播出去")),
    ("主管部门", re.compile(r"12315|12345|消协|消费者协会|市场监管|市监局|工商局|工商所|质监|主管部门|信访")),
)
"""What makes a case urgent, with its Chinese name: fire, airbag, steering or brake accident, media, authorities."""

THREAT = re.compile(
    r"砸(?:店|车|了你)|拉横幅|堵(?:门|店|住)|打人|揍|报复|同归于尽|跳楼|自杀|弄死|杀了|走着瞧|等着瞧|别怪我|"
    r"不客气|后果自负|给你们好看|找人来|律师函|起诉|告你们|法院见|法庭见|威胁你"
)
REPEATED = re.compile(
    r"(?<![\d十])(?<!保养)(?<!保养了)第?[三四五六七八九十3-9]\s?[次回趟](?![^，。]{0,4}保养)"
    r"|(?:来|修|投诉|反映|打)了?好几[次回趟]|一而再再而三|反反复复|屡次|多次(?:投诉|反映|维修|返修)"
)
ASKS = re.compile(
    r"要求|赔|退(?:车|款|钱|还)|换(?:车|新|掉|一)|说法|解决|补偿|免费|道歉|尽快|希望你们|必须|交代|处理一下"
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The suggested grade (code) and 升级 mark, each with its reason in Chinese; no mark has an empty reason."""

    grade: str
    grade_reason: str
    escalated: bool
    escalated_reason: str


def suggest(new: NewComplaint, earlier_cases: int = 0) -> Suggestion:
    """What the words, the channel and the number of earlier cases suggest."""
    text = "\n".join(
        (new.words, new.demands, new.happened, new.course, new.customer_view, new.need, new.reason)
    )
    grade, grade_reason = _grade(new, text)
    mark_reason = _mark_reason(text, earlier_cases)
    return Suggestion(grade, grade_reason, bool(mark_reason), mark_reason)


def _grade(new: NewComplaint, text: str) -> tuple[str, str]:
    for name, pattern in URGENT:
        if found := pattern.search(text):
            return "urgent", f"提到{name}（“{found[0]}”）"
    for channel in ("media", "regulator"):
        if new.channel.strip() in (channel, CHANNEL_LABELS[channel]):
            return "urgent", f"由{CHANNEL_LABELS[channel]}反映"
    if new.demands.strip():
        return "complaint", "客户提出了要求"
    if found := ASKS.search(text):
        return "complaint", f"客户要求结果（“{found[0]}”）"
    return "grumble", "客户没有要求结果"


def _mark_reason(text: str, earlier_cases: int) -> str:
    if found := THREAT.search(text):
        return f"有过激或威胁的话（“{found[0]}”）"
    if earlier_cases >= REPEATS_THAT_ESCALATE:
        return f"同一客户已有 {earlier_cases} 件投诉"
    if found := REPEATED.search(text):
        return f"客户说已多次发生（“{found[0]}”）"
    return ""
