"""What every report is made of: style, names and folders of files, tables, and what commands share."""
