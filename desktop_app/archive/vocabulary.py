"""The words of the archive: stored codes with their Chinese names."""

from __future__ import annotations

REPAIR_KIND_LABELS: dict[str, str] = {
    "first_maintenance": "首保",
    "maintenance": "定期保养",
    "repair": "一般维修",
    "body": "钣喷",
    "warranty": "保修",
    "other": "其他",
}
"""维修类型 of a repair order (``RepairOrder.kind``)."""

EVENT_KIND_LABELS: dict[str, str] = {"sales": "售时", "service": "售后"}
"""档案类别: whether a record belongs to a delivery or to a repair order."""

SENSITIVE_FIELDS: dict[str, str] = {
    "ethnicity": "民族",
    "religion": "宗教信仰",
    "id_number": "身份证号",
    "married": "婚否",
    "wedding_anniversary": "结婚纪念日",
}
"""Kept only when switched on one by one in the settings (``kept_sensitive_fields``), with the date of consent."""

SMS_KIND_LABELS: dict[str, str] = {
    "sales_callback": "销售回访",
    "service_callback": "售后回访",
    "care": "关怀",
    "appointment": "预约提醒",
    "notice": "通知",
}
"""原因类型 of a message (表13)."""

SMS_STATE_LABELS: dict[str, str] = {
    "waiting": "待发",
    "sent": "已发",
    "delivered": "送达",
    "failed": "失败",
    "replied": "已回复",
}
"""发送状态 of a message (表13)."""
