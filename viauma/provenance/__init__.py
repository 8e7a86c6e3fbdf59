"""Where what we say comes from: sources, how far each is believed, and what each said."""
