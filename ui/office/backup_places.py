"""Asking for a folder or a backup file, beginning where one was chosen the last time."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.kit.memory import Memory

FILES = "备份文件 (*.backup);;所有文件 (*)"
FILE_FOLDER = "backups/file"


def ask_folder(parent: QWidget, memory: Memory, title: str, key: str, home: Path) -> Path | None:
    """A folder, remembered under ``key``; None when the user thought better of it."""
    chosen = QFileDialog.getExistingDirectory(parent, title, memory.read(key, str(home)))
    if not chosen:
        return None
    memory.write(key, chosen)
    return Path(chosen)


def ask_backup_file(parent: QWidget, memory: Memory, home: Path) -> Path | None:
    """A backup file; its folder is remembered."""
    start = memory.read(FILE_FOLDER, str(home))
    chosen, _ = QFileDialog.getOpenFileName(parent, "选择备份文件", start, FILES)
    if not chosen:
        return None
    memory.write(FILE_FOLDER, str(Path(chosen).parent))
    return Path(chosen)
