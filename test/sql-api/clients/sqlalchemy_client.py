"""What the test asks of every client, through SQLAlchemy's reflection; the arguments are host, port, user and password."""

import sys

from sqlalchemy import MetaData, Table, create_engine, func, inspect, select, text
from sqlalchemy.engine import URL

host, port, user, password = sys.argv[1:]
engine = create_engine(URL.create("postgresql+psycopg2", user, password, host, int(port), "cube"))
inspector = inspect(engine)
print("tables", len(inspector.get_table_names()))
columns = inspector.get_columns("MilestoneFunnel")[:3]
print("columns", *(f"{column['name']}:{str(column['type']).lower()}" for column in columns))
for nothing in [
    inspector.get_pk_constraint("MilestoneFunnel")["constrained_columns"],
    inspector.get_foreign_keys("MilestoneFunnel"),
    inspector.get_indexes("MilestoneFunnel"),
    inspector.get_view_names(),
]:
    assert nothing == [], nothing
assert inspector.get_table_comment("MilestoneFunnel")["text"]

view = Table("ActivationRate", MetaData(), autoload_with=engine)
with engine.connect() as connection:
    rates = []
    for measure, name in [
        ("multiSessionActivationCompletionRate", "MultiSessionActivationCompletionRate"),
        ("percentQualified", "MilestoneCompletion"),
        ("expansionActivationRate", "ExpansionActivationRate"),
        ("activationRate", "ActivationRate"),
    ]:
        rate = connection.execute(text(f'SELECT MEASURE("{measure}") FROM "{name}"')).scalar_one()
        rates.append(f"{rate:.2f}")
    print("rates", *rates)
    by_persona = select(func.sum(view.c.newSignUps)).where(view.c.persona == "developer")
    print("developers", connection.execute(by_persona).scalar_one())
with engine.connect().execution_options(stream_results=True, yield_per=300) as connection:
    print("rows", sum(1 for _ in connection.execute(select(view.c.persona))))
