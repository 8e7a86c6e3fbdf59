-- The ground: schema, the role strangers' questions run as, and UUIDs that sort by time.

create schema if not exists viauma;
comment on schema viauma is 'Via Uma: tourism sites, municipal facilities, projects';

do $$
begin
    if not exists (select from pg_roles where rolname = 'viauma_public') then
        create role viauma_public nologin;
    end if;
    if not pg_has_role(current_user, 'viauma_public', 'member') then
        execute format('grant viauma_public to %I', current_user);
    end if;
exception when insufficient_privilege then
    raise exception 'the role viauma_public is missing or not granted to %', current_user
        using errcode = 'insufficient_privilege',
              hint = 'As a superuser: create role viauma_public nologin; grant viauma_public to '
                     || current_user;
end $$;

grant usage on schema viauma to viauma_public;

-- RFC 9562 version 7: 48 bits of Unix milliseconds, then version, variant and randomness.
create function viauma.uuid7() returns uuid
language sql volatile parallel safe
return encode(
    set_bit(
        set_bit(
            overlay(
                uuid_send(gen_random_uuid())
                placing substring(
                    int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3
                )
                from 1 for 6
            ),
            52, 1
        ),
        53, 1
    ),
    'hex'
)::uuid;
comment on function viauma.uuid7() is 'UUID version 7 (RFC 9562)';
