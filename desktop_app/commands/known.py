"""The headless commands, for the task scheduler, for checks and for people who script.

To add one: 1. its arguments and its work in a module of this room, 2. a row in ``COMMANDS``, 3. a line in README.
"""

from __future__ import annotations

from desktop_app.commands import asking, beginning, changing, keeping, printing, reporting
from desktop_app.commands.shape import Command, nothing_more

COMMANDS: tuple[Command, ...] = (
    Command("init", "建立数据文件夹和第一个账号", beginning.init_arguments, beginning.init, opens=False),
    Command("demo", "在空文件夹里生成演示数据", beginning.demo_arguments, beginning.demo, opens=False),
    Command("import", "导入一个文件", changing.import_arguments, changing.import_file),
    Command("undo-import", "整批撤回一次导入", changing.undo_arguments, changing.undo_import),
    Command("search", "查找客户、车辆和单号", asking.search_arguments, asking.search),
    Command("worklist", "某天的回访名单", asking.day_arguments, asking.worklist),
    Command("why", "某个回访为什么在或不在名单上", asking.why_arguments, asking.why),
    Command("complaints", "投诉案例列表", asking.complaints_arguments, asking.complaints),
    Command(
        "register-complaint", "从 JSON 登记一件投诉", changing.handover_arguments, changing.register_complaint
    ),
    Command("report", "出一张报表", reporting.report_arguments, reporting.report),
    Command("print", "打印一张表格为 PDF", printing.print_arguments, printing.print_form),
    Command("backup", "做一份验证过的备份", keeping.backup_arguments, keeping.backup),
    Command("restore", "从备份恢复", keeping.restore_arguments, keeping.restore, opens=False),
    Command(
        "check",
        "检查数据是否完好、数字是否相符",
        nothing_more,
        keeping.check,
        unopened=keeping.check_unopened,
    ),
    Command("self-test", "在临时数据上自检", nothing_more, keeping.self_test, opens=False),
)
