"""Moving a case: one plain call for every verb, and the steps that bring a case into each state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from desktop_app.complaints import workflow as do
from desktop_app.complaints.cases import add_words, edit, link, open_case
from desktop_app.complaints.compensation import compensate
from desktop_app.complaints.promises import make_promise
from desktop_app.session import Session
from tests.complaints.making import ACCEPTED, VIN

Verb = Callable[..., Any]

CALLS: dict[str, tuple[Verb, dict[str, Any]]] = {
    "regrade": (do.regrade, {"grade": "紧急投诉", "reason": "客户说刹车失灵"}),
    "verify": (
        do.verify,
        {
            "reason_sufficient": True,
            "reason_ground": "工单可查",
            "demand_reasonable": True,
            "demand_ground": "合理",
        },
    ),
    "opinion": (do.give_opinion, {"opinion": "请售后部当面道歉。"}),
    "hand_over": (do.hand_over, {"department": "售后部"}),
    "contact": (do.contact, {"said": "已致歉。"}),
    "solve_at_once": (do.solve_at_once, {"what": "当场补洗", "by_whom": "徐师傅"}),
    "offer": (do.offer, {"plan": "免费洗车一次"}),
    "result": (do.report_result, {"what": "已重新清洗", "by_whom": "徐师傅"}),
    "check": (do.check, {}),
    "follow_up": (do.follow_up, {"satisfied": True, "said": "可以了"}),
    "review": (do.review, {"opinion": "处理得当"}),
    "retell": (do.retell, {"to_whom": "郑总"}),
    "escalate": (do.escalate, {"rung": "部门经理", "wants": "要经理出面", "plan": "经理回电"}),
    "close": (do.close, {"reason": "联系不上客户", "said": "三天九次无人接听"}),
    "reopen": (do.reopen, {"reason": "客户再次要求处理"}),
    "add_words": (add_words, {"text": "我还要说一句。"}),
    "promise": (make_promise, {"what": "回电", "due_at": ACCEPTED + timedelta(days=9), "by_whom": "方禾"}),
    "compensate": (compensate, {"kind": "免费洗车", "cost_fen": 3000, "authorised_by": "方禾"}),
    "edit": (edit, {"fields": {"place": "维修接待区"}}),
    "link": (link, {"vin": VIN}),
}
UNFOUNDED = CALLS["verify"][1] | {"reason_sufficient": False}

PATHS: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {}
PATHS["accepted"] = ()
PATHS["verified"] = (("verify", {}),)
PATHS["unfounded"] = (("verify", UNFOUNDED),)
PATHS["handed_over"] = (("hand_over", {}), ("contact", {}))
PATHS["offered"] = (*PATHS["handed_over"], ("offer", {}))
PATHS["reported"] = (*PATHS["offered"], ("result", {}))
PATHS["checked"] = (*PATHS["reported"], ("check", {}))
PATHS["new_round"] = (*PATHS["checked"], ("follow_up", {"satisfied": False}))
PATHS["satisfied"] = (*PATHS["checked"], ("follow_up", {}))
PATHS["reviewed"] = (*PATHS["satisfied"], ("review", {}))
PATHS["closed"] = (*PATHS["reviewed"], ("close", {}))


def use(session: Session, number: str, verb: str, **changes: Any) -> Any:
    function, arguments = CALLS[verb]
    given = arguments | changes
    return (
        function(session, **given, number=number) if verb == "promise" else function(session, number, **given)
    )


def bring(session: Session, number: str, state: str) -> None:
    for verb, changes in PATHS[state]:
        use(session, number, verb, **changes)
    assert open_case(session, number).step == state
