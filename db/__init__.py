"""The records: tables, migrations, connection, backup and search index; nothing here decides."""

from __future__ import annotations

from db.archive import Consent, FileAudit, PaperDocument, RepairOrder, Sale, VehicleFile
from db.callbacks import (
    Appointment,
    AppointmentStep,
    Attempt,
    Callback,
    CareDate,
    CareOutcome,
    Claim,
    Correction,
    ExternalSurvey,
    QuestionnaireVersion,
    Reopening,
    SmsMessage,
    SmsReply,
)
from db.complaints import (
    Cause,
    Compensation,
    Complaint,
    ComplaintReading,
    ComplaintStep,
    CustomerWords,
    Promise,
)
from db.fields import Record, database
from db.safety import Account, AuditEntry, Draft, ExportEntry, ImportBatch, ImportChange, RefusedRow
from db.settings import Counter, Department, Setting, Staff, Team
from db.statistics import DaySlip, HandedOver, LockedMonth

TABLES: tuple[type[Record], ...] = (
    Setting, Counter, Department, Team, Staff,
    Account, AuditEntry, ExportEntry, ImportBatch, RefusedRow, ImportChange, Draft,
    VehicleFile, Consent, Sale, RepairOrder, PaperDocument, FileAudit,
    QuestionnaireVersion, Callback, Attempt, Reopening, Claim, Correction,
    SmsMessage, SmsReply, CareOutcome, CareDate, Appointment, AppointmentStep, ExternalSurvey,
    Cause, Complaint, ComplaintStep, CustomerWords, Promise, Compensation, ComplaintReading,
    LockedMonth, HandedOver, DaySlip,
)  # fmt: skip
"""Every table, those referred to before those that refer."""

__all__ = [
    "TABLES",
    "Account",
    "Appointment",
    "AppointmentStep",
    "Attempt",
    "AuditEntry",
    "Callback",
    "CareDate",
    "CareOutcome",
    "Cause",
    "Claim",
    "Compensation",
    "Complaint",
    "ComplaintReading",
    "ComplaintStep",
    "Consent",
    "Correction",
    "Counter",
    "CustomerWords",
    "DaySlip",
    "Department",
    "Draft",
    "ExportEntry",
    "ExternalSurvey",
    "FileAudit",
    "HandedOver",
    "ImportBatch",
    "ImportChange",
    "LockedMonth",
    "PaperDocument",
    "Promise",
    "QuestionnaireVersion",
    "Record",
    "RefusedRow",
    "Reopening",
    "RepairOrder",
    "Sale",
    "Setting",
    "SmsMessage",
    "SmsReply",
    "Staff",
    "Team",
    "VehicleFile",
    "database",
]
