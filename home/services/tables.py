"""Tables that editors take away."""

from collections import OrderedDict
from typing import Any

from library.services.importing.columns import add_formula_prefix


class SafeTables:
    """Exports cells that no spreadsheet takes for a formula: strangers wrote some of them."""

    def write_csv_row(self, writer: Any, row_dict: OrderedDict[str, Any]) -> Any:
        """Write a row of CSV. A workbook needs nothing: Wagtail marks its cells as text."""
        safe = {
            field: add_formula_prefix(
                str(self.preprocess_field_value(field, value, "csv"))  # type: ignore[attr-defined]
            )
            for field, value in row_dict.items()
        }
        return writer.writerow(safe)
