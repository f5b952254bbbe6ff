"""Takes words out by law: of a record, of all that was published of it, and of wherever else the very same words stand.

Tells where the same words, a part of them, or nearly the same stay.
"""

from factsheet.redact.removal import Place, Removal, Rewritten, carry_out, removal
from factsheet.redact.staying import Stay
from factsheet.redact.words import NotRemovable

__all__ = ["NotRemovable", "Place", "Removal", "Rewritten", "Stay", "carry_out", "removal"]
