-- The public places as the peers publish them: one plain table with an index for every question
-- asked of it, in the order in which our own rows lie on disk. The id is text, because not every
-- peer reads a uuid from an address.
create schema if not exists peers;
drop table if exists peers.place;
create table peers.place as
select id::text collate "C" as id, name, category, municipality, attributes, geom
from viauma.published_place
order by key, id;
alter table peers.place add primary key (id);
create index place_geom_gist on peers.place using gist (geom);
create index place_municipality_category_ix on peers.place (municipality, category, id);
create index place_name_ix on peers.place (name, id);
