"""Reading YAML and Python values into checked, frozen descriptions, with the place of every value."""
