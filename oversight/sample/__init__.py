"""The sample area: an invented district with its offices, people and three months of meetings."""
