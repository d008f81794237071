"""Care and appointments: when to call again, the driving licence, the course of an appointment, and their indexes."""

STATEMENTS = (
    'ALTER TABLE "vehicle_file" ADD COLUMN "licence_until" DATE',
    *(
        f'CREATE INDEX "vehicle_file_{day}" ON "vehicle_file" ("{day}") WHERE {day} IS NOT NULL'
        for day in ("birthday", "wedding_anniversary", "insured_on", "inspection_on", "licence_until")
    ),
    'ALTER TABLE "care_outcome" ADD COLUMN "again_on" DATE',
    'ALTER TABLE "care_outcome" ADD COLUMN "key" TEXT',
    'CREATE INDEX "care_outcome_at" ON "care_outcome" ("at")',
    'CREATE UNIQUE INDEX "care_outcome_key_kind_due_on" ON "care_outcome" ("key", "kind", "due_on")',
    'ALTER TABLE "appointment" ADD COLUMN "cancelled_at" DATETIME',
    'ALTER TABLE "appointment" ADD COLUMN "key" TEXT',
    'CREATE UNIQUE INDEX "appointment_key" ON "appointment" ("key")',
    """
    CREATE TABLE "appointment_step" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "appointment_id" INTEGER NOT NULL,
        "step" TEXT NOT NULL CHECK (step IN ('made', 'reminded', 'moved', 'came', 'missed', 'cancelled')),
        "done_at" DATETIME NOT NULL,
        "account" TEXT NOT NULL,
        "at" DATETIME NOT NULL,
        "note" TEXT,
        FOREIGN KEY ("appointment_id") REFERENCES "appointment" ("id")
    )
    """,
    'CREATE INDEX "appointment_step_appointment_id" ON "appointment_step" ("appointment_id")',
    """
    INSERT INTO appointment_step (appointment_id, step, done_at, account, at)
        SELECT id, 'made', made_at, account, at FROM appointment
    """,
    """
    INSERT INTO appointment_step (appointment_id, step, done_at, account, at, note)
        SELECT id, state, max(at, made_at), account, at, reason FROM appointment WHERE state IN ('came', 'missed')
    """,
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)
