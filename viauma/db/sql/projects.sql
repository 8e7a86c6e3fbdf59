-- name: published_projects
-- All projects as GeoJSON Features.
select feature from viauma.published_project order by key

-- name: project_contacts
-- A project's contacts with their consent, for people inside the house.
select c.name, c.roles, c.consent, o.names ->> 'sv' as organisation
from viauma.project_contact c
join viauma.project p on p.id = c.project
left join viauma.organisation o on o.id = c.organisation
where p.slug = :slug
order by c.id
