-- Filters ask which places are open; that is told of each text of hours there is, and these are few
-- among many places. Longer texts are no hours, and an index could not hold them.
CREATE INDEX published_place_hours_ix ON viauma.published_place (opening_hours) WHERE char_length(opening_hours) <= 500;
