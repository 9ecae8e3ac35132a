"""The room of a meeting: one small page for people's own phones, served by the tablet itself."""
