"""Reading Uzbek, Kazakh and English: rules on verbs of promising and gazetteers, without trained models."""
