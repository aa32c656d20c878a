"""The verbs of the command line, one module per room."""

# A verb, the module that has it, and its line in `egiz --help`: printing that must not load nine modules.
VERBS: dict[str, tuple[str, str]] = {
    "read": ("minutes", "Find what a meeting's report promises: who, what, by when."),
    "place": ("atlas", "Find a city, region or country by its name in any script."),
    "rank": ("twinning", "Rank a country's cities as twins for one city, with reasons."),
    "compare": ("twinning", "Compare candidates criterion by criterion; print the dossier."),
    "twins": ("twinning", "Train and measure the model of what twin cities look like."),
    "atlas": ("atlas", "Facts about places, and links between them, with sources."),
    "window": ("calendars", "Show the days on which both sides work, and why not others."),
    "events": ("calendars", "The sector calendar: pull, list, export and merge events."),
    "match": ("matching", "Recommend meetings between two lists of companies."),
    "codes": ("matching", "Codes of activities and goods, found by words."),
    "schedule": ("meetings", "The best schedule of meetings, with its proof."),
    "route": ("corridors", "Find the ways that no other beats in time, cost and risk."),
    "corridor": ("corridors", "Corridors as pictures."),
    "trip": ("trips", "Choose visits, days, nights and rides; say what is left out."),
    "cluster": ("cluster", "The same over many machines: registers, cities, missions, sources."),
    "demo": ("desk", "Load the sample desk, print what came of it, and serve it."),
    "desk": ("desks", "Make a desk, list the desks, invite people by one-time links."),
    "remote": ("remote", "Ask a desk that runs elsewhere, with a key of its page."),
    "backup": ("desk", "Write the whole desk into one file, verified after writing."),
    "restore": ("desk", "Take a backup back into an empty desk, on SQLite or PostgreSQL."),
    "doctor": ("desk", "Look at everything a desk needs and say what is wrong."),
    "serve": ("desk", "Serve the desk: web server and worker; Ctrl-C ends both."),
    "manage": ("desk", "Run one of Django's own commands, such as createsuperuser."),
}
