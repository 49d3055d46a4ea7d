CREATE TABLE lanes (
    id BIGINT PRIMARY KEY,
    target TEXT NOT NULL,
    type TEXT NOT NULL,
    key TEXT NOT NULL,
    state BIGINT NOT NULL DEFAULT 0,
    rank BIGINT NOT NULL DEFAULT 0,
    pending BIGINT NOT NULL DEFAULT 0,
    next_at BIGINT NOT NULL DEFAULT 0,
    woken BIGINT NOT NULL DEFAULT 0,
    lease_until BIGINT NOT NULL DEFAULT 0,
    owner TEXT NOT NULL DEFAULT '',
    fence BIGINT NOT NULL DEFAULT 0,
    failures BIGINT NOT NULL DEFAULT 0,
    last_status BIGINT,
    last_error TEXT,
    since BIGINT NOT NULL,
    by_client TEXT,
    UNIQUE (target, type, key));
CREATE INDEX lanes_due ON lanes (target, rank, next_at) WHERE state = 0 AND pending > 0;
CREATE TABLE owed (
    lane BIGINT NOT NULL REFERENCES lanes (id) ON DELETE CASCADE,
    target TEXT NOT NULL,
    path TEXT NOT NULL,
    value BYTEA NOT NULL,
    kind BIGINT NOT NULL,
    waits_type TEXT NOT NULL,
    waits_name BYTEA NOT NULL,
    version BIGINT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    cause TEXT NOT NULL,
    PRIMARY KEY (lane, path, waits_name));
CREATE INDEX owed_by_name ON owed (target, waits_type, waits_name);
CREATE TABLE targets (
    target TEXT PRIMARY KEY,
    paused_until BIGINT NOT NULL,
    why TEXT NOT NULL);
CREATE TABLE keys (
    id TEXT PRIMARY KEY,
    since BIGINT NOT NULL);
ALTER TABLE tombstones ADD COLUMN deleted_at BIGINT;
ALTER TABLE tombstones ADD COLUMN client TEXT;
ALTER TABLE tombstones ADD COLUMN erase_at BIGINT;
