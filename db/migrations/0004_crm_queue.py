"""The calls that wait to be entered into the manufacturer's CRM are found by an index of their own."""

STATEMENT = (
    'CREATE INDEX "attempt_to_enter" ON "attempt" ("at")'
    " WHERE disposition = 'completed' AND entered_in_crm_at IS NULL AND batch_id IS NULL"
)


def up(migrator, db):
    db.execute_sql(STATEMENT)
