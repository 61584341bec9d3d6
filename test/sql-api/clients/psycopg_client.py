"""What the test asks of every client, through psycopg; the arguments are host, port, user and password."""

import sys
from datetime import datetime

import psycopg

host, port, user, password = sys.argv[1:]
with psycopg.connect(host=host, port=port, user=user, password=password, dbname="cube") as connection:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM information_schema.tables WHERE table_schema = %s", ["public"])
        print("tables", cursor.fetchone()[0])
        cursor.execute('SELECT * FROM "MilestoneFunnel" LIMIT 0')
        names = {20: "int8", 25: "text", 1114: "timestamp", 1700: "numeric"}
        print("columns", *(f"{column.name}:{names[column.type_code]}" for column in cursor.description[:3]))
        rates = []
        for measure, view in [
            ("multiSessionActivationCompletionRate", "MultiSessionActivationCompletionRate"),
            ("percentQualified", "MilestoneCompletion"),
            ("expansionActivationRate", "ExpansionActivationRate"),
            ("activationRate", "ActivationRate"),
        ]:
            cursor.execute(f'SELECT MEASURE("{measure}") FROM "{view}"')
            rates.append(f"{cursor.fetchone()[0]:.2f}")
        print("rates", *rates)
        for _ in range(7):
            cursor.execute(
                'SELECT MEASURE("newSignUps") FROM "ActivationRate" WHERE persona = ANY(%s) AND "signedUpAt" >= %s',
                [["developer"], datetime(2026, 1, 1)],
                binary=True,
            )
            developers = cursor.fetchone()[0]
        print("developers", developers)
    with connection.cursor(name="in parts") as cursor:
        cursor.itersize = 300
        cursor.execute('SELECT persona FROM "ActivationRate"')
        print("rows", sum(1 for _ in cursor))
    with connection.cursor() as cursor:
        with cursor.copy('COPY (SELECT persona FROM "ActivationRate") TO STDOUT') as copy:
            copied = sum(1 for _ in copy.rows())
        assert copied == 1000, copied
