"""Next maintenance and furthest reading stand in the file, by its visits so far, with an index for the reminders."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

STATEMENTS = (
    'ALTER TABLE "vehicle_file" ADD COLUMN "maintenance_on" DATE',
    'ALTER TABLE "vehicle_file" ADD COLUMN "furthest_km" INTEGER',
    'CREATE INDEX "vehicle_file_maintenance_on" ON "vehicle_file" ("maintenance_on") WHERE maintenance_on IS NOT NULL',
)
VISITS = "SELECT file_id, handed_over_on, odometer FROM repair_order ORDER BY +file_id, +handed_over_on, +id"


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)
    visits = db.execute_sql(VISITS).fetchall()
    kept = ((*_kept(list(of_car)), car) for car, of_car in groupby(visits, key=itemgetter(0)))
    db.connection().executemany(
        "UPDATE vehicle_file SET maintenance_on = ?, furthest_km = ? WHERE id = ?", kept
    )


def _kept(visits):
    told = [(date.fromisoformat(day), odometer) for _, day, odometer in visits]
    readings = [odometer for _, odometer in told if odometer is not None]
    return _due(told), max(readings, default=None)


def _due(told):
    last = told[-1][0]
    by_time = _half_a_year_after(last)
    by_distance = _distance_due([reading for reading in told if reading[1] is not None])
    return (by_time if by_distance is None or by_distance <= last else min(by_time, by_distance)).isoformat()


def _half_a_year_after(day):
    year, month = divmod(day.year * 12 + day.month - 1 + 6, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _distance_due(readings):
    told = [max(same_day) for _, same_day in groupby(sorted(readings), key=itemgetter(0))]
    for place in range(len(told) - 1, 0, -1):
        for day, odometer in reversed(told[:place]):
            days, driven = (told[place][0] - day).days, told[place][1] - odometer
            if driven > 0 and days >= 7:
                return told[-1][0] + min(timedelta(-(-5_000 * days // driven)), timedelta(3_650))
    return None
