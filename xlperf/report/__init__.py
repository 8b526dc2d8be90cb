"""What people and programs are shown: results as data (`data`), and on the terminal (`terminal`)."""
