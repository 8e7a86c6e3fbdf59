-- A box with many places is read cell by cell for points, and by this index for all else. A place
-- of several points was in neither: cells know it by one of its points.
CREATE INDEX published_place_spread_gist ON viauma.published_place USING gist (geom) WHERE public.st_npoints(geom) > 1;

DROP INDEX viauma.published_place_extended_gist;
