"""Moments, sizes and ages of backups as people say them."""

from __future__ import annotations

from datetime import datetime

KIB, MIB = 1024, 1024 * 1024


def moment_words(moment: datetime, now: datetime) -> str:
    """``今天 18:05``, ``昨天 18:05``, ``10月30日 18:05``, with the year when it is another."""
    days = (now.date() - moment.date()).days
    near = {0: "今天", 1: "昨天"}.get(days)
    return f"{near or day_words(moment, now)} {moment:%H:%M}"


def day_words(moment: datetime, now: datetime) -> str:
    """``10月30日``, with the year when it is another."""
    year = "" if moment.year == now.year else f"{moment.year}年"
    return f"{year}{moment.month}月{moment.day}日"


def exact_words(moment: datetime, now: datetime) -> str:
    """``10月30日 18:05``: what the data goes back to, without today and yesterday."""
    return f"{day_words(moment, now)} {moment:%H:%M}"


def size_words(size: int) -> str:
    """Bytes as ``38.2 MB`` or ``640 KB``."""
    if size >= MIB:
        return f"{size / MIB:,.1f} MB"
    return f"{max(1, round(size / KIB)):,} KB"
