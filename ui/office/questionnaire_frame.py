"""The three columns of the questionnaires: versions, questions with their tools, the fields over the preview."""

from __future__ import annotations

from ui.kit.button import Button
from ui.kit.fields import Field, InlineError
from ui.kit.frames import Box, ScrollColumn, Splitter, holder, line, row
from ui.kit.grouped_list import GroupedList
from ui.kit.memory import Memory
from ui.office.questionnaire_preview import QuestionPreview
from ui.office.questionnaire_question import QuestionFields

SPLITTER = "questionnaires/splitter"
FIRST_WIDTHS = [220, 330, 600]


class QuestionnaireFrame(Splitter):
    """The parts and where they stand; their widths are remembered."""

    def __init__(self, memory: Memory) -> None:
        self.versions, self.list = GroupedList(), GroupedList()
        self.fields, self.preview, self.error = QuestionFields(), QuestionPreview(), InlineError()
        self.title = Field("问卷的名称")
        self.add = Button("加一题", icon="plus", keys="Ctrl+N", small=True)
        self.remove = Button("删除", kind="quiet", icon="x", keys="Del", bind=False, small=True)
        self.up = Button(icon="chevron-up", kind="quiet", small=True, tip="上移（Alt+↑）")
        self.down = Button(icon="chevron-down", kind="quiet", small=True, tip="下移（Alt+↓）")
        left = Box((1, 4, 1, 4))
        left.setMinimumWidth(200)
        left.column.addWidget(self.versions, 1)
        left.column.addWidget(holder(row(self.title, margins=(14, 0, 14, 10))))
        super().__init__(left, self._middle(), self._right())
        self.setStretchFactor(2, 1)
        if not self.restoreState(memory.read_bytes(SPLITTER)):
            self.setSizes(FIRST_WIDTHS)
        self.splitterMoved.connect(lambda *_: memory.write_bytes(SPLITTER, self.saveState()))

    def _middle(self) -> Box:
        made = Box((1, 4, 1, 8), 4)
        made.setMinimumWidth(280)
        made.column.addWidget(self.list, 1)
        made.column.addWidget(line())
        made.column.addWidget(holder(row(self.error, margins=(14, 0, 14, 0))))
        tools = row(self.add, self.remove, None, self.up, self.down, gap=4, margins=(12, 2, 12, 0))
        made.column.addLayout(tools)
        return made

    def _right(self) -> Box:
        made = Box((1, 8, 1, 12), 8)
        made.setMinimumWidth(430)
        scroll = ScrollColumn((18, 4, 18, 4), 12)
        scroll.column.addWidget(self.fields)
        scroll.column.addStretch()
        made.column.addWidget(scroll, 1)
        made.column.addWidget(holder(row(self.preview, margins=(18, 0, 18, 0))))
        return made
