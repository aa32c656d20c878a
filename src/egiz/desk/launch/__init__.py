"""Starting the desk from a terminal: set-up, sample, web server and worker."""
