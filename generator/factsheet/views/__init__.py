"""One small frozen view a page: exactly what its template needs, sorted and labelled. Views know no template."""
