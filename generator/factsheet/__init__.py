"""Fact sheets: curated YAML records in, a cited static site out."""
