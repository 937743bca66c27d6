"""Tables, and functions that read and write the tables: values in, values out, no rows."""
