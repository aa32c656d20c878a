"""How well `egiz read` finds promises, and how fast."""
