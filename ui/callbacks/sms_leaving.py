"""Letting the queue go: to the modem on this PC, or as a list for an SMS platform with a reason for the log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.callbacks.sms_sending import Sending, gateway, send_waiting, write_recipients
from desktop_app.problems import Refused
from desktop_app.session import Session
from ui.callbacks.sms_way import Way
from ui.kit import dialogs
from ui.office_context import Office

KINDS = "Excel 工作簿 (*.xlsx);;CSV 文件 (*.csv)"
REASON = "交给短信平台发送"
STAYS = "短信都在待发队列里，随时可以在“回访 › 短信”里发出或撤回。"

Ended = Callable[[str], None]
"""Takes the sentence that tells how it went."""


def leave(office: Office, parent: QWidget, way: Way, ended: Ended) -> None:
    """Let everything that waits go by the shop's way; a file nobody named leaves it all in the queue."""
    if way.by_device:
        send(office, parent, ended)
    else:
        write(office, parent, ended)


def send(office: Office, parent: QWidget, ended: Ended) -> None:
    """Hand the queue to the modem."""
    session = office.session
    office.background.run(
        parent,
        lambda: _send(session),
        lambda done: ended(_sent_words(done)),
        lambda error: _failed(office, error, ended),
        long=True,
    )


def write(office: Office, parent: QWidget, ended: Ended) -> None:
    """Ask for a reason and a place, write the list of recipients and note the messages as sent."""
    reason = dialogs.ask_words(
        parent,
        "导出短信名单",
        "导出的原因",
        words="名单里有客户的手机号，导出会记进导出记录。导出后这些短信记为已发。",
        yes="选择位置…",
        start=REASON,
    )
    target = _ask_place(office, parent) if reason else None
    if not reason or target is None:
        ended(STAYS)
        return
    session = office.session
    office.background.run(
        parent,
        lambda: write_recipients(session, target, reason=reason),
        lambda done: ended(f"已导出 {done.sent} 条到 {target}，记为已发。"),
        lambda error: _failed(office, error, ended),
        long=True,
    )


def _send(session: Session) -> Sending:
    way = gateway(session)
    if way is None:
        raise Refused("发送方式刚改成了导出名单，请再按一次。")
    return send_waiting(session, way)


def _sent_words(done: Sending) -> str:
    handed = done.sent + done.failed + done.waiting
    failed = f"，其中失败 {done.failed} 条" if done.failed else ""
    return f"已交给短信设备 {handed} 条{failed}；状态和回复会自己更新。"


def _failed(office: Office, error: Exception, ended: Ended) -> None:
    office.tell(error)
    ended(STAYS)


def _ask_place(office: Office, parent: QWidget) -> Path | None:
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = office.memory.read("sms/folder", documents)
    name = f"短信名单_{office.session.now():%Y%m%d_%H%M}.xlsx"
    chosen, kind = QFileDialog.getSaveFileName(parent, "导出短信名单", str(Path(folder) / name), KINDS)
    if not chosen:
        return None
    target = Path(chosen)
    office.memory.write("sms/folder", str(target.parent))
    ending = ".csv" if "csv" in kind else ".xlsx"
    return target if target.suffix.lower() in (".xlsx", ".csv") else target.with_name(target.name + ending)
