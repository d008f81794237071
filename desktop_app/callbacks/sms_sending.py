"""Sending the queue: outside the quiet hours, by the gateway of the shop or as a list of recipients."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db import SmsMessage
from db.bulk import update_all
from db.connection import rows
from db.portions import pages, within
from desktop_app import settings
from desktop_app.callbacks.sms_gateway import Outgoing, SmsGateway, Told
from desktop_app.callbacks.sms_permission import quiet_until
from desktop_app.callbacks.sms_spool import SpoolFolders, SpoolGateway
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.safety.exports import record_export
from desktop_app.session import Changed, Session, changed, require
from desktop_app.statistics.report import Column, Report

FILE, GAMMU = "file", "gammu"
GATEWAYS = {FILE: "导出名单，由短信平台发送", GAMMU: "本机短信设备（gammu-smsd）"}
FOLDERS = ("outbox", "sent", "failed", "inbox")
LIST_NAME = "sms-recipients"
COLUMNS = (Column("手机号", "phone", 14), Column("姓名", width=10), Column("短信内容", width=60))


@dataclass(frozen=True, slots=True)
class Sending:
    """What one round of sending came to."""

    sent: int
    failed: int
    waiting: int
    changed: Changed


def waiting(session: Session) -> tuple[Outgoing, ...]:
    """The queue, oldest first."""
    require(session, "callbacks")
    with session.connected():
        return _waiting(session.now())


def gateway(session: Session) -> SmsGateway | None:
    """The shop's gateway; None where recipients go out as a file."""
    require(session, "callbacks")
    if settings.get(session, "sms_gateway") != GAMMU:
        return None
    named = settings.get(session, "sms_folders")
    return SpoolGateway(SpoolFolders(*(Path(named.get(name) or "-") for name in FOLDERS)))


def choose_gateway(session: Session, name: str, folders: dict[str, str]) -> Changed:
    """Set how messages leave: ``file``, or ``gammu`` with the four folders of its configuration.

    Refused, with the folder's name as field, where one is not there.
    """
    require(session, "manage_office")
    if name not in GATEWAYS:
        raise KeyError(name)
    for field in FOLDERS if name == GAMMU else ():
        if not Path(folders.get(field) or "-").is_dir():
            raise Refused("这个文件夹不在，请照 gammu-smsd 的设置选。", field=field)
    with session.saving():
        settings.put(session, "sms_gateway", name)
        settings.put(session, "sms_folders", {field: folders.get(field, "") for field in FOLDERS})
        record_deed(session, "settings", "setting", new=f"sms_gateway {name}")
    return changed("settings", "callbacks")


def send_waiting(session: Session, way: SmsGateway) -> Sending:
    """Hand the queue to the gateway and note what became of it; doing it again sends nothing twice.

    Refused in the quiet hours, when everything stays in the queue.
    """
    require(session, "callbacks")
    refuse_quiet(session)
    queued = waiting(session)
    return _noted(session, way.hand_over(queued, session.now()), len(queued))


def ask_gateway(session: Session, way: SmsGateway) -> Sending:
    """Note what became of messages handed over earlier."""
    require(session, "callbacks")
    queued = waiting(session)
    return _noted(session, way.ask([one.id for one in queued], session.now()), len(queued))


def recipients(session: Session) -> Report:
    """The queue as a list for an SMS platform."""
    queued, now = waiting(session), session.now()
    listed = tuple((one.number, one.name, one.text) for one in queued)
    return Report(
        LIST_NAME, "短信发送名单", now.date(), now.date(), now, COLUMNS, listed, None, tuple(() for _ in queued),
        keys=tuple(str(one.id) for one in queued),
    )  # fmt: skip


def note_sent(session: Session, listed: Report) -> Sending:
    """The list was given to the platform: its messages count as sent from now on."""
    require(session, "callbacks")
    told = tuple(Told(int(key), "sent", session.now()) for key in listed.keys)
    return _noted(session, told, len(told))


def write_recipients(session: Session, target: Path, *, reason: str) -> Sending:
    """Write the queue as a workbook or csv for an SMS platform, and note its messages as sent.

    Refused in the quiet hours, for an empty queue and without a reason; Unavailable where the disk says no. The
    messages count as sent only when the file stands whole.
    """
    from desktop_app.exchange.writing import write_report

    refuse_quiet(session)
    listed = recipients(session)
    if not listed.rows:
        raise Refused("没有待发的短信。")
    record_export(session, listed.title, reason, len(listed.rows), target.name)
    write_report(listed, target, shop=settings.get(session, "shop_name"))
    return note_sent(session, listed)


def withdraw(session: Session, ids: Iterable[int]) -> Changed:
    """Take messages out of the queue that nobody has sent."""
    require(session, "callbacks")
    with session.saving():
        waits = SmsMessage.state == "waiting"
        gone = sum(
            SmsMessage.delete().where(within(SmsMessage.id, page) & waits).execute() for page in pages(ids)
        )
        record_deed(session, "withdraw_sms", "sms_message", new=str(gone))
    return changed("callbacks", "statistics")


def refuse_quiet(session: Session) -> None:
    """Refused in the quiet hours of the settings; nothing is lost by it."""
    start, end = (settings.get(session, f"sms_quiet_{part}") for part in ("from", "to"))
    until = quiet_until(session.now(), start, end)
    if until:
        raise Refused(
            f"{start}–{end} 不发短信，免得打扰客户休息。已写好的都在待发队列里，{until:%m-%d %H:%M} 以后再发。"
        )


def _waiting(now: datetime) -> tuple[Outgoing, ...]:
    sms = SmsMessage
    query = (
        sms.select(sms.id, sms.number, sms.name, sms.text, sms.created_at)
        .where((sms.state == "waiting") & (sms.created_at <= now))
        .order_by(sms.created_at, sms.id)
    )
    return tuple(Outgoing(*row) for row in rows(query))


def _noted(session: Session, told: Iterable[Told], queued: int) -> Sending:
    settled = [one for one in told if one.state != "waiting"]
    with session.saving():
        update_all(SmsMessage, ("state", "sent_at"), ((one.state, one.at, one.id) for one in settled))
        if settled:
            record_deed(session, "send_sms", "sms_message", new=str(len(settled)))
    failed = sum(one.state == "failed" for one in settled)
    rest = queued - len(settled)
    return Sending(len(settled) - failed, failed, rest, changed("callbacks", "statistics", "archive"))
