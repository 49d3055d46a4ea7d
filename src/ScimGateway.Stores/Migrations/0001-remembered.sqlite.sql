CREATE TABLE IF NOT EXISTS tombstones (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    target TEXT NOT NULL,
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    name BLOB NOT NULL,
    UNIQUE (target, type, id));
CREATE INDEX IF NOT EXISTS tombstones_by_name ON tombstones (target, type, name);
CREATE TABLE IF NOT EXISTS names (
    target TEXT NOT NULL,
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    written TEXT NOT NULL,
    stored TEXT NOT NULL,
    PRIMARY KEY (target, type, id));
CREATE TABLE IF NOT EXISTS creates (
    target TEXT NOT NULL,
    type TEXT NOT NULL,
    name BLOB NOT NULL,
    id TEXT,
    PRIMARY KEY (target, type, name));
CREATE INDEX IF NOT EXISTS creates_by_id ON creates (target, type, id);
