-- name: category_refs
-- The taxonomy in its own order, as the public view shows it.
select key, path, labels, abstract, icon, colour, shape
from viauma.published_category
order by sort_order
