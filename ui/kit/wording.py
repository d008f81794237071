"""Qt's own buttons and menus in Chinese, also where the files that Qt ships with are missing."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

WORDS = {
    "OK": "确定", "&OK": "确定", "Cancel": "取消", "&Cancel": "取消", "&Yes": "是", "Yes": "是",
    "&No": "否", "No": "否", "Save": "保存", "&Save": "保存", "Open": "打开", "&Open": "打开",
    "Close": "关闭", "&Close": "关闭", "Apply": "应用", "Help": "帮助", "Retry": "再试一次",
    "Ignore": "忽略", "Abort": "中止", "Discard": "不保存", "Don't Save": "不保存", "Reset": "还原",
    "Restore Defaults": "恢复默认", "Yes to &All": "全部是", "N&o to All": "全部否",
    "Save All": "全部保存", "&Undo": "撤销", "&Redo": "重做", "Cu&t": "剪切", "&Copy": "复制",
    "&Paste": "粘贴", "Delete": "删除", "Select All": "全选", "Show Details...": "看详情…",
    "Hide Details...": "收起详情…", "&Choose": "选择", "Copy &Link Location": "复制链接",
    "Clear": "清空", "Print": "打印", "&Print": "打印", "&Options >>": "选项 >>",
    "&Options <<": "选项 <<", "Page": "页", "Copies": "份数", "Printer": "打印机", "Pages": "页数",
}  # fmt: skip
"""What Qt writes on its buttons and in the menus of its inputs, in English → in Chinese."""


class OwnWords(QTranslator):
    """Answers for the few dozen words that people meet; every other source text stays Qt's."""

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        # Contexts of Qt begin with Q; our own texts are Chinese already
        return WORDS.get(source) if context.startswith("Q") else None

    def isEmpty(self) -> bool:
        return False


def install(app: QApplication) -> None:
    """Make Qt speak Chinese in this application: its own file first, ours for what that lacks."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    if app.property("chinese"):
        return
    app.setProperty("chinese", True)
    _add(app, OwnWords(app))
    shipped = QTranslator(app)
    if shipped.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        _add(app, shipped)


def _add(app: QApplication, translator: QObject) -> None:
    assert isinstance(translator, QTranslator)
    app.installTranslator(translator)
