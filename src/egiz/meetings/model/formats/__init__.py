"""Files in and out: the benchmark's, our JSON, workbooks, calendars."""
