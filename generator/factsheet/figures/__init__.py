"""The numbers and dates of a text, by value: 28, twenty-eight and 二十八 are the same, and so are Oct. 7 and 7 October."""

from factsheet.figures.days import relative_days
from factsheet.figures.reading import figures
from factsheet.figures.steps import comes_to
from factsheet.figures.values import Figure, PartialDate, Value

__all__ = ["Figure", "PartialDate", "Value", "comes_to", "figures", "relative_days"]
