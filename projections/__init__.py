"""The views: derived, thrown away and rebuilt at will; one file per question somebody asks."""
