"""Steps of a case as sentences, for paper, screen and slips."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from desktop_app.complaints.standing import Step
from desktop_app.complaints.vocabulary import ACCEPTANCE_LABELS, CLOSING_REASON_LABELS, RUNG_LABELS

FEN_IN_A_YUAN = 100


def moment_text(at: datetime, year: int) -> str:
    """``10-15 12:50``, with its year where that is not ``year``."""
    return f"{at:%m-%d %H:%M}" if at.year == year else f"{at:%Y-%m-%d %H:%M}"


def line(step: Step, year: int) -> str:
    """One step in one line: when, what, and which account entered it."""
    return f"{moment_text(step.at, year)} {sentence(step)}（{step.account}）"


def sentence(step: Step) -> str:
    """What happened in the step, without time and account."""
    return _SENTENCES.get(step.verb, _plain)(step)


def _plain(step: Step) -> str:
    person = f" {step.person}" if step.person else ""
    return f"{step.label}{person}" + (f"：{step.said}" if step.said else "")


def _hand_over(step: Step) -> str:
    detail = step.detail
    named = "" if detail["handler"] == detail["manager"] else f"，处理责任人{detail['handler']}"
    opinion = f"，处理意见：{detail['opinion'].rstrip('。')}" if detail["opinion"] else ""
    remark = f"；{step.said}" if step.said else ""
    return f"转交{detail['department']}（负责人{detail['manager']}{named}）{opinion}{remark}"


def _contact(step: Step) -> str:
    return _plain(step) if step.detail.get("reached", True) else f"联系客户未成：{step.said}"


def _offer(step: Step) -> str:
    taken = step.detail.get("acceptance")
    return _plain(step) + (f"（客户{ACCEPTANCE_LABELS[taken]}）" if taken else "")


def _result(step: Step) -> str:
    detail = step.detail
    parts = [f"由{detail['by_whom']}处理"]
    if detail["done_on"]:
        parts.append(f"{detail['done_on']} 完成")
    if detail["cost_fen"]:
        parts.append(f"费用 ¥{detail['cost_fen'] / FEN_IN_A_YUAN:,.2f}")
    return f"{step.label}：{detail['what']}（{'，'.join(parts)}）"


def _check(step: Step) -> str:
    if not step.detail["passed"]:
        return f"核对未通过，退回责任部门：{step.said}"
    return "最终核对确认" + (f"：{step.said}" if step.said else "")


def _follow_up(step: Step) -> str:
    satisfied = step.detail["satisfied"]
    taken = step.detail.get("acceptance")
    outcome = "未联系上" if satisfied is None else "满意" if satisfied else "不满意"
    return f"再次回访 {outcome}" + (f"，{ACCEPTANCE_LABELS[taken]}" if taken else "") + f"：{step.said}"


def _escalate(step: Step) -> str:
    detail = step.detail
    parts = {
        "投诉再确认": detail["wants"], "对应方案": detail["plan"], "结果": detail["outcome"],
        "方针": detail.get("policy"), "方针来自": detail.get("policy_from"),
    }  # fmt: skip
    return f"上报{RUNG_LABELS[detail['rung']]}：" + "；".join(
        f"{name} {text}" for name, text in parts.items() if text
    )


def _verify(step: Step) -> str:
    detail = step.detail
    reason = "理由充分" if detail["reason_sufficient"] else "理由不充分"
    demand = "要求合理" if detail["demand_reasonable"] else "要求不合理"
    return f"核实：{reason}（{detail['reason_ground']}），{demand}（{detail['demand_ground']}）"


def _close(step: Step) -> str:
    reason = step.detail.get("reason")
    named = f"（{CLOSING_REASON_LABELS[reason]}）" if reason else ""
    return f"结案{named}" + (f"：{step.said}" if step.said else "")


_SENTENCES: dict[str, Callable[[Step], str]] = {
    "hand_over": _hand_over, "contact": _contact, "offer": _offer, "result": _result, "solve_at_once": _result,
    "check": _check, "follow_up": _follow_up, "escalate": _escalate, "verify": _verify, "close": _close,
}  # fmt: skip
