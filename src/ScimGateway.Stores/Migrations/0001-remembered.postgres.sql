CREATE TABLE tombstones (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    target TEXT NOT NULL,
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    name BYTEA NOT NULL,
    UNIQUE (target, type, id));
CREATE INDEX tombstones_by_name ON tombstones (target, type, name);
CREATE TABLE names (
    target TEXT NOT NULL,
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    written TEXT NOT NULL,
    stored TEXT NOT NULL,
    PRIMARY KEY (target, type, id));
CREATE TABLE creates (
    target TEXT NOT NULL,
    type TEXT NOT NULL,
    name BYTEA NOT NULL,
    id TEXT,
    PRIMARY KEY (target, type, name));
CREATE INDEX creates_by_id ON creates (target, type, id);
