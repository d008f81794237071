"""The main window in use: its menus, what its status line tells, and the office work that belongs to no tab."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import QApplication

from desktop_app import settings
from desktop_app.callbacks.worklist import worklist
from desktop_app.complaints.listing import counts
from desktop_app.safety.duties import DUTIES, allows, reason
from desktop_app.session import Session
from ui.callbacks.reminder_banner import remind
from ui.callbacks.sms_collecting import SmsCollector
from ui.header import Command, Menus
from ui.kit import dialogs, icons, theme
from ui.kit.background import Background
from ui.kit.memory import Memory
from ui.main_window import MainWindow
from ui.office import care_doors, menu_doors
from ui.office.backup_watch import BackupWatch
from ui.office_context import Office
from ui.office_faults import OfficeFaults
from ui.searching import searcher
from ui.status_line import Standing

PRODUCT = "客户关系工作台"
THEMES: tuple[tuple[theme.Choice, str, str], ...] = (
    ("system", "跟随系统", "monitor"),
    ("light", "浅色", "sun"),
    ("dark", "深色", "moon"),
)


class OfficeWindow(MainWindow):
    """The four tabs of one signed-in person."""

    sign_out_wanted = Signal()
    restore_wanted = Signal(object)
    """A backup and what opens it; the data must be closed first."""
    switch_wanted = Signal()
    lock_wanted = Signal()
    alone_wanted = Signal(str, object, str)
    """Words, work that needs the data for itself, and words for its good end."""
    mend_wanted = Signal()
    """The data is damaged, and a backup shall take its place."""

    def __init__(self, office: Office, shop: str) -> None:
        session = office.session
        self._shop = shop
        super().__init__(
            office,
            title=f"{shop} · {PRODUCT}" if shop else PRODUCT,
            who=f"{session.person.name} · {duty_words(session)}",
            search=searcher(session),
            standing=lambda: self.backups.told(standing_of(session)),
        )
        self.setWindowIcon(QIcon(icons.pixmap("headset", theme.color("acc"), 32)))
        self.backups = BackupWatch(self)
        self.backups.restore_wanted.connect(self.restore_wanted)
        self.header.set_menus(self._menus())
        self.file_dropped.connect(lambda path: self.import_file(Path(path)))
        self.sms = SmsCollector(office, self.line.say, self)
        self.reminders = remind(office, self)
        self.header.add_alarm(self.reminders)
        self.popup.asked.connect(self._ask_why)
        self.bell_pressed.connect(lambda: self.go("complaints"))
        self.closed.connect(office.background.stop)
        office.background.run(self, lambda: _tab_counts(session), self._show_counts)

    def begin_with(self, what: str) -> None:
        """What the first start chose to do first: "import", "demo" or "empty"."""
        if what == "import":
            self.import_file()
        elif what == "demo":
            self._fill_demonstration()

    def import_file(self, path: Path | None = None, *, kind: str = "") -> None:
        """Open the import with a file, or let it ask for one; ``kind`` where it is known what the file is."""
        from ui.office.import_dialog import ImportDialog

        if why := self._why_not("import"):  # a file can be dropped on the window as well
            self.line.say(why)
            return
        ImportDialog(self.office, path, self, kind=kind).exec()

    def open_sms(self) -> None:
        """What waits to be sent, what was sent, and what customers answered."""
        from ui.callbacks.sms_desk import open_sms_desk

        open_sms_desk(self)

    def sign_out(self) -> None:
        """Back to the sign-in; what was typed stays in drafts."""
        if self.may_leave() and self.backups.lets_go(self.sign_out):
            self.office.ticker.stop()
            self.office.background.stop()
            self.sign_out_wanted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close once what changed was backed up."""
        if self.may_leave() and self.backups.lets_go(self._leave):
            super().closeEvent(event)
        else:
            event.ignore()

    # set-up

    def _show_counts(self, found: dict[str, int]) -> None:
        for room, count in found.items():
            self.set_count(room, count)

    def _menus(self) -> Menus:
        return (
            ("文件", self._file_commands()),
            ("回访", self._callback_commands()),
            ("数据", self._data_commands()),
            (
                "帮助",
                (
                    Command("快捷键", self.show_help, "", "keyboard"),
                    Command("关于", self._about, icon="info"),
                ),
            ),
        )

    def _file_commands(self) -> Sequence[Command]:
        return (
            Command("导入…", self.import_file, "Ctrl+I", "file-input", self._why_not("import")),
            Command(
                "撤回上一次导入…", self._undo_import, icon="undo-2", why_not=self._why_not("undo_import")
            ),
            Command(
                "召回名单…",
                partial(care_doors.recall_lists, self),
                icon="megaphone",
                why_not=self._why_not("import"),
            ),
            Command(
                "备份与恢复…", self.backups.open, "Ctrl+Shift+B", "shield-check", self._why_not("see_office")
            ),
            Command(),
            Command("修改我的密码…", self._change_password, icon="key-round"),
            Command("换人登录…", self.switch_wanted.emit, "Ctrl+L", "arrow-right-left"),
            Command("锁定", self.lock_wanted.emit, "Ctrl+Alt+L", "lock"),
            Command("退出登录", self.sign_out, icon="log-out"),
            Command("退出", self._leave, "Ctrl+Q", "power"),
        )

    def _callback_commands(self) -> Sequence[Command]:
        return (
            Command(
                "短信…", self.open_sms, "Ctrl+Shift+M", "message-square-text", self._why_not("callbacks")
            ),
            Command("预约簿…", partial(care_doors.book, self), "Ctrl+B", "calendar-days"),
            Command("日终处理…", partial(menu_doors.days_end, self), "Ctrl+Shift+E", "clipboard-check"),
        )

    def _data_commands(self) -> Sequence[Command]:
        return (
            Command("人员与账号…", self._open_accounts, "Ctrl+Shift+P", "user", self._why_not("see_office")),
            Command(
                "问卷…",
                partial(menu_doors.questionnaires, self),
                "Ctrl+Shift+Q",
                "clipboard-list",
                self._why_not("see_office"),
            ),
            Command(
                "话术…",
                partial(menu_doors.scripts, self),
                "Ctrl+Shift+T",
                "book-open",
                self._why_not("see_office"),
            ),
            Command(
                "关怀提醒…",
                partial(care_doors.care_kinds, self),
                icon="gift",
                why_not=self._why_not("see_office"),
            ),
            Command(
                "工作日历…",
                partial(care_doors.working_calendar, self),
                icon="calendar-check",
                why_not=self._why_not("see_office"),
            ),
            Command("检查数据", self._check, icon="badge-check", why_not=self._why_not("see_office")),
            Command(),
            *(Command(words, self._chooser(choice), icon=icon) for choice, words, icon in THEMES),
        )

    def _why_not(self, action: str) -> str:
        return "" if allows(self.office.session.person.duties, action) else reason(action)

    def _ask_why(self, place: tuple[str, str]) -> None:
        from ui.callbacks.why_dialog import WhyDialog

        WhyDialog(self.office, self, place[1]).exec()

    def _open_accounts(self) -> None:
        from ui.office.accounts_dialog import open_accounts

        open_accounts(self)

    def _change_password(self) -> None:
        from ui.office.password_dialogs import own_password_dialog

        own_password_dialog(self.office, self).exec()

    def _leave(self) -> None:
        self.close()

    def _chooser(self, choice: theme.Choice) -> Callable[[], None]:
        def choose() -> None:
            app = QApplication.instance()
            assert isinstance(app, QApplication)
            self.office.memory.write("window/theme", choice)
            theme.choose(app, choice)

        return choose

    # work of the menus

    def _undo_import(self) -> None:
        from ui.office.undoing_import import UndoingImport

        UndoingImport(self.office, self, self.header.busy, self.line.say).begin()

    def _check(self) -> None:
        from desktop_app.safety.checking import Findings, check

        self.header.busy.start("正在检查数据…", can_cancel=False)

        def done(found: Findings) -> None:
            self.header.busy.finish()
            words = "数据完好，所有数字都对得上。" if found.ok else "\n".join(found.findings)
            title = "检查完了" if found.ok else "检查发现了问题"
            dialogs.ask(self, dialogs.Question(title, words, yes="知道了", no="关闭"))

        self.office.background.run(self, lambda: check(self.office.session), done, self._failed, long=True)

    def _fill_demonstration(self) -> None:
        from desktop_app.demonstration.filling import fill

        self.header.busy.start("正在生成演示数据…", can_cancel=False, at_once=True)

        def done(_counts: object) -> None:
            self.header.busy.finish()
            self._on_changed(frozenset({"archive", "callbacks", "complaints", "statistics"}))

        self.office.background.run(self, lambda: fill(self.office.session), done, self._failed, long=True)

    def _failed(self, error: Exception) -> None:
        self.header.busy.finish()
        self.office.tell(error)

    def _about(self) -> None:
        words = "一车一档、回访、投诉、月报，一个窗口做完。\n数据整库加密，只存在这台电脑的数据文件夹里。"
        dialogs.ask(self, dialogs.Question(PRODUCT, words, yes="知道了", no="关闭", icon="info"))


def make_office_window(session: Session, memory: Memory) -> OfficeWindow:
    """The window of a session just signed in, started and ready to be shown."""
    background = Background(session.connected, lambda handle: handle.interrupt())  # type: ignore[attr-defined]
    faults = OfficeFaults()
    shop = str(settings.get(session, "shop_name"))
    memory.write("shop", shop)
    office = Office(session, background, memory, faults.tell, not_saved=faults.tell_not_saved)
    window = OfficeWindow(office, shop)
    window.start()
    faults.watch_over(window)
    return window


def _tab_counts(session: Session) -> dict[str, int]:
    calls = worklist(session, parts=frozenset({"calls"}))
    return {"callbacks": len(calls), "complaints": counts(session).open}


def duty_words(session: Session) -> str:
    """The person's duty as the status line tells it; who holds all of them is the manager."""
    held = [words for duty, words in DUTIES.items() if duty in session.person.duties]
    return "全部职责" if len(held) == len(DUTIES) else "、".join(held)


def standing_of(session: Session) -> Standing:
    """Place and running clocks, for the status line."""
    found = counts(session)
    return Standing(place=str(session.data.path.parent), red=found.red, yellow=found.yellow)
