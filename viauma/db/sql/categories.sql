-- name: category_refs
-- The taxonomy in its own order, as the public view shows it.
select key, path, labels, abstract, icon, colour, shape
from viauma.published_category
order by sort_order

-- name: category_schemas
-- The categories that places carry, with meaning, attributes' JSON Schema and equivalents.
select key, labels, definitions, attributes_schema, mappings
from viauma.published_category
where not abstract
order by sort_order
