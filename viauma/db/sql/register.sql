-- name: hours_there
-- The different texts of opening hours among public places, each by one step along
-- published_place_hours_ix; texts longer than 500 characters are no hours.
with recursive hours (said) as (
    (select opening_hours from viauma.published_place
     where char_length(opening_hours) <= 500
     order by opening_hours limit 1)
    union all
    select (select p.opening_hours from viauma.published_place p
            where char_length(p.opening_hours) <= 500 and p.opening_hours > h.said
            order by p.opening_hours limit 1)
    from hours h where h.said is not null
)
select said from hours where said is not null
