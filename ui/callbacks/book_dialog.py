"""预约簿: who comes on a day, what for and with whom; booked, moved, reminded and ticked off by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_app.callbacks import appointments as rules
from desktop_app.callbacks.appointments import STATE_LABELS, TRANSITIONS, Booked
from desktop_app.problems import Refused
from desktop_app.safety.duties import allows, reason
from desktop_app.session import Changed
from ui.callbacks.agree_dialog import WEEKDAYS, AgreeDialog
from ui.callbacks.appointment_dialog import AppointmentDialog
from ui.callbacks.book_rows import COLUMNS, rows_of
from ui.kit.button import Button
from ui.kit.cells import copied
from ui.kit.choices import SegmentedControl
from ui.kit.dialogs import SheetDialog, ask_words
from ui.kit.empty import EmptyState
from ui.kit.fields import ErrorBanner
from ui.kit.frames import row
from ui.kit.labels import label, set_words
from ui.kit.pages import Pages
from ui.kit.rows import ListModel
from ui.kit.table import Table
from ui.office_context import Office

LISTS = (("day", "当天"), ("remind", "待提醒"), ("over", "到时未记"))
EMPTY = {
    "day": ("这一天还没有预约", "Ctrl+N 约一位客户；打关怀电话时也可以顺手约好。"),
    "remind": ("现在没有要提醒的", "来店前 72 小时和 24 小时，会自己出现在这里。"),
    "over": ("都记好了", "过了时间还没记“到店”或“未到”的，会出现在这里。"),
}


@dataclass(frozen=True, slots=True)
class Book:
    """One day of the book, how many cars each day of its week expects, and what waits on any day."""

    day: tuple[Booked, ...]
    week: dict[date, int]
    remind: tuple[Booked, ...]
    over: tuple[Booked, ...]


class BookDialog(SheetDialog):
    """Opens on today."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__("预约簿", parent, width=980)
        self._office, self._day = office, office.session.today()
        self._book: Book | None = None
        self._title, self._banner = label("", "title"), ErrorBanner()
        self.week = SegmentedControl([(str(n), WEEKDAYS[n]) for n in range(7)])
        self.lists = SegmentedControl(LISTS)
        self._model = ListModel(COLUMNS)
        self.table = Table(self._model, row_height=46, memory=office.memory, name="book")
        self._nothing = EmptyState("calendar-days", *EMPTY["day"], small=True)
        self._pages = Pages(self.table, self._nothing)
        self._make_buttons()
        self._lay_out()
        self._connect()
        self.reload()

    def day(self) -> date:
        """The day shown."""
        return self._day

    def go(self, day: date) -> None:
        """Show another day."""
        self._day = day
        self.lists.choose("day")
        self.reload()

    def reload(self) -> None:
        """Read the book again."""
        session, day = self._office.session, self._day
        monday = day - timedelta(days=day.weekday())

        def work() -> Book:
            week = rules.booked_days(session, monday, monday + timedelta(days=6))
            return Book(rules.book(session, day), week, rules.to_remind(session), rules.overdue(session))

        self._office.background.run(self, work, self._show, self._office.tell)

    # inside

    def _make_buttons(self) -> None:
        self._before = Button(icon="chevron-left", small=True, tip="前一天（PageUp）")
        self._after = Button(icon="chevron-right", small=True, tip="后一天（PageDown）")
        self._today = Button("今天", small=True, keys="Ctrl+T")
        self._before.setShortcut("PgUp")
        self._after.setShortcut("PgDown")
        self.new = Button("新预约", kind="primary", icon="plus", keys="Ctrl+N")
        self.steps = {
            "reminded": Button("已提醒", icon="bell", keys="F5"),
            "came": Button("到店", icon="check", keys="F6"),
            "missed": Button("未到", icon="circle-x", keys="F7"),
            "moved": Button("改期", icon="calendar-clock", keys="F2"),
            "cancelled": Button("取消预约", icon="ban", keys="Del"),
        }
        self._file = Button("档案", kind="quiet", icon="contact-round", small=True, tip="打开客户档案")
        self._copy = Button("复制", kind="quiet", icon="copy", small=True, tip="整页复制，可贴进 Excel")
        self._print = Button("打印", kind="quiet", icon="printer", small=True, keys="Ctrl+P")

    def _lay_out(self) -> None:
        self.resize(1040, 600)
        self.body.addLayout(row(self._title, None, self._before, self.week, self._after, self._today, gap=6))
        self.body.addLayout(row(self.lists, None, self._copy, self._print, self._file))
        self.body.addWidget(self._banner)
        self.body.addWidget(self._pages, 1)
        self.add_buttons(*self.steps.values(), left=self.new)
        for button in self.steps.values():
            button.setDefault(False)

    def _connect(self) -> None:
        self._before.clicked.connect(lambda: self.go(self._day - timedelta(days=1)))
        self._after.clicked.connect(lambda: self.go(self._day + timedelta(days=1)))
        self._today.clicked.connect(lambda: self.go(self._office.session.today()))
        self.week.chosen.connect(self._go_weekday)
        self.lists.chosen.connect(lambda _key: self._fill())
        self.table.chosen.connect(lambda _row: self._allow())
        self.new.clicked.connect(self._make)
        self._file.clicked.connect(self._open_file)
        self._copy.clicked.connect(self._copy_all)
        self._print.clicked.connect(self._print_day)
        for step, button in self.steps.items():
            button.clicked.connect(lambda _on=False, step=step: self.take(step))

    def _go_weekday(self, number: str) -> None:
        self.go(self._day + timedelta(days=int(number) - self._day.weekday()))

    def _show(self, book: Book) -> None:
        self._book = book
        day, today = self._day, self._office.session.today()
        near = {0: "今天 ", 1: "明天 ", -1: "昨天 "}.get((day - today).days, "")
        set_words(self._title, f"{near}{day:%Y-%m-%d} 周{WEEKDAYS[day.weekday()]}")
        monday = day - timedelta(days=day.weekday())
        for number in range(7):
            self.week.set_count(str(number), book.week.get(monday + timedelta(days=number)))
        self.week.choose(str(day.weekday()))
        self.lists.set_count("remind", len(book.remind) or None)
        self.lists.set_count("over", len(book.over) or None)
        self._fill()

    def _listed(self) -> Sequence[Booked]:
        return getattr(self._book, self.lists.value()) if self._book else ()

    def _fill(self) -> None:
        listed, which = self._listed(), self.lists.value()
        self._model.set_rows(rows_of(listed, self._office.session.now(), with_day=which != "day"))
        self._nothing.say(*EMPTY[which])
        self._pages.setCurrentIndex(0 if listed else 1)
        if listed and self.table.current() is None:
            self.table.select_line(0)
        (self.table if listed else self.new).setFocus()
        self._allow()

    def _current(self) -> Booked | None:
        found = self.table.current() if self._listed() else None
        return found.data if found and isinstance(found.data, Booked) else None

    def _allow(self) -> None:
        held, one = self._office.session.person.duties, self._current()
        may, why = allows(held, "appointments"), reason("appointments")
        self.new.set_allowed(may, why)
        for step, button in self.steps.items():
            able = one is not None and one.state in TRANSITIONS[step]
            told = (
                why
                if not may
                else "先选一个预约。"
                if one is None
                else f"这个预约{STATE_LABELS[one.state]}。"
            )
            button.set_allowed(may and able, told)
        self._file.set_allowed(one is not None, "先选一个预约。")
        self._print.set_allowed(allows(held, "export_lists"), reason("export_lists"))

    # doing

    def take(self, step: str) -> None:
        """Take a step of the chosen appointment; what has to be known is asked for."""
        one = self._current()
        if one is None or one.state not in TRANSITIONS[step]:
            return
        session = self._office.session
        if step == "moved":
            dialog = AgreeDialog(f"{one.name}改到什么时候来", session.now(), self)
            dialog.time.caption.setText("改到")
            if not dialog.exec() or dialog.moment is None:
                return
            at: datetime = dialog.moment
            self._run(lambda: rules.move(session, one.id, at))
        elif step == "cancelled":
            words = ask_words(self, f"取消{one.name}的预约", "取消的原因", yes="取消预约")
            if words:
                self._run(lambda: rules.cancel(session, one.id, words))
        else:
            act = {"reminded": rules.remind, "came": rules.arrived, "missed": rules.missed}[step]
            self._run(lambda: act(session, one.id))

    def _run(self, work: Callable[[], Changed]) -> None:
        def failed(error: Exception) -> None:
            if isinstance(error, Refused):
                self._banner.show_words(error.message, "yellow", "circle-alert")
            else:
                self._office.tell(error)

        def done(_changed: Changed) -> None:
            self._banner.show_words("")
            self.reload()

        self._office.background.run(self, work, done, failed)

    def _make(self) -> None:
        ahead = self._day > self._office.session.today()
        dialog = AppointmentDialog(self._office, self, at=f"{self._day:%m-%d} 9:00" if ahead else "")
        dialog.made.connect(lambda at: self.go(at.date()))
        dialog.exec()

    def _open_file(self) -> None:
        one = self._current()
        if one is not None:
            self.accept()
            self._office.open_file(one.vin)

    def _copy_all(self) -> None:
        lines = [[column.title for column in COLUMNS]]
        lines += [[copied(cell) for cell in one.cells] for one in self._model.rows()]
        QGuiApplication.clipboard().setText("\n".join("\t".join(cells) for cells in lines))
        self._office.status(f"已复制 {len(lines) - 1} 个预约，可贴进 Excel")

    def _print_day(self) -> None:
        from desktop_app.callbacks.appointment_report import print_book
        from ui.kit.pdf_preview import PdfPreview

        session, day = self._office.session, self._day

        def show(page: bytes) -> None:
            PdfPreview(f"预约簿 {day:%Y-%m-%d}", page, self, file_name=f"预约簿-{day:%Y-%m-%d}.pdf").exec()

        self._office.background.run(self, lambda: print_book(session, day), show, self._office.tell)
