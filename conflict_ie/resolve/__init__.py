"""What mentions and events stand for: counts, days, actors, places, claims, incidents."""
