"""The web desk: the only room that knows users, requests and a database."""
