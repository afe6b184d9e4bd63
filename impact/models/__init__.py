from impact.models.field_office import FieldOffice
from impact.models.measurement import Measurement
from impact.models.source import Source
from impact.models.statistic import Statistic

__all__ = ["FieldOffice", "Measurement", "Source", "Statistic"]
