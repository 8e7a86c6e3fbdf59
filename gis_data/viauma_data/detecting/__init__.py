"""Where rows lie: coordinates, their system and axis order, inferred with evidence or asked for."""
