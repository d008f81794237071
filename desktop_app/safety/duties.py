"""The duty matrix: which duty may do what (department's rules, section 6); every rule asks it.

To add an action: 1. one row in ``MATRIX``, 2. ``require`` in its rules, 3. one real call for it in
``tests/duty_calls.py``; a row without a call, and a rule that asks nothing, each fail a test.
"""

from __future__ import annotations

GENERAL_MANAGER = "general_manager"  # 总经理
CR_MANAGER = "cr_manager"  # 客关部经理
CALLBACK_SPECIALIST = "callback_specialist"  # 客户回访专员
RECEPTIONIST = "receptionist"  # 客户接待专员

DUTIES: dict[str, str] = {
    GENERAL_MANAGER: "总经理",
    CR_MANAGER: "客关部经理",
    CALLBACK_SPECIALIST: "客户回访专员",
    RECEPTIONIST: "客户接待专员",
}
ALL_DUTIES = frozenset(DUTIES)

_G, _M, _C, _R = GENERAL_MANAGER, CR_MANAGER, CALLBACK_SPECIALIST, RECEPTIONIST

MATRIX: dict[str, tuple[str, frozenset[str]]] = {
    "see": ("查看档案、案例和名单", frozenset({_G, _M, _C, _R})),
    "see_full_phones": ("查看完整电话", frozenset({_G, _M, _C})),
    "edit_files": ("修改档案", frozenset({_M, _C, _R})),
    "callbacks": ("回访", frozenset({_M, _C})),  # SMS and care reminders too
    "appointments": ("预约", frozenset({_M, _C, _R})),
    "handle_complaints": ("受理和处理投诉", frozenset({_M, _C, _R})),
    "handle_every_complaint": ("处理他人受理的投诉", frozenset({_M, _C})),
    "follow_up_calls": ("再次回访", frozenset({_M, _C})),
    "decide_complaints": ("核实、写处理意见、复核、结案和重开", frozenset({_M})),
    "approve": ("批准超额补偿、待阅和审批报表", frozenset({_G})),
    "import": ("导入", frozenset({_M, _C})),
    "undo_import": ("撤销导入", frozenset({_M})),
    "merge_files": ("合并档案", frozenset({_M})),
    "export_lists": ("导出和打印各类名单", frozenset({_G, _M})),
    "export_registers": ("导出表3、表4、表13、表14", frozenset({_G, _M, _C})),
    "print_forms": ("打印单张表格", frozenset({_G, _M, _C, _R})),
    "see_office": ("查看设置、人员和修改记录", frozenset({_G, _M})),
    "manage_office": ("管理设置、人员、问卷、月结、备份和恢复", frozenset({_M})),
}
"""Action → (its name for people, the duties that hold it)."""


def allows(duties: frozenset[str], action: str) -> bool:
    """Whether one of ``duties`` holds ``action``; KeyError for an action the matrix does not know."""
    return not MATRIX[action][1].isdisjoint(duties)


def reason(action: str) -> str:
    """Why a person who may not ``action`` may not, and who may."""
    name, holders = MATRIX[action]
    who = "、".join(label for duty, label in DUTIES.items() if duty in holders)
    return f"您的职责不能{name}，请由{who}操作。"
