import datetime

NOON = datetime.datetime(2030, 1, 15, 12, tzinfo=datetime.UTC)
LATER = NOON + datetime.timedelta(days=1)
