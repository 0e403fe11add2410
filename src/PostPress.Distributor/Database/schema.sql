create schema if not exists distributor;

-- A linked account. One that PostPress refuses (401, 403) is stopped, with the reason, until somebody resumes it.
create table if not exists distributor.accounts (
    id          text primary key,
    kind        text not null default 'Classic',
    stopped_at  timestamptz,
    stop_reason text
);

-- A post, from the moment it was accepted. Messages hold its id only.
create table if not exists distributor.posts (
    id            text primary key,
    account_id    text not null references distributor.accounts (id),
    text          text not null,
    files         text[] not null,
    external_link text,
    publish_at    timestamptz,
    state         text not null,
    attempts      int not null default 0,
    reason        text,
    provider_id   text,
    accepted_at   timestamptz not null default clock_timestamp(),
    changed_at    timestamptz not null default clock_timestamp()
);

create index if not exists posts_held on distributor.posts (account_id) where state = 'Held';

-- How much of a limit is reserved: a row for each account, action and day, and one for each hour where an hour has a limit.
create table if not exists distributor.quota_usage (
    account_id text not null,
    action     text not null,
    seconds    int not null,
    slot       bigint not null,
    used       int not null,
    primary key (account_id, action, seconds, slot)
);

-- Who holds a place. The same key never takes a second one in a slot that is still ahead.
create table if not exists distributor.quota_grants (
    key        text not null,
    seconds    int not null,
    slot       bigint not null,
    account_id text not null,
    action     text not null,
    cost       int not null,
    primary key (key, seconds, slot)
);

-- A customer, as LinkedIn wants it stored: one application for each, and none for two.
create table if not exists distributor.customers (
    id                       text primary key,
    organization_id          text,
    company_name             text,
    contract_id              text,
    application_client_id    text constraint customers_application_client_id unique,
    developer_application_id text constraint customers_developer_application_id unique,
    jobs_terms_accepted_at   timestamptz
);

-- A job as it was ordered. Where it stands is in the saga.
create table if not exists distributor.jobs (
    id          text primary key,
    account_id  text not null references distributor.accounts (id),
    customer_id text not null references distributor.customers (id),
    request     jsonb not null,
    held        boolean not null default false,
    accepted_at timestamptz not null default clock_timestamp()
);

create index if not exists jobs_held on distributor.jobs (account_id) where held;

-- The audit log: an entry for each job, from the moment it was accepted.
create table if not exists distributor.job_audit (
    job_id text primary key references distributor.jobs (id),
    entry  jsonb not null
);
