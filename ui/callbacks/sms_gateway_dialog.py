"""发送方式: a list for an SMS platform, or the modem on this PC with the four folders of its program."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app import settings
from desktop_app.callbacks.sms_sending import FILE, FOLDERS, GAMMU, GATEWAYS, choose_gateway
from desktop_app.problems import Refused
from desktop_app.session import Changed, Session
from ui.kit.button import Button
from ui.kit.choices import SegmentedControl
from ui.kit.dialogs import SheetDialog
from ui.kit.fields import Field
from ui.kit.frames import column, holder, row
from ui.kit.labels import label, set_words
from ui.office_context import Office

LABELS = {
    "outbox": "待发文件夹（outboxpath）",
    "sent": "已发文件夹（sentsmspath）",
    "failed": "失败文件夹（errorsmspath）",
    "inbox": "收件文件夹（inboxpath）",
}
MEANING = {
    FILE: "写好的短信导出成名单（手机号、姓名、内容），交给短信平台发；客户的回复从平台导出，再导入进来。",
    GAMMU: "短信直接交给接在这台电脑上的设备发，回复每分钟收一次。四个文件夹照 gammu-smsd 的设置选。",
}


@dataclass(frozen=True, slots=True)
class Stored:
    """What the settings say."""

    name: str
    folders: dict[str, str]
    quiet: str
    days: int


def read_stored(session: Session) -> Stored:
    """Look at the settings."""
    told = {name: settings.get(session, name) for name in ("sms_gateway", "sms_folders", "sms_days_between")}
    quiet = "–".join(str(settings.get(session, f"sms_quiet_{part}")) for part in ("from", "to"))
    return Stored(str(told["sms_gateway"]), dict(told["sms_folders"]), quiet, int(told["sms_days_between"]))


class SmsGatewayDialog(SheetDialog):
    """Saved as a whole; a folder that is not there is told at its field."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__("短信发送方式", parent, width=620)
        self._office = office
        self.way = SegmentedControl(list(GATEWAYS.items()))
        self._meaning, self._rules = label("", "second", wrap=True), label("", "note", wrap=True)
        self.folders = {name: self._folder(name) for name in FOLDERS}
        self._folders = holder(column(*self.folders.values(), gap=8))
        self.keep = Button("保存", kind="primary", keys="Ctrl+Return")
        self._lay_out()
        session = office.session
        office.background.run(self, lambda: read_stored(session), self._show, office.tell)

    def save(self) -> None:
        """Set it."""
        session, name = self._office.session, self.way.value()
        folders = {place: field.text() for place, field in self.folders.items()}

        def done(_changed: Changed) -> None:
            self._office.status(f"短信发送方式：{GATEWAYS[name]}")
            self.accept()

        self._office.background.run(self, lambda: choose_gateway(session, name, folders), done, self._failed)

    # inside

    def _folder(self, name: str) -> Field:
        choose = Button("选择…", icon="folder-open")
        made = Field(LABELS[name], beside=choose)
        choose.clicked.connect(partial(self._ask_folder, name))
        return made

    def _ask_folder(self, name: str) -> None:
        field = self.folders[name]
        chosen = QFileDialog.getExistingDirectory(self, LABELS[name], field.text())
        if chosen:
            field.show_error("")
            field.set_text(chosen)

    def _lay_out(self) -> None:
        self.body.addWidget(label("短信发送方式", "title"))
        self.body.addLayout(row(self.way, None))
        for part in (self._meaning, self._folders, self._rules):
            self.body.addWidget(part)
        self.body.addStretch()
        self._folders.hide()
        leave = Button("取消", keys="Esc", bind=False)
        leave.clicked.connect(self.reject)
        self.keep.clicked.connect(self.save)
        self.add_buttons(leave, self.keep)
        self.way.chosen.connect(lambda _name: self._show_way())

    def _show(self, stored: Stored) -> None:
        self.way.choose(stored.name)
        for name, field in self.folders.items():
            field.set_text(str(stored.folders.get(name) or ""))
        set_words(
            self._rules,
            f"两种方式都一样：{stored.quiet} 不发；同一个号码 {stored.days} 天内最多一条；退订的不发。",
        )
        self._show_way()

    def _show_way(self) -> None:
        set_words(self._meaning, MEANING[self.way.value()])
        self._folders.setVisible(self.way.value() == GAMMU)
        self.fit()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Refused) and error.field in self.folders:
            self.folders[error.field].show_error(error.message)
            self.fit()
        else:
            self._office.tell(error)
